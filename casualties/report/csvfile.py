"""Rows as a CSV file that every spreadsheet reads alike (RFC 4180), and none takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from casualties.report.rows import JOINT, Row

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

LINE_END = "\r\n"  # RFC 4180
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(names: Sequence[str], rows: Iterable[Row]) -> str:
    """A CSV file with a header: RFC 4180, formula signs made harmless."""
    held = io.StringIO()
    put_csv(held, names, rows)
    return held.getvalue()


def put_csv(file: SupportsWrite[str], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a CSV file row by row as the rows come."""
    writer = csv.writer(file, lineterminator=LINE_END)
    writer.writerow(names)
    writer.writerows([cell(row[name]) for name in names] for row in rows)


def cell(value: Any) -> Any:
    """One CSV value: lists joined, empty text as not known, a leading formula sign behind an apostrophe.

    >>> cell("=1+1"), cell(["a", "b"]), cell("")
    ("'=1+1", 'a;b', None)
    """
    if isinstance(value, list | tuple):
        value = JOINT.join(value)
    if not isinstance(value, str):
        return value
    return "'" + value if value.startswith(FORMULA) else value or None
