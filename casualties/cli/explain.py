"""casualties explain: how a number came about."""

from __future__ import annotations

from pathlib import Path

import click

from casualties.cli import options


@click.command()
@click.argument("subject", metavar="EVENT-or-CLAIM")
@options.ledger
@options.form("text", "json", default="text")
def command(subject: str, out: Path, ledger: Path | None, form: str) -> int:
    """Tell step by step how an EVENT's ranges came about, or what a CLAIM says and did.

    An EVENT is an id, its beginning, or part of a title or place; a CLAIM is an id or its beginning.
    """
    from casualties.cli import output
    from casualties.model import Claim
    from casualties.report import explain, find

    result = options.recall(out, ledger)
    found = find.subject(result, subject)
    if isinstance(found, Claim):
        output.put_record(explain.claim_record(result, found), form, explain.claim_text)
    else:
        output.put_record(explain.event_record(result, found), form, explain.event_text)
    return 0
