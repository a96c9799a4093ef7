"""Analyst decisions: judgements by a person, which outrank the machine's and survive every re-run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from casualties.link.cluster import Linkage, Members
from casualties.model import Article, Decision, Judgement, Reason, identity


def event_id(article: Article) -> str:
    """The id of an event whose earliest article this is: it does not change when later articles join.

    A decision that names an event means the event that holds this article, whatever its id is by then.
    """
    return _begun_by(article.id)


def judgements(decisions: Iterable[Decision]) -> tuple[Judgement, ...]:
    """What decisions say of articles: those of a group are of one event, two groups are of two."""
    return tuple(judgement for decision in decisions for judgement in _of(decision))


def _of(decision: Decision) -> Iterator[Judgement]:
    because = (Reason(decision.act, decision.reason),)
    for group in decision.groups:
        for article in group[1:]:
            yield Judgement(article, _begun_by(group[0]), "same", 1.0, because, decision.by, decision.at)
    for one, two in combinations(decision.groups, 2):
        yield Judgement(two[0], _begun_by(one[0]), "different", 1.0, because, decision.by, decision.at)


def _begun_by(article: str) -> str:
    return identity("event", article)


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
    """Read decisions, the newest last: one that newer ones contradict no longer holds.

    Those that name an unknown article or event are left out.
    """
    if not decisions:
        return Rulings((), frozenset(), {})
    number = {article.id: at for at, article in enumerate(ordered)}
    anchor = {event_id(article): at for at, article in enumerate(ordered)}
    home: dict[int, int] = {}  # of articles that were put together, the one that stands for all
    together: list[tuple[int, int]] = []
    apart: set[tuple[int, int]] = set()
    by_article: dict[int, Judgement] = {}

    def settled(one: int, two: int) -> bool | None:
        """Whether newer decisions have put two articles together, or apart, or neither."""
        a, b = home.get(one, one), home.get(two, two)
        if a == b:
            return True
        parted = ({home.get(x, x), home.get(y, y)} for x, y in apart)
        return False if {a, b} in parted else None

    for decision in reversed(decisions):
        if decision.subject not in number or decision.event not in anchor:
            continue
        pair = (number[decision.subject], anchor[decision.event])
        if decision.verdict == "same" and settled(*pair) is not False:
            together.append(pair)
            by_article.setdefault(pair[0], decision)
            one, two = (home.get(member, member) for member in pair)
            home |= {member: two for member in (*home, *pair) if home.get(member, member) == one}
        elif decision.verdict == "different" and settled(*pair) is not True:
            apart.add((min(pair), max(pair)))
    return Rulings(tuple(sorted(set(together))), frozenset(apart), by_article)
