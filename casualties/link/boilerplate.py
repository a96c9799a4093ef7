"""Paragraphs that a site repeats on page after page: they must not glue the site together."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence, Set

from casualties.link.tokens import parts
from casualties.model import Article

REPEATS = 3
"""A paragraph of one outlet under this many titles that have no word in common belongs to the site, not to a story. A
page without a title says nothing of whose the paragraph is."""
_WORD = re.compile(r"[^\W_]{4,}")
_ENDING = re.compile(r"\s+[|–—-]\s+")


def readable(articles: Sequence[Article]) -> list[tuple[str, str]]:
    """Title, and body without boilerplate, of each article in the order given."""
    pages = []
    first: dict[int, frozenset[str]] = {}
    repeated: dict[int, tuple[int, frozenset[str]]] = {}
    for article in articles:
        outlet = (article.outlet or _site(article.url)).lower()
        headline, body = parts(article)
        headline = own_title(headline, outlet)
        title = frozenset(_WORD.findall(headline.lower()))
        pages.append((outlet, headline, body))
        keys = {_key(outlet, paragraph) for paragraph in body.split("\n") if paragraph.strip()}
        for key in keys if title else ():
            if key not in first:
                first[key] = title
            elif first[key] != title:
                count, shared = repeated.get(key, (1, first[key]))
                repeated[key] = (count + 1, shared & title)
    site = {key for key, (count, shared) in repeated.items() if count >= REPEATS and not shared}
    return [(headline, _own(outlet, headline, body, site)) for outlet, headline, body in pages]


def _own(outlet: str, headline: str, body: str, site: Set[int]) -> str:
    """The body without paragraphs of the site; a page that says nothing else keeps them."""
    own = "\n".join(paragraph for paragraph in body.split("\n") if _key(outlet, paragraph) not in site)
    return own if headline or own.strip() else body


def _key(outlet: str, paragraph: str) -> int:
    text = f"{outlet}\n{paragraph.strip()}"
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


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
