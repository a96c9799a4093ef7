"""Numbers in text, with spans: digits, number words, vague words, ranges, bounds, fractions, ordinals and zero.

The cores of the numbers (`cores`) and the phrases around them are put together: "between ten and fifteen", "at least
12", "a third of the 30". Every pass is linear in the length of the text. Whether a number counts people is asked
elsewhere (`distractors`). The words are those of `lexicon/en/numbers.toml`.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from casualties.extract.cores import GAP, cores, told_words
from casualties.extract.numberwords import LEXICON, SPACE, Core
from casualties.lexicon.patterns import last_word, trie_pattern

LONGEST_JOIN = 5  # characters between the two numbers of a range
SPACED_RATIO = 2  # "10 - 15 people" is a range, "3 killed - 11" or "3 - 11 of them hurt" are two figures
COUNTS = frozenset(("digits", "words", "dozen"))  # the forms of an exact count


_FILLERS = trie_pattern(LEXICON.whole_fillers, SPACE)
_WHOLE = re.compile(rf"{SPACE}(?:of{SPACE}(?:{_FILLERS}{SPACE})?|(?:the|all|those|these|all the){SPACE})")
_ALL_BUT = re.compile(rf"(?<!\w){trie_pattern(LEXICON.all_but, SPACE)}{SPACE}\Z")
_WORDY = [word for word in LEXICON.bounds_before if word[-1].isalnum() or word[-1] == "."]
_MARKS = {word: qualifier for word, qualifier in LEXICON.bounds_before.items() if word not in _WORDY}
_BEFORE = re.compile(
    rf"(?<!\w)(?:{trie_pattern(LEXICON.around_before, SPACE)}{SPACE})?"
    rf"(?P<bound>{trie_pattern(_WORDY, SPACE)})(?:{SPACE}{trie_pattern(_WORDY, SPACE)})*{SPACE}"
    rf"(?:{trie_pattern(LEXICON.around_between, SPACE)}{SPACE})?\Z"
)
_LAST_WORDS = {word.split()[-1] for word in (*_WORDY, *LEXICON.around_between)}
_AFTER = re.compile(
    rf",?{SPACE}?(?P<bound>{trie_pattern(LEXICON.bounds_after, SPACE)})(?!\w)"
    rf"(?<!plus(?={SPACE}{trie_pattern(LEXICON.plus_not_before)}\b))"
)
_LEFT_REACH = 44  # the longest bound phrase with its surroundings
_PRONOUN_BEFORE = re.compile(rf"(?<!\w){trie_pattern(LEXICON.one_before, SPACE)}{SPACE}\Z")
_PRONOUN_AFTER = re.compile(
    rf"(?:{SPACE}{trie_pattern((word for word in LEXICON.one_after if word[0].isalpha()), SPACE)}(?!\w)"
    rf"|{trie_pattern(word for word in LEXICON.one_after if not word[0].isalpha())}(?!\w)"
    rf"|{SPACE}of{SPACE}(?:the|its|their|his|her|[a-z]+['’]s){SPACE}(?:[a-z]+['’]s{SPACE})?{trie_pattern(LEXICON.superlatives)}(?!\w))"
)
_PARENT_OF = tuple(f"{dash}of{dash}" for dash in "-‑")


class Numeral(NamedTuple):
    """A number as told. `start:end` covers bound words ("at least 12"), `core_start:core_end` the number alone.

    `low` and `high` count; `high` None is an open top and `low` None a part of an unknown whole ("half of them").
    `qualifier` is one of the model's: at_least N and more_than N are (N, None), up_to N is (0, N), fewer_than N is
    (0, N - 1), about N is (N, N), as the corpora count them. `word` is a vague word as told. `form` is one of digits,
    words, vague, range, ordinal, fraction, zero, dozen.
    """

    start: int
    end: int
    core_start: int
    core_end: int
    low: int | None
    high: int | None
    qualifier: str
    word: str
    form: str


def fold(text: str) -> str:
    """Lower-case text in which every character keeps its place (İ alone would grow)."""
    return text.replace("İ", "i").lower()


def numerals(text: str, start: int = 0, end: int | None = None) -> list[Numeral]:
    """Every number in `text[start:end]`, in order and without overlap; offsets are those of `text`."""
    low = fold(text[start:end])
    told = _joined(low, [core for core in cores(low) if not _is_pronoun(low, core)])
    made: list[Numeral] = []
    floor = 0
    for index, core in enumerate(told):
        ceiling = told[index + 1].start if index + 1 < len(told) else len(low)
        numeral = _bounded(low, core, floor, ceiling)
        floor = numeral.end
        if start:
            numeral = numeral._replace(
                start=numeral.start + start, end=numeral.end + start,
                core_start=numeral.core_start + start, core_end=numeral.core_end + start,
            )  # fmt: skip
        made.append(numeral)
    return made


def _joined(low: str, apart: list[Core]) -> list[Core]:
    """Put ranges and fractions of a known whole together; a fraction that stays alone has no value."""
    joined: list[Core] = []
    for core in apart:
        made = _pair(low, joined[-1], core) if joined and core.start - joined[-1].end < 40 else None
        if made:
            joined[-1] = made
        else:
            joined.append(core)
    return [
        core._replace(low=None, high=None, qualifier="vague") if _of_unknown(low, core) else core for core in joined
    ]


def _of_unknown(low: str, core: Core) -> bool:
    """Whether a number is the share, or the rest, of a whole that is not told: "half of them", "all but two"."""
    return (core.form == "fraction" and core.scale == 1) or (core.form in COUNTS and _all_but(low, core.start) >= 0)


def _all_but(low: str, start: int) -> int:
    """Where "all but" begins before a number; -1 without it."""
    before = _ALL_BUT.search(low, max(0, start - _LEFT_REACH), start)
    return before.start() if before else -1


def _pair(low: str, first: Core, second: Core) -> Core | None:
    """One number of two neighbours, or None."""
    if first.low is None or second.low is None:
        return None
    gap = low[first.end : second.start]
    if first.form == "fraction":
        return _share(first, second, gap)
    if first.form == "vague" == second.form:
        return _vague_range(low, first, second, gap)
    if (start := _all_but(low, first.start)) >= 0:
        return _rest(start, first, second, gap)
    if first.form in COUNTS and second.form in COUNTS and len(gap) <= LONGEST_JOIN:
        return _range(low, first, second, gap)
    return None


def _share(part: Core, whole: Core, gap: str) -> Core | None:
    """ "a third of the 30": ten; where the part is no whole number, the range around it."""
    if part.scale > 1 or part.low is None or not part.high or whole.low is None:
        return None
    if whole.form not in COUNTS or not _WHOLE.fullmatch(gap):
        return None
    counted = part.low * whole.low
    least, most = counted // part.high, -(-counted // part.high)
    return Core(part.start, whole.end, least, most, "fraction", "", 0, "exact" if least == most else "range")


def _rest(start: int, part: Core, whole: Core, gap: str) -> Core | None:
    """ "all but two of the 14": twelve."""
    if part.low is None or whole.low is None or part.low > whole.low:
        return None
    if not {part.form, whole.form} <= COUNTS or not _WHOLE.fullmatch(gap):
        return None
    left = whole.low - part.low
    return Core(start, whole.end, left, left, "fraction", "", 0, "exact")


def _vague_range(low: str, first: Core, second: Core, gap: str) -> Core | None:
    """ "dozens, if not hundreds": from the low of the first to the high of the second."""
    if gap.strip(" \t\r\n\xa0,") not in LEXICON.vague_joins or (second.high or math.inf) < (first.low or 0):
        return None
    told = low[first.start : second.end]
    return Core(first.start, second.end, first.low, second.high, "vague", told, 1, "vague")


def _range(low: str, first: Core, second: Core, gap: str) -> Core | None:
    """ "10 to 15", "10-15 million", "between ten and fifteen"; not "from 10 to 15", which is a change."""
    if first.low is None or second.low is None:
        return None
    least, most = first.low, second.low
    if first.scale == 1 < second.scale and least < most // second.scale:
        least *= second.scale
    if least >= most:
        return None
    before = low[max(0, first.start - _LEFT_REACH) : first.start]
    bound = _BEFORE.search(before)
    cue = last_word(before[: bound.start()] if bound else before)
    join = gap.strip(" \t\r\n\xa0-") or gap.strip()
    start = first.start
    if cue == LEXICON.between and join in LEXICON.between_joins:
        start = low.rindex(LEXICON.between, 0, first.start)
    elif join not in LEXICON.joins or (join == "to" and _is_change(before, cue)) or _in_chain(low, first, second):
        return None
    if not join[0].isalpha() and (
        (first.form == "digits") > (second.form == "digits") or (join != gap and most > SPACED_RATIO * least)
    ):
        return None
    return Core(start, second.end, least, most, "range", "", 0, "range")


def _is_change(before: str, cue: str) -> bool:
    """Whether "12 to 15" is a change there: "rose from 12 to 15", and not "ranges from 12 to 15"."""
    return cue in LEXICON.revision and last_word(before[: before.rindex(cue)]) not in LEXICON.ranging


def _in_chain(low: str, first: Core, second: Core) -> bool:
    """Whether the two are part of a longer chain of digits and dashes, as in phone numbers and dates."""
    left, right = (low[max(0, first.start - 2) : first.start], low[second.end : second.end + 2])
    return (left[-1:] in "-–/.:" and left[:1].isdecimal()) or (right[:1] in "-–/:" and right[1:].isdecimal())


def _is_pronoun(low: str, core: Core) -> bool:
    """Whether "one" is a pronoun or an idiom here, "many" part of a question ("how many"), "two" of "dad-of-two"."""
    told = low[core.start : core.end]
    if low.endswith(_PARENT_OF, 0, core.start):
        return True
    if told in LEXICON.many:
        return last_word(low[max(0, core.start - 12) : core.start]) in LEXICON.many_not_after
    if told != "one":
        return False
    return bool(
        _PRONOUN_AFTER.match(low, core.end) or _PRONOUN_BEFORE.search(low[max(0, core.start - 16) : core.start])
    )


def _bounded(low: str, core: Core, floor: int, ceiling: int) -> Numeral:
    """Add the bound words on both sides, and what they make of low and high."""
    start, end, bound = core.start, core.end, ""
    if core.form not in ("zero", "ordinal"):
        if start > floor:
            start, bound = _bound_before(low, core, floor)
        found = _AFTER.match(low, end, ceiling)
        if found:
            end = found.end()
            if bound in ("", "exact", "about"):
                bound = LEXICON.bounds_after[told_words(found["bound"])]
    if bound in ("", "exact"):
        return Numeral(start, end, core.start, core.end, core.low, core.high, core.qualifier, core.word, core.form)
    least, most, qualifier = core.low, core.high, bound
    if core.form == "range" and bound in ("at_least", "more_than", "about"):
        qualifier = "range"  # "at least 50 to 60" still has a top
    elif least is None:
        qualifier = "vague"
    elif bound in ("at_least", "more_than"):
        most = None
    elif bound == "up_to":
        least = 0
    elif bound == "fewer_than":
        least, most = 0, None if most is None else max(most - 1, 0)
    if core.qualifier == "vague":
        qualifier = "vague"
    return Numeral(start, end, core.start, core.end, least, most, qualifier, core.word, core.form)


def _bound_before(low: str, core: Core, floor: int) -> tuple[int, str]:
    """Where the bound phrase before a core starts, and its qualifier; the core's own start and "" without one."""
    left = low[max(floor, core.start - _LEFT_REACH) : core.start]
    if left and left[-1] in _MARKS and core.form in ("digits", "range") and (not left[:-1] or left[-2] in " \n\xa0("):
        return core.start - 1, _MARKS[left[-1]]
    bare = left.rstrip().rstrip("-‑")
    if bare == left or GAP.split(bare)[-1] not in _LAST_WORDS:
        return core.start, ""
    found = _BEFORE.search(left)
    if not found:
        return core.start, ""
    phrase, start = told_words(found["bound"]), core.start - len(left) + found.start()
    if last_word(low[max(floor, start - 16) : start]) in LEXICON.bounds_not_after.get(phrase, ()):
        return core.start, ""
    return start, LEXICON.bounds_before[phrase]
