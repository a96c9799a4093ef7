"""What is remembered of addresses from round to round, so that nothing is read twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from casualties.model import Moment, identity

KEPT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Visit:
    """What an address gave when it was last read: the server's validators, a hash of the content, the kind of a feed.

    `url` is the address of a feed or page, or that of a page with `#` and a hash of how a feed announced it. `refused`
    is a hash of the settings under which it, or something that it announced, could not be read.
    """

    url: str
    etag: str = ""
    modified: str = ""
    hash: str = ""
    at: Moment | None = None
    kind: str = ""
    refused: str = ""


class Memory(Protocol):
    """Where visits are kept. `get` is called from several threads, `put` only from the one that reads.

    A visit that lasts longer than the articles put before it would lose them: keep both in one transaction.
    """

    def get(self, url: str) -> Visit | None:
        """The last visit to an address."""

    def put(self, visit: Visit) -> None:
        """A new visit; it takes the place of the last one."""


class Visits:
    """Visits in memory, made of the rows that a ledger keeps (a hash of the address, and what was found there)."""

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        self._known = dict(known or {})
        self._new: dict[str, str] = {}

    def get(self, url: str) -> Visit | None:
        """The last visit to an address; none where its row is damaged: the address is read again."""
        key = identity(url)
        row = self._new.get(key) or self._known.get(key)
        return _read(url, row) if row else None

    def put(self, visit: Visit) -> None:
        """A new visit."""
        told = [visit.etag, visit.modified, visit.hash, str(visit.at or ""), visit.kind, visit.refused]
        self._new[identity(visit.url)] = json.dumps(told, separators=(",", ":"))

    def taken(self) -> dict[str, str]:
        """The rows that are new since they were last taken, to be kept with the articles that were read before."""
        new = self._new
        self._known |= new  # first: `get` is called from other threads
        self._new = {}
        return new

    def outdated(self, now: Moment) -> dict[str, str]:
        """Empty rows for visits older than KEPT, which go from the ledger: their addresses are asked once more."""
        visits = ((key, _read("", row)) for key, row in self._known.items())
        return {key: "" for key, visit in visits if not visit or (visit.at and now.at - visit.at.at > KEPT)}


def _read(url: str, row: str) -> Visit | None:
    try:
        etag, modified, hash_, at, *more = json.loads(row)  # older rows have no kind, or do not tell what was refused
        return Visit(url, etag, modified, hash_, Moment.parse(at) if at else None, *more)
    except (ValueError, TypeError):
        return None
