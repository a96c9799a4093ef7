"""Scores agree with the independent scorers: the pinned numbers were computed by those on the same files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualties.cli.evaluate import article_of, read_rows
from casualties.evaluate import claims as claim_scores
from casualties.evaluate import tolls as toll_scores
from casualties.evaluate.gold import Gold, GoldError, read
from casualties.evaluate.report import report
from casualties.model import Article

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data"

# `shifted` is the gold itself, cut and shifted row by row, so that open tops, lone bounds and absent rows come up.
PINNED = json.loads((DATA / "pinned.json").read_text())
CLAIMS = PINNED["claims"]


@pytest.fixture(scope="module")
def streams() -> list[Gold]:
    return read([ROOT / "data/gold/streams"], article_of)


def shifted(rows: list[Gold]) -> dict[str, dict[str, Any]]:
    made = {}
    for number, row in enumerate(rows):
        told: dict[str, Any] = {"id": row.id}
        for nth, category in enumerate(("killed", "injured", "missing")):
            low, high = row.tolls.get(f"{category}_min"), row.tolls.get(f"{category}_max")
            way = (number + nth) % 5
            if way:
                told[category] = None if low is None and way < 3 else (low or 0) + (way == 4)
                told[f"{category}_low"] = low if way in (1, 4) else None
                told[f"{category}_high"] = high if way in (1, 2) else None
        made[row.id] = told
    return made


def without_bins(told: dict[str, Any]) -> dict[str, Any]:
    return {row.pop("category"): {k: v for k, v in row.items() if k != "calibration_error"} for row in told["tolls"]}


def test_tolls_score_as_the_independent_scorer_scores_them(streams: list[Gold]) -> None:
    tolls, _ = read_rows((DATA / "tolls.jsonl",))
    assert without_bins(report(streams, tolls, None)) == PINNED["tolls"]


def test_open_tops_lone_bounds_and_absent_rows_score_so_too(streams: list[Gold]) -> None:
    assert without_bins(report(streams, shifted(streams), None)) == PINNED["shifted"]


def test_claims_score_as_the_independent_scorer_scores_them(streams: list[Gold]) -> None:
    _, claims = read_rows((DATA / "claims.jsonl",))
    told = report(streams, None, claims)
    assert told["claims"] == [CLAIMS]
    assert sum(row["gold"] for row in told["kinds"]) == CLAIMS["gold"]
    assert told["distractors"] == [{"texts": 5, "false_alarms": 0, "clean": 1.0}]


def test_the_annotated_claims_are_all_right(streams: list[Gold]) -> None:
    perfect = {row.id: row.claims or () for row in streams}
    told = report(streams, None, perfect)
    assert told["claims"] == [CLAIMS | {"precision": 1.0, "recall": 1.0, "f1": 1.0, "kind_accuracy": 1.0}]
    assert all(row["f1"] == 1.0 for row in told["kinds"] if row["kind"] != "trend")


def row_of(told: dict[str, Any], claims: tuple[dict[str, Any], ...] | None = None) -> Gold:
    return Gold("a", Article.create("text"), told, claims)


def test_a_claim_in_a_text_without_a_toll_is_a_false_alarm() -> None:
    none = {f"{category}_min": None for category in ("killed", "injured", "missing")}
    claim = {"category": "killed", "kind": "toll", "low": 3, "status": "asserted", "rule": "r", "quote": "q"}
    other = claim | {"kind": "background", "start": 0, "end": 1}
    assert claim_scores.alarms([row_of(none, (other,))], {"a": [claim, other]})[1] == [{"id": "a", **claim}]
    assert claim_scores.alarms([row_of(none, (claim,))], {"a": [claim]}) == (0, [])
    assert claim_scores.alarms([row_of(none | {"killed_min": 0}, ())], {"a": [claim]}) == (0, [])
    assert claim_scores.alarms([row_of(none)], {"a": [claim]}) == (0, [])


ROWS = st.lists(
    st.tuples(st.integers(0, 300), st.none() | st.integers(0, 50), st.none() | st.integers(0, 300), st.floats(0, 1)),
    min_size=1,
    max_size=30,
)


@given(ROWS)
def test_bins_hold_every_row_once(rows: list[tuple[int, int | None, int | None, float]]) -> None:
    gold = [
        Gold(str(n), Article.create("t"), {"killed_min": low, "killed_max": None if more is None else low + more})
        for n, (low, more, _, _) in enumerate(rows)
    ]
    mine = {str(n): {"killed": figure, "killed_confidence": sure} for n, (_, _, figure, sure) in enumerate(rows)}
    told = report(gold, mine, None)
    (total,) = told["tolls"]
    for table in ("sizes", "reliability"):
        assert sum(row["n"] for row in told[table]) == total["n"] == len(rows)
        assert sum(row["n"] * row["exact"] for row in told[table]) == pytest.approx(
            total["exact"] * len(rows), abs=0.02
        )
    assert 0 <= total["calibration_error"] <= 1
    assert total["positive"] <= 1
    assert total["missed"] <= total["positives"]


@pytest.mark.parametrize(
    ("row", "low", "high", "expected"),
    [
        ({"killed": 3}, 3, 3, True),
        ({"killed": 3}, 3, None, True),
        ({"killed": None}, 0, 0, True),
        ({}, 0, 0, True),
        ({"killed": 3}, 3, 4, False),
        ({"killed": 3, "killed_low": 3, "killed_high": 4}, 3, 4, True),
        ({"killed": 4, "killed_low": 3, "killed_high": 4}, 4, 4, True),
        ({"killed": None, "killed_low": 5}, 5, 5, True),
    ],
)
def test_right(row: dict[str, Any], low: int, high: int | None, expected: bool) -> None:
    assert toll_scores.right(row, "killed", low, high) is expected


def test_gained_and_lost() -> None:
    gold = [Gold(str(n), Article.create("t"), {"killed_min": 2, "killed_max": 2}) for n in range(3)]
    before = {"0": {"killed": 2}, "1": {"killed": 5}, "2": {"killed": 2}}
    after = {"0": {"killed": 3}, "1": {"killed": 2}, "2": {"killed": 2}}
    changes = report(gold, after, None, before)["changes"]
    assert [(row["change"], row["id"], row["before"], row["after"]) for row in changes] == [
        ("lost", "0", 2, 3),
        ("gained", "1", 5, 2),
    ]


def test_overconfidence_has_a_negative_gap() -> None:
    gold = [Gold(str(n), Article.create("t"), {"killed_min": n, "killed_max": n}) for n in (1, 2)]
    sure = {"killed": 1, "killed_confidence": 0.98}
    (row,) = report(gold, {"1": sure, "2": sure}, None)["reliability"]
    assert (row["n"], row["exact"], row["gap"]) == (2, 0.5, -0.48)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", ":1: not JSON"),
        ("[]", ":1: not an object"),
        ('{"id": "a", "text": "t"}', ":1: needs"),
        ('{"id": "a", "text": "", "gold": {}}', ":1: no article"),
    ],
)
def test_bad_gold_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(GoldError, match=message):
        read([path], article_of)


def test_an_id_stands_once(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text((json.dumps({"id": 1, "text": "t", "gold": {}}) + "\n") * 2)
    with pytest.raises(GoldError, match="twice"):
        read([path], article_of)
