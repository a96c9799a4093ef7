"""casualties events: the events of an earlier run."""

from __future__ import annotations

from pathlib import Path

import click

from casualties.cli import options


@click.command()
@options.ledger
@options.form("table", "csv", "jsonl")
def command(out: Path, ledger: Path | str | None, form: str | None) -> int:
    """List the events of an earlier run with their ranges, one row per category."""
    from casualties.cli import output
    from casualties.report.tables import SUMMARY

    result = options.recall(out, ledger)
    output.put(SUMMARY.columns, SUMMARY.rows(result), output.chosen(form), output.summary_table)
    return 0
