"""Articles to ranges: the three rooms in a row. Nothing here opens a file or asks the time.

`run` is the whole path. Its parts are apart because the ledger keeps what the first two made and only the last needs
computing again to explain a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from casualties import extract
from casualties.link import Aside, Linked, candidates, entitle, is_aside, judgements, link
from casualties.link import Known as Linking
from casualties.link.succession import Succession, named, succession
from casualties.model import Article, Claim, Decision, Event, Judgement, Moment, Toll, identity
from casualties.reconcile import Docket, Reconciled, concerned, docket, mark, reconcile, sentence, stand

Claims = Mapping[str, tuple[Claim, ...]]
Tolls = Mapping[str, tuple[Toll, ...]]
Progress = Callable[[str, int, int], None]
Noted = Callable[[Article, tuple[Claim, ...]], None]
DEFAULT_POLICIES = ("full-range",)


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of an event, and a hash of all that it was made of: while that is the same, so is what comes of it.

    `tolls` are those of its articles.
    """

    made_of: str
    reconciled: Reconciled
    tolls: tuple[Toll, ...] = ()


@dataclass(frozen=True)
class Known:
    """What a ledger knows of the articles already: it changes what a run costs; its result, decisions and ids only.

    `claims` are those of articles that the same rules have read. `linked` is what the same linker made of exactly these
    articles and decisions; `linking` is what it worked out for some of them. Events keep the ids that they were `told`
    under. `pins` hold articles whose text is gone in their events. `kept` is what the same rules made of events, by
    event id.
    """

    claims: Claims = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    pins: tuple[Judgement, ...] = ()
    linked: Linked | None = None
    linking: Linking | None = None
    told: Linked = field(default_factory=Linked)
    kept: Mapping[str, Kept] = field(default_factory=dict)


NOTHING = Known()


@dataclass(frozen=True)
class Result:
    """All that a run found.

    `sightings` holds every distinct record that was read, `articles` one per article id; both in order of publication,
    the undated last. `claims` and `tolls` go by article id, `reconciled` by event id, and `made_of`, a hash of
    all that this follows from. Among the claims are those that analysts corrected, beside what they put in their place.
    """

    sightings: tuple[Article, ...]
    articles: tuple[Article, ...]
    claims: Claims
    tolls: Tolls
    linked: Linked
    reconciled: Mapping[str, Reconciled]
    policies: tuple[str, ...]
    as_of: Moment | None
    attackers: str
    decisions: tuple[Decision, ...] = ()
    made_of: Mapping[str, str] = field(default_factory=dict, compare=False)

    @cached_property
    def article(self) -> dict[str, Article]:
        """Articles by id."""
        return {article.id: article for article in self.articles}

    @property
    def kept(self) -> dict[str, Kept]:
        """What makes the next run cheaper: what came of each event, and what it was made of."""
        return {
            event.id: Kept(self.made_of[event.id], self.reconciled[event.id], self._tolls(event))
            for event in self.linked.events
            if event.id in self.made_of
        }

    def _tolls(self, event: Event) -> tuple[Toll, ...]:
        return tuple(toll for article in event.articles for toll in self.tolls[article])

    @cached_property
    def claim(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claims in self.claims.values() for claim in claims}

    @cached_property
    def asides(self) -> dict[str, tuple[Judgement, ...]]:
        """Claims told in passing that may be of an event, by its id: judgements that are "unsure"."""
        told = (
            Aside(claim, article, sentence(article, claim))
            for article in self.articles
            if not (self.as_of and article.published) or article.published <= self.as_of
            for claim in self.claims[article.id]
            if is_aside(claim)
        )
        tolls = {
            (event, estimate.category): (estimate.low, estimate.high)
            for event, found in self.reconciled.items()
            for estimate in found.estimates
            if estimate.policy == self.policies[0] and estimate.low is not None
        }
        return candidates(told, self.linked.events, tolls)

    @cached_property
    def succession(self) -> dict[str, Succession]:
        """What became of the ids under which articles were told of that are in other events now, by that id."""
        return succession(self.linked)

    @cached_property
    def event_of(self) -> dict[str, str]:
        """The event of each article that has one; the first where an article tells of several."""
        return {article: event.id for event in reversed(self.linked.events) for article in event.articles}


