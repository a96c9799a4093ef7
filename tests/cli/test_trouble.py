"""What goes wrong around the program: closed streams, an early Ctrl-C, a bad vocabulary, inputs that are not there."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import shutil
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import filelock
import pytest

ROOT = Path(__file__).parent.parent.parent
SEEDS = ROOT / "seeds"
STREAM = ROOT / "data/gold/streams/baghdad_nujaba_strike_2024.jsonl"
PLAIN = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "FORCE_COLOR", "NO_COLOR")}
MAIN = "from casualties.cli import main; main()"
Run = Callable[..., subprocess.CompletedProcess[str]]


def shell(redirected: str, verb: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The program with its streams redirected by a shell."""
    return subprocess.run(
        ["sh", "-c", f'"$0" -c "$1" {verb} {redirected}', sys.executable, MAIN],
        capture_output=True, text=True, cwd=folder, timeout=100, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("verb", "redirected", "status", "told"),
    [
        ("tolls -", "<&-", 1, "casualties: standard input: is closed\n"),
        ("tolls a.txt", ">&-", 2, "casualties: standard output is closed\n"),
        ("tolls a.txt", ">&- 2>&-", 2, ""),
        ("tolls nope", "2>&-", 1, ""),
    ],
)
def test_a_closed_stream_is_one_line(verb: str, redirected: str, status: int, told: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\n\nThree people died.")
    done = shell(redirected, verb, tmp_path)
    assert (done.returncode, done.stderr) == (status, told)


def test_ctrl_c_while_the_program_loads_is_silent() -> None:
    early = (
        "import sys\n"
        "class Early:\n"
        "    def find_spec(name, *_):\n"
        "        if name == 'click': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Early)\n"
    )
    done = subprocess.run([sys.executable, "-c", early + MAIN], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.parametrize("verb", ["tolls", "run", "extract"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[killed]]\ndescription = 'x'", 'killed: write it as [killed], and under it description = "..."'),
        ("[killed]", 'killed: write it as [killed], and under it description = "..."'),
        ("killed = 'x'", 'killed: write it as [killed], and under it description = "..."'),
        ("", "no category; write one as [name], and under it description = ..."),
        ("[killed", "Expected ']' at the end of a table declaration (at end of document)"),
    ],
)
def test_a_bad_table_of_categories_is_one_line(verb: str, text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "categories.toml").write_text(text)
    code = (
        "import pathlib, types; from casualties.lexicon import category\n"
        f"category.resources = types.SimpleNamespace(files=lambda _: pathlib.Path('.'))\n{MAIN}"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, verb, str(STREAM)], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert (done.returncode, done.stderr) == (2, f"casualties: categories.toml: {told}\n")


@pytest.mark.parametrize(
    "arguments", [("nope",), ("nope", "--ledger", "kept/all.jsonl"), (str(STREAM), "--ledger", "bad.jsonl")]
)
def test_a_run_that_comes_to_nothing_leaves_nothing(arguments: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("not a ledger\n")
    assert run("run", *arguments, "--out", "new/below").returncode in (1, 2)
    assert [path.name for path in tmp_path.iterdir()] == ["bad.jsonl"]


def test_the_locks_of_a_run_are_gone_when_it_is_done(run: Run, tmp_path: Path) -> None:
    assert run("run", STREAM, "--ledger", "all.jsonl").returncode == 0
    assert [path.name for path in tmp_path.rglob(".*")] == [".casualties-made"]
    with filelock.FileLock(tmp_path / ".all.jsonl.lock"):
        assert run("run", STREAM, "--ledger", "all.jsonl", "--out", "other").returncode == 75
    assert not (tmp_path / "other").exists()


def test_the_output_of_an_earlier_run_is_not_read_as_articles(run: Run, tmp_path: Path) -> None:
    run("run", STREAM, "--out", "old")
    done = run("run", "old", "--out", "new")
    assert done.returncode == 1
    assert done.stderr == (
        "casualties: old: holds the output of a run, which is passed over\n"
        "casualties: no article was read; nothing was written\n"
    )
    assert not (tmp_path / "new").exists()


def test_verify_finds_an_edited_table(run: Run, finished: Path, tmp_path: Path) -> None:
    shutil.copytree(finished, tmp_path / "out")
    table = tmp_path / "out/claims.csv"
    table.write_bytes(table.read_bytes().replace(b",exact,", b",about,", 1))
    done = run("verify")
    assert done.returncode == 1
    assert re.fullmatch(r"casualties: claims\.csv: row \d+ is not of the ledger\n", done.stderr)
    assert done.stdout.endswith("re-read; 1 fault\n")
    assert run("verify", "--ledger", "out/ledger.jsonl").returncode == 0


def on_terminal(width: int, *arguments: str | Path) -> list[str]:
    """The lines that the program prints on a terminal of a width, without their colours and blanks at the end."""
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (50, width))
    with subprocess.Popen([sys.executable, "-c", MAIN, *map(str, arguments)], stdout=slave, env=PLAIN):
        os.close(slave)
        shown = b""
        with contextlib.suppress(OSError):  # how a terminal says that its other end was closed
            while chunk := os.read(master, 65536):
                shown += chunk
    os.close(master)
    return [line.rstrip() for line in re.sub(r"\x1b\[[\d;]*m", "", shown.decode()).splitlines()]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_tables_fit_the_terminal_and_nothing_is_cut(width: int, finished: Path, tmp_path: Path) -> None:
    (tmp_path / f"{'A very long name ' * 8}.txt").write_text("Blast\n\nAt least 1200 people were killed, police said.")
    events, tolls = on_terminal(width, "events", "--out", finished), on_terminal(width, "tolls", SEEDS, tmp_path)
    for line in (*events, *tolls):
        assert len(line) <= width
        assert "…" not in line
    assert any("disputed" in line for line in events)
    if width >= 80:
        assert any(re.search(r"\d  +\d{4}-\d\d-\d\d [a-z]+ +[a-z]+", line) for line in events)
    assert tolls[0].split() == ["article", "killed", "injured", "missing"]
    assert len({len(line) for line in tolls if line.endswith(("missing", "·"))}) == 1


def test_no_line_of_a_table_ends_in_blanks(run: Run, finished: Path) -> None:
    for arguments in (("events", "--out", finished), ("tolls", SEEDS)):
        lines = run(*arguments, "--format", "table").stdout.splitlines()
        assert lines
        assert [line for line in lines if line != line.rstrip()] == []
