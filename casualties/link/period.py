"""The days on which a sentence of an article may put what it tells of."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from casualties.lexicon.periods import Periods, periods

SOME = (2, 7)
"""Of how many units "days", "weeks" or "months after" may be."""

Days = tuple[date, date]
"""First and last day."""


def period(sentence: str, published: date, language: str = "en") -> Days | None:
    """The days, none of them after publication; None where the sentence does not say.

    >>> period("It came a day after 80 people died in Kerman.", date(2024, 1, 4))
    (datetime.date(2024, 1, 3), datetime.date(2024, 1, 3))
    """
    words = periods(language)
    for pattern, means in words.forms:
        told = pattern.search(sentence)
        if told:
            try:
                first, last = MEANS[means](told, published, words)
            except (ValueError, OverflowError):  # no such day, or before the first year
                return None
            return (first, min(last, published)) if first <= published else None
    return None


def _ago(told: re.Match[str], published: date, words: Periods) -> Days:
    """ "Two years ago" may be half a year off; days are counted."""
    unit = words.units[told["unit"].lower()]
    count = told["count"].lower()
    then = published - timedelta(days=unit * (int(count) if count.isdigit() else words.counts[count]))
    return then - timedelta(days=unit // 2), then + timedelta(days=unit // 2)


def _some(told: re.Match[str], published: date, words: Periods) -> Days:
    unit = words.units[told["unit"].lower()]
    fewest, most = SOME
    return published - timedelta(days=most * unit), published - timedelta(days=fewest * unit)


def _last(told: re.Match[str], published: date, words: Periods) -> Days:
    first, _ = _around(told["unit"].lower(), published)
    return _around(told["unit"].lower(), first - timedelta(days=1))


def _this(told: re.Match[str], published: date, words: Periods) -> Days:
    return _around(told["unit"].lower(), published)


def _around(unit: str, day: date) -> Days:
    """The calendar week, month or year of a day."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    return _month(day.year, day.month) if unit == "month" else (date(day.year, 1, 1), date(day.year, 12, 31))


def _yesterday(told: re.Match[str], published: date, words: Periods) -> Days:
    return published - timedelta(days=1), published - timedelta(days=1)


def _date(told: re.Match[str], published: date, words: Periods) -> Days:
    """Without a year, the last such day before publication."""
    month, day = words.months[told["month"].lower()], int(told["day"])
    then = date(int(told["year"] or published.year), month, day)
    if not told["year"] and then > published:
        then = then.replace(year=then.year - 1)
    return then, then


def _of_month(told: re.Match[str], published: date, words: Periods) -> Days:
    month = words.months[told["month"].lower()]
    year = int(told["year"]) if told["year"] else published.year - (month > published.month)
    return _month(year, month)


def _month(year: int, month: int) -> Days:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _year(told: re.Match[str], published: date, words: Periods) -> Days:
    return date(int(told["year"]), 1, 1), date(int(told["year"]), 12, 31)


def _weekday(told: re.Match[str], published: date, words: Periods) -> Days:
    back = (published.weekday() - words.weekdays[told["weekday"].lower()]) % 7
    return published - timedelta(days=back), published - timedelta(days=back)


MEANS: dict[str, Callable[[re.Match[str], date, Periods], Days]] = {
    "ago": _ago, "some": _some, "last": _last, "this": _this, "yesterday": _yesterday, "date": _date,
    "month": _of_month, "year": _year, "weekday": _weekday,
}  # fmt: skip
