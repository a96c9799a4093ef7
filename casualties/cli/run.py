"""casualties run: from sources to tables and pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from casualties.cli import options

if TYPE_CHECKING:
    from casualties.model import Moment

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
    from casualties import store
    from casualties.cli import output, rounds, talk, told
    from casualties.report.tables import SUMMARY

    plan = rounds.planned(sources, config, out, ledger, options.known(policies))
    there = plan.out.exists()
    if there and not plan.out.is_dir():
        raise click.BadParameter(f"{plan.out} is a file, not a folder", param_hint="--out")
    if plan.ledger and plan.ledger == plan.out / store.LEDGER:
        raise click.BadParameter(f"{plan.ledger} is where the snapshot goes; name another file", param_hint="--ledger")
    with store.alone(plan.ledger, plan.out / LOCK):
        book = store.open_book(plan.ledger, options.now())
        status = rounds.read(plan, book, input_format, quiet)
        made = rounds.standing(plan, book, as_of, attackers) or rounds.make(plan, book, as_of, attackers)
        if made is None:
            left = f"{plan.out} is as it was" if there else "nothing was written"
            talk.say(f"casualties: no article was read; {left}")
            return status if plan.configured else 1
        if quiet:
            rounds.put_changes(made.changed, plan.policies[0])
        if plan.configured:
            told.keep(plan.out, rounds.stamp(plan, book, as_of, attackers))
    if not quiet:
        if made.new or not plan.configured:
            output.put(SUMMARY.columns, made.rows, form, output.summary_table)
        talk.say(made.closing(plan.out))
    return status
