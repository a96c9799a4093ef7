"""RSS, Atom, JSON Feed, news sitemaps and OPML: bytes to what they announce."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from casualties.feeds.entries import Entry, entry
from casualties.feeds.network import Feed, joined
from casualties.feeds.problem import FetchError
from casualties.feeds.text import markup, one_line

SITEMAP_ADDRESSES = 50_000  # what the protocol allows in one file
_ASIDE = re.compile(r"<!--.*?(?:-->|$)|<\?.*?(?:\?>|$)", re.DOTALL)  # comments and instructions
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_JSON_FEED = re.compile(r"https?://jsonfeed\.org/version/", re.IGNORECASE)
_KINDS = {"rss": "rss", "rdf": "rss", "feed": "atom", "opml": "opml", "urlset": "sitemap", "sitemapindex": "sitemap"}


@dataclass(frozen=True, slots=True)
class Document:
    """A feed that was read: its `kind`, its `title`, its entries, and the `feeds` that it names where it is a list.

    `cut` says that it ends in the middle.
    """

    kind: str
    title: str = ""
    entries: tuple[Entry, ...] = ()
    feeds: tuple[Feed, ...] = ()
    cut: bool = False


def kind_of(body: bytes, told: str = "") -> str:
    """The kind of feed that bytes are (rss, atom, sitemap, opml, json feed); empty where they are none."""
    text = markup(body, told).lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return "json feed" if _JSON_FEED.search(text[:20_000]) else ""
    return _KINDS.get(_root(text)[1].lower(), "") if text.startswith("<") else ""


def document(body: bytes, url: str, told: str = "") -> Document:
    """The feed that bytes are; `told` is their Content-Type. Raises FetchError where they are none."""
    kind = kind_of(body, told)
    return _json_feed(body, url) if kind == "json feed" else _xml(body, url, told, kind)


def _xml(body: bytes, url: str, told: str, kind: str) -> Document:
    text = _ILLEGAL.sub("", markup(body, told)).lstrip("\ufeff \t\r\n")
    before, root = _root(text)
    if not kind:
        raise FetchError(f"is no feed: its XML begins with <{root[:40]}>" if root else "is no feed")
    if "<!doctype" in before.lower() and "<!entity" in text.lower():
        raise FetchError("is XML that defines entities, which no feed needs", "not read: that is how bombs are made")
    text = _DECLARATION.sub("", text, count=1)
    cut = not re.search(rf"</(?:[\w.-]+:)?{root}\s*>\s*$", _ASIDE.sub("", text[-5000:]))
    return _syndicated(text, url, kind, cut) if kind in ("rss", "atom") else _listed(text, url, kind)


def _syndicated(text: str, url: str, kind: str, cut: bool) -> Document:
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        read = feedparser.parse(io.BytesIO(text.encode("utf-8", "replace")), response_headers=headers)
    except (ValueError, TypeError, LookupError, AttributeError) as error:  # it trips over names of damaged namespaces
        raise FetchError(f"is broken XML: {one_line(str(error))[:120]}") from error
    if read.bozo and not read.entries and not cut:
        raise FetchError(f"is broken XML: {one_line(str(read.get('bozo_exception', '')))[:120]}")
    whole = read.entries[:-1] if cut else read.entries  # what is cut off may be half a number
    return Document(kind, one_line(str(read.feed.get("title", "")))[:300], tuple(map(_of_item, whole)), cut=cut)


def _of_item(item: Any) -> Entry:
    texts = [str(part.get("value", "")) for part in item.get("content", ())] + [str(item.get("summary", ""))]
    source = item.get("source")
    return entry(
        item.get("link"),
        item.get("title"),
        max(texts, key=len),
        item.get("published"),
        dict.get(item, "updated"),  # its own get makes one up
        source.get("title") if isinstance(source, dict) else "",
    )


def _listed(text: str, url: str, kind: str) -> Document:
    """OPML and sitemaps."""
    from xml.etree.ElementTree import ParseError

    import defusedxml
    import defusedxml.ElementTree

    try:
        tree = defusedxml.ElementTree.fromstring(text)
    except (ParseError, defusedxml.DefusedXmlException, ValueError) as error:
        raise FetchError(f"is broken XML: {one_line(str(error))[:120]}") from error
    if kind == "opml":
        outlines = (one.attrib for one in tree.iter("outline"))
        told = [({name.lower(): value for name, value in one.items()}) for one in outlines]
        return Document(kind, feeds=tuple(
            Feed(joined(url, one["xmlurl"].strip()), one_line(one.get("title") or one.get("text") or ""))
            for one in told if one.get("xmlurl", "").strip()))  # fmt: skip
    places = [dict(_leaves(one)) for one in tree][:SITEMAP_ADDRESSES]
    if _local(tree.tag) == "sitemapindex":
        return Document(kind, feeds=tuple(Feed(joined(url, one["loc"])) for one in places if one.get("loc")))
    return Document(kind, entries=tuple(
        entry(joined(url, one["loc"]), one.get("title"), "", one.get("publication_date"), one.get("lastmod"),
              one.get("name"))
        for one in places if one.get("loc")))  # fmt: skip


def _leaves(place: Any) -> Iterator[tuple[str, str]]:
    """The local names and texts of what a sitemap says of one address, the outermost last so that it wins."""
    for one in reversed(list(place.iter())):
        if "image" not in one.tag and "video" not in one.tag and (one.text or "").strip():
            yield _local(one.tag), one.text.strip()


def _json_feed(body: bytes, url: str) -> Document:
    try:
        held = json.loads(markup(body))
    except (ValueError, RecursionError) as error:
        raise FetchError(f"is broken JSON: {one_line(str(error))[:120]}") from error
    items = held.get("items") if isinstance(held, dict) else None
    if not isinstance(items, list):
        raise FetchError("is a JSON Feed without items")
    title = held.get("title")
    return Document("json feed", one_line(title)[:300] if isinstance(title, str) else "", tuple(
        _of_json(item, url) for item in items if isinstance(item, dict)))  # fmt: skip


def _of_json(item: dict[str, Any], url: str) -> Entry:
    link = item.get("url") or item.get("external_url") or ""
    texts = [item[name] for name in ("content_text", "content_html", "summary") if isinstance(item.get(name), str)]
    return entry(joined(url, link) if isinstance(link, str) and link else "", item.get("title"),
                 max(texts, key=len, default=""), item.get("date_published"), item.get("date_modified"))  # fmt: skip


def _root(text: str) -> tuple[str, str]:
    """What stands before the first element of XML, comments left out, and the local name of that element."""
    bare = _ASIDE.sub("", text)
    found = _ROOT.search(bare)
    return (bare[: found.start()], found.group(2)) if found else (bare, "")


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]
