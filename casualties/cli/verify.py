"""casualties verify: re-read everything."""

from __future__ import annotations

from pathlib import Path

import click

from casualties.cli import options


@click.command()
@options.ledger
def command(out: Path, ledger: Path | str | None) -> int:
    """Re-read every quote from the stored text, re-hash every id, and hold the tables against the ledger."""
    from casualties import store
    from casualties.cli import talk
    from casualties.report.explain import count
    from casualties.report.write import texts

    path = options.there(out, ledger)
    kept = options.held(out, ledger)
    checked, faults = store.verified(kept, None if ledger else out, texts)
    for fault in faults:
        talk.say(f"casualties: {fault}")
    click.echo(f"{path}: {checked}; {count(len(faults), 'fault') if faults else 'all hold'}")
    return int(bool(faults))
