"""Blocking: which earlier reports are worth a judgement, at a cost per report that does not grow with the ledger."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from casualties.link.profile import Profile

MOST_KEYS = 14
"""Rare words and names of an article under which it is filed."""
PER_KEY = 64
"""Reports looked at under one key, the latest before the one that asks."""
MOST_CANDIDATES = 24
"""Earlier reports that one report is judged against."""
PLACE_BITS = 6.0
"""What sharing a place and a fortnight counts for beside shared words."""
FORTNIGHT = 14

Filed = Mapping[str, Sequence[int]]
"""Numbers of reports by key, in order."""


def file_under(reports: Iterable[tuple[int, Profile]], only: Set[str] | None = None) -> Filed:
    """File reports, given in order, under their keys, or those of `only`."""
    filed: dict[str, list[int]] = {}
    for number, profile in reports:
        for key in keys(profile):
            if only is None or key in only:
                filed.setdefault(key, []).append(number)
    return filed


def candidates(number: int, profile: Profile, filed: Filed) -> list[int]:
    """Numbers of earlier reports that share the most, the best first, at most MOST_CANDIDATES."""
    support: dict[int, float] = {}
    for key, bits in keys(profile).items():
        under = filed.get(key, ())
        end = bisect_left(under, number)
        late = under[max(0, end - PER_KEY) : end]
        says = max(0.0, bits - math.log2(1 + len(late)))
        for other in late:
            support[other] = support.get(other, 0.0) + says
    return sorted(support, key=lambda other: (-support[other], -other))[:MOST_CANDIDATES]


def unsettled(changed: Mapping[int, Iterable[str]], filed: Filed) -> set[int]:
    """Reports whose candidates may be others once reports have come, gone or changed under the keys given."""
    found: set[int] = set()
    for number, under in changed.items():
        for key in under:
            later = filed.get(key, ())
            start = bisect_left(later, number)
            found.update(later[start : start + PER_KEY + 1])
    return found


def keys(profile: Profile) -> dict[str, float]:
    """An article's rarest words and names, its title words, and its place with the fortnight, each with its bits."""
    return dict(_keys(profile))


def _keys(profile: Profile) -> Iterator[tuple[str, float]]:
    heft = {
        word: bits * (1 + (word in profile.title) + 0.5 * (word in profile.lead))
        for word, bits in profile.words.items()
    } | profile.names
    for word in sorted(heft, key=lambda word: (-heft[word], word))[:MOST_KEYS]:
        yield word, profile.words.get(word) or profile.names[word]
    for word in sorted(profile.title):
        yield f"title:{word}", profile.words.get(word, 4.0)
    fortnight = "" if profile.day is None else profile.day // FORTNIGHT
    for site in profile.where.cities[:2]:
        yield f"place:{site.name}:{site.country}:{site.admin}:{fortnight}", PLACE_BITS
    for name in profile.where.names[:2]:
        yield f"place:{name}:{fortnight}", PLACE_BITS
