"""Succession: under which ids the events of now go that were told of before, and where the other ids lead.

Which articles are one event follows from the articles and the decisions alone. The id that it goes by follows besides
from what was told of before: from which articles stood under which id when the run began, and from nothing else; not
from the order or the time in which the new ones came. Where nothing was told before, it is that of its first article.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from casualties.link.decisions import event_id
from casualties.link.linker import Linked
from casualties.model import Event, identity

Articles = Mapping[str, Sequence[str]]
"""Articles by the id of an event."""


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of an event id that is no longer in use, or whose articles have parted.

    `into` holds ids of events of now: itself first if it is in use, then the one with most of its articles. One id is a
    merge (the old id redirects to it), several are a split. `articles` says how many of its articles each one holds.
    """

    event: str
    into: tuple[str, ...]
    articles: tuple[int, ...]

    @property
    def how(self) -> Literal["merged", "split"]:
        """What it is called."""
        return "split" if len(self.into) > 1 else "merged"

    @property
    def others(self) -> tuple[tuple[str, int], ...]:
        """The other events that hold articles of it, and how many each."""
        return tuple(part for part in zip(self.into, self.articles, strict=True) if part[0] != self.event)


def succession(linked: Linked) -> dict[str, Succession]:
    """What became of every id under which articles were told of that are not there now, by that id."""
    now = {event.id: event.articles for event in linked.events}
    home = _home(linked.events)
    found = {}
    for id_, gone in linked.formerly.items():
        counted = Counter(home[article] for article in (*now.get(id_, ()), *gone) if article in home)
        into = tuple(sorted(counted, key=lambda other: (other != id_, -counted[other], other)))
        found[id_] = Succession(id_, into, tuple(counted[other] for other in into))
    return found


def named(linked: Linked, before: Linked) -> Linked:
    """What was just linked, under the ids by which the events are known from `before`.

    An id goes where most of its articles go, of equal parts with the earliest. An event to which several go keeps the
    one that brings most; ids in use come before those that had gone. One to which none goes gets the id of its first
    article, or where that id has meant another event ever before, one that is made of it.
    """
    if not before.events and not before.formerly:
        return linked
    told = {event.id: event.articles for event in before.events}
    gone = {id_: articles for id_, articles in before.formerly.items() if id_ not in told}
    ids = _heirs(gone, linked.events) | _heirs(told, linked.events)
    taken = {*told, *gone}
    for event in linked.events:
        if event.id not in ids:
            ids[event.id] = next(id_ for id_ in _possible(event) if id_ not in taken)
            taken.add(ids[event.id])
    after = renamed(linked, ids)
    now = {event.id: event.articles for event in after.events}
    left = {
        id_: tuple(sorted({*told.get(id_, ()), *before.formerly.get(id_, ())}.difference(now.get(id_, ()))))
        for id_ in sorted({*told, *gone})
    }
    return replace(after, formerly={id_: articles for id_, articles in left.items() if articles})


def renamed(linked: Linked, ids: Mapping[str, str]) -> Linked:
    """The same under other ids; those not in `ids` stay as they are."""
    return replace(
        linked,
        events=tuple(replace(one, id=ids[one.id]) if one.id in ids else one for one in linked.events),
        judgements=tuple(replace(one, event=ids[one.event]) if one.event in ids else one for one in linked.judgements),
    )


def _heirs(told: Articles, events: Sequence[Event]) -> dict[str, str]:
    """The id that each event of now inherits, by the one that its first article gives it; not all inherit one."""
    home = _home(events)
    best: dict[str, tuple[int, str]] = {}
    for id_, articles in told.items():
        for heir, count in Counter(home[article] for article in articles if article in home).most_common(1):
            if heir not in best or count > best[heir][0]:
                best[heir] = count, id_
    return {heir: id_ for heir, (_, id_) in best.items()}


def _possible(event: Event) -> Iterator[str]:
    """The ids that a new event may get, the first that is free."""
    first = event.articles[0]
    yield event_id(first)
    yield from (identity("event", first, number) for number in itertools.count(2))


def _home(events: Collection[Event]) -> dict[str, str]:
    """The event of each article."""
    return {article: event.id for event in events for article in event.articles}
