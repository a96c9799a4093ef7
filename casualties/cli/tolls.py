"""casualties tolls: one row per article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from casualties.cli import options


@click.command()
@options.sources()
@options.attackers
@options.form("table", "csv", "jsonl")
@options.jobs
@click.option("--confidence", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A confidence table of your own, which `casualties fit` made.")  # fmt: skip
def command(
    sources: tuple[str, ...], input_format: str | None, config: Path | None, attackers: str, form: str | None,
    jobs: int, confidence: Path | None,
) -> int:  # fmt: skip
    """Print the toll that each article of the SOURCEs stands by, in order.

    A SOURCE is a file, a folder, a web address, or - for standard input.
    """
    from functools import partial

    from casualties import feeds
    from casualties.cli import output, talk
    from casualties.cli.jobs import ordered, toll_rows
    from casualties.feeds.poll import Poll
    from casualties.lexicon.confidence import parsed
    from casualties.lexicon.load import LexiconError
    from casualties.report.tables import RECORD_ID, TOLL_COLUMNS

    try:
        weights = parsed(confidence.read_text(encoding="utf-8"), str(confidence)) if confidence else None
    except (LexiconError, UnicodeDecodeError) as error:
        raise click.UsageError(f"--confidence: {error}") from None
    reading = talk.Reading(feeds.read(sources, input_format or "", poll=Poll(options.network(config))))
    work = partial(toll_rows, attackers=attackers, weights=weights)
    rows = (row for found in ordered(work, reading, jobs) for row in found)
    output.put((RECORD_ID, *TOLL_COLUMNS), rows, output.chosen(form), table)
    return reading.status


def table(rows: Iterable[dict[str, object]]) -> None:
    """A line per article; what does not fit its column goes on below."""
    from casualties.cli.output import ROOMY, console, put_table
    from casualties.lexicon import categories

    shown = console()
    width = 22 if shown.width >= ROOMY else 14
    put_table(shown, line(("article", *categories()), width, "bold"))
    for row in rows:
        put_table(shown, line((str(row["id"]), *(told(row, category) for category in categories())), width))


def line(cells: Sequence[str], width: int, style: str = "") -> Any:
    """One line of the table: the article as wide as the terminal leaves it, every figure `width`."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(ratio=1, overflow="fold")
    for _ in cells[1:]:
        table.add_column(width=width, justify="right")
    table.add_row(*map(Text, cells), style=style)
    return table


def told(row: dict[str, object], category: str) -> str:
    """The figure, the bounds where they differ from it, and its chance: `12 (12-15) 88 %`."""
    from casualties.report.phrases import bounds_text

    figure, low, high = row[category], row[f"{category}_low"], row[f"{category}_high"]
    if figure is None and low is None:
        return "·"
    bounds = "" if low == high == figure else f" ({bounds_text(low, high)})"  # type: ignore[arg-type]
    chance = row[f"{category}_confidence"]
    return f"{'?' if figure is None else figure}{bounds}" + (f" {chance:.0%}" if isinstance(chance, float) else "")
