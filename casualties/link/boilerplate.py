"""Paragraphs that a site repeats on page after page: they must not glue the site together."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

from casualties.model import Article

REPEATS = 3
"""A paragraph of one outlet under this many titles that have no word in common belongs to the site, not to a story."""
_WORD = re.compile(r"[^\W\d_]{4,}")


def bodies(articles: Sequence[Article]) -> list[str]:
    """The text of each article without its title and without boilerplate, in the order given.

    A paragraph counts against the articles before it only, so an article reads the same whatever comes later.
    """
    seen: dict[tuple[str, int], tuple[int, frozenset[str]]] = {}
    found = []
    for article in articles:
        title = frozenset(_WORD.findall(article.title.lower()))
        kept = []
        for paragraph in _body(article).split("\n"):
            key = (
                article.outlet.lower() or _site(article.url),
                zlib.crc32(paragraph.strip().encode("utf-8", "surrogatepass")),
            )
            count, shared = seen.get(key, (0, title))
            if not paragraph.strip() or count < REPEATS - 1 or shared & title:
                kept.append(paragraph)
            if paragraph.strip():
                seen[key] = (count + 1, shared & title) if title != shared or not count else (count, shared)
        found.append("\n".join(kept))
    return found


def _body(article: Article) -> str:
    return (
        article.text[len(article.title) :] if article.title and article.text.startswith(article.title) else article.text
    )


def _site(url: str) -> str:
    return url.split("://", 1)[-1].split("/", 1)[0].lower()
