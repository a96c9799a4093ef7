"""casualties evaluate: scores against gold, and the floor gate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casualties.cli import options

if TYPE_CHECKING:
    from casualties.evaluate.gold import Gold
    from casualties.model import Article
    from casualties.report.rows import Row

PathType = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("gold", nargs=-1, type=PathType, metavar="[GOLD]...")
@click.option(
    "--predicted", multiple=True, type=PathType, help="Rows of `tolls` or `extract` (JSONL) to score instead."
)
@click.option("--diff", type=PathType, help="Earlier rows of `tolls` (JSONL): list what was gained and lost since.")
@options.attackers
@options.form("table", "csv", "json", "jsonl")
@options.jobs
@click.option(
    "--gate", type=PathType, help="Hold every set of this file of floors to its floors; status 1 when one falls."
)
@click.option("--raise-floors", is_flag=True, help="Raise the floors of --gate to what is measured now.")
@click.option("--lower-floors", is_flag=True, help="Lower the floors of --gate to what is measured now.")
def command(
    gold: tuple[Path, ...],
    predicted: tuple[Path, ...],
    diff: Path | None,
    attackers: str,
    form: str | None,
    jobs: int,
    gate: Path | None,
    raise_floors: bool,
    lower_floors: bool,
) -> int:
    """Score the extractor on GOLD (JSONL files or folders): tolls, claims, and how sure is right how often."""
    from casualties.cli.output import chosen, put_tables
    from casualties.evaluate.gold import GoldError, read
    from casualties.evaluate.report import report

    if bool(gold) == bool(gate):
        raise click.UsageError("name either GOLD or --gate FLOORS")
    if ((raise_floors or lower_floors) and not gate) or (raise_floors and lower_floors):
        raise click.UsageError("--raise-floors and --lower-floors go with --gate, one at a time")
    try:
        if gate:
            return held_to_floors(gate, jobs, raise_floors, lower_floors, form or "table")
        rows = read(gold, article_of)
        tolls, claims = read_rows(predicted) if predicted else predictions(rows, attackers, jobs)
        before = read_rows((diff,))[0] if diff else None
    except GoldError as error:
        raise click.UsageError(str(error)) from None
    measured = report(rows, tolls, claims, before)
    if chosen(form) == "json":
        click.echo(json.dumps(measured, ensure_ascii=False, indent=2))
    else:
        put_tables(measured, chosen(form))
    return 0


def article_of(record: dict[str, Any], where: str) -> Article:
    """The article of a gold record, as `casualties tolls` reads it. Raises GoldError."""
    from casualties.evaluate.gold import GoldError
    from casualties.feeds.records import article
    from casualties.model import Article

    made = next((item for item in article(record, where) if isinstance(item, Article)), None)
    if made is None:
        raise GoldError(f"{where}: no article can be made of this record")
    return made


def both(article: Article, attackers: str) -> tuple[Row, list[Row]]:
    """What `tolls` and `extract` print of an article."""
    from casualties import extract
    from casualties.report.rows import claim_row, toll_row

    claims, tolls = extract.read(article, attackers)
    return toll_row(article, tolls), [claim_row(claim, article) for claim in claims]


def predictions(rows: list[Gold], attackers: str, jobs: int) -> tuple[dict[str, Row], dict[str, list[Row]]]:
    """Tolls and claims of gold rows by id."""
    from functools import partial

    from casualties.cli.jobs import ordered

    made = ordered(partial(both, attackers=attackers), [row.article for row in rows], jobs)
    found = dict(zip((row.id for row in rows), made, strict=True))
    return {key: tolls for key, (tolls, _) in found.items()}, {key: claims for key, (_, claims) in found.items()}


def read_rows(paths: tuple[Path, ...]) -> tuple[dict[str, Row] | None, dict[str, list[Row]] | None]:
    """Tolls and claims of files that `tolls` and `extract` printed; None for what is not in them. Raises GoldError."""
    from casualties.evaluate.gold import records

    tolls: dict[str, Row] = {}
    claims: dict[str, list[Row]] = {}
    for path in paths:
        for _, row in records(path):
            if "kind" in row:
                claims.setdefault(str(row["id"]), []).append(row)
            else:
                tolls[str(row["id"])] = row
    return tolls or None, claims or None


def held_to_floors(path: Path, jobs: int, up: bool, down: bool, form: str) -> int:
    """Measure every pinned set; status 1 when a measure is below its floor or a file is not the pinned one."""
    from casualties.cli.output import put_rows
    from casualties.evaluate import gate
    from casualties.evaluate.gold import read
    from casualties.evaluate.report import rates, report

    kept, failed, told = [], [], []
    for pinned in gate.load(path):
        now = gate.hashes(pinned, path.parent)
        rows = read([path.parent / name for name, sha in now.items() if sha], article_of)
        measured = rates(report(rows, *predictions(rows, pinned.attackers, jobs)))
        failed += [*gate.failures(pinned, now, measured)] if not down else []
        kept.append(gate.lowered(pinned, now, measured) if down else gate.raised(pinned, now, measured))
        for measure, floor in sorted(kept[-1].floors.items() if up or down else pinned.floors.items()):
            told.append({"set": pinned.name, "measure": measure, "floor": floor, "now": measured.get(measure)})
    put_rows(told, form, line)
    fallen = [failure for failure in failed if not (up and failure.measure.startswith("sha256"))]
    if (up and not fallen) or down:
        gate.save(path, kept)
    for failure in fallen:
        click.echo(f"casualties: {failure}", err=True)
    return 1 if fallen else 0


def line(row: Row) -> str:
    """A measure beside its floor."""
    now = "-" if row["now"] is None else row["now"]
    return f"{row['set']:<12}{row['measure']:<24}floor {row['floor']:<8}now {now}"
