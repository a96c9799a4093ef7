"""How counts, figures and voices are put in words: the same on the terminal, in mail and on the pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from casualties.extract.rules import measured
from casualties.model import Claim, Revision
from casualties.reconcile.figures import told

K = TypeVar("K")
V = TypeVar("V")
FEWEST = 20  # cases of a rule that say something of how often it is right


def gathered(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """What goes by each key, the keys in the order in which they first come.

    >>> gathered([("a", 1), ("b", 2), ("a", 3)])
    {'a': [1, 3], 'b': [2]}
    """
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def count(number: int, noun: str) -> str:
    """`1 article`, `2 articles`."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def counted_text(outlets: Iterable[str]) -> str:
    """How many articles there are, from the outlets that are known.

    >>> counted_text(["Herald", "Herald", ""]), counted_text([""])
    ('3 articles from 1 outlet and others unknown', '1 article, outlet unknown')
    """
    told = list(outlets)
    known = len(set(told) - {""})
    articles = count(len(told), "article")
    if not known:
        return f"{articles}, outlet unknown"
    return f"{articles} from {count(known, 'outlet')}" + (" and others unknown" if "" in told else "")


def bounds_text(low: int | None, high: int | None) -> str:
    """A pair of bounds in words.

    >>> bounds_text(5, 5), bounds_text(5, None), bounds_text(3, 9), bounds_text(0, 9), bounds_text(None, None)
    ('5', 'at least 5', '3-9', 'up to 9', 'no figure')
    """
    if low is None:
        return "no figure" if high is None else f"at most {high}"
    if high is None:
        return f"at least {low}"
    if low == high:
        return str(low)
    return f"{low}-{high}" if low else f"up to {high}"


def step_text(revision: Revision, claim: Claim | None) -> str:
    """What a voice says since a step, as it said it; a vague word with the numbers that it is taken for."""
    bounds = (revision.after_low, revision.after_high)
    if claim is None or (claim.low, claim.high) != bounds:
        return bounds_text(*bounds)
    return f"“{claim.word}” ({bounds_text(*bounds)})" if claim.word else told(claim)


def measured_text(claim: Claim) -> str:
    """How often the rule of a claim was right where that was measured; empty where too few cases were."""
    cases = measured().get(claim.rule, 0)
    if claim.confidence is None or cases < FEWEST:
        return ""
    return f"right in {claim.confidence:.0%} of {cases} cases in our own labelled texts"


def voices_text(voices: Iterable[tuple[str, str]], outlet: str) -> str:
    """A chain of (name, type) as a reporter would write it: the source, as told by those who passed it on."""
    names = [name or f"an unnamed {kind} source" for name, kind in voices]
    if not names:
        return f"{outlet or 'the outlet'} in its own words"
    return names[-1] + "".join(f", told by {name}" for name in reversed(names[:-1]))
