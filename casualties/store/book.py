"""A ledger while it is added to: what a run, a decision or a pruning appends, in transactions that may be repeated."""

from __future__ import annotations

import dataclasses
import filecmp
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from casualties import pipeline
from casualties.link import Linked
from casualties.model import Article, Claim, Decision, Moment, identity, to_record
from casualties.store import rules, tables
from casualties.store.entries import Entry, Record, fold, heads, remnant, until
from casualties.store.ledger import VERSION, Ledger, LedgerError, damage, load_lines, newer
from casualties.store.reading import is_lines
from casualties.store.swap import staged
from casualties.store.tables import Place
from casualties.store.verify import Fault, sound

BATCH = 500
"""Articles read between two transactions: what a killed run has read is kept up to there."""


class Book:
    """A ledger under its lock; one without a place keeps nothing.

    `state` is what was known when it was opened. Everything added is learned at the time that the book was opened with.
    """

    def __init__(
        self, place: Place | None, learned: Moment, entries: Sequence[Entry] = (), state: Ledger | None = None
    ):
        self.state = state or Ledger()
        self._place = place
        self._learned = learned
        self._entries = {entry.id: entry for entry in entries}
        self._heads = heads(entries)
        self._texts = {article.id for article in self.state.articles}
        self._read: list[Entry] = []

    def sight(self, articles: Iterable[Article]) -> tuple[Article, ...]:
        """Add what was seen; returns all articles of the ledger. One whose text was dropped stays without."""
        dropped = {article.id: article.text for article in self.state.articles if article.id in self.state.pruned}
        seen = [
            dataclasses.replace(article, text=dropped[article.id]) if article.id in dropped else article
            for article in articles
        ]
        if self._place:
            new = [self._entry("sighting", a.id, sighting(a), told=a.published) for a in dict.fromkeys(seen)]
            self._add(new, {article.id: article.text for article in seen if article.id not in self._texts})
        return pipeline.in_order([*self.state.articles, *seen])

    @property
    def key(self) -> str:
        """A hash of all that the events follow from: the articles, the decisions and the rules."""
        of = sorted(id_ for id_, entry in self._entries.items() if entry.kind in ("sighting", "pruned", "decision"))
        return identity(rules.version(rules.LINKERS), *of)

    def known(self) -> pipeline.Known:
        """What need not be worked out again: claims read by these rules, events made of just these articles."""
        held = self.state
        claims: dict[str, list[Claim]] = {
            id_: [] for id_, by in held.rules.items() if by == rules.version() or id_ in held.pruned
        }
        for claim in held.claims:
            if claim.article in claims:
                claims[claim.article].append(claim)
        return pipeline.Known(
            claims={id_: tuple(found) for id_, found in claims.items()},
            decisions=held.decisions,
            pins=held.pins,
            linked=Linked(held.events, held.judgements) if self._place and held.linked_by == self.key else None,
        )

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
        judged: dict[str, list[Record]] = {event.id: [] for event in result.linked.events}
        for judgement in result.linked.judgements:
            judged[judgement.event].append(to_record(judgement))
        gone = [subject for kind, subject in self._heads if kind == "event" and subject not in judged]
        self._add(
            [
                *self._read,
                *(
                    self._entry("event", event.id, {"event": to_record(event), "judgements": judged[event.id]})
                    for event in result.linked.events
                ),
                *(self._entry("event", subject, {}) for subject in gone),
                self._entry("run", "", settings(result) | {"linked_by": self.key}),
            ]
        )
        self._read = []

    def decide(self, decision: Decision) -> None:
        """Add a decision."""
        self._add([self._entry("decision", "", to_record(decision))])

    def prune(self, before: Moment) -> int:
        """Drop the texts of articles published before a time; their claims, quotes, hashes and events stay."""
        claims: dict[str, list[Claim]] = {}
        for claim in self.state.claims:
            claims.setdefault(claim.article, []).append(claim)
        event_of = {article: event.id for event in reversed(self.state.events) for article in event.articles}
        old = {
            article.id: self._entry(
                "pruned", article.id, remnant(article, claims.get(article.id, ()), event_of.get(article.id, ""))
            )
            for article in self.state.articles
            if article.id not in self.state.pruned and article.published and article.published.latest < before.at
        }
        if old:
            self._add(old.values(), drop=old)
            if isinstance(self._place, Path):
                tables.compact(self._place)
        return len(old)

    def take_over(self, old: Ledger) -> None:
        """Add all that a ledger of another form holds; which rules read its articles is not known."""
        self.sight(old.articles)
        found: dict[str, list[Record]] = {article.id: [] for article in old.articles}
        for claim in old.claims:
            found[claim.article].append(to_record(claim))
        judged: dict[str, list[Record]] = {event.id: [] for event in old.events}
        for judgement in old.judgements:
            judged[judgement.event].append(to_record(judgement))
        self._add(self._entry("reading", id_, {"rules": "", "claims": claims}) for id_, claims in found.items())
        self._add(
            self._entry("event", event.id, {"event": to_record(event), "judgements": judged[event.id]})
            for event in old.events
        )
        for decision in old.decisions:
            self.decide(decision)

    def _entry(self, kind: str, subject: str, record: Record, told: Moment | None = None) -> Entry:
        """An entry that follows the one before of its subject; that one itself where it says the same."""
        last = self._heads.get((kind, subject))
        new = Entry.create(kind, subject, record, self._learned, last.id if last else "", told)
        return last if last and last.body == new.body else new

    def _add(self, entries: Iterable[Entry], texts: Mapping[str, str] | None = None, drop: Iterable[str] = ()) -> None:
        """One transaction; what is known already is not added again."""
        new = {entry.id: entry for entry in entries if entry.id not in self._entries}
        if self._place and (new or texts):
            if isinstance(self._place, Path) and not self._place.exists():
                create(self._place)
            with tables.connected(self._place) as connection:
                if tables.version(connection) is None:
                    tables.create(connection)
                tables.add(connection, new.values(), texts or {})
                tables.drop(connection, drop)
        self._entries |= new
        self._heads |= {
            (entry.kind, entry.subject): entry for entry in new.values() if entry.kind not in ("sighting", "pruned")
        }
        self._texts |= set(texts or ())


