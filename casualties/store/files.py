"""Ledgers as files: made whole, and copied."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from casualties.store import contents, tables
from casualties.store.ledger import LedgerError
from casualties.store.swap import staged
from casualties.store.tables import Place


def exists(place: Place) -> bool:
    """Whether there is a ledger; an address is always asked."""
    return isinstance(place, str) or place.exists()


def create(path: Path, held: Connection | None = None) -> int:
    """A new ledger, whole or not at all, with all that another holds; returns the number of its entries.

    Raises OSError when the disk does.
    """
    with staged(path.parent, f".{path.name}.new") as new, tables.connected(new / path.name) as connection:
        tables.create(connection)
        return tables.copy(held, connection) if held else 0


def backup(place: Place, path: Path) -> int:
    """Copy a ledger, as it is at one moment, into a new file; returns the number of entries. Raises LedgerError."""
    if path.exists():
        raise LedgerError(f"{path}: is there already; name a new file")
    with contents.opened(place) as held:
        return create(path, held)
