"""Write the tables and pages of many events, and say how long it takes and how much memory.

    python data/site_trial.py [--events 2000] [--claims 25]

The events are made: each has a stream of short articles in which several voices revise their figures. Reading, linking
and reconciling are not timed, the tables and pages are. The second time nothing has changed, so nothing is rewritten.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
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


def main() -> None:
    """Time it twice."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--claims", type=int, default=25, help="per event")
    told = parser.parse_args()
    held = result(told.events, told.claims)
    claims = sum(map(len, held.claims.values()))
    print(f"{len(held.linked.events)} events, {claims} claims; {peak():.0f} MB before anything is written")
    with tempfile.TemporaryDirectory() as folder:
        out, before = Path(folder), dict[Path, int]()
        for name in ("first", "again"):
            wall, cpu = time.perf_counter(), time.process_time()
            write_all(out, held)
            spent = f"{time.perf_counter() - wall:.1f} s, {time.process_time() - cpu:.1f} s of CPU"
            files = sorted(path for path in out.rglob("*") if path.is_file())
            size = sum(path.stat().st_size for path in files) / 1e6
            changed = {path: path.stat().st_mtime_ns for path in files}
            rewritten = "" if name == "first" else f", {len(changed.items() - before.items())} rewritten"
            print(f"{name}: {spent}, peak {peak():.0f} MB, {len(files)} files, {size:.0f} MB{rewritten}")
            before = changed


if __name__ == "__main__":
    main()
