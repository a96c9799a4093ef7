"""casualties verify: re-read everything."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casualties.cli import options

if TYPE_CHECKING:
    from casualties.pipeline import Result


@click.command()
@options.ledger
def command(out: Path, ledger: Path | str | None) -> int:
    """Re-read every quote from the stored text, re-hash every id, and hold the tables and pages against the ledger."""
    from itertools import chain

    from casualties import store
    from casualties.cli import talk
    from casualties.report import site
    from casualties.report.phrases import count
    from casualties.report.write import texts
    from casualties.store.tables import shown

    def files(result: Result) -> Iterable[tuple[str, str]]:
        return chain(texts(result), site.pages(result, site.earlier(out)))

    path = options.there(out, ledger)
    kept = options.held(out, ledger)
    checked, faults = store.verified(kept, None if ledger else out, files)
    for fault in faults:
        talk.say(f"casualties: {fault}")
    click.echo(f"{shown(path)}: {checked}; {count(len(faults), 'fault') if faults else 'all hold'}")
    return int(bool(faults))
