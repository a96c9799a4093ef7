"""What moved since a time, as Markdown that reads well in a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casualties.lexicon import categories
from casualties.model import Estimate, Event, Moment, Revision
from casualties.pipeline import Result
from casualties.report import voices
from casualties.report.order import in_order
from casualties.report.phrases import bounds_text, count, step_text
from casualties.report.rows import Range, first_estimates, place_text, range_of
from casualties.report.site.words import course, happened, told

SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def lines(result: Result, since: Moment) -> Iterator[str]:
    """The events of which something was told at or after `since`, the most dead first, and what changed in each."""
    events = [(event, fresh(result, event, since)) for event in result.linked.events]
    moved = [(event, revisions) for event, revisions in events if revisions]
    moved.sort(key=lambda pair: (-_dead(result, pair[0]), pair[0].id))
    yield f"# Casualties since {told(since)}"
    yield ""
    yield f"{count(len(moved), 'event')} of {len(events)} moved." if moved else "Nothing moved."
    for event, revisions in moved:
        yield ""
        yield from _event(result, event, revisions, since)


def fresh(result: Result, event: Event, since: Moment) -> list[Revision]:
    """What voices said at or after a time that changed what they had said; the undated is never new.

    News that has a date alone may be of any hour of that day: it is told rather than lost.
    """
    revisions = result.reconciled[event.id].revisions
    return [r for r in revisions if r.direction != "same" and r.at and r.at.latest >= since.at]


def _event(result: Result, event: Event, revisions: list[Revision], since: Moment) -> Iterator[str]:
    yield f"## {plain(event.title) or 'Untitled event'}"
    yield ""
    where, date = plain(place_text(event.place)) or "Place unknown", happened(event.date, event.date_told)
    yield f"{where}; {date}; `{event.id}`"
    yield ""
    estimates = first_estimates(result, event)
    for category in categories():
        if category in estimates:
            before = _before(result, event, estimates[category], since)
            now = range_of(estimates[category])
            flags = ", ".join(estimates[category].flags)
            was = "" if before == now else f" (was {words(before)})" if before else " (new)"
            yield f"- **{category}: {words(now)}**{was}" + (f"; {flags}" if flags else "")
    yield ""
    names = voices.names(result.reconciled[event.id].revisions)
    for revision in revisions:
        claim = result.claim[revision.claim]
        outlet = plain(result.article[claim.article].outlet) or "outlet unknown"
        said = step_text(revision, claim)
        voice = plain(names[revision]) if revision.voice.name else outlet
        quote = plain(claim.quote)
        moved = f"{revision.category} {said} ({course(revision.direction)})"
        yield f"- {told(revision.at)}, {voice}: {moved}: “{quote}”, {outlet}"


def _before(result: Result, event: Event, estimate: Estimate, since: Moment) -> Range | None:
    """The range that stood before a time."""
    named = (estimate.category, estimate.policy)
    history = (e for e in result.reconciled[event.id].history if (e.category, e.policy) == named)
    rows = [range_of(e) for e in history if e.as_of is None or e.as_of.latest < since.at]
    return rows[-1] if rows else None


def words(range_: Range) -> str:
    """A range in words.

    >>> words((84, 91, None)), words((91, 91, None)), words((4, 4, 4))
    ('91 (at least 84)', 'at least 91', '4')
    """
    low, best, high = range_
    bounds = bounds_text(low, high)
    return bounds if best is None or (low == best and high in (best, None)) else f"{best} ({bounds})"


def _dead(result: Result, event: Event) -> int:
    estimate = first_estimates(result, event).get(categories()[0])
    return (estimate.best if estimate else None) or 0


def plain(text: str) -> str:
    """Text on one line that Markdown leaves as it is, in the order in which it stands."""
    return SIGNS.sub(r"\\\1", " ".join(in_order(text).split()))
