"""The hostile corpus: what a server does, and what has to come of it. Big bodies are made here, not kept.

A case is (name, what the server does, how many articles come of it, what the log says, whether that is a failure).
The address of a case is /NAME/feed; whatever else is asked below /NAME/ is a sound article, unless `at` answers it.
"""

from __future__ import annotations

import gzip
import json
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import brotli

from .server import Wire, http

Does = bytes | Callable[[Wire], None]
LARGEST = 300_000  # bytes; the limit that the tests set
DATE = "Thu, 04 Jan 2024 09:30:00 GMT"


@dataclass(frozen=True)
class Case:
    name: str
    does: Does
    articles: int = 0
    says: str = ""
    lost: bool = True
    at: dict[str, Does] = field(default_factory=dict)


def item(
    number: int = 1, title: str = "Blast in Aleppo", link: str | None = None, text: str = "", more: str = ""
) -> str:
    link = f"a/{number}" if link is None else link
    return f"<item><title>{title}</title><link>{link}</link><description>{text}</description>{more}</item>"


def rss(*items: str, before: str = "", title: str = "Daily") -> str:
    return f'{before}<rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


def dated(date: str) -> str:
    return f"<pubDate>{date}</pubDate>"


def page(number: str | int = 1) -> str:
    return (
        f"<!doctype html><html><head><title>Blast in Aleppo {number}</title></head><body><article>"
        f"<h1>Blast in Aleppo {number}</h1><p>Police said that three people were killed on Thursday when a bomb went "
        f"off in market {number} of Aleppo.</p><p>The hospital said it had admitted twelve wounded, two of them in a "
        "critical condition, and asked everybody for blood.</p></article></body></html>"
    )


def redirect(target: str, status: str = "302 Found") -> bytes:
    return http(status=status, Location=target)


def sends_on(target: str, after: str = "0") -> bytes:
    """A page that is nothing but the way to another."""
    return http(
        f'<html><head><meta http-equiv="refresh" content="{after}; url=\'{target}\'"></head></html>', "text/html"
    )


def packed(data: bytes, how: str) -> bytes:
    if how == "br":
        return brotli.compress(data, quality=4)
    return gzip.compress(data, 6) if how == "gzip" else zlib.compress(data)


def hang(wire: Wire) -> None:
    time.sleep(9)


def endless(start: bytes, piece: bytes) -> Callable[[Wire], None]:
    def answer(wire: Wire) -> None:
        wire.send(start)
        while True:
            wire.send(piece)

    return answer


def dripping(data: bytes, pause: float = 0.05) -> Callable[[Wire], None]:
    return lambda wire: wire.drip(data, pause)


def then(*answers: bytes) -> Callable[[Wire], None]:
    """One answer after the other, the last again and again."""
    waiting = list(answers)
    return lambda wire: wire.send(waiting.pop(0) if len(waiting) > 1 else waiting[0])


def warc(*pages: tuple[str, bytes]) -> bytes:
    """An archive, written by hand."""
    records = []
    for url, body in pages:
        told = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Date: 2024-01-04T10:00:00Z\r\n"
            f"WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(told)}\r\n\r\n"
        )
        records.append(head.encode() + told + b"\r\n\r\n")
    return b"".join(records)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
GOOD = rss(item(1), item(2))
LOGIN = (
    "<!doctype html><html><head><title>Sign in</title></head><body><main><h1>Sign in</h1><p>Enter your address and your "
    "password to go on reading. Not a member yet? Register and read five articles a month without paying.</p><form "
    'action="/login"><input name="who"><input name="what" type="password"><button>Sign in</button></form></main></body>'
)
COOKIES = (
    "<!doctype html><html><head><title>Your privacy</title></head><body><main><h1>We value your privacy</h1><p>With your "
    "consent we and our partners keep cookies on your device and read personal data, such as the pages you visit, for "
    "personalised advertising and for measuring it.</p><p>Some vendors do so for a legitimate interest. You may object, "
    "or withdraw later, by the link to the privacy policy at the foot of every page.</p><button>Accept all</button>"
    "<button>Manage options</button></main></body></html>"
)
BOMB = b"\0" * 30_000_000
LOLS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ENTITIES = "is XML that defines entities"
CUT = "ends in the middle"
FALLBACK = "read from the feed's own words"
OWN = "A bomb killed three people, police said."


def linked(does: Does, text: str = "") -> tuple[bytes, dict[str, Does]]:
    """A feed of two items, the first of which leads to trouble."""
    return http(rss(item(1, text=text), item(2))), {"a/1": does}


