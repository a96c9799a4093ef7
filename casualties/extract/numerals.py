"""Numbers in text, with spans: digits, number words, vague words, ranges, bounds, fractions, ordinals and zero.

Three passes, each linear in the length of the text: one compiled expression finds runs of number words or digits, a
small grammar cuts each run into cores ("two hundred and one"), and neighbouring cores and the phrases around them are
put together ("between ten and fifteen", "at least 12", "a third of the 30"). Whether a number counts people is asked
elsewhere (`distractors`). The words are those of `lexicon/en/numbers.toml`.
"""

from __future__ import annotations

import functools
import math
import re
from decimal import Decimal
from typing import NamedTuple

from word2number import w2n

from casualties.lexicon.numbers import last_word, numbers, trie_pattern

LARGEST_DIGITS = 15  # a longer string of digits is an identifier, not a count
LONGEST_JOIN = 5  # characters between the two numbers of a range
SPACED_RATIO = 2  # "10 - 15 people" is a range, "3 killed - 11" or "3 - 11 of them hurt" are two figures


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


class _Core(NamedTuple):
    """A number without its surroundings; `scale` is its last multiplier ("3 million": 1,000,000)."""

    start: int
    end: int
    low: int | None
    high: int | None
    form: str
    word: str = ""
    scale: int = 1
    qualifier: str = "exact"


class _Atom(NamedTuple):
    """One word of a run of number words."""

    start: int
    end: int
    kind: str
    value: int
    word: str


_LEXICON = numbers()
_SPACE = r"(?:(?:\r\n|\x20-(?=[a-z])|[ \t\n\xa0\u2009\u202f‑-])\x20{0,2}+)"
_GROUP_SPACES = " \xa0\u2009\u202f"
_GROUP_MARKS = ",.'’٬,"


def _kinds() -> dict[str, tuple[str, int]]:
    """What each single word of a run is: its kind and its value."""
    kinds: dict[str, tuple[str, int]] = {"and": ("and", 0), "of": ("of", 0), "a": ("a", 1), "an": ("a", 1)}
    kinds |= {word: ("fraction", value) for word, value in _LEXICON.fractions.items()}
    for kind, rows in (("unit", _LEXICON.units), ("teen", _LEXICON.teens), ("tens", _LEXICON.tens)):
        kinds |= {word: (kind, value) for word, value in rows.items()}
    kinds |= {word: ("scale", value) for word, value in _LEXICON.scales.items()}
    kinds |= {word: ("group", value) for word, value in _LEXICON.groups.items()}
    kinds |= {word: ("vague", low) for word, (low, _) in _LEXICON.vague.items() if " " not in word}
    kinds |= {word: ("ordinal", value) for word, value in _LEXICON.ordinals.items()}
    kinds |= {wrong: kinds[right] for wrong, right in _LEXICON.spellings.items() if right in kinds}
    return kinds


_KINDS = _kinds()
_CONNECTORS = {"and", "of", "a", "an"}
_FRACTIONS = _LEXICON.fractions
_SPELLINGS = _LEXICON.spellings
_PLURALS = {word + "s": value for word, value in {**_LEXICON.scales, **_LEXICON.groups, "ten": 10}.items()}
_SIMPLE = {"unit", "teen", "tens"}
_COUNTS = {"digits", "words", "dozen"}

_ATOM = trie_pattern(_KINDS.keys() - _CONNECTORS)
_SCALE = trie_pattern([*_LEXICON.scales, *_LEXICON.groups, *(f"{word}s" for word in _LEXICON.groups)])
_PHRASE = trie_pattern((word for word in _LEXICON.vague if " " in word), _SPACE)
_ZERO = trie_pattern(_LEXICON.zero, _SPACE)
_EXPRESSION = re.compile(
    rf"""(?<!\w)(?:
      (?P<digits>\d++(?:[{_GROUP_MARKS}]\d++|[{_GROUP_SPACES}]\d{{3}}(?!\d))*+)
      (?:(?P<suffix>st|nd|rd|th|k)(?!\w)|(?P<glued>[a-z_½¼¾ß-ԯ])|(?P<scales>(?:{_SPACE}{_SCALE}(?!\w)){{1,2}}+))?
    | (?P<zero>{_ZERO})(?!\w|-[a-z]|\.\ ?\d|{_SPACE}{trie_pattern(_LEXICON.zero_not_before, _SPACE)})
    | (?P<phrase>{_PHRASE})(?!\w)
    | (?P<words>(?:an?{_SPACE})?{_ATOM}(?!\w)(?:(?:,\ |{_SPACE})(?:(?:and|of){_SPACE})?(?:an?{_SPACE})?{_ATOM}(?!\w))*+)
    )""",
    re.VERBOSE,
)
_WORD = re.compile(r"[a-z]+|,")
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
_GAP = re.compile(r"[\s‑-]+")