def run(
    articles: Iterable[Article],
    policies: Sequence[str] = DEFAULT_POLICIES,
    as_of: Moment | None = None,
    attackers: str = "include",
    progress: Progress | None = None,
    known: Known = NOTHING,
    noted: Noted | None = None,
) -> Result:
    """Everything that follows from the articles, whatever their order and however often each is given.

    `progress` is called with the name of a stage, how much of it is done and how much there is; `noted` with every
    article that was not known, and its claims, as soon as it was read.
    """
    sightings = in_order(articles)
    unique = distinct(sightings)
    claims: dict[str, tuple[Claim, ...]] = {}
    for number, article in enumerate(unique):
        if progress:
            progress("reading articles", number, len(unique))
        found = known.claims.get(article.id)
        if found is None:
            found = extract.claims(article)
            if noted:
                noted(article, found)
        claims[article.id] = found
    if progress:
        progress("linking articles", 0, len(unique))
    ruled = (*known.pins, *judgements(known.decisions))
    linked = known.linked or named(
        entitle(link(unique, ruled, known.linking), unique, _standing(claims, docket(known.decisions))), known.told
    )
    return settle(sightings, claims, linked, policies, as_of, attackers, progress, known.decisions, known.kept)


def settle(
    sightings: Iterable[Article],
    claims: Claims,
    linked: Linked,
    policies: Sequence[str] = DEFAULT_POLICIES,
    as_of: Moment | None = None,
    attackers: str = "include",
    progress: Progress | None = None,
    decisions: Sequence[Decision] = (),
    kept: Mapping[str, Kept] = NOTHING.kept,
) -> Result:
    """The ranges that follow from claims and events that are already known.

    Only events whose articles, claims or decisions are not what those of `kept` were made of are reconciled.
    """
    sightings = in_order(sightings)
    unique = distinct(sightings)
    by_id = {article.id: article for article in unique}
    decided = docket(decisions)
    standing = _standing(claims, decided)
    every = {id_: tuple({c.id: c for c in (*told, *standing[id_])}.values()) for id_, told in claims.items()}
    tolls: dict[str, tuple[Toll, ...]] = {}
    made_of: dict[str, str] = {}
    reconciled: dict[str, Reconciled] = {}
    for number, event in enumerate(linked.events):
        if progress:
            progress("reconciling events", number, len(linked.events))
        members = [by_id[article] for article in event.articles]
        told = [claim for article in members for claim in standing[article.id]]
        all_told = {claim.id: claim for article in members for claim in every[article.id]} if decisions else {}
        made_of[event.id] = _made_of(event, members, told, decided.about(event, all_told), policies, as_of, attackers)
        before = kept.get(event.id)
        if before and before.made_of == made_of[event.id]:
            reconciled[event.id] = before.reconciled
            tolls |= _by_article(before.tolls)
            continue
        tolls |= {m.id: extract.tolls(m, standing[m.id], attackers) for m in members if m.id not in tolls}
        about = concerned(all_told.values(), decided)
        found = reconcile(event, members, told, policies, as_of, about, tolls)
        reconciled[event.id] = replace(found, estimates=mark(found.estimates, event, all_told, decided))
    return Result(
        sightings=sightings,
        articles=unique,
        claims=every,
        tolls={a.id: tolls.get(a.id) or extract.tolls(a, standing[a.id], attackers) for a in unique},
        linked=linked,
        reconciled=reconciled,
        policies=tuple(policies),
        as_of=as_of,
        attackers=attackers,
        decisions=tuple(decisions),
        made_of=made_of,
    )


def _by_article(tolls: Iterable[Toll]) -> Tolls:
    """Tolls by the id of their article, in order."""
    found: dict[str, list[Toll]] = {}
    for toll in tolls:
        found.setdefault(toll.article, []).append(toll)
    return {article: tuple(told) for article, told in found.items()}


def _made_of(event: Event, members: Sequence[Article], claims: Sequence[Claim], *others: object) -> str:
    """A hash of all that an event's ranges follow from, by the ids of articles and claims, which say what they hold."""
    articles = ((a.id, a.url, a.outlet, a.published, a.fetched, a.language) for a in members)
    return identity(event.id, event.type, *articles, *(claim.id for claim in claims), *others)


def _standing(claims: Claims, decided: Docket) -> Claims:
    """The claims that decisions leave standing, or put there."""
    return {id_: stand(told, decided)[0] for id_, told in claims.items()} if decided.of_claim else claims


def in_order(articles: Iterable[Article]) -> tuple[Article, ...]:
    """The distinct articles in order of publication, the undated last; ties are broken by content, never by arrival."""
    return tuple(sorted(set(articles), key=_place))


def distinct(sightings: Sequence[Article]) -> tuple[Article, ...]:
    """The first sighting of every article id, in order."""
    first: dict[str, Article] = {}
    for article in sightings:
        first.setdefault(article.id, article)
    return tuple(first.values())


def _place(article: Article) -> tuple[object, ...]:
    told = article.published
    when = (False, str(told.at), told.precision) if told else (True, "", "")
    return (*when, article.id, article.outlet, article.ref, str(article.fetched or ""), article.language)
