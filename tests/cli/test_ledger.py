"""The verbs that look after a ledger and that decide, as a user types them."""

from __future__ import annotations

import contextlib
import csv
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from casualties import store

ROOT = Path(__file__).parents[2]
STREAM = ROOT / "seeds/baghdad-strike.jsonl"
Run = Callable[..., subprocess.CompletedProcess[str]]
SIGNED = ("--reason", "seen  by\nme", "--by", "Kim")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_decisions_show_in_every_report(run: Run, tmp_path: Path) -> None:
    kept = ("--ledger", "kept.db")
    assert run("run", STREAM, *kept).returncode == 0
    claim = next(row["basis"].split(";")[0] for row in rows(tmp_path / "out/estimates.csv"))
    done = run("decide", "reject", claim[:9], *kept, *SIGNED)
    assert (done.returncode, done.stderr) == (0, "recorded; the next run with this ledger follows it\n")
    assert run("run", STREAM, *kept).returncode == 0
    assert "Kim rejected a claim on" in run("explain", claim).stdout
    flags = {flag for row in rows(tmp_path / "out/events.csv") for flag in row["flags"].split(";")}
    assert "decided" in flags
    for where in (("--out", "out"), kept):
        assert "decided" in run("show", "Baghdad", *where).stdout
        assert ": seen by me" in run("explain", "Baghdad", *where).stdout
        assert run("verify", *where).returncode == 0
    told = run("ledger", "info", *kept).stdout
    assert f"Kim: reject {claim}: seen by me" in told
    assert "sighting" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("reject", "abcdef"), "a decision is kept in a ledger; name it with --ledger"),
        (("reject", "abcdef", "--ledger", "none.db"), "none.db is not there"),
        (("reject", "Baghdad", "--ledger", "kept.db"), "'Baghdad' is an event; name a claim"),
        (("merge", "Baghdad", "Baghdad", "--ledger", "kept.db"), "are the same event"),
        (("split", "Baghdad", "nothing", "--ledger", "kept.db"), "no article is called 'nothing'"),
        (("correct", "abcdef", "--ledger", "kept.db"), "say what the claim says"),
        (("correct", "abcdef", "--kind", "guess", "--ledger", "kept.db"), "'guess' is not one of toll, partial"),
    ],
)
def test_a_decision_that_cannot_be_is_one_line(arguments: tuple[str, ...], told: str, run: Run) -> None:
    run("run", STREAM, "--ledger", "kept.db")
    done = run("decide", *arguments, *SIGNED)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert told in done.stderr


def test_check_backup_and_prune(run: Run, tmp_path: Path) -> None:
    run("run", STREAM, "--ledger", "kept.db")
    first = (tmp_path / "out/estimates.csv").read_bytes()
    assert run("ledger", "backup", "copy.db", "--ledger", "kept.db").returncode == 0
    assert run("ledger", "prune", "--ledger", "kept.db", "--before", "2d").stdout.startswith(
        "kept.db: dropped the text"
    )
    checked = run("ledger", "check", "--ledger", "kept.db")
    assert checked.returncode == 0
    assert "the rest of the text was dropped" in checked.stdout
    assert "all hold" in checked.stdout
    assert run("run", STREAM, "--ledger", "kept.db").returncode == 0
    assert (tmp_path / "out/estimates.csv").read_bytes() == first
    assert run("verify").returncode == 0
    spoilt = (tmp_path / "kept.db").read_bytes()[:9000]
    (tmp_path / "kept.db").write_bytes(spoilt)
    for verb in (("ledger", "check"), ("run", STREAM), ("events",), ("ledger", "prune", "--before", "2024")):
        done = run(*verb, "--ledger", "kept.db")
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "kept.db: damaged" in done.stderr
        assert "restore a backup" in done.stderr
    assert (tmp_path / "kept.db").read_bytes() == spoilt
    assert run("events", "--ledger", "copy.db").returncode == 0


def test_a_copy_of_an_altered_ledger_is_not_passed_off_as_a_good_one(run: Run, tmp_path: Path) -> None:
    run("run", STREAM, "--ledger", "kept.db")
    with contextlib.closing(sqlite3.connect(tmp_path / "kept.db", isolation_level=None)) as connection:
        connection.execute("update entries set body = replace(body, 'killed', 'injured') where kind = 'reading'")
    done = run("ledger", "backup", "copy.db", "--ledger", "kept.db")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "not what was hashed" in done.stderr


def test_a_ledger_that_lost_its_version_is_no_ledger_that_somebody_holds(run: Run, tmp_path: Path) -> None:
    run("run", STREAM, "--ledger", "kept.db")
    with contextlib.closing(sqlite3.connect(tmp_path / "kept.db", isolation_level=None)) as connection:
        connection.execute("delete from about")
    before = (tmp_path / "kept.db").read_bytes()
    for verb in (
        ("run", STREAM),
        ("ledger", "check"),
        ("ledger", "info"),
        ("ledger", "backup", "copy.db"),
        ("events",),
    ):
        done = run(*verb, "--ledger", "kept.db")
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert "kept.db: damaged (its table about holds nothing" in done.stderr
    assert (tmp_path / "kept.db").read_bytes() == before
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize(
    "damage",
    [
        "update memo set value = substr(value, 2) where kind = 'profile'",
        "update memo set value = '{}' where kind = 'outcome'",
        "update sqlite_master set rootpage = 3 where name = 'sqlite_autoindex_texts_1'",
    ],
)
def test_what_would_stop_a_run_later_is_found_by_a_check(damage: str, run: Run, tmp_path: Path) -> None:
    run("run", STREAM, "--ledger", "kept.db")
    assert run("ledger", "check", "--ledger", "kept.db").returncode == 0
    with contextlib.closing(sqlite3.connect(tmp_path / "kept.db", isolation_level=None)) as connection:
        connection.execute("pragma writable_schema = on")
        connection.execute(damage)
    done = run("ledger", "check", "--ledger", "kept.db")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "kept.db: damaged" in done.stderr