def fold(text: str) -> str:
    """Lower-case text in which every character keeps its place (İ alone would grow)."""
    return text.replace("İ", "i").lower()


def numerals(text: str, start: int = 0, end: int | None = None) -> list[Numeral]:
    """Every number in `text[start:end]`, in order and without overlap; offsets are those of `text`."""
    low = fold(text[start:end])
    cores: list[_Core] = []
    for found in _EXPRESSION.finditer(low):
        if found.lastgroup == "words":
            cores += _word_cores(low, found.start(), found.end())
        elif found["digits"]:
            cores += _digit_cores(found)
        elif found.lastgroup == "zero":
            barred = _LEXICON.zero_not_after.get(found["zero"])
            if not barred or last_word(low[max(0, found.start() - 12) : found.start()]) not in barred:
                cores.append(_Core(found.start(), found.end(), 0, 0, "zero"))
        else:
            told = found["phrase"]
            bounds = _LEXICON.vague[_words(told)]
            cores.append(_Core(found.start(), found.end(), *bounds, "vague", told, 1, "vague"))
    if not cores:
        return []
    cores = _joined(low, [core for core in cores if not _is_pronoun(low, core)])
    made: list[Numeral] = []
    floor = 0
    for index, core in enumerate(cores):
        ceiling = cores[index + 1].start if index + 1 < len(cores) else len(low)
        numeral = _bounded(low, core, floor, ceiling)
        floor = numeral.end
        if start:
            numeral = numeral._replace(
                start=numeral.start + start, end=numeral.end + start,
                core_start=numeral.core_start + start, core_end=numeral.core_end + start,
            )  # fmt: skip
        made.append(numeral)
    return made


# --- digits


def _digit_cores(found: re.Match[str]) -> list[_Core]:
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
                scales = _WORD.findall(found["scales"] or "thousand")
                factor = math.prod(_PLURALS.get(word) or _KINDS[word][1] for word in scales)
                form = "dozen" if scales[-1].rstrip("s") in _LEXICON.groups else "digits"
        total = int(value * factor)
        if factor > 1 or total == value:
            cores.append(_Core(begin + start, stop, total, total, form, "", factor))
    return cores


def _pieces(blob: str, before: str) -> list[tuple[int, int, Decimal | int]]:
    """Start, end and value of what a blob of digits holds: one number if it is well formed, else one for each part."""
    whole = None if " " in blob and before in _LEXICON.not_grouped_after else _plain(blob)
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


# --- words


def _word_cores(low: str, start: int, end: int) -> list[_Core]:
    """Cut a run of number words into numbers, from left to right, each as long as the grammar allows."""
    simple = _KINDS.get(low[start:end])
    if simple and simple[0] in _SIMPLE:
        return [_Core(start, end, simple[1], simple[1], "words")]
    atoms = [
        _Atom(found.start(), found.end(), *_KINDS.get(found[0], ("comma", 0)), found[0])
        for found in _WORD.finditer(low, start, end)
    ]
    cores, index = [], 0
    while index < len(atoms):
        for read in (_fraction, _vague, _group, _cardinal):
            made = read(low, atoms, index)
            if made:
                core, index = made
                cores.append(core)
                break
        else:
            index += 1
    return cores


def _kind(atoms: list[_Atom], index: int) -> str:
    return atoms[index].kind if index < len(atoms) else ""


_OF = re.compile(rf"{_SPACE}of\b")
_PART = re.compile(rf"{_SPACE}{trie_pattern(_LEXICON.after_half)}\b")


