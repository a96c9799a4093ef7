"""What an article is about, reduced to what the linker compares: bounded in size however long the page."""

from __future__ import annotations

import math
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

from casualties.lexicon.linking import LinkWords, link_words
from casualties.lexicon.places import fold, gazetteer
from casualties.link.pins import named_things, venues
from casualties.link.tokens import LONGEST, Tokens, cut
from casualties.link.what import read_type
from casualties.link.when import clock_times, event_days, months_told, published_day, weekdays_told
from casualties.link.where import Where, read_where
from casualties.model import Article

Item = TypeVar("Item")

MOST_WORDS = 60
"""Words kept of an article, the rarest first."""
PLAIN = 2.0
"""Bits of a word met in one article of four: it says nothing."""
TELLING = 5.0
"""Bits of the rarest word of a text, below which it says too little."""
MOST_NAMES = 24
MOST_PEOPLE = 12
PLACE_BITS = 5.5
"""A place's name counts no more as a word, however rare: it says where, which is compared as such."""
OPENING = 800
"""Characters in which an article says that its event is one more of its kind."""
SKETCH = 32
SHINGLE = 4
"""Words in a row that one number of the sketch stands for."""


class Weighed(dict[str, float]):
    """Words with their rarity in bits. `telling` is what they say together: the sum of their bits beyond PLAIN."""

    __slots__ = ("telling",)

    def __init__(self, bits: Mapping[str, float]) -> None:
        super().__init__(bits)
        self.telling = math.fsum(rarity - PLAIN for rarity in self.values() if rarity > PLAIN)


@dataclass(frozen=True, slots=True)
class Profile:
    """One article as the linker sees it.

    `words`, `names`, `title` and `lead` map a word, or a name of two words, of the text or of that part of it to its
    rarity in bits as of publication. `days` are those the event may have happened on,
    `months` earlier months told of, `clock` times of day in minutes.
    `people` are last names of people, `kinds` the kinds of people in the title.
    `sketch` is a bottom-k sketch of its runs of words. `order` sorts by publication, undated articles last. `stamp`
    changes with the text that was read.
    """

    id: str
    order: tuple[str, str]
    url: str
    outlet: str
    day: int | None
    words: Weighed
    title: Weighed
    lead: Weighed
    names: dict[str, float]
    people: frozenset[str]
    kinds: frozenset[str]
    looks_back: bool
    one_more: bool
    where: Where
    streets: frozenset[str]
    named: frozenset[str]
    venues: frozenset[str]
    ages: frozenset[int]
    days: tuple[int, ...]
    weekdays: frozenset[int]
    months: frozenset[int]
    clock: frozenset[int]
    type: str
    sketch: tuple[int, ...]
    length: int
    roundup: bool
    stamp: int

    @property
    def says_little(self) -> bool:
        """Whether the text, such as "3 people died", is too vague to be told from any other event of its kind."""
        return not self.where.cities and not self.where.names and max(self.words.values(), default=0.0) < TELLING

    def says_any(self, words: Set[str]) -> bool:
        """Whether any of the words, or names, is among those weighed."""
        return bool(words) and any(words & part.keys() for part in (self.words, self.names, self.title, self.lead))


