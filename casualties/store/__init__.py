"""The ledger on disk: read, merged, written beside and swapped, verified."""

from casualties.store.ledger import Ledger, LedgerError, keep, load, merge, of_result, to_result, write
from casualties.store.swap import BusyError, locked, staged
from casualties.store.verify import recover, verified

__all__ = [
    "BusyError",
    "Ledger",
    "LedgerError",
    "keep",
    "load",
    "locked",
    "merge",
    "of_result",
    "recover",
    "staged",
    "to_result",
    "verified",
    "write",
]
