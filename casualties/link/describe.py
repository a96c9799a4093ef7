"""An event's title, type, place and date, from the articles that tell of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

from casualties.lexicon.linking import link_words
from casualties.lexicon.places import Site
from casualties.link.decisions import event_id
from casualties.link.profile import Profile
from casualties.model import Article, Claim, Event, Moment, Place

Item = TypeVar("Item")

LONGEST_TITLE = 120


def describe(members: Sequence[tuple[Article, Profile]], countries: Mapping[str, str]) -> Event:
    """Describe an event by its articles, the earliest first. Its id comes from that one alone.

    A round-up neither titles nor describes an event that other articles tell of.
    """
    own = [member for member in members if not member[1].roundup] or list(members)
    profiles = [profile for _, profile in own]
    date, date_told = when(own)
    return Event(
        id=event_id(members[0][0].id),
        title=next((title for article, _ in own if (title := headline(article))), ""),
        articles=tuple(article.id for article, _ in members),
        type=_commonest([profile.type for profile in profiles if profile.type]) or "",
        place=place(profiles, countries),
        date=date,
        date_told=date_told,
    )


def entitled(event: Event, own: Sequence[Article], claims: Mapping[str, tuple[Claim, ...]]) -> Event:
    """The event under the first headline of its `own` articles that tells no count: an early one would stand there for
    ever beside a toll that has moved on. Where all tell one, the event is named by its place and type.
    """
    titles = {
        headline(article): any((claim.low or 0) > 1 for claim in claims.get(article.id, ()) if in_title(claim, article))
        for article in own
    }
    named = f"{event.place.name}: {event.type.replace('-', ' ')}" if event.place.name and event.type else ""
    first = next((title for title, counts in titles.items() if title and not counts), "")
    return replace(event, title=first or named or next(filter(None, titles), ""))


def in_title(claim: Claim, article: Article) -> bool:
    """Whether a claim stands in what `headline` takes for the title."""
    return claim.span.start < len(headline(article))


def headline(article: Article) -> str:
    """The title, or the first line of the text, cut at LONGEST_TITLE characters."""
    line = (article.title.strip() or article.text.strip().partition("\n")[0]).strip()
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def place(profiles: Sequence[Profile], countries: Mapping[str, str]) -> Place:
    """The place most articles support: a city, else a region, a name of no gazetteer, or a country."""
    for precision, field in (("city", "cities"), ("region", "regions")):
        sites: list[Site] = [site for profile in profiles for site in getattr(profile.where, field)[:1]]
        site = _commonest(sites)
        if site:
            return Place(site.name, countries[site.country], precision)
    country = countries.get(
        _commonest([code for profile in profiles for code in profile.where.countries[:1]]) or "", ""
    )
    name = _commonest([name for profile in profiles for name in profile.where.names[:1]])
    if name:
        return Place(_spelled(name), country)
    return Place(country, country, "country") if country else Place()


def _spelled(name: str) -> str:
    """A folded name as it is written, small words within it aside."""
    small = link_words().particles
    first, *rest = name.split()
    return " ".join((first.title(), *(word if word in small else word.title() for word in rest)))


def when(members: Sequence[tuple[Article, Profile]]) -> tuple[Moment | None, bool]:
    """The day most articles name first, else the day of the first publication, else None; and whether it is told.

    What was told did not happen later: such a day is that of a step, as of a corrected toll.
    """
    published = [article.published for article, _ in members if article.published]
    latest = min(published).latest.toordinal() + 1 if published else date.max.toordinal()  # clocks run ahead of UTC
    days = Counter(profile.days[0] for _, profile in members if profile.days and profile.days[0] <= latest)
    if days:
        day = min(days, key=lambda day: (-days[day], day))
        return _midnight(date.fromordinal(day)), True
    first = min(published, default=None)
    if first is None or first.precision in ("month", "year"):
        return first, False
    return _midnight(first.at), False


def _midnight(day: date) -> Moment:
    return Moment(datetime(day.year, day.month, day.day, tzinfo=UTC), "day")


def _commonest(items: Sequence[Item]) -> Item | None:
    """The item met most often, the earliest of equals; None for nothing."""
    counted = Counter(items)
    return max(counted, key=lambda item: counted[item], default=None)
