"""Ledgers as files: made whole, and copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from casualties.store import contents, tables
from casualties.store.entries import Entry
from casualties.store.ledger import LedgerError
from casualties.store.swap import staged
from casualties.store.tables import Place


def exists(place: Place) -> bool:
    """Whether there is a ledger; an address is always asked."""
    return isinstance(place, str) or place.exists()


def create(path: Path, entries: Iterable[Entry] = (), texts: Mapping[str, str] | None = None) -> None:
    """A new ledger, whole or not at all. Raises OSError when the disk does."""
    with staged(path.parent, f".{path.name}.new") as new, tables.connected(new / path.name) as connection:
        tables.create(connection)
        tables.add(connection, entries, texts or {})


def backup(place: Place, path: Path) -> int:
    """Copy a ledger into a new file; returns the number of entries. Raises FileExistsError, LedgerError."""
    if path.exists():
        raise LedgerError(f"{path}: is there already; name a new file")
    entries, texts = contents.read(place)
    create(path, entries, texts)
    return len(entries)
