"""What speaks for and against two articles telling of one event: the table of features.

Each is a small function of two profiles, the earlier first; its name is its row in lexicon/linkweights.toml and its
docstring is what `explain` prints. Values are of the order of one; 0 says nothing either way. `FEATURES` lists them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection

from casualties.lexicon.places import fold
from casualties.link.profile import PLAIN, Profile, Weighed
from casualties.link.what import family
from casualties.link.when import month_of

RARE = 9.0
"""Bits from which a shared word is called rare: met in one article of 500."""
UNUSUAL = 5.0
"""Bits from which a shared word says something: met in one article of 30."""
FEW = 3.0
"""Bits that a share is held against besides, so that two words in common are not all there is."""
STEM = 4
"""Letters in which two spellings of one name agree: Verkhnyave and Verkhniave."""
YEAR = 365
LONG_GAP = 14
"""Days from which a gap says no more."""

# The order of a set differs between processes: math.fsum gives the same sum in any order.


def shared_words(a: Profile, b: Profile) -> float:
    """Words in both texts that are not everyday news, each by how rare it was when the later one came out."""
    common = math.fsum(b.words[word] - UNUSUAL for word in a.words.keys() & b.words.keys() if b.words[word] > UNUSUAL)
    return math.log1p(common) / 4


def shared_names(a: Profile, b: Profile) -> float:
    """People, streets and bodies named in both texts, each by how rare the name was when the later one came out."""
    return math.log1p(math.fsum(max(0.0, b.names[name] - RARE) for name in a.names.keys() & b.names.keys())) / 2


def title_in_text(a: Profile, b: Profile) -> float:
    """How much of either title the other's whole text says, weighed by rarity."""
    return max(_contained(a.title, b.words), _contained(b.title, a.words))


def cities_differ(a: Profile, b: Profile) -> float:
    """Both name cities and none is the same."""
    return _disjoint(a.where.cities, b.where.cities)


def names_differ(a: Profile, b: Profile) -> float:
    """Both say where it was, one at least in a place that no list holds, and neither names any place of the other."""
    if not a.where.names and not b.where.names:
        return 0.0
    one, two = _place_words(a), _place_words(b)
    apart = one.isdisjoint(b.words) and two.isdisjoint(a.words)
    apart = apart and one.isdisjoint(b.where.words) and two.isdisjoint(a.where.words)
    alike = {word[:STEM] for word in one} & {word[:STEM] for word in two}
    return float(bool(one and two) and apart and not alike)


def countries_differ(a: Profile, b: Profile) -> float:
    """Both name countries and none is the same."""
    return _disjoint(a.where.countries, b.where.countries)


def same_people(a: Profile, b: Profile) -> float:
    """People of the same last name are told of in both, up to three."""
    return min(3, len(a.people & b.people)) / 2


def kinds_differ(a: Profile, b: Profile) -> float:
    """Both titles say what kind of people were hurt, such as a man or a girl, and no kind is the same."""
    return _disjoint(a.kinds, b.kinds)


def same_region(a: Profile, b: Profile) -> float:
    """A region is named in both, and no two places that no list holds."""
    return float(
        not set(a.where.regions).isdisjoint(b.where.regions) and not names_differ(a, b) and not cities_differ(a, b)
    )


def refers_back(a: Profile, b: Profile) -> float:
    """The later article tells of the month, before its own, in which the earlier one came out."""
    return float(a.day is not None and month_of(a.day) in b.months)


def same_pin(a: Profile, b: Profile) -> float:
    """A street, ship, flight or storm is named in both."""
    return float(not (a.streets.isdisjoint(b.streets) and a.named.isdisjoint(b.named)))


def pins_differ(a: Profile, b: Profile) -> float:
    """Both name streets, or ships, flights or storms, and none is the same."""
    return max(_disjoint(a.streets, b.streets), _disjoint(a.named, b.named))


