"""What: the kind of event a text tells of."""

from __future__ import annotations

import functools
from collections import Counter

from casualties.lexicon.linking import event_types
from casualties.link.tokens import Tokens

IN_TITLE, IN_LEAD, LATER = 3, 2, 1


def read_type(tokens: Tokens, language: str) -> str:
    """Name of the event type with the most cues, "" when there is none."""
    cues: Counter[str] = Counter()
    text = [word.lower() for word in tokens.words]
    for at, word in enumerate(text):
        following = text[at + 1] if at + 1 < len(text) else ""
        for name in types_of(word, language, following):
            cues[name] += IN_TITLE if at < tokens.title else IN_LEAD if at < tokens.lead else LATER
    for part, weight in ((text[: tokens.title], IN_TITLE), (text[tokens.title : tokens.lead], IN_LEAD)):
        told = " ".join(part)
        for phrase, name in _phrases(language):
            if phrase in told:
                cues[name] += weight
    order = [kind.name for kind in event_types(language)]
    return min(cues, key=lambda name: (-cues[name], order.index(name)), default="")


@functools.cache
def family(name: str, language: str = "en") -> str:
    """The family of a type, "" for no type."""
    return next((kind.family for kind in event_types(language) if kind.name == name), "")


def types_of(word: str, language: str, following: str = "") -> tuple[str, ...]:
    """Types of event that a word is a cue for before the following one, both in lower case."""
    found = _types_of(word, language)
    return tuple(name for name in found if following not in _bodies(language)[name]) if found else ()


@functools.lru_cache(maxsize=100_000)
def _types_of(word: str, language: str) -> tuple[str, ...]:
    whole, stems = _cues(language)
    found = {name for size in range(3, len(word) + 1) for name in stems.get(word[:size], ())}
    return tuple(sorted(found.union(whole.get(word, ()))))


@functools.cache
def _bodies(language: str) -> dict[str, frozenset[str]]:
    return {kind.name: kind.not_before for kind in event_types(language)}


@functools.cache
def _cues(language: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Types by cue of one word: whole words, and stems that stand for any ending."""
    whole: dict[str, list[str]] = {}
    stems: dict[str, list[str]] = {}
    for kind in event_types(language):
        for cue in kind.cues:
            if " " not in cue:
                (stems if cue.endswith("*") else whole).setdefault(cue.rstrip("*"), []).append(kind.name)
    return whole, stems


@functools.cache
def _phrases(language: str) -> tuple[tuple[str, str], ...]:
    return tuple((cue.rstrip("*"), kind.name) for kind in event_types(language) for cue in kind.cues if " " in cue)
