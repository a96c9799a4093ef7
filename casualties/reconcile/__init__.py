"""Claims to revisions to estimates: what every voice says over time, and the range that follows from it."""

from casualties.reconcile.estimate import Reconciled, reconcile
from casualties.reconcile.policies import POLICIES

__all__ = ["POLICIES", "Reconciled", "reconcile"]
