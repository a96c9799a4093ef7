"""When: the days that a text may put its event on, as ordinals of the proleptic Gregorian calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from casualties.lexicon.linking import LinkWords
from casualties.link.tokens import Tokens
from casualties.model import Article

MOST_DAYS = 4
REACH = 8
"""Words before a date in which its clause may tell what came of the event."""
SOON = 6
"""Words before a date in which its clause may tell that a toll moved."""
_BREAKS = frozenset(".;:!?\n")
_FIGURES = re.compile(r"(\d{4}-\d\d-\d\d)\b|(\d\d?) / (\d\d?) / (\d{4})\b")


def published_day(article: Article) -> int | None:
    """The day the article came out, or None. A month or a year alone is no day."""
    moment = article.published
    return moment.at.date().toordinal() if moment and moment.precision not in ("month", "year") else None


def event_days(tokens: Tokens, published: int | None, words: LinkWords) -> tuple[int, ...]:
    """Days named in title and lead that may be the event's, in order of mention, at most MOST_DAYS.

    Weekdays and words such as "yesterday" count back from publication; a day and month without a year is the last such
    day before it, and of the two days that 3/4/2024 may be the nearer one before it counts. Days after publication are
    dropped.
    """
    text = _opening(tokens)
    days: dict[int, None] = {}
    for at in _of_the_event(text, words):
        word = text[at]
        day = _weekday(word, published, words)
        if day is None:
            day = _dated(text, at, published, words)
        if day is None and published is not None:
            back = words.relative.get(word, words.relative.get(" ".join(text[at : at + 2])))
            day = None if back is None else published - back
        if day is not None and (published is None or day <= published):
            days[day] = None
    return tuple(days)[:MOST_DAYS]


def weekdays_told(tokens: Tokens, days: tuple[int, ...], words: LinkWords) -> frozenset[int]:
    """Weekdays, Monday 0, of the days that may be the event's, or told as such by an article without a date."""
    if days:
        return frozenset(date.fromordinal(day).weekday() for day in days)
    text = _opening(tokens)
    return frozenset(words.weekdays.index(text[at]) for at in _of_the_event(text, words) if text[at] in words.weekdays)


def months_told(tokens: Tokens, published: int | None, days: tuple[int, ...], words: LinkWords) -> frozenset[int]:
    """Months before that of publication in which the text puts something, counted from year 0.

    A month's name means the last such month unless a year follows; "last month" and "last year" count back.
    """
    if published is None:
        return frozenset()
    text = [word.lower() for word in tokens.words[: _first_sentence(tokens)]]
    now = month_of(published)
    told = set[int]()
    for at, word in enumerate(text):
        if word in words.months and tokens.words[at][0].isupper():
            year = next((int(t) for t in text[at + 1 : at + 4] if t.isdigit() and 1900 <= int(t) <= 2999), None)
            back = (now - words.months[word] + 1) % 12
            told.add(now - back if year is None else year * 12 + words.months[word] - 1)
        elif word in words.last and text[at + 1 : at + 2]:
            if text[at + 1] in words.month:
                told.add(now - 1)
            elif text[at + 1] in words.year:
                told.update(range(now // 12 * 12 - 12, now // 12 * 12))
    return frozenset(month for month in told if month < now)


def month_of(day: int) -> int:
    """The month of a day, counted from year 0."""
    told = date.fromordinal(day)
    return told.year * 12 + told.month - 1


def clock_times(text: str, words: LinkWords) -> frozenset[int]:
    """Times of day in minutes, on the quarter hour: "11:20 p.m." is 1,395 (23:15)."""
    found = set()
    for hour, minute, half in words.clock.findall(text):
        found.add((int(hour) % 12 + 12 * (half in "pP")) * 60 + int(minute or 0) // 15 * 15)
    return frozenset(found)


def _opening(tokens: Tokens) -> list[str]:
    return [word.lower() for word in tokens.words[: tokens.lead + 60]]


def _of_the_event(text: Sequence[str], words: LinkWords) -> Iterator[int]:
    """Places in a text whose word, were it a day, might be the event's: nothing else is said to be of that day."""
    start = 0
    for at, word in enumerate(text):
        if word in _BREAKS:
            start = at + 1
        elif (
            words.not_the_event.isdisjoint(text[max(0, at - 3) : at])
            and words.telling.isdisjoint(text[at + 1 : at + 2])
            and words.moved.isdisjoint(text[max(start, at - SOON) : at])
            and words.aftermath.isdisjoint(text[max(start, at - REACH) : at])
        ):
            yield at


def _first_sentence(tokens: Tokens) -> int:
    """Where the first sentence after the title ends."""
    ends = (at for at in range(tokens.title, len(tokens.words)) if tokens.words[at] in ".?!" and at > tokens.title + 8)
    return next(ends, len(tokens.words))


def _weekday(word: str, published: int | None, words: LinkWords) -> int | None:
    if published is None or word not in words.weekdays:
        return None
    return published - (date.fromordinal(published).weekday() - words.weekdays.index(word)) % 7


def _dated(text: list[str], at: int, published: int | None, words: LinkWords) -> int | None:
    if text[at] in words.months:
        return _calendar(text, at, published, words)
    return _in_figures(" ".join(text[at : at + 5]), published) if text[at][0].isdigit() else None


def _in_figures(text: str, published: int | None) -> int | None:
    """A day such as 2021-04-01 or 04/01/2021 that a text begins with; the nearer to publication of two it may be."""
    told = _FIGURES.match(text)
    if not told:
        return None
    iso, one, two, year = told.groups()
    spelled = (iso,) if iso else (f"{year}-{one:0>2}-{two:0>2}", f"{year}-{two:0>2}-{one:0>2}")
    days = [day for day in map(_ordinal, spelled) if day is not None and (published is None or day <= published)]
    return max(days, default=None) if published is not None or len({*days}) == 1 else None


def _ordinal(iso: str) -> int | None:
    try:
        return date.fromisoformat(iso).toordinal()
    except ValueError:
        return None


def _calendar(text: list[str], at: int, published: int | None, words: LinkWords) -> int | None:
    month = words.months[text[at]]
    day = next(
        (int(t) for t in (*text[at + 1 : at + 3], *text[max(0, at - 2) : at]) if t.isdigit() and 1 <= int(t) <= 31),
        None,
    )
    year = next((int(t) for t in text[at + 1 : at + 5] if t.isdigit() and 1900 <= int(t) <= 2999), None)
    if day is None or (year is None and published is None):
        return None
    try:
        if year is not None:
            return date(year, month, day).toordinal()
        told = date(date.fromordinal(published or 1).year, month, day)
        return (told if told.toordinal() <= (published or 1) else told.replace(year=told.year - 1)).toordinal()
    except ValueError:
        return None