def test_a_copy_of_a_damaged_ledger_names_the_ledger(run: Run, tmp_path: Path) -> None:
    run("run", STREAM, "--ledger", "kept.db")
    whole = (tmp_path / "kept.db").read_bytes()
    (tmp_path / "kept.db").write_bytes(whole[:8192] + b"x" * (len(whole) - 8192))
    done = run("ledger", "backup", "copy.db", "--ledger", "kept.db")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("casualties: kept.db: damaged")
    assert not (tmp_path / "copy.db").exists()


def test_a_time_that_is_yet_to_come_drops_nothing(run: Run) -> None:
    run("run", STREAM, "--ledger", "kept.db")
    done = run("ledger", "prune", "--ledger", "kept.db", "--before", "2999-01-05")
    assert (done.returncode, "is yet to come: every text would go" in done.stderr) == (2, True)
    assert run("ledger", "prune", "--ledger", "kept.db", "--before", "0d").returncode == 0


def test_what_was_known_at_a_time(run: Run) -> None:
    run("run", STREAM, "--ledger", "kept.db")
    assert "no event" in run("show", "Baghdad", "--ledger", "kept.db", "--known-at", "2020").stderr
    assert run("show", "Baghdad", "--ledger", "kept.db", "--known-at", "2999").returncode == 0
    assert "knows no earlier state" in run("show", "Baghdad", "--known-at", "2020").stderr


def test_a_database_is_named_by_its_address_too(run: Run, tmp_path: Path) -> None:
    assert run("run", STREAM, "--ledger", f"sqlite:///{tmp_path}/kept.db").returncode == 0
    assert json.loads(run("events", "--ledger", "kept.db", "--format", "jsonl").stdout.splitlines()[0])
    done = run("run", STREAM, "--ledger", "nosuch://kim:secret@host/db")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "secret" not in done.stderr


def test_a_ledger_where_nothing_can_be_written_is_one_line(run: Run) -> None:
    done = run("run", STREAM, "--ledger", "/proc/kept.db")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "/proc" in done.stderr


def test_the_snapshot_is_not_taken_for_the_ledger(run: Run, tmp_path: Path) -> None:
    run("run", STREAM)
    done = run("run", STREAM, "--ledger", "out/ledger.jsonl")
    assert done.returncode == 2
    assert "is where the snapshot goes" in done.stderr


def test_verify_misses_a_table(run: Run, tmp_path: Path) -> None:
    run("run", STREAM)
    (tmp_path / "out/history.csv").unlink()
    done = run("verify")
    assert (done.returncode, done.stderr) == (1, "casualties: history.csv: is not there\n")


def test_runs_that_are_killed_are_made_good() -> None:
    """The short form of `make kill`."""
    done = subprocess.run(
        [sys.executable, ROOT / "data/kill_runs.py", "--moments", "8"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "8 runs killed, 0 wrong\n")


@pytest.mark.skipif(not shutil.which("cc"), reason="needs a C compiler")
def test_runs_on_a_disk_that_goes_wrong_are_made_good() -> None:
    """The short form of `make faults`."""
    done = subprocess.run(
        [sys.executable, ROOT / "data/disk_faults.py", "--faults", "6"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "6 faults, 0 did harm"), done.stdout + done.stderr


@pytest.mark.parametrize("ledger", [(), ("--ledger", "kept.db")])
def test_the_same_sources_again_print_the_same_and_write_nothing(
    ledger: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    def times() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}

    first = run("run", STREAM, *ledger)
    before = times()
    again = run("run", STREAM, *ledger)
    assert (again.returncode, again.stdout) == (0, first.stdout)
    assert again.stderr == "nothing new; tables in out are as they were\n"
    assert times() == before
    for settings in (("--policy", "gtd"), ("--as-of", "2024-01-04"), ("--attackers", "exclude")):
        assert "nothing new" not in run("run", STREAM, *ledger, *settings).stderr


@pytest.mark.parametrize("name", ["", "/", "."])
def test_a_name_that_no_file_can_have_is_one_line(name: str, run: Run) -> None:
    done = run("run", STREAM, "--ledger", name)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_a_link_to_a_ledger_is_under_the_same_lock(run: Run, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "kept.db")
    with store.locked(*store.locks(tmp_path / "kept.db")):
        assert run("run", STREAM, "--ledger", "link.db").returncode == 75


def test_a_reason_in_no_encoding_is_kept(run: Run) -> None:
    run("run", STREAM, "--ledger", "kept.db")
    claim = json.loads(run("extract", STREAM, "--format", "jsonl").stdout.splitlines()[0])["claim_id"]
    done = run("decide", "reject", claim, "--ledger", "kept.db", "--by", "Kim", "--reason", "caf\udce9")
    assert (done.returncode, done.stderr) == (0, "recorded; the next run with this ledger follows it\n")
