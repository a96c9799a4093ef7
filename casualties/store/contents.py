"""What stands in a ledger, read at one moment, and the state that follows from it."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from casualties.model import Judgement, Moment, from_record
from casualties.store import tables
from casualties.store.entries import CHAINED, Entry, Link, fold, heads, until
from casualties.store.ledger import Ledger, LedgerError, damage
from casualties.store.tables import Place
from casualties.store.verify import Fault

JUDGED = "judgements"  # of the memo: why each article is in its event, by event
SPOILT = (KeyError, ValueError, TypeError, AttributeError)  # what reading a damaged record comes to


@dataclass(frozen=True)
class Outline:
    """What stands in the tables, but for what it says."""

    links: list[Link] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)


def state(place: Place, at: Moment | None = None) -> Ledger:
    """The state of a ledger, as it was known at a time. Raises LedgerError."""
    if at is None:
        return newest(place)[0]
    entries, texts = read(place)
    _complete(place, [entry.link for entry in entries], texts)
    return _fold(place, until(_sound(place, entries), at), texts)


def read(place: Place) -> tuple[list[Entry], dict[str, str]]:
    """Every entry and text of a ledger, at one moment. Raises LedgerError."""
    with opened(place) as connection:
        return (list(tables.entries(connection)), _texts(place, connection)) if connection else ([], {})


def outline(place: Place) -> Outline:
    """What stands in a ledger, but for what it says. Raises LedgerError, also where something of it is missing."""
    with opened(place) as connection:
        found = Outline(tables.links(connection), tables.kept(connection)) if connection else Outline()
    _complete(place, found.links, found.texts)
    return found


def memo(place: Place, kinds: Iterable[str]) -> dict[tuple[str, str], str]:
    """What is remembered beside the entries. Raises LedgerError."""
    with opened(place) as connection:
        return dict(tables.memo(connection, kinds)) if connection else {}


@contextlib.contextmanager
def opened(place: Place) -> Iterator[Connection | None]:
    """A ledger to read from, all of it at one moment; None where it has no tables yet. Raises LedgerError."""
    with tables.connected(place, reading=True) as connection:
        yield connection if tables.there(connection, place) else None


def newest(place: Place) -> tuple[Ledger, bool]:
    """The newest state, and whether its judgements are as they were weighed. Raises LedgerError."""
    with opened(place) as connection:
        if connection is None:
            return Ledger(), True
        links, texts = tables.links(connection), _texts(place, connection)
        _complete(place, links, texts)
        entries = _needed(place, tables.entries(connection), _last(links))
        weighed = {key: text for (_, key), text in tables.memo(connection, [JUDGED])}
    state = _fold(place, entries, texts)
    if any(event.id not in weighed for event in state.events):
        return state, False
    try:
        told = (json.loads(weighed[event.id]) for event in state.events)
        judgements = tuple(from_record(Judgement, record) for records in told for record in records)
    except SPOILT as error:
        raise LedgerError(damage(tables.shown(place), f"{type(error).__name__}: {error}")) from error
    return dataclasses.replace(state, judgements=judgements), True


def _last(links: Iterable[Link]) -> set[str]:
    """The entries that nothing has replaced; of events the ones before too: what one held that is no more."""
    found = heads(links).values()
    return {link.id for link in found} | {link.replaces for link in found if link.kind == "event"}


def _texts(place: Place, connection: Connection) -> dict[str, str]:
    found = tables.texts(connection)
    for article, text in found.items():
        if not isinstance(text, str):
            raise LedgerError(damage(tables.shown(place), f"the text of article {article} is none"))
    return found


def _complete(place: Place, links: Collection[Link], texts: Collection[str]) -> None:
    for fault in of_links(links, texts):
        raise LedgerError(damage(tables.shown(place), str(fault)))


def _needed(place: Place, entries: Iterable[Entry], last: Collection[str]) -> list[Entry]:
    """The entries that the newest state follows from: not those that were replaced, though they must be sound too."""
    return [entry for entry in _sound(place, entries)
            if entry.id in last or entry.kind not in CHAINED or entry.kind == "decision"]  # fmt: skip


def of_entries(entries: Sequence[Entry], texts: Mapping[str, str]) -> Iterator[Fault]:
    """Entries that are not what was hashed, and what is missing."""
    for entry in entries:
        if wrong := entry.wrong:
            yield Fault(entry.id, f"{entry.kind}: {wrong}")
    yield from of_links([entry.link for entry in entries], texts)


def of_links(links: Collection[Link], texts: Collection[str]) -> Iterator[Fault]:
    """Entries that follow none, articles without a text that nobody dropped; `texts` has the ids of those there."""
    ids = {"", *(link.id for link in links)}
    dropped = {link.subject for link in links if link.kind == "pruned"}
    seen = {link.subject for link in links if link.kind == "sighting"}
    for link in links:
        if link.replaces not in ids:
            yield Fault(link.id, f"{link.kind}: {link.replaces}, which it replaces, is not in the ledger")
        if link.kind in ("reading", "pruned") and link.subject not in seen:
            yield Fault(link.id, f"{link.kind}: article {link.subject} is not in the ledger")
        if link.kind == "sighting" and link.subject not in texts and link.subject not in dropped:
            yield Fault(link.subject, "article: its text is not in the ledger")


def folded(place: Place, entries: Iterable[Entry], texts: Mapping[str, str]) -> Ledger:
    """The state that follows from entries. Raises LedgerError naming what is damaged."""
    return _fold(place, list(_sound(place, entries)), texts)


def _fold(place: Place, entries: Iterable[Entry], texts: Mapping[str, str]) -> Ledger:
    try:
        return fold(entries, texts)
    except SPOILT as error:
        raise LedgerError(damage(tables.shown(place), f"{type(error).__name__}: {error}")) from error


def _sound(place: Place, entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        if wrong := entry.wrong:
            raise LedgerError(damage(tables.shown(place), f"entry {entry.id} {wrong}"))
        yield entry
