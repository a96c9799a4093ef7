"""What each feed is good for, and the feeds of a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from casualties.feeds.abreast import abreast
from casualties.feeds.formats import LARGEST_FEED
from casualties.feeds.network import Feed, Network, is_address, shown, unsigned
from casualties.feeds.poll import Poll, Sight
from casualties.feeds.problem import FetchError, Problem
from casualties.feeds.syndication import document
from casualties.model import Article

FEED_COLUMNS = (
    ("url", "string", "where the feed is"),
    ("name", "string", "what you call it"),
    ("outlet", "string", "who publishes its articles, where they do not say so"),
)
CHECK_COLUMNS = (
    ("url", "string", "where the feed is"),
    ("reachable", "string", "yes, or why not"),
    ("format", "string", "rss, atom, json feed, sitemap, opml, page, or a format of files"),
    ("items", "integer", "how many items it has"),
    ("newest", "time", "the date of its newest item"),
    ("articles", "integer", "how many articles were read"),
    ("with_claims", "integer", "how many of them say how many were killed, injured or missing"),
)


@dataclass(frozen=True, slots=True)
class Report:
    """What one feed gave when it was read as for the first time; `sight` is None where it could not be read."""

    feed: Feed
    sight: Sight | None
    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]

    def row(self) -> dict[str, object]:
        """The columns that need no reading of the articles."""
        sight = self.sight
        return {
            "url": unsigned(self.feed.url),
            "reachable": "yes" if sight else self.problems[0].what if self.problems else "no",
            "format": sight.kind if sight else "",
            "items": sight.items if sight else 0,
            "newest": str(sight.newest) if sight and sight.newest else None,
            "articles": len(self.articles),
        }


def reports(feeds: Sequence[Feed], network: Network) -> Iterator[Report]:
    """Every feed in order, read as if it had never been read."""
    poll = Poll(network)

    def read(feed: Feed) -> Iterator[Report]:
        items = list(poll.feed(feed))
        yield Report(
            feed,
            next((item for item in items if isinstance(item, Sight)), None),
            tuple(item for item in items if isinstance(item, Article)),
            tuple(item for item in items if isinstance(item, Problem)),
        )

    return abreast(read, feeds, network.concurrency)


def listed(source: str, network: Network) -> tuple[Feed, ...] | Problem:
    """The feeds that a list of feeds names: a file, or at a web address."""
    where = shown(source)
    try:
        if is_address(source):
            page = Poll(network).web.get(source)
            data, url, told = (page.body, page.url, page.type) if page else (b"", source, "")
        else:
            with Path(source).open("rb") as file:
                data, url, told = file.read(LARGEST_FEED), "", ""
        found = document(data, url, told)
    except FetchError as error:
        return error.at(where)
    except OSError as error:
        return Problem(where, error.strerror or str(error))
    return found.feeds or Problem(where, f"is no list of feeds but {found.kind}")
