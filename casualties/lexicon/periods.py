"""The forms in which a sentence says when something happened: the rows of `periods.toml`."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from casualties.lexicon.load import LexiconError, read


@dataclass(frozen=True, slots=True)
class Periods:
    """`forms` are pairs of a pattern and what it means, the first that fits holds; words of time by their value.

    `counts` and `units` (in days) go by lower-case word, `months` from 1 and `weekdays` from 0, Monday.
    """

    forms: tuple[tuple[re.Pattern[str], str], ...]
    counts: Mapping[str, int]
    units: Mapping[str, int]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]


@functools.cache
def periods(language: str = "en") -> Periods:
    """Read the table of a language. Raises LexiconError for a pattern that is none."""
    table = read(language, "periods")
    months, weekdays = table["months"], table["weekdays"]
    words = {
        "MONTH": "|".join(month.title() for month in months),
        "WEEKDAY": "|".join(day.title() for day in weekdays),
        "COUNT": r"\d{1,3}|" + "|".join(table["counts"]),
        "UNIT": "|".join(table["units"]),
    }
    forms = []
    for row in table["period"]:
        pattern = row["pattern"]
        for name, alternatives in words.items():
            pattern = pattern.replace(name, alternatives)
        try:
            forms.append((re.compile(pattern), row["means"]))
        except re.error as error:
            raise LexiconError(f"{language}/periods.toml: {row['pattern']!r}: {error}") from None
    return Periods(
        tuple(forms),
        table["counts"],
        table["units"],
        {month: number for number, month in enumerate(months, 1)},
        {day: number for number, day in enumerate(weekdays)},
    )
