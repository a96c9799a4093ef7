"""casualties compare: every policy's range side by side."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casualties.cli import options

if TYPE_CHECKING:
    from casualties.model import Event, Moment


@click.command()
@click.argument("event")
@options.ledger
@options.policies("May be repeated.  [default: all]")
@options.as_of
@options.form("table", "csv", "jsonl")
def command(
    event: str, out: Path, ledger: Path | str | None, policies: tuple[str, ...], as_of: Moment | None, form: str | None
) -> int:
    """Show what each policy makes of an EVENT (an id, its beginning, or part of a title or place), and why.

    The claims are those of the earlier run, which need not have been run with these policies.
    """
    from casualties.cli import output
    from casualties.reconcile import POLICIES
    from casualties.report import compare, find

    chosen = options.known(policies) or tuple(POLICIES)
    result = options.recall(out, ledger)
    found = find.event(result, event)
    rows = compare.rows(result, found, chosen, as_of)
    output.put(compare.COLUMNS, rows, output.chosen(form), partial(table, found))
    return 0


def table(event: Event, rows: Iterable[dict[str, Any]]) -> None:
    """A block of lines per category under the event's title."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from casualties.cli.output import console, figure, put_table

    title = Text(event.title or "untitled", "bold").append(f"  [{event.id}]", "not bold dim")
    shown = Table(title=title, title_justify="left", title_style="", box=box.SIMPLE_HEAD, expand=True)
    shown.add_column("category")
    shown.add_column("policy", no_wrap=True)
    for heading in ("low", "best", "high"):
        shown.add_column(heading, justify="right")
    shown.add_column("why", ratio=1)
    for category, ranges in itertools.groupby(rows, key=itemgetter("category")):
        for number, row in enumerate(ranges):
            figures = (figure(row[part]) for part in ("low", "best", "high"))
            shown.add_row("" if number else category, row["policy"], *figures, Text(row["reason"]))
        shown.add_section()
    put_table(console(), shown if shown.rows else Text.assemble(title, "\nNo figure was told."))
