"""One round over addresses: what is new at each, from the linked pages, with the feed's own words to fall back on."""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from casualties.feeds import entries, syndication
from casualties.feeds.abreast import abreast
from casualties.feeds.entries import Entry, told_moment
from casualties.feeds.formats import FORMATS, sniff
from casualties.feeds.network import Feed, Network, shown, signed, unsigned
from casualties.feeds.page import onward, page_fields
from casualties.feeds.problem import FetchError, ForbiddenError, LeftError, Problem, WordlessError
from casualties.feeds.records import article
from casualties.feeds.text import is_binary, one_line
from casualties.feeds.unpack import at_most, unpacked
from casualties.feeds.visits import Memory, Visit, Visits
from casualties.model import Article, Moment, identity

if TYPE_CHECKING:
    from casualties.feeds.web import Page, Web

MOST = 5_000  # new articles of one feed in one round
DEEPEST = 2  # lists of lists of feeds
REFUSED = timedelta(hours=6)  # how long no for an answer is taken: many a page is refused for a while, or not there yet
GZIP = b"\x1f\x8b"
OWN_WORDS = "read from the feed's own words"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Tally:
    """What a round met; tallies add up. `unchanged` feeds held nothing new, `opened` pages were asked for."""

    feeds: int = 0
    unchanged: int = 0
    failed: int = 0
    items: int = 0
    known: int = 0
    opened: int = 0
    articles: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    def __str__(self) -> str:
        """One line for the log."""
        return (
            f"feeds: {self.feeds}, unchanged {self.unchanged}, failed {self.failed}; items: {self.items}, known "
            f"{self.known}; pages opened: {self.opened}; new articles: {self.articles}"
        )


@dataclass(frozen=True, slots=True)
class Sight:
    """What one feed looked like: its format, how many items it has, the date of the newest."""

    feed: Feed
    kind: str
    items: int
    newest: Moment | None


@dataclass(frozen=True, slots=True)
class Opened:
    """What follows is of this link of a feed; empty where the feed's own words are all there is."""

    link: str


Item = Article | Problem | Visit | Tally | Sight | Opened


