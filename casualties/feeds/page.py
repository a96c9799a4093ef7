"""The article in a web page, as trafilatura finds it, without its comments."""

from __future__ import annotations

import re
import threading

from casualties.feeds.network import MEGABYTE
from casualties.feeds.text import markup

LARGEST_PAGE = 20 * MEGABYTE  # bytes; an HTML tree takes twenty times its size
WALL = 500  # characters; a page that asks for a password and says less holds no article
_PASSWORD = re.compile(r"<input\b[^>]*\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
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
        "text": "" if len(text) < WALL and _PASSWORD.search(source) else text,
        "title": page.title or "",
        "outlet": page.sitename or page.hostname or "",
        "url": page.url or "",
        "published": page.date or "",
    }
