"""Reading: articles to profiles, each against what was common in the news before its month."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from casualties.link.background import Common, Tally, settled
from casualties.link.boilerplate import readable
from casualties.link.known import NOTHING, Known
from casualties.link.profile import Profile, read
from casualties.link.when import month_of
from casualties.model import Article


@dataclass(frozen=True, slots=True)
class Readings:
    """Profiles by number in order of publication; `fresh` are the numbers of those that were not known as they are."""

    profiles: Sequence[Profile]
    months: Mapping[int, Common]
    fresh: Set[int]


def read_all(ordered: Sequence[Article], known: Known = NOTHING) -> Readings:
    """Read articles that are sorted by publication.

    A profile depends on the article, on the boilerplate of its site and on what was published before its month: when
    these are what they were, the known one stands.
    """
    profiles: list[Profile] = []
    months: dict[int, Common] = {}
    fresh: set[int] = set()
    counts = _Counts(profiles)
    common = Common()
    moved: frozenset[str] | None = frozenset()
    changed_from: int | None = None
    for number, (article, (headline, body)) in enumerate(zip(ordered, readable(ordered), strict=True)):
        month = month_of(article.published.at.date().toordinal()) if article.published else None
        if month is not None and month not in months:
            told = known.months.get(month)
            as_told = told is not None and (changed_from is None or changed_from >= settled(month))
            common = told if told is not None and as_told else counts.before(settled(month))
            moved = common.unlike(told)
            months[month] = common
        stamp = _stamp(article, headline, body)
        profile = known.profiles.get(article.id)
        if profile is None or profile.stamp != stamp or moved is None or profile.says_any(moved):
            profile = read(article, headline, body, common.rarity(), stamp)
            fresh.add(number)
            if changed_from is None:
                changed_from = profile.day
        profiles.append(profile)
    return Readings(profiles, months, fresh)


class _Counts:
    """The tally of the profiles read so far, brought forward when a month asks for it."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles, self._counted, self._tally = profiles, 0, Tally()

    def before(self, until: int) -> Common:
        while self._counted < len(self._profiles):
            profile = self._profiles[self._counted]
            if profile.day is not None:
                if profile.day >= until:
                    break
                self._tally.learn(profile.day, (*profile.words, *profile.names))
            self._counted += 1
        return self._tally.common()


def _stamp(article: Article, headline: str, body: str) -> int:
    """A number that changes with what a profile depends on beside the article's id and place in time."""
    precise = article.published.precision if article.published else ""
    told = "\n".join((precise, article.outlet, article.language, headline, body))
    return zlib.crc32(told.encode("utf-8", "surrogatepass"))
