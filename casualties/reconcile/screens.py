"""Reasons not to use a claim at all: one named function each; it returns the detail, or nothing."""

from casualties.lexicon.policies import limits
from casualties.model import Claim, Event


def elsewhere(claim: Claim, event: Event) -> str:
    """The claim says itself that it belongs elsewhere."""
    return f"The article tells of another event or time here: “{claim.scope}”." if claim.scope else ""


def implausible(claim: Claim, event: Event) -> str:
    """Negative figures, ranges upside down, and figures above the cap of the table `limits.csv`."""
    low, high = claim.low or 0, claim.high
    if low < 0 or (high is not None and high < low):
        return f"{low} to {high} is no count of people."
    caps = [r.cap for r in limits() if r.category in ("", claim.category) and r.event_type in ("", event.type)]
    top = max(low, high or 0)
    return f"{top} is more than is believed of one event of this kind ({min(caps)})." if top > min(caps) else ""


def no_figure(claim: Claim, event: Event) -> str:
    """No figure was given."""
    return "No figure is given." if claim.low is None and claim.kind != "trend" and claim.status != "denied" else ""


def not_asserted(claim: Claim, event: Event) -> str:
    """Feared and hypothetical victims are not counted; what was feared before still closes a figure of the past."""
    doubtful = claim.status in ("feared", "hypothetical") and claim.kind != "previous"
    return f"Told as {claim.status}, not as a fact." if doubtful else ""


SCREENS = (elsewhere, implausible, no_figure, not_asserted)
