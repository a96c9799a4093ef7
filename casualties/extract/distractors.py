"""What a number counts when it does not count people: an age, a date, a time, money, a distance, a route, a score...

The rules are rows of `lexicon/en/distractors.toml`, read in order; quantulum3 is asked only where digits are followed
by a word that could be a unit and that no row knows.
"""

from __future__ import annotations

import functools
import itertools
import logging
import re
import warnings
from collections.abc import Callable, Hashable, Iterator
from typing import Any, NamedTuple

from casualties.extract.numerals import Numeral, fold
from casualties.lexicon.distractors import DistractorRule, distractors
from casualties.lexicon.numbers import FORMS
from casualties.lexicon.patterns import last_word

REACH_BEFORE = 32  # characters on each side that a rule may look at
REACH_AFTER = 40
UNIT_REACH = 24  # characters, the number among them, that quantulum3 is shown

_TABLE = distractors()


class _Test(NamedTuple):
    """One rule, or neighbouring rules that ask for the same apart from their expressions, as one expression.

    With several rules each has a named group, "r" and its index in `labels`. A `selective` test asks for more than the
    text around the number: see `_fits`.
    """

    labels: tuple[str, ...]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    last_words: frozenset[str] | None
    rule: DistractorRule
    selective: bool


def distractor(text: str, numeral: Numeral) -> str:
    """The label of what `numeral` is if it cannot count people; "" if it may. Labels are listed in the lexicon."""
    before = text[max(0, numeral.start - REACH_BEFORE) : numeral.start]
    after = text[numeral.end : numeral.end + REACH_AFTER]
    low_before, low_after = fold(before), fold(after)
    last = last_word(low_before)
    touches = bool(before) and not before[-1].isspace()
    guarded: bool | None = None
    for labels, before_pattern, after_pattern, last_words, rule, selective in _TESTS[numeral.form]:
        if (last_words is not None and last not in last_words) or (rule.touches and not touches):
            continue
        if selective and not _fits(rule, text, numeral):
            continue
        found = None
        if after_pattern:
            found = after_pattern.match(after if rule.case else low_after)
            if not found:
                continue
        if before_pattern:
            found = before_pattern.search(before if rule.case else low_before)
            if not found:
                continue
        if rule.guard:
            if guarded is None:
                guarded = bool(_TABLE.guard.match(low_after))
            if guarded:
                continue
        return labels[int(found.lastgroup[1:])] if found and found.lastgroup else labels[0]
    return _measure(text, numeral, low_after) if numeral.form == "digits" else ""


def _fits(rule: DistractorRule, text: str, numeral: Numeral) -> bool:
    """Whether the number itself and its bound are what the rule asks for."""
    if rule.values:
        low, high = numeral.low, numeral.high
        if low is None or not (rule.values[0] <= low and (low if high is None else high) <= rule.values[1]):
            return False
    if rule.bound is not None and rule.bound != (numeral.start != numeral.core_start):
        return False
    return not rule.core or bool(rule.core.fullmatch(fold(text[numeral.core_start : numeral.core_end])))


def _tests(form: str) -> Iterator[_Test]:
    """The tests for numerals of one form, in the order of the table."""
    rules = [rule for rule in _TABLE.rules if rule.forms is None or form in rule.forms]
    for _, group in itertools.groupby(rules, key=_shape):
        alike = list(group)
        labels, first = tuple(rule.label for rule in alike), alike[0]
        selective = bool(first.values or first.core or first.bound is not None)
        if len(alike) == 1:
            yield _Test(labels, first.before, first.after, first.last_words, first, selective)
        elif first.before:
            last_words = frozenset().union(*(rule.last_words or () for rule in alike)) if first.last_words else None
            yield _Test(labels, _alternatives(rule.before for rule in alike), None, last_words, first, selective)
        else:
            yield _Test(labels, None, _alternatives(rule.after for rule in alike), None, first, selective)


def _shape(rule: DistractorRule) -> Hashable:
    """What neighbouring rules must share to become one expression; a rule with more than one side stays alone."""
    if rule.core or bool(rule.before) == bool(rule.after):
        return id(rule)
    return (bool(rule.before), rule.last_words is None, rule.values, rule.bound, rule.case, rule.guard, rule.touches)


def _alternatives(patterns: Iterator[re.Pattern[str] | None]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<r{index}>{pattern.pattern})" for index, pattern in enumerate(patterns) if pattern))


_TESTS = {form: tuple(_tests(form)) for form in FORMS}


# --- quantulum3


def _measure(text: str, numeral: Numeral, low_after: str) -> str:
    """What quantulum3 says the digits measure, if the word behind them could be a unit."""
    found = _TABLE.measure.unit.match(low_after)
    if not found:
        return ""
    window = text[numeral.core_start : numeral.end + found.end()]
    return _quantity(window) if len(window) <= UNIT_REACH else ""


@functools.lru_cache(maxsize=4096)
def _quantity(window: str) -> str:
    """The label for a short text that is a number and one word."""
    for quantity in _parser()(window):
        if quantity.span[0] == 0 and quantity.span[1] == len(window):
            entity: str = quantity.unit.entity.name
            return _TABLE.measure.entities.get(entity, _TABLE.measure.label)
    return ""


@functools.cache
def _parser() -> Callable[[str], list[Any]]:
    """quantulum3's parser, imported when first needed, without its classifier and without its logging handler.

    Its pickled classifier would switch itself on where scikit-learn is installed, and may crash; `parse` calls
    `logging.basicConfig`, which adds no handler while the root has one.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from quantulum3 import classifier, parser

    classifier.USE_CLF = False

    def parse(window: str) -> list[Any]:
        quiet = logging.NullHandler()
        logging.root.addHandler(quiet)
        try:
            return list(parser.parse(window))
        finally:
            logging.root.removeHandler(quiet)

    return parse
