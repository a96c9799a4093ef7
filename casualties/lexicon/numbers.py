"""The number words and the number distractors of a language, read from its folder and checked row by row."""

from __future__ import annotations

import functools
import itertools
import operator
import re
import tomllib
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from casualties.model import QUALIFIERS

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
_MISSING = object()


def _at(table: Mapping[str, Any], path: str) -> Any:
    """What stands at a dotted path, or `_MISSING`."""
    found: Any = table
    for key in path.split("."):
        if not isinstance(found, Mapping) or key not in found:
            return _MISSING
        found = found[key]
    return found


def _number_errors(table: Mapping[str, Any]) -> Iterator[str]:
    """Every reason why the table cannot be used."""
    for key in (*SINGLE_TABLES, "spellings", "groups", "vague", "bounds.before", "bounds.after"):
        rows = _at(table, key)
        if not isinstance(rows, Mapping) or not rows:
            yield f"[{key}] is missing or empty"
            continue
        for word, value in rows.items():
            if problem := _word_problem(word) or _value_problem(key, value):
                yield f"[{key}] {word!r} = {value!r}: {problem}"
    for path in _LISTS:
        words = _at(table, path)
        if not isinstance(words, list) or not words:
            yield f"{path} is missing, empty or not a list"
            continue
        for word in words:
            if problem := _word_problem(word):
                yield f"{path}: {word!r}: {problem}"
        for word in sorted({word for word in words if isinstance(word, str) and words.count(word) > 1}):
            yield f"{path}: {word!r} stands there twice"
    for path, phrases in (("bounds.not_after", "bounds.before"), ("zero.not_after", "zero.words")):
        barred = _at(table, path)
        if not isinstance(barred, Mapping):
            yield f"[{path}] is missing"
            continue
        for phrase, words in barred.items():
            known = _at(table, phrases)
            if known is _MISSING or phrase not in known:
                yield f"[{path}] {phrase!r} is not in {phrases}"
            if not isinstance(words, list) or any(_word_problem(word) for word in words):
                yield f"[{path}] {phrase!r} = {words!r}: must be a list of lower-case words"
    if not isinstance(_at(table, "ranges.between"), str):
        yield "ranges.between is missing or not a word"
    seen: dict[str, str] = {}
    for key in ("units", "teens", "tens", "scales", "groups", "vague", "zero.words", "ordinals", "spellings"):
        rows = _at(table, key)
        for word in rows if isinstance(rows, (Mapping, list)) else ():
            if word in seen and seen[word] != key:
                yield f"[{key}] {word!r} stands in [{seen[word]}] too"
            seen[word] = key
    known = {word for key in ("units", "teens", "tens") if isinstance(table.get(key), Mapping) for word in table[key]}
    spellings = table.get("spellings")
    for wrong, right in spellings.items() if isinstance(spellings, Mapping) else ():
        if isinstance(right, str) and not set(right.split()) <= known:
            yield f"[spellings] {wrong!r} = {right!r}: not made of number words"


def _word_problem(word: object) -> str:
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
        return _word_problem(value)
    if key.startswith("bounds"):
        return "" if value in QUALIFIERS else f"must be one of {', '.join(QUALIFIERS)}"
    if key == "groups":
        good = isinstance(value, Mapping) and type(value.get("value")) is int and type(value.get("alone")) is bool
        return "" if good else "must have a whole `value` and a true or false `alone`"
    if not (isinstance(value, list) and len(value) == 2 and all(type(item) is int for item in value)):
        return "must be [low, high]"
    low, high = value
    return "" if low > 0 and (high == -1 or low <= high) else "low must be above 0 and at most high, high -1 if open"


@dataclass(frozen=True)
class DistractorRule:
    """A row of the distractor table: `label` holds when every condition that is not None holds.

    `before` is searched at the end of the text before the number, `after` at the start of the text behind it, `core`
    is the whole number without its bound words. `bound` asks for, or forbids, a bound word; `touches` asks that no
    space stands before the number. `last_words` are the words that the text before must end with, where that is known.
    """

    label: str
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    core: re.Pattern[str] | None = None
    values: tuple[int, int] | None = None
    forms: frozenset[str] | None = None
    bound: bool | None = None
    case: bool = False
    guard: bool = False
    touches: bool = False
    last_words: frozenset[str] | None = None


