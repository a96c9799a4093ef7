"""UCDP GED: a row per event, its deaths as the policy `ucdp` reads them, and how exactly time and place are known.

Columns are named and coded as in the Georeferenced Event Dataset; what nobody here can know (the actors, the type of
violence, coordinates) is not among them. `where_prec` is empty for a place that no list of places holds; `date_start`
and `date_prec` where no article names the day: `date_end` is then that of the first report, and `year` its year.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from casualties.model import Article, Event
from casualties.pipeline import Result
from casualties.report import compare
from casualties.report.csvfile import put_csv
from casualties.report.export import addresses

NAME = "events.ged.csv"
POLICY = "ucdp"
COLUMNS = (
    "relid", "year", "where_description", "where_prec", "country", "date_prec", "date_start", "date_end", "best",
    "high", "low", "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
)  # fmt: skip
DATE_PREC = {"second": 1, "minute": 1, "hour": 1, "day": 1, "month": 4, "year": 5}
WHERE_PREC = {"address": 1, "city": 1, "region": 4, "country": 6}


def write(folder: Path, result: Result, event: Event | None = None) -> Iterator[Path]:
    """Write every event for which a number of deaths is known, or the one."""
    with (folder / NAME).open("w", encoding="utf-8", newline="") as file:
        put_csv(file, COLUMNS, rows(result, event))
    yield folder / NAME


def rows(result: Result, event: Event | None = None) -> Iterator[dict[str, Any]]:
    """The rows; `source_…` are of the articles whose claims the numbers rest on, `;` between them.

    A `;` of an address itself is percent-encoded (`%3B`), so that the address still opens.
    """
    for one in result.linked.events if event is None else (event,):
        compared = compare.of_event(result, one, (POLICY,))
        estimate = next((c.estimate for c in compared if (c.category, c.group) == ("killed", "")), None)
        if estimate is None or estimate.best is None:
            continue
        used = {result.claim[claim].article for claim in estimate.basis}
        sources = [result.article[id_] for id_ in one.articles if id_ in used]
        start, end, date_prec = _days(one)
        yield {
            "relid": one.id,
            "year": one.date.at.year if one.date else None,
            "where_description": one.place.name,
            "where_prec": WHERE_PREC.get(one.place.precision),
            "country": one.place.country,
            "date_prec": date_prec,
            "date_start": start,
            "date_end": end,
            "best": estimate.best,
            "high": estimate.high,
            "low": estimate.low,
            "number_of_sources": len(sources),
            **_sources(sources),
        }


def _sources(sources: list[Article]) -> dict[str, str]:
    columns = {
        "source_article": [addresses.unbroken(article.url, ";") or article.ref for article in sources],
        "source_office": [article.outlet for article in sources],
        "source_date": [str(article.published or "") for article in sources],
        "source_headline": [article.title for article in sources],
    }
    return {name: ";".join(" ".join(text.replace(";", ",").split()) for text in told) for name, told in columns.items()}


def _days(event: Event) -> tuple[str | None, str | None, int | None]:
    """First and last day, and how exactly they are known; of an event whose day nobody tells, the last that it can be:
    that of the first report.
    """
    if event.date is None:
        return None, None, None
    if not event.date_told:
        return None, _day(event.date.latest), None
    return _day(event.date.at), _day(event.date.latest), DATE_PREC[event.date.precision]


def _day(at: datetime) -> str:
    return at.date().isoformat()
