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
@options.sources(required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the tables and pages. [default: out]",
)
@options.keep
@options.policies("May be repeated; the first fills events.csv.")
@options.as_of
@options.attackers
@options.form("table", "csv", "jsonl", default="table")
@click.option("--quiet", is_flag=True, help="Print only what moved since the last configured round, and troubles.")
def command(
    sources: tuple[str, ...],
    input_format: str | None,
    config: Path | None,
    out: Path | None,
    ledger: Path | str | None,
    policies: tuple[str, ...],
    as_of: Moment | None,
    attackers: str,
    form: str,
    quiet: bool,
) -> int:
    """Read SOURCEs (files, folders, web addresses, - for standard input), and write a range per event into DIR.

    Without SOURCE it does the round that casualties.toml describes: reads what is new, adds it to the ledger, writes
    the tables, and what moved since the last round into changes.csv.
    """
    from casualties import feeds, pipeline, store
    from casualties.cli import output, rounds, talk
    from casualties.feeds.poll import Poll
    from casualties.report import changes, site
    from casualties.report.tables import SUMMARY
    from casualties.report.write import write

    plan = rounds.planned(sources, config, out, ledger, options.known(policies))
    chosen, out, ledger = plan.policies or pipeline.DEFAULT_POLICIES, plan.out, plan.ledger
    if out.exists() and not out.is_dir():
        raise click.BadParameter(f"{out} is a file, not a folder", param_hint="--out")
    if ledger and ledger == out / store.LEDGER:
        raise click.BadParameter(f"{ledger} is where the snapshot goes; name another file", param_hint="--ledger")
    with store.locked(out / LOCK, *store.locks(ledger)):
        book = store.open_book(ledger, options.now())
        memory = rounds.remembered(plan)
        skip = [out, *([ledger] if isinstance(ledger, Path) else [])]
        with talk.progress() as progress:
            poll = Poll(plan.network, memory, progress=progress)
            reading = talk.Reading(feeds.read(plan.sources, input_format or "", skip, poll))
            articles = book.sight(reading)
        rounds.summed_up(poll, quiet)
        stamp = rounds.stamp(plan, as_of, attackers, book.key)
        if rounds.is_idle(plan, memory, stamp):
            with store.staged(out) as new:
                rounds.write_changes(new, plan, changes.Before(), None)
            rounds.keep(plan, memory, stamp)
            if not quiet:
                talk.say(f"nothing new; tables in {out} are as they were")
            return reading.status
        if not articles:
            talk.say(f"casualties: no article was read; {out} is as it was")
            return 1
        with talk.progress() as progress:
            result = pipeline.run(articles, chosen, as_of, attackers, progress, book.known(), book.note)
        book.conclude(result)
        with store.staged(out) as new:
            changed = rounds.write_changes(new, plan, changes.read(out), result)
            write(new, result)
            site.write(new, result, site.earlier(out))
            store.write(new / store.LEDGER, store.of_result(result, book.state))
        rounds.keep(plan, memory, stamp)
    if quiet:
        rounds.put_changes(changed, chosen[0])
        return reading.status
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
    places = f"tables and pages in {out}, to begin with {out / 'index.html'}"
    return f"{found}; {places}\nNext: casualties explain {most_told.id[:8]} --out {out}"
