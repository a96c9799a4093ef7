"""casualties fit: a confidence table of the user's own."""

from __future__ import annotations

from pathlib import Path

import click

from casualties.cli import options


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="GOLD...")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The table (TOML) to write."
)
@options.attackers
def command(gold: tuple[Path, ...], out: Path, attackers: str) -> int:
    """Learn from GOLD (JSONL, a few hundred labelled rows) how sure tolls are in texts like these.

    Figures do not change, only their confidence: `casualties tolls --confidence TABLE.toml` uses the table.
    """
    from casualties.cli.evaluate import article_of
    from casualties.evaluate import fit
    from casualties.evaluate.gold import GoldError, read
    from casualties.lexicon.confidence import confidence_table, written

    try:
        samples = fit.samples(read(gold, article_of), attackers, "own")
        table = fit.fit(samples, confidence_table())
    except (GoldError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    before, after = fit.losses(samples, confidence_table())
    head = f"Fitted by `casualties fit` on {len(samples)} tolls, attackers {attackers}.\n{fit.MEANING}"
    out.write_text(written(table, head), encoding="utf-8")
    click.echo(f"{len(samples)} tolls, {sum(s.right for s in samples)} right; mean log-loss {before:.3f} before, "
               f"{after:.3f} with a table like this on rows it was not fitted on", err=True)  # fmt: skip
    return 0
