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
    from casualties.cli import output, talk
    from casualties.reconcile import POLICIES
    from casualties.report import compare, find

    chosen = options.known(policies) or tuple(POLICIES)
    result = options.recall(out, ledger)
    found = find.event(result, event)
    talk.note(result, event, found)
    rows = compare.rows(result, found, chosen, as_of)
    output.put(compare.COLUMNS, rows, output.chosen(form), partial(table, found))
    return 0


def table(event: Event, rows: Iterable[dict[str, Any]]) -> None:
    """A table per category, and per group that is counted apart in it, under the event's title."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from casualties.cli.output import console, figure, put_table

    screen = console()
    title = Text(event.title or "untitled", "bold").append(f"  [{event.id}]", "not bold dim")
    tables: list[Any] = [title]
    for counted, ranges in itertools.groupby(rows, key=itemgetter("category", "group")):
        heading = Text(", ".join(filter(None, counted)), "bold")
        shown = Table(title=heading, title_justify="left", title_style="", box=box.SIMPLE_HEAD, expand=True,
                      padding=(0, 1, 0, 0))  # fmt: skip
        shown.add_column("policy", width=10)
        for name in ("low", "best", "high"):
            shown.add_column(name, justify="right", width=7)
        shown.add_column("why", ratio=1)
        for row in ranges:
            shown.add_row(row["policy"], *(figure(row[part]) for part in ("low", "best", "high")), Text(row["reason"]))
        tables += [Text(), shown]
    for each in tables if len(tables) > 1 else [title, Text("No figure was told.")]:
        put_table(screen, each)
