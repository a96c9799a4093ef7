"""The policies and what they read from data: the ranking of voices and the numbers of vague words."""

from __future__ import annotations

import inspect

from casualties.lexicon.policies import ranking, vague
from casualties.reconcile import POLICIES
from casualties.report.rows import Row

TOLD = {
    "ranking.csv": "Kinds of voices: rank 1 weighs most, one tier is of one order, tier 5 is not independent.",
    "vague.csv": "Vague words and the number that each codebook reads in them; a dot = it says nothing.",
}


def texts() -> dict[str, str]:
    """What each policy does, by its name."""
    return {name: inspect.cleandoc(policy.__doc__ or "") for name, policy in POLICIES.items()}


def tables() -> dict[str, list[Row]]:
    """The rows of ranking.csv and vague.csv by the name of the file; None = the file leaves the cell blank.

    Voices come by weight; the file itself is in the order in which its rows are tried on a voice.
    """
    ranked = [
        {
            "rank": row.rank,
            "tier": row.tier,
            "kind": row.kind,
            "type": row.type or None,
            "pattern": row.pattern.pattern if row.pattern else None,
        }
        for row in sorted(ranking(), key=lambda row: row.rank)
    ]
    return {"ranking.csv": ranked, "vague.csv": [{"word": word, **numbers} for word, numbers in vague().items()]}
