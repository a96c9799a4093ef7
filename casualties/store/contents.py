"""What stands in a ledger, read at one moment, and the state that follows from it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casualties.model import Judgement, Moment, from_record
from casualties.store import tables
from casualties.store.entries import Entry, fold, until
from casualties.store.ledger import VERSION, Ledger, LedgerError, damage, newer
from casualties.store.tables import Memo, Place
from casualties.store.verify import Fault

JUDGED = "judgements"  # of the memo: why each article is in its event, by event
SPOILT = (KeyError, ValueError, TypeError, AttributeError)  # what reading a damaged record comes to


@dataclass(frozen=True)
class Held:
    """What stands in the tables."""

    entries: list[Entry] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    memo: Memo = field(default_factory=dict)


def state(place: Place, at: Moment | None = None) -> Ledger:
    """The state of a ledger, as it was known at a time. Raises LedgerError."""
    held = everything(place)
    return folded(place, until(held.entries, at), held.texts) if at else newest(place, held)


def read(place: Place) -> tuple[list[Entry], dict[str, str]]:
    """Every entry and text of a ledger, at one moment. Raises LedgerError."""
    held = everything(place)
    return held.entries, held.texts


def everything(place: Place) -> Held:
    """All that stands in the tables, at one moment. Raises LedgerError."""
    with tables.connected(place) as connection:
        version = tables.version(connection)
        if version is None:
            return Held()
        if version > VERSION:
            raise LedgerError(newer(tables.shown(place), version))
        return Held(tables.entries(connection), tables.texts(connection), tables.memo(connection, [JUDGED]))


def newest(place: Place, held: Held) -> Ledger:
    """The newest state, with the judgements as they were weighed."""
    state = folded(place, held.entries, held.texts)
    if any((JUDGED, event.id) not in held.memo for event in state.events):
        return state
    try:
        told = [json.loads(held.memo[JUDGED, event.id]) for event in state.events]
        judgements = tuple(from_record(Judgement, record) for records in told for record in records)
    except SPOILT as error:
        raise LedgerError(damage(tables.shown(place), f"{type(error).__name__}: {error}")) from error
    return dataclasses.replace(state, judgements=judgements)


def of_entries(entries: Sequence[Entry], texts: Mapping[str, str]) -> Iterator[Fault]:
    """Entries that are not what was hashed or follow none, articles without a text that nobody dropped."""
    ids = {"", *(entry.id for entry in entries)}
    dropped = {entry.subject for entry in entries if entry.kind == "pruned"}
    seen = {entry.subject for entry in entries if entry.kind == "sighting"}
    for entry in entries:
        if not entry.sound:
            yield Fault(entry.id, f"{entry.kind}: is not what was hashed")
        if entry.replaces not in ids:
            yield Fault(entry.id, f"{entry.kind}: {entry.replaces}, which it replaces, is not in the ledger")
        if entry.kind in ("reading", "pruned") and entry.subject not in seen:
            yield Fault(entry.id, f"{entry.kind}: article {entry.subject} is not in the ledger")
        if entry.kind == "sighting" and entry.subject not in texts and entry.subject not in dropped:
            yield Fault(entry.subject, "article: its text is not in the ledger")


def folded(place: Place, entries: Iterable[Entry], texts: Mapping[str, str]) -> Ledger:
    """The state that follows from entries. Raises LedgerError naming what is damaged."""
    held = list(entries)
    for entry in held:
        if not entry.sound:
            raise LedgerError(damage(tables.shown(place), f"entry {entry.id} is not what was hashed"))
    try:
        return fold(held, texts)
    except SPOILT as error:
        raise LedgerError(damage(tables.shown(place), f"{type(error).__name__}: {error}")) from error
