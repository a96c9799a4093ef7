"""Crowd: how many stories the news of the days before a report tells. The more there are, the less a likeness says."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

from casualties.link.features import LONG_GAP
from casualties.link.profile import Profile

USUAL = 5
"""Stories that the news of LONG_GAP days may hold before there is a crowd."""
WEIGHT = 0.65
"""What a pair of reports loses for every e-fold of stories. One of n is met by chance once in n, which would be 1; but
what is held against the threshold is the mean of many pairs."""
LIKE = 0.0
"""Log-odds from which a report does not begin a story of its own."""
UNDATED = -LONG_GAP


def crowds(profiles: Sequence[Profile], edges: Mapping[str, Sequence[tuple[str, float]]]) -> list[float]:
    """What the likeness of each report to an earlier one loses, in log-odds: 0 for what stands in no crowd.

    `edges` holds, by id, the earlier reports that each one is like. A story is begun by a report that is like none.
    Those that may be of the same country count, of the LONG_GAP days up to the report's own; what is published later
    changes nothing. Reports without a date are of one time.
    """
    begun: dict[str, list[int]] = defaultdict(list)
    for profile in profiles:
        if profile.id in edges and all(value < LIKE for _, value in edges[profile.id]):
            for land in ("any", *(profile.where.countries or ("unknown",))):
                begun[land].append(_day(profile))
    for days in begun.values():
        days.sort()
    return [WEIGHT * math.log(max(USUAL, _stories(profile, begun)) / USUAL) for profile in profiles]


def _stories(profile: Profile, begun: Mapping[str, Sequence[int]]) -> int:
    """Stories begun in the days up to a report that may be of its country; of any where it tells none."""
    until = _day(profile)

    def count(land: str) -> int:
        days = begun.get(land, ())
        return bisect_right(days, until) - bisect_left(days, until - LONG_GAP)

    lands = profile.where.countries
    return max(map(count, lands)) + count("unknown") if lands else count("any")


def _day(profile: Profile) -> int:
    return UNDATED if profile.day is None else profile.day