def sighting(article: Article) -> Record:
    """An article as its entry says it: all but the text, which is kept once per article id."""
    return {name: value for name, value in to_record(article).items() if name != "text"}


def settings(result: pipeline.Result) -> Record:
    """The settings of a run as its entry says them."""
    as_of = str(result.as_of) if result.as_of else None
    return {"policies": list(result.policies), "as_of": as_of, "attackers": result.attackers}


def open_book(place: Place | None, learned: Moment) -> Book:
    """The ledger at a place, empty where there is none yet; one of an older version is brought over first.

    Raises LedgerError where it is damaged or of a newer version.
    """
    if place is None or not exists(place):
        return Book(place, learned)
    if isinstance(place, Path) and is_lines(place):
        MIGRATIONS[1](place, learned)
    entries, texts = read(place)
    state = folded(place, entries, texts)
    sound(place, state)
    return Book(place, learned, entries, state)


def state(place: Place, at: Moment | None = None) -> Ledger:
    """The state of a ledger, as it was known at a time. Raises LedgerError."""
    entries, texts = read(place)
    return folded(place, until(entries, at) if at else entries, texts)


def read(place: Place) -> tuple[list[Entry], dict[str, str]]:
    """Every entry and text of a ledger, at one moment. Raises LedgerError."""
    with tables.connected(place) as connection:
        version = tables.version(connection)
        if version is None:
            return [], {}
        if version > VERSION:
            raise LedgerError(newer(tables.shown(place), version))
        return tables.entries(connection), tables.texts(connection)


def exists(place: Place) -> bool:
    """Whether there is a ledger; an address is always asked."""
    return isinstance(place, str) or place.exists()


def create(path: Path, entries: Iterable[Entry] = (), texts: Mapping[str, str] | None = None) -> None:
    """A new ledger, whole or not at all. Raises OSError when the disk does."""
    with staged(path.parent, f".{path.name}.new") as new, tables.connected(new / path.name) as connection:
        tables.create(connection)
        tables.add(connection, entries, texts or {})


def backup(place: Place, path: Path) -> int:
    """Copy a ledger into a new file; returns the number of entries. Raises FileExistsError, LedgerError."""
    if path.exists():
        raise LedgerError(f"{path}: is there already; name a new file")
    entries, texts = read(place)
    create(path, entries, texts)
    return len(entries)


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


def of_entries(entries: Sequence[Entry], texts: Mapping[str, str]) -> Iterator[Fault]:
    """Entries that are not what was hashed or follow none, articles without a text that nobody dropped."""
    ids = {"", *(entry.id for entry in entries)}
    dropped = {entry.subject for entry in entries if entry.kind == "pruned"}
    seen = {entry.subject for entry in entries if entry.kind == "sighting"}
    for entry in entries:
        if not entry.sound:
            yield Fault(entry.id, f"{entry.kind}: is not what was hashed")
        if entry.replaces not in ids:
            yield Fault(entry.id, f"{entry.kind}: {entry.replaces}, which it replaces, is not in the ledger")
        if entry.kind in ("reading", "pruned") and entry.subject not in seen:
            yield Fault(entry.id, f"{entry.kind}: article {entry.subject} is not in the ledger")
        if entry.kind == "sighting" and entry.subject not in texts and entry.subject not in dropped:
            yield Fault(entry.subject, "article: its text is not in the ledger")


def folded(place: Place, entries: Iterable[Entry], texts: Mapping[str, str]) -> Ledger:
    """The state that follows from entries. Raises LedgerError naming what is damaged."""
    held = list(entries)
    for entry in held:
        if not entry.sound:
            raise LedgerError(damage(place, f"entry {entry.id} is not what was hashed"))
    try:
        return fold(held, texts)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise LedgerError(damage(place, f"{type(error).__name__}: {error}")) from error