def venues_differ(a: Profile, b: Profile) -> float:
    """Both say in what kind of venue it happened, such as a hotel or a mosque, and no kind is the same."""
    return _disjoint(a.venues, b.venues)


def same_age(a: Profile, b: Profile) -> float:
    """Ages given in both, up to three."""
    return min(3, len(a.ages & b.ages)) / 2


def ages_differ(a: Profile, b: Profile) -> float:
    """Both give people's ages and none is the same."""
    return _disjoint(a.ages, b.ages)


def same_day(a: Profile, b: Profile) -> float:
    """Both may put their event on the same day."""
    return float(not set(a.days).isdisjoint(b.days))


def days_differ(a: Profile, b: Profile) -> float:
    """Both say on what day it happened and none is the same."""
    return _disjoint(a.days, b.days)


def weekdays_differ(a: Profile, b: Profile) -> float:
    """One has no date, both say on what weekday it happened, and none is the same."""
    return 0.0 if a.days and b.days else _disjoint(a.weekdays, b.weekdays)


def one_more_differs(a: Profile, b: Profile) -> float:
    """Only the later article calls its event one more, such as the second in a week, of after the earlier came out."""
    happened = b.days[0] if b.days else b.day
    return float(b.one_more and not a.one_more and a.day is not None and happened is not None and happened > a.day)


def same_clock(a: Profile, b: Profile) -> float:
    """A time of day is given in both, to the quarter hour."""
    return float(not a.clock.isdisjoint(b.clock))


def clocks_differ(a: Profile, b: Profile) -> float:
    """Both give times of day and none is the same."""
    return _disjoint(a.clock, b.clock)


def gap(a: Profile, b: Profile) -> float:
    """Days between the two publications, on a log scale, no more than LONG_GAP; the usual gap when one has no date."""
    days = _apart(a, b)
    return math.log1p(2 if days is None else min(LONG_GAP, days)) / 2


def months_apart(a: Profile, b: Profile) -> float:
    """What the gap goes beyond LONG_GAP, on a log scale, up to a year; nothing when the later article refers back."""
    days = _apart(a, b)
    return 0.0 if days is None or refers_back(a, b) else math.log1p(min(YEAR, max(0, days - LONG_GAP)) / 30)


def families_differ(a: Profile, b: Profile) -> float:
    """The types of event are of different families, such as an attack and a flood."""
    return float(bool(a.type) and bool(b.type) and family(a.type) != family(b.type))


Feature = Callable[[Profile, Profile], float]
FEATURES: tuple[Feature, ...] = (
    shared_words, shared_names, title_in_text, cities_differ, names_differ, countries_differ, same_region, same_people,
    kinds_differ, same_pin, pins_differ, venues_differ, same_age, ages_differ, same_day, days_differ, weekdays_differ,
    one_more_differs, refers_back, same_clock, clocks_differ, gap, months_apart, families_differ,
)  # fmt: skip


def _apart(a: Profile, b: Profile) -> int | None:
    """Days between two publications. An anniversary piece is a year or more after its event, whatever its own date.

    An article without a date that tells the day of its event counts as of that day.
    """
    one, two = (max(p.days, default=None) if p.day is None else p.day for p in (a, b))
    if one is None or two is None:
        return None
    return YEAR if a.looks_back != b.looks_back else abs(one - two)


def _place_words(p: Profile) -> set[str]:
    """The words of the names of the places that an article puts its story in."""
    return {word for name in (*p.where.names, *(fold(city.name) for city in p.where.cities)) for word in name.split()}


def _disjoint(a: Collection[object], b: Collection[object]) -> float:
    return float(bool(a) and bool(b) and set(a).isdisjoint(b))


def _contained(one: Weighed, two: Weighed) -> float:
    """Bits beyond PLAIN that two sides have in common, as a share of those of the side that says less."""
    shared = math.fsum(max(0.0, two[word] - PLAIN) for word in one.keys() & two.keys())
    return min(1.0, shared / (FEW + min(one.telling, two.telling))) if shared else 0.0
