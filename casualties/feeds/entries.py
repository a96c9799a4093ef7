"""What a feed announces: one entry per article, whatever the format of the feed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from casualties.feeds.dates import moment
from casualties.feeds.network import unsigned
from casualties.feeds.problem import Problem
from casualties.feeds.records import LONGEST_TEXT, LONGEST_TITLE
from casualties.feeds.text import clean, one_line
from casualties.model import Moment, identity

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # no page is older; a clock that was never set says 1970
AHEAD = timedelta(days=2)  # no zone is further ahead
_BLOCKS = ("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote")
ESCAPED = 3  # times that some feeds escape their markup
LONGEST_LINK = 4000  # characters; servers take no longer ones
_TRACKING = ("utm_", "at_medium", "at_campaign", "ns_mchannel", "fbclid", "gclid", "ocid", "cmpid")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed: where its article stands, and what the feed itself says of it."""

    link: str = ""
    title: str = ""
    text: str = ""
    published: str = ""
    updated: str = ""
    outlet: str = ""

    @property
    def key(self) -> str:
        """The same as long as the feed announces the same of the same address; ids are not believed."""
        return f"{self.link}#{identity(self.title, self.text, self.published, self.updated)}"


def entry(link: object = "", title: object = "", text: object = "", published: object = "", updated: object = "",
          outlet: object = "") -> Entry:  # fmt: skip
    """An entry of whatever a feed holds: cleaned, markup made text, a title that is no title left out."""
    told = one_line(plain(_text(title)))
    place = unsigned(tidied(_text(link)))
    return Entry(
        place if len(place) <= LONGEST_LINK else "",
        told if len(told) <= LONGEST_TITLE else "",
        plain(_text(text)),
        one_line(_text(published))[:100],
        one_line(_text(updated))[:100],
        one_line(plain(_text(outlet)))[:LONGEST_TITLE],
    )


def distinct(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The first entry of every address; entries without one as long as they say something new."""
    seen: set[str] = set()
    for one in entries:
        mark = one.link or one.key
        if mark not in seen and (one.link or one.text):
            seen.add(mark)
            yield one


def dated(entries: Iterable[Entry], where: str, now: Moment) -> tuple[list[Entry], list[Problem]]:
    """The entries with the dates that can be true, and a warning about the others."""
    good: list[Entry] = []
    bad: list[str] = []
    for one in entries:
        wrong = {name: "" for name in ("published", "updated") if not _possible(getattr(one, name), now)}
        bad += [getattr(one, name) for name in wrong]
        good.append(replace(one, **wrong) if wrong else one)
    if not bad:
        return good, []
    what = f"{len(bad)} date{'s' * (len(bad) > 1)} cannot be true and {'are' if len(bad) > 1 else 'is'} left out"
    return good, [Problem(where, what, f"the first is {bad[0][:40]!r}", lost=False)]


def told_moment(text: str) -> Moment | None:
    """A date as a moment; None where there is none or it cannot be read."""
    try:
        return moment(text) if text else None
    except ValueError:
        return None


def plain(text: str) -> str:
    """Text without markup: what is escaped in a feed is HTML, and scripts are not read.

    >>> plain("<p>Three &amp; four</p><p>died<script>x()</script></p>")
    'Three & four\\n\\ndied'
    """
    text = clean(text[:LONGEST_TEXT])
    for _ in range(ESCAPED):
        if "<" not in text and "&" not in text:
            break
        text = _bare(text)
    return text


def _bare(text: str) -> str:
    import lxml.etree
    import lxml.html

    try:
        tree = lxml.html.fragment_fromstring(text, create_parent="div")
    except (lxml.etree.LxmlError, ValueError):
        return ""
    for element in list(tree.iter("script", "style", lxml.etree.Comment, lxml.etree.ProcessingInstruction)):
        element.drop_tree()
    for element in tree.iter("br", *_BLOCKS):
        element.tail = ("\n" if element.tag == "br" else "\n\n") + (element.tail or "")
        if element.tag != "br":
            element.text = "\n\n" + (element.text or "")
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return re.sub("\n{3,}", "\n\n", clean("\n".join(lines)))


def tidied(link: str) -> str:
    """An address without its fragment and without the marks by which visitors are counted.

    >>> tidied("https://example.org/a?id=7&utm_source=rss#top")
    'https://example.org/a?id=7'
    """
    link = "".join(clean(link).split())
    try:
        parts = urlsplit(link)
        query = parts.query
        if any(mark in query.lower() for mark in _TRACKING):
            pairs = parse_qsl(query, keep_blank_values=True)
            query = urlencode([pair for pair in pairs if not pair[0].lower().startswith(_TRACKING)])
        return urlunsplit(parts._replace(query=query, fragment=""))
    except ValueError:
        return link


def _possible(date: str, now: Moment) -> bool:
    """Whether a date is missing or may be true; one that cannot be read is not."""
    if not date:
        return True
    told = told_moment(date)
    return told is not None and EARLIEST <= told.at <= now.at + AHEAD


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None or isinstance(value, dict | list) else str(value)
