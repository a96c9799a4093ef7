"""The gazetteer: names of places, offline.

`places.csv.gz` (built by data/build_places.py from GeoNames, CC BY 4.0, see places.NOTICE) carries countries, their
regions, and places of at least 5,000 people, also as they are spelled otherwise; `<language>/places.toml` adds the
names that a language has for countries, peoples, regions and some cities. Reading takes a quarter of a second and
happens once, when a place is first asked for.
"""

from __future__ import annotations

import csv
import functools
import gzip
import io
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

COUNTRY = "*"
"""What stands in the region column of a country's row."""
_MARKS = str.maketrans("", "", ".'’‘ʻʼ`")


@dataclass(frozen=True, slots=True)
class Site:
    """One place. `country` is an ISO 3166 code, `admin` a first-level code, `population` in thousands."""

    name: str
    country: str
    admin: str
    population: int
    kind: Literal["city", "region", "country"]


Row = tuple[str, str, str, str, str]
"""A line of the archive: key, name, country, admin, population. Kept as read: most are never looked up."""


@dataclass(frozen=True)
class Gazetteer:
    """Every place by its folded name (see `fold`).

    `rows` is the archive by name, `extra` what the language adds. `demonyms` maps an adjective or people to a country
    code, `after_comma` what may follow a city's name to (country, region). `ambiguous` holds folded names that are more
    often something else. `countries` maps a code to its name.
    """

    rows: Mapping[str, list[Row]]
    extra: Mapping[str, tuple[Site, ...]]
    demonyms: Mapping[str, str]
    after_comma: Mapping[str, tuple[str, str]]
    ambiguous: frozenset[str]
    countries: Mapping[str, str]

    def knows(self, key: str) -> bool:
        """Whether a folded name is that of some place."""
        return key in self.rows or key in self.extra

    def find(self, key: str) -> tuple[Site, ...]:
        """All places of a folded name: those of the language's own table first, then the largest first."""
        return self.extra.get(key, ()) + tuple(map(_site, self.rows.get(key, ())))


def fold(name: str) -> str:
    """The key a name is looked up by: lower case, without accents, dots, apostrophes, hyphens and a possessive ending.

    >>> fold("Kramators'k"), fold("Medellín"), fold("U.S."), fold("Saint Paul's")
    ('kramatorsk', 'medellin', 'us', 'st paul')
    """
    name = name.removesuffix("'s").removesuffix("’s").translate(_MARKS).replace("-", " ")
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    name = name.lower()
    return f"st {name[6:]}" if name.startswith("saint ") else name


@functools.cache
def gazetteer(language: str = "en") -> Gazetteer:
    """Read the gazetteer with the names that `language` has. Raises ValueError when a row is not well formed."""
    words = tomllib.loads(files(__package__).joinpath(language, "places.toml").read_text(encoding="utf-8"))
    rows = _archive()
    lands = {row[2]: row[1] for found in rows.values() for row in found if row[3] == COUNTRY}
    extra: dict[str, tuple[Site, ...]] = {}
    for code, names in words["countries"].items():
        extra |= {fold(name): (Site(_known(lands, code), code, "", 0, "country"),) for name in names}
    for name, (code, admin) in words["regions"].items():
        extra[fold(name)] = (Site(name, code, admin, 0, "region"),) if _known(lands, code) else ()
    for name, spelled in words["cities"].items():
        if fold(spelled) not in rows:
            raise ValueError(f"places.toml: no such city: {spelled}")
        extra[fold(name)] = (_site(rows[fold(spelled)][0]),)
    return Gazetteer(
        rows=rows,
        extra=extra,
        demonyms={
            name.lower(): code for code, names in words["demonyms"].items() if _known(lands, code) for name in names
        },
        after_comma=_regions(rows) | _after_comma(words, lands),
        ambiguous=frozenset(fold(name) for name in words["ambiguous"]["names"]),
        countries=lands,
    )


def _archive() -> dict[str, list[Row]]:
    text = gzip.decompress(files(__package__).joinpath("places.csv.gz").read_bytes()).decode()
    lines = csv.reader(io.StringIO(text))
    if next(lines) != ["key", "name", "country", "admin", "population"]:
        raise ValueError("places.csv.gz: unknown columns")
    rows: dict[str, list[Row]] = {}
    for row in lines:
        rows.setdefault(row[0] or row[1].lower(), []).append(tuple(row))  # type: ignore[arg-type]
    return rows


def _site(row: Row) -> Site:
    _, name, country, admin, population = row
    if not population:
        return Site(name, country, admin, 0, "region")
    if admin == COUNTRY:
        return Site(name, country, "", int(population), "country")
    return Site(name, country, admin, int(population), "city")


def _regions(rows: Mapping[str, list[Row]]) -> dict[str, tuple[str, str]]:
    """Regions of the archive of whose name there is no other place."""
    return {key: (found[0][2], found[0][3]) for key, found in rows.items() if len(found) == 1 and not found[0][4]}


def _after_comma(words: Mapping[str, Any], lands: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    regions = {fold(name): (code, admin) for name, (code, admin) in words["regions"].items()}
    countries = {fold(name): (code, "") for code, name in lands.items()}
    countries |= {fold(name): (code, "") for code, names in words["countries"].items() for name in names}
    return countries | regions | {fold(name): (code, admin) for name, (code, admin) in words["after_comma"].items()}


def _known(lands: Mapping[str, str], code: str) -> str:
    if code not in lands:
        raise ValueError(f"places.toml: no such country: {code}")
    return lands[code]
