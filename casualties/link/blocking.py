"""Blocking: which earlier articles are worth a judgement, at a cost per article that does not grow with the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from casualties.link.profile import Profile

MOST_KEYS = 14
"""Rare words and names of an article under which it is filed."""
PER_KEY = 64
"""Articles remembered under one key, the latest."""
MOST_CANDIDATES = 24
"""Earlier articles that one article is judged against."""
PLACE_BITS = 6.0
"""What sharing a place and a fortnight counts for beside shared words."""
FORTNIGHT = 14


class Index:
    """Files articles under their rarest words and names, their title words, and their place with the fortnight."""

    def __init__(self) -> None:
        self._filed: dict[str, list[int]] = {}

    def candidates(self, profile: Profile) -> list[int]:
        """Numbers of earlier articles that share the most, the best first, at most MOST_CANDIDATES."""
        support: dict[int, float] = {}
        for key, bits in _keys(profile):
            for number in self._filed.get(key, ())[-PER_KEY:]:
                support[number] = support.get(number, 0.0) + bits
        return sorted(support, key=lambda number: (-support[number], -number))[:MOST_CANDIDATES]

    def add(self, number: int, profile: Profile) -> None:
        """File an article under its keys."""
        for key, _ in _keys(profile):
            filed = self._filed.setdefault(key, [])
            if not filed or filed[-1] != number:
                filed.append(number)
                if len(filed) > 2 * PER_KEY:
                    del filed[:-PER_KEY]


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
