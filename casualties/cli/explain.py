"""casualties explain: how a number or a link came about."""

from __future__ import annotations

from pathlib import Path

import click

from casualties.cli import options


@click.command()
@click.argument("subject", metavar="EVENT-or-CLAIM-or-ARTICLE")
@click.argument("other", required=False, metavar="[ARTICLE]")
@options.ledger
@options.form(*options.RECORD, default="text")
def command(subject: str, other: str | None, out: Path, ledger: Path | str | None, form: str) -> int:
    """Tell step by step how an EVENT's ranges came about, what a CLAIM says and did, or why two ARTICLEs are linked.

    An EVENT is an id, its beginning, or part of a title or place; a CLAIM is an id or its beginning; an ARTICLE is an
    id, the id of its record, or the beginning of either. As csv and jsonl: a row for every step.
    """
    from casualties import store
    from casualties.cli import output, talk
    from casualties.model import Claim
    from casualties.report import explain, find, records

    result = options.recall(out, ledger)
    if other is not None:
        one, two = find.article(result, subject), find.article(result, other)
        if one == two:
            raise click.UsageError(f"{subject!r} and {other!r} are the same article")
        record = records.link_record(result, one, two, store.as_read(options.there(out, ledger)))
        output.put_record(record, form, explain.link_text, records.link_rows)
        return 0
    found = find.subject(result, subject)
    if isinstance(found, Claim):
        output.put_record(records.claim_record(result, found), form, explain.claim_text, records.use_rows)
    else:
        talk.note(result, subject, found)
        output.put_record(records.event_record(result, found), form, explain.event_text, records.step_rows)
    return 0
