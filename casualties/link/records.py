"""What is known as rows for a ledger, and back: (kind, key, value), where the value is what JSON can hold.

Rows of one kind and key replace each other. The events are not among them: a ledger has them already.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from casualties.link.background import Common
from casualties.link.decisions import event_id
from casualties.link.known import NOTHING, Known
from casualties.link.profile import Profile
from casualties.model import Event, Judgement, from_record, to_record

Row = tuple[str, str, Any]
K = TypeVar("K")
V = TypeVar("V")
ACTOR = "linker"


@dataclass(frozen=True, slots=True)
class _Rows:
    """One field of what is known: how its keys and values are told, and read again."""

    field: str
    tell: Callable[[Any], Any]
    read: Callable[[Any], Any]
    tell_key: Callable[[Any], str] = str
    read_key: Callable[[str], Any] = sys.intern


def _as_is(value: Any) -> Any:
    return value


def _edges(told: Iterable[Sequence[Any]]) -> tuple[tuple[str, float], ...]:
    return tuple((sys.intern(other), value) for other, value in told)


def _profile(told: dict[str, Any]) -> Profile:
    """A profile whose words are kept in memory once, however many articles hold them."""
    for part in ("words", "title", "lead", "names"):
        told[part] = {sys.intern(word): rarity for word, rarity in told[part].items()}
    return from_record(Profile, told)


def _pair(key: str) -> tuple[str, ...]:
    return tuple(map(sys.intern, key.split()))  # millions of pairs name the same thousands of articles


_KINDS = {
    "profile": _Rows("profiles", to_record, _profile),
    "month": _Rows("months", to_record, lambda told: from_record(Common, told), read_key=int),
    "repeat": _Rows("repeats", list, tuple),
    "edges": _Rows("edges", list, _edges),
    "pair": _Rows("pairs", _as_is, _as_is, " ".join, _pair),
    "story": _Rows("stories", _as_is, _as_is),
}
KINDS = (ACTOR, *_KINDS)
READ = (ACTOR, "profile", "month")
"""Of these, what the articles were read as."""


def to_rows(known: Known, before: Known = NOTHING) -> Iterator[Row]:
    """The rows of what is known and was not known so `before`; their value is None for what is known no more."""
    if known.actor != before.actor:
        yield ACTOR, "", known.actor
    for kind, rows in _KINDS.items():
        for key, value in differing(getattr(known, rows.field), getattr(before, rows.field)):
            yield kind, rows.tell_key(key), None if value is None else rows.tell(value)


def from_rows(rows: Iterable[Row], events: Sequence[Event], judgements: Sequence[Judgement]) -> Known:
    """What was known, from its rows and from the events and judgements that linking gave with it."""
    actor, held = "", {kind: dict[Any, Any]() for kind in _KINDS}
    for kind, key, value in rows:
        if kind == ACTOR:
            actor = value
        else:
            held[kind][_KINDS[kind].read_key(key)] = _KINDS[kind].read(value)
    why = {(judgement.event, judgement.subject): judgement for judgement in judgements}
    return Known(
        actor=actor,
        events=dict(
            _of_linker(event, [why[event.id, article] for article in event.articles])
            for event in events
            if all((event.id, article) in why for article in event.articles)
        ),
        **{_KINDS[kind].field: told for kind, told in held.items()},
    )


def _of_linker(event: Event, why: Iterable[Judgement]) -> tuple[str, tuple[Event, tuple[Judgement, ...]]]:
    """An event and its judgements under the id by which the linker knows it, whatever it is told of under."""
    id_ = event_id(event.articles[0])
    if id_ == event.id:
        return id_, (event, tuple(why))
    return id_, (replace(event, id=id_), tuple(replace(judgement, event=id_) for judgement in why))


def differing(now: Mapping[K, V], before: Mapping[K, V]) -> Iterator[tuple[K, V | None]]:
    """What is not as it was before, by its key; None for what is no more."""
    for key, value in now.items():
        if before.get(key) != value:
            yield key, value
    for key in before:
        if key not in now:
            yield key, None