def trouble(name: str, does: Does, says: str, text: str = "", lost: bool = True) -> Case:
    """A case of an article, not of the feed: the other article is read, and this one from the feed's own words."""
    feed, at = linked(does, text)
    return Case(f"article-{name}", feed, 1 + bool(text), says, lost, at)


# What can be wrong with any address is tried on feeds and on articles.
ANSWERS: tuple[tuple[str, Does, str], ...] = (
    *((f"status-{code}", http("no", status=f"{code} No"), f"answered {code}")
      for code in (400, 401, 402, 403, 404, 405, 406, 410, 418, 429, 451, 500, 501, 502, 503, 504, 520, 599)),
    ("status-204", http(status="204 No Content", Content_Length=""), "answered 204"),
    ("status-206", http(GOOD[:50], status="206 Partial Content"), "answered 206"),
    ("status-304-unasked", http(status="304 Not Modified", Content_Length=""), "answered 304"),
    ("status-999", http("no", status="999 Denied"), "answered 999"),
    ("retry-after-nonsense", http(status="503 Busy", Retry_After="soon, I hope"), "answered 503"),
    ("empty", http(""), "is empty"),
    ("closes-at-once", lambda wire: None, "does not speak HTTP"),
    ("closes-in-the-head", b"HTTP/1.1 200 OK\r\nContent-", "does not speak HTTP"),
    ("not-http", b"SSH-2.0-OpenSSH_9.6\r\n", "does not speak HTTP"),
    ("noise", bytes(range(256)) * 40, "does not speak HTTP"),
    ("status-line-broken", b"HTTP/1.1 two hundred OK\r\n\r\n" + GOOD.encode(), "does not speak HTTP"),
    ("header-broken", b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\nx", "does not speak HTTP"),
    ("header-endless", endless(b"HTTP/1.1 200 OK\r\nX: ", b"a" * 65536), "does not speak HTTP"),
    ("headers-endless", endless(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 1000), "does not speak HTTP"),
    ("length-too-long", HEAD + b"Content-Length: 9000\r\n\r\n<rss>", "does not speak HTTP"),
    ("length-negative", HEAD + b"Content-Length: -5\r\n\r\n<rss>", "does not speak HTTP"),
    ("length-no-number", HEAD + b"Content-Length: many\r\n\r\n<rss>", "does not speak HTTP"),
    ("lengths-differ", HEAD + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\n<rss>..", "does not speak HTTP"),
    ("chunk-broken", HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<rss>", "does not speak HTTP"),
    ("chunk-cut", HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\n<rss>", "does not speak HTTP"),
    ("length-huge", HEAD + b"Content-Length: 99999999999\r\n\r\n<rss>", "is more than 0.3 MB"),
    ("endless", endless(HEAD + b"\r\n<rss>", b"<item>" * 10_000), "is more than 0.3 MB"),
    ("endless-chunks", endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"a\r\n<item><a/>\r\n" * 5000),
     "is more than 0.3 MB"),
    ("hangs", hang, "answering"),
    ("hangs-after-the-head", lambda wire: (wire.send(HEAD + b"Content-Length: 50\r\n\r\n"), hang(wire))[0],
     "answering"),
    ("drips-the-head", dripping(HEAD * 9), "was not done after"),
    ("drips-the-body", lambda wire: (wire.send(HEAD + b"\r\n"), wire.drip(b"<rss>" * 99, 0.05))[0],
     "was not done after"),
    ("bomb-gzip", http(packed(BOMB, "gzip"), Content_Encoding="gzip"), "is more than 0.3 MB"),
    ("bomb-deflate", http(packed(BOMB, "deflate"), Content_Encoding="deflate"), "is more than 0.3 MB"),
    ("bomb-brotli", http(packed(BOMB, "br"), Content_Encoding="br"), "is more than 0.3 MB"),
    ("bomb-twice", http(packed(packed(BOMB, "gzip"), "gzip"), Content_Encoding="gzip, gzip"), "is more than 0.3 MB"),
    ("bomb-as-a-file", http(packed(BOMB, "gzip"), "application/gzip"), "is more than 0.3 MB"),
    ("packed-too-often", http("x", Content_Encoding="gzip, gzip, gzip, gzip"), "is packed 4 times"),
    ("packed-unknown", http("x", Content_Encoding="zstd"), "an encoding that was not asked for (zstd)"),
    ("packed-not", http(GOOD, Content_Encoding="gzip"), "is damaged where it is packed"),
    ("packed-not-brotli", http(GOOD, Content_Encoding="br"), "is damaged where it is packed"),
    ("packed-cut", http(packed(GOOD.encode(), "gzip")[:60], Content_Encoding="gzip"), "in the middle of what is packed"),
    ("packed-cut-brotli", http(packed(BOMB[:999] + GOOD.encode(), "br")[:60], Content_Encoding="br"),
     "in the middle of what is packed"),
    ("redirects-for-a-cookie", lambda wire: wire.send(http(status="302 Found", Location=wire.path, Set_Cookie="ok=1")),
     "redirects more than 4 times"),
    ("redirects-to-itself", lambda wire: wire.send(redirect(wire.path)), "redirects more than 4 times"),
    ("redirects-for-ever", lambda wire: wire.send(redirect(wire.path + "x")), "redirects more than 4 times"),
    ("redirects-to-a-file", redirect("file:///etc/passwd"), "redirects to 'file:///etc/passwd', which is no web"),
    ("redirects-to-ftp", redirect("ftp://example.org/x"), "which is no web address"),
    ("redirects-to-data", redirect("data:text/html,<p>x</p>"), "which is no web address"),
    ("redirects-to-script", redirect("javascript:alert(1)"), "which is no web address"),
    ("redirects-to-nonsense", redirect("http://[::broken"), "which is no web address"),
    ("redirects-to-no-port", redirect("http://example.org:99999/"), "which is no web address"),
    ("redirects-to-loopback", redirect("http://127.0.0.2/x"), "leads to a private address, 127.0.0.2"),
    ("redirects-to-loopback-6", redirect("http://[::1]/x"), "leads to a private address, ::1"),
    ("redirects-to-mapped", redirect("http://[::ffff:127.0.0.2]/x"), "leads to a private address"),
    ("redirects-to-decimal", redirect("http://2130706434/x"), "leads to a private address, 127.0.0.2"),
    ("redirects-to-short", redirect("http://127.2/x"), "leads to a private address, 127.0.0.2"),
    ("redirects-to-octal", redirect("http://0177.0.0.2/x"), "which is no web address"),
    ("redirects-to-hex", redirect("http://0x7f.0.0.2/x"), "leads to a private address, 127.0.0.2"),
    ("redirects-to-link-local", redirect("http://[fe80::1%25eth0]/x"), "no such host"),
    ("redirects-to-translated", redirect("http://[64:ff9b::a00:1]/x"), "leads to a private address, 64:ff9b::a00:1"),
    ("redirects-to-6to4", redirect("http://[2002:a00:1::]/x"), "leads to a private address, 2002:a00:1::"),
    ("redirects-behind-a-name", redirect("http://example.org@10.0.0.1/x"), "leads to a private address, 10.0.0.1"),
    ("redirects-in-capitals", redirect("HTTP://10.0.0.1:80/"), "leads to a private address, 10.0.0.1"),
    ("redirects-to-punycode", redirect("http://xn--mnchen-3ya.nowhere.test/"), "no such host: xn--mnchen-3ya."),
    ("redirects-to-umlauts", redirect("http://m\xfcnchen.nowhere.test/"), "no such host: xn--mnchen-3ya."),
    ("redirects-to-no-punycode", redirect("http://xn--/x"), "which is no web address"),
    ("redirects-to-a-long-name", redirect(f"http://{'a' * 70}.nowhere.test/"), "no such host"),
    ("redirects-to-gopher", redirect("gopher://example.org/"), "which is no web address"),
    ("redirects-to-nothing", redirect("?"), "redirects more than 4 times"),
    ("redirects-to-zero", redirect("http://0.0.0.0/x"), "leads to a private address, 0.0.0.0"),
    ("redirects-to-10", redirect("http://10.0.0.1/x", "301 Moved"), "leads to a private address, 10.0.0.1"),
    ("redirects-to-172", redirect("http://172.16.0.1/x", "303 Other"), "leads to a private address, 172.16.0.1"),
    ("redirects-to-192", redirect("//192.168.1.1/x", "307 Moved"), "leads to a private address, 192.168.1.1"),
    ("redirects-to-metadata", redirect("http://169.254.169.254/x", "308 Moved"), "leads to a private address"),
    ("redirects-to-a-local-name", redirect("http://rebound.test/x"), "leads to a private address, 10.9.8.7"),
    ("redirects-to-no-host", redirect("http://nowhere.test/x"), "no such host"),
    ("redirects-to-a-closed-port", redirect("http://127.0.0.1:1/x"), "cannot be connected to"),
    ("redirects-to-plain-tls", lambda wire: wire.send(redirect(f"https{wire.site[4:]}/x")), "does not speak TLS"),
    ("redirects-to-self-signed", lambda wire: wire.send(redirect("https://hostile.test/x")),
     "has a certificate that is not trusted"),
    ("refreshes-to-itself", lambda wire: wire.send(sends_on(wire.path)), "no article text found"),
    ("asks-for-a-password", http(LOGIN, "text/html"), "no article text found"),
    ("upgrades", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n" + bytes(99),
     "does not speak HTTP"),
    ("bomb-behind-a-feed", http(packed(GOOD.encode() + BOMB, "gzip"), Content_Encoding="gzip"), "is more than 0.3 MB"),
    ("is-a-picture", http(b"\x89PNG\r\n\x1a\n" + bytes(500), "image/png"), "is not text"),
    ("is-a-document", http(b"%PDF-1.7\n" + bytes(500), "application/pdf"), "is not text"),
)  # fmt: skip

FEEDS: tuple[Case, ...] = (
    Case("sound", http(GOOD), 2, lost=False),
    Case("status-200-without-a-reason", http(GOOD, status="200"), 2, lost=False),
    Case("length-too-short", HEAD + b"Content-Length: 60\r\n\r\n" + GOOD.encode(), 0, CUT),
    Case("length-missing", HEAD + b"\r\n" + GOOD.encode(), 2, lost=False),
    Case("old-http", b"HTTP/1.0 200 OK\r\n\r\n" + GOOD.encode(), 2, lost=False),
    Case("busy-once", then(http(status="503 Busy", Retry_After="0"), http(GOOD)), 2, lost=False),
    Case("limited-once", then(http(status="429 Slow"), http(GOOD)), 2, lost=False),
    Case("packed-well", http(packed(GOOD.encode(), "gzip"), Content_Encoding="gzip"), 2, lost=False),
    Case("packed-in-members", http(packed(GOOD[:90].encode(), "gzip") + packed(GOOD[90:].encode(), "gzip"),
                                   Content_Encoding="x-gzip"), 2, lost=False),
    Case("packed-raw", http(zlib.compress(GOOD.encode())[2:-4], Content_Encoding="deflate"), 2, lost=False),
    Case("packed-brotli", http(packed(GOOD.encode(), "br"), Content_Encoding="br"), 2, lost=False),
    Case("packed-as-a-file", http(gzip.compress(GOOD.encode()), "application/gzip"), 2, lost=False),
    Case("packed-with-a-tail", http(gzip.compress(GOOD.encode()) + b"\r\n\0\0tail", Content_Encoding="gzip"), 2, lost=False),
    Case("packed-with-zeros", http(gzip.compress(GOOD.encode()) + bytes(64), Content_Encoding="gzip"), 2, lost=False),
    Case("packed-in-name", http(GOOD, Content_Encoding="none"), 2, lost=False),
    Case("packed-in-utf-8", http(GOOD, Content_Encoding="UTF-8"), 2, lost=False),
    Case("early-hints", b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n" + http(GOOD), 2, lost=False),
    Case("validators-odd", http(GOOD, ETag='W/"\xe9\x01', Last_Modified="Thu, 31 Dec 2099 00:00:00 GMT"), 2, lost=False),
    Case("type-of-a-page", http(GOOD, "text/html"), 2, lost=False),
    Case("type-of-anything", http(GOOD, "application/octet-stream"), 2, lost=False),
    Case("redirects-well", redirect("moved.xml"), 2, lost=False, at={"moved.xml": http(GOOD)}),
    Case("redirects-without-a-place", http(status="302 Found"), 0, "answered 302"),
    Case("entity-bomb", http(rss(item(title="&l9;"), before=f'<!DOCTYPE r [<!ENTITY l0 "lol">{LOLS}]>')), 0, ENTITIES),
    Case("entity-quadratic", http(rss(item(title="&a;" * 50_000), before=f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]>')),
         0, ENTITIES),
    Case("entity-external", http(rss(item(title="&x;"), before='<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
         0, ENTITIES),
    Case("entity-external-web", http(rss(item(title="&x;"), before='<!DOCTYPE r [<!ENTITY x SYSTEM "http://10.0.0.1/">]>')),
         0, ENTITIES),
    Case("entity-parameter", http(rss(item(), before='<!DOCTYPE r [<!ENTITY % p SYSTEM "http://10.0.0.1/x.dtd"> %p;]>')),
         0, ENTITIES),
    Case("entity-behind-a-comment", http(rss(item(title="&x;"), before='<!-- <rss> --><!DOCTYPE r [<!ENTITY x "y">]>')),
         0, ENTITIES),
    Case("entity-behind-an-instruction", http(rss(item(), before='<?x <rss ?><!DOCTYPE r [<!ENTITY x "y">]>')), 0, ENTITIES),
    Case("entity-in-utf-16", http(rss(item(title="&x;"), before='<!DOCTYPE r [<!ENTITY x "y">]>').encode("utf-16")), 0,
         ENTITIES),
    Case("entity-in-a-list", http('<!DOCTYPE o [<!ENTITY x "y">]><opml><body><outline xmlUrl="&x;"/></body></opml>'), 0,
         ENTITIES),
    Case("doctype-far-away", http(rss(item(), before='<!DOCTYPE rss SYSTEM "http://10.0.0.1/rss-0.91.dtd">')), 1, lost=False),
    Case("entities-of-html", http(rss(item(title="Caf&eacute;&nbsp;blast"))), 1, lost=False),
    Case("ampersands-bare", http(rss(item(title="Blast & fire", link="a/1?x=1&y=2"))), 1, lost=False),
    Case("half-a-feed", http(GOOD[:-30]), 1, CUT),
    Case("half-an-item", http(rss(item(1), item(2))[:120]), 0, CUT),
    Case("half-a-list", http('<opml><body><outline xmlUrl="x"/>'), 0, "is broken XML"),
    Case("half-a-sitemap", http("<urlset><url><loc>a/1</loc></url>"), 0, "is broken XML"),
    Case("half-a-json-feed", http('{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "a'), 0,
         "is broken JSON"),
    Case("json-feed-without-items", http('{"version": "https://jsonfeed.org/version/1.1", "items": 7}'), 0,
         "is a JSON Feed without items"),
    Case("json-feed-of-oddities", http(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [
        1, None, [], {"url": 7}, {"title": ["x"]}, {"url": "a/1", "title": {"a": 1}, "content_html": 5}]})), 1,
         "2 items without an address", lost=False),
    Case("json-nested", http('{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 99_000), 0, "is broken JSON"),
    Case("no-items", http(rss()), 0, lost=False),
    Case("xml-of-another-kind", http("<catalogue><book/></catalogue>"), 0, "is a web page where a feed was promised"),
    Case("xml-of-another-kind-declared", http('<?xml version="1.0"?><catalogue/>', "text/xml"), 0,
         "is no feed: its XML begins with <catalogue>"),
    Case("html-for-xml", http(page()), 0, "is a web page where a feed was promised"),
    Case("html-without-an-article", http("<html><body></body></html>", "text/html"), 0,
         "no article text found"),
    Case("html-is-an-article", http(page(), "text/html"), 1, lost=False),
    Case("text-for-xml", http("Service unavailable, try later"), 0, "is no feed"),
    Case("xml-nested", http("<rss>" + "<a>" * 40_000), 0, CUT),
    Case("xml-nested-and-closed", http(rss(item(text="<b>" * 20_000 + "x" + "</b>" * 20_000))), 1, lost=False),
    Case("attributes-many", http("<rss " + " ".join(f'a{n}="1"' for n in range(20_000)) + "></rss>"), 0, lost=False),
    Case("prefixed", http('<x:feed xmlns:x="http://www.w3.org/2005/Atom"><x:entry><x:title>Blast</x:title>'
                          '<x:link href="a/1"/></x:entry></x:feed>'), 1, lost=False),
    Case("atom", http('<feed xmlns="http://www.w3.org/2005/Atom"><title>D</title><entry><title>Blast</title>'
                      '<link href="a/1"/><updated>2024-01-04T10:00:00Z</updated></entry></feed>'), 1, lost=False),
    Case("rdf", http('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
                     '<channel><title>D</title></channel><item><title>Blast</title><link>a/1</link></item></rdf:RDF>'),
         1, lost=False),
    Case("blank-before-the-declaration", http("\n\n  " + rss(item(), before='<?xml version="1.0"?>')), 1, lost=False),
    Case("mark-before-the-declaration", http(b"\xef\xbb\xbf" + rss(item(), before='<?xml version="1.0"?>').encode()), 1,
         lost=False),
    Case("utf-16", http(rss(item(title="Взрыв")).encode("utf-16")), 1, lost=False),
    Case("mark-twice", http(b"\xef\xbb\xbf" * 2 + rss(item(), before='<?xml version="1.0"?>').encode()), 1, lost=False),
    Case("utf-16-that-says-8", http(rss(item(title="Взрыв"), before='<?xml version="1.0" encoding="utf-8"?>').encode("utf-16")),
         1, lost=False),
    Case("utf-8-that-says-16", http(rss(item(title="Взрыв"), before='<?xml version="1.0" encoding="utf-16"?>')), 1, lost=False),
    Case("utf-32", http(rss(item(title="Взрыв")).encode("utf-32")), 1, lost=False),
    Case("utf-16-unmarked", http(rss(item()).encode("utf-16-le")), 1, lost=False),
    Case("charset-wrong", http(rss(item(title="Café"), before='<?xml version="1.0" encoding="iso-8859-1"?>').encode(),
                               "text/xml; charset=koi8-r"), 1, lost=False),
    Case("charset-koi", http(rss(item(title="Взрыв"), before='<?xml version="1.0" encoding="koi8-r"?>').encode("koi8-r")), 1,
         lost=False),
    Case("charset-in-the-head-alone", http(rss(item(title="Взрыв")).encode("cp1251"), "text/xml; charset=windows-1251"), 1,
         lost=False),
    Case("charset-unknown", http(rss(item(), before='<?xml version="1.0" encoding="klingon-8"?>').encode() + b"<!--\xe9-->"),
         1, lost=False),
    Case("charset-no-text", http(rss(item(), before='<?xml version="1.0" encoding="zip"?>').encode() + b"<!--\xe9-->"),
         1, lost=False),
    Case("charset-utf-7", http('<?xml version="1.0" encoding="utf-7"?>+ADw-rss+AD4-'), 0, "is no feed"),
    Case("bytes-astray", http(rss(item(title="Caf\xe9")).encode("latin-1")), 1, lost=False),
    Case("control-characters", http(rss(item(title="Bl\x00ast\x08 in\x1b[31m Aleppo\x7f"))), 1, lost=False),
    Case("direction-marks", http(rss(item(title="Blast \u202eoppelA ni\u202c"))), 1, lost=False),
    Case("lone-surrogates", http(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [
        {"url": "a/1", "title": "Blast \ud83d"}]})), 1, lost=False),
    Case("ids-double", http(rss(item(1, more="<guid>7</guid>"), item(2, more="<guid>7</guid>"))), 2, lost=False),
    Case("links-double", http(rss(item(1), item(1, title="Other"), item(1, link="a/1#top"))), 1, lost=False),
    Case("links-tracked", http(rss(item(1), item(1, link="a/1?utm_source=x"), item(1, link="a/1?fbclid=y"))), 1, lost=False),
    Case("links-missing", http(rss(item(1, link="", text=OWN), item(2, link="", text=OWN + " Again."))), 2, lost=False),
    Case("links-and-words-missing", http(rss(item(1, link=""), "<item/>", item(2))), 1,
         "2 items without an address and without words (passed over)", lost=False),
    Case("links-broken", http(rss(item(1, link="http://[::1/a"), item(2))), 1,
         "1 item without an address and without words (passed over)", lost=False),
    Case("links-in-umlauts", http(rss(item(1, link="http://münchen.nowhere.test/a"), item(2))), 1, "no such host: xn--"),
    Case("links-in-version-6", http(rss(item(1, link="http://[::1]/a"), item(2))), 1, "leads to a private address, ::1"),
    Case("links-to-files", http(rss(item(1, link="file:///etc/passwd", text=OWN))), 1, FALLBACK),
    Case("links-to-script", http(rss(item(1, link="javascript:alert(1)", text=OWN))), 1, FALLBACK),
    Case("links-to-private", http(rss(item(1, link="http://192.168.0.1/admin"), item(2))), 1, "leads to a private address"),
    Case("links-to-mail", http(rss(item(1, link="mailto:a@example.org", text=OWN))), 1, FALLBACK),
    Case("links-very-long", http(rss(item(1, link="a/" + "x" * 50_000, text=OWN))), 1, lost=False),
    Case("links-with-a-password", http(rss(item(1, link="http://me:secret@10.0.0.1/x", text=OWN))), 1, FALLBACK),
    Case("sends-on", http(rss(item(1))), 1, lost=False, at={"a/1": sends_on("9")}),
    Case("sends-on-twice", http(rss(item(1))), 1, lost=False, at={"a/1": sends_on("2"), "a/2": sends_on("9")}),
    Case("sends-on-for-ever", http(rss(item(1))), 0, "sends on more than 4 times",
         at={"a/1": lambda wire: wire.send(sends_on(f"{wire.path}x"))}),
    Case("sends-on-to-private", http(rss(item(1, text=OWN))), 1, "leads to a private address, 10.0.0.1",
         at={"a/1": sends_on("http://10.0.0.1/x")}),
    Case("sends-on-to-script", http(rss(item(1, text=OWN))), 1, "is not a web address",
         at={"a/1": sends_on("javascript:alert(1)")}),
    Case("sends-on-from-an-article", http(rss(item(1))), 1, lost=False, at={"a/1": http(page().replace(
        "<head>", '<head><meta http-equiv="refresh" content="5; url=http://10.0.0.1/x">'), "text/html")}),
    Case("sends-on-to-nonsense", http(rss(item(1, text=OWN))), 1, "no such host", at={"a/1": sends_on("http://[x")}),
    Case("fields-without-end", http(rss(item(1, text=OWN))), 1, "no article text found", lost=False,
         at={"a/1": http("<html><body>" + "<input " * 40_000, "text/html")}),
    Case("sends-on-nowhere", http(rss(item(1, text=OWN))), 1, "no article text found", lost=False,
         at={"a/1": sends_on("")}),
    Case("sends-on-later", http(rss(item(1, text=OWN))), 1, "no article text found", lost=False,
         at={"a/1": sends_on("9", "300")}),
    Case("asks-for-consent", http(rss(item(1, text=OWN))), 1, "no article text found", lost=False,
         at={"a/1": http(COOKIES, "text/html")}),
    Case("links-with-line-breaks", http(rss(item(1, link="\n  a/\n1  "))), 1, lost=False),
    Case("dates-1970", http(rss(item(1, more=dated("Thu, 01 Jan 1970 00:00:00 GMT")))), 1, "cannot be true", lost=False),
    Case("dates-2099", http(rss(item(1, more=dated("Thu, 31 Dec 2099 00:00:00 GMT")))), 1, "cannot be true", lost=False),
    Case("dates-year-0", http(rss(item(1, more=dated("0000-00-00T00:00:00Z")))), 1, "cannot be true", lost=False),
    Case("dates-of-words", http(rss(item(1, more=dated("yesterday, early")))), 1, "cannot be true", lost=False),
    Case("dates-very-long", http(rss(item(1, more=dated("1" * 100_000)))), 1, "cannot be true", lost=False),
    Case("dates-without-a-zone", http(rss(item(1, more=dated("Thu, 04 Jan 2024 09:30:00")))), 1, lost=False),
    Case("dates-of-another-weekday", http(rss(item(1, more=dated("Mon, 04 Jan 2024 09:30:00 GMT")))), 1, lost=False),
    Case("dates-of-no-zone", http(rss(item(1, more=dated("Thu, 04 Jan 2024 09:30:00 +9999")))), 1, "cannot be true",
         lost=False),
    Case("dates-in-seconds", http(rss(item(1, more=dated("1704360600")))), 1, "cannot be true", lost=False),
    Case("dates-empty", http(rss(item(1, more=dated("")))), 1, lost=False),
    Case("script-in-a-title", http(rss(item(1, title="&lt;script&gt;alert(1)&lt;/script&gt;Blast"))), 1, lost=False),
    Case("script-in-a-title-raw", http(rss(item(1, title="<![CDATA[<img src=x onerror=alert(1)>Blast]]>"))), 1, lost=False),
    Case("script-in-the-words", http(rss(item(1, link="", text="&lt;script&gt;x()&lt;/script&gt;" + OWN))), 1, lost=False),
    Case("script-escaped-twice", http(rss(item(1, title="&amp;lt;script&amp;gt;x()&amp;lt;/script&amp;gt;Blast"))), 1,
         lost=False),
    Case("title-megabyte", http(rss(item(1, title="Blast " * 40_000))), 1, lost=False),
    Case("title-of-the-feed-megabyte", http(rss(item(1), title="Daily " * 40_000)), 1, lost=False),
    Case("title-formula", http(rss(item(1, title="=cmd|' /C calc'!A0"))), 1, lost=False),
    Case("words-all-markup", http(rss(item(1, link="", text="&lt;b&gt;" * 30_000))), 0, "without words", lost=False),
    Case("ids-change", lambda wire: wire.send(http(rss(item(1, more=f"<guid>{time.time_ns()}</guid>")))), 1, lost=False),
    Case("sitemap", http('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
                         'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>a/1</loc><n:news>'
                         "<n:publication><n:name>Daily</n:name></n:publication><n:publication_date>2024-01-04"
                         "</n:publication_date><n:title>Blast</n:title></n:news></url></urlset>"), 1, lost=False),
    Case("sitemap-of-itself", http("<sitemapindex><sitemap><loc>feed</loc></sitemap></sitemapindex>"), 0,
         "is a list of lists of lists"),
    Case("list-of-itself", http('<opml><body><outline xmlUrl="feed"/></body></opml>'), 0, "is a list of lists of lists"),
    Case("list-of-files", http('<opml><body><outline xmlUrl="file:///etc/passwd"/></body></opml>'), 0,
         "is not a web address"),
    Case("list-of-nonsense", http('<opml><body><outline xmlUrl="http://[x"/><outline xmlUrl="inner.xml"/></body></opml>'),
         2, "no such host", at={"inner.xml": http(GOOD)}),
    Case("links-of-a-sitemap", http("<urlset><url><loc>http://[x</loc></url><url><loc>a/1</loc></url></urlset>"), 1,
         "no such host"),
    Case("list-of-sitemaps", http("<sitemapindex><sitemap><loc>//[</loc></sitemap></sitemapindex>"), 0,
         "is not"),
    Case("links-of-a-json-feed", http(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [
        {"url": "http://[x"}, {"url": "http://x.nowhere.test/\ud800?utm_source=1"}, {"url": "a/1"}]})), 1,
         "no such host"),
    Case("list-of-private", http('<opml><body><outline xmlUrl="http://10.0.0.1/f"/><outline xmlUrl="inner.xml"/></body>'
                                 "</opml>"), 2, "leads to a private address", at={"inner.xml": http(GOOD)}),
    Case("archive", http(warc(("https://example.org/1", page(1).encode()), ("https://example.org/2", page(2).encode())),
                         "application/warc"), 2, lost=False),
    Case("archive-cut", http(warc(("https://example.org/1", page(1).encode()), ("https://example.org/2", b"x" * 900))[:-700],
                             "application/warc"), 1, lost=False),
    Case("archive-broken", http(b"WARC/1.0\r\nno more of it", "application/warc"), 0, "archive"),
    Case("records", http('{"text": "Three people died."}\n{"text": "broken\n', "application/x-ndjson"), 1, "broken JSON"),
    Case("same-host-other-port", http(rss(item(1, link="http://127.0.0.1:1/x", text=OWN))), 1, FALLBACK),
)  # fmt: skip

MUCH_LATER = http(status="503 Busy", Retry_After="86400")
AT_A_DATE = http(status="429 Busy", Retry_After="Fri, 31 Dec 2099 23:59:59 GMT")
ARTICLES: tuple[Case, ...] = (
    Case("retry-much-later", MUCH_LATER, 0, "it asks to come back in 86400 s"),
    Case("retry-after-a-date", AT_A_DATE, 0, "it asks to come back"),
    Case("article-retry-much-later", http(rss(item(1), item(2, text=OWN), item(3, text=OWN))), 2, "2 linked pages not "
         "read: the first is not asked: its host asked to be left alone for 86400 s", at={"a/1": MUCH_LATER}),
    Case("article-retry-after-a-date", http(rss(item(1), item(2))), 0, "its host asked to be left alone",
         at={"a/1": AT_A_DATE}),
    trouble("no-text", http("<html><body></body></html>", "text/html"), "no article text found in the page"),
    trouble("no-text-but-words", http("<html></html>", "text/html"), FALLBACK, text=OWN, lost=False),
    trouble("gone-but-words", http(status="404 Gone"), FALLBACK, text=OWN),
    trouble("busy-but-words", http(status="503 Busy"), FALLBACK, text=OWN),
    trouble("nested", http("<html><body>" + "<div>" * 50_000 + "x", "text/html"), "no article text found"),
    Case("article-behind-a-form", http(rss(item(1, text=OWN))), 1, lost=False,
         at={"a/1": http("<html><body><p>Please log in</p></body></html>", "text/html")}),
    trouble("script-alone", http("<html><body><script>" + "x();" * 50_000 + "</script></body></html>", "text/html"),
            "no article text found"),
)  # fmt: skip

CASES = (
    *FEEDS,
    *ARTICLES,
    *(Case(name, does, 0, says) for name, does, says in ANSWERS),
    *(trouble(name, does, says) for name, does, says in ANSWERS if name != "empty"),
)
