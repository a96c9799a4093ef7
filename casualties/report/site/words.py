"""How the pages write numbers, times and long names."""

from __future__ import annotations

from collections.abc import Callable

from casualties.model import Claim, Estimate, Moment
from casualties.report import order
from casualties.report.rows import range_of
from casualties.report.site.views import says

LONGEST = 200  # characters of a name or title that a page shows; the tables have all
SINGLE, DISPUTED = "single-source", "disputed"  # flags
OTHER = "not_chosen"  # the rule by which a live voice is set aside whose figure is another
COURSES = {
    "first": "first figure", "same": "repeated", "corrected": "corrected down", "retracted": "withdrawn",
    "transferred": "victims moved from one count to another", "disputed": "denied by another",
}  # fmt: skip
ADDED_UP = {"partial", "floor"}  # the steps by which victims told of one by one make a figure


def figure(number: int | None) -> str:
    """`1,234`; a dash where nobody knows."""
    return "–" if number is None else f"{number:,}"


def printed(value: object) -> object:
    """What a template prints, in the order in which it stands, whether it is markup or not."""
    return type(value)(order.in_order(value)) if isinstance(value, str) else value


def spread(estimate: Estimate) -> str:
    """What stands beside the likeliest figure of a range: how far it goes, or who stands by the one figure.

    >>> spread(Estimate("e", "killed", "latest", None, 84, 91, None))
    'at least 84'
    >>> spread(Estimate("e", "killed", "latest", None, 9, 9, 9, flags=("single-source",)))
    'one voice alone'
    """
    low, best, high = range_of(estimate)
    if low is None:
        return "no figure is known" if high is None else f"at most {high:,}"
    if high is None:
        return f"at least {low:,}"
    if low != high:
        return f"between {low:,} and {high:,}"
    return agreement(estimate) if best == low else f"{low:,}, {agreement(estimate)}"


def agreement(estimate: Estimate) -> str:
    """Who stands by the one figure of a range without a width."""
    if ADDED_UP & {step.rule for step in estimate.steps}:
        return "the victims told of, added up"
    if SINGLE in estimate.flags:
        return "one voice alone"
    if DISPUTED in estimate.flags or OTHER in {aside.reason.rule for aside in estimate.set_aside}:
        return "others stand by other figures"
    return "the voices that count agree"


def heading(estimate: Estimate) -> str:
    """A range as the end of a heading: `18, between 15 and 22`."""
    best = "" if estimate.best is None else f"{estimate.best:,}, "
    return best + spread(estimate)


def happened(date: Moment | None, is_told: bool) -> str:
    """When an event happened; “by” the day of the first report where no article names its day.

    >>> happened(Moment.parse("2024-01-04"), False), happened(None, False)
    ('by 4 Jan 2024', 'Date unknown')
    """
    if date is None:
        return "Date unknown"
    return told(date) if is_told else f"by {told(date)}"


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


def course(direction: str) -> str:
    """What a step of a voice did, in words."""
    return COURSES.get(direction, direction)


def short(text: str) -> str:
    """A name or title that fits a page."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1].rstrip() + "…"


def quoted(claim: Claim) -> str:
    """The words of a claim, on one line."""
    return short(claim.quote)


FILTERS: dict[str, Callable[..., str]] = {
    "figure": figure,
    "spread": spread,
    "heading": heading,
    "course": course,
    "told": told,
    "happened": happened,
    "short": short,
    "quoted": quoted,
    "says": says,
}
