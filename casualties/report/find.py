"""What a user means by the name of an event, a claim or an article."""

from __future__ import annotations

from casualties.model import Article, Claim, Event
from casualties.pipeline import Result

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
    """The event with this id, beginning of an id, part of a title, or part of a place's name. Raises NotFoundError."""
    events = result.linked.events
    exact = [event for event in events if event.id == told]
    begins = [event for event in events if len(told) >= SHORTEST and event.id.startswith(told)]
    part = told.casefold()
    titled = [event for event in events if part and part in event.title.casefold()]
    placed = [event for event in events if part and part in event.place.name.casefold()]
    found = exact or begins or titled or placed
    if len(found) == 1:
        return found[0]
    if found:
        listed = "; ".join(f"{event.id} {event.title}" for event in found[:5])
        raise NotFoundError(f"{told!r} may be any of {len(found)} events: {listed}")
    raise NotFoundError(f"no event is called {told!r} (`casualties events` lists them)")


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
