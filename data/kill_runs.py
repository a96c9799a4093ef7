"""Kill a run at random moments (SIGKILL), run again as if nothing had happened, and hold the outputs to those of a run
that nobody disturbed: the same bytes, and a ledger that checks. `make kill` does it 200 times.

    python data/kill_runs.py --moments 200 [--seed N]
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SEEDS = Path(__file__).parent.parent / "seeds"
PROGRAM = [sys.executable, "-c", "from casualties.cli import main; main()"]
LEDGER, OUT = "kept.db", "out"


def run(folder: Path, sources: list[Path]) -> subprocess.Popen[bytes]:
    """A run in a folder, under way."""
    arguments = ["run", *map(str, sources), "--out", OUT, "--ledger", LEDGER]
    return subprocess.Popen([*PROGRAM, *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def outputs(folder: Path) -> dict[str, bytes]:
    """Every file of the output folder, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in (folder / OUT).rglob("*") if path.is_file()}


def finish(folder: Path, sources: list[Path]) -> str:
    """Run to the end; what went wrong, if anything."""
    process = run(folder, sources)
    said = process.communicate()[1].decode()
    return f"status {process.returncode}: {said}" if process.returncode else ""


def trial(before: Path, sources: list[Path], delay: float, expected: dict[str, bytes]) -> str:
    """One killed run and what a normal one makes of it: what is wrong, if anything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "work"
        shutil.copytree(before, folder)
        process = run(folder, sources)
        time.sleep(delay)
        process.kill()
        process.communicate()
        wrong = finish(folder, sources)
        if wrong:
            return wrong
        if outputs(folder) != expected:
            return "other outputs than without the kill"
        left = sorted(path.name for path in folder.iterdir())
        if left != [LEDGER, OUT]:
            return f"left behind: {left}"
        check = subprocess.run(
            [*PROGRAM, "ledger", "check", "--ledger", LEDGER], cwd=folder, capture_output=True, check=False
        )
        return check.stderr.decode() if check.returncode else ""


def main() -> int:
    """Print a line for every trial that went wrong, and how many did."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sources = sorted(SEEDS.glob("*.jsonl")) + sorted(SEEDS.glob("*.txt")) + sorted(SEEDS.glob("*.html"))
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as name:
        empty, grown = (Path(name) / part for part in ("empty", "grown"))
        for folder in (empty, grown):
            folder.mkdir()
        troubles = [finish(grown, sources[::2])]
        expected, lasted = {}, {}
        for before in (empty, grown):
            whole = shutil.copytree(before, before.with_suffix(".whole"))
            started = time.monotonic()
            troubles.append(finish(whole, sources))
            lasted[before] = time.monotonic() - started
            expected[before] = outputs(whole)
        for number in range(arguments.moments):
            before = (empty, grown)[number % 2]
            moment = lasted[before] * (number + chance.random()) / arguments.moments
            wrong = trial(before, sources, moment, expected[before])
            troubles.append(f"killed after {moment:.3f} s: {wrong}" if wrong else "")
    wrongs = [trouble for trouble in troubles if trouble]
    print(*wrongs, f"{arguments.moments} runs killed, {len(wrongs)} wrong", sep="\n")
    return int(bool(wrongs) or not all(expected.values()))


if __name__ == "__main__":
    sys.exit(main())
