"""HXL: the table of events with the Humanitarian Exchange Language's hashtags under its header."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from casualties.lexicon import categories
from casualties.model import Event
from casualties.pipeline import Result
from casualties.report.csvfile import put_csv
from casualties.report.tables import TABLES

NAME = "events.hxl.csv"
TAGS = {
    "event_id": "#event+id+code",
    "title": "#event+name",
    "type": "#event+type",
    "place": "#loc+name",
    "country": "#country+name",
    "date": "#date+occurred",
    **{
        f"{category}_{part}": f"#affected+{category}{tag}"
        for category in categories()
        for part, tag in (("best", ""), ("low", "+min"), ("high", "+max"))
    },
    "n_articles": "#meta+articles+num",
    "n_voices": "#meta+voices+num",
    "first_reported": "#date+reported+first",
    "last_revised": "#date+updated",
    "flags": "#meta+cautions",
}
"""The columns in order. A pattern such as `#affected+killed` takes the first that fits: that is the best figure."""


def write(folder: Path, result: Result, event: Event | None = None) -> Iterator[Path]:
    """Write all events, or the one."""
    table = next(table for table in TABLES if table.name == "events")
    rows = (_day_told(row) for row in table.rows(result) if event is None or row["event_id"] == event.id)
    with (folder / NAME).open("w", encoding="utf-8", newline="") as file:
        put_csv(file, list(TAGS), chain([TAGS], rows))
    yield folder / NAME


def _day_told(row: dict[str, object]) -> dict[str, object]:
    """A row without the day of the event where no article names it: that of the first report is no #date+occurred."""
    return row if row["date_told"] == "yes" else row | {"date": None}
