"""A ledger while it is added to: what a run, a decision or a pruning appends, in transactions that may be repeated."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import itertools
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from casualties import pipeline
from casualties.link import Known, Linked
from casualties.link.decisions import event_id
from casualties.link.known import NOTHING
from casualties.link.records import KINDS, differing, from_rows, to_rows
from casualties.model import Article, Claim, Decision, Judgement, Moment, from_record, identity, to_record
from casualties.store import contents, rules, tables
from casualties.store.contents import JUDGED, SPOILT
from casualties.store.entries import CHAINED, Entry, Record, event_record, heads, remnant
from casualties.store.files import create, exists
from casualties.store.ledger import Ledger, LedgerError, damage
from casualties.store.tables import Place
from casualties.store.verify import sound

LINKER = "rules"
LINKAGE = (JUDGED, LINKER, *KINDS)
"""Of the memo: the version of the rules that linked, and all that they worked out."""
RECKONER, OUTCOME = OUTCOMES = "reckoner", "outcome"
"""Of the memo: the version of the rules, and what came of each event by them."""
Row = tables.Row
T = TypeVar("T")
BATCH = 500
"""Articles read between two transactions: what a killed run has read is kept up to there."""


class Book:
    """A ledger under its lock; one without a place keeps nothing.

    It is opened by an outline alone: what stands in it is read, and found sound, when it is first added to or asked
    for. Everything added is learned at the time that the book was opened with.
    """

    def __init__(self, place: Place | None, learned: Moment) -> None:
        held = contents.outline(place) if place and exists(place) else contents.Outline()
        self._place = place
        self._learned = learned
        self._kinds = {link.id: link.kind for link in held.links}
        self._heads = heads(held.links)
        self._texts = held.texts
        self._pruned = {link.subject for link in held.links if link.kind == "pruned"}
        self._seen: list[Article] = []
        self._judged: dict[str, list[Judgement]] = {}  # what is remembered, to know what differs
        self._linking: Known | None = None
        self._kept: Mapping[str, pipeline.Kept] | None = None
        self._read: list[Entry] = []
        self._linked: Linked | None = None  # the events that stand in the ledger, if they are those of now

    @functools.cached_property
    def state(self) -> Ledger:
        """What the ledger held when it was first asked for. Raises LedgerError where it is damaged."""
        if not self._place or not exists(self._place):
            return Ledger()
        state, whole = contents.newest(self._place)
        sound(tables.shown(self._place), state)
        self._judged = _judged(state.linked) if whole else {}
        return state

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles: those of the ledger, and what was seen since."""
        return pipeline.in_order([*self.state.articles, *self._seen])

    @property
    def visits(self) -> dict[str, str]:
        """What addresses gave when they were last read, by a hash of the address."""
        rows = contents.memo(self._place, [tables.VISIT]) if self._place and exists(self._place) else {}
        return {key: text for (_, key), text in rows.items()}

    def sight(self, articles: Iterable[Article], visited: Callable[[], Mapping[str, str]] = dict) -> int:
        """Add what was seen, piece by piece as it comes; one whose text was dropped stays without.

        Returns how many of the articles were not held before.

        `visited` gives what addresses gave, as far as the articles seen by then go: it is kept in the same transaction,
        so that nothing counts as read that is not kept.
        """
        new: dict[str, Entry] = {}
        texts: dict[str, str] = {}
        held = len(self._texts)
        for article in articles:
            entry = self._entry("sighting", article.id, sighting(article), told=article.published)
            if entry.id in self._kinds or entry.id in new:
                continue
            if article.id in self._pruned:
                text = next(one.text for one in self.state.articles if one.id == article.id)
                article = dataclasses.replace(article, text=text)
            elif article.id not in self._texts:
                texts[article.id] = article.text
            new[entry.id] = entry
            self._seen.append(article)
            if len(new) == BATCH:
                self._add(new.values(), texts, visits=visited())
                new, texts = {}, {}
        self._add(new.values(), texts, visits=visited())
        return len(self._texts) - held

    @property
    def key(self) -> str:
        """A hash of all that the tables follow from: what the events are made of, and the ids that they go by."""
        return identity(self._made_of, *sorted(entry.id for (kind, _), entry in self._heads.items() if kind == "event"))

    @property
    def _made_of(self) -> str:
        """A hash of all that it follows from which articles are an event: these, the decisions and the rules."""
        of = sorted(id_ for id_, kind in self._kinds.items() if kind in ("sighting", "pruned", "decision"))
        return identity(rules.version(rules.LINKERS), *of)

    def visited(self, visits: Mapping[str, str]) -> None:
        """Keep what addresses gave; empty = nothing any more."""
        self._add((), visits=visits)

    def known(self) -> pipeline.Known:
        """What need not be worked out again: claims read by these rules, events made of just these articles."""
        held = self.state
        claims: dict[str, list[Claim]] = {
            id_: [] for id_, by in held.rules.items() if by == rules.version() or id_ in held.pruned
        }
        for claim in held.claims:
            if claim.article in claims:
                claims[claim.article].append(claim)
        whole = len(self._judged) == len(held.events)
        self._linked = held.linked if whole and held.linked_by == self._made_of else None
        self._linking = linkage(self._place, held.linked) if self._place and whole and not self._linked else None
        self._kept = self._outcomes()
        return pipeline.Known(
            claims={id_: tuple(found) for id_, found in claims.items()},
            decisions=held.decisions,
            pins=held.pins,
            linked=self._linked,
            linking=self._linking,
            told=held.linked,
            kept=self._kept or {},
        )

    def recall(self) -> None:
        """Read all that is remembered, needed now or not. Raises LedgerError where it is damaged."""
        if self._place:
            linkage(self._place, self.state.linked)
        self._outcomes()

    def _outcomes(self) -> dict[str, pipeline.Kept] | None:
        """What came of events when they were last reconciled, if it was by these rules. Raises LedgerError."""
        if not self._place or _made_by(self._place, RECKONER) != rules.version(rules.RECKONERS):
            return None
        with _reading(self._place, [OUTCOME]) as rows:
            return {event: from_record(pipeline.Kept, json.loads(text)) for (_, event), text in rows}

    def note(self, article: Article, claims: tuple[Claim, ...]) -> None:
        """Add what was read in an article, now or with the next ones."""
        if not self._place:
            return
        record = {"rules": rules.version(), "claims": [to_record(claim) for claim in claims]}
        self._read.append(self._entry("reading", article.id, record))
        if len(self._read) >= BATCH:
            self._add(self._read)
            self._read = []

    def conclude(self, result: pipeline.Result) -> None:
        """Add what became of the events, and the settings of the run."""
        if not self._place:
            return
        run = self._entry("run", "", settings(result) | {"linked_by": self._made_of})
        as_before = result.linked is self._linked
        events = () if as_before else self._events(result.linked)
        memo = itertools.chain(self._settled(result.kept), () if as_before else self._worked_out(result.linked))
        stale = (*(OUTCOMES if self._kept is None else ()), *(LINKAGE if not (as_before or self._linking) else ()))
        self._add([*self._read, *events, run], memo=memo, forget=stale)
        self._read = []
        if not as_before:
            self._judged, self._linking = _judged(result.linked), result.linked.known
        self._kept = result.kept

    def decide(self, decision: Decision) -> None:
        """Add a decision."""
        self._add([self._entry("decision", "", to_record(decision))])

    def prune(self, before: Moment) -> int:
        """Drop the texts of articles published before a time; their claims, quotes, hashes and events stay."""
        claims: dict[str, list[Claim]] = {}
        for claim in self.state.claims:
            claims.setdefault(claim.article, []).append(claim)
        held_by = {id_: event_id(event.articles[0]) for event in self.state.events for id_ in event.articles}
        old = {
            article.id: self._entry(
                "pruned", article.id, remnant(article, claims.get(article.id, ()), held_by.get(article.id, ""))
            )
            for article in self.state.articles
            if article.id not in self.state.pruned and article.published and article.published.latest < before.at
        }
        if old:
            self._add(old.values(), drop=old, forget=(*LINKAGE, *OUTCOMES))  # worked out of whole texts
        if isinstance(self._place, Path):
            tables.compact(self._place)
        return len(old)

    def take_over(self, old: Ledger) -> None:
        """Add all that a ledger of another form holds; which rules read its articles is not known."""
        self.sight(old.articles)
        found: dict[str, list[Record]] = {article.id: [] for article in old.articles}
        for claim in old.claims:
            found[claim.article].append(to_record(claim))
        self._add(self._entry("reading", id_, {"rules": "", "claims": claims}) for id_, claims in found.items())
        self._add(self._events(old.linked), memo=self._worked_out(old.linked))
        for decision in old.decisions:
            self.decide(decision)

    def _events(self, linked: Linked) -> Iterator[Entry]:
        """The entries of the events of now and of those that are no more."""
        judged = _judged(linked)
        for event in linked.events:
            left = linked.formerly.get(event.id, ())
            yield self._entry("event", event.id, event_record(event, judged[event.id], left))
        for kind, subject in self._heads:
            if kind == "event" and subject not in judged:
                yield self._entry("event", subject, {})

    def _worked_out(self, linked: Linked) -> Iterator[Row]:
        """What was worked out on the way to the events and is not remembered so."""
        judged = self._judged if self._linking else {}
        yield from _rows(JUDGED, _judged(linked), judged, lambda told: [to_record(one) for one in told])
        if linked.known.actor:
            yield (LINKER, ""), rules.version(rules.LINKERS)
            for kind, key, value in to_rows(linked.known, self._linking or NOTHING):
                yield (kind, key), "" if value is None else _json(value)

    def _settled(self, kept: Mapping[str, pipeline.Kept]) -> Iterator[Row]:
        """What came of the events and is not remembered so."""
        yield (RECKONER, ""), rules.version(rules.RECKONERS)
        yield from _rows(OUTCOME, kept, self._kept or {}, to_record)

    def _entry(self, kind: str, subject: str, record: Record, told: Moment | None = None) -> Entry:
        """An entry that follows the one before of its subject; that one itself where it says the same."""
        last = self._heads.get((kind, subject))
        if last:
            same = Entry.create(kind, subject, record, self._learned, last.replaces, told)
            if same.id == last.id:
                return same
        return Entry.create(kind, subject, record, self._learned, last.id if last else "", told)

    def _add(
        self,
        entries: Iterable[Entry],
        texts: Mapping[str, str] | None = None,
        drop: Collection[str] = (),
        memo: Iterable[Row] = (),
        forget: Collection[str] = (),
        visits: Mapping[str, str] | None = None,
    ) -> None:
        """One transaction; what is known already is not added again. Of the memo, `forget` goes first."""
        new = {entry.id: entry for entry in entries if entry.id not in self._kinds}
        visited = (((tables.VISIT, key), text) for key, text in (visits or {}).items())
        if self._place and (new or texts or exists(self._place)):
            if new:
                self.state  # noqa: B018 (raises where it is damaged: nothing is added to such a ledger)
            if isinstance(self._place, Path) and not self._place.exists():
                create(self._place)
            with tables.connected(self._place) as connection:
                if not tables.there(connection, self._place):
                    tables.create(connection)
                tables.add(connection, new.values(), texts or {})
                tables.drop(connection, drop)
                tables.forget(connection, forget)
                tables.remember(connection, itertools.chain(memo, visited))
        self._kinds |= {entry.id: entry.kind for entry in new.values()}
        self._heads |= {(entry.kind, entry.subject): entry.link for entry in new.values() if entry.kind in CHAINED}
        self._texts |= set(texts or ())


