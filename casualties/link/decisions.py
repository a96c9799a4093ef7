"""Analyst decisions: judgements by a person, which outrank the machine's and survive every re-run."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casualties.link.cluster import Linkage, Members
from casualties.model import Article, Judgement, identity


def event_id(article: Article) -> str:
    """The id of an event whose earliest article this is: it does not change when later articles join.

    A decision that names an event means the event that holds this article, whatever its id is by then.
    """
    return identity("event", article.id)


@dataclass(frozen=True, slots=True)
class Rulings:
    """Decisions about articles, by their numbers in order of publication.

    `together` holds pairs that were put into one event, `apart` pairs that must not meet (the lower number first), and
    `by_article` the decision that put an article where it is.
    """

    together: tuple[tuple[int, int], ...]
    apart: frozenset[tuple[int, int]]
    by_article: Mapping[int, Judgement]

    @property
    def touched(self) -> frozenset[int]:
        """Every number that a decision names."""
        return frozenset(number for pair in (*self.together, *self.apart) for number in pair)

    def starts(self, numbers: Sequence[int]) -> list[Members]:
        """The groups to begin with: alone, or with those they were put together with."""
        home: dict[int, Members] = {number: (number,) for number in numbers}
        for one, two in self.together:
            joined = tuple(sorted({*home[one], *home[two]}))
            home.update(dict.fromkeys(joined, joined))
        return sorted(set(home.values()))

    def bind(self, linkage: Linkage) -> Linkage:
        """The linkage, but minus infinity between groups that hold a pair kept apart."""
        if not self.apart:
            return linkage

        def bound(one: Members, two: Members) -> float:
            kept = any((min(a, b), max(a, b)) in self.apart for a in one for b in two)
            return -math.inf if kept else linkage(one, two)

        return bound


def rulings(decisions: Sequence[Judgement], ordered: Sequence[Article]) -> Rulings:
    """Read decisions, the newest last. Those that name an unknown article or event are left out."""
    if not decisions:
        return Rulings((), frozenset(), {})
    number = {article.id: at for at, article in enumerate(ordered)}
    anchor = {event_id(article): at for at, article in enumerate(ordered)}
    newest = {(d.subject, d.event): d for d in decisions if d.subject in number and d.event in anchor}
    pairs = {(number[d.subject], anchor[d.event]): d for d in newest.values()}
    same = {pair: decision for pair, decision in pairs.items() if decision.verdict == "same"}
    apart = (pair for pair, decision in pairs.items() if decision.verdict == "different" and pair[0] != pair[1])
    return Rulings(
        together=tuple(sorted(same)),
        apart=frozenset((min(pair), max(pair)) for pair in apart),
        by_article={article: decision for (article, _), decision in same.items()},
    )
