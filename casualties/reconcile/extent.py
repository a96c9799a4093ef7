"""What of an event a figure counts, as its own sentence says: one place, all places together, another day elsewhere."""

from __future__ import annotations

import re
from datetime import date, timedelta

from casualties.lexicon.places import fold, gazetteer
from casualties.lexicon.policies import settings
from casualties.model import Article, Claim, Event

_END = re.compile(r"[.!?](?=\s)|\n")
LONGEST = 300


def one_place(article: Article, claim: Claim) -> str:
    """The words by which a figure is that of one place of several ("in Bislig alone"); else nothing."""
    found = settings().one_place.search(sentence(article, claim))
    return found[0] if found else ""


def together(article: Article, claim: Claim) -> str:
    """The words by which a figure counts several places together ("combined", "in Chad and Niger"); else nothing."""
    text = sentence(article, claim)
    found = settings().together.search(text)
    return (
        found[0]
        if found
        else next((m[0] for m in settings().pair.finditer(text) if _country(m[1]) and _country(m[2])), "")
    )


def rises(article: Article, claim: Claim) -> bool:
    """Is the toll said to have risen to the figure ("rose to 27", "bringing the death toll to five")?"""
    return bool(settings().rose.search(_up_to(article, claim)))


def day_told(article: Article, claim: Claim) -> date | None:
    """The day that a sentence names by its weekday, counted back from publication; None where it names none, or two."""
    named = {match[1].lower() for match in settings().on_day.finditer(sentence(article, claim))}
    if article.published is None or len(named) != 1:
        return None
    published = article.published.at.date()
    return published - timedelta(days=(published.weekday() - settings().weekdays.index(named.pop())) % 7)


def another_city(article: Article, claim: Claim, event: Event) -> str:
    """A city that a sentence puts its figure in, and no other place, where that is not the event's; else nothing."""
    named = [match[1] for match in settings().in_city.finditer(sentence(article, claim))]
    known = [name for name in named if any(site.kind == "city" for site in gazetteer().find(fold(name)))]
    ours = fold(event.place.name)
    near = not ours or event.place.precision in ("region", "country") or any(ours in fold(name) for name in named)
    return known[0] if len(known) == 1 and not near else ""


def sentence(article: Article, claim: Claim) -> str:
    """The sentence that a claim stands in, or as much of it as lies near."""
    end = claim.span.end
    after = _END.search(article.text, end, end + LONGEST)
    return _up_to(article, claim) + article.text[end : after.start() if after else end + LONGEST].rstrip()


def _up_to(article: Article, claim: Claim) -> str:
    """The sentence that a claim stands in as far as the claim's end."""
    before = article.text[max(0, claim.span.start - LONGEST) : claim.span.start]
    begun = max((m.end() for m in _END.finditer(before)), default=0)
    return (before[begun:] + article.text[claim.span.start : claim.span.end]).lstrip()


def _country(name: str) -> bool:
    return any(site.kind == "country" for site in gazetteer().find(fold(name)))
