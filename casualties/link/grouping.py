"""Grouping: reports to events. Pairs that agree come first, then what a much told story draws in, round-ups last."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence, Set

from casualties.link.cluster import Edge, Linkage, Members, agglomerate, average_link
from casualties.link.decisions import Rulings
from casualties.link.judge import Judge, in_order
from casualties.link.known import NOTHING, Known
from casualties.link.pairs import NEAR, Pairs
from casualties.link.profile import Profile
from casualties.link.readings import Readings
from casualties.link.story import MANY, blend
from casualties.model import identity

THRESHOLD = 0.0
"""Mean log-odds from which two groups of reports are one event."""
PULL, USUAL = 1.0, 15
"""What a story's size adds, per unit of its logarithm beyond USUAL reports: a story that is much told will be told
again, while a few reports that happen to agree need to agree well."""

Mentions = Mapping[int, Sequence[tuple[int, int]]]
"""Other events that round-ups seem to tell of: first number of the event -> (round-up, the report it matches best)."""


class Scores:
    """Log-odds of any two reports, by number, each judged once: by blocking, by an earlier call, or when asked for."""

    def __init__(
        self, readings: Readings, judge: Judge, edges: Sequence[Edge], crowd: Sequence[float], known: Known = NOTHING
    ) -> None:
        self._readings, self._judge, self._crowd, self._known = readings, judge, crowd, known
        self._size = len(readings.profiles)
        self._told = {one * self._size + two: value for value, one, two in edges}
        self.asked: dict[tuple[str, str], float] = {}
        """What was asked for beyond the edges, by id."""

    def __call__(self, one: int, two: int) -> float:
        """The log-odds of two reports."""
        one, two = min(one, two), max(one, two)
        key = one * self._size + two
        value = self._told.get(key)
        if value is None:
            a, b = self._readings.profiles[one], self._readings.profiles[two]
            fresh = one in self._readings.fresh or two in self._readings.fresh
            sure = None if fresh else self._known.pairs.get((a.id, b.id))
            value = self._told[key] = self._judge.score(a, b) if sure is None else sure
            self.asked[a.id, b.id] = value
        return value - self._crowd[two]


class Stories:
    """Judges two groups by their blended profiles when one of them is a story; minus infinity otherwise."""

    def __init__(
        self, readings: Readings, judge: Judge, average: Linkage, crowd: Sequence[float], known: Known = NOTHING
    ) -> None:
        self._profiles, self._judge, self._average, self._crowd = readings.profiles, judge, average, crowd
        again = any(readings.profiles[number].id in known.profiles for number in readings.fresh)
        self._known = {} if again else known.stories
        self._blended: dict[Members, Profile] = {}
        self.asked: dict[str, float] = {}
        """What was judged, by a key of the two groups."""

    def __call__(self, one: Members, two: Members) -> float:
        """The log-odds of two groups."""
        if max(len(one), len(two)) < MANY or self._average(one, two) < NEAR:
            return -math.inf
        key = identity(*(self._profiles[number].id for number in one), "", *(self._profiles[n].id for n in two))
        if key not in self.asked:
            sure = self._known.get(key)
            self.asked[key] = self._judged(one, two) if sure is None else sure
        few = min(one, two, key=lambda members: (len(members), -members[-1]))
        return self.asked[key] - self._crowd[few[-1]]

    def _judged(self, one: Members, two: Members) -> float:
        apart = max(0, _gap(self._profiles, one, two))
        first, second = in_order(self._blend(one), self._blend(two))
        if second.day is not None:
            first = dataclasses.replace(first, day=second.day - apart)
        return self._judge.score(first, second) + PULL * math.log(max(len(one), len(two)) / USUAL)

    def _blend(self, members: Members) -> Profile:
        if members not in self._blended:
            self._blended[members] = blend([self._profiles[number] for number in members])
        return self._blended[members]


def group(
    profiles: Sequence[Profile], pairs: Pairs, ruled: Rulings, scores: Callable[[int, int], float], stories: Linkage
) -> tuple[dict[int, int], Mentions]:
    """The first report of each report's event, and the other events that round-ups match."""
    reports = [number for number in range(len(profiles)) if number not in pairs.repeats]
    edges = [(scores(one, two), one, two) for _, one, two in pairs.edges]
    bridges = [edge for edge in edges if not (profiles[edge[1]].roundup or profiles[edge[2]].roundup)]
    sure = [edge for edge in bridges if edge[0] >= THRESHOLD]
    groups = agglomerate(ruled.starts(reports), sure, ruled.bind(average_link(scores)), THRESHOLD)
    groups = agglomerate(groups, bridges, ruled.bind(stories), THRESHOLD)
    home = {number: members[0] for members in groups for number in members}
    return home, _place_roundups(profiles, edges, home, ruled.touched)


def _gap(profiles: Sequence[Profile], one: Members, two: Members) -> int:
    """Days between the nearest dated reports of two groups; 0 when they overlap or one has no date."""
    days = [[day for number in members if (day := profiles[number].day) is not None] for members in (one, two)]
    if not days[0] or not days[1]:
        return 0
    return max(min(days[0]) - max(days[1]), min(days[1]) - max(days[0]))


def _place_roundups(
    profiles: Sequence[Profile], edges: Sequence[Edge], home: dict[int, int], ruled: Set[int]
) -> Mentions:
    """Put each round-up into the event of one article it matches, so that it never joins two events.

    That is the best of the earlier ones, else the first of the later ones: what comes later moves it no more.
    """
    matches: dict[int, dict[int, tuple[bool, float, int]]] = {}
    for value, one, two in edges:
        for roundup, other in ((one, two), (two, one)):
            if profiles[roundup].roundup and not profiles[other].roundup and value >= THRESHOLD:
                best = matches.setdefault(roundup, {})
                match = (True, value, -other) if other < roundup else (False, 0.0, -other)
                best[home[other]] = max(best.get(home[other], match), match)
    mentions: dict[int, list[tuple[int, int]]] = {}
    for roundup, best in sorted(matches.items()):
        if roundup not in ruled:
            home[roundup] = max(best, key=lambda event: best[event])
        for event, (*_, other) in sorted(best.items()):
            if event != home[roundup]:
                mentions.setdefault(event, []).append((roundup, -other))
    return mentions
