"""Figures told in passing, and which other event of the ledger each may be of.

"This strike comes a day after more than 80 people died in Kerman": where the sentence names the place and the time of
exactly one other event, whose kind and toll it does not contradict, the figure is a candidate for that event. It is
shown there and counts for nothing: who tells it speaks of something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casualties.lexicon.places import fold
from casualties.link.period import Days, period
from casualties.link.what import family, types_of
from casualties.model import Article, Claim, Event, Judgement, Reason

ACTOR = "told in passing"
LONGEST_NAME = 4
"""Words of a place's name that are looked for."""
ALIKE = 2
"""How many times apart two figures of one event may be: tolls move, and are rounded, but not further."""

Range = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Aside:
    """A claim of something other than its article's event, and the sentence it stands in."""

    claim: Claim
    article: Article
    sentence: str


def is_aside(claim: Claim) -> bool:
    """Is it a figure that somebody stands by, told of another event than the article's?"""
    return claim.kind == "background" and claim.status in ("asserted", "unconfirmed") and bool(claim.low)


def candidates(
    asides: Iterable[Aside], events: Sequence[Event], tolls: Mapping[tuple[str, str], Range]
) -> dict[str, tuple[Judgement, ...]]:
    """What may be of each event, by its id: judgements that are "unsure", one per claim.

    `tolls` are low and high (None = open) by event and category. The result does not depend on any order.
    """
    named: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.place.name and event.date and event.place.precision not in ("region", "country"):
            named[fold(event.place.name)].append(event)
    found: dict[str, list[Judgement]] = defaultdict(list)
    for aside in asides:
        there = [event for event in _of_places(aside.sentence, named) if aside.article.id not in event.articles]
        published = aside.article.published
        days = period(aside.sentence, published.at.date()) if there and published else None
        fitting = [event for event in there if days and _fits(aside, event, days, tolls)]
        if days and len(fitting) == 1:
            found[fitting[0].id].append(_judged(aside.claim, fitting[0], days))
    return {id_: tuple(sorted(told, key=lambda one: one.subject)) for id_, told in found.items()}


def _of_places(sentence: str, named: Mapping[str, Sequence[Event]]) -> list[Event]:
    words = [fold(word.strip(".,;:!?()“”\"'")) for word in sentence.split()]
    runs = (words[at : at + size] for at in range(len(words)) for size in range(1, LONGEST_NAME + 1))
    found = dict.fromkeys(" ".join(run) for run in runs)
    return list({event.id: event for name in found for event in named.get(name, ())}.values())


def _fits(aside: Aside, event: Event, days: Days, tolls: Mapping[tuple[str, str], Range]) -> bool:
    return _then(event, days) and _of_kind(aside.sentence, event.type) and _of_toll(aside.claim, event, tolls)


def _then(event: Event, days: Days) -> bool:
    """Did the event happen in those days? One that no article dates may be of the day before its first report."""
    if event.date is None:
        return False
    first, last = event.date.at.date(), event.date.latest.date()
    earliest = first if event.date_told or first == date.min else first - timedelta(days=1)
    return earliest <= days[1] and days[0] <= last


def _of_kind(sentence: str, kind: str, language: str = "en") -> bool:
    """Does the sentence tell of that family of events, or of none?"""
    words = sentence.lower().split()
    told = {
        family(name, language)
        for word, following in zip(words, [*words[1:], ""], strict=True)
        for name in types_of(word.strip(".,;:!?()“”\"'"), language, following)
    }
    return not kind or not told or family(kind, language) in told


def _of_toll(claim: Claim, event: Event, tolls: Mapping[tuple[str, str], Range]) -> bool:
    low, high = tolls.get((event.id, claim.category), (0, None))
    told = claim.low or 0
    return told * ALIKE >= low and (high is None or told <= high * ALIKE)


def _judged(claim: Claim, event: Event, days: Days) -> Judgement:
    first, last = days
    when = f"on {first}" if first == last else f"between {first} and {last}"
    detail = f"Its sentence names {event.place.name} and a time {when}; no other event known fits both and its figure."
    return Judgement(claim.id, event.id, "unsure", 0.5, (Reason("told_in_passing", detail, (claim.id,)),), ACTOR)
