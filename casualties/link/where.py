"""Where: the places that a text puts its story in."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

from casualties.lexicon.linking import LinkWords
from casualties.lexicon.places import Gazetteer, Site, fold
from casualties.link.tokens import Tokens

Item = TypeVar("Item")
Region = tuple[str, str]

MOST_CITIES = 4
# How much a mention says, by how it is told (see _told) and by where it stands.
TOLD = {
    "with its region": 3.0,
    "dateline with its region": 3.0,
    "dateline": 2.0,
    "locative": 2.0,
    "bare": 1.0,
    "weak": 0.3,
    "people": 0.5,
}
DATELINES, WITH_REGION = {"dateline", "dateline with its region"}, {"with its region", "dateline with its region"}
IN_TITLE, IN_LEAD, LATER = 2.0, 1.5, 0.5
MOST_NAME_WORDS = 4
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
    support: dict[str, float] = defaultdict(float)
    told: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        support[mention.key] += mention.weight
        told[mention.key].add(mention.told)
    meant = _meant(mentions)
    far = _written_from(told, meant)
    found: dict[str, dict[Site, float]] = {"city": {}, "region": {}, "country": {}}
    countries: dict[str, float] = defaultdict(float)
    names: dict[str, float] = {}
    for key, weight in support.items():
        site = meant[key]
        if told[key] <= {"weak"} or key in far:
            continue
        if site:
            found[site.kind][site] = weight
            countries[site.country] += weight
        else:
            names[key] = weight
    return Where(
        cities=_best(found["city"])[:MOST_CITIES],
        regions=_best(found["region"])[:MOST_CITIES],
        countries=_best(countries)[:MOST_CITIES],
        names=_best(names)[:MOST_CITIES],
        words=frozenset(word for key in support if told[key] - {"weak", "people"} for word in key.split()),
    )


def _meant(mentions: Sequence[_Mention]) -> dict[str, Site | None]:
    """The place that each name stands for: of several, the one that the rest of the text speaks for."""
    countries: dict[str, float] = defaultdict(float)
    admins: dict[Region, float] = defaultdict(float)
    sites: dict[str, tuple[Site, ...]] = {}
    for mention in mentions:
        if mention.told in WITH_REGION or len(sites.get(mention.key, ())) != 1:
            sites[mention.key] = mention.sites
        meant = {(site.country, site.admin) for site in mention.sites}
        for region in meant:
            admins[region] += mention.weight / len(meant)
        for country in {country for country, _ in meant}:
            countries[country] += mention.weight / len({country for country, _ in meant})
    return {key: max(of, key=lambda s: _standing(s, admins, countries), default=None) for key, of in sites.items()}


def _written_from(told: Mapping[str, Set[str]], meant: Mapping[str, Site | None]) -> set[str]:
    """Datelines that say where a report was written, not where its event was: the text puts that elsewhere.

    One that tells its region, as the local press does, is no such thing but when the text names other countries alone.
    """
    datelines = {key for key, how in told.items() if how <= {*DATELINES, "weak"} and how & DATELINES}
    others = {key: how for key, how in told.items() if key not in datelines}
    if not any(how & {"locative", "with its region"} for how in others.values()):
        return set()
    lands = {site.country for key, how in others.items() if (site := meant[key]) and how != {"weak"}}

    def stays(key: str) -> bool:
        site = meant[key]
        return "dateline with its region" in told[key] and (not lands or (site is not None and site.country in lands))

    return {key for key in datelines if not stays(key)}


def _standing(site: Site, admins: Mapping[Region, float], countries: Mapping[str, float]) -> tuple[float, bool, int]:
    """Which of several places of one name is meant: by what the text says of its region, of its country, and by size.

    A place ten times as large needs a mention less.
    """
    told = admins.get((site.country, site.admin), 0.0) + countries.get(site.country, 0.0)
    return round(told + math.log10(max(1, site.population)), 6), site.kind != "city", site.population


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
        size, key = _longest(text, at, gazetteer, words)
        told = _told(tokens, at, size, key, gazetteer, words)
        region = _region_of(text, at + size, key, gazetteer)
        if told in WITH_REGION and region:
            country, admin = region
            sites = gazetteer.find(key)
            exact = tuple(
                s
                for s in sites
                if s.country == country and (s.admin == admin or not admin) and (s.kind == "city" or not admin)
            )[:1]
            name = " ".join(word.title() if word.isupper() else word for word in text[at : at + size])
            yield _Mention(key, exact or (Site(name, country, admin, 0, "city"),), told, TOLD[told] * place)
        elif told:
            sites = gazetteer.find(key)
            lands = tuple(site for site in sites if site.kind == "country")
            yield _Mention(key, lands or sites, told, TOLD[told] * place)
        at += size


def _longest(text: tuple[str, ...], at: int, gazetteer: Gazetteer, words: LinkWords) -> tuple[int, str]:
    """The longest known name that begins at `at`, else the run of capitalised words (three at most).

    A name that goes on with a particle is no shorter one: the San Juan of San Juan de los Cayos.
    """
    ends = list(itertools.islice(_ends(text, at, words), MOST_NAME_WORDS))
    for end in reversed(ends):
        key = fold(" ".join(text[at:end]))
        goes_on = not all(word[0].isupper() for word in text[end : ends[-1]])
        if gazetteer.knows(key) and not goes_on:
            return end - at, key
    end = ends[-1] if len(ends) < MOST_NAME_WORDS else at + 1
    return end - at, fold(" ".join(text[at:end]))


def _ends(text: tuple[str, ...], at: int, words: LinkWords) -> Iterator[int]:
    """Where a name that begins at `at` may end: after each of its capitalised words, particles between them or not."""
    end = at + 1
    yield end
    while end < len(text):
        step = next((n for n, word in enumerate(text[end : end + 3]) if word not in words.particles), 3)
        if end + step >= len(text) or not _named(text[end + step], words):
            return
        end += step + 1
        yield end


def _named(word: str, words: LinkWords) -> bool:
    """Whether a word is spelled as a name: Balah, al-Balah, d'Alene."""
    article, _, rest = word.replace("’", "-").replace("'", "-").partition("-")
    return word[0].isupper() or (article in words.articles and rest[:1].isupper())


