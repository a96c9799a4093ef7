"""Words of a text, cut once and read by every other module of this room."""

from __future__ import annotations

import re
from dataclasses import dataclass

from casualties.model import Article

LONGEST = 6000
"""Characters of a text that are read: what comes later on a page is rarely its own story. Bounds the cost of a page."""
LEAD_WORDS = 70
LONGEST_TITLE = 200

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|(?:St|Ste|Mt|Ft)\.(?=\s[A-Z])|[^\W_]+(?:['’-][^\W_]+)*|\n|[^\s\w]")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words, marks and line ends in order. The title is `words[:title]`, the lead `words[title:lead]`."""

    words: tuple[str, ...]
    title: int
    lead: int


def parts(article: Article) -> tuple[str, str]:
    """Title and body. An article without a title has its first line for one, if that is short and not all there is."""
    if article.title:
        return article.title, article.text.removeprefix(article.title)
    first, _, rest = article.text.lstrip().partition("\n")
    return (first, rest) if rest.strip() and len(first) <= LONGEST_TITLE else ("", article.text)


def cut(title: str, body: str) -> Tokens:
    """Cut a title and a body into tokens.

    >>> cut("Blast in Basra", "Two died.").words
    ('Blast', 'in', 'Basra', '\\n', 'Two', 'died', '.', '\\n')
    """
    head = [*_TOKEN.findall(title[:LONGEST]), "\n"]
    rest = [*_TOKEN.findall(body[:LONGEST]), "\n"]
    return Tokens(tuple(head + rest), len(head), len(head) + min(LEAD_WORDS, len(rest)))
