"""The figure of a claim: the one number it gives, whether that is a vague word, and how a reader would say it."""

from casualties.lexicon.policies import settings, vague
from casualties.model import Claim

UPPER = ("up_to", "fewer_than")
BOUNDS = {
    "at_least": "at least ", "more_than": "more than ", "up_to": "up to ", "fewer_than": "fewer than ",
    "about": "about ",
}  # fmt: skip
OWN_WORDS = "the article in its own words"


def figure(claim: Claim) -> int:
    """The one number that a claim gives: "up to 20" gives 20, "15 to 20" gives 15, no figure gives 0."""
    return (claim.high if claim.qualifier in UPPER else claim.low) or 0


def is_vague(claim: Claim) -> bool:
    """Is the figure a vague word, such as "dozens"?"""
    return claim.qualifier == "vague" or claim.word.lower() in vague()


def told(claim: Claim) -> str:
    """A claim's figure as a reader would say it: "at least 12", "50 to 60"."""
    return said(figure(claim), claim.high, claim.qualifier, claim.word)


def said(number: int, high: int | None, qualifier: str, word: str) -> str:
    """A figure as a reader would say it.

    >>> said(12, None, "at_least", ""), said(50, 60, "range", ""), said(24, 99, "vague", "dozens")
    ('at least 12', '50 to 60', '“dozens”')
    >>> said(9, 9, "fewer_than", "")
    'fewer than 10'
    """
    number += qualifier == "fewer_than"  # whose figure is the largest that it leaves open
    spread = f" to {high}" if qualifier == "range" and high is not None else ""
    return f"“{word}”" if word else f"{BOUNDS.get(qualifier, '')}{number}{spread}"


def beyond(number: int, stands: int) -> bool:
    """Is a number out of all proportion to what stands?"""
    return number > stands * settings().outlier_factor and number > stands + settings().outlier_margin


def about(number: int, other: int) -> bool:
    """Is a number another one, to a tenth of it?"""
    return abs(number - other) <= other * 0.1
