"""Ledgers as files: made whole, and copied."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from casualties.store import contents, tables
from casualties.store.ledger import LedgerError
from casualties.store.swap import locked, locks, staged
from casualties.store.tables import Piece, Place


def exists(place: Place) -> bool:
    """Whether there is a ledger; an address is always asked. Raises LedgerError for a link that leads nowhere: what it
    led to may be on a disk that is not there now, and a new ledger would take its place."""
    if isinstance(place, str) or place.exists():
        return True
    if place.is_symlink():
        raise LedgerError(
            f"{place}: is a link to {place.readlink()}, which is not there; bring it back, or remove the link"
        )
    return False


def create(path: Path, pieces: Iterable[Piece] = ()) -> int:
    """A new ledger, whole or not at all, with all that another holds; returns the number of its entries.

    Raises LedgerError or OSError when the disk does.
    """
    with staged(path.parent, f".{path.name}.new") as new, tables.connected(new / path.name, named=str(path)) as ledger:
        tables.create(ledger)
        return tables.put(ledger, pieces)


def backup(place: Place, path: Path) -> int:
    """Copy a ledger, as it is at one moment, into a new file; returns the number of entries.

    Raises LedgerError, and BusyError where another backup is at work on that file.
    """
    with locked(*locks(path)):
        if path.exists() or path.is_symlink():
            raise LedgerError(f"{path}: is there already; name a new file")
        with contents.opened(place) as held:
            return create(path, tables.everything(held, place) if held else ())