def read(article: Article, headline: str, body: str, rarity: Callable[[str], float], stamp: int = 0) -> Profile:
    """Read an article by its title and its body without boilerplate; `rarity` tells how rare a word is (bits)."""
    words = link_words(article.language)
    tokens = cut(headline, body)
    lowered = [word.lower() for word in tokens.words]
    content = dict.fromkeys(w for w in lowered if len(w) > 2 and w[0].isalpha() and w not in words.common)
    where = read_where(tokens, gazetteer(article.language), words)
    rarities = {
        sys.intern(word): min(PLACE_BITS, rarity(word)) if where.words.issuperset(word.split("-")) else rarity(word)
        for word in content
    }
    kept = dict(sorted(rarities.items(), key=lambda item: (-item[1], item[0]))[:MOST_WORDS])
    text = f"{headline}\n{body[:LONGEST]}"
    streets = frozenset(fold(name) for name in words.street.findall(text))
    ages = frozenset(int(number) for found in words.age.findall(text) for number in found if number)
    day = published_day(article)
    days = event_days(tokens, day, words)
    title = Weighed({word: rarities[word] for word in lowered[: tokens.title] if word in rarities})
    return Profile(
        id=article.id,
        order=order(article),
        url=article.url,
        outlet=article.outlet.lower(),
        day=day,
        words=Weighed(kept | title),
        title=title,
        lead=Weighed({word: rarities[word] for word in lowered[tokens.title : tokens.lead] if word in rarities}),
        names=_names(tokens, words, where.words, rarity),
        people=_people(tokens, words, where.words),
        kinds=frozenset(kind for word in lowered[: tokens.title] for kind in words.kinds.get(word, ())),
        looks_back=any(cue in " ".join(lowered[: tokens.title]) for cue in words.look_back),
        one_more=bool(words.one_more.search(text[:OPENING])),
        where=where,
        streets=streets,
        named=named_things(body[:LONGEST], words),
        venues=venues(tokens, words),
        ages=ages,
        days=days,
        weekdays=weekdays_told(tokens, days, words),
        months=months_told(tokens, day, days, words),
        clock=clock_times(text, words),
        type=read_type(tokens, article.language),
        sketch=sketch(lowered),
        length=len(content),
        roundup=is_roundup(lowered[: tokens.title], streets, ages, where, words),
        stamp=stamp,
    )


def order(article: Article) -> tuple[str, str]:
    """Sorts articles by publication, undated ones last, then by id."""
    return (article.published.at.isoformat() if article.published else "~", article.id)


def is_roundup(
    title: Sequence[str], streets: frozenset[str], ages: frozenset[int], where: Where, words: LinkWords
) -> bool:
    """Whether a page tells several happenings: many addresses, ages or cities, or some of them under a plural title."""
    plural = any(cue in " ".join(title) for cue in words.roundup)
    return len(streets) >= 6 or (plural and len(streets) >= 3) or (plural and len(ages) >= 6)


def sketch(words: Sequence[str]) -> tuple[int, ...]:
    """The SKETCH smallest hashes of all runs of SHINGLE words, sorted: two sketches overlap as much as the texts do."""
    told = [word for word in words if word[0].isalnum()]
    runs = {" ".join(told[at : at + SHINGLE]) for at in range(max(1, len(told) - SHINGLE + 1))}
    return tuple(sorted({zlib.crc32(run.encode()) for run in runs})[:SKETCH])


def resemblance(a: Sequence[int], b: Sequence[int]) -> float:
    """Share of runs of words that two texts have in common, estimated from their sketches, 0 to 1."""
    both = set(a).intersection(b)
    least = sorted({*a, *b})[:SKETCH]
    return sum(1 for run in least if run in both) / len(least)


def _names(
    tokens: Tokens, words: LinkWords, places: frozenset[str], rarity: Callable[[str], float]
) -> dict[str, float]:
    """Names of two words in a row, capitalised, that are no titles or places, with their rarity in bits."""
    names = {
        sys.intern(f"{one} {two}"): rarity(f"{one} {two}")
        for _, one, two in _capitalised(tokens, words)
        if one not in places or two not in places
    }
    return dict(sorted(names.items(), key=lambda item: (-item[1], item[0]))[:MOST_NAMES])


def _people(tokens: Tokens, words: LinkWords, places: frozenset[str]) -> frozenset[str]:
    """Last names of those named first on the page, but not of those with a rank or an office, who speak of others."""
    people: dict[str, None] = {}
    for at, one, two in _capitalised(tokens, words):
        other = {one, two} & (words.bodies | places) or one in words.weekdays or two in words.weekdays
        if not other and len(two) > 2 and tokens.words[at - 1].lower() not in words.titles:
            people[sys.intern(fold(two))] = None
    return frozenset(list(people)[:MOST_PEOPLE])


def _capitalised(tokens: Tokens, words: LinkWords) -> Iterable[tuple[int, str, str]]:
    text = tokens.words
    for at in range(tokens.title, len(text) - 1):
        first, last = text[at], text[at + 1]
        if first[0].isupper() and last[0].isupper() and not (first.isupper() and last.isupper()):
            one, two = first.lower(), last.lower()
            if one not in words.not_names and two not in words.not_names:
                yield at, one, two
