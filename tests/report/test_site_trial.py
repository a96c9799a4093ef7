"""The trial of many events, in short: `make site-trial` is the long form."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_everything_is_written_once() -> None:
    command = [sys.executable, str(ROOT / "data/site_trial.py"), "--events", "30", "--claims", "25"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said, first, again = done.stdout.splitlines()
    assert said.startswith("30 events, 750 claims; ")
    files = re.search(r"^first: .* (\d+) files", first)
    assert files
    assert int(files[1]) == 30 + 9 + 3  # pages of events; tables and their description; the list and what it needs
    assert again.endswith(", 0 rewritten")


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (("--seconds", "0"), "s of CPU; the limit is 0"),
        (("--memory", "-1"), "MB beside what it wrote of; the limit is -1"),
    ],
)
def test_a_limit_that_is_not_kept_fails_the_trial(limits: tuple[str, ...], why: str) -> None:
    command = [sys.executable, str(ROOT / "data/site_trial.py"), "--events", "3", *limits]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.fullmatch(rf"site_trial: writing took .*{re.escape(why)}\n", done.stderr)


def test_a_rewritten_file_fails_the_trial() -> None:
    trial = runpy.run_path(str(ROOT / "data/site_trial.py"))
    good = trial["Writing"](1.0, 1.0, 100.0, {}, 0, 0)
    once = trial["Writing"](1.0, 1.0, 100.0, {}, 0, 1)
    assert trial["exceeded"]([good, good], 90.0, 60, 150) == []
    assert trial["exceeded"]([good, once], 90.0, 60, 150) == ["1 unchanged files were rewritten"]
