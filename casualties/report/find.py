"""What a user means by the name of an event, a claim or an article."""

from __future__ import annotations

from casualties.link import Succession
from casualties.model import Article, Claim, Event
from casualties.pipeline import Result
from casualties.report.phrases import count

SHORTEST = 4  # characters of an id that are taken for its beginning


class NotFoundError(LookupError):
    """Nothing, or more than one thing, goes by that name; the message is one line and lists what is near."""


def subject(result: Result, told: str) -> Event | Claim:
    """The event or claim that is meant; a whole claim id comes first, then events, then the beginning of a claim id.

    Raises NotFoundError.
    """
    claims = result.claim
    if told in claims:
        return claims[told]
    begins = [id_ for id_ in claims if len(told) >= SHORTEST and id_.startswith(told)]
    try:
        return event(result, told)
    except NotFoundError:
        if len(begins) != 1:
            raise
        return claims[begins[0]]


def event(result: Result, told: str) -> Event:
    """The event with this id, beginning of an id, part of a title, or part of a place's name. Raises NotFoundError.

    An id that is no more leads to the event that its articles are in now.
    """
    events = result.linked.events
    called = [event for event in events if _calls(told, event.id)]
    former = _former(result, told)
    heirs = [event for event in events if any(event.id in one.into for one in former)]
    part = told.casefold()
    titled = [event for event in events if part and part in event.title.casefold()]
    placed = [event for event in events if part and part in event.place.name.casefold()]
    found = called or heirs or titled or placed
    if len(found) == 1:
        return found[0]
    if found == heirs and len(former) == 1:
        raise NotFoundError(f"{former[0].event} was split: its articles are now in {_parts(result, former[0])}")
    if found:
        listed = "; ".join(f"{event.id} {event.title}" for event in found[:5])
        raise NotFoundError(f"{told!r} may be any of {len(found)} events: {listed}")
    raise NotFoundError(f"no event is called {told!r} (`casualties events` lists them)")


def note(result: Result, told: str, found: Event) -> str:
    """What to say beside an event that goes by another id than the one told, or that articles have left; or nothing."""
    former = [] if _calls(told, found.id) else _former(result, told)
    if former:
        return f"{former[0].event} is now {found.id} (merged)"
    split = result.succession.get(found.id)
    return f"{found.id} was split: others of its articles are now in {_parts(result, split)}" if split else ""


def _calls(told: str, id_: str) -> bool:
    return id_ == told or (len(told) >= SHORTEST and id_.startswith(told))


def _former(result: Result, told: str) -> list[Succession]:
    """What became of ids that are no more and are called so."""
    return [one for one in result.succession.values() if one.event not in one.into and _calls(told, one.event)]


def _parts(result: Result, split: Succession) -> str:
    """The events that articles of another one are in, those with most of them first."""
    titles = {event.id: event.title for event in result.linked.events}
    return "; ".join(f"{id_} {titles[id_]} ({count(number, 'article')})" for id_, number in split.others)


def article(result: Result, told: str) -> Article:
    """The article with this id, this record id, or the beginning of either. Raises NotFoundError."""
    names = [(article.id, name) for article in result.sightings for name in (article.id, article.ref)]
    exact = {id_ for id_, name in names if name == told}
    begins = {id_ for id_, name in names if len(told) >= SHORTEST and name.startswith(told)}
    found = sorted(exact or begins)
    if len(found) == 1:
        return result.article[found[0]]
    if found:
        listed = "; ".join(f"{id_} {result.article[id_].ref}" for id_ in found[:5])
        raise NotFoundError(f"{told!r} may be any of {len(found)} articles: {listed}")
    raise NotFoundError(f"no article is called {told!r} (articles.csv lists them)")
