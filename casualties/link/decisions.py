"""Analyst decisions: judgements by a person, which outrank the machine's and survive every re-run."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain, combinations, product

from casualties.link.cluster import Linkage, Members
from casualties.model import Article, Decision, Judgement, Reason, identity


def event_id(article: str) -> str:
    """The id that the linker gives an event whose earliest article this is: later articles that join do not change it.

    A decision that names an event means the event that holds this article. A ledger may tell of it under another id,
    by which it is known from before (`succession`).
    """
    return identity("event", article)


def judgements(decisions: Iterable[Decision]) -> tuple[Judgement, ...]:
    """What decisions say of articles: those of a group are of one event, two groups are of two."""
    return tuple(judgement for decision in decisions for judgement in _of(decision))


def _of(decision: Decision) -> Iterator[Judgement]:
    because = (Reason(decision.act, decision.reason),)
    for group in decision.groups:
        for article in group[1:]:
            yield Judgement(article, event_id(group[0]), "same", 1.0, because, decision.by, decision.at)
    # each with each: a later decision may part those of a group, and what was said of the others still holds
    for first, second in combinations(decision.groups, 2):
        for one, two in product(first, second):
            yield Judgement(two, event_id(one), "different", 1.0, because, decision.by, decision.at)


@dataclass(frozen=True, slots=True)
class Rulings:
    """Decisions about articles, by their numbers in order of publication.

    `together` holds the groups that were put into one event, `apart` with whom each number must not meet, and
    `by_article` the decision that put an article where it is.
    """

    together: tuple[Members, ...]
    apart: Mapping[int, Set[int]]
    by_article: Mapping[int, Judgement]

    @property
    def touched(self) -> frozenset[int]:
        """Every number that a decision names."""
        return frozenset(chain(self.apart, *self.together))

    def starts(self, numbers: Sequence[int]) -> list[Members]:
        """The groups to begin with: alone, or with those they were put together with."""
        grouped = set(chain(*self.together))
        return sorted([*self.together, *((number,) for number in numbers if number not in grouped)])

    def bind(self, linkage: Linkage) -> Linkage:
        """The linkage, but minus infinity between groups that hold a pair kept apart.

        Those who were put into a group and those who were there speak each for themselves: that an analyst joined what
        the texts do not says nothing against a third that agrees with one of them.
        """
        if not self.apart and not self.by_article:
            return linkage

        def bound(one: Members, two: Members) -> float:
            if any(not self.apart[a].isdisjoint(two) for a in one if a in self.apart):
                return -math.inf
            return max(linkage(first, second) for first in self._sides(one) for second in self._sides(two))

        return bound

    def _sides(self, members: Members) -> Iterator[Members]:
        put = tuple(number for number in members if number in self.by_article)
        there = tuple(number for number in members if number not in self.by_article)
        yield from filter(None, (put, there))


def rulings(decisions: Sequence[Judgement], ordered: Sequence[Article]) -> Rulings:
    """Read decisions, the newest last: one that newer ones contradict no longer holds.

    Those that name an unknown article or event are left out.
    """
    if not decisions:
        return Rulings((), {}, {})
    number = {article.id: at for at, article in enumerate(ordered)}
    anchor = {event_id(article.id): at for at, article in enumerate(ordered)}
    home: dict[int, int] = {}  # a member of what was put together -> another one, up to the one that stands for all
    parted: dict[int, set[int]] = defaultdict(set)  # those that stand for others -> those they are kept apart from
    apart: dict[int, set[int]] = defaultdict(set)
    by_article: dict[int, Judgement] = {}

    def stands_for(one: int) -> int:
        while (other := home.get(one, one)) != one:
            home[one] = one = home[other]
        return one

    for decision in reversed(decisions):
        if decision.subject not in number or decision.event not in anchor:
            continue
        pair = (number[decision.subject], anchor[decision.event])
        one, two = sorted(map(stands_for, pair), key=lambda at: len(parted[at]))
        if decision.verdict == "same" and two not in parted[one]:
            by_article.setdefault(pair[0], decision)
            home[one] = home[two] = two
            for other in parted.pop(one) if one != two else ():
                parted[other] = parted[other] - {one} | {two}
                parted[two].add(other)
        elif decision.verdict == "different" and one != two:
            for a, b in ((one, two), (two, one)):
                parted[a].add(b)
            for a, b in (pair, pair[::-1]):
                apart[a].add(b)
    together: dict[int, list[int]] = defaultdict(list)
    for member in sorted(home):
        together[stands_for(member)].append(member)
    return Rulings(tuple(sorted(map(tuple, together.values()))), apart, by_article)
