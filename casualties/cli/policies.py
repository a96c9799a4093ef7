"""casualties policies: the table of policies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from casualties.cli import options


@click.command()
@click.option("--tables", is_flag=True, help="Show the ranking of voices and the numbers of vague words, too.")
@options.form(*options.RECORD, default="text")
def command(tables: bool, form: str) -> int:
    """List the reconciliation policies and what each does."""
    from casualties.cli import output
    from casualties.report import policies

    listed = [{"policy": name, "description": text} for name, text in policies.texts().items()]
    if form in ("csv", "jsonl") and tables:
        output.put_tables({"policies": listed, **policies.tables()}, form)
    elif form in ("csv", "jsonl"):
        output.put_rows(listed, form, str)
    elif tables:
        output.put_record({"policies": policies.texts(), **policies.tables()}, form, lines)
    else:
        output.put_record(policies.texts(), form, output.named_texts)
    return 0


def lines(record: dict[str, Any]) -> Iterator[str]:
    """The policies, then each table with its name over it."""
    from casualties.cli import output
    from casualties.report.policies import TOLD

    texts, *tables = record.items()
    yield from output.named_texts(texts[1])
    for name, rows in tables:
        yield ""
        yield f"{name}: {TOLD[name]}"
        yield from output.columns(rows)