class Poll:
    """Reads addresses side by side, and remembers what it has read; `tally` and `sights` tell what was met."""

    def __init__(
        self,
        network: Network | None = None,
        memory: Memory | None = None,
        now: Callable[[], Moment] | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.network = network or Network()
        self.memory: Memory = Visits() if memory is None else memory
        self.tally = Tally()
        self.sights: list[Sight] = []
        self._now = now or clock
        self._progress = progress
        self._read: set[str] = set()
        self._web: Web | None = None
        self._lock = threading.Lock()

    def read(self, feeds: Sequence[Feed]) -> Iterator[Article | Problem]:
        """The new articles of the feeds, in their order, and every problem. An article of two feeds is the first's."""
        done, link, again = 0, "", False
        try:
            for item in abreast(self.feed, feeds, self.network.concurrency):
                match item:
                    case Visit() | Article() if again and item.url == link:
                        continue
                    case Visit():
                        self.memory.put(item)
                    case Tally():
                        self.tally += item
                        done += item.feeds
                        if self._progress:
                            self._progress("reading feeds", done, len(feeds))
                    case Sight():
                        self.sights.append(item)
                    case Opened():
                        link, again = item.link, item.link in self._read
                        self.tally += Tally(opened=bool(link))
                    case Article():
                        self.tally += Tally(articles=1)
                        yield item
                        if link:
                            self._read.add(link)
                    case _:
                        yield item
        finally:
            if self._web:
                self._web.close()

    @property
    def web(self) -> Web:
        """The way to the addresses, opened when it is first needed."""
        from casualties.feeds.web import Web

        with self._lock:
            if self._web is None:
                self._web = Web(self.network, self._now)
            return self._web

    def feed(self, feed: Feed, depth: int = 0) -> Iterator[Item]:
        """What is new at one address, whatever it turns out to be."""
        try:
            with _of_ours():
                known = self._visit(feed, unsigned(feed.url))
                page = self.web.get(feed.url, known)
                if page is None or (known and known.hash == page.visit.hash):
                    if page and known:  # what was refused of it is as long ago as it was
                        at = known.at if known.refused else page.visit.at
                        yield replace(page.visit, kind=known.kind, refused=known.refused, at=at)
                    yield Tally(feeds=1, unchanged=1)
                    return
                body = _plain(page.body, self.network.largest)
                kind = syndication.kind_of(body, page.type)
                if kind:
                    yield from self._document(feed, page, syndication.document(body, page.url, page.type), depth)
                else:
                    yield from self._other(feed, page, body, known)
                yield Tally(feeds=1)
        except FetchError as error:
            yield error.at(shown(feed.url))
            yield Tally(feeds=1, failed=1)

    def _visit(self, feed: Feed, url: str) -> Visit | None:
        """The last visit to an address, unless it was refused a while ago or under other settings than those of now."""
        visit = self.memory.get(url)
        if visit is None or not visit.refused:
            return visit
        fresh = visit.at is not None and self._now().at - visit.at.at < REFUSED
        return visit if fresh and visit.refused == self._settings(feed) else None

    def _settings(self, feed: Feed) -> str:
        """A hash of what may decide whether the addresses of a feed can be read."""
        return identity(str(self.network), feed.url)

    def _document(self, feed: Feed, page: Page, found: syndication.Document, depth: int) -> Iterator[Item]:
        where = shown(feed.url)
        items, warnings = entries.dated(entries.distinct(found.entries), where, self._now())
        yield from warnings
        if mute := sum(not (one.link or one.text) for one in found.entries):
            what = f"{mute} item{'s' * (mute > 1)} without an address and without words"
            yield Problem(where, what, "passed over", lost=False)
        newest = max(filter(None, (told_moment(one.published or one.updated) for one in items)), default=None)
        yield Sight(feed, found.kind, len(items), newest)
        if found.cut:
            yield Problem(where, "ends in the middle, read as far as it goes")
        if found.feeds and depth == DEEPEST:
            raise FetchError("is a list of lists of lists", "name the feeds themselves")
        for inner in found.feeds:
            told = Feed(signed(inner.url, feed.url), inner.name, inner.outlet or feed.outlet)
            yield from self.feed(told, depth + 1)
        source = replace(feed, outlet=feed.outlet or found.title)
        read = {one.key: visit for one in items if (visit := self._visit(feed, one.key))}
        fresh = [one for one in items if one.key not in read]
        refused = next((visit.refused for visit in read.values() if visit.refused), "")
        later, left = found.cut or len(fresh) > MOST, list[LeftError]()
        for one in fresh[:MOST]:
            for item in self._entry(one, source):
                match item:
                    case FetchError():
                        later = True
                        left += [item] if isinstance(item, LeftError) else []
                        continue
                    case Visit():
                        refused = refused or item.refused
                yield item
        if left:
            pages = f"{len(left)} linked page{'s' * (len(left) > 1)} not read: the first"
            yield Problem(where, f"{pages} {left[0].what}", left[0].advice)
        if len(fresh) > MOST:
            yield Problem(where, f"holds {len(fresh):,} new items; {MOST:,} were read", "the next round goes on", False)
        yield Tally(items=len(items), known=len(items) - len(fresh))
        if not later and not found.feeds:  # a list may stay the same while its feeds do not
            yield replace(page.visit, kind=found.kind, refused=refused)

    def _entry(self, one: Entry, feed: Feed) -> Iterator[Item | FetchError]:
        """One new item: its page, or what the feed says where the page cannot be had.

        An error among them says that the item has to be read again in the next round; a LeftError was not told yet.
        """
        refused = ""
        if not one.link:
            yield Opened("")
            yield from self._own_words(one, feed)
        elif one.link not in self._read:
            yield Opened(one.link)
            try:
                with _of_ours():
                    yield from self._linked(one, feed, self._visit(feed, one.link))
            except FetchError as error:
                own = list(self._own_words(one, feed))
                if not isinstance(error, LeftError):
                    lost = not (own and isinstance(error, ForbiddenError | WordlessError))
                    yield Problem(shown(one.link), error.what, OWN_WORDS if own else error.advice, lost)
                yield from own
                if error.passing:
                    yield error
                    return
                refused = self._settings(feed)
        yield Visit(one.key, at=self._now(), refused=refused)

    def _linked(self, one: Entry, feed: Feed, known: Visit | None) -> Iterator[Item]:
        page = self.web.get(signed(one.link, feed.url))  # whole, for what is announced anew is not all in the page
        if page:
            page, body = self._arrived(page, feed)
            yield from self._article(one, feed, page, body, known)

    def _arrived(self, page: Page, feed: Feed) -> tuple[Page, bytes]:
        """Where a page that only sends on leads to, and what stands there."""
        for left in range(self.network.redirects, -1, -1):
            body = _plain(page.body, self.network.largest)
            target = onward(body, page.url, page.type)
            if not target:
                return page, body
            there = self.web.get(signed(unsigned(target), feed.url)) if left else None
            if there:
                page = replace(there, visit=replace(there.visit, etag="", modified=""))  # those are of another address
        raise FetchError(f"sends on more than {self.network.redirects} times")

    def _article(self, one: Entry, feed: Feed, page: Page, body: bytes, known: Visit | None) -> Iterator[Item]:
        """The article of a page, unless it is the one that was read at the last visit."""
        where = shown(one.link)
        if is_binary(body[:8192]):
            raise FetchError("is not text")
        told = page_fields(body, page.type)
        if not told["text"]:
            raise WordlessError("no article text found in the page")
        if len(told["text"]) < len(one.text):  # a consent form, the first lines of what has to be paid for
            yield from self._own_words(one, feed)
            yield replace(page.visit, url=one.link)
            return
        made = identity(one.link, one.title or told["title"], told["text"])
        if not known or known.hash != made:
            yield from article(
                {"url": one.link, "id": one.link, "title": one.title or told["title"], "text": told["text"],
                 "outlet": one.outlet or told["outlet"] or feed.outlet,
                 "published": self._published(one, told["published"], known)}, where)  # fmt: skip
        yield replace(page.visit, url=one.link, hash=made)

    def _own_words(self, one: Entry, feed: Feed) -> Iterator[Item]:
        """The article as the feed itself tells it; a page that can be read later is a newer version of it."""
        if one.text:
            yield from article(
                {"url": one.link, "id": one.link or one.key, "title": one.title, "text": one.text,
                 "outlet": one.outlet or feed.outlet, "published": one.published or one.updated},
                shown(feed.url))  # fmt: skip
            if one.link and not self.memory.get(one.link):
                yield Visit(one.link, hash=identity(one.link, one.title, one.text), at=self._now())

    def _published(self, one: Entry, page: str, known: Visit | None) -> str:
        """When this version came out: a page that was edited is as old as its edit, or as our finding it."""
        if known is None:
            return one.published or one.updated or page
        updated = told_moment(one.updated)
        return str(updated if updated and known.at and updated > known.at else self._now())

    def _other(self, feed: Feed, page: Page, body: bytes, known: Visit | None) -> Iterator[Item]:
        """A plain page, or records in any of the formats of files; not where there was a feed before."""
        where = shown(feed.url)
        format_ = sniff(body.lstrip()[:65536].partition(b"\n")[0])
        if not body.strip():
            raise FetchError("is empty")
        if format_ == "xml" and b"<html" in body[:4096].lower():  # XHTML
            format_ = "html"
        if format_ in ("html", "txt") and known and known.kind:
            raise FetchError("is a web page where a feed was" if format_ == "html" else "is no feed any more")
        if format_ in ("html", "txt") and _promises_feed(feed.url, page.type):
            raise FetchError("is a web page where a feed was promised" if format_ == "html" else "is no feed")
        if format_ == "html" or "html" in page.type.lower():
            yield Sight(feed, "page", 1, None)
            yield Opened("")
            page, body = self._arrived(page, feed)
            yield from self._article(Entry(unsigned(feed.url)), feed, page, body, known)
            return
        if is_binary(body[:8192]) and format_ not in ("parquet", "warc"):
            raise FetchError("is not text")
        yield Sight(feed, format_, 1, None)
        yield Opened("")
        failed = False
        for item in FORMATS[format_](io.BytesIO(body), where):
            if isinstance(item, Article):
                yield replace(item, outlet=item.outlet or feed.outlet)
            elif isinstance(item, Problem):
                failed = failed or item.lost
                yield item
        if not failed:
            yield page.visit


@contextlib.contextmanager
def _of_ours() -> Iterator[None]:
    """What nobody has foreseen loses one feed or article and not the round, and is told."""
    try:
        yield
    except FetchError:
        raise
    except Exception as error:
        told = f"could not be read: {type(error).__name__}: {one_line(str(error))[:120]}"
        raise FetchError(told, "a fault of this program; please report it", passing=True) from error


def clock() -> Moment:
    """The time by the clock of the machine."""
    return Moment(datetime.now(UTC).replace(microsecond=0))


def _plain(body: bytes, largest: int) -> bytes:
    """A body without the gzip of the file itself."""
    return at_most(unpacked([body], "gzip"), largest) if body.startswith(GZIP) else body


def _promises_feed(url: str, told: str) -> bool:
    path = url.partition("?")[0].lower()
    return path.endswith((".xml", ".rss", ".atom", ".opml", ".rdf")) or (
        any(mark in one_line(told).lower() for mark in ("rss", "atom", "application/xml", "text/xml", "feed+json"))
        and "xhtml" not in told.lower()
    )
