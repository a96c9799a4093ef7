"""What moved between two runs, and how it is called."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from casualties import pipeline
from casualties.model import Article, Estimate, Moment, Revision, Voice
from casualties.pipeline import Result, run
from casualties.report import changes
from casualties.report.write import write


def told(*texts: str) -> Result:
    return run(
        Article.create(
            f"Police said on Thursday that {text} people were killed by a bomb in Aleppo.",
            title="Bomb in Aleppo market",
            url="https://example.org/1",
            published=Moment.parse(f"2024-01-04T1{number}:00Z"),
        )
        for number, text in enumerate(texts)
    )


def changed(before: Result | None, after: Result, folder: Path) -> list[tuple[str, str, int | None, int | None]]:
    if before:
        write(folder, before)
    found = changes.rows(changes.read(folder), after)
    return [(row["change"], row["category"], row["before_best"], row["best"]) for row in found]


def test_a_new_event_a_rise_and_a_fall(tmp_path: Path) -> None:
    one, two, three = told("12"), told("12", "15"), told("12", "15", "9")
    assert changed(None, one, tmp_path) == [("new event", "killed", None, 12)]
    assert changed(one, one, tmp_path) == []
    assert changed(one, two, tmp_path) == [("up", "killed", 12, 15)]
    assert changed(two, three, tmp_path) == [("down", "killed", 15, 9)]
    assert changed(three, run([]), tmp_path) == [("event gone", "killed", 9, None)]


def test_a_policy_that_was_not_asked_for_before_has_not_moved(tmp_path: Path) -> None:
    one, two = told("12"), told("12", "15")
    write(tmp_path, one)
    again = pipeline.settle(two.sightings, two.claims, two.linked, ("full-range", "gtd"))
    found = list(changes.rows(changes.read(tmp_path), again))
    assert [(row["policy"], row["change"]) for row in found] == [("full-range", "up")]


def estimate(low: int | None, best: int | None, high: int | None) -> Estimate:
    return Estimate("e", "killed", "full-range", None, low, best, high, ("c",))


@pytest.mark.parametrize(
    ("old", "new", "direction", "kind"),
    [
        ((None, None, None), (1, 2, 3), "first", "new figure"),
        ((1, 2, 3), (None, None, None), "retracted", "withdrawn"),
        ((1, 2, 3), (1, 2, 4), "corrected", "range"),
        ((1, 2, 3), (1, 3, 3), "up", "up"),
        ((1, 2, 3), (1, 1, 3), "down", "down"),
        ((1, 2, 3), (1, 1, 3), "corrected", "corrected"),
        ((1, 2, 3), (1, 1, 3), "retracted", "retracted"),
        ((1, 2, 3), (1, 3, 3), "retracted", "up"),
        ((1, 2, 3), (1, 3, 3), "corrected", "up"),
        ((1, None, None), (1, 3, None), "up", "new figure"),
        ((1, 2, 3), (1, None, 3), "disputed", "withdrawn"),
    ],
)
def test_kinds(old: changes.Range, new: changes.Range, direction: str, kind: str) -> None:
    moved = Revision("e", "killed", Voice("police"), None, 1, 1, 2, 2, "up", "c")
    assert changes.kind(old, estimate(*new), replace(moved, direction=direction)) == kind  # type: ignore[arg-type]


def test_a_fall_is_not_called_by_a_correction_that_it_does_not_rest_on() -> None:
    moved = Revision("e", "killed", Voice("police"), None, 2, 2, 1, 1, "corrected", "another claim")
    assert changes.kind((1, 2, 3), estimate(1, 1, 3), moved) == "down"


def test_the_table_reads_back_and_formulas_are_harmless(tmp_path: Path) -> None:
    after = told("12")
    (row,) = changes.rows(changes.Before(), after)
    (read,) = csv.DictReader(io.StringIO(changes.text([row | {"title": "=1+1"}]), newline=""))
    assert list(read) == [column.name for column in changes.COLUMNS]
    assert (read["title"], read["best"], read["before_best"]) == ("'=1+1", "12", "")
    assert read["basis"] in {claim.id for claims in after.claims.values() for claim in claims}


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ((None, None, None), (12, 12, 12), "up: killed 12: Blast [e1234567]"),
        ((12, 12, 12), (12, 15, None), "up: killed 12 → 15 (12–): Blast [e1234567]"),
        ((12, 12, 12), (None, None, None), "up: killed 12 → nothing: Blast [e1234567]"),
    ],
)
def test_a_line_for_mail(before: changes.Range, after: changes.Range, line: str) -> None:
    row = {"event_id": "e12345678", "title": "Blast", "category": "killed", "change": "up", "into": None}
    row |= dict(
        zip(("before_low", "before_best", "before_high", "low", "best", "high"), (*before, *after), strict=True)
    )
    assert changes.line(row) == line
    gone = line.replace(" → nothing", "")  # it is counted elsewhere
    assert changes.line(row | {"into": "f12345678;012345678"}) == f"{gone} into [f1234567], [01234567]"
