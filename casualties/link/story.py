"""A story: many reports of one event read as one, for what one short text leaves out the others say."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from casualties.link.profile import MOST_NAMES, MOST_WORDS, Item, Profile, Weighed
from casualties.link.where import MOST_CITIES, Where

MANY = 8
"""Reports from which a group is read as a story."""
PLACED_BY = 0.4
"""Share of a story's reports that must name a place: what a few mention besides is background."""
TOLD_BY = 0.2
"""Share of a story's reports that must say a thing for it to be the story's."""


def blend(profiles: Sequence[Profile]) -> Profile:
    """One profile for all: what at least TOLD_BY of the reports say, the most told first, dated by the nearest ones.

    A group of fewer than MANY reports keeps all that any of them says.
    """
    if len(profiles) == 1:
        return profiles[0]
    least = max(2.0, TOLD_BY * len(profiles)) if len(profiles) >= MANY else 1.0
    bits: dict[str, float] = {}
    for profile in profiles:
        bits |= profile.words
    told = Counter(word for profile in profiles for word in profile.words)
    words = {
        word: bits[word] for word in sorted(_kept(told, least), key=lambda w: (-told[w] * bits[w], w))[:MOST_WORDS]
    }
    named = Counter(name for profile in profiles for name in profile.names)
    rare = {name: bits for profile in profiles for name, bits in profile.names.items()}
    names = sorted(_kept(named, least), key=lambda n: (-named[n] * rare[n], n))[:MOST_NAMES]
    return dataclasses.replace(
        max(profiles, key=lambda profile: profile.order),
        words=Weighed(words),
        names={name: rare[name] for name in names},
        title=_part([profile.title for profile in profiles], least),
        lead=_part([profile.lead for profile in profiles], least),
        where=_place(profiles, max(least, PLACED_BY * len(profiles)) if len(profiles) >= MANY else least),
        streets=frozenset(_kept(Counter(s for p in profiles for s in p.streets), least)),
        named=frozenset(_kept(Counter(n for p in profiles for n in p.named), least)),
        venues=frozenset(_kept(Counter(v for p in profiles for v in p.venues), least)),
        ages=frozenset(_kept(Counter(a for p in profiles for a in p.ages), least)),
        days=_most(Counter(d for p in profiles for d in p.days), least),
        weekdays=frozenset(_kept(Counter(d for p in profiles for d in p.weekdays), least)),
        months=frozenset(_kept(Counter(m for p in profiles for m in p.months), least)),
        clock=frozenset(_kept(Counter(c for p in profiles for c in p.clock), least)),
        people=frozenset(_kept(Counter(n for p in profiles for n in p.people), least)),
        kinds=frozenset(_kept(Counter(k for p in profiles for k in p.kinds), least)),
        looks_back=all(p.looks_back for p in profiles),
        one_more=sum(p.one_more for p in profiles) >= least,
        type=Counter(p.type for p in profiles).most_common(1)[0][0],
        length=sum(p.length for p in profiles),
    )


def _part(parts: Sequence[Mapping[str, float]], least: float) -> Weighed:
    bits = {word: rarity for part in parts for word, rarity in part.items()}
    return Weighed({word: bits[word] for word in _kept(Counter(word for part in parts for word in part), least)})


def _place(profiles: Sequence[Profile], least: float) -> Where:
    return Where(
        cities=_most(Counter(site for p in profiles for site in p.where.cities), least),
        regions=_most(Counter(site for p in profiles for site in p.where.regions), least),
        countries=_most(Counter(code for p in profiles for code in p.where.countries), least),
        names=_most(Counter(name for p in profiles for name in p.where.names), least),
    )


def _kept(told: Counter[Item], least: float) -> Iterable[Item]:
    return (item for item, count in told.items() if count >= least)


def _most(told: Counter[Item], least: float) -> tuple[Item, ...]:
    return tuple(sorted(_kept(told, least), key=lambda item: (-told[item], str(item)))[:MOST_CITIES])
