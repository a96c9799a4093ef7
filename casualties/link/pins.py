"""Pins: what ties an event to one thing besides place and time: a ship, flight or storm by name, a kind of venue."""

from __future__ import annotations

from casualties.lexicon.linking import LinkWords
from casualties.lexicon.places import fold
from casualties.link.tokens import Tokens

REACH = 4
"""Words between "in" and the venue ("in a crowded vegetable market")."""


def named_things(text: str, words: LinkWords) -> frozenset[str]:
    """Ships, flights and storms that a text names, folded: "the ferry Alda-6" is alda-6."""
    return frozenset(fold(name) for name in words.named.findall(text))


def venues(tokens: Tokens, words: LinkWords) -> frozenset[str]:
    """Kinds of venue that the title names, or that the lead says something happened in."""
    text = [word.lower() for word in tokens.words[: tokens.lead]]
    found = {words.venues[word] for word in text[: tokens.title] if word in words.venues}
    for at in range(tokens.title, len(text)):
        if text[at] in words.venues and text[at] not in words.title_venues:
            found.update(words.venues[text[at]] for before in text[max(0, at - REACH) : at] if before in words.locative)
    return frozenset(found)
