"""A crude second reader, told nothing of the rules: casualty words and the number that stands nearest to each.

Whether it agrees with a toll is one of the features of its confidence (features.py). It is never asked for a figure.
"""

import functools
import re

from casualties.extract.lexemes import one_of
from casualties.lexicon.confidence import second_reader

NEAR = 40  # characters between a number and the word it is read with
JOINT = re.compile("[- ]")


@functools.cache
def second_reader_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The expressions of the second reader: beginnings of casualty words, and numbers."""
    words = second_reader()
    numbers = one_of(words.numbers)
    return re.compile(one_of(words.stems)), re.compile(rf"\d[\d,]*|\b{numbers}(?:[- ]{numbers})?\b")


def second_reading(text: str) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return the offsets of casualty words by category, and the number nearest to each that has one near."""
    words = second_reader()
    stem, number = second_reader_patterns()
    cues: dict[str, list[int]] = {}
    near: dict[str, list[int]] = {}
    for match in stem.finditer(text):
        category = words.stems[match[0]]
        start, end = match.span()
        cues.setdefault(category, []).append(start)
        best, distance = "", NEAR + 1
        for other in number.finditer(text, max(0, start - NEAR), end + NEAR):
            gap = max(start - other.end(), other.start() - end)
            if gap < distance:
                best, distance = other[0], gap
        if best:
            digits = best[:9].replace(",", "")
            value = int(digits) if digits.isdigit() else sum(map(words.numbers.__getitem__, JOINT.split(best)))
            near.setdefault(category, []).append(value)
    return cues, near
