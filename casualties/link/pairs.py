"""Pairs: which articles are reports, which repeat one, and which two reports may tell of one event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from casualties.link.blocking import candidates, file_under, keys, unsettled
from casualties.link.cluster import Edge
from casualties.link.copies import Repeat, Reports
from casualties.link.judge import Judge
from casualties.link.known import NOTHING, Known
from casualties.link.profile import Profile
from casualties.link.readings import Readings

NEAR = -4.0
"""Log-odds from which a pair is remembered: a story may draw in what a single report does not."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """`repeats` maps an article's number to what it repeats; `edges` holds pairs of reports from NEAR on."""

    repeats: Mapping[int, tuple[int, Repeat]]
    edges: Sequence[Edge]
    by_article: Mapping[str, tuple[tuple[str, float], ...]]
    """The edges of each filed report to earlier ones, by id: what the next call wants to know."""


def pair_up(readings: Readings, judge: Judge, alone: Set[int] = frozenset(), known: Known = NOTHING) -> Pairs:
    """Find repeats, and judge every other report against the earlier ones that blocking brings up.

    Numbers in `alone` are never taken for repeats. Only reports with a change among what they are filed with are judged
    anew, and of their pairs only those that were not known.
    """
    profiles = readings.profiles
    repeats = _repeats(profiles, alone)
    reports = [number for number in range(len(profiles)) if number not in repeats and not profiles[number].says_little]
    filed_now = set(reports)
    changed: dict[int, set[str]] = {}
    for number, profile in enumerate(profiles):
        was, now = profile.id in known.edges, number in filed_now
        if was != now or (now and number in readings.fresh):
            changed[number] = set(keys(profile)) | (set(keys(known.profiles[profile.id])) if was else set())
    stir = set().union(*changed.values()) if known.edges else None
    filed = file_under(((number, profiles[number]) for number in reports), stir)
    anew = filed_now & (unsettled(changed, filed) | changed.keys()) if known.edges else filed_now
    if stir is not None and not anew <= changed.keys():
        wanted = stir.union(*(keys(profiles[number]) for number in anew))
        filed = file_under(((number, profiles[number]) for number in reports), wanted)
    place = {profile.id: number for number, profile in enumerate(profiles)}
    by_article: dict[str, tuple[tuple[str, float], ...]] = {}
    edges: list[Edge] = []
    for number in reports:
        profile = profiles[number]
        if number in anew:
            told = {} if number in readings.fresh else dict(known.edges.get(profile.id, ()))
            found = []
            for other in candidates(number, profile, filed):
                sure = told.get(profiles[other].id) if other not in readings.fresh else None
                value = judge.score(profiles[other], profile) if sure is None else sure
                if value >= NEAR:
                    found.append((profiles[other].id, value))
            by_article[profile.id] = tuple(found)
        else:
            by_article[profile.id] = known.edges[profile.id]
        edges += [(value, place[other], number) for other, value in by_article[profile.id]]
    return Pairs(repeats, edges, by_article)


def _repeats(profiles: Sequence[Profile], alone: Set[int]) -> dict[int, tuple[int, Repeat]]:
    copies = Reports()
    repeats: dict[int, tuple[int, Repeat]] = {}
    for number, profile in enumerate(profiles):
        found = None if number in alone else copies.earlier(profile, profiles)
        if found:
            report, rule, alike = found
            repeats[number] = report, (profiles[report].id, rule, alike)
        copies.add(number, profile, found[0] if found else number)
    return repeats
