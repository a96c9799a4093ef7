"""The ledger on disk: entries that are only added, their state, snapshots that are swapped in whole, verification."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from casualties.store.ledger import ADVICE, Ledger, LedgerError, load_lines, of_result, to_result, write
from casualties.store.made import MADE, before, seal, sealed
from casualties.store.reading import as_read, load, named
from casualties.store.swap import BusyError, locked, locks, staged
from casualties.store.verify import verified

if TYPE_CHECKING:
    from casualties.store.book import Book
    from casualties.store.files import backup
    from casualties.store.opening import alone, open_book

LEDGER = "ledger.jsonl"  # the snapshot in an output folder
LATER = {"Book": "book", "backup": "files", "alone": "opening", "open_book": "opening"}
__all__ = [
    "ADVICE",
    "LEDGER",
    "MADE",
    "Book",
    "BusyError",
    "Ledger",
    "LedgerError",
    "alone",
    "as_read",
    "backup",
    "before",
    "load",
    "load_lines",
    "locked",
    "locks",
    "named",
    "of_result",
    "open_book",
    "seal",
    "sealed",
    "staged",
    "to_result",
    "verified",
    "write",
]


def __getattr__(name: str) -> Any:
    """What needs the database library, which takes its time to load, is loaded when it is asked for."""
    if name in LATER:
        return getattr(importlib.import_module(f"casualties.store.{LATER[name]}"), name)
    raise AttributeError(name)
