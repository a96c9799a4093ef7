"""casualties extract: every claim."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from casualties.cli import options


@click.command()
@options.sources()
@options.form("table", "csv", "jsonl")
@options.jobs
def command(
    sources: tuple[str, ...], input_format: str | None, config: Path | None, form: str | None, jobs: int
) -> int:
    """Print every claim of the SOURCEs (files, folders, web addresses, - for standard input), in their order."""
    from casualties import feeds
    from casualties.cli import output, talk
    from casualties.cli.jobs import claim_rows, ordered
    from casualties.feeds.poll import Poll
    from casualties.report.tables import EXTRACT_COLUMNS

    reading = talk.Reading(feeds.read(sources, input_format or "", poll=Poll(options.network(config))))
    rows = (row for found in ordered(claim_rows, reading, jobs) for row in found)
    output.put(EXTRACT_COLUMNS, rows, output.chosen(form), table)
    return reading.status


def table(rows: Iterable[dict[str, object]]) -> None:
    """A line per claim under its article's id."""
    from rich.markup import escape

    from casualties.cli.output import console
    from casualties.report.order import in_order
    from casualties.report.phrases import bounds_text

    shown, last = console(), None
    for row in rows:
        if row["id"] != last:
            last = row["id"]
            shown.print(f"[bold]{escape(in_order(str(last)))}[/]")
        voices = row["voices"]
        said = " < ".join(voices) if isinstance(voices, list) else ""
        bounds = bounds_text(row["low"], row["high"])  # type: ignore[arg-type]
        line = f"  {row['category']:<8} {row['kind']:<10} {bounds:<12} {row['status']:<12} {said or 'the outlet'}"
        shown.print(escape(in_order(f"{line}: “{row['quote']}”  [{row['rule']}]")), soft_wrap=True)
