"""Numbers told in words: a small grammar cuts a run of number words into cores ("two hundred and one", "a few")."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from word2number import w2n

from casualties.lexicon.numbers import numbers
from casualties.lexicon.patterns import trie_pattern

LEXICON = numbers()
SPACE = r"(?:(?:\r\n|\x20-(?=[a-z])|[ \t\n\xa0\u2009\u202f‑-])\x20{0,2}+)"
WORD = re.compile(r"[a-z]+|,")
CONNECTORS = {"and", "of", "a", "an"}


class Core(NamedTuple):
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


def _kinds() -> dict[str, tuple[str, int]]:
    """What each single word of a run is: its kind and its value."""
    kinds: dict[str, tuple[str, int]] = {"and": ("and", 0), "of": ("of", 0), "a": ("a", 1), "an": ("a", 1)}
    kinds |= {word: ("fraction", value) for word, value in LEXICON.fractions.items()}
    for kind, rows in (("unit", LEXICON.units), ("teen", LEXICON.teens), ("tens", LEXICON.tens)):
        kinds |= {word: (kind, value) for word, value in rows.items()}
    kinds |= {word: ("scale", value) for word, value in LEXICON.scales.items()}
    kinds |= {word: ("group", value) for word, value in LEXICON.groups.items()}
    kinds |= {word: ("vague", low) for word, (low, _) in LEXICON.vague.items() if " " not in word}
    kinds |= {word: ("ordinal", value) for word, value in LEXICON.ordinals.items()}
    kinds |= {wrong: kinds[right] for wrong, right in LEXICON.spellings.items() if right in kinds}
    return kinds


KINDS = _kinds()
_FRACTIONS = LEXICON.fractions
_SPELLINGS = LEXICON.spellings
PLURALS = {word + "s": value for word, value in {**LEXICON.scales, **LEXICON.groups, "ten": 10}.items()}
_SIMPLE = {"unit", "teen", "tens"}
_OF = re.compile(rf"{SPACE}of\b")
_PART = re.compile(rf"{SPACE}{trie_pattern(LEXICON.after_half)}\b")


def word_cores(low: str, start: int, end: int) -> list[Core]:
    """Cut a run of number words into numbers, from left to right, each as long as the grammar allows."""
    simple = KINDS.get(low[start:end])
    if simple and simple[0] in _SIMPLE:
        return [Core(start, end, simple[1], simple[1], "words")]
    atoms = [
        _Atom(found.start(), found.end(), *KINDS.get(found[0], ("comma", 0)), found[0])
        for found in WORD.finditer(low, start, end)
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


def _fraction(low: str, atoms: list[_Atom], index: int) -> tuple[Core, int] | None:
    """ "a third of", "two thirds", "half of"; "half a dozen" and "half a million" are whole numbers."""
    first = atoms[index]
    if first.word == "half" or (first.kind == "a" and index + 1 < len(atoms) and atoms[index + 1].word == "half"):
        at = index + (first.kind == "a")
        after = at + 1 + (_kind(atoms, at + 1) == "a")
        if _kind(atoms, after) in ("group", "scale"):
            value = atoms[after].value // 2
            form = "dozen" if atoms[after].kind == "group" else "words"
            return Core(first.start, atoms[after].end, value, value, form, "", atoms[after].value), after + 1
        if _PART.match(low, atoms[at].end):
            return Core(first.start, atoms[at].end, 1, 2, "fraction"), at + 1
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
            return Core(first.start, atoms[after].end, value, value, "words", "", atoms[after].value), after + 1
    plural, hyphened = (part.word.endswith("s"), low[first.end] == "-" and not low.startswith("-", part.end))
    if plural or hyphened or _OF.match(low, part.end):
        return Core(first.start, part.end, first.value, denominator, "fraction"), index + 2
    return None


def _vague(low: str, atoms: list[_Atom], index: int) -> tuple[Core, int] | None:
    """ "several", "a few hundred", "tens of thousands", "hundreds and hundreds"."""
    at = index + (atoms[index].kind == "a")
    if _kind(atoms, at) != "vague" or (at > index and atoms[at].word not in LEXICON.article):
        return None
    least, most = LEXICON.vague[atoms[at].word]
    last = at
    while _kind(atoms, last + 1) == "and" and last + 2 < len(atoms) and atoms[last + 2].word == atoms[at].word:
        last += 2
    after = last + 1 + (_kind(atoms, last + 1) == "of")
    unit = _unit(atoms, after)
    if unit:
        last = after
        least, most = (2 * unit, None) if most is None else (least * unit, (most + 1) * unit - 1)
    start, end = atoms[index].start, atoms[last].end
    return Core(start, end, least, most, "vague", low[start:end], 1, "vague"), last + 1


def _unit(atoms: list[_Atom], index: int) -> int:
    """What "thousand" or "thousands" multiplies with; 0 when no such word stands there."""
    if _kind(atoms, index) in ("scale", "group"):
        return atoms[index].value
    return PLURALS.get(atoms[index].word, 0) if index < len(atoms) else 0


def _group(low: str, atoms: list[_Atom], index: int) -> tuple[Core, int] | None:
    """ "a dozen", "the dozen people", "a couple of hundred", "a score of"; "two dozen" is read as a cardinal."""
    first = atoms[index]
    at = index + (first.kind == "a")
    if _kind(atoms, at) != "group":
        return None
    group = atoms[at]
    if at == index and group.word not in LEXICON.alone and not (group.word == "couple" and _OF.match(low, group.end)):
        return None
    if group.word == "score" and not _OF.match(low, group.end):
        return None
    after = at + 1 + (_kind(atoms, at + 1) == "of")
    if group.value == 2 and (unit := _unit(atoms, after)):
        end = atoms[after].end
        return Core(first.start, end, 2 * unit, 2 * unit, "dozen", "", unit, "about"), after + 1
    return Core(first.start, group.end, group.value, group.value, "dozen"), at + 1


def _cardinal(low: str, atoms: list[_Atom], index: int) -> tuple[Core, int] | None:
    """ "one million two hundred thousand and one", "two dozen", "twenty-first": the longest number from here."""
    below = _below_thousand(atoms, index, first=True)
    if not below:
        return None
    value, after, ordinal = below
    start = atoms[index].start
    if not ordinal and value < 100 and _is_group(atoms, after):
        unit = _unit(atoms, after)
        return Core(start, atoms[after].end, value * unit, value * unit, "dozen", "", unit), after + 1
    if [atom.word for atom in atoms[after : after + 3]] == ["and", "a", "half"]:
        if _kind(atoms, after + 3) != "scale":
            return None
        unit = atoms[after + 3].value
        total = value * unit + unit // 2
        return Core(start, atoms[after + 3].end, total, total, "words", "", unit), after + 4
    total, end, scale, ordinal = _composed(atoms, index)
    return Core(start, atoms[end - 1].end, total, total, "ordinal" if ordinal else "words", "", scale), end


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
    return index < len(atoms) and atoms[index].word.rstrip("s") in LEXICON.groups


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
    elif first and _kind(atoms, index) == "scale" and atoms[index].word in LEXICON.bare_scales:
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
