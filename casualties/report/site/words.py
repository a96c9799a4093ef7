"""How the pages write numbers, times and long names."""

from __future__ import annotations

from collections.abc import Callable

from casualties.model import Claim, Estimate, Moment
from casualties.report.explain import bounds_text
from casualties.report.site.views import says

LONGEST = 200  # characters of a name or title that a page shows; the tables have all


def figure(number: int | None) -> str:
    """`1,234`; a dash where nobody knows."""
    return "–" if number is None else f"{number:,}"


def spread(estimate: Estimate) -> str:
    """The width of a range in words.

    >>> spread(Estimate("e", "killed", "latest", None, 84, 91, None))
    'between 84 and an unknown top'
    """
    low, high = estimate.low, estimate.high
    if low is None:
        return "no figure is known" if high is None else f"at most {high:,}"
    if high is None:
        return f"between {low:,} and an unknown top"
    return f"{low:,}, undisputed" if low == high else f"between {low:,} and {high:,}"


def told(moment: Moment | None) -> str:
    """A time as a newspaper writes it.

    >>> told(Moment.parse("2024-01-04T13:39:00Z")), told(Moment.parse("2024-01")), told(None)
    ('4 Jan 2024, 13:39 UTC', 'Jan 2024', 'undated')
    """
    if moment is None:
        return "undated"
    at, precision = moment.at, moment.precision
    if precision == "year":
        return str(at.year)
    if precision == "month":
        return f"{at:%b} {at.year}"
    clock = "" if precision == "day" else f", {at:%H:%M} UTC"
    return f"{at.day} {at:%b} {at.year}{clock}"


def short(text: str) -> str:
    """A name or title that fits a page."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1].rstrip() + "…"


def bounds(pair: tuple[int | None, int | None]) -> str:
    """A pair of bounds in words."""
    return bounds_text(*pair)


def quoted(claim: Claim) -> str:
    """The words of a claim, on one line."""
    return short(claim.quote)


FILTERS: dict[str, Callable[..., str]] = {
    "figure": figure,
    "spread": spread,
    "told": told,
    "short": short,
    "bounds": bounds,
    "quoted": quoted,
    "says": says,
}
