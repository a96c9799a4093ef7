"""The linker: articles to events, purely."""

from __future__ import annotations

import dataclasses
import math
from collections import deque
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass

from casualties.lexicon.linking import background, weights
from casualties.lexicon.places import gazetteer
from casualties.link.background import Background
from casualties.link.blocking import Index
from casualties.link.boilerplate import readable
from casualties.link.cluster import Linkage, Members, agglomerate, average_link
from casualties.link.copies import Reports
from casualties.link.decisions import rulings
from casualties.link.describe import describe
from casualties.link.judge import Judge, chance, in_order, judge_of
from casualties.link.profile import Profile, order, read
from casualties.link.story import MANY, blend
from casualties.model import Article, Claim, Event, Judgement, Reason

THRESHOLD = 0.0
"""Mean log-odds from which two groups of articles are one event."""
MOST_SHOWN = 12
"""Members among which the nearest is looked for when a judgement is explained."""
SLACK = 4.0
"""How far below the threshold a pair may be to let a story be compared with another group."""
PULL, USUAL = 1.0, 15
"""What a story's size adds, per unit of its logarithm beyond USUAL reports: a story that is much told will be told
again, while a few reports that happen to agree need to agree well."""
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking gives: every article is in one event, and has one judgement that says why.

    `judgements` come in the order of the events' articles. An article alone in its event is judged "same" with it. A
    round-up is besides judged "unsure" with every other event that it seems to tell of.
    """

    events: tuple[Event, ...] = ()
    judgements: tuple[Judgement, ...] = ()


def link(
    articles: Sequence[Article],
    claims: Mapping[str, tuple[Claim, ...]],
    decisions: Sequence[Judgement] = (),
) -> Linked:
    """Group articles into events. The result depends on the set of articles, not on their order.

    `claims` maps an article's id to its claims; articles without claims may be left out. `decisions` are judgements by
    analysts, the newest last: "same" puts the subject into the event, "different" keeps it out, whatever the texts say.
    Raises ValueError when an article's id is given twice.
    """
    ordered = sorted(articles, key=order)
    if len({article.id for article in ordered}) != len(ordered):
        raise ValueError("an article is given twice")
    judge = judge_of(weights())
    profiles = profile_all(ordered, claims)
    ruled = rulings(decisions, ordered)
    reports, repeats, edges = compare(profiles, judge, ruled.touched)
    memo: dict[tuple[int, int], float] = {(one, two): value for value, one, two in edges}

    def judged(one: int, two: int) -> float:
        key = (min(one, two), max(one, two))
        if key not in memo:
            memo[key] = judge.score(profiles[key[0]], profiles[key[1]])
        return memo[key]

    bridges = [edge for edge in edges if not (profiles[edge[1]].roundup or profiles[edge[2]].roundup)]
    sure = [edge for edge in bridges if edge[0] >= THRESHOLD]
    average = average_link(judged)
    groups = agglomerate(ruled.starts(reports), sure, ruled.bind(average), THRESHOLD)
    groups = agglomerate(groups, bridges, ruled.bind(_stories(profiles, average, judge)), THRESHOLD)
    home = {number: members[0] for members in groups for number in members}
    mentions = _place_roundups(profiles, edges, home, ruled.touched)
    gathered: dict[int, list[int]] = {}
    for number in range(len(profiles)):
        gathered.setdefault(home[repeats[number][0] if number in repeats else number], []).append(number)
    countries = gazetteer("en").countries
    events, judgements = [], []
    for first, members in gathered.items():
        event = describe([(ordered[number], profiles[number]) for number in members], countries)
        events.append(event)
        judgements += [
            ruled.by_article.get(number) or _judgement(number, members, event, profiles, repeats, judged, judge)
            for number in members
        ]
        judgements += [
            _mention(profiles[roundup], profiles[other], event, judge) for roundup, other in mentions.get(first, ())
        ]
    return Linked(tuple(events), tuple(judgements))


def explain(
    one: Article,
    two: Article,
    articles: Sequence[Article] = (),
    claims: Mapping[str, tuple[Claim, ...]] | None = None,
) -> tuple[Reason, ...]:
    """Why two articles are, or are not, taken for one event: a waterfall from the prior over each feature to the total.

    `articles` is the ledger in whose light they are judged: it says how common their words are and how much news there
    is. A repeated report or page is explained by that alone.
    """
    ordered = sorted({article.id: article for article in (*articles, one, two)}.values(), key=order)
    profiles = {profile.id: profile for profile in profile_all(ordered, claims or {})}
    a, b = in_order(profiles[one.id], profiles[two.id])
    copies = Reports()
    copies.add(0, a, 0)
    repeated = copies.earlier(b, [a])
    if repeated:
        return (repeats_because(repeated, a.id),)
    detail = "Tells of several happenings: it joins the event it matches best and never links two."
    notes = tuple(Reason("roundup", detail, (profile.id,)) for profile in (a, b) if profile.roundup)
    return (*notes, *judge_of(weights()).waterfall(a, b))


def repeats_because(repeated: tuple[int, str, float], article: str) -> Reason:
    """The reason for a repeat as `Reports.earlier` gives it, of the report with id `article`."""
    _, rule, alike = repeated
    detail = "A later version of the same page." if rule == "same_url" else f"Repeats {alike:.0%} of the runs of words."
    return Reason(rule, detail, (article,))


def profile_all(ordered: Sequence[Article], claims: Mapping[str, tuple[Claim, ...]]) -> list[Profile]:
    """Read articles that are sorted by publication, each against the background as of its own day."""
    told = Background(background("en"))
    week: deque[int] = deque()
    dated = 0
    profiles = []
    for article, (headline, body) in zip(ordered, readable(ordered), strict=True):
        day = article.published.at.date().toordinal() if article.published else None
        if day is not None:
            dated += 1
            week.append(day)
            while week[0] <= day - _WEEK:
                week.popleft()
        crowd = len(week) if day is not None else dated / max(1, told.all_weeks)
        profile = read(article, headline, body, claims.get(article.id, ()), told.rarity, math.log1p(crowd))
        told.learn(profile.day, (*profile.words, *profile.names))
        profiles.append(profile)
    return profiles


def compare(
    profiles: Sequence[Profile], judge: Judge, alone: Set[int] = frozenset()
) -> tuple[list[int], dict[int, tuple[int, str, float]], list[tuple[float, int, int]]]:
    """Numbers of the reports, which report each other article repeats (and why), and pairs of reports that may link.

    Numbers in `alone` are never taken for repeats.
    """
    index, copies = Index(), Reports()
    reports: list[int] = []
    repeats: dict[int, tuple[int, str, float]] = {}
    edges: list[tuple[float, int, int]] = []
    for number, profile in enumerate(profiles):
        repeated = None if number in alone else copies.earlier(profile, profiles)
        copies.add(number, profile, repeated[0] if repeated else number)
        if repeated:
            repeats[number] = repeated
            continue
        reports.append(number)
        if not profile.says_little:
            judged = ((judge.score(profiles[other], profile), other, number) for other in index.candidates(profile))
            edges += [edge for edge in judged if edge[0] >= THRESHOLD - SLACK]
            index.add(number, profile)
    return reports, repeats, edges


def _stories(profiles: Sequence[Profile], average: Linkage, judge: Judge) -> Linkage:
    """Judge two groups by their blended profiles, when one of them is a story; -inf otherwise."""
    blended: dict[Members, Profile] = {}

    def blend_of(members: Members) -> Profile:
        if members not in blended:
            blended[members] = blend([profiles[number] for number in members])
        return blended[members]

    def linkage(one: Members, two: Members) -> float:
        if max(len(one), len(two)) < MANY or average(one, two) < THRESHOLD - SLACK:
            return -math.inf
        apart = max(0, _gap(profiles, one, two))
        a, b = blend_of(one), blend_of(two)
        first, second = in_order(a, b)
        if second.day is not None:
            first = dataclasses.replace(first, day=second.day - apart)
        return judge.score(first, second) + PULL * math.log(max(len(one), len(two)) / USUAL)

    return linkage


def _gap(profiles: Sequence[Profile], one: Members, two: Members) -> int:
    """Days between the nearest dated reports of two groups; 0 when they overlap or one has no date."""
    days = [[day for number in members if (day := profiles[number].day) is not None] for members in (one, two)]
    if not days[0] or not days[1]:
        return 0
    return max(min(days[0]) - max(days[1]), min(days[1]) - max(days[0]))


def _place_roundups(
    profiles: Sequence[Profile], edges: Sequence[tuple[float, int, int]], home: dict[int, int], ruled: Set[int]
) -> dict[int, list[tuple[int, int]]]:
    """Put each round-up into the event of the article it matches best, so that it never joins two events.

    Returns the other events that round-ups match: event -> (round-up, the article of that event it matches best).
    """
    matches: dict[int, dict[int, tuple[float, int]]] = {}
    for value, one, two in edges:
        for roundup, other in ((one, two), (two, one)):
            if profiles[roundup].roundup and not profiles[other].roundup and value >= THRESHOLD:
                best = matches.setdefault(roundup, {})
                best[home[other]] = max(best.get(home[other], (value, -other)), (value, -other))
    mentions: dict[int, list[tuple[int, int]]] = {}
    for roundup, best in sorted(matches.items()):
        if roundup not in ruled:
            home[roundup] = max(best, key=lambda event: best[event])
        for event, (_, other) in sorted(best.items()):
            if event != home[roundup]:
                mentions.setdefault(event, []).append((roundup, -other))
    return mentions


def _mention(roundup: Profile, other: Profile, event: Event, judge: Judge) -> Judgement:
    """A round-up seems to tell of this event too, but its articles are counted elsewhere."""
    reason = Reason("roundup", "Tells of several happenings, of this one too.", (other.id,))
    score = chance(judge.score(other, roundup))
    return Judgement(roundup.id, event.id, "unsure", score, (reason, *judge.waterfall(other, roundup)), judge.actor)


def _judgement(
    number: int,
    members: Sequence[int],
    event: Event,
    profiles: Sequence[Profile],
    repeats: Mapping[int, tuple[int, str, float]],
    judged: Callable[[int, int], float],
    judge: Judge,
) -> Judgement:
    """Why an article is in its event: what it repeats, or the waterfall against the member it matches best."""
    profile = profiles[number]
    if number in repeats:
        reason = repeats_because(repeats[number], profiles[repeats[number][0]].id)
        return Judgement(profile.id, event.id, "same", 1.0, (reason,), judge.actor)
    others = [other for other in members if other != number and other not in repeats]
    if not others:
        detail = "Says too little to be linked." if profile.says_little else "No other report tells of this event."
        reason = Reason("alone", detail)
        return Judgement(profile.id, event.id, "same", 1.0, (reason,), judge.actor)
    nearest = max(others[:MOST_SHOWN], key=lambda other: (judged(number, other), -other))
    total = chance(judged(number, nearest))
    return Judgement(profile.id, event.id, "same", total, judge.waterfall(profiles[nearest], profile), judge.actor)