def linkage(place: Place, linked: Linked, kinds: Collection[str] = KINDS) -> Known | None:
    """What the linker worked out last on the way to these events, if it is of these rules. Raises LedgerError."""
    if _made_by(place, LINKER) != rules.version(rules.LINKERS):
        return None
    with _reading(place, kinds) as rows:
        return from_rows(
            ((kind, key, json.loads(text)) for (kind, key), text in rows), linked.events, linked.judgements
        )


def _made_by(place: Place, kind: str) -> str:
    """The version of the rules that rows of the memo are of."""
    return (contents.memo(place, [kind]) if exists(place) else {}).get((kind, ""), "")


@contextlib.contextmanager
def _reading(place: Place, kinds: Collection[str]) -> Iterator[Iterator[Row]]:
    """What is remembered, row by row. Raises LedgerError where it is damaged."""
    try:
        with contents.opened(place) as connection:
            yield tables.memo(connection, kinds) if connection else iter(())
    except SPOILT as error:
        raise LedgerError(damage(tables.shown(place), f"{type(error).__name__}: {error}")) from error


def _judged(linked: Linked) -> dict[str, list[Judgement]]:
    judged: dict[str, list[Judgement]] = {event.id: [] for event in linked.events}
    for judgement in linked.judgements:
        judged[judgement.event].append(judgement)
    return judged


def _rows(kind: str, now: Mapping[str, T], before: Mapping[str, T], told: Callable[[T], Any]) -> Iterator[Row]:
    """The rows of one kind that are not as they were; empty text for what is to be forgotten."""
    for key, value in differing(now, before):
        yield (kind, key), "" if value is None else _json(told(value))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def sighting(article: Article) -> Record:
    """An article as its entry says it: all but the text, which is kept once per article id."""
    return {name: value for name, value in to_record(article).items() if name != "text"}


def settings(result: pipeline.Result) -> Record:
    """The settings of a run as its entry says them."""
    as_of = str(result.as_of) if result.as_of else None
    return {"policies": list(result.policies), "as_of": as_of, "attackers": result.attackers}
