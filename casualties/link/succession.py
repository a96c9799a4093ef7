"""Succession: where the articles of an event published before are found now, so that its id can redirect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from casualties.model import Event


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of an event id that is no longer in use, or whose articles have parted.

    `into` holds ids of events of now, the one with most of its articles first: one id is a merge or a new name (the old
    id redirects to it), several are a split. Empty: none of its articles is known any more.
    """

    event: str
    into: tuple[str, ...]


def succession(before: Sequence[Event], after: Sequence[Event]) -> tuple[Succession, ...]:
    """What became of the events of `before`; those that kept their id and all their articles are left out."""
    home = {article: event.id for event in after for article in event.articles}
    found = []
    for event in before:
        now = Counter(home[article] for article in event.articles if article in home)
        into = tuple(sorted(now, key=lambda other: (-now[other], other)))
        if into != (event.id,):
            found.append(Succession(event.id, into))
    return tuple(found)
