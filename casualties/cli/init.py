"""casualties init: a configuration to begin with."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".", metavar="[FOLDER]")
def command(folder: Path) -> int:
    """Write a casualties.toml with notes into FOLDER (this one, if none is named); one that is there is left alone."""
    from casualties.cli import talk
    from casualties.config import NAME, TEMPLATE

    path = folder / NAME
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(TEMPLATE)
    except FileExistsError:
        raise click.UsageError(f"{path} is there already and was left as it is") from None
    talk.say(f"{path} written\nNext: casualties feeds add URL")
    return 0
