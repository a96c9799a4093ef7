"""Where: the places that a text puts its story in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from casualties.lexicon.linking import LinkWords
from casualties.lexicon.places import Gazetteer, Site, fold
from casualties.link.tokens import Tokens

Item = TypeVar("Item")
Region = tuple[str, str]

MOST_CITIES = 4
# How much a mention says, by how it is told (see _told) and by where it stands.
TOLD = {"with its region": 3.0, "dateline": 2.0, "locative": 2.0, "bare": 1.0, "weak": 0.3, "people": 0.5}
IN_TITLE, IN_LEAD, LATER = 2.0, 1.5, 0.5
WELL_KNOWN = 300
"""Thousands of people from which a bare name counts as a place."""
_BREAKS = frozenset('.,:;!?()[]"“”\n-–—|/')


@dataclass(frozen=True, slots=True)
class Where:
    """Places of one article, the best supported first.

    `cities` holds gazetteer places, `regions` regions, `countries` ISO codes, `names` folded names of no
    gazetteer, `words` every word of a place's name.
    """

    cities: tuple[Site, ...] = ()
    regions: tuple[Site, ...] = ()
    countries: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Mention:
    key: str
    sites: tuple[Site, ...]
    told: str
    weight: float


def read_where(tokens: Tokens, gazetteer: Gazetteer, words: LinkWords) -> Where:
    """Find and settle the places of a text."""
    mentions = list(_mentions(tokens, gazetteer, words))
    countries: dict[str, float] = defaultdict(float)
    admins: dict[Region, float] = defaultdict(float)
    support: dict[str, float] = defaultdict(float)
    told: dict[str, set[str]] = defaultdict(set)
    sites: dict[str, tuple[Site, ...]] = {}
    for mention in mentions:
        support[mention.key] += mention.weight
        told[mention.key].add(mention.told)
        if mention.told == "with its region" or len(sites.get(mention.key, ())) != 1:
            sites[mention.key] = mention.sites
        meant = {(site.country, site.admin) for site in mention.sites}
        for region in meant:
            admins[region] += mention.weight / len(meant)
        for country in {country for country, _ in meant}:
            countries[country] += mention.weight / len({country for country, _ in meant})
    cities: dict[Site, float] = {}
    regions: dict[Site, float] = {}
    names: dict[str, float] = {}
    elsewhere = any(how & {"locative", "with its region"} for how in told.values())
    for key, weight in support.items():
        if told[key] <= {"weak"} or (elsewhere and told[key] <= {"dateline", "weak"}):
            continue
        if not sites[key]:
            names[key] = weight
            continue
        site = max(sites[key], key=lambda s: _standing(s, admins, countries))
        if site.kind == "city":
            cities[site] = weight
        elif site.kind == "region":
            regions[site] = weight
    return Where(
        cities=_best(cities)[:MOST_CITIES],
        regions=_best(regions)[:MOST_CITIES],
        countries=_best(countries)[:MOST_CITIES],
        names=_best(names)[:MOST_CITIES],
        words=frozenset(word for key in support if told[key] - {"weak", "people"} for word in key.split()),
    )


def _standing(site: Site, admins: Mapping[Region, float], countries: Mapping[str, float]) -> tuple[float, bool, int]:
    """Which of several places of one name is meant: what the text says of its region, of its country, then size."""
    return (
        round(admins.get((site.country, site.admin), 0.0) + countries.get(site.country, 0.0), 6),
        site.kind != "city",
        site.population,
    )


def _best(support: Mapping[Item, float]) -> tuple[Item, ...]:
    return tuple(sorted(support, key=lambda item: (-support[item], str(item))))


def _mentions(tokens: Tokens, gazetteer: Gazetteer, words: LinkWords) -> Iterator[_Mention]:
    text = tokens.words
    at = 0
    while at < len(text):
        if not text[at][0].isupper():
            at += 1
            continue
        place = IN_TITLE if at < tokens.title else IN_LEAD if at < tokens.lead else LATER
        demonym = gazetteer.demonyms.get(text[at].lower())
        if demonym:
            site = Site(gazetteer.countries[demonym], demonym, "", 0, "country")
            yield _Mention(f"people:{demonym}", (site,), "people", TOLD["people"] * place)
            at += 1
            continue
        size, key = _longest(text, at, gazetteer)
        told = _told(tokens, at, size, key, gazetteer, words)
        region = _after_comma(text, at + size, gazetteer)
        if told == "with its region" and region:
            country, admin = region
            sites = gazetteer.find(key)
            exact = tuple(
                s for s in sites if s.kind == "city" and s.country == country and (not admin or s.admin == admin)
            )[:1]
            name = " ".join(text[at : at + size])
            yield _Mention(key, exact or (Site(name, country, admin, 0, "city"),), told, TOLD[told] * place)
        elif told:
            yield _Mention(key, gazetteer.find(key), told, TOLD[told] * place)
        at += size


def _longest(text: tuple[str, ...], at: int, gazetteer: Gazetteer) -> tuple[int, str]:
    """The longest known name that begins at `at`, else the run of capitalised words (three at most)."""
    run = 1
    while run < 4 and at + run < len(text) and text[at + run][0].isupper():
        run += 1
    for size in range(run, 0, -1):
        key = fold(" ".join(text[at : at + size]))
        if gazetteer.knows(key):
            return size, key
    return (1, fold(text[at])) if run > 3 else (run, fold(" ".join(text[at : at + run])))


def _told(tokens: Tokens, at: int, size: int, key: str, gazetteer: Gazetteer, words: LinkWords) -> str:
    """How the name is told: a key of TOLD, or "" when it is no place."""
    text = tokens.words
    known = gazetteer.knows(key)
    ends_run = at + size >= len(text) or not text[at + size][0].isupper()
    locative = _after_locative(text, at, words) and ends_run
    if (known or locative) and _after_comma(text, at + size, gazetteer) and len(key) > 2:
        return "with its region"
    if not known:
        plain = (
            locative
            and key not in words.months
            and key not in words.weekdays
            and not text[at].isupper()
            and len(key) > 3
        )
        return "locative" if plain and at < tokens.lead else ""
    followed = at + size < len(text) and text[at + size].lower() in words.after_place
    if locative or (followed and key not in gazetteer.ambiguous):
        return "locative"
    if (
        tokens.title <= at < tokens.title + 6
        and any(mark in text[at + size : at + size + 6] for mark in "(—–:-")
        and text[at - 1] in _BREAKS
    ):
        return "dateline"
    site = gazetteer.find(key)[0]
    after_name = at > 0 and text[at - 1][0].isupper() and text[at - 1].lower() not in words.titles
    if site.kind == "country" or site.kind == "region" or site.population >= WELL_KNOWN:
        return "weak" if key in gazetteer.ambiguous or (after_name and site.kind == "city") else "bare"
    return "weak"


def _after_locative(text: tuple[str, ...], at: int, words: LinkWords) -> bool:
    before = at - 1
    while before > 0 and text[before].lower() in words.before_place:
        before -= 1
    one = text[before].lower() if before >= 0 else ""
    two = f"{text[before - 1].lower()} {one}" if before > 0 else ""
    return one in words.locative or two in words.locative


def _after_comma(text: tuple[str, ...], at: int, gazetteer: Gazetteer) -> tuple[str, str] | None:
    if at + 1 >= len(text) or text[at] != "," or not text[at + 1][0].isupper():
        return None
    for size in (2, 1):
        following = gazetteer.after_comma.get(fold(" ".join(text[at + 1 : at + 1 + size])))
        if following:
            return following
    return None
