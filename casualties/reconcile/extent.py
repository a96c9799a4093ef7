"""How much of an event a figure counts, as its own sentence says: one place of several, or all of them together."""

from __future__ import annotations

import re

from casualties.lexicon.places import fold, gazetteer
from casualties.lexicon.policies import settings
from casualties.model import Article, Claim

_END = re.compile(r"[.!?](?=\s)|\n")
_PAIR = re.compile(r"\b([A-Z]\w+) and (?:in |the )?([A-Z]\w+)")
LONGEST = 300


def one_place(article: Article, claim: Claim) -> str:
    """The words by which a figure is that of one place of several ("in Bislig alone"); else nothing."""
    found = settings().one_place.search(sentence(article, claim))
    return found[0] if found else ""


def together(article: Article, claim: Claim) -> str:
    """The words by which a figure counts several places together ("combined", "in Chad and Niger"); else nothing."""
    text = sentence(article, claim)
    found = settings().together.search(text)
    return found[0] if found else next((m[0] for m in _PAIR.finditer(text) if _country(m[1]) and _country(m[2])), "")


def sentence(article: Article, claim: Claim) -> str:
    """The sentence that a claim stands in, or as much of it as lies near."""
    start, end = claim.span.start, claim.span.end
    before = article.text[max(0, start - LONGEST) : start]
    after = _END.search(article.text, end, end + LONGEST)
    begun = max((m.end() for m in _END.finditer(before)), default=0)
    return (before[begun:] + article.text[start : after.start() if after else end + LONGEST]).strip()


def _country(name: str) -> bool:
    return any(site.kind == "country" for site in gazetteer().find(fold(name)))
