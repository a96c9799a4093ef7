"""What is remembered of addresses from round to round, so that nothing is read twice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from casualties.model import Moment, from_record, to_record

KEPT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Visit:
    """What an address gave when it was last read: the server's validators and a hash of the content.

    `url` is the address of a feed or page, or that of a page with `#` and a hash of how a feed announced it.
    """

    url: str
    etag: str = ""
    modified: str = ""
    hash: str = ""
    at: Moment | None = None


class Memory(Protocol):
    """Where visits are kept. `get` is called from several threads, `put` only from the one that reads.

    A visit that lasts longer than the articles put before it would lose them: keep both in one transaction.
    """

    def get(self, url: str) -> Visit | None:
        """The last visit to an address."""

    def put(self, visit: Visit) -> None:
        """A new visit; it takes the place of the last one."""


class Visits:
    """Visits in memory: those that were `known`, and apart from them the `new` ones, to be kept with the articles."""

    def __init__(self, known: Iterable[Visit] = ()) -> None:
        self._known = {visit.url: visit for visit in known}
        self.new: dict[str, Visit] = {}

    def __iter__(self) -> Iterator[Visit]:
        return iter((self._known | self.new).values())

    def get(self, url: str) -> Visit | None:
        """The last visit to an address."""
        return self.new.get(url) or self._known.get(url)

    def put(self, visit: Visit) -> None:
        """A new visit."""
        self.new[visit.url] = visit


def load(path: Path) -> Visits:
    """The visits kept in a file, none where it is not there; a damaged line is forgotten: its address is read again."""
    if not path.exists():
        return Visits()
    with path.open(encoding="utf-8", errors="replace") as file:
        return Visits(filter(None, map(_read, file)))


def recent(visits: Iterable[Visit]) -> list[Visit]:
    """The visits that are no older than KEPT before the newest: what is forgotten is asked for once more, no harm."""
    held = list(visits)
    newest = max((visit.at.at for visit in held if visit.at), default=None)
    return [visit for visit in held if not visit.at or not newest or newest - visit.at.at <= KEPT]


def save(path: Path, visits: Iterable[Visit]) -> None:
    """Write the recent visits to a file, in the order of their addresses."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for visit in sorted(recent(visits), key=lambda visit: visit.url):
            file.write(json.dumps(to_record(visit), separators=(",", ":")) + "\n")


def _read(line: str) -> Visit | None:
    try:
        return from_record(Visit, json.loads(line))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
