"""The trial of many events, in short: `make site-trial` is the long form."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_everything_is_written_once() -> None:
    command = [sys.executable, str(ROOT / "data/site_trial.py"), "--events", "30", "--claims", "25"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said, first, again = done.stdout.splitlines()
    assert said.startswith("30 events, 750 claims; ")
    files = re.search(r"^first: .* (\d+) files", first)
    assert files
    assert int(files[1]) == 30 + 8 + 3  # pages of events; tables and their description; the list and what it needs
    assert again.endswith(", 0 rewritten")
