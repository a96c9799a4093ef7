"""In what order articles were told, as far as their dates and figures say.

An exact time orders by itself. A date alone is an interval: among articles of one day, one that calls a figure previous
comes after those that give it, and otherwise the toll that cannot fall by itself (killed) rises. Articles without any
date come first, for they cannot be newer than what is dated.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from casualties.lexicon.policies import settings
from casualties.model import Article, Claim, Moment
from casualties.reconcile.figures import figure

EXACT = ("second", "minute", "hour")


@dataclass(frozen=True, slots=True)
class Telling:
    """One article at its place in the order: when it was told, and its claims in the order of the text."""

    article: Article
    at: Moment | None
    claims: tuple[Claim, ...]
    version: int = 0


def in_order(articles: Iterable[Article], claims: Iterable[Claim], as_of: Moment | None = None) -> list[Telling]:
    """Put the articles that were known by `as_of` in order of telling; equal input in any order gives equal output."""
    by_article: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(_distinct(claims).values(), key=lambda claim: (claim.span, claim.id)):
        by_article[claim.article].append(claim)
    days: dict[str, list[Telling]] = defaultdict(list)
    for article, version in _versions(articles):
        at = moment(article, version)
        if as_of is None or at is None or at.at <= as_of.latest:
            day = at.at.date().isoformat() if at else ""
            days[day].append(Telling(article, at, tuple(by_article[article.id]), version))
    return [telling for day in sorted(days) for telling in _within_day(days[day])]


def moment(article: Article, version: int = 0) -> Moment | None:
    """When the article told what it tells: its publication; of a page that was edited later, when the edit was seen.

    A publication that lies after the page was fetched is not believed. None = no date at all.
    """
    published, fetched = article.published, article.fetched
    if fetched and (published is None or version > 0 or published.at > fetched.latest):
        return max(fetched, published) if published and published.at <= fetched.latest else fetched
    return published


def _versions(articles: Iterable[Article]) -> Iterable[tuple[Article, int]]:
    """Every distinct article with the number of its version among the pages of one url."""
    pages: dict[str, list[Article]] = defaultdict(list)
    for article in sorted(set(articles), key=_article_place):
        pages[article.url or article.id].append(article)
    for versions in pages.values():
        distinct = {article.id: article for article in reversed(versions)}
        yield from ((article, number) for number, article in enumerate(reversed(distinct.values())))


def _article_place(article: Article) -> tuple[str, ...]:
    fetched, published = _sortable(article.fetched), _sortable(article.published)
    return (fetched or published, published, article.id, article.outlet, article.ref, fetched, article.language)


def _distinct(claims: Iterable[Claim]) -> dict[str, Claim]:
    """Claims by id; of two different ones under one id always the same is kept."""
    kept: dict[str, Claim] = {}
    for claim in claims:
        other = kept.setdefault(claim.id, claim)
        if other != claim:
            kept[claim.id] = min(other, claim, key=repr)
    return kept


def _sortable(told: Moment | None) -> str:
    return f"{told.at.isoformat()} {told.precision}" if told else ""


def _within_day(tellings: Sequence[Telling]) -> list[Telling]:
    exact = sorted((t for t in tellings if t.at and t.at.precision in EXACT), key=_by_time)
    dated = _by_content([t for t in tellings if not (t.at and t.at.precision in EXACT)])
    merged: list[Telling] = []
    reached = -1
    for telling in exact:
        toll, past = telling_toll(telling), previous(telling)
        if toll > reached or past:
            sooner = {t.article.id for t in dated if telling_toll(t) < toll or telling_toll(t) in past}
            merged += [t for t in dated if t.article.id in sooner]
            dated = [t for t in dated if t.article.id not in sooner]
            reached = max(reached, toll)
        merged.append(telling)
    return merged + dated


def _by_time(telling: Telling) -> tuple[datetime, int, str]:
    return (telling.at.at if telling.at else datetime.min, telling_toll(telling), telling.article.id)


def _by_content(tellings: Sequence[Telling]) -> list[Telling]:
    """Rising tolls, but nothing before the figures that it calls previous (a circle of such falls back to the toll).

    Among articles of one toll, those that announce the rise come first.
    """
    waiting = sorted(tellings, key=_by_toll)
    giving: dict[int, int] = defaultdict(int)
    for telling in waiting:
        giving[telling_toll(telling)] += 1
    ordered: list[Telling] = []
    while waiting:
        held = []
        for telling in waiting:
            if any(giving[low] for low in previous(telling) if low > telling_toll(telling)):
                held.append(telling)
            else:
                ordered.append(telling)
                giving[telling_toll(telling)] -= 1
        if len(held) == len(waiting):
            return ordered + held
        waiting = held
    return ordered


def _by_toll(telling: Telling) -> tuple[int, bool, str]:
    toll = telling_toll(telling)
    return (toll, all(low >= toll for low in previous(telling)), telling.article.id)


def telling_toll(telling: Telling) -> int:
    """The first current total that an article gives in a category that only rises; -1 where it gives none."""
    kinds = ("toll", "increment", "transfer")
    return next((figure(c) for c in telling.claims if c.kind in kinds and c.low is not None and _ordering(c)), -1)


def previous(telling: Telling) -> set[int]:
    """The totals that an article calls replaced, in a category that only rises."""
    return {figure(c) for c in telling.claims if c.kind == "previous" and c.low is not None and _ordering(c)}


def _ordering(claim: Claim) -> bool:
    return claim.category in settings().cumulative and not claim.scope and claim.status == "asserted" and not claim.word


def hours_between(older: Moment | None, newer: Moment | None) -> float:
    """Hours that surely passed from one moment to the other: to the second, so a day to the next but one is 24."""
    return round((newer.at - older.latest).total_seconds()) / 3600 if older and newer else 0.0


def surely_after(newer: Moment | None, older: Moment | None) -> bool:
    """Is one moment later than the other however the two are read? What is dated is after what is not."""
    if newer is None or older is None:
        return newer is not None
    return newer.at > older.at and newer.at > older.latest
