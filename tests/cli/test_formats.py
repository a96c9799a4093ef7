"""Every verb that prints rows prints them for a person, as CSV and as JSON lines, and the same in each."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import pty
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).parents[2]
GOLD = ROOT / "data/gold/sentences.jsonl"
TURNED = "\u202e"
VERBS = {
    "show": ("show", "Kerman"),
    "explain event": ("explain", "Kerman"),
    "explain claim": ("explain", "CLAIM"),
    "explain link": ("explain", "ONE", "OTHER"),
    "compare": ("compare", "Kerman"),
    "events": ("events",),
}
ALONE = {"policies": ("policies",), "tables of policies": ("policies", "--tables"), "scores": ("evaluate", GOLD)}


def plain(value: Any) -> str:
    """A value as a CSV file has it."""
    joined = ";".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return "'" + joined if isinstance(value, str) and joined.startswith(("=", "+", "-", "@")) else joined


def same(run: Run, *command: Any) -> list[dict[str, Any]]:
    told = [json.loads(line) for line in run(*command, "--format", "jsonl").stdout.splitlines()]
    held = list(csv.DictReader(io.StringIO(run(*command, "--format", "csv").stdout, newline="")))
    assert len(told) == len(held) > 0
    for row, cells in zip(told, held, strict=True):
        assert {name: cell for name, cell in cells.items() if cell} == {
            name: plain(value) for name, value in row.items() if plain(value)
        }
    done = run(*command, "--format", "table")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout
    return told


@pytest.mark.parametrize("name", VERBS)
def test_of_an_earlier_run(name: str, run: Run, finished: Path) -> None:
    with (finished / "claims.csv").open(encoding="utf-8", newline="") as file:
        claims = list(csv.DictReader(file))
    names = {"CLAIM": claims[0]["claim_id"], "ONE": claims[0]["article_id"], "OTHER": claims[-1]["article_id"]}
    command = [names.get(word, word) for word in VERBS[name]]
    for row in same(run, *command, "--out", finished):
        for id_ in row.get("evidence") or ():
            assert id_ in {claim[key] for claim in claims for key in ("claim_id", "article_id")}


@pytest.mark.parametrize("name", ALONE)
def test_of_nothing_else(name: str, run: Run) -> None:
    same(run, *ALONE[name])


def test_of_a_ledger(run: Run, tmp_path: Path) -> None:
    run("run", ROOT / "seeds", "--ledger", "kept.db")
    run("decide", "merge", "Kerman", "Lewiston", "--ledger", "kept.db", "--reason", "one", "--by", "Kim")
    told = same(run, "ledger", "info", "--ledger", "kept.db")
    assert [row["by"] for row in told if row["table"] == "decisions"] == ["Kim"]
    whole = json.loads(run("ledger", "info", "--ledger", "kept.db", "--format", "json").stdout)
    assert sum(row["entries"] for row in told if row["table"] == "kinds") == whole["entries"]


def test_floors(run: Run) -> None:
    command = ("evaluate", "--gate", ROOT / "data/gold/floors.json")
    told = [json.loads(line) for line in run(*command, "--format", "jsonl").stdout.splitlines()]
    held = list(csv.DictReader(io.StringIO(run(*command, "--format", "csv").stdout, newline="")))
    assert [list(row) for row in told] == [["set", "measure", "floor", "now"]] * len(told)
    assert held == [{name: plain(value) for name, value in row.items()} for row in told]


READERS = [
    ("extract", "-"), ("tolls", "-"), ("run", "-", "--out", "out"), ("show", "Bomb"), ("explain", "Bomb"),
    ("compare", "Bomb"), ("events",), ("digest", "--since", "2000"),
]  # fmt: skip


@pytest.mark.parametrize("command", READERS, ids=lambda command: command[0])
def test_a_terminal_shows_no_number_backwards(command: tuple[str, ...], run: Run) -> None:
    """A sign that turns what follows would show 12 as 21; tables for programs keep what was written."""
    record = {"id": f"a{TURNED}b", "title": f"Bomb in {TURNED}Aleppo", "outlet": f"He{TURNED}rald",
              "text": f"The mayor {TURNED}of Aleppo said {TURNED}12 people were killed by a bomb."}  # fmt: skip
    given = json.dumps(record)
    run("run", "-", "--input-format", "jsonl", "--out", "out", stdin=given)
    more = () if command[0] == "digest" else ("--format", "table")
    read = ("--input-format", "jsonl") if "-" in command else ()
    done = run(*command, *read, *more, stdin=given)
    assert done.returncode == 0
    assert done.stdout
    assert TURNED not in done.stdout + done.stderr
    if command[0] == "extract":
        assert TURNED in run(*command, *read, "--format", "jsonl", stdin=given).stdout


@pytest.mark.parametrize("width", [80, 200])
@pytest.mark.parametrize("verb", ["show", "explain"])
def test_lines_are_broken_between_words_on_a_terminal(verb: str, width: int, run: Run, finished: Path) -> None:
    piped = run(verb, "Kerman", "--out", finished).stdout
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (40, width))
    command = [sys.executable, "-c", "from casualties.cli import main; main()", verb, "Kerman", "--out", str(finished)]
    shown = b""
    with subprocess.Popen(command, stdout=slave, stderr=subprocess.PIPE) as at_work:
        os.close(slave)
        with contextlib.suppress(OSError):  # how a terminal says that its other end was closed
            while piece := os.read(master, 65536):
                shown += piece
        assert at_work.wait() == 0
    lines = shown.decode().split("\r\n")
    assert max(map(len, lines)) <= width
    assert "".join(lines).split() != []
    assert " ".join(" ".join(lines).split()) == " ".join(piped.split())
    assert any(line.startswith("  ") for line in lines)
