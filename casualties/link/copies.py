"""Syndication and versions: texts that are one report, whatever outlet carries them."""

from __future__ import annotations

from collections.abc import Sequence

from casualties.link.profile import Profile, resemblance

COPY = 0.7
"""Share of runs of words from which two texts are one report."""
APART = 30
"""Days within which a copy is a copy; later it is an archive's reprint and judged like any article."""
LEAST_WORDS = 8
"""Different words that a text needs before its likeness to another says anything."""
_PROBES = 6


Repeat = tuple[str, str, float]
"""Id of the report that an article repeats, the rule that says so, and the likeness."""


class Reports:
    """Finds the report that an article repeats: the same address, or nearly the same text. Bounded work per article."""

    def __init__(self) -> None:
        self._by_url: dict[str, int] = {}
        self._by_run: dict[int, int] = {}

    def earlier(self, profile: Profile, profiles: Sequence[Profile]) -> tuple[int, str, float] | None:
        """Number of the report that this article repeats, with the rule that says so and the likeness, or None."""
        if is_page(profile.url) and profile.url in self._by_url:
            return self._by_url[profile.url], "same_url", 1.0
        if profile.length < LEAST_WORDS:
            return None
        for run in profile.sketch[:_PROBES]:
            number = self._by_run.get(run)
            if number is None:
                continue
            other = profiles[number]
            close = profile.day is None or other.day is None or abs(profile.day - other.day) <= APART
            alike = resemblance(profile.sketch, other.sketch)
            if close and alike >= COPY:
                return number, "near_copy", alike
        return None

    def add(self, number: int, profile: Profile, report: int) -> None:
        """Take note of an article; `report` is the number of the report that it repeats, or its own."""
        if is_page(profile.url):
            self._by_url.setdefault(profile.url, report)
        for run in profile.sketch[:_PROBES]:
            self._by_run[run] = report


def is_page(url: str) -> bool:
    """Whether an address names one page rather than a site."""
    return bool(url.split("://", 1)[-1].partition("/")[2].strip("/"))
