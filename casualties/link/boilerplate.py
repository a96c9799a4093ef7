"""Paragraphs that a site repeats on page after page: they must not glue the site together."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

from casualties.link.tokens import parts
from casualties.model import Article

REPEATS = 3
"""A paragraph of one outlet under this many titles that have no word in common belongs to the site, not to a story."""
_WORD = re.compile(r"[^\W_]{4,}")
_ENDING = re.compile(r"\s+[|–—-]\s+")


def readable(articles: Sequence[Article]) -> list[tuple[str, str]]:
    """Title, and body without boilerplate, of each article in the order given.

    A paragraph counts against the articles before it only, so an article reads the same whatever comes later.
    """
    seen: dict[tuple[str, int], tuple[int, frozenset[str]]] = {}
    found = []
    for article in articles:
        headline, body = parts(article)
        headline = own_title(headline, article.outlet or _site(article.url))
        title = frozenset(_WORD.findall(headline.lower()))
        kept = []
        for paragraph in body.split("\n"):
            key = (
                article.outlet.lower() or _site(article.url),
                zlib.crc32(paragraph.strip().encode("utf-8", "surrogatepass")),
            )
            count, shared = seen.get(key, (0, title))
            if not paragraph.strip() or count < REPEATS - 1 or shared & title:
                kept.append(paragraph)
            if paragraph.strip():
                seen[key] = (count + 1, shared & title) if title != shared or not count else (count, shared)
        found.append((headline, "\n".join(kept)))
    return found


def own_title(title: str, outlet: str) -> str:
    """The title without an ending that names the outlet ("Two die in crash - WXYZ.com News").

    >>> own_title("Two die in crash - WXYZ.com News", "wxyz.com:80")
    'Two die in crash'
    """
    for found in _ENDING.finditer(title):
        if any(word in outlet.lower() for word in _WORD.findall(title[found.end() :].lower())):
            return title[: found.start()]
    return title


def _site(url: str) -> str:
    return url.split("://", 1)[-1].split("/", 1)[0].lower()
