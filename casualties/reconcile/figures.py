"""The figure of a claim: the one number it gives, whether that is a vague word, and how a reader would say it."""

from casualties.lexicon.policies import vague
from casualties.model import Claim

UPPER = ("up_to", "fewer_than")


def figure(claim: Claim) -> int:
    """The one number that a claim gives: "up to 20" gives 20, "15 to 20" gives 15, no figure gives 0."""
    return (claim.high if claim.qualifier in UPPER else claim.low) or 0


def is_vague(claim: Claim) -> bool:
    """Is the figure a vague word, such as "dozens"?"""
    return claim.qualifier == "vague" or claim.word.lower() in vague()


def told(claim: Claim) -> str:
    """A claim's figure as a reader would say it: "at least 12", "50 to 60"."""
    bound = {"at_least": "at least ", "more_than": "more than ", "up_to": "up to ", "fewer_than": "fewer than "}
    spread = f" to {claim.high}" if claim.qualifier == "range" and claim.high is not None else ""
    return f"“{claim.word}”" if claim.word else f"{bound.get(claim.qualifier, '')}{figure(claim)}{spread}"
