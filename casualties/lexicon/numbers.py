"""The number words of a language, read from its folder and checked row by row."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from casualties.model import QUALIFIERS

FORMS = ("digits", "words", "vague", "range", "ordinal", "fraction", "zero", "dozen")
SINGLE_TABLES = ("units", "teens", "tens", "scales", "ordinals", "fractions")


@dataclass(frozen=True)
class Numbers:
    """The number words of one language; all words are lower case.

    `cardinals` holds units, teens and tens together; `vague` gives low and high, None being an open top. `groups` are
    dozen, score, couple and pair; those in `alone` need no number before them. `bounds_before`, `bounds_after` map a
    phrase to a qualifier of the model.
    """

    units: Mapping[str, int]
    teens: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, int]
    ordinals: Mapping[str, int]
    bare_scales: frozenset[str]
    fractions: Mapping[str, int]
    spellings: Mapping[str, str]
    groups: Mapping[str, int]
    alone: frozenset[str]
    vague: Mapping[str, tuple[int, int | None]]
    article: frozenset[str]
    many: frozenset[str]
    many_not_after: frozenset[str]
    not_grouped_after: frozenset[str]
    zero: tuple[str, ...]
    zero_not_before: tuple[str, ...]
    zero_not_after: Mapping[str, frozenset[str]]
    after_half: tuple[str, ...]
    whole_fillers: tuple[str, ...]
    all_but: tuple[str, ...]
    bounds_before: Mapping[str, str]
    bounds_after: Mapping[str, str]
    bounds_not_after: Mapping[str, frozenset[str]]
    around_before: tuple[str, ...]
    around_between: tuple[str, ...]
    plus_not_before: tuple[str, ...]
    joins: tuple[str, ...]
    between: str
    between_joins: tuple[str, ...]
    vague_joins: tuple[str, ...]
    revision: tuple[str, ...]
    ranging: tuple[str, ...]
    one_before: tuple[str, ...]
    one_after: tuple[str, ...]
    superlatives: tuple[str, ...]

    @property
    def cardinals(self) -> dict[str, int]:
        """The words below a hundred that a number is put together from."""
        return {**self.units, **self.teens, **self.tens}


@functools.cache
def numbers(language: str = "en") -> Numbers:
    """Read the number words of the package. Raises ValueError naming every bad row."""
    source = resources.files("casualties.lexicon").joinpath(language, "numbers.toml").read_text("utf-8")
    return read_numbers(source, f"{language}/numbers.toml")


def read_numbers(source: str, name: str = "numbers.toml") -> Numbers:
    """Build the number words from TOML text. Raises ValueError naming every bad row, not just the first."""
    table = tomllib.loads(source)
    errors = list(_number_errors(table))
    if errors:
        raise ValueError(f"{name}: " + "; ".join(errors))
    groups = table["groups"]
    return Numbers(
        **{key: table[key] for key in SINGLE_TABLES},
        bare_scales=frozenset(table["bare"]["scales"]),
        spellings=table["spellings"],
        groups={word: row["value"] for word, row in groups.items()},
        alone=frozenset(word for word, row in groups.items() if row["alone"]),
        vague={word: (low, None if high < 0 else high) for word, (low, high) in table["vague"].items()},
        article=frozenset(table["article"]["words"]),
        many=frozenset(table["many"]["words"]),
        many_not_after=frozenset(table["many"]["not_after"]),
        not_grouped_after=frozenset(table["digits"]["not_grouped_after"]),
        zero=tuple(table["zero"]["words"]),
        zero_not_before=tuple(table["zero"]["not_before"]),
        zero_not_after=_word_sets(table["zero"]["not_after"]),
        after_half=tuple(table["whole"]["after_half"]),
        whole_fillers=tuple(table["whole"]["fillers"]),
        all_but=tuple(table["whole"]["all_but"]),
        bounds_before=table["bounds"]["before"],
        bounds_after=table["bounds"]["after"],
        bounds_not_after=_word_sets(table["bounds"]["not_after"]),
        around_before=tuple(table["bounds"]["around"]["before"]),
        around_between=tuple(table["bounds"]["around"]["between"]),
        plus_not_before=tuple(table["plus"]["not_before"]),
        joins=tuple(table["ranges"]["joins"]),
        between=table["ranges"]["between"],
        between_joins=tuple(table["ranges"]["between_joins"]),
        vague_joins=tuple(table["ranges"]["vague_joins"]),
        revision=tuple(table["ranges"]["revision"]),
        ranging=tuple(table["ranges"]["ranging"]),
        one_before=tuple(table["one"]["before"]),
        one_after=tuple(table["one"]["after"]),
        superlatives=tuple(table["one"]["superlatives"]),
    )


def _word_sets(rows: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    return {phrase: frozenset(words) for phrase, words in rows.items()}


_LISTS = (
    "bare.scales", "article.words",
    "many.words", "many.not_after", "digits.not_grouped_after", "zero.words", "zero.not_before", "whole.fillers",
    "whole.after_half", "whole.all_but",
    "bounds.around.before", "bounds.around.between", "plus.not_before", "ranges.joins", "ranges.between_joins",
    "ranges.vague_joins",
    "ranges.revision", "ranges.ranging",
    "one.before", "one.after", "one.superlatives",
)  # fmt: skip
MISSING = object()


def at(table: Mapping[str, Any], path: str) -> Any:
    """What stands at a dotted path, or `MISSING`."""
    found: Any = table
    for key in path.split("."):
        if not isinstance(found, Mapping) or key not in found:
            return MISSING
        found = found[key]
    return found


def _number_errors(table: Mapping[str, Any]) -> Iterator[str]:
    """Every reason why the table cannot be used."""
    for key in (*SINGLE_TABLES, "spellings", "groups", "vague", "bounds.before", "bounds.after"):
        rows = at(table, key)
        if not isinstance(rows, Mapping) or not rows:
            yield f"[{key}] is missing or empty"
            continue
        for word, value in rows.items():
            if problem := word_problem(word) or _value_problem(key, value):
                yield f"[{key}] {word!r} = {value!r}: {problem}"
    for path in _LISTS:
        words = at(table, path)
        if not isinstance(words, list) or not words:
            yield f"{path} is missing, empty or not a list"
            continue
        for word in words:
            if problem := word_problem(word):
                yield f"{path}: {word!r}: {problem}"
        for word in sorted({word for word in words if isinstance(word, str) and words.count(word) > 1}):
            yield f"{path}: {word!r} stands there twice"
    for path, phrases in (("bounds.not_after", "bounds.before"), ("zero.not_after", "zero.words")):
        barred = at(table, path)
        if not isinstance(barred, Mapping):
            yield f"[{path}] is missing"
            continue
        for phrase, words in barred.items():
            known = at(table, phrases)
            if known is MISSING or phrase not in known:
                yield f"[{path}] {phrase!r} is not in {phrases}"
            if not isinstance(words, list) or any(word_problem(word) for word in words):
                yield f"[{path}] {phrase!r} = {words!r}: must be a list of lower-case words"
    if not isinstance(at(table, "ranges.between"), str):
        yield "ranges.between is missing or not a word"
    seen: dict[str, str] = {}
    for key in ("units", "teens", "tens", "scales", "groups", "vague", "zero.words", "ordinals", "spellings"):
        rows = at(table, key)
        for word in rows if isinstance(rows, (Mapping, list)) else ():
            if word in seen and seen[word] != key:
                yield f"[{key}] {word!r} stands in [{seen[word]}] too"
            seen[word] = key
    known = {word for key in ("units", "teens", "tens") if isinstance(table.get(key), Mapping) for word in table[key]}
    spellings = table.get("spellings")
    for wrong, right in spellings.items() if isinstance(spellings, Mapping) else ():
        if isinstance(right, str) and not set(right.split()) <= known:
            yield f"[spellings] {wrong!r} = {right!r}: not made of number words"


def word_problem(word: object) -> str:
    """What is wrong with a phrase of the lexicon, or nothing."""
    if not isinstance(word, str) or not word:
        return "not a word"
    if word != word.lower() or word != " ".join(word.split()):
        return "must be lower case, with single spaces"
    return ""


def _value_problem(key: str, value: object) -> str:
    """What is wrong with the value of a row in the table `key`, or nothing."""
    if key in SINGLE_TABLES:
        return "" if type(value) is int and value > 0 else "must be a whole number above 0"
    if key == "spellings":
        return word_problem(value)
    if key.startswith("bounds"):
        return "" if value in QUALIFIERS else f"must be one of {', '.join(QUALIFIERS)}"
    if key == "groups":
        good = isinstance(value, Mapping) and type(value.get("value")) is int and type(value.get("alone")) is bool
        return "" if good else "must have a whole `value` and a true or false `alone`"
    if not (isinstance(value, list) and len(value) == 2 and all(type(item) is int for item in value)):
        return "must be [low, high]"
    low, high = value
    return "" if low > 0 and (high == -1 or low <= high) else "low must be above 0 and at most high, high -1 if open"
