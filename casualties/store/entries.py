"""The ledger as it grows: entries that are only ever added, and the fold that makes a state of them. Pure.

An entry either stands by itself (an article seen, a text dropped) or replaces the one before it of its subject (what
the rules read in an article, an event, a decision, the settings of a run). A state follows from the set of the entries,
not from the order or the batches in which they came.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from casualties.link import Linked
from casualties.link.profile import order
from casualties.model import Article, Claim, Decision, Event, Judgement, Moment, from_record, identity, to_record
from casualties.pipeline import in_order
from casualties.store.ledger import Ledger

Record = dict[str, Any]
ALONE = ("sighting", "pruned")
CHAINED = ("reading", "event", "decision", "run")
MARGIN = 120
"""Characters kept on each side of a quote when a text is dropped: those by which reprints are known."""
PRUNED = "prune"
_UNREAD: tuple[str, tuple[Claim, ...]] = ("", ())


class Link(NamedTuple):
    """An entry without what it says: enough to know what follows what."""

    id: str
    kind: str
    subject: str
    replaces: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that became known: its kind, its subject, what it says, and when we learned it.

    `told` is when the world was told, as the article says. `id` is a hash of kind, subject, body and the id of the
    entry it `replaces`: what is known already has an id that is there already.
    """

    kind: str
    subject: str
    body: str
    replaces: str
    told: str
    learned: str
    id: str

    @classmethod
    def create(
        cls, kind: str, subject: str, record: Record, learned: Moment, replaces: str = "", told: Moment | None = None
    ) -> Entry:
        """Build an entry and its id."""
        body = json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        made = identity(kind, subject, body, replaces)
        return cls(kind, subject, body, replaces, str(told or ""), str(learned), made)

    @property
    def link(self) -> Link:
        """What follows what."""
        return Link(self.id, self.kind, self.subject, self.replaces)

    @property
    def wrong(self) -> str:
        """What is wrong with it, in words; empty where nothing is."""
        if identity(self.kind, self.subject, self.body, self.replaces) != self.id:
            return "is not what was hashed"
        return "" if _is_time(self.learned) else "was learned at no time"

    @property
    def record(self) -> Record:
        """What it says."""
        return json.loads(self.body)  # type: ignore[no-any-return]


@functools.cache
def _is_time(text: object) -> bool:
    """Whether a time was told; of a run there are many entries and one time."""
    try:
        Moment.parse(text)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return False
    return True


def until(entries: Iterable[Entry], time: Moment) -> Iterator[Entry]:
    """The entries that were learned by a time."""
    return (entry for entry in entries if Moment.parse(entry.learned).at <= time.latest)


E = TypeVar("E", Link, Entry)


def heads(entries: Iterable[E]) -> dict[tuple[str, str], E]:
    """The entry that nothing has replaced, by kind and subject."""
    chained = [entry for entry in entries if entry.kind in CHAINED]
    replaced = {entry.replaces for entry in chained}
    return {(entry.kind, entry.subject): entry for entry in chained if entry.id not in replaced}


def fold(entries: Iterable[Entry], texts: Mapping[str, str]) -> Ledger:
    """The state that follows from entries; `texts` goes by article id, and lacks those that were dropped."""
    every = {entry.id: entry for entry in entries}
    newest: dict[str, dict[str, Entry]] = {kind: {} for kind in CHAINED}
    for (kind, subject), entry in heads(every.values()).items():
        newest[kind][subject] = entry
    pruned = {entry.subject: entry.record for entry in every.values() if entry.kind == "pruned"}
    texts = {**{id_: remains(record) for id_, record in pruned.items()}, **texts}
    articles = in_order(
        from_record(Article, entry.record | {"text": texts[entry.subject]})
        for entry in every.values()
        if entry.kind == "sighting"
    )
    readings = {id_: _reading(entry.record) for id_, entry in newest["reading"].items()}
    told = {id_: entry.record for id_, entry in newest["event"].items()}
    linked = linked_of(articles, told.values())
    last = {id_: record or every[newest["event"][id_].replaces].record for id_, record in told.items()}
    settings = next((entry.record for entry in newest["run"].values()), {})
    return Ledger(
        articles=articles,
        claims=tuple(
            claim
            for id_ in dict.fromkeys(article.id for article in articles)
            for claim in readings.get(id_, _UNREAD)[1]
        ),
        events=linked.events,
        judgements=linked.judgements,
        formerly={id_: left for id_, record in sorted(last.items()) if (left := _left(record, bool(told[id_])))},
        decisions=_in_chain([entry for entry in every.values() if entry.kind == "decision"]),
        pins=tuple(
            Judgement(id_, record["event"], "same", 1.0, actor=PRUNED)
            for id_, record in sorted(pruned.items())
            if record["event"]
        ),
        pruned=tuple(sorted(pruned.keys())),
        rules={id_: made_by for id_, (made_by, _) in readings.items()},
        linked_by=settings.get("linked_by", ""),
        **settings_of(settings),
    )


