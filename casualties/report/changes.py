"""What moved since the tables of an earlier run: changes.csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from casualties.model import Estimate, Revision
from casualties.pipeline import Result
from casualties.report.tables import (
    BEST,
    CATEGORY,
    EVENT_ID,
    HIGH,
    LAST_REVISED,
    LOW,
    POLICY,
    Column,
    Row,
    Table,
    joined,
    last_move,
    when,
)

FILE = "changes.csv"
Range = tuple[int | None, int | None, int | None]
Key = tuple[str, str, str]  # event, category, policy
NOTHING: Range = (None, None, None)


@dataclass(frozen=True, slots=True)
class Before:
    """The estimates of an earlier run and the titles of its events."""

    ranges: dict[Key, Range] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


def read(folder: Path) -> Before:
    """The tables of an earlier run; nothing where there are none."""
    ranges = {
        (row["event_id"], row["category"], row["policy"]): (
            _number(row, "low"),
            _number(row, "best"),
            _number(row, "high"),
        )
        for row in _rows(folder / "estimates.csv")
    }  # fmt: skip
    return Before(ranges, {row["event_id"]: row["title"] for row in _rows(folder / "events.csv")})


def rows(before: Before, result: Result) -> Iterator[Row]:
    """One row per estimate that moved, in the order of the events; last those of events that are no more."""
    there = set()
    for event in result.linked.events:
        there.add(event.id)
        reconciled = result.reconciled[event.id]
        for estimate in reconciled.estimates:
            old = before.ranges.get((event.id, estimate.category, estimate.policy), NOTHING)
            new = (estimate.low, estimate.best, estimate.high)
            if old != new:
                moved = last_move(one for one in reconciled.revisions if one.category == estimate.category)
                change = "new event" if event.id not in before.titles else kind(old, estimate, moved)
                yield _row((event.id, estimate.category, estimate.policy), event.title, change, old, new) | {
                    "last_revised": when(moved.at) if moved else None,
                    "basis": joined(estimate.basis),
                }
    for key, old in before.ranges.items():
        if key[0] not in there and old != NOTHING:
            yield _row(key, before.titles.get(key[0], ""), "event gone", old, NOTHING)


def kind(old: Range, estimate: Estimate, moved: Revision | None) -> str:
    """The type of a change of one estimate of a known event."""
    best, new = old[1], estimate.best
    if old == NOTHING:
        return "new figure"
    if (estimate.low, new, estimate.high) == NOTHING:
        return "withdrawn"
    if best == new:
        return "range"
    if moved and moved.direction in ("corrected", "retracted"):
        return moved.direction
    return "new figure" if best is None else "withdrawn" if new is None else "up" if new > best else "down"


def text(changed: Iterable[Row]) -> str:
    """changes.csv, as the other tables are written."""
    from casualties.report.write import LINE_END, cells

    held = io.StringIO()
    writer = csv.DictWriter(held, [column.name for column in CHANGES.columns], lineterminator=LINE_END)
    writer.writeheader()
    writer.writerows(cells(CHANGES.columns, row) for row in changed)
    return held.getvalue()


def line(row: Row) -> str:
    """A change for mail or chat."""
    old, new = (_told(row, prefix) for prefix in ("before_", ""))
    moved = f"{old} → {new}" if old and new else new or f"{old} → nothing"
    return f"{row['change']}: {row['category']} {moved}: {row['title'] or 'untitled'} [{row['event_id'][:8]}]"


def _told(row: Row, prefix: str) -> str:
    low, best, high = (row[f"{prefix}{part}"] for part in ("low", "best", "high"))
    if low == best == high:
        return "" if best is None else str(best)
    bounds = f"{'?' if low is None else low}–{'' if high is None else high}"
    return f"{'?' if best is None else best} ({bounds})"


def _row(key: Key, title: str, change: str, old: Range, new: Range) -> Row:
    event, category, policy = key
    row: Row = {"event_id": event, "title": title, "category": category, "policy": policy, "change": change}
    row |= dict(zip(("before_low", "before_best", "before_high", "low", "best", "high"), (*old, *new), strict=True))
    return row | {"last_revised": None, "basis": None}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            yield from csv.DictReader(file)


def _number(row: dict[str, str], name: str) -> int | None:
    told = row.get(name) or ""
    return int(told) if told.isdecimal() else None


CHANGES = Table(
    "changes",
    "What moved since the last round: one row per estimate (written by configured rounds).",
    (
        EVENT_ID,
        Column("title", "string", "what happened"),
        CATEGORY,
        POLICY,
        Column("change", "string", "new event, new figure, up, down, corrected, retracted, range (low or high moved), "
               "withdrawn or event gone (its articles are now in another)"),
        Column("before_low", "integer", "the smallest toll as it was; empty = none"),
        Column("before_best", "integer", "the likeliest toll as it was"),
        Column("before_high", "integer", "the largest toll as it was; empty beside a low = open top"),
        LOW,
        BEST,
        HIGH,
        LAST_REVISED,
        Column("basis", "string", "ids of the claims it rests on, `;` between them"),
    ),
    lambda result: rows(Before(), result),
)  # fmt: skip
