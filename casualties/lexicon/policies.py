"""What the reconciler reads from data: the ranking and identity of voices, vague words, limits and settings.

The files lie in `policies/` beside this module and can be replaced; every bad row is reported by file and line.
"""

import csv
import functools
import io
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from casualties.lexicon.load import LexiconError


@dataclass(frozen=True, slots=True)
class Rank:
    """A kind of voice. `rank` 1 weighs most; voices of one `tier` are of one order, and tier 5 is not independent."""

    kind: str
    rank: int
    tier: int
    type: str
    pattern: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Identity:
    """An institution under the names it goes by; `apart` = what else the name says tells one from another."""

    key: str
    apart: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure above `cap` is not believed of one event; an empty category or type stands for all."""

    category: str
    event_type: str
    cap: int
    source: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The numbers and words of `reconcile.toml`, where each is explained."""

    cumulative: tuple[str, ...]
    falling: tuple[str, ...]
    stale_hours: float
    moved_on_after: int
    lead_hours: float
    retold_hours: float
    taken_up_after: int
    well_told: int
    outlier_factor: float
    outlier_margin: float
    part_factor: float
    reprint_overlap: float
    attackers: str
    without_attackers: str
    roles: frozenset[str]
    additional: re.Pattern[str]
    inside: re.Pattern[str]
    one_place: re.Pattern[str]
    together: re.Pattern[str]
    rose: re.Pattern[str]
    relative: re.Pattern[str]
    weekdays: tuple[str, ...]
    on_day: re.Pattern[str]
    in_city: re.Pattern[str]
    pair: re.Pattern[str]
    exclusive: tuple[tuple[re.Pattern[str], ...], ...]


def _text(name: str) -> str:
    return (resources.files(__package__) / "policies" / name).read_text(encoding="utf-8")


def _rows(name: str, build: Callable[[dict[str, str]], Any]) -> tuple[Any, ...]:
    built, bad = [], []
    for number, row in enumerate(csv.DictReader(io.StringIO(_text(name))), 2):
        try:
            built.append(build(row))
        except (ValueError, KeyError, re.error) as error:
            bad.append(f"{name}:{number}: {error}")
    if bad:
        raise LexiconError("\n".join(bad))
    return tuple(built)


@functools.cache
def ranking() -> tuple[Rank, ...]:
    """The kinds of voices in the order in which they are tried on a voice; the last row takes every voice."""

    def build(row: dict[str, str]) -> Rank:
        pattern = re.compile(row["pattern"]) if row["pattern"] else None
        return Rank(row["kind"], int(row["rank"]), int(row["tier"]), row["type"], pattern)

    return _rows("ranking.csv", build)


@functools.cache
def identities() -> tuple[Identity, ...]:
    """Institutions in the order in which they are tried on a voice's name."""
    return _rows("identities.csv", lambda row: Identity(row["key"], row["apart"] == "yes", re.compile(row["pattern"])))


@functools.cache
def limits() -> tuple[Limit, ...]:
    """The figures above which nothing is believed of one event."""
    return _rows("limits.csv", lambda row: Limit(row["category"], row["event_type"], int(row["cap"]), row["source"]))


@functools.cache
def vague() -> Mapping[str, Mapping[str, int | None]]:
    """Vague word -> column -> number; None where the codebook says nothing or leaves it blank."""

    def build(row: dict[str, str]) -> tuple[str, dict[str, int | None]]:
        return row["word"], {name: int(cell) if cell else None for name, cell in row.items() if name != "word"}

    return dict(_rows("vague.csv", build))


@functools.cache
def settings() -> Settings:
    """The settings of `reconcile.toml`. Raises LexiconError when one is absent or malformed."""
    table = tomllib.loads(_text("reconcile.toml"))
    try:
        return Settings(
            cumulative=tuple(table["cumulative"]),
            falling=tuple(table["falling"]),
            attackers=table["attackers"],
            without_attackers=table["without_attackers"],
            roles=frozenset(table["roles"]),
            additional=_any_of(table["additional"]),
            inside=_any_of(table["inside"]),
            one_place=_any_of(table["one_place"]),
            together=_any_of(table["together"]),
            rose=re.compile(table["rose"]),
            relative=_any_of(table["relative"]),
            weekdays=tuple(table["weekdays"]),
            on_day=re.compile(table["on_day"].replace("WEEKDAY", "|".join(table["weekdays"]))),
            in_city=re.compile(table["in_city"]),
            pair=re.compile(table["pair"]),
            exclusive=tuple(tuple(_any_of([side]) for side in sides) for sides in table["exclusive"]),
            **{name: table[name] for name in NUMBERS},
        )
    except (KeyError, TypeError, re.error) as error:
        raise LexiconError(f"reconcile.toml: {error}") from error


NUMBERS = (
    "stale_hours", "moved_on_after", "lead_hours", "retold_hours", "taken_up_after", "well_told",
    "outlier_factor", "outlier_margin", "part_factor", "reprint_overlap",
)  # fmt: skip


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
