"""What is known as rows for a ledger, and back: (kind, key, value), where the value is what JSON can hold.

Rows of one kind and key replace each other; a profile or the edges of an article that is not new are as they were, so a
ledger need only write the rows that differ. The events are not among them: a ledger has them already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from casualties.link.background import Common
from casualties.link.known import Known
from casualties.link.profile import Profile
from casualties.model import Event, Judgement, from_record, to_record

Row = tuple[str, str, Any]


def to_rows(known: Known) -> Iterator[Row]:
    """The rows of what is known."""
    yield "linker", "", known.actor
    for id_, profile in known.profiles.items():
        yield "profile", id_, to_record(profile)
    for month, common in known.months.items():
        yield "month", str(month), to_record(common)
    for id_, repeat in known.repeats.items():
        yield "repeat", id_, list(repeat)
    for id_, edges in known.edges.items():
        yield "edges", id_, [list(edge) for edge in edges]
    for (one, two), value in known.pairs.items():
        yield "pair", f"{one} {two}", value
    for key, value in known.stories.items():
        yield "story", key, value


def from_rows(rows: Iterable[Row], events: Sequence[Event], judgements: Sequence[Judgement]) -> Known:
    """What was known, from its rows and from the events and judgements that linking gave with it."""
    held: dict[str, dict[str, Any]] = {}
    for kind, key, value in rows:
        held.setdefault(kind, {})[key] = value
    why: dict[tuple[str, str], Judgement] = {
        (judgement.event, judgement.subject): judgement for judgement in judgements
    }
    return Known(
        actor=held.get("linker", {}).get("", ""),
        profiles={id_: from_record(Profile, value) for id_, value in held.get("profile", {}).items()},
        months={int(month): from_record(Common, value) for month, value in held.get("month", {}).items()},
        repeats={id_: (value[0], value[1], value[2]) for id_, value in held.get("repeat", {}).items()},
        edges={id_: tuple((other, value) for other, value in edges) for id_, edges in held.get("edges", {}).items()},
        pairs={(key.split()[0], key.split()[1]): value for key, value in held.get("pair", {}).items()},
        stories=held.get("story", {}),
        events={
            event.id: (event, tuple(why[event.id, article] for article in event.articles))
            for event in events
            if all((event.id, article) in why for article in event.articles)
        },
    )
