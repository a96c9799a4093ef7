"""casualties export: a finished run for other people's tools."""

from __future__ import annotations

from pathlib import Path

import click

from casualties.cli import options

FORMATS = ("hxl", "gdelt", "ged", "jsonl", "parquet", "prov")  # report.export.FORMATS, which --help must not import


@click.command()
@click.argument("event", required=False)
@options.ledger
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="Shape of the files.")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), help="Folder for them. [default: DIR/export]")
def command(event: str | None, out: Path, ledger: Path | str | None, form: str, to: Path | None) -> int:
    """Write an earlier run, or one EVENT of it, for other tools, and print the name of every file.

    \b
    hxl      events.hxl.csv: hashtags under the header
    gdelt    counts.gdelt.tsv: V2.1COUNTS of every article, with exact offsets
    ged      events.ged.csv: deaths by the policy ucdp, as UCDP GED names and codes them
    jsonl    every table as JSON lines
    parquet  every table as Parquet
    prov     EVENT.prov.json: W3C PROV of every event, or of the one
    """
    from casualties import store
    from casualties.cli import talk
    from casualties.report import find
    from casualties.report.export import export

    result = options.recall(out, ledger)
    one = find.event(result, event) if event else None
    if event and one:
        talk.note(result, event, one)
    folder = to or out / "export"
    with store.staged(folder) as new:
        written = export(form, new, result, one)
    for path in written:
        click.echo(str(folder / path.name))
    return 0
