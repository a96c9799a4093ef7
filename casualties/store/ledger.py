"""The ledger of this version: one deterministic JSON-lines file with everything needed to explain any number.

The first line is a header (version, the run's settings, how many entries of each kind follow). Articles are never
dropped; claims, events and judgements are what the rules of the last run make of all the articles there are.
`load`, `merge`, `write`, `keep` and the conversion to and from a Result are the whole interface.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casualties import pipeline
from casualties.link import Linked
from casualties.model import Article, Claim, Event, Judgement, Moment, from_record, to_record
from casualties.store.swap import staged

VERSION = 1
KINDS: dict[str, type] = {"article": Article, "claim": Claim, "event": Event, "judgement": Judgement}
ADVICE = "restore it from a backup or name another ledger; it was left as it is"


class LedgerError(Exception):
    """The ledger cannot be read; the message is one line that names it, the line and what to do."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the file holds: `articles` are all sightings, the settings are those of the run that wrote it."""

    articles: tuple[Article, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    policies: tuple[str, ...] = pipeline.DEFAULT_POLICIES
    as_of: Moment | None = None
    attackers: str = "include"


def load(path: Path) -> Ledger:
    """Read a ledger. Raises LedgerError naming the first damaged line, OSError when the file cannot be read."""
    entries: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    header: dict[str, Any] = {}
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                record = json.loads(line)
                kind = record.pop("entry")
                if number == 1:
                    header = _header(kind, record, path)
                else:
                    entries[kind].append(from_record(KINDS[kind], record))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise LedgerError(f"{path}, line {number}: damaged ({_why(error)}); {ADVICE}") from error
    if not header:
        raise LedgerError(f"{path}: empty, not a ledger; {ADVICE}")
    for kind, told in header["entries"].items():
        if len(entries.get(kind, ())) != told:
            raise LedgerError(
                f"{path}: damaged (holds {len(entries.get(kind, ()))} of {told} {kind} entries); {ADVICE}"
            )
    return Ledger(
        articles=tuple(entries["article"]),
        claims=tuple(entries["claim"]),
        events=tuple(entries["event"]),
        judgements=tuple(entries["judgement"]),
        policies=tuple(header["policies"]),
        as_of=Moment.parse(header["as_of"]) if header["as_of"] else None,
        attackers=header["attackers"],
    )


def merge(ledger: Ledger, articles: Iterable[Article]) -> tuple[Article, ...]:
    """The articles of the ledger and the new ones: each distinct one once, in order of publication."""
    return pipeline.in_order([*ledger.articles, *articles])


def keep(path: Path, ledger: Ledger) -> None:
    """Replace the ledger at `path` whole. Raises OSError when the disk does."""
    with staged(path.parent, f".{path.name}.new") as new:
        write(new / path.name, ledger)


def write(path: Path, ledger: Ledger) -> None:
    """Write the ledger; the same ledger gives the same bytes."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in _records(ledger):
            file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


def of_result(result: pipeline.Result) -> Ledger:
    """What has to be kept of a run so that `to_result` gives it back."""
    return Ledger(
        articles=result.sightings,
        claims=tuple(claim for article in result.articles for claim in result.claims[article.id]),
        events=result.linked.events,
        judgements=result.linked.judgements,
        policies=result.policies,
        as_of=result.as_of,
        attackers=result.attackers,
    )


def to_result(
    ledger: Ledger, policies: Sequence[str] = (), as_of: Moment | None = None, attackers: str = ""
) -> pipeline.Result:
    """The ranges that follow from a ledger, as its run computed them unless other settings are given."""
    claims: dict[str, list[Claim]] = {article.id: [] for article in ledger.articles}
    for claim in ledger.claims:
        claims[claim.article].append(claim)
    return pipeline.settle(
        ledger.articles,
        {article: tuple(found) for article, found in claims.items()},
        Linked(events=ledger.events, judgements=ledger.judgements),
        policies or ledger.policies,
        as_of or ledger.as_of,
        attackers or ledger.attackers,
    )


def _records(ledger: Ledger) -> Iterator[dict[str, Any]]:
    held: dict[str, tuple[Any, ...]] = {
        "article": ledger.articles,
        "claim": ledger.claims,
        "event": ledger.events,
        "judgement": ledger.judgements,
    }
    yield {
        "entry": "ledger",
        "version": VERSION,
        "policies": list(ledger.policies),
        "as_of": str(ledger.as_of) if ledger.as_of else None,
        "attackers": ledger.attackers,
        "entries": {kind: len(entries) for kind, entries in held.items()},
    }
    for kind, entries in held.items():
        for entry in entries:
            yield {"entry": kind, **to_record(entry)}


def _header(kind: str, record: dict[str, Any], path: Path) -> dict[str, Any]:
    if kind != "ledger":
        raise ValueError("no header")
    if record["version"] != VERSION:
        raise LedgerError(f"{path}: a ledger of version {record['version']}, this program reads {VERSION}; update it")
    return {key: record[key] for key in ("policies", "as_of", "attackers", "entries")}


def _why(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else f"{type(error).__name__}: {error}"
