"""A record of any table or list to an Article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from casualties.feeds.dates import moment
from casualties.feeds.problem import Problem
from casualties.feeds.text import clean, one_line
from casualties.model import Article

FIELDS = ("id", "url", "outlet", "source", "title", "text", "published")
LONGEST_TEXT = 2_000_000  # characters; a longer text is an archive, and would take seconds and 100 MB per million
LONGEST_TITLE = 300  # characters; a longer first line is a paragraph


def article(record: Any, where: str) -> Iterator[Article | Problem]:
    """One article of a record with `text` and whatever it has of the other FIELDS, after warnings about the rest."""
    if not isinstance(record, Mapping):
        yield Problem(where, f"is not a record but {type(record).__name__}", "each needs at least a text")
        return
    text = record.get("text")
    if not isinstance(text, str) or not (cleaned := clean(text)):
        yield Problem(
            where, "record without text", "" if text is None or isinstance(text, str) else "text must be a string"
        )
        return
    if len(text) > LONGEST_TEXT:
        yield too_long(where)
        return
    told: dict[str, str] = {}
    for name in FIELDS:
        value = record.get(name)
        if value is None or name == "text":
            continue
        if isinstance(value, (list, dict)):
            yield Problem(where, f"{name} is not text and was left out", lost=False)
        else:
            told[name] = one_line(str(value))
    published = None
    if told.get("published"):
        try:
            published = moment(told["published"])
        except ValueError:
            yield Problem(
                where, f"cannot read the date {told['published'][:40]!r}", "the article stays undated", lost=False
            )
    ref = {"ref": told["id"]} if told.get("id") else {}
    yield Article.create(
        cleaned,
        title=told.get("title", ""),
        url=told.get("url", ""),
        outlet=told.get("outlet") or told.get("source", ""),
        published=published,
        **ref,
    )


def too_long(where: str) -> Problem:
    """A text that is no article."""
    return Problem(where, f"text of more than {LONGEST_TEXT:,} characters", "split it into its articles")
