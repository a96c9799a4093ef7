"""What the linker reads: kinds of event, words for when and where, how common a word is, and the fitted weights."""

from __future__ import annotations

import csv
import functools
import gzip
import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

RAREST = 14
"""Rarity, in bits, of a word that the background does not know."""


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of event. A cue that ends in * stands for any ending; a cue with a blank is a phrase.

    Before a word of `not_before` a cue is none.
    """

    name: str
    family: str
    cues: tuple[str, ...]
    not_before: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LinkWords:
    """The closed word lists of `linking.toml`, lower case; see that file for what each is for.

    `street` has one group, the name; `clock` has hour, minute and half of the day; `age` one
    group per form.
    """

    weekdays: tuple[str, ...]
    months: Mapping[str, int]
    relative: Mapping[str, int]
    last: frozenset[str]
    month: frozenset[str]
    year: frozenset[str]
    not_the_event: frozenset[str]
    telling: frozenset[str]
    moved: frozenset[str]
    aftermath: frozenset[str]
    locative: frozenset[str]
    streets: frozenset[str]
    street: re.Pattern[str]
    named: re.Pattern[str]
    venues: Mapping[str, str]
    title_venues: frozenset[str]
    clock: re.Pattern[str]
    age: re.Pattern[str]
    before_place: frozenset[str]
    after_place: frozenset[str]
    areas: frozenset[str]
    particles: frozenset[str]
    articles: frozenset[str]
    titles: frozenset[str]
    not_names: frozenset[str]
    bodies: frozenset[str]
    kinds: Mapping[str, frozenset[str]]
    one_more: re.Pattern[str]
    look_back: tuple[str, ...]
    roundup: tuple[str, ...]
    common: frozenset[str]


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted table: a pair's log-odds is `prior` plus the sum of weight times value over the features."""

    prior: float
    features: Mapping[str, float]
    version: str


@functools.cache
def event_types(language: str = "en") -> tuple[EventType, ...]:
    """Read `eventtypes.toml`, in the order of the file. Raises ValueError on a type without family or cues."""
    found = []
    for name, row in _table(language, "eventtypes.toml")["type"].items():
        if not row.get("family") or not row.get("cues") or any(cue != cue.lower() for cue in row["cues"]):
            raise ValueError(f"eventtypes.toml: {name} needs a family and cues in lower case")
        found.append(EventType(name, row["family"], tuple(row["cues"]), frozenset(row.get("not_before", ()))))
    return tuple(found)


@functools.cache
def link_words(language: str = "en") -> LinkWords:
    """Read `linking.toml`. Raises ValueError when there are not seven weekdays or a month is not 1 to 12."""
    table = _table(language, "linking.toml")
    when, where = table["when"], table["where"]
    if len(when["weekdays"]) != 7 or not all(1 <= number <= 12 for number in when["months"].values()):
        raise ValueError("linking.toml: weekdays or months are wrong")
    return LinkWords(
        weekdays=tuple(when["weekdays"]),
        months=when["months"],
        relative=when["relative"],
        last=frozenset(when["last"]),
        month=frozenset(when["month"]),
        year=frozenset(when["year"]),
        not_the_event=frozenset(when["not_the_event"]),
        telling=frozenset(when["telling"]),
        moved=frozenset(when["moved"]),
        aftermath=frozenset(when["aftermath"]),
        locative=frozenset(where["locative"]),
        streets=frozenset(where["streets"]),
        street=re.compile(where["street"].replace("STREETS", "|".join(sorted(map(str.capitalize, where["streets"]))))),
        named=re.compile(table["named"]["thing"].replace("KINDS", "|".join(map(re.escape, table["named"]["kinds"])))),
        venues={word: kind for kind, told in table["venues"]["kinds"].items() for word in told},
        title_venues=frozenset(table["venues"]["in_titles"]),
        clock=re.compile(when["clock"]),
        age=re.compile(table["people"]["age"]),
        before_place=frozenset(where["before_place"]),
        after_place=frozenset(where["after_place"]),
        areas=frozenset(where["areas"]),
        particles=frozenset(where["particles"]),
        articles=frozenset(where["articles"]),
        titles=frozenset(table["people"]["titles"]),
        not_names=frozenset(table["people"]["titles"] + where["streets"] + table["common"]["words"].split()),
        bodies=frozenset(table["people"]["bodies"]),
        kinds={word: frozenset(kinds) for word, kinds in table["people"]["kinds"].items()},
        one_more=re.compile(table["one_more"]["pattern"]),
        look_back=tuple(table["look_back"]["cues"]),
        roundup=tuple(table["roundup"]["titles"]),
        common=frozenset(table["common"]["words"].split()),
    )


@functools.cache
def background(language: str = "en") -> Mapping[str, int]:
    """Rarity of words in the news, in bits: -log2 of the share of articles with the word (see background.NOTICE)."""
    text = gzip.decompress(files(__package__).joinpath(language, "background.csv.gz").read_bytes()).decode()
    rows = csv.reader(io.StringIO(text))
    if next(rows) != ["word", "rarity"]:
        raise ValueError("background.csv.gz: unknown columns")
    return {word: int(rarity) for word, rarity in rows}


@functools.cache
def weights() -> Weights:
    """Read `linkweights.toml`, which data/fit_links.py writes."""
    table = tomllib.loads(files(__package__).joinpath("linkweights.toml").read_text(encoding="utf-8"))
    return Weights(table["prior"], table["features"], table["version"])


def _table(language: str, name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(language, name).read_text(encoding="utf-8"))
