"""Reading a ledger or a snapshot; what needs the database library, slow to load, is loaded only for a ledger."""

from __future__ import annotations

import re
from pathlib import Path

from casualties.link import Known, Linked
from casualties.link.records import READ
from casualties.model import Moment
from casualties.store.ledger import Ledger, LedgerError, load_lines

_SQLITE = b"SQLite format 3\0"
_SQLITE_ADDRESS = re.compile(r"sqlite(\+\w+)?:///?")


def named(name: str) -> Path | str:
    """A ledger by its name: a file, or the address of a database; an SQLite address is the file that it names.

    Raises ValueError for what no file can be called.
    """
    told = _SQLITE_ADDRESS.sub("", name)
    if "://" in told:
        return told
    if not Path(told).name:
        raise ValueError(
            f"{name!r} is not the name of a file, nor the address of a database; write ledger.db or sqlite:///ledger.db"
        )
    return Path(told).expanduser()


def load(place: Path | str, at: Moment | None = None) -> Ledger:
    """The state of a ledger or of a snapshot, as it was known at a time.

    Raises LedgerError where it is damaged, or a snapshot is asked for an earlier time; OSError where it cannot be read.
    """
    if isinstance(place, Path) and is_lines(place):
        if at:
            raise LedgerError(f"{place}: a snapshot knows no earlier state; name the ledger itself with --ledger")
        return load_lines(place)
    from casualties.store.contents import state

    return state(place, at)


def as_read(place: Path | str) -> Known | None:
    """What the linker read in the articles of a ledger; None where that is not kept, as in a snapshot.

    Raises LedgerError where it is damaged, OSError where it cannot be read.
    """
    if isinstance(place, Path) and is_lines(place):
        return None
    from casualties.store.book import linkage

    return linkage(place, Linked(), READ)


def is_lines(path: Path) -> bool:
    """Whether a file is not a database: a snapshot, the ledger of version 1, or damaged."""
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) != _SQLITE
