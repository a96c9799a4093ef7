"""Numbers in text without what stands around them: digits, number words, vague words, fractions, ordinals, zero.

One compiled expression finds them; runs of number words are cut by the grammar of numberwords.py. What bounds and joins
them is read in numerals.py.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

from casualties.extract.numberwords import CONNECTORS, KINDS, LEXICON, PLURALS, SPACE, WORD, Core, word_cores
from casualties.lexicon.patterns import last_word, trie_pattern

LARGEST_DIGITS = 15  # a longer string of digits is an identifier, not a count
_GROUP_SPACES = " \xa0\u2009\u202f"
_GROUP_MARKS = ",.'’٬,"

_ATOM = trie_pattern(KINDS.keys() - CONNECTORS)
_SCALE = trie_pattern([*LEXICON.scales, *LEXICON.groups, *(f"{word}s" for word in LEXICON.groups)])
_PHRASE = trie_pattern((word for word in LEXICON.vague if " " in word), SPACE)
_ZERO = trie_pattern(LEXICON.zero, SPACE)
_EXPRESSION = re.compile(
    rf"""(?<!\w)(?:
      (?P<digits>\d++(?:[{_GROUP_MARKS}]\d++|[{_GROUP_SPACES}]\d{{3}}(?!\d))*+)
      (?:(?P<suffix>st|nd|rd|th|k)(?!\w)|(?P<glued>[a-z_½¼¾ß-ԯ])|(?P<scales>(?:{SPACE}{_SCALE}(?!\w)){{1,2}}+))?
    | (?P<zero>{_ZERO})(?!\w|-[a-z]|\.\ ?\d|{SPACE}{trie_pattern(LEXICON.zero_not_before, SPACE)})
    | (?P<phrase>{_PHRASE})(?!\w)
    | (?P<words>(?:an?{SPACE})?{_ATOM}(?!\w)(?:(?:,\ |{SPACE})(?:(?:and|of){SPACE})?(?:an?{SPACE})?{_ATOM}(?!\w))*+)
    )""",
    re.VERBOSE,
)
_GROUPED = re.compile(
    r"""\d{1,3}(?:[,'’٬,]\d{3})+            # 1,200  1'200
      | \d{1,3}(?:\.\d{3}){2,}              # 1.200.000; a single 1.200 is a decimal
      | \d{1,2}(?:,\d{2})+,\d{3}            # 2,30,000
      | \d{1,3}(?:([\ \xa0\u2009\u202f])\d{3})(?:\1\d{3})*""",
    re.VERBOSE,
)
_DECIMAL = re.compile(r"\d{1,15}\.\d{1,9}")
_NOT_DIGIT = re.compile(r"\D")
_DIGITS = re.compile(r"\d+")
GAP = re.compile(r"[\s‑-]+")


def cores(low: str) -> list[Core]:
    """Every number core of a lower-case text, in order and without overlap."""
    made: list[Core] = []
    for found in _EXPRESSION.finditer(low):
        if found.lastgroup == "words":
            made += word_cores(low, found.start(), found.end())
        elif found["digits"]:
            made += digit_cores(found)
        elif found.lastgroup == "zero":
            barred = LEXICON.zero_not_after.get(found["zero"])
            if not barred or last_word(low[max(0, found.start() - 12) : found.start()]) not in barred:
                made.append(Core(found.start(), found.end(), 0, 0, "zero"))
        else:
            told = found["phrase"]
            bounds = LEXICON.vague[told_words(told)]
            made.append(Core(found.start(), found.end(), *bounds, "vague", told, 1, "vague"))
    return made


def digit_cores(found: re.Match[str]) -> list[Core]:
    """The numbers in a blob of digits and separators; its suffix ("rd", "k") or scale ("million") is the last one's."""
    blob, begin, suffix = found["digits"], found.start(), found["suffix"]
    cores = []
    for start, end, value in _pieces(blob, last_word(found.string[max(0, begin - 12) : begin])):
        stop, form, factor = begin + end, "digits", 1
        if end == len(blob) and found.end() > stop:
            if found["glued"]:
                continue
            stop = found.end()
            if suffix and suffix != "k":
                form = "ordinal"
            else:
                scales = WORD.findall(found["scales"] or "thousand")
                factor = math.prod(PLURALS.get(word) or KINDS[word][1] for word in scales)
                form = "dozen" if scales[-1].rstrip("s") in LEXICON.groups else "digits"
        total = int(value * factor)
        if factor > 1 or total == value:
            cores.append(Core(begin + start, stop, total, total, form, "", factor))
    return cores


def _pieces(blob: str, before: str) -> list[tuple[int, int, Decimal | int]]:
    """Start, end and value of what a blob of digits holds: one number if it is well formed, else one for each part."""
    whole = None if " " in blob and before in LEXICON.not_grouped_after else _plain(blob)
    if whole is not None:
        return [(0, len(blob), whole)]
    if _DECIMAL.fullmatch(blob):
        return [(0, len(blob), Decimal(blob))]
    parts = [(part.start(), part.end(), _plain(part[0])) for part in _DIGITS.finditer(blob)]
    return [(start, end, value) for start, end, value in parts if value is not None]


def _plain(blob: str) -> int | None:
    """The value of an ungrouped or well grouped whole number; None for anything else."""
    if not blob.isdecimal():
        if not _GROUPED.fullmatch(blob):
            return None
        blob = _NOT_DIGIT.sub("", blob)
    if len(blob) > LARGEST_DIGITS or (len(blob) > 1 and int(blob[0]) == 0):
        return None
    return int(blob)


def told_words(phrase: str) -> str:
    """A phrase as the lexicon writes it."""
    return " ".join(GAP.split(phrase))
