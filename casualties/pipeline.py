"""Articles to ranges: the three rooms in a row. Nothing here opens a file or asks the time.

`run` is the whole path. Its parts are apart because the ledger keeps what the first two made and only the last needs
computing again to explain a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from casualties import extract
from casualties.lexicon.confidence import ConfidenceTable
from casualties.link import Linked, link
from casualties.model import Article, Claim, Event, Moment, Toll
from casualties.reconcile import Reconciled, reconcile

Claims = Mapping[str, tuple[Claim, ...]]
Tolls = Mapping[str, tuple[Toll, ...]]
Progress = Callable[[str, int, int], None]
DEFAULT_POLICIES = ("full-range",)


@dataclass(frozen=True)
class Result:
    """All that a run found.

    `sightings` holds every distinct record that was read, `articles` one per article id; both in order of publication,
    the undated last. `claims` and `tolls` go by article id, `reconciled` by event id.
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

    @cached_property
    def article(self) -> dict[str, Article]:
        """Articles by id."""
        return {article.id: article for article in self.articles}

    @cached_property
    def claim(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claims in self.claims.values() for claim in claims}

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
) -> Result:
    """Everything that follows from the articles, whatever their order and however often each is given.

    `progress` is called with the name of a stage, how much of it is done and how much there is.
    """
    sightings = in_order(articles)
    unique = distinct(sightings)
    claims: dict[str, tuple[Claim, ...]] = {}
    for number, article in enumerate(unique):
        if progress:
            progress("reading articles", number, len(unique))
        claims[article.id] = extract.claims(article)
    if progress:
        progress("linking articles", 0, len(unique))
    linked = link(unique, claims)
    return settle(sightings, claims, linked, policies, as_of, attackers, progress)


def settle(
    sightings: Iterable[Article],
    claims: Claims,
    linked: Linked,
    policies: Sequence[str] = DEFAULT_POLICIES,
    as_of: Moment | None = None,
    attackers: str = "include",
    progress: Progress | None = None,
) -> Result:
    """The ranges that follow from claims and events that are already known."""
    sightings = in_order(sightings)
    unique = distinct(sightings)
    by_id = {article.id: article for article in unique}
    reconciled = {}
    for number, event in enumerate(linked.events):
        if progress:
            progress("reconciling events", number, len(linked.events))
        reconciled[event.id] = _of_event(event, by_id, claims, policies, as_of)
    return Result(
        sightings=sightings,
        articles=unique,
        claims=claims,
        tolls={article.id: extract.tolls(article, claims[article.id], attackers) for article in unique},
        linked=linked,
        reconciled=reconciled,
        policies=tuple(policies),
        as_of=as_of,
        attackers=attackers,
    )


def read(
    article: Article, attackers: str = "include", weights: ConfidenceTable | None = None
) -> tuple[tuple[Claim, ...], tuple[Toll, ...]]:
    """What one article says, and what it stands by; `weights` replaces the package's table of confidence."""
    claims = extract.claims(article)
    return claims, extract.tolls(article, claims, attackers, weights)


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


def _of_event(
    event: Event, articles: Mapping[str, Article], claims: Claims, policies: Sequence[str], as_of: Moment | None
) -> Reconciled:
    members = [articles[article] for article in event.articles]
    told = [claim for article in members for claim in claims[article.id]]
    return reconcile(event, members, told, policies, as_of)
