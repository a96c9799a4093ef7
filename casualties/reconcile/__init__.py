"""Claims to revisions to estimates: what every voice says over time, and the range that follows from it."""

from casualties.reconcile.decided import (
    Docket,
    concerned,
    correct,
    corrected_by_analyst,
    docket,
    mark,
    reason_for,
    stand,
)
from casualties.reconcile.estimate import Comparison, Reconciled, compare, reconcile
from casualties.reconcile.extent import sentence
from casualties.reconcile.policies import POLICIES

__all__ = [
    "POLICIES",
    "Comparison",
    "Docket",
    "Reconciled",
    "compare",
    "concerned",
    "correct",
    "corrected_by_analyst",
    "docket",
    "mark",
    "reason_for",
    "reconcile",
    "sentence",
    "stand",
]
