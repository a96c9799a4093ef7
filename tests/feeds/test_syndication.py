"""What feeds announce, in every format; and that no bytes whatever break the reader."""

from __future__ import annotations

import json

import pytest
from hostile.cases import GOOD, page
from hypothesis import example, given
from hypothesis import strategies as st

from casualties.feeds import Feed
from casualties.feeds.entries import Entry, distinct, entry, plain, tidied
from casualties.feeds.page import page_fields
from casualties.feeds.problem import FetchError
from casualties.feeds.syndication import Document, document, kind_of

URL = "https://example.org/news/feed"
FORMATS = {
    "rss": """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
        <title>Daily</title><item><guid isPermaLink="false">7</guid><title>Blast &amp;amp; fire</title><link>a/1</link>
        <pubDate>Thu, 04 Jan 2024 09:30:00 +0000</pubDate><description>Short.</description>
        <content:encoded><![CDATA[<p>Three <b>people</b> died.</p>]]></content:encoded></item></channel></rss>""",
    "atom": """<feed xmlns="http://www.w3.org/2005/Atom"><title>Daily</title><entry><id>urn:7</id><title type="html">
        Blast &amp;amp; fire</title><link rel="alternate" href="a/1"/><published>2024-01-04T09:30:00Z</published>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Three <b>people</b> died.</div></content>
        </entry></feed>""",
    "json feed": json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Daily", "items": [{
        "id": 7, "url": "a/1", "title": "Blast & fire", "content_html": "<p>Three <b>people</b> died.</p>",
        "date_published": "2024-01-04T09:30:00Z"}]}),
    "sitemap": """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://example.org/news/a/1</loc>
        <news:news><news:publication><news:name>Daily</news:name><news:language>en</news:language></news:publication>
        <news:publication_date>2024-01-04T09:30:00Z</news:publication_date><news:title>Blast &amp; fire</news:title>
        </news:news><image:image><image:loc>https://example.org/p.jpg</image:loc><image:title>No</image:title>
        </image:image></url></urlset>""",
}  # fmt: skip


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_announces_the_same(kind: str) -> None:
    body = FORMATS[kind].encode()
    assert kind_of(body) == kind
    found = document(body, URL)
    assert (found.kind, found.cut) == (kind, False)
    (one,) = found.entries
    assert (one.link, one.title) == ("https://example.org/news/a/1", "Blast & fire")
    assert one.published in ("Thu, 04 Jan 2024 09:30:00 +0000", "2024-01-04T09:30:00Z")
    assert (one.text, found.title, one.outlet) == (
        ("", "", "Daily") if kind == "sitemap" else ("Three people died.", "Daily", "")
    )


def test_lists_of_feeds_and_of_sitemaps() -> None:
    opml = """<opml version="2.0"><head><title>Mine</title></head><body><outline text="World"><outline type="rss"
        text="One" title="First" xmlUrl="https://a.example/1"/><outline text="Two" XMLURL=" /2 "/></outline></body>
        </opml>"""
    assert document(opml.encode(), URL).feeds == (
        Feed("https://a.example/1", "First"), Feed("https://example.org/2", "Two"))  # fmt: skip
    index = "<sitemapindex><sitemap><loc>/s1.xml</loc><lastmod>2024-01-04</lastmod></sitemap></sitemapindex>"
    assert document(index.encode(), URL).feeds == (Feed("https://example.org/s1.xml"),)


@pytest.mark.parametrize("cut", range(40, len(GOOD) - 7, 9))
def test_a_feed_that_is_cut_anywhere_gives_only_whole_items(cut: int) -> None:
    found = document(GOOD[:cut].encode(), URL)
    assert found.cut
    assert {one.link for one in found.entries} <= {"https://example.org/news/a/1"}


@given(st.binary() | st.text().map(str.encode))
def test_no_bytes_break_the_reader(noise: bytes) -> None:
    for start in (
        b"",
        b"<rss>",
        b"<feed>",
        b"<opml><body>",
        b"<urlset><url>",
        b'{"version": "https://jsonfeed.org/version/1",',
    ):
        try:
            assert isinstance(document(start + noise, URL), Document)
        except FetchError as error:
            assert "\n" not in error.what  # noqa: PT017


@given(st.integers(0, 2000), st.binary(max_size=9), st.sampled_from(sorted(FORMATS)))
@example(56, b"\xa0", "rss")
def test_no_damage_breaks_the_reader(at: int, damage: bytes, kind: str) -> None:
    body = FORMATS[kind].encode()
    try:
        found = document(body[:at] + damage + body[at + len(damage) :], URL)
    except FetchError:
        return
    assert all(one.text == plain(one.text) for one in found.entries if "&" not in one.text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Three < four & five", "Three < four & five"),
        ("Three &lt;b&gt;people&lt;/b&gt;", "Three people"),
        ("a<br>b<p>c", "a\nb\n\nc"),
        ("<style>p {}</style><!-- no -->x<?php y ?>", "x"),
        ("<p>", ""),
        ("\x00<p>\x1bx", "x"),
        ("AT&T said", "AT&T said"),
    ],
)
def test_markup_becomes_text(text: str, told: str) -> None:
    assert plain(text) == told


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("https://a.b/c?utm_source=x&id=7&utm_medium=y#top", "https://a.b/c?id=7"),
        ("https://a.b/c?id=7&b=%20", "https://a.b/c?id=7&b=%20"),
        ("https://[broken", "https://[broken"),
        (" https://a.b/\n c ", "https://a.b/c"),
    ],
)
def test_addresses_are_tidied(link: str, told: str) -> None:
    assert tidied(link) == told


def test_an_entry_is_known_by_what_is_said_of_it_and_not_by_its_id() -> None:
    one = entry("https://a.b/c", "Blast", "Text", "2024-01-04")
    assert one.key == entry("https://a.b/c#x", "<b>Blast</b>", "Text", "2024-01-04").key
    others = (
        entry("https://a.b/d", "Blast", "Text", "2024-01-04"),
        entry("https://a.b/c", "Fire", "Text", "2024-01-04"),
        entry("https://a.b/c", "Blast", "More", "2024-01-04"),
        entry("https://a.b/c", "Blast", "Text", "2024-01-05"),
    )
    assert len({one.key, *(other.key for other in others)}) == 5
    assert list(distinct([one, one, Entry(), Entry(text="x"), Entry(text="x")])) == [one, Entry(text="x")]


def test_the_encoding_that_came_with_a_page_is_believed_last() -> None:
    body = page().replace("Police", "Полиция").encode("cp1251")
    assert "Полиция" in page_fields(body, "text/html; charset=windows-1251")["text"]
