"""casualties evaluate and fit as a user meets them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from casualties.lexicon.confidence import MOST, parsed

Run = Callable[..., subprocess.CompletedProcess[str]]
GOLD = Path(__file__).parents[2] / "data/gold"
ARTICLES = GOLD / "articles.jsonl"


def test_three_formats_tell_the_same(run: Run) -> None:
    whole = json.loads(run("evaluate", ARTICLES, "--format", "json").stdout)
    assert {"tolls", "sizes", "reliability", "claims", "kinds", "distractors"} <= whole.keys()
    rows = [json.loads(line) for line in run("evaluate", ARTICLES, "--format", "jsonl").stdout.splitlines()]
    assert rows == [{"table": name, **row} for name, told in whole.items() for row in told]
    text = run("evaluate", ARTICLES, "--format", "table").stdout
    assert all(f"\n{name}\n" in f"\n{text}" for name in whole)
    assert f"{whole['claims'][0]['f1']:.3f}" in text


def test_predictions_of_a_file_score_as_our_own(run: Run, tmp_path: Path) -> None:
    streams = GOLD / "streams"
    files = sorted(map(str, streams.glob("*.jsonl")))
    tolls, claims = tmp_path / "tolls.jsonl", tmp_path / "claims.jsonl"
    tolls.write_text(run("tolls", *files, "--attackers", "exclude", "--format", "jsonl").stdout)
    claims.write_text(run("extract", *files, "--format", "jsonl").stdout)
    given = run("evaluate", streams, "--predicted", tolls, "--predicted", claims, "--format", "json")
    assert given.stdout == run("evaluate", streams, "--attackers", "exclude", "--format", "json").stdout
    only = json.loads(run("evaluate", streams, "--predicted", claims, "--format", "json").stdout)
    assert "claims" in only
    assert "tolls" not in only


def test_diff_lists_what_was_lost(run: Run, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(
        json.dumps({"id": "a", "text": "Two people were killed.", "gold": {"killed_min": 5, "killed_max": 5}})
    )
    earlier = tmp_path / "earlier.jsonl"
    earlier.write_text(json.dumps({"id": "a", "killed": 5}))
    told = json.loads(run("evaluate", gold, "--diff", earlier, "--format", "json").stdout)
    assert told["changes"] == [
        {"change": "lost", "id": "a", "category": "killed", "gold_low": 5, "gold_high": 5, "before": 5, "after": 2}
    ]


def test_bad_gold_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text("{\n")
    done = run("evaluate", "gold.jsonl")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "gold.jsonl:1" in done.stderr


def test_fit_learns_a_table_that_tolls_uses(run: Run, tmp_path: Path) -> None:
    done = run("fit", ARTICLES, "--out", "mine.toml")
    assert done.returncode == 0, done.stderr
    assert "log-loss" in done.stderr
    assert done.stdout == ""
    table = parsed((tmp_path / "mine.toml").read_text(), "mine.toml")
    assert sum(map(len, table.weights.values())) < MOST
    ours = [json.loads(line) for line in run("tolls", ARTICLES).stdout.splitlines()]
    mine = [json.loads(line) for line in run("tolls", ARTICLES, "--confidence", "mine.toml").stdout.splitlines()]

    def figures(rows: list[dict[str, object]]) -> list[dict[str, object]]:
        return [{name: value for name, value in row.items() if not name.endswith("_confidence")} for row in rows]

    assert figures(ours) == figures(mine)
    assert ours != mine


@pytest.mark.parametrize("text", ["prior =", "[rule]\npassive = 1", "prior = nan", 'prior = 1\nrule = "x"'])
def test_a_bad_table_is_one_line(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.toml").write_text(text)
    done = run("tolls", "-", "--confidence", "bad.toml", stdin="Two died.")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "bad.toml" in done.stderr


def test_fit_needs_right_and_wrong_rows(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text(json.dumps({"id": "a", "text": "Two were killed.", "gold": {"killed_min": 2}}))
    assert run("fit", "gold.jsonl", "--out", "mine.toml").returncode == 2
    assert not (tmp_path / "mine.toml").exists()
