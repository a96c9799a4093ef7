"""The gate: what falls is named, changed gold is seen, and only a flag lowers a floor."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from casualties.evaluate import gate
from casualties.evaluate.gold import GoldError

Run = Callable[..., subprocess.CompletedProcess[str]]
ROWS = [
    {"id": "a", "text": "Three people were killed.", "gold": {"killed_min": 3, "killed_max": 3}},
    {"id": "b", "text": "Two people were killed.", "gold": {"killed_min": 9, "killed_max": 9}},
]


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    """A set of which one half is read right, with a floor under that."""
    gold = tmp_path / "gold.jsonl"
    gold.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    pinned = gate.Pinned("mine", "include", {"gold.jsonl": ""}, {"killed.exact": 0.4})
    path = tmp_path / "floors.json"
    gate.save(path, [gate.lowered(pinned, gate.hashes(pinned, tmp_path), {"killed.exact": 0.5})])
    return path


def floor(path: Path) -> float:
    return gate.load(path)[0].floors["killed.exact"]


def with_floor(path: Path, value: float) -> None:
    told = json.loads(path.read_text())
    told["mine"]["floors"]["killed.exact"] = value
    path.write_text(json.dumps(told))


def test_what_stands_passes(run: Run, floors: Path) -> None:
    before = floors.read_bytes()
    done = run("evaluate", "--gate", floors)
    assert (done.returncode, done.stderr) == (0, "")
    assert floors.read_bytes() == before


def test_what_falls_is_named_with_floor_and_value(run: Run, floors: Path) -> None:
    with_floor(floors, 0.75)
    done = run("evaluate", "--gate", floors)
    assert done.returncode == 1
    assert done.stderr == "casualties: mine: killed.exact: floor 0.75, now 0.5\n"


def test_changed_gold_is_seen_until_it_is_pinned_anew(run: Run, floors: Path) -> None:
    gold = floors.parent / "gold.jsonl"
    gold.write_text(gold.read_text() + "\n".join(json.dumps(row | {"id": row["id"] * 2}) for row in ROWS))
    done = run("evaluate", "--gate", floors)
    assert done.returncode == 1
    assert "sha256 of gold.jsonl" in done.stderr
    assert run("evaluate", "--gate", floors, "--raise-floors").returncode == 0
    assert run("evaluate", "--gate", floors).returncode == 0


def test_gold_that_is_gone_is_seen(run: Run, floors: Path) -> None:
    (floors.parent / "gold.jsonl").unlink()
    done = run("evaluate", "--gate", floors)
    assert done.returncode == 1
    assert "no file" in done.stderr
    assert "not measured" in done.stderr


def test_floors_are_raised_only_upwards(run: Run, floors: Path) -> None:
    assert run("evaluate", "--gate", floors, "--raise-floors").returncode == 0
    assert floor(floors) == 0.5
    with_floor(floors, 0.75)
    assert run("evaluate", "--gate", floors, "--raise-floors").returncode == 1
    assert floor(floors) == 0.75


def test_only_the_explicit_flag_lowers_a_floor(run: Run, floors: Path) -> None:
    with_floor(floors, 0.75)
    assert run("evaluate", "--gate", floors, "--lower-floors").returncode == 0
    assert floor(floors) == 0.5
    with_floor(floors, 0.3)
    assert run("evaluate", "--gate", floors, "--lower-floors").returncode == 0
    assert floor(floors) == 0.3


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("gold.jsonl", "--gate", "floors.json"),
        ("gold.jsonl", "--raise-floors"),
        ("--gate", "floors.json", "--raise-floors", "--lower-floors"),
    ],
)
def test_usage(run: Run, floors: Path, arguments: tuple[str, ...]) -> None:
    assert run("evaluate", *arguments).returncode == 2


@pytest.mark.parametrize("text", ["", "[]", '{"a": {}}', '{"a": {"attackers": "include", "sha256": 3, "floors": {}}}'])
def test_a_bad_file_of_floors_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(text)
    with pytest.raises(GoldError, match=r"floors\.json"):
        gate.load(path)


def test_the_gold_of_the_house_is_pinned_whole() -> None:
    folder = Path(__file__).parents[2] / "data/gold"
    pinned = {folder / name for found in gate.load(folder / "floors.json") for name in found.sha256}
    assert pinned == set(folder.rglob("*.jsonl"))
