"""The number distractors of a language: what tells that a number counts no people; read and checked row by row."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from casualties.lexicon.numbers import FORMS, MISSING, at, word_problem
from casualties.lexicon.patterns import last_word, trie_pattern


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
    labels, guard, fragments = (table.get("labels", []), at(table, "guard.words"), table.get("fragments", {}))
    errors = [] if labels else ["labels are missing"]
    if guard is MISSING or not guard:
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
        words = at(table, f"measure.{key}")
        if not isinstance(words, list) or not words:
            yield f"measure.{key} is missing, empty or not a list"
            continue
        for word in words:
            if problem := word_problem(word):
                yield f"measure.{key}: {word!r}: {problem}"
    entities = at(table, "measure.entities")
    if not isinstance(entities, Mapping):
        yield "measure.entities is missing"
    else:
        for entity, label in entities.items():
            if label and label not in labels:
                yield f"measure.entities: {entity} = {label!r} is not one of `labels`"
    if at(table, "measure.label") not in labels:
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
            if problem := word_problem(word):
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


def _side(patterns: Sequence[str] | None, fragments: Mapping[str, str], frame: str) -> re.Pattern[str] | None:
    """One expression of the patterns of one side, with the named fragments put in."""
    if patterns is None:
        return None
    joined = "|".join(patterns)
    for name, fragment in fragments.items():
        joined = joined.replace(f"<{name}>", fragment)
    return re.compile(frame.format(joined))
