"""Time a first round and a round in which nothing has changed, over feeds served by this machine.

    python data/feeds_trial.py --feeds 200 --articles 20000

Prints, for each round, its seconds, how many pages and feeds were asked for, how many answers were 304, and the peak
memory of the program. Leaves with status 1 where the second round opens an article again or makes anything of nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

TOWNS = ("Aleppo", "Baghdad", "Kabul", "Lagos", "Lima", "Manila", "Mogadishu", "Nairobi", "Quetta", "Tripoli")
CONFIG = '[network]\nallow_private = true\n[[feeds]]\nurl = "{site}/{number}/feed.xml"\n'


@dataclass(frozen=True)
class Trial:
    """What one round took, the feeds and articles that were asked for, and the answers of 304."""

    seconds: float
    feeds: int
    opened: int
    unchanged: int
    megabytes: float
    processor: float
    status: int


class Site(http.server.ThreadingHTTPServer):
    """Feeds of articles, each with an ETag."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, feeds: int, articles: int) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.per_feed = articles // feeds
        self.asked: Counter[str] = Counter()

    @property
    def address(self) -> str:
        """Where the site is."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        _, feed, *rest = self.path.split("/")
        if not rest:
            return self._send(404, b"")
        kind = "feeds" if rest == ["feed.xml"] else "opened"
        self.server.asked[kind] += 1
        if self.headers.get("If-None-Match") == '"1"':
            self.server.asked["unchanged"] += 1
            return self._send(304, b"")
        body = self._feed() if kind == "feeds" else article(int(feed), int(rest[-1]))
        return self._send(200, body.encode())

    def _feed(self) -> str:
        items = "".join(
            f"<item><title>Blast in {TOWNS[n % 10]}, {n}</title><link>a/{n}</link><guid>{n}</guid>"
            f"<pubDate>Thu, {n % 28 + 1:02} Feb 2024 {n % 24:02}:00:00 GMT</pubDate></item>"
            for n in range(self.server.per_feed)
        )
        return f'<rss version="2.0"><channel><title>Daily</title>{items}</channel></rss>'

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "text/html" if b"<article>" in body else "application/rss+xml")
        self.send_header("ETag", '"1"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def article(feed: int, number: int) -> str:
    """A page of some length with figures of its own."""
    town, dead, hurt = TOWNS[number % 10], number % 40 + 1, number % 90 + 2
    rest = "".join(
        f"<p>Shop {place} in street {feed} was closed on the morning after, and its owner swept up the glass.</p>"
        for place in range(12)
    )
    return (
        f"<html><head><title>Blast in {town}, {number}</title></head><body><nav>Home</nav><article>"
        f"<h1>Blast in {town}, {number}</h1><p>Police said that {dead} people were killed and {hurt} were injured when "
        f"a bomb went off in quarter {feed} of {town}.</p>{rest}</article></body></html>"
    )


@contextlib.contextmanager
def serving(feeds: int, articles: int) -> Iterator[Site]:
    """The site, at work in the background."""
    with Site(feeds, articles) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield site
        site.shutdown()


def polled(folder: Path, site: Site) -> Trial:
    """One round over the feeds of casualties.toml: everything up to the articles, in a process of its own."""
    site.asked.clear()
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, __file__, "--poll", str(folder)])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds, asked = time.monotonic() - began, site.asked
    memory, processor = round(used.ru_maxrss / 1024, 1), round(used.ru_utime + used.ru_stime, 2)
    counted = (asked["feeds"], asked["opened"], asked["unchanged"])
    return Trial(round(seconds, 2), *counted, memory, processor, process.returncode)


def poll(folder: Path) -> int:
    """What a round does before it reads articles for figures: read what is new into the ledger, and remember it."""
    from casualties import store
    from casualties.cli import rounds
    from casualties.feeds.poll import clock

    plan = rounds.planned((), folder / "casualties.toml", None, folder / "ledger.db", ())
    return rounds.read(plan, store.open_book(plan.ledger, clock()), None, quiet=True)


def main() -> int:
    """Two rounds, and whether the second was as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--poll", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.poll:
        return poll(asked.poll)
    with serving(asked.feeds, asked.articles) as site, tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        one, *more = (CONFIG.format(site=site.address, number=number) for number in range(asked.feeds))
        text = one + "".join(part.partition("true\n")[2] for part in more)
        (folder / "casualties.toml").write_text(text, encoding="utf-8")
        first, second = polled(folder, site), polled(folder, site)
    for name, trial in (("first", first), ("no change", second)):
        print(json.dumps({"round": name, **asdict(trial)}))
    sound = (first.status, first.feeds, first.opened) == (0, asked.feeds, asked.articles // asked.feeds * asked.feeds)
    still = (second.status, second.feeds, second.opened, second.unchanged) == (0, asked.feeds, 0, asked.feeds)
    return int(not (sound and still))


if __name__ == "__main__":
    sys.exit(main())