def _fraction(low: str, atoms: list[_Atom], index: int) -> tuple[_Core, int] | None:
    """ "a third of", "two thirds", "half of"; "half a dozen" and "half a million" are whole numbers."""
    first = atoms[index]
    if first.word == "half" or (first.kind == "a" and index + 1 < len(atoms) and atoms[index + 1].word == "half"):
        at = index + (first.kind == "a")
        after = at + 1 + (_kind(atoms, at + 1) == "a")
        if _kind(atoms, after) in ("group", "scale"):
            value = atoms[after].value // 2
            form = "dozen" if atoms[after].kind == "group" else "words"
            return _Core(first.start, atoms[after].end, value, value, form, "", atoms[after].value), after + 1
        if _PART.match(low, atoms[at].end):
            return _Core(first.start, atoms[at].end, 1, 2, "fraction"), at + 1
        return None
    if first.kind not in ("a", "unit") or index + 1 >= len(atoms):
        return None
    part = atoms[index + 1]
    denominator = _FRACTIONS.get(part.word)
    if denominator is None:
        return None
    if part.word == "quarter" and _kind(atoms, index + 2) in ("of", "scale", "a"):
        after = index + 2
        while _kind(atoms, after) in ("of", "a"):
            after += 1
        if _kind(atoms, after) == "scale" and first.value * atoms[after].value % 4 == 0:
            value = first.value * atoms[after].value // 4
            return _Core(first.start, atoms[after].end, value, value, "words", "", atoms[after].value), after + 1
    plural, hyphened = (part.word.endswith("s"), low[first.end] == "-" and not low.startswith("-", part.end))
    if plural or hyphened or _OF.match(low, part.end):
        return _Core(first.start, part.end, first.value, denominator, "fraction"), index + 2
    return None


def _vague(low: str, atoms: list[_Atom], index: int) -> tuple[_Core, int] | None:
    """ "several", "a few hundred", "tens of thousands", "hundreds and hundreds"."""
    at = index + (atoms[index].kind == "a")
    if _kind(atoms, at) != "vague" or (at > index and atoms[at].word not in _LEXICON.article):
        return None
    least, most = _LEXICON.vague[atoms[at].word]
    last = at
    while _kind(atoms, last + 1) == "and" and last + 2 < len(atoms) and atoms[last + 2].word == atoms[at].word:
        last += 2
    after = last + 1 + (_kind(atoms, last + 1) == "of")
    unit = _unit(atoms, after)
    if unit:
        last = after
        least, most = (2 * unit, None) if most is None else (least * unit, (most + 1) * unit - 1)
    start, end = atoms[index].start, atoms[last].end
    return _Core(start, end, least, most, "vague", low[start:end], 1, "vague"), last + 1


def _unit(atoms: list[_Atom], index: int) -> int:
    """What "thousand" or "thousands" multiplies with; 0 when no such word stands there."""
    if _kind(atoms, index) in ("scale", "group"):
        return atoms[index].value
    return _PLURALS.get(atoms[index].word, 0) if index < len(atoms) else 0


def _group(low: str, atoms: list[_Atom], index: int) -> tuple[_Core, int] | None:
    """ "a dozen", "the dozen people", "a couple of hundred", "a score of"; "two dozen" is read as a cardinal."""
    first = atoms[index]
    at = index + (first.kind == "a")
    if _kind(atoms, at) != "group":
        return None
    group = atoms[at]
    if at == index and group.word not in _LEXICON.alone and not (group.word == "couple" and _OF.match(low, group.end)):
        return None
    if group.word == "score" and not _OF.match(low, group.end):
        return None
    after = at + 1 + (_kind(atoms, at + 1) == "of")
    if group.value == 2 and (unit := _unit(atoms, after)):
        end = atoms[after].end
        return _Core(first.start, end, 2 * unit, 2 * unit, "dozen", "", unit, "about"), after + 1
    return _Core(first.start, group.end, group.value, group.value, "dozen"), at + 1


def _cardinal(low: str, atoms: list[_Atom], index: int) -> tuple[_Core, int] | None:
    """ "one million two hundred thousand and one", "two dozen", "twenty-first": the longest number from here."""
    below = _below_thousand(atoms, index, first=True)
    if not below:
        return None
    value, after, ordinal = below
    start = atoms[index].start
    if not ordinal and value < 100 and _is_group(atoms, after):
        unit = _unit(atoms, after)
        return _Core(start, atoms[after].end, value * unit, value * unit, "dozen", "", unit), after + 1
    if [atom.word for atom in atoms[after : after + 3]] == ["and", "a", "half"]:
        if _kind(atoms, after + 3) != "scale":
            return None
        unit = atoms[after + 3].value
        total = value * unit + unit // 2
        return _Core(start, atoms[after + 3].end, total, total, "words", "", unit), after + 4
    total, end, scale, ordinal = _composed(atoms, index)
    return _Core(start, atoms[end - 1].end, total, total, "ordinal" if ordinal else "words", "", scale), end


