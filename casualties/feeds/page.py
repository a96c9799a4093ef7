"""The article in a web page, as trafilatura finds it, without its comments."""

from __future__ import annotations

import functools
import html
import re
import threading

from casualties.feeds.network import MEGABYTE, joined
from casualties.feeds.text import markup
from casualties.lexicon.load import read
from casualties.lexicon.patterns import trie_pattern
from casualties.lexicon.templates import phrases

LARGEST_PAGE = 20 * MEGABYTE  # bytes; an HTML tree takes twenty times its size
WALL = 500  # characters; a page that asks for a password and says less holds no article
FORM = 2_500  # characters; one that says less, and so much of what a form of consent does, holds none either
SAID = 4  # different ones of the words of such a form
SENDS_ON = 10_000  # bytes; a page that sends on at once holds no more
SOON = 10.0  # seconds after which a page that sends on does so; one that only loads itself anew waits longer
_REFRESH = re.compile(r"<meta\b[^<>]*\bhttp-equiv\s*=\s*[\"']?refresh\b[^<>]*>", re.IGNORECASE)
_ONWARD = re.compile(
    r"\bcontent\s*=\s*[\"']?\s*(?P<after>\d+(?:\.\d+)?)\s*[;,]\s*(?:url\s*=\s*)?[\"']?(?!url\s*=)(?P<target>[^\"'>\s]+)",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"<input\b[^<>]*\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
_ONE_AT_A_TIME = threading.Lock()  # for memory's sake; it computes all the while, so that threads would gain nothing


def page_fields(data: bytes, told: str = "") -> dict[str, str]:
    """Text, title, outlet, url and date of a page, empty where it does not say; `told` is its Content-Type."""
    import logging

    import trafilatura

    for noisy in ("trafilatura", "htmldate", "courlan", "charset_normalizer"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    with _ONE_AT_A_TIME:
        source = markup(data, told)
        page = trafilatura.bare_extraction(source, include_comments=False, with_metadata=True)
    if page is None or isinstance(page, dict):
        return dict.fromkeys(("text", "title", "outlet", "url", "published"), "")
    text = (page.text or "").strip()
    return {
        "text": "" if _is_wall(source, text) else text,
        "title": page.title or "",
        "outlet": page.sitename or page.hostname or "",
        "url": page.url or "",
        "published": page.date or "",
    }


def onward(data: bytes, url: str, told: str = "") -> str:
    """The address that a page sends its reader on to at once, where that is all it does; else empty.

    `told` is its Content-Type.
    """
    if len(data) > SENDS_ON:
        return ""
    refresh = _REFRESH.search(markup(data, told))
    sent = _ONWARD.search(refresh[0]) if refresh else None
    if sent is None or float(sent["after"]) > SOON:
        return ""
    target = joined(url, html.unescape(sent["target"]))
    if target.partition("#")[0] == url.partition("#")[0]:
        return ""
    return "" if page_fields(data, told)["text"] else target


def _is_wall(source: str, text: str) -> bool:
    """Tell whether a page asks for a password or for consent, in place of the article."""
    if len(text) < WALL and _PASSWORD.search(source):
        return True
    return len(text) < FORM and len(set(_consent().findall(text.lower()))) >= SAID


@functools.cache
def _consent() -> re.Pattern[str]:
    """The words of a form of consent (lexicon/en/pages.toml)."""
    return re.compile(rf"(?<!\w)(?:{trie_pattern(phrases(read('en', 'pages')['consent']['words']))})(?!\w)")
