"""Reasons not to use a claim at all: one named function each; it returns the detail, or nothing."""

from casualties.lexicon.policies import limits
from casualties.model import Article, Claim, Event
from casualties.reconcile.extent import another_city, day_told


def elsewhere(claim: Claim, article: Article, event: Event) -> str:
    """The claim says itself that it belongs elsewhere."""
    return f"The article tells of another event or time here: “{claim.scope}”." if claim.scope else ""


def another_event(claim: Claim, article: Article, event: Event) -> str:
    """The sentence puts it on a day before the event and in another city: either alone may be the event's own."""
    day = day_told(article, claim) if event.date and event.date.precision not in ("month", "year") else None
    if not day or not event.date or day >= event.date.at.date():
        return ""
    city = another_city(article, claim, event)
    return city and f"Told of {city} on {day}, before this event ({event.date} in {event.place.name})."


def implausible(claim: Claim, article: Article, event: Event) -> str:
    """Negative figures, ranges upside down, and figures above the cap of the table `limits.csv`."""
    low, high = claim.low or 0, claim.high
    if low < 0 or (high is not None and high < low):
        return f"{low} to {high} is no count of people."
    caps = [r.cap for r in limits() if r.category in ("", claim.category) and r.event_type in ("", event.type)]
    top = max(low, high or 0)
    return f"{top} is more than is believed of one event of this kind ({min(caps)})." if top > min(caps) else ""


def no_figure(claim: Claim, article: Article, event: Event) -> str:
    """No figure was given."""
    return "No figure is given." if claim.low is None and claim.kind != "trend" and claim.status != "denied" else ""


def not_asserted(claim: Claim, article: Article, event: Event) -> str:
    """Feared and hypothetical victims are not counted; what was feared before still closes a figure of the past."""
    doubtful = claim.status in ("feared", "hypothetical") and claim.kind != "previous"
    return f"Told as {claim.status}, not as a fact." if doubtful else ""


SCREENS = (elsewhere, another_event, implausible, no_figure, not_asserted)