@dataclass(frozen=True)
class Measure:
    """When quantulum3 is asked, and what its entities are called here; any other entity gets `label`.

    `unit` matches a word behind digits that could be the name or symbol of a unit.
    """

    label: str
    unit: re.Pattern[str]
    entities: Mapping[str, str]


@dataclass(frozen=True)
class Distractors:
    """The distractor rules in order, and the words after a number that make it count people after all."""

    labels: tuple[str, ...]
    guard: re.Pattern[str]
    rules: tuple[DistractorRule, ...]
    measure: Measure


FORMS = ("digits", "words", "vague", "range", "ordinal", "fraction", "zero", "dozen")
_SIGNED = r"[a-zω]{1,3}(?:[°²³]|[²³]?/[a-z]{1,4}[²³]?)|[°µμΩ][a-zω]{0,3}"  # "km²", "m/s", "µm"
_RULE_KEYS = {
    "label": str, "before": list, "after": list, "before_words": list, "after_words": list, "core": str,
    "values": list, "forms": list, "bound": bool, "case": bool, "guard": bool, "touches": bool,
}  # fmt: skip


@functools.cache
def distractors(language: str = "en") -> Distractors:
    """Read the distractor rules of the package. Raises ValueError naming every bad row."""
    source = resources.files("casualties.lexicon").joinpath(language, "distractors.toml").read_text("utf-8")
    return read_distractors(source, f"{language}/distractors.toml")


def read_distractors(source: str, name: str = "distractors.toml") -> Distractors:
    """Build the distractor rules from TOML text. Raises ValueError naming every bad row, not just the first."""
    table = tomllib.loads(source)
    labels, guard, fragments = (table.get("labels", []), _at(table, "guard.words"), table.get("fragments", {}))
    errors = [] if labels else ["labels are missing"]
    if guard is _MISSING or not guard:
        errors.append("guard.words are missing")
    rules = []
    for number, row in enumerate(table.get("rules", []), 1):
        problems = list(_rule_errors(row, labels))
        try:
            rules.append(_rule(row, fragments) if not problems else None)
        except re.error as error:
            problems.append(f"bad regular expression: {error}")
        errors += [f"rule {number} ({row.get('label', 'no label')}): {problem}" for problem in problems]
    errors += _measure_errors(table, labels)
    if errors:
        raise ValueError(f"{name}: " + "; ".join(errors))
    measure = table["measure"]
    return Distractors(
        tuple(labels),
        re.compile(rf"[\s‑-]{{1,2}}(?:\w+\s)?{trie_pattern(guard)}(?!\w)"),
        tuple(rule for rule in rules if rule),
        Measure(
            measure["label"],
            re.compile(
                rf"[\s-]?(?:\w*{trie_pattern(measure['stems'])}s?|{trie_pattern(measure['symbols'])}|{_SIGNED})(?!\w)"
            ),
            measure["entities"],
        ),
    )


def _measure_errors(table: Mapping[str, Any], labels: Sequence[str]) -> Iterator[str]:
    """Every reason why the table of measures cannot be used."""
    for key in ("stems", "symbols"):
        words = _at(table, f"measure.{key}")
        if not isinstance(words, list) or not words:
            yield f"measure.{key} is missing, empty or not a list"
            continue
        for word in words:
            if problem := _word_problem(word):
                yield f"measure.{key}: {word!r}: {problem}"
    entities = _at(table, "measure.entities")
    if not isinstance(entities, Mapping):
        yield "measure.entities is missing"
    else:
        for entity, label in entities.items():
            if label and label not in labels:
                yield f"measure.entities: {entity} = {label!r} is not one of `labels`"
    if _at(table, "measure.label") not in labels:
        yield "measure.label is not one of `labels`"


