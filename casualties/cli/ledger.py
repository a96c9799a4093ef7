"""casualties ledger: look after the file that remembers everything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casualties.cli import options

if TYPE_CHECKING:
    from casualties.model import Moment

Place = Path | str


class AgeType(click.ParamType[Any]):
    """A time, or an age such as 90d: that many days before now."""

    name = "TIME-or-DAYS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Moment:
        """Read it, or say what is wrong."""
        from datetime import timedelta

        from casualties.model import Moment

        days = re.fullmatch(r"(\d{1,5})d", str(value))
        if days:
            return Moment(options.now().at - timedelta(days=int(days[1])))
        told = options.TimeType().convert(value, param, ctx)
        if told.at > options.now().at:
            self.fail(f"{value!r} is yet to come: every text would go", param, ctx)
        return told


@click.group()
def command() -> None:
    """Tell about a ledger, check it, back it up, or drop old texts from it."""


@command.command()
@options.kept
@options.form(*options.RECORD, default="text")
def info(ledger: Place, form: str) -> int:
    """What the ledger holds, since when, and what analysts decided.

    As csv and jsonl: a row for every kind of entry, and for every decision.
    """
    from collections import Counter

    from casualties.cli.output import put_record, put_tables
    from casualties.model import to_record
    from casualties.store import contents

    entries, texts = contents.read(_there(ledger))
    decisions = contents.folded(ledger, entries, texts).decisions
    learned = [entry.learned for entry in entries]
    record = {
        "ledger": _shown(ledger),
        "entries": len(entries),
        "texts": len(texts),
        "first_learned": str(min(learned)) if learned else None,
        "last_learned": str(max(learned)) if learned else None,
        "kinds": dict(sorted(Counter(entry.kind for entry in entries).items())),
        "decisions": [to_record(decision) for decision in decisions],
    }
    if form in ("csv", "jsonl"):
        put_tables(_tables(record), form)
    else:
        put_record(record, form, _lines)
    return 0


def _lines(record: dict[str, Any]) -> Iterator[str]:
    yield f"{record['ledger']}: {record['entries']} entries, {record['texts']} texts"
    for kind, number in record["kinds"].items():
        yield f"  {kind:<10} {number:>8}"
    if record["first_learned"]:
        yield f"  learned between {record['first_learned']} and {record['last_learned']}"
    for told in record["decisions"]:
        yield f"  {told['at']}  {told['by']}: {told['act']} {' '.join(told['subjects'])}: {told['reason']}"


def _tables(record: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    decided = [{name: told[name] for name in ("at", "by", "act", "subjects", "reason")} for told in record["decisions"]]
    kinds = [{"kind": kind, "entries": number} for kind, number in record["kinds"].items()]
    return {"kinds": kinds, "decisions": decided}


@command.command()
@options.kept
def check(ledger: Place) -> int:
    """Re-hash every entry, re-read every quote from the stored text, and read all else that a run may need."""
    from casualties import store
    from casualties.cli import talk
    from casualties.report.phrases import count
    from casualties.store import contents, tables

    entries, texts = contents.read(_there(ledger))
    faults = [str(fault) for fault in contents.of_entries(entries, texts)]
    checked = f"{len(entries)} entries"
    if not faults:
        store.Book(ledger, options.now()).recall()
        tables.intact(ledger)
        told, found = store.verified(contents.folded(ledger, entries, texts))
        faults, checked = [str(fault) for fault in found], f"{checked}, {told}"
    for fault in faults:
        talk.say(f"casualties: {fault}")
    click.echo(f"{_shown(ledger)}: {checked}; {count(len(faults), 'fault') if faults else 'all hold'}")
    if faults:
        talk.say(f"casualties: {store.ADVICE}")
    return int(bool(faults))


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@options.kept
def backup(ledger: Place, file: Path) -> int:
    """Copy the ledger, as it is at one moment, into a new FILE. A run may go on meanwhile.

    The copy is read again: where an entry is not what was written, this says so and the status is 1.
    """
    from casualties import store
    from casualties.cli import talk
    from casualties.report.phrases import count
    from casualties.store import contents

    click.echo(f"{file}: {store.backup(_there(ledger), file)} entries")
    faults = list(contents.of_entries(*contents.read(file)))
    if faults:
        what = count(len(faults), "fault")
        talk.say(f"casualties: {file}: {what}, the first: {faults[0]}; keep the older copies, and run `ledger check`")
    return int(bool(faults))


@command.command()
@options.kept
@click.option("--before", required=True, type=AgeType(), help="Texts published before this time, or 90d for days.")
def prune(ledger: Place, before: Moment) -> int:
    """Drop the texts of old articles; claims, quotes with the words around them, hashes and events are kept.

    Articles without a date are kept whole. A text that was dropped is not taken in again. The snapshot in an output
    folder is without it after the next run.
    """
    from casualties import store
    from casualties.report.phrases import count

    with store.alone(_there(ledger)):
        dropped = store.open_book(ledger, options.now()).prune(before)
    click.echo(f"{_shown(ledger)}: dropped the text of {count(dropped, 'article')}")
    return 0


def _shown(ledger: Place) -> str:
    from casualties.store.tables import shown

    return shown(ledger)


def _there(ledger: Place) -> Place:
    if isinstance(ledger, Path):
        from casualties.store.reading import is_lines

        if not ledger.exists():
            raise click.UsageError(f"{ledger} is not there; `casualties run SOURCE... --ledger {ledger}` makes it")
        if is_lines(ledger):
            raise click.UsageError(
                f"{ledger} is no ledger of this version; a run with --ledger {ledger} brings one over"
            )
    return ledger
