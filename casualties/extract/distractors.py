"""What a number counts when it does not count people: an age, a date, a time, money, a distance, a route, a score...

The rules are rows of `lexicon/en/distractors.toml`, read in order; quantulum3 is asked only where digits are followed
by a word that looks like the symbol of a unit that no row knows.
"""

from __future__ import annotations

import functools
import logging
import re
import warnings

from casualties.extract.numerals import Numeral, fold
from casualties.lexicon.numbers import DistractorRule, distractors

REACH = 40  # characters on each side that a rule may look at
UNIT_REACH = 16  # characters behind the number that quantulum3 is shown

_TABLE = distractors()


def distractor(text: str, numeral: Numeral) -> str:
    """The label of what `numeral` is if it cannot count people; "" if it may. Labels are listed in the lexicon."""
    before = text[max(0, numeral.start - REACH) : numeral.start]
    after = text[numeral.end : numeral.end + REACH]
    low_before, low_after = fold(before), fold(after)
    guarded: bool | None = None
    for rule in _TABLE.rules:
        if rule.forms and numeral.form not in rule.forms:
            continue
        if not _fits(rule, numeral):
            continue
        if rule.after and not rule.after.match(after if rule.case else low_after):
            continue
        if rule.before and not rule.before.search(before if rule.case else low_before):
            continue
        if rule.core and not rule.core.fullmatch(text, numeral.core_start, numeral.core_end):
            continue
        if rule.guard:
            if guarded is None:
                guarded = bool(_TABLE.guard.match(low_after))
            if guarded:
                continue
        return rule.label
    return _measure(text, numeral)


def _fits(rule: DistractorRule, numeral: Numeral) -> bool:
    """Whether the value and the bound are those that the rule asks for."""
    if rule.values:
        low, high = numeral.low, numeral.high
        if low is None or not (rule.values[0] <= low and (high or low) <= rule.values[1]):
            return False
    return rule.bound is None or rule.bound == (numeral.start != numeral.core_start)


def _measure(text: str, numeral: Numeral) -> str:
    return ""
