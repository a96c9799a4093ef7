"""From Python: the same tables, as DataFrames."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pandas
import pytest

import casualties
from casualties.report.tables import TABLES

ROOT = Path(__file__).parent.parent


def test_an_earlier_run_and_a_new_one_are_the_same(finished: Path) -> None:
    earlier, new = casualties.load(finished), casualties.read(ROOT / "seeds")
    assert new.problems == ()
    for table in TABLES:
        pandas.testing.assert_frame_equal(earlier.table(table.name), getattr(new, table.name))
        assert list(new.table(table.name).columns) == [column.name for column in table.columns]


def test_records_and_problems() -> None:
    record = {"id": "one", "text": "Blast in Aleppo\nThree people were killed.", "published": "2024-01-05"}
    run = casualties.read([record, {"id": "two"}])
    assert run.articles["killed"].tolist() == [3]
    assert run.claims["id"].tolist() == ["one"]
    assert len(run.problems) == 1
    assert "record 2" in run.problems[0]
    assert "low 3, best 3, high 3" in run.explain(run.events["event_id"].iloc[0])
    assert "Three people" in run.explain(run.claims["claim_id"].iloc[0])


def test_what_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="no-such"):
        casualties.read({"text": "Two people died."}, policies=["no-such"])
    with pytest.raises(LookupError):
        casualties.read([]).explain("nothing")
    with pytest.raises(AttributeError, match="nothing"):
        _ = casualties.nothing


def test_importing_is_cheap() -> None:
    heavy = ("pandas", "jinja2", "casualties.api", "rich", "trafilatura")
    code = f"import casualties, json, sys; print(json.dumps([m for m in {heavy} if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=dict(os.environ))
    assert json.loads(done.stdout) == []


def test_the_example_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["tables.py", str(ROOT / "seeds")])
    runpy.run_path(str(ROOT / "examples/tables.py"))
    told = capsys.readouterr().out
    assert "killed_best" in told
    assert "policy full-range" in told
