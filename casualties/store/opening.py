"""Opening a ledger to add to it: alone, and brought over to this version first."""

from __future__ import annotations

import contextlib
import filecmp
import shutil
from collections.abc import Iterator
from pathlib import Path

from casualties.model import Moment
from casualties.store import tables
from casualties.store.book import Book
from casualties.store.ledger import LedgerError, load_lines
from casualties.store.reading import is_lines
from casualties.store.swap import locked, locks, staged
from casualties.store.tables import Place
from casualties.store.verify import sound


def open_book(place: Place | None, learned: Moment) -> Book:
    """The ledger at a place, empty where there is none yet; one of an older version is brought over first.

    Raises LedgerError where it is no ledger or one of a newer version.
    """
    if isinstance(place, Path) and place.exists() and is_lines(place):
        MIGRATIONS[1](place, learned)
    return Book(place, learned)


@contextlib.contextmanager
def alone(place: Place | None, *files: Path) -> Iterator[None]:
    """Have a ledger, and what else these lock files stand for, to oneself. Raises BusyError where somebody else has."""
    with contextlib.ExitStack() as held:
        held.enter_context(locked(*files, *locks(place)))
        if isinstance(place, str):
            held.enter_context(tables.claimed(place))
        yield


def from_lines(path: Path, learned: Moment) -> None:
    """Version 1 was one file of JSON lines, as snapshots are: bring it over, and keep it beside as NAME.v1."""
    old = load_lines(path)
    sound(path, old)
    aside = path.with_name(f"{path.name}.v1")
    if not aside.exists():
        with staged(path.parent, f".{aside.name}.new") as new:
            shutil.copy2(path, new / aside.name)
    elif not filecmp.cmp(path, aside, shallow=False):
        raise LedgerError(f"{aside}: is in the way of {path}, which would be kept there; move it")
    with staged(path.parent, f".{path.name}.new") as new:
        Book(new / path.name, learned).take_over(old)


MIGRATIONS = {1: from_lines}
"""What brings a ledger of a version to the next."""
