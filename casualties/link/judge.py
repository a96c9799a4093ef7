"""Judgement: the log-odds that two articles tell of one event, and the waterfall that explains them."""

from __future__ import annotations

import functools
import inspect
import math
from dataclasses import dataclass

from casualties.lexicon.linking import Weights
from casualties.link.features import FEATURES, Feature
from casualties.link.profile import Profile
from casualties.model import Reason, Verdict

SAME, DIFFERENT = 0.0, -2.0
"""Log-odds from which a judgement says same, and below which it says different; between them it is unsure."""
CROWD = "The news of those days tells many stories: the more, the less a likeness says."


@dataclass(frozen=True)
class Judge:
    """The features that carry weight, and the prior. `actor` names it in judgements."""

    prior: float
    rows: tuple[tuple[Feature, float], ...]
    actor: str

    def score(self, a: Profile, b: Profile) -> float:
        """Log-odds that two articles tell of one event, whichever is named first."""
        a, b = in_order(a, b)
        total = self.prior
        for feature, weight in self.rows:
            total += weight * feature(a, b)
        return total

    def waterfall(self, a: Profile, b: Profile, crowd: float = 0.0) -> tuple[Reason, ...]:
        """The prior, what each feature adds to it (largest first, zeros left out), and the total, as reasons.

        `crowd` is what the likeness loses among many stories (`crowds`).
        """
        a, b = in_order(a, b)
        both = (a.id, b.id)
        found = [(feature, weight, value) for feature, weight in self.rows if (value := feature(a, b))]
        found.sort(key=lambda row: (-abs(row[1] * row[2]), row[0].__name__))
        total = self.score(a, b) - crowd
        return (
            Reason("prior", "What is to be expected of two articles that come up for judgement.", (), self.prior),
            *(
                Reason(feature.__name__, f"{_doc(feature)} Value {value:.2f}.", both, round(weight * value, 4))
                for feature, weight, value in found
            ),
            *([Reason("crowd", CROWD, both, round(-crowd, 4))] if crowd else []),
            Reason("total", f"Log-odds: a chance of {chance(total):.0%} of one event.", both, round(total, 4)),
        )


def judge_of(table: Weights) -> Judge:
    """The judge with the weights of a table. Raises KeyError when the table lacks a feature."""
    rows = tuple((feature, table.features[feature.__name__]) for feature in FEATURES)
    return Judge(table.prior, tuple(row for row in rows if row[1]), f"linker {table.version}")


def verdict(total: float) -> Verdict:
    """What log-odds say in a word."""
    return "same" if total >= SAME else "unsure" if total >= DIFFERENT else "different"


def chance(total: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


def in_order(a: Profile, b: Profile) -> tuple[Profile, Profile]:
    """The earlier article first."""
    return (a, b) if a.order <= b.order else (b, a)


@functools.cache
def _doc(feature: Feature) -> str:
    return inspect.getdoc(feature) or ""
