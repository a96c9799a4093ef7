"""Runs on a disk that goes wrong: it fills up, turns read-only or fails at a random byte, or is slow and the run is
killed. Whatever happens is one line or nothing, and a normal run then gives the outputs of a run that nobody disturbed,
byte by byte, and a ledger that checks. `make faults` does it 80 times. Needs a C compiler (cc), for faulty_disk.c.

    python data/disk_faults.py --faults 80 [--seed N]
"""

from __future__ import annotations

import argparse
import errno
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from kill_runs import Course, Site, courses, started

SHIM = Path(__file__).with_name("faulty_disk.c")
FAULTS = {"full": errno.ENOSPC, "read-only": errno.EROFS, "failing": errno.EIO}
SLOW = 500  # microseconds


def disturbed(course: Course, disk: dict[str, str], after: float | None) -> tuple[str, str]:
    """One run on such a disk, killed `after` seconds if that is told, and what a normal run makes of it.

    Returns how it ended, and what is wrong, if anything.
    """
    with course.folder() as folder:
        process = started(folder, course.arguments, os.environ | disk)
        if after is not None:
            time.sleep(after)
            process.kill()
        said = process.communicate()[1].decode()
        ended = {0: "done", 2: "refused", -9: "killed"}.get(process.returncode, f"status {process.returncode}")
        lines = [line for line in said.splitlines() if not line.startswith("feeds: ")]
        if ended == "refused" and not (len(lines) == 1 and re.match(r"casualties: (ledger\.db|out\b)", lines[0])):
            return ended, f"said {said!r}"
        return ended, course.made_good(folder) if ended in ("done", "refused", "killed") else said


def main() -> int:
    """Print a line for every fault that did harm, how the runs ended, and how many faults did harm."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--faults", type=int, default=80)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    ended: Counter[str] = Counter()
    troubles = []
    with tempfile.TemporaryDirectory() as name, Site() as site:
        shim = Path(name) / "faulty_disk.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", shim, SHIM, "-ldl"], check=True)
        threading.Thread(target=site.serve_forever, args=(0.05,), daemon=True).start()
        every = list(courses(Path(name), site))
        troubles += [course.measure() for course in every]
        for number in range(asked.faults):
            course, (kind, code) = every[number % len(every)], chance.choice([*FAULTS.items(), ("slow", 0)])
            disk = {"LD_PRELOAD": str(shim)}
            after = None
            if kind == "slow":
                disk["DISK_SLOW"] = str(SLOW)
                after = course.lasted * 2 * chance.random()
            else:
                disk |= {"DISK_FAULT": str(code), "DISK_ROOM": str(int(course.written * chance.random()))}
            end, wrong = disturbed(course, disk, after)
            ended[f"{kind}: {end}"] += 1
            troubles.append(f"{course.before.name}, {kind} {disk}: {wrong}" if wrong else "")
        site.shutdown()
    wrongs = [trouble for trouble in troubles if trouble]
    told = ", ".join(f"{end} {count}" for end, count in sorted(ended.items()))
    print(*wrongs, told, f"{asked.faults} faults, {len(wrongs)} did harm", sep="\n")
    return int(bool(wrongs))


if __name__ == "__main__":
    sys.exit(main())
