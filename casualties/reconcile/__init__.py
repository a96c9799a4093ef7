"""Claims to revisions to estimates: what every voice says over time, and the range that follows from it."""

from casualties.reconcile.decided import correct, corrected_by_analyst, mark, stand
from casualties.reconcile.estimate import Comparison, Reconciled, compare, reconcile
from casualties.reconcile.policies import POLICIES

__all__ = [
    "POLICIES",
    "Comparison",
    "Reconciled",
    "compare",
    "correct",
    "corrected_by_analyst",
    "mark",
    "reconcile",
    "stand",
]
