"""What moved since the tables of an earlier run: changes.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from casualties.model import Estimate, Revision
from casualties.pipeline import Result
from casualties.report.csvfile import csv_text
from casualties.report.rows import JOINT, NOTHING, Range, Row, joined, last_move, range_of, when
from casualties.report.tables import BASIS, CATEGORY, EVENT_ID, LAST_REVISED, POLICY, RANGE, TITLE, Column

FILE = "changes.csv"
Key = tuple[str, str, str]  # event, category, policy
FIGURES = ("low", "best", "high")
BEFORE = tuple(f"before_{part}" for part in FIGURES)


@dataclass(frozen=True, slots=True)
class Before:
    """The estimates of an earlier run, the titles of its events, and which ids led to which."""

    ranges: dict[Key, Range] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    redirects: frozenset[tuple[str, str]] = frozenset()

    @property
    def policies(self) -> set[str]:
        """Those that it was made with: of any other nothing can be said to have moved."""
        return {policy for _, _, policy in self.ranges}


def read(folder: Path) -> Before:
    """The tables of an earlier run; nothing where there are none."""
    ranges: dict[Key, Range] = {
        (row["event_id"], row["category"], row["policy"]): (
            _number(row, "low"), _number(row, "best"), _number(row, "high"),
        )
        for row in _rows(folder / "estimates.csv")
    }  # fmt: skip
    titles = {row["event_id"]: row["title"] for row in _rows(folder / "events.csv")}
    return Before(ranges, titles, frozenset((r["event_id"], r["into"]) for r in _rows(folder / "redirects.csv")))


def rows(before: Before, result: Result) -> Iterator[Row]:
    """One row per estimate that moved, in the order of the events; last those of events that are no more."""
    there = set()
    policies = before.policies or set(result.policies)
    parted = {
        id_: joined(one.into)
        for id_, one in result.succession.items()
        if any((id_, into) not in before.redirects for into, _ in one.others)
    }
    for event in result.linked.events:
        there.add(event.id)
        reconciled = result.reconciled[event.id]
        for estimate in reconciled.estimates:
            old = before.ranges.get((event.id, estimate.category, estimate.policy), NOTHING)
            new = range_of(estimate)
            known = event.id in before.titles
            if old != new and (estimate.policy in policies or not known):
                moved = last_move(one for one in reconciled.revisions if one.category == estimate.category)
                change = "new event" if not known else "split" if event.id in parted else kind(old, estimate, moved)
                yield _row((event.id, estimate.category, estimate.policy), event.title, change, old, new) | {
                    "last_revised": when(moved.at) if moved else None,
                    "basis": joined(estimate.basis),
                    "into": parted.get(event.id),
                }
    for key, old in before.ranges.items():
        if key[0] not in there and old != NOTHING:
            change = result.succession[key[0]].how if key[0] in parted else "event gone"
            yield _row(key, before.titles.get(key[0], ""), change, old, NOTHING) | {"into": parted.get(key[0])}


def kind(old: Range, estimate: Estimate, moved: Revision | None) -> str:
    """The type of a change of one estimate of a known event; a fall is called by the correction that made it."""
    best, new = old[1], estimate.best
    if old == NOTHING:
        return "new figure"
    if range_of(estimate) == NOTHING:
        return "withdrawn"
    if best == new:
        return "range"
    if best is None:
        return "new figure"
    if new is None:
        return "withdrawn"
    if new > best:
        return "up"
    if moved and (moved.direction == "retracted" or (moved.direction == "corrected" and moved.claim in estimate.basis)):
        return moved.direction
    return "down"


def text(changed: Iterable[Row]) -> str:
    """changes.csv, as the other tables are written."""
    return csv_text([column.name for column in COLUMNS], changed)


def line(row: Row) -> str:
    """A change for mail or chat."""
    old, new = (_told(row, names) for names in (BEFORE, FIGURES))
    moved = f"{old} → {new}" if old and new else new or (old if row["into"] else f"{old} → nothing")
    into = ", ".join(f"[{id_[:8]}]" for id_ in (row["into"] or "").split(JOINT) if id_)
    where = f"[{row['event_id'][:8]}]" + (f" into {into}" if into else "")
    return f"{row['change']}: {row['category']} {moved}: {row['title'] or 'untitled'} {where}"


def _told(row: Row, names: Iterable[str]) -> str:
    low, best, high = (row[name] for name in names)
    if low == best == high:
        return "" if best is None else str(best)
    bounds = f"{'?' if low is None else low}–{'' if high is None else high}"
    return f"{'?' if best is None else best} ({bounds})"


def _row(key: Key, title: str, change: str, old: Range, new: Range) -> Row:
    event, category, policy = key
    row: Row = {"event_id": event, "title": title, "category": category, "policy": policy, "change": change}
    row |= dict(zip((*BEFORE, *FIGURES), (*old, *new), strict=True))
    return row | {"last_revised": None, "basis": None, "into": None}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            yield from csv.DictReader(file)


def _number(row: dict[str, str], name: str) -> int | None:
    told = row.get(name) or ""
    return int(told) if told.isdecimal() else None


DESCRIPTION = "What moved since the last round: one row per estimate (written by configured rounds)."
COLUMNS = (
    EVENT_ID,
    TITLE,
    CATEGORY,
    POLICY,
    Column("change", "string", "new event, new figure, up, down, corrected or retracted (a fall that a source owned), "
           "range (low or high moved), withdrawn, merged or split (its articles are in other events now), event gone"),
    Column("before_low", "integer", "the smallest toll as it was; empty = none"),
    Column("before_best", "integer", "the likeliest toll as it was"),
    Column("before_high", "integer", "the largest toll as it was; empty beside a low = open top"),
    *RANGE,
    LAST_REVISED,
    BASIS,
    Column("into", "string", f"of merged and split: ids of the events of its articles, `{JOINT}` between them"),
)  # fmt: skip
