"""How much a shared word says: little if many stories use it, much if it comes up once and goes."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from casualties.lexicon.linking import RAREST, background

WEEK = 7
SETTLED = 14
"""Days before a month begins whose words do not count for it yet: a story must not make its own words common."""
OWN_WEEKS = 2
"""Weeks that one story may keep a word in the news; only what goes beyond them makes the word common."""
FORGET = 26
"""Weeks after which a word that was met in one week only is forgotten: it bounds the memory."""
TRUST = 60
"""Weeks of the ledger that weigh as much as the shipped table."""


@dataclass(frozen=True, slots=True)
class Common:
    """What the ledger adds to the shipped table for the news of one month: words common in the news before it.

    It moves by the month, so that today's news changes nothing for what else was published today or before. `beyond`
    holds the weeks in which a word was met beyond OWN_WEEKS, of `weeks` weeks with any news.
    """

    beyond: Mapping[str, int] = field(default_factory=dict)
    weeks: int = 0

    def unlike(self, other: Common | None) -> frozenset[str] | None:
        """Words that are more common than in the other; None when any may be rarer."""
        if self is other:
            return frozenset()
        if other is None or self.weeks != other.weeks or not other.beyond.keys() <= self.beyond.keys():
            return None
        unlike = {word: n - other.beyond.get(word, 0) for word, n in self.beyond.items() if n != other.beyond.get(word)}
        return frozenset(unlike) if all(n > 0 for n in unlike.values()) else None

    def rarity(self) -> Callable[[str], float]:
        """The rarity of a word: bits, to a tenth; -log2 of the share of time in which the word or name is about."""
        table, beyond, weeks = background("en"), self.beyond, self.weeks

        def bits(word: str) -> float:
            known = table.get(word)
            if known is None:
                known = min(RAREST, sum(table.get(part, RAREST) for part in word.split()))
            return _bits(known, beyond.get(word, 0), weeks)

        return bits


class Tally:
    """Counts the weeks in which words were met. Articles are told to it in order of publication."""

    def __init__(self) -> None:
        self._met: dict[str, tuple[int, int]] = {}
        self._week = (-1, 1)
        self._weeks = 0

    def learn(self, day: int, words: Iterable[str]) -> None:
        """Take note of the words of an article."""
        week = day // WEEK
        if week != self._week[0]:
            self._week = (week, 1)
            self._weeks += 1
            if self._weeks % FORGET == 0:
                self._met = {word: met for word, met in self._met.items() if met[1] > 1 or week - met[0] < FORGET}
        for word in words:
            met = self._met.get(word)
            if met is None:
                self._met[word] = self._week
            elif met[0] != week:
                self._met[word] = (week, met[1] + 1)

    def common(self) -> Common:
        """What was learnt so far."""
        return Common({word: n - OWN_WEEKS for word, (_, n) in self._met.items() if n > OWN_WEEKS}, self._weeks)


def settled(month: int) -> int:
    """The day before which articles count for a month."""
    return date(month // 12, month % 12 + 1, 1).toordinal() - SETTLED


@functools.lru_cache(maxsize=100_000)
def _bits(known: int, beyond: int, weeks: int) -> float:
    return round(-math.log2(min(1.0, (TRUST * 2.0**-known + beyond) / (TRUST + weeks))), 1)
