"""How much a shared word says: little if many stories use it, much if it comes up once and goes."""

from __future__ import annotations

import functools
import math
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from casualties.lexicon.linking import RAREST

WEEK = 7
SETTLED = 14
"""Days after which an article's words count as background: a story must not make its own words common."""
OWN_WEEKS = 2
"""Weeks that one story may keep a word in the news; only what goes beyond them makes the word common."""
FORGET = 26
"""Weeks after which a word that was met in one week only is forgotten: it bounds the memory."""
TRUST = 60
"""Weeks of the ledger that weigh as much as the shipped table."""


@dataclass
class Background:
    """Rarity of words as of a time: the shipped table, corrected by the weeks in which the ledger met a word before.

    Articles are told to it in order of publication, so a word's weight never depends on what was published later.
    """

    table: Mapping[str, int]
    weeks: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Word -> (last week met, number of weeks)."""
    all_weeks: int = 0
    _last_week: int = -1
    _waiting: deque[tuple[int, tuple[str, ...]]] = field(default_factory=deque)

    def rarity(self, word: str) -> float:
        """Bits, to a tenth: -log2 of the share of time in which the word, or name of several words, is about."""
        bits = self.table.get(word)
        if bits is None:
            bits = min(RAREST, sum(self.table.get(part, RAREST) for part in word.split()))
        met = self.weeks.get(word)
        return _bits(bits, max(0, met[1] - OWN_WEEKS) if met else 0, self.all_weeks)

    def learn(self, day: int | None, words: Iterable[str]) -> None:
        """Take note of an article; its words count from SETTLED days after `day` on. Undated ones are not counted."""
        if day is None:
            return
        self._waiting.append((day, tuple(words)))
        while self._waiting and self._waiting[0][0] < day - SETTLED:
            then, settled = self._waiting.popleft()
            week = then // WEEK
            if week != self._last_week:
                self.all_weeks += 1
                self._last_week = week
                if self.all_weeks % FORGET == 0:
                    self.weeks = {word: met for word, met in self.weeks.items() if met[1] > 1 or week - met[0] < FORGET}
            for word in settled:
                last, count = self.weeks.get(word, (-1, 0))
                if last != week:
                    self.weeks[word] = (week, count + 1)


@functools.lru_cache(maxsize=100_000)
def _bits(known: int, beyond: int, all_weeks: int) -> float:
    return round(-math.log2(min(1.0, (TRUST * 2.0**-known + beyond) / (TRUST + all_weeks))), 1)
