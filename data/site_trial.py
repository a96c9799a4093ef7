"""Write the tables and pages of many events, say how long it takes and how much memory, and hold both to limits.

    python data/site_trial.py [--events 2000] [--claims 25] [--seconds 60] [--memory 100]

The events are made: each has a stream of short articles in which several voices revise their figures. Reading, linking
and reconciling are not timed, the tables and pages are. The second time nothing has changed, so nothing is rewritten.
Exit status 1, and a line for each, where writing took more seconds of one core, or more memory beside the events, or
where a file was rewritten.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from casualties import pipeline, store
from casualties.link import Linked
from casualties.model import Article, Claim, Event, Moment, Place, Span, Voice
from casualties.report import site
from casualties.report.write import write

VOICES = (("police", "police"), ("the health ministry", "health"), ("residents", "witness"), ("", "media"))
START = datetime(2024, 1, 1, tzinfo=UTC)
FIGURES = 5  # claims of one article


def made(number: int, claims: int) -> tuple[Event, list[Article], list[Claim]]:
    """One event, with a figure per sentence and `FIGURES` sentences per article."""
    articles, told = [], []
    for page in range(claims // FIGURES):
        told_at = Moment(START + timedelta(hours=number % 900 + 5 * page), "minute")
        title = f"Blast number {number} in Springfield, report {page}"
        said = [(*VOICES[(page + i) % 4], 10 + number % 40 + 2 * page + i, i % 4 == 3) for i in range(FIGURES)]
        lines = [
            f"According to {name or 'reports'}, {count} people were {'injured' if hurt else 'killed'} at the market."
            for name, _, count, hurt in said
        ]
        article = Article.create(
            " ".join(lines), title, f"https://example.org/{number}/{page}", outlet=f"Paper {page}", published=told_at
        )
        articles.append(article)
        at = len(title) + 2
        for line, (name, kind, count, hurt) in zip(lines, said, strict=True):
            start = article.text.index(str(count), at)
            voices = (Voice(name, kind),) if name else ()
            told.append(
                Claim.create(
                    article, Span(start, article.text.index(" at the", start)), "injured" if hurt else "killed", "toll",
                    count, count, voices=voices, rule="counted-noun", confidence=0.9,
                )
            )  # fmt: skip
            at += len(line) + 1
    place = Place(f"Springfield {number}", "Nowhere", "city")
    event = Event(f"{number:016x}", f"Blast number {number}", tuple(a.id for a in articles), "bombing", place,
                  Moment(START + timedelta(hours=number % 900), "day"))  # fmt: skip
    return event, articles, told


def result(events: int, claims: int) -> pipeline.Result:
    """All of them, settled."""
    found = [made(number, claims) for number in range(events)]
    by_article: dict[str, list[Claim]] = {article.id: [] for _, articles, _ in found for article in articles}
    for _, _, told in found:
        for claim in told:
            by_article[claim.article].append(claim)
    settled = {article: tuple(told) for article, told in by_article.items()}
    sightings = [article for _, articles, _ in found for article in articles]
    return pipeline.settle(sightings, settled, Linked(tuple(event for event, _, _ in found), ()))


def peak() -> float:
    """The most memory that the process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write_all(out: Path, held: pipeline.Result) -> None:
    """What `casualties run` writes, but for the ledger."""
    with store.staged(out) as new:
        write(new, held)
        site.write(new, held, site.earlier(out))


@dataclass(frozen=True)
class Writing:
    """What it took to write everything once: files that are not as they were before are `rewritten`."""

    wall: float
    cpu: float
    peak: float
    times: dict[Path, int]
    size: int
    rewritten: int

    def __str__(self) -> str:
        spent = f"{self.wall:.1f} s, {self.cpu:.1f} s of CPU, peak {self.peak:.0f} MB"
        return f"{spent}, {len(self.times)} files, {self.size / 1e6:.0f} MB, {self.rewritten} rewritten"


def timed(out: Path, held: pipeline.Result, before: dict[Path, int]) -> Writing:
    """Write everything, over what stood there before."""
    wall, cpu = time.perf_counter(), time.process_time()
    write_all(out, held)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    told = {path: path.stat() for path in sorted(out.rglob("*")) if path.is_file()}
    times = {path: status.st_mtime_ns for path, status in told.items()}
    rewritten = sum(1 for path in before if times.get(path) != before[path])
    return Writing(wall, cpu, peak(), times, sum(status.st_size for status in told.values()), rewritten)


def exceeded(writings: list[Writing], began: float, seconds: float, memory: float) -> list[str]:
    """The limits that were not kept, in words."""
    most, grown = max(one.cpu for one in writings), max(one.peak for one in writings) - began
    limits = {
        f"writing took {most:.1f} s of CPU; the limit is {seconds:g}": most > seconds,
        f"writing took {grown:.0f} MB beside what it wrote of; the limit is {memory:g}": grown > memory,
        f"{writings[-1].rewritten} unchanged files were rewritten": writings[-1].rewritten > 0,
    }
    return [limit for limit, broken in limits.items() if broken]


def main() -> None:
    """Write twice."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--claims", type=int, default=25, help="per event")
    parser.add_argument("--seconds", type=float, default=60, help="the most seconds of CPU that writing may take")
    parser.add_argument("--memory", type=float, default=100, help="the most MB that writing may take beside the events")
    told = parser.parse_args()
    held = result(told.events, told.claims)
    began = peak()
    claims = sum(map(len, held.claims.values()))
    print(f"{len(held.linked.events)} events, {claims} claims; {began:.0f} MB before anything is written")
    with tempfile.TemporaryDirectory() as folder:
        first = timed(Path(folder), held, {})
        print(f"first: {first}")
        again = timed(Path(folder), held, first.times)
        print(f"again: {again}")
    broken = exceeded([first, again], began, told.seconds, told.memory)
    print("".join(f"site_trial: {limit}\n" for limit in broken), file=sys.stderr, end="")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
