"""Judgement: the log-odds that two articles tell of one event, and the waterfall that explains them."""

from __future__ import annotations

import inspect
import math

from casualties.lexicon.linking import Weights
from casualties.link.features import FEATURES
from casualties.link.profile import Profile
from casualties.model import Reason, Verdict

SAME, DIFFERENT = 0.0, -2.0
"""Log-odds from which a judgement says same, and below which it says different; between them it is unsure."""


def score(a: Profile, b: Profile, table: Weights) -> float:
    """Log-odds that two articles tell of one event, whichever is named first."""
    a, b = in_order(a, b)
    rows = table.features
    return table.prior + sum(rows[feature.__name__] * feature(a, b) for feature in FEATURES)


def waterfall(a: Profile, b: Profile, table: Weights) -> tuple[Reason, ...]:
    """The prior, what each feature that is not 0 adds to it (largest first), and the total, as reasons."""
    a, b = in_order(a, b)
    parts = [(feature, feature(a, b)) for feature in FEATURES]
    reasons = [
        Reason(
            feature.__name__,
            f"{inspect.getdoc(feature)} Value {value:.2f}.",
            (a.id, b.id),
            round(table.features[feature.__name__] * value, 4),
        )
        for feature, value in parts
        if value and table.features[feature.__name__]
    ]
    reasons.sort(key=lambda reason: (-abs(reason.weight or 0.0), reason.rule))
    total = score(a, b, table)
    return (
        Reason("prior", "What is to be expected of any two articles that come up for judgement.", (), table.prior),
        *reasons,
        Reason("total", f"Log-odds; the chance of one event is {chance(total):.0%}.", (a.id, b.id), round(total, 4)),
    )


def verdict(total: float) -> Verdict:
    """What log-odds say in a word."""
    return "same" if total >= SAME else "unsure" if total >= DIFFERENT else "different"


def chance(total: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


def in_order(a: Profile, b: Profile) -> tuple[Profile, Profile]:
    """The earlier article first."""
    return (a, b) if a.order <= b.order else (b, a)
