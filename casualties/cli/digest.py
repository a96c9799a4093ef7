"""casualties digest: what moved since a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from casualties.cli import options

if TYPE_CHECKING:
    from casualties.model import Moment


@click.command()
@options.ledger
@click.option("--since", type=options.TimeType(), required=True, help="Tell what was published at or after this time.")
def command(out: Path, ledger: Path | str | None, since: Moment) -> int:
    """Tell which events of an earlier run moved since a time, what stood before and who says so, as Markdown."""
    from casualties.report.digest import lines

    for line in lines(options.recall(out, ledger), since):
        click.echo(line)
    return 0
