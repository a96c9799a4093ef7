"""casualties run: from sources to tables and pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from casualties.cli import options

if TYPE_CHECKING:
    from casualties.model import Moment
    from casualties.pipeline import Result

LOCK = ".casualties.lock"


@click.command()
@options.sources
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default="out",
    show_default=True,
    metavar="DIR",
    help="Folder for the tables and pages.",
)
@options.keep
@options.policies("May be repeated; the first fills events.csv.")
@options.as_of
@options.attackers
@options.form("table", "csv", "jsonl", default="table")
def command(
    sources: tuple[str, ...],
    input_format: str | None,
    out: Path,
    ledger: Path | str | None,
    policies: tuple[str, ...],
    as_of: Moment | None,
    attackers: str,
    form: str,
) -> int:
    """Read SOURCEs (files, folders, - for standard input), and write a range per event with its evidence into DIR."""
    from casualties import feeds, pipeline, store
    from casualties.cli import output, talk
    from casualties.report import site
    from casualties.report.tables import SUMMARY
    from casualties.report.write import write

    chosen = options.known(policies) or pipeline.DEFAULT_POLICIES
    if out.exists() and not out.is_dir():
        raise click.BadParameter(f"{out} is a file, not a folder", param_hint="--out")
    if ledger and ledger == out / options.LEDGER:
        raise click.BadParameter(f"{ledger} is where the snapshot goes; name another file", param_hint="--ledger")
    with store.locked(out / LOCK, *store.locks(ledger)):
        book = store.open_book(ledger, options.now())
        skip = [out, *([ledger] if isinstance(ledger, Path) else [])]
        reading = talk.Reading(feeds.read(sources, input_format or "", skip))
        articles = book.sight(reading)
        if not articles:
            talk.say(f"casualties: no article was read; {out} is as it was")
            return 1
        with talk.progress() as progress:
            result = pipeline.run(articles, chosen, as_of, attackers, progress, book.known(), book.note)
        book.conclude(result)
        with store.staged(out) as new:
            write(new, result)
            site.write(new, result, site.earlier(out))
            store.write(new / options.LEDGER, store.of_result(result, book.state))
    output.put(SUMMARY.columns, SUMMARY.rows(result), form, output.summary_table)
    talk.say(closing(out, result))
    return reading.status


def closing(out: Path, result: Result) -> str:
    """The last lines of talk: what was found, where it is, and what to type next."""
    from casualties.report.explain import count

    events, claims = result.linked.events, sum(map(len, result.claims.values()))
    found = ", ".join((count(len(events), "event"), count(len(result.articles), "article"), count(claims, "claim")))
    if not events:
        return f"{found}; tables and pages in {out}"
    most_told = max(events, key=lambda event: len(event.articles))
    return f"{found}; tables and pages in {out}\nNext: casualties explain {most_told.id[:8]} --out {out}"