def _composed(atoms: list[_Atom], index: int) -> tuple[int, int, int, bool]:
    """The sum of groups below a thousand with falling scales: value, where it ends, last scale, whether an ordinal."""
    total, end, at, ceiling, scale = 0, index, index, 0, 1
    while below := _below_thousand(atoms, at, first=at == index):
        value, after, ordinal = below
        factor = 1
        while not ordinal and _kind(atoms, after) == "scale" and atoms[after].value > max(factor, 100):
            factor *= atoms[after].value
            after += 1
        if ceiling and factor >= ceiling:
            break
        total, end, ceiling = total + value * factor, after, factor
        scale = factor if factor > 1 else 100 if total == value and value % 100 == 0 else scale
        if ordinal or factor == 1:
            return total, end, scale, ordinal
        at = _next_group(atoms, after)
    return total, end, scale, False


def _is_group(atoms: list[_Atom], index: int) -> bool:
    """Whether "dozen", "dozens", "score" ... stands here."""
    return index < len(atoms) and atoms[index].word.rstrip("s") in _LEXICON.groups


def _next_group(atoms: list[_Atom], index: int) -> int:
    """Where the next group of a long number starts: after "and", or after a comma that a hundred or scale follows."""
    if _kind(atoms, index) == "comma":
        after = index + 1 + (_kind(atoms, index + 1) == "and")
        below = _below_thousand(atoms, after, first=False)
        if not below:
            return len(atoms)
        whole = below[0] >= 100 or _kind(atoms, below[1]) == "scale" or after > index + 1
        return after if whole else len(atoms)
    return index + (_kind(atoms, index) == "and")


def _below_thousand(atoms: list[_Atom], index: int, first: bool) -> tuple[int, int, bool] | None:
    """A number below a thousand (or "fifteen hundred"): value, where it ends, whether it is an ordinal.

    `first` says that nothing of the number was read yet, so that "a" or a bare "hundred" may open it.
    """
    if first and _kind(atoms, index) == "a" and _kind(atoms, index + 1) == "scale":
        value, at = 1, index + 1
    elif first and _kind(atoms, index) == "scale" and atoms[index].word in _LEXICON.bare_scales:
        value, at = 1, index
    else:
        below = _below_hundred(atoms, index)
        if below is None or below[2]:
            return below
        value, at, _ = below
    if _kind(atoms, at) == "ordinal" and atoms[at].value >= 100:
        return value * atoms[at].value, at + 1, True
    if _kind(atoms, at) != "scale" or atoms[at].value != 100:
        return value, at, False
    value, at = value * 100, at + 1
    rest = _below_hundred(atoms, at + (_kind(atoms, at) == "and"))
    if not rest or (_kind(atoms, rest[1]) == "scale" and atoms[rest[1]].value == 100):
        return value, at, False
    _, end, ordinal = rest
    if ordinal or atoms[index].kind != "unit":
        return value + rest[0], end, ordinal
    return _spelled(tuple(atom.word for atom in atoms[index:end] if atom.kind != "and")), end, False


def _below_hundred(atoms: list[_Atom], index: int) -> tuple[int, int, bool] | None:
    """A number below a hundred ("thirty one", "thirty first") or one ordinal word, as in `_below_thousand`."""
    kind = _kind(atoms, index)
    if kind in ("unit", "teen"):
        return atoms[index].value, index + 1, False
    if kind == "ordinal":
        return atoms[index].value, index + 1, True
    if kind != "tens":
        return None
    following = _kind(atoms, index + 1)
    if following == "unit":
        words = (atoms[index].word, atoms[index + 1].word)
        return _spelled(words), index + 2, False
    if following == "ordinal" and atoms[index + 1].value < 10:
        return atoms[index].value + atoms[index + 1].value, index + 2, True
    return atoms[index].value, index + 1, False


@functools.lru_cache(maxsize=1024)
def _spelled(words: tuple[str, ...]) -> int:
    """The value of a span of number words that the grammar has validated, by word2number.

    It is asked about numbers below a thousand that a unit or a ten opens. It would read "fourty-five" as 5, "hundred
    five" as 500 and "one million two hundred thousand" as 1,201,200 without a word.
    """
    return int(w2n.word_to_num(" ".join(_SPELLINGS.get(word, word) for word in words)))


