"""The state of a ledger, and its snapshot: one deterministic JSON-lines file with all that explains any number.

Every output folder holds a snapshot. Its first line is a header (version, the run's settings, how many entries of each
kind follow). It tells nothing of when anything was learned, so the same articles always give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casualties import pipeline
from casualties.link import Linked
from casualties.model import Article, Claim, Decision, Event, Judgement, Moment, from_record, to_record
from casualties.reconcile import corrected_by_analyst

VERSION = 2
KINDS: dict[str, type] = {
    "article": Article,
    "claim": Claim,
    "event": Event,
    "judgement": Judgement,
    "decision": Decision,
    "pin": Judgement,
}
_LEFT = "it was left as it is"
ADVICE = f"restore a backup (`casualties ledger backup` makes them), or run on the sources into a new ledger; {_LEFT}"


class LedgerError(Exception):
    """The ledger cannot be read; the message is one line that names it, the line and what to do."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is known: `articles` are all sightings, the settings are those of the last run.

    `pruned` are ids of articles of which only the quotes are left, `pins` hold them in their events. `rules` says which
    rules read an article, `linked_by` what the events were made by and of: they matter to the cost of the next run.
    `formerly` holds articles that were told of under an id and are in another event now, by that id.
    """

    articles: tuple[Article, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    policies: tuple[str, ...] = pipeline.DEFAULT_POLICIES
    as_of: Moment | None = None
    attackers: str = "include"
    decisions: tuple[Decision, ...] = ()
    pins: tuple[Judgement, ...] = ()
    pruned: tuple[str, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict, compare=False)
    linked_by: str = field(default="", compare=False)
    formerly: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def linked(self) -> Linked:
        """The events, as the linker tells them."""
        return Linked(self.events, self.judgements, self.formerly)


def load_lines(path: Path) -> Ledger:
    """Read a snapshot of this version or an older one.

    Raises LedgerError naming the first damaged line, OSError when the file cannot be read.
    """
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
        decisions=tuple(entries["decision"]),
        pins=tuple(entries["pin"]),
        pruned=tuple(header["pruned"]),
        formerly={id_: tuple(left) for id_, left in header["formerly"].items()},
    )


def write(path: Path, ledger: Ledger) -> None:
    """Write a snapshot; the same ledger gives the same bytes."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in _records(ledger):
            file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


def of_result(result: pipeline.Result, kept: Ledger | None = None) -> Ledger:
    """What has to be kept of a run so that `to_result` gives it back; `kept` is what it was added to."""
    return Ledger(
        articles=result.sightings,
        claims=tuple(
            claim
            for article in result.articles
            for claim in result.claims[article.id]
            if not corrected_by_analyst(claim)
        ),
        events=result.linked.events,
        judgements=result.linked.judgements,
        policies=result.policies,
        as_of=result.as_of,
        attackers=result.attackers,
        decisions=result.decisions,
        pins=kept.pins if kept else (),
        pruned=kept.pruned if kept else (),
        formerly=result.linked.formerly,
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
        ledger.linked,
        policies or ledger.policies,
        as_of or ledger.as_of,
        attackers or ledger.attackers,
        decisions=ledger.decisions,
    )


def _records(ledger: Ledger) -> Iterator[dict[str, Any]]:
    held: dict[str, tuple[Any, ...]] = {
        "article": ledger.articles,
        "claim": ledger.claims,
        "event": ledger.events,
        "judgement": ledger.judgements,
        "decision": ledger.decisions,
        "pin": ledger.pins,
    }
    yield {
        "entry": "ledger",
        "version": VERSION,
        "policies": list(ledger.policies),
        "as_of": str(ledger.as_of) if ledger.as_of else None,
        "attackers": ledger.attackers,
        "pruned": list(ledger.pruned),
        "formerly": ledger.formerly,
        "entries": {kind: len(entries) for kind, entries in held.items()},
    }
    for kind, entries in held.items():
        for entry in entries:
            yield {"entry": kind, **to_record(entry)}


def _header(kind: str, record: dict[str, Any], path: Path) -> dict[str, Any]:
    if kind != "ledger":
        raise ValueError("no header")
    if record["version"] > VERSION:
        raise LedgerError(newer(path, record["version"]))
    record = {"pruned": [], "formerly": {}} | record  # older ones dropped nothing, and do not say what left
    return {key: record[key] for key in ("policies", "as_of", "attackers", "entries", "pruned", "formerly")}


def damage(name: object, why: str) -> str:
    """What is said of a damaged ledger."""
    return f"{name}: damaged ({why}); {ADVICE}"


def strange(name: object) -> str:
    """What is said of a database that is no ledger."""
    return (
        f"{name}: is no ledger but a database of something else (it has no table about); name another one, or restore "
        f"a backup if it has been a ledger; {_LEFT}"
    )


def newer(name: object, version: int) -> str:
    """What is said of a ledger that this program is too old for."""
    return f"{name}: a ledger of version {version}, this program reads up to {VERSION}; update casualties"


def _why(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else f"{type(error).__name__}: {error}"
