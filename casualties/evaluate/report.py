"""One evaluation as named tables of rows: the same for a person, for JSON and for the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casualties.evaluate import claims as claim_scores
from casualties.evaluate import tolls as toll_scores
from casualties.evaluate.gold import Gold, Row

Report = dict[str, list[Row]]
Tolls = Mapping[str, Row]
Claims = Mapping[str, Sequence[Row]]
RATES = ("exact", "positive", "hit", "sure70", "precision", "recall", "f1", "kind_accuracy", "clean")
"""Measures that may have a floor: shares, the larger the better."""


def report(gold: Sequence[Gold], tolls: Tolls | None, claims: Claims | None, before: Tolls | None = None) -> Report:
    """Every table that the predictions allow; `before` are earlier tolls to list what was gained and lost."""
    found: Report = {}
    if tolls is not None:
        found |= of_tolls(gold, tolls, before)
    if claims is not None and any(row.claims is not None for row in gold):
        found |= of_claims(gold, claims)
    return {name: rows for name, rows in found.items() if rows}


def of_tolls(gold: Sequence[Gold], tolls: Tolls, before: Tolls | None) -> Report:
    """Tables of article tolls: measures, by size, reliability, changes."""
    scored = toll_scores.scored(gold, tolls)
    bins = {category: toll_scores.reliability(rows) for category, rows in scored.items()}
    found: Report = {
        "tolls": [
            {
                "category": category,
                **toll_scores.measures(rows),
                "calibration_error": toll_scores.calibration_error(bins[category]),
            }
            for category, rows in scored.items()
        ],
        "sizes": [
            {"category": category, **row} for category, rows in scored.items() for row in toll_scores.by_size(rows)
        ],
        "reliability": [{"category": category, **row} for category, rows in bins.items() for row in rows],
    }
    if before is not None:
        found["changes"] = toll_scores.changes(toll_scores.scored(gold, before), scored)
    return found


def of_claims(gold: Sequence[Gold], claims: Claims) -> Report:
    """Tables of claims: measures, by kind, and what was found where nothing should be."""
    matches = claim_scores.matched(gold, claims)
    quiet, false = claim_scores.alarms(gold, claims)
    noisy = len({row["id"] for row in false})
    return {
        "claims": [claim_scores.measures(matches)],
        "kinds": claim_scores.by_kind(matches),
        "distractors": [{"texts": quiet, "false_alarms": len(false), "clean": round(1 - noisy / quiet, 4)}]
        if quiet
        else [],
        "false_alarms": false,
    }


def rates(told: Report) -> dict[str, float]:
    """The measures that may have a floor, by name: `killed.positive`, `claims.f1`, `distractors.clean`."""
    return {
        f"{row.get('category', table)}.{name}": row[name]
        for table in ("tolls", "claims", "distractors")
        for row in told.get(table, [])
        for name in RATES
        if name in row
    }
