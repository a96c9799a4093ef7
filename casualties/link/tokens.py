"""Words of a text, cut once and read by every other module of this room."""

from __future__ import annotations

import re
from dataclasses import dataclass

from casualties.model import Article

LONGEST = 6000
"""Characters of a text that are read: what comes later on a page is rarely its own story. Bounds the cost of a page."""
LEAD_WORDS = 70

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’-][^\W_]+)*|\n|[^\s\w]")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words, marks and line ends in order. The title is `words[:title]`, the lead `words[title:lead]`."""

    words: tuple[str, ...]
    title: int
    lead: int


def cut(article: Article, body: str) -> Tokens:
    """Cut a title and a body into tokens; `body` is the article's text without its title and boilerplate.

    >>> cut(Article(id="a", text="", title="Blast in Basra"), "Two died.").words
    ('Blast', 'in', 'Basra', '\\n', 'Two', 'died', '.', '\\n')
    """
    title = [*_TOKEN.findall(article.title[:LONGEST]), "\n"]
    rest = [*_TOKEN.findall(body[:LONGEST]), "\n"]
    return Tokens(tuple(title + rest), len(title), len(title) + min(LEAD_WORDS, len(rest)))
