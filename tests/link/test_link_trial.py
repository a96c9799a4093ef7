"""The trial of many articles, in short: `make link-trial` is the long form."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

TRIAL = Path(__file__).parents[2] / "data/link_trial.py"


def test_made_events_come_out_whole_and_limits_are_held():
    command = [sys.executable, str(TRIAL), "--sizes", "100", "300", "--kilobytes", "-1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    whole = [float(share) for share in re.findall(r"([\d.]+)% of the stories whole", done.stdout)]
    assert len(whole) == 2
    assert min(whole) >= 95
    assert done.returncode == 1
    assert re.search(r"^link_trial: an article takes [\d.]+ KB; the limit is -1$", done.stderr, re.MULTILINE)


def test_each_limit_that_is_not_kept_is_told():
    trial = runpy.run_path(str(TRIAL))
    small, large = trial["Cost"](1000, 1.0, 0.1, 9000.0, 1.0), trial["Cost"](10_000, 10.0, 0.1, 90_000.0, 1.0)
    assert trial["exceeded"]([small, large], 2, 40, 30) == []
    slow = trial["Cost"](10_000, 100.0, 60.0, 900_000.0, 1.0)
    told = trial["exceeded"]([small, slow], 2, 40, 30)
    assert [line.partition(";")[0] for line in told] == [
        "an article costs 10.0 times as much among 10,000", "an article takes 90.0 KB", "100 new articles took 60.0 s"
    ]  # fmt: skip