# --- what stands around

_FILLERS = trie_pattern(_LEXICON.whole_fillers, _SPACE)
_WHOLE = re.compile(rf"{_SPACE}(?:of{_SPACE}(?:{_FILLERS}{_SPACE})?|(?:the|all|those|these|all the){_SPACE})")
_ALL_BUT = re.compile(rf"(?<!\w){trie_pattern(_LEXICON.all_but, _SPACE)}{_SPACE}\Z")
_WORDY = [word for word in _LEXICON.bounds_before if word[-1].isalnum() or word[-1] == "."]
_MARKS = {word: qualifier for word, qualifier in _LEXICON.bounds_before.items() if word not in _WORDY}
_BEFORE = re.compile(
    rf"(?<!\w)(?:{trie_pattern(_LEXICON.around_before, _SPACE)}{_SPACE})?"
    rf"(?P<bound>{trie_pattern(_WORDY, _SPACE)})(?:{_SPACE}{trie_pattern(_WORDY, _SPACE)})*{_SPACE}"
    rf"(?:{trie_pattern(_LEXICON.around_between, _SPACE)}{_SPACE})?\Z"
)
_LAST_WORDS = {word.split()[-1] for word in (*_WORDY, *_LEXICON.around_between)}
_AFTER = re.compile(
    rf",?{_SPACE}?(?P<bound>{trie_pattern(_LEXICON.bounds_after, _SPACE)})(?!\w)"
    rf"(?<!plus(?={_SPACE}{trie_pattern(_LEXICON.plus_not_before)}\b))"
)
_LEFT_REACH = 44  # the longest bound phrase with its surroundings


def _joined(low: str, cores: list[_Core]) -> list[_Core]:
    """Put ranges and fractions of a known whole together; a fraction that stays alone has no value."""
    joined: list[_Core] = []
    for core in cores:
        made = _pair(low, joined[-1], core) if joined and core.start - joined[-1].end < 40 else None
        if made:
            joined[-1] = made
        else:
            joined.append(core)
    return [
        core._replace(low=None, high=None, qualifier="vague") if _of_unknown(low, core) else core for core in joined
    ]


def _of_unknown(low: str, core: _Core) -> bool:
    """Whether a number is the share, or the rest, of a whole that is not told: "half of them", "all but two"."""
    return (core.form == "fraction" and core.scale == 1) or (core.form in _COUNTS and _all_but(low, core.start) >= 0)


def _all_but(low: str, start: int) -> int:
    """Where "all but" begins before a number; -1 without it."""
    before = _ALL_BUT.search(low, max(0, start - _LEFT_REACH), start)
    return before.start() if before else -1


def _pair(low: str, first: _Core, second: _Core) -> _Core | None:
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
    if first.form in _COUNTS and second.form in _COUNTS and len(gap) <= LONGEST_JOIN:
        return _range(low, first, second, gap)
    return None


def _share(part: _Core, whole: _Core, gap: str) -> _Core | None:
    """ "a third of the 30": ten; where the part is no whole number, the range around it."""
    if part.scale > 1 or part.low is None or not part.high or whole.low is None:
        return None
    if whole.form not in _COUNTS or not _WHOLE.fullmatch(gap):
        return None
    counted = part.low * whole.low
    least, most = counted // part.high, -(-counted // part.high)
    return _Core(part.start, whole.end, least, most, "fraction", "", 0, "exact" if least == most else "range")


def _rest(start: int, part: _Core, whole: _Core, gap: str) -> _Core | None:
    """ "all but two of the 14": twelve."""
    if part.low is None or whole.low is None or part.low > whole.low:
        return None
    if not {part.form, whole.form} <= _COUNTS or not _WHOLE.fullmatch(gap):
        return None
    left = whole.low - part.low
    return _Core(start, whole.end, left, left, "fraction", "", 0, "exact")


def _vague_range(low: str, first: _Core, second: _Core, gap: str) -> _Core | None:
    """ "dozens, if not hundreds": from the low of the first to the high of the second."""
    if gap.strip(" \t\r\n\xa0,") not in _LEXICON.vague_joins or (second.high or math.inf) < (first.low or 0):
        return None
    told = low[first.start : second.end]
    return _Core(first.start, second.end, first.low, second.high, "vague", told, 1, "vague")


