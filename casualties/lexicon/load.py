"""Reads and checks the vocabulary of a language; the only place below the shells that opens a file.

A bad vocabulary is refused whole: LexiconError names every bad row, so that a maintainer mends them in one go.
"""

import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from casualties.lexicon.templates import NONE, Sets, phrases, spelled_sets

SHAPES = (
    "pp",
    "ing",
    "base",
    "past",
    "dies",
    "state",
    "nouns",
    "noun",
    "of",
    "toll",
    "among",
    "part",
    "self",
    "harm",
    "event",
    "replaced",
    "sent",
    "blow",
    "found",
    "survived",
    "outcome",
)


class LexiconError(ValueError):
    """The vocabulary has bad rows; the message has one line for each."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun for people: is it plural, which groups of victims does it name, and what is one of them called?"""

    plural: bool
    groups: tuple[str, ...]
    singular: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase that says that people were killed, injured or missing."""

    category: str
    shape: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything the extractor knows of one language, ready to look up by lower-cased word or phrase."""

    people: dict[str, Noun]
    things: frozenset[str]
    cues: dict[str, Cue]
    tags: dict[str, str]


def plural_of(word: str) -> str:
    """Return the regular English plural of a noun."""
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def forms(entry: str) -> tuple[str, str]:
    """Split a vocabulary entry into singular and plural; either may be empty (see en/people.toml)."""
    if entry.startswith("="):
        return entry[1:], ""
    singular, slash, plural = entry.partition("/")
    return singular, plural if slash else plural_of(singular)


def read(language: str, name: str) -> dict[str, Any]:
    """Read one TOML file of a language's folder. Raises LexiconError when it is not TOML."""
    text = (resources.files(__package__) / language / f"{name}.toml").read_text(encoding="utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{language}/{name}.toml: {error}") from None


def bad_words(where: str, words: object) -> Iterator[str]:
    """Yield a line for every entry that is not a lower-case, trimmed string, or stands there twice."""
    if not isinstance(words, list):
        yield f"{where}: `words` must be a list"
        return
    seen: set[str] = set()
    for word in words:
        if not isinstance(word, str) or not word.strip("=/ "):
            yield f"{where}: {word!r} is not a word"
        elif word != word.lower().strip():
            yield f"{where}: {word!r} must be lower-case, without spaces at its ends"
        elif word in seen:
            yield f"{where}: {word!r} stands there twice"
        else:
            seen.add(word)


def bad_phrases(where: str, rows: object, sets: Sets = NONE) -> Iterator[str]:
    """Yield a line for every row that names an unknown set, and for every bad phrase that the others stand for."""
    known: list[str] = []
    for row in rows if isinstance(rows, list) else ():
        try:
            known += phrases([row], sets) if isinstance(row, str) else [row]
        except KeyError as unknown:
            yield f"{where}: {row!r} names {unknown}, which is no set of [sets]"
    yield from bad_words(where, known if isinstance(rows, list) else rows)


def checked(people: dict[str, Any], things: dict[str, Any], cues: dict[str, Any], tags: dict[str, Any]) -> list[str]:
    """Return a line for every bad row of the four files of a vocabulary."""
    bad: list[str] = []
    sets = NONE
    try:
        sets = spelled_sets(cues.get("sets", {}))
    except KeyError as unknown:
        bad.append(f"cues.toml [sets]: {unknown} is named before it is told")
    for name, table in people.items():
        bad += bad_phrases(f"people.toml [{name}]", table.get("words"))
        if not all(isinstance(group, str) for group in table.get("groups", [None])):
            bad.append(f"people.toml [{name}]: `groups` must be a list of names")
    for name, table in things.items():
        bad += bad_words(f"things.toml [{name}]", table.get("words"))
    for number, table in enumerate(cues.get("cues", []), 1):
        where = f"cues.toml table {number}"
        bad += bad_phrases(where, table.get("words"), sets)
        if table.get("shape") not in SHAPES:
            bad.append(f"{where}: shape {table.get('shape')!r} is not one of {', '.join(SHAPES)}")
        if not isinstance(table.get("category"), str):
            bad.append(f"{where}: `category` is missing")
    for tag, words in tags.get("tags", {}).items():
        bad += bad_words(f"words.toml {tag}", words)
    return bad


@functools.cache
def vocabulary(language: str = "en") -> Vocabulary:
    """Return the vocabulary of a language, read once. Raises LexiconError naming every bad row."""
    people, things, cues, tags = (read(language, name) for name in ("people", "things", "cues", "words"))
    bad = checked(people, things, cues, tags)
    if bad:
        raise LexiconError("\n".join(bad))
    sets = spelled_sets(cues["sets"])
    nouns: dict[str, Noun] = {}
    for table in people.values():
        for entry in phrases(table["words"]):
            singular, plural = forms(entry)
            if plural:
                nouns.setdefault(plural, Noun(True, tuple(table["groups"]), singular))
            if singular:
                nouns.setdefault(singular, Noun(False, tuple(table["groups"]), singular))
    return Vocabulary(
        people=nouns,
        things=frozenset(
            form for table in things.values() for entry in table["words"] for form in forms(entry) if form
        ),
        cues={
            word: Cue(table["category"], table["shape"], table.get("count", 0))
            for table in cues["cues"]
            for word in phrases(table["words"], sets)
        },
        tags={word: tag for tag, words in tags["tags"].items() for word in words},
    )