def _rule_errors(row: Mapping[str, Any], labels: Sequence[str]) -> Iterator[str]:
    """Every reason why a row of the distractor table cannot be used."""
    for key, value in row.items():
        if key not in _RULE_KEYS:
            yield f"unknown key {key!r}"
        elif not isinstance(value, _RULE_KEYS[key]):
            yield f"{key} must be a {_RULE_KEYS[key].__name__}"
    if row.get("label") not in labels:
        yield "label is not one of `labels`"
    if not row.keys() & {"before", "after", "before_words", "after_words", "core"}:
        yield "has no condition on the text"
    for side in ("before", "after"):
        if row.keys() >= {side, f"{side}_words"}:
            yield f"has both {side} and {side}_words"
    for key in ("before_words", "after_words"):
        words = row.get(key, [])
        for word in words if isinstance(words, list) else ():
            if problem := _word_problem(word):
                yield f"{key}: {word!r}: {problem}"
    forms = row.get("forms", [])
    for form in forms if isinstance(forms, list) else ():
        if form not in FORMS:
            yield f"forms: {form!r} is not one of {', '.join(FORMS)}"
    values = row.get("values", [0, 0])
    if isinstance(values, list) and (len(values) != 2 or any(type(item) is not int for item in values)):
        yield "values must be [low, high]"


def _rule(row: Mapping[str, Any], fragments: Mapping[str, str]) -> DistractorRule:
    """Compile one valid row. Raises re.error."""
    before = _side(row.get("before"), fragments, "(?:{})\\Z")
    after = _side(row.get("after"), fragments, "(?:{})")
    if "before_words" in row:
        before = re.compile(rf"(?<!\w){trie_pattern(row['before_words'])}[\s#‑-]{{1,2}}\Z")
    if "after_words" in row:
        after = re.compile(rf"[\s‑-]{{0,3}}{trie_pattern(row['after_words'])}(?![\w²³]|/[a-z])")
    return DistractorRule(
        label=row["label"],
        before=before,
        after=after,
        core=_side([row["core"]], fragments, "{}") if "core" in row else None,
        values=tuple(row["values"]) if "values" in row else None,
        forms=frozenset(row["forms"]) if "forms" in row else None,
        bound=row.get("bound"),
        case=row.get("case", False),
        guard=row.get("guard", False),
        touches=row.get("touches", False),
        last_words=frozenset(last_word(word) for word in row["before_words"]) if "before_words" in row else None,
    )


def last_word(text: str) -> str:
    """The last word of a lower-case text, without the marks around it; "" if there is none."""
    words = text.replace("-", " ").replace("‑", " ").split()[-1:]
    return words[0].strip(".#([") if words else ""


def _side(patterns: Sequence[str] | None, fragments: Mapping[str, str], frame: str) -> re.Pattern[str] | None:
    """One expression of the patterns of one side, with the named fragments put in."""
    if patterns is None:
        return None
    joined = "|".join(patterns)
    for name, fragment in fragments.items():
        joined = joined.replace(f"<{name}>", fragment)
    return re.compile(frame.format(joined))


LONG_ENDING = 10  # characters of an ending that several words share, from which on it is worth a group


def trie_pattern(words: typing.Iterable[str], space: str = r"[ \xa0\u2009\u202f\n-]") -> str:
    """A regular expression that matches any of the phrases, longest first, sharing prefixes so that it stays fast.

    A space in a phrase matches `space`.

    >>> trie_pattern(["ten", "tens", "two"])
    't(?:ens?|wo)'
    """
    return _branches(sorted(set(words)), space)


def _branches(words: Sequence[str], space: str) -> str:
    """The pattern of some sorted endings of words, the first of them perhaps empty; equal endings are written once."""
    starts: dict[str, list[str]] = {}
    for _, alike in itertools.groupby(filter(None, words), key=operator.itemgetter(0)):
        group = list(alike)
        first, last = group[0], group[-1]
        shared = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
        rest = _branches([word[shared:] for word in group], space)
        starts.setdefault(rest, []).append(re.escape(first[:shared]).replace("\\ ", space))
    parts = []
    for rest, told in starts.items():
        parts += (
            [f"(?:{'|'.join(told)}){rest}"]
            if len(rest) > LONG_ENDING and len(told) > 1
            else [start + rest for start in told]
        )
    if not parts:
        return ""
    if not words[0]:
        single = len(parts) == 1 and len(parts[0]) == 1
        return f"{parts[0]}?" if single else f"(?:{'|'.join(parts)})?"
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
