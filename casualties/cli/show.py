"""casualties show: one event."""

from __future__ import annotations

from pathlib import Path

import click

from casualties.cli import options


@click.command()
@click.argument("event")
@options.ledger
@options.form(*options.RECORD, default="text")
def command(event: str, out: Path, ledger: Path | str | None, form: str) -> int:
    """Show an EVENT (an id, its beginning, or part of a title or place): ranges, articles, and who said what when.

    As csv and jsonl: a row for every step of a voice.
    """
    from casualties.cli import output, talk
    from casualties.report import explain, find, records

    result = options.recall(out, ledger)
    found = find.event(result, event)
    talk.note(result, event, found)
    output.put_record(records.event_record(result, found), form, explain.show_text, records.said_rows)
    return 0