def _range(low: str, first: _Core, second: _Core, gap: str) -> _Core | None:
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
    if cue == _LEXICON.between and join in _LEXICON.between_joins:
        start = low.rindex(_LEXICON.between, 0, first.start)
    elif join not in _LEXICON.joins or (join == "to" and _is_change(before, cue)) or _in_chain(low, first, second):
        return None
    if not join[0].isalpha() and (
        (first.form == "digits") > (second.form == "digits") or (join != gap and most > SPACED_RATIO * least)
    ):
        return None
    return _Core(start, second.end, least, most, "range", "", 0, "range")


def _is_change(before: str, cue: str) -> bool:
    """Whether "12 to 15" is a change there: "rose from 12 to 15", and not "ranges from 12 to 15"."""
    return cue in _LEXICON.revision and last_word(before[: before.rindex(cue)]) not in _LEXICON.ranging


def _in_chain(low: str, first: _Core, second: _Core) -> bool:
    """Whether the two are part of a longer chain of digits and dashes, as in phone numbers and dates."""
    left, right = (low[max(0, first.start - 2) : first.start], low[second.end : second.end + 2])
    return (left[-1:] in "-–/.:" and left[:1].isdecimal()) or (right[:1] in "-–/:" and right[1:].isdecimal())


_PRONOUN_BEFORE = re.compile(rf"(?<!\w){trie_pattern(_LEXICON.one_before, _SPACE)}{_SPACE}\Z")
_PRONOUN_AFTER = re.compile(
    rf"(?:{_SPACE}{trie_pattern((word for word in _LEXICON.one_after if word[0].isalpha()), _SPACE)}(?!\w)"
    rf"|{trie_pattern(word for word in _LEXICON.one_after if not word[0].isalpha())}(?!\w)"
    rf"|{_SPACE}of{_SPACE}(?:the|its|their|his|her|[a-z]+['’]s){_SPACE}(?:[a-z]+['’]s{_SPACE})?{trie_pattern(_LEXICON.superlatives)}(?!\w))"
)


_PARENT_OF = tuple(f"{dash}of{dash}" for dash in "-‑")


def _is_pronoun(low: str, core: _Core) -> bool:
    """Whether "one" is a pronoun or an idiom here, "many" part of a question ("how many"), "two" of "dad-of-two"."""
    told = low[core.start : core.end]
    if low.endswith(_PARENT_OF, 0, core.start):
        return True
    if told in _LEXICON.many:
        return last_word(low[max(0, core.start - 12) : core.start]) in _LEXICON.many_not_after
    if told != "one":
        return False
    return bool(
        _PRONOUN_AFTER.match(low, core.end) or _PRONOUN_BEFORE.search(low[max(0, core.start - 16) : core.start])
    )


def _bounded(low: str, core: _Core, floor: int, ceiling: int) -> Numeral:
    """Add the bound words on both sides, and what they make of low and high."""
    start, end, bound = core.start, core.end, ""
    if core.form not in ("zero", "ordinal"):
        if start > floor:
            start, bound = _bound_before(low, core, floor)
        found = _AFTER.match(low, end, ceiling)
        if found:
            end = found.end()
            if bound in ("", "exact", "about"):
                bound = _LEXICON.bounds_after[_words(found["bound"])]
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


def _bound_before(low: str, core: _Core, floor: int) -> tuple[int, str]:
    """Where the bound phrase before a core starts, and its qualifier; the core's own start and "" without one."""
    left = low[max(floor, core.start - _LEFT_REACH) : core.start]
    if left and left[-1] in _MARKS and core.form in ("digits", "range") and (not left[:-1] or left[-2] in " \n\xa0("):
        return core.start - 1, _MARKS[left[-1]]
    bare = left.rstrip().rstrip("-‑")
    if bare == left or _GAP.split(bare)[-1] not in _LAST_WORDS:
        return core.start, ""
    found = _BEFORE.search(left)
    if not found:
        return core.start, ""
    phrase, start = _words(found["bound"]), core.start - len(left) + found.start()
    if last_word(low[max(floor, start - 16) : start]) in _LEXICON.bounds_not_after.get(phrase, ()):
        return core.start, ""
    return start, _LEXICON.bounds_before[phrase]


def _words(phrase: str) -> str:
    """A phrase as the lexicon writes it."""
    return " ".join(_GAP.split(phrase))