def _told(tokens: Tokens, at: int, size: int, key: str, gazetteer: Gazetteer, words: LinkWords) -> str:
    """How the name is told: a key of TOLD, or "" when it is no place."""
    text = tokens.words
    known = gazetteer.knows(key)
    after = text[at + size] if at + size < len(text) else "."
    locative = _after_locative(text, at, words) and (not after[0].isupper() or after.lower() in words.areas)
    locative |= not known and after in words.areas and not _of_a_body(key, words)
    dateline = _opens(tokens, at, size)
    if (known or locative) and _region_of(text, at + size, key, gazetteer) and len(key) > 2:
        return "dateline with its region" if dateline else "with its region"
    if not known:
        plain = (
            locative
            and key not in words.months
            and key not in words.weekdays
            and not text[at].isupper()
            and len(key) > 3
        )
        return "locative" if plain and at < tokens.lead else ""
    followed = after.lower() in words.after_place or after.lower() in words.areas
    if locative or (followed and key not in gazetteer.ambiguous):
        return "locative"
    if dateline:
        return "dateline"
    site = gazetteer.find(key)[0]
    after_name = at > 0 and text[at - 1][0].isupper() and text[at - 1].lower() not in words.titles
    if site.kind == "country" or site.kind == "region" or site.population >= WELL_KNOWN:
        return "weak" if key in gazetteer.ambiguous or (after_name and site.kind == "city") else "bare"
    return "weak"


def _of_a_body(key: str, words: LinkWords) -> bool:
    """Whether a name holds a word of bodies, streets or titles: no police department is a place."""
    told = key.split()
    return not (words.bodies.isdisjoint(told) and words.not_names.isdisjoint(told))


def _opens(tokens: Tokens, at: int, size: int) -> bool:
    """Whether a name stands where a dateline does: before the first sentence, set off by a bracket or a dash."""
    text = tokens.words
    set_off = any(mark in text[at + size : at + size + 6] for mark in "(—–:-")
    return tokens.title <= at < tokens.title + 6 and set_off and text[at - 1] in _BREAKS


def _after_locative(text: tuple[str, ...], at: int, words: LinkWords) -> bool:
    before = at - 1
    while before > 0 and text[before].lower() in words.before_place:
        before -= 1
    one = text[before].lower() if before >= 0 else ""
    two = f"{text[before - 1].lower()} {one}" if before > 0 else ""
    return one in words.locative or two in words.locative


def _region_of(text: tuple[str, ...], at: int, key: str, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """Country and region that follow a name and say where it is; a region is in no other, they are in a row."""
    found = _after_comma(text, at, gazetteer)
    sites = gazetteer.find(key) if found and found[1] else ()
    return None if sites and all(site.kind == "region" for site in sites) else found


def _after_comma(text: tuple[str, ...], at: int, gazetteer: Gazetteer) -> tuple[str, str] | None:
    if at + 1 >= len(text) or text[at] != "," or not text[at + 1][0].isupper():
        return None
    for size in (2, 1):
        following = gazetteer.after_comma.get(fold(" ".join(text[at + 1 : at + 1 + size])))
        if following:
            return following
    return None