def _reading(record: Record) -> tuple[str, tuple[Claim, ...]]:
    """Which rules read an article, and its claims."""
    return record["rules"], tuple(from_record(Claim, claim) for claim in record["claims"])


def settings_of(record: Record) -> dict[str, Any]:
    """The settings of a run as `Ledger` has them; none where there was no run."""
    if not record:
        return {}
    as_of = Moment.parse(record["as_of"]) if record["as_of"] else None
    return {"policies": tuple(record["policies"]), "as_of": as_of, "attackers": record["attackers"]}


def event_record(event: Event, judgements: Iterable[Judgement], left: Sequence[str] = ()) -> Record:
    """An event as its entry says it: with the verdicts, not how they were weighed, which any new article may move.

    `left` are articles that it was told of before and that are in other events now.
    """
    record: Record = {
        "event": to_record(event),
        "verdicts": [[judgement.subject, judgement.verdict, judgement.actor] for judgement in judgements],
    }
    return record | ({"left": list(left)} if left else {})


def _left(record: Record, there: bool) -> tuple[str, ...]:
    """The articles that have left an event, by its last entry that says anything; all where it is no more."""
    left = record.get("left", ())
    return tuple(left if there else sorted({*left, *record["event"]["articles"]}))


def linked_of(articles: Iterable[Article], records: Iterable[Record]) -> Linked:
    """The events and verdicts that their entries tell of."""
    place = {article.id: number for number, article in enumerate(sorted(articles, key=order))}
    found = [(from_record(Event, record["event"]), record["verdicts"]) for record in records if record]
    found.sort(key=lambda pair: place[pair[0].articles[0]])
    verdicts = (
        Judgement(subject, event.id, verdict, 1.0, actor=actor)
        for event, told in found
        for subject, verdict, actor in told
    )
    return Linked(tuple(event for event, _ in found), tuple(verdicts))


def remnant(article: Article, claims: Iterable[Claim], event: str) -> Record:
    """What is kept of an article whose text is dropped: title, quotes and the words around them, and its event."""
    kept = bytearray(len(article.text))
    kept[: len(article.title)] = b"\1" * len(article.title)
    for claim in claims:
        start, end = max(0, claim.span.start - MARGIN), min(len(kept), claim.span.end + MARGIN)
        kept[start:end] = b"\1" * (end - start)
    text = "".join(char if keep else " " for char, keep in zip(article.text, kept, strict=True))
    pieces, at = [], 0
    for piece in text.split("  "):
        if piece:
            pieces.append([at, piece])
        at += len(piece) + 2
    return {"event": event, "length": len(text), "pieces": pieces}


def remains(record: Record) -> str:
    """The text that is left: every piece in its place, blanks between."""
    text = ""
    for start, piece in record["pieces"]:
        text = text.ljust(start) + piece
    return text.ljust(record["length"])


def _in_chain(entries: Iterable[Entry]) -> tuple[Decision, ...]:
    """Decisions in the order in which they were taken."""
    following = {entry.replaces: entry for entry in entries}
    found, last = [], ""
    while last in following:
        found.append(from_record(Decision, following[last].record))
        last = following[last].id
    return tuple(found)
