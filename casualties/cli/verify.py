"""casualties verify: re-read everything."""

from __future__ import annotations

from pathlib import Path

import click

from casualties.cli import options


@click.command()
@options.ledger
def command(out: Path, ledger: Path | None) -> int:
    """Re-read every quote from the stored text, re-hash every id, and check that every number has its claims."""
    from casualties import store
    from casualties.cli import talk

    path = options.there(out, ledger)
    kept = store.load(path)
    checked, faults = store.verified(kept, None if ledger else out)
    for fault in faults:
        talk.say(f"casualties: {fault}")
    click.echo(f"{path}: {checked}; {'all hold' if not faults else f'{len(faults)} faults'}")
    return int(bool(faults))
