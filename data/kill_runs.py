"""Kill runs at random moments (SIGKILL), run again as if nothing had happened, and hold the outputs to those of a run
that nobody disturbed: the same bytes, and a ledger that checks. `make kill` does it 200 times.

Half of the runs read files, half are configured rounds over feeds that this machine serves; of each, half begin with
nothing and half with a ledger and tables that know every other article.

    python data/kill_runs.py --moments 200 [--seed N]
"""

from __future__ import annotations

import argparse
import contextlib
import html
import http.server
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

SEEDS = Path(__file__).parent.parent / "seeds"
PROGRAM = [sys.executable, "-c", "from casualties.cli import main; main()"]
LEDGER, OUT, CONFIG, TOLD = "ledger.db", "out", "casualties.toml", "out/.casualties-told"
SOURCES = sorted(path for ending in ("jsonl", "txt", "html") for path in SEEDS.glob(f"*.{ending}"))
RECORDS = [json.loads(line) for path in sorted(SEEDS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
Outputs = dict[str, bytes]


class Site(http.server.ThreadingHTTPServer):
    """Two feeds of the seeds, each with an ETag; `step` 2 leaves out every other article."""

    daemon_threads = True
    step = 1

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)

    def handle_error(self, *_: object) -> None:
        """Say nothing: whoever asked was killed."""

    def page(self, path: str) -> str:
        """What stands at a path: a feed, an article, or nothing."""
        kind, _, number = path.strip("/").partition("/")
        if kind == "feed" and number in ("0", "1"):
            items = "".join(map(_item, range(int(number), len(RECORDS), 2)[:: self.step]))
            return f'<rss version="2.0"><channel><title>Daily {number}</title>{items}</channel></rss>'
        return _page(RECORDS[int(number)]) if kind == "a" and number.isdecimal() else ""


class _Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        body = self.server.page(self.path).encode()
        tag = f'"{len(body)}"'
        same = self.headers.get("If-None-Match") == tag
        self.send_response(304 if same else 200 if body else 404)
        self.send_header("Content-Length", "0" if same else str(len(body)))
        self.send_header("Content-Type", "application/rss+xml" if body.startswith(b"<rss") else "text/html")
        self.send_header("ETag", tag)
        self.end_headers()
        self.wfile.write(b"" if same else body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _item(number: int) -> str:
    record = RECORDS[number]
    title, date = html.escape(record.get("title") or "untitled"), record.get("published", "")
    return f"<item><title>{title}</title><link>/a/{number}</link><pubDate>{date}</pubDate></item>"


def _page(record: dict[str, str]) -> str:
    told = "".join(f"<p>{html.escape(line)}</p>" for line in record["text"].splitlines() if line)
    return f"<html><body><article><h1>{html.escape(record.get('title') or '')}</h1>{told}</article></body></html>"


@dataclass
class Course:
    """A run that is disturbed: its arguments, the folder that it begins with, and undisturbed how long it takes, how
    many bytes it writes at least, and what it comes to.

    `again` is what it comes to when it is done once more: a round then has nothing to tell.
    """

    arguments: list[str]
    before: Path
    lasted: float = 0.0
    written: int = 0
    once: Outputs | None = None
    again: Outputs | None = None

    def measure(self) -> str:
        """Run undisturbed, twice; what went wrong, if anything."""
        whole = shutil.copytree(self.before, self.before.with_suffix(".whole"))
        started = time.monotonic()
        wrong = finish(whole, self.arguments)
        self.lasted = time.monotonic() - started
        self.once = outputs(whole)
        self.written = sum(path.stat().st_size for path in whole.rglob("*") if path.is_file())
        wrong = wrong or finish(whole, self.arguments)
        self.again = outputs(whole)
        return wrong or ("" if self.once else "no outputs")

    @contextlib.contextmanager
    def folder(self) -> Iterator[Path]:
        """A folder of its own, as the run finds it."""
        with tempfile.TemporaryDirectory() as name:
            yield shutil.copytree(self.before, Path(name) / "work")

    def trial(self, delay: float) -> str:
        """One killed run and what a normal one makes of it: what is wrong, if anything."""
        with self.folder() as folder:
            process = started(folder, self.arguments)
            time.sleep(delay)
            process.kill()
            process.communicate()
            return self.made_good(folder)

    def made_good(self, folder: Path) -> str:
        """What is wrong after a normal run in a folder in which one was disturbed, if anything."""
        told_all = self.once is not None and _bytes(folder / TOLD) == self.once.get(TOLD)
        wrong = finish(folder, self.arguments)
        if wrong:
            return wrong
        if outputs(folder) != (self.again if told_all else self.once):
            return "other outputs than undisturbed"
        left = {path.name for path in folder.iterdir()} - {LEDGER, OUT, CONFIG}
        check = [*PROGRAM, "ledger", "check", "--ledger", LEDGER]
        found = subprocess.run(check, cwd=folder, capture_output=True, check=False)
        return f"left behind: {left}" if left else found.stderr.decode() if found.returncode else ""


def started(
    folder: Path, arguments: list[str], environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """A run in a folder, under way."""
    return subprocess.Popen(
        [*PROGRAM, "run", *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    )


def finish(folder: Path, arguments: list[str]) -> str:
    """Run to the end; what went wrong, if anything."""
    process = started(folder, arguments)
    said = process.communicate()[1].decode()
    return f"status {process.returncode}: {said}" if process.returncode else ""


def outputs(folder: Path) -> Outputs:
    """Every file of the output folder, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in (folder / OUT).rglob("*") if path.is_file()}


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def courses(folder: Path, site: Site) -> Iterator[Course]:
    """Files and feeds, from nothing and from every other article."""
    files, some = ([*map(str, found), "--out", OUT, "--ledger", LEDGER] for found in (SOURCES, SOURCES[::2]))
    feeds = "".join(f'[[feeds]]\nurl = "http://127.0.0.1:{site.server_address[1]}/feed/{n}"\n' for n in (0, 1))
    for kind, arguments, earlier in (("files", files, some), ("feeds", [], [])):
        for state in ("empty", "grown"):
            before = folder / f"{kind}-{state}"
            before.mkdir()
            if kind == "feeds":
                text = f'ledger = "{LEDGER}"\nout = "{OUT}"\n[network]\nallow_private = true\n{feeds}'
                (before / CONFIG).write_text(text, encoding="utf-8")
            if state == "grown":
                site.step = 2
                if wrong := finish(before, earlier):
                    raise RuntimeError(wrong)
                site.step = 1
            yield Course(arguments, before)


def main() -> int:
    """Print a line for every trial that went wrong, and how many did."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as name, Site() as site:
        threading.Thread(target=site.serve_forever, args=(0.05,), daemon=True).start()
        every = list(courses(Path(name), site))
        troubles = [course.measure() for course in every]
        for number in range(asked.moments):
            course = every[number % len(every)]
            moment = course.lasted * (number + chance.random()) / asked.moments
            wrong = course.trial(moment)
            where = f"{course.before.name}, killed after {moment:.3f} s of {course.lasted:.3f}"
            troubles.append(f"{where}: {wrong}" if wrong else "")
        site.shutdown()
    wrongs = [trouble for trouble in troubles if trouble]
    print(*wrongs, f"{asked.moments} runs killed, {len(wrongs)} wrong", sep="\n")
    return int(bool(wrongs))


if __name__ == "__main__":
    sys.exit(main())
