"""Tolls against gold: exact, positives, hit, false alarms, missed, log error, by size, and how sure is right how often.

A row of predictions has the fields of `casualties tolls`. No figure reads as 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casualties.evaluate.gold import Gold, Row
from casualties.lexicon import categories

SURE = 0.7
"""Share of the rows, the surest first, that `sure70` looks at."""
SIZES = ((0, "0"), (1, "1"), (2, "2"), (5, "3-5"), (20, "6-20"), (100, "21-100"), (math.inf, ">100"))
"""Upper ends and names of the size bins of the gold."""
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Upper ends of the bins of confidence."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One row in one category: the gold from low to high (None = open), the figure, and how they stand."""

    id: str
    category: str
    low: int
    high: int | None
    figure: int
    stated: bool
    confidence: float | None
    exact: bool
    hit: bool
    off: float


def figures(row: Mapping[str, Any], category: str) -> tuple[int, int, int]:
    """The figure of a predicted row, its low and its high: no figure reads as the low, no low as 0."""
    low, high, best = row.get(f"{category}_low"), row.get(f"{category}_high"), row.get(category)
    if best is None:
        best = low or 0
    return best, (best if low is None else low), (best if high is None else high)


def right(row: Mapping[str, Any], category: str, low: int, high: int | None) -> bool:
    """Whether the figure equals a single gold number, or low and high equal a gold range."""
    best, a, b = figures(row, category)
    return (a, b) == (low, high) if high is not None and high != low else best == low


def scored(gold: Iterable[Gold], predicted: Mapping[str, Row]) -> dict[str, list[Scored]]:
    """Every row that the gold knows of, by category; categories without any are left out."""
    rows = list(gold)
    found: dict[str, list[Scored]] = {}
    for category in categories():
        for row in rows:
            if (told := row.range(category)) is None:
                continue
            low, high = told
            mine = predicted.get(row.id, {})
            best, *_ = figures(mine, category)
            ends = (low, low if high is None else high)
            scored_row = Scored(
                id=row.id,
                category=category,
                low=low,
                high=high,
                figure=best,
                stated=bool(best),
                confidence=mine.get(f"{category}_confidence"),
                exact=right(mine, category, low, high),
                hit=low <= best <= (math.inf if high is None else high),
                off=min(abs(math.log1p(best) - math.log1p(end)) for end in ends),
            )
            found.setdefault(category, []).append(scored_row)
    return found


def mean(values: Iterable[float]) -> float:
    """The mean to four places; 0 of nothing."""
    told = list(values)
    return round(sum(told) / max(1, len(told)), 4)


def measures(rows: Sequence[Scored]) -> Row:
    """The measures of one category. `positive` is exact where gold is above 0; `sure70` needs confidences."""
    positives = [row for row in rows if row.low > 0]
    found: Row = {
        "n": len(rows),
        "exact": mean(row.exact for row in rows),
        "positives": len(positives),
        "positive": mean(row.exact for row in positives),
        "hit": mean(row.hit for row in positives),
        "false_alarm": sum(row.low == 0 and row.high == 0 and row.figure > 0 for row in rows),
        "missed": sum(row.figure == 0 for row in positives),
        "log_error": mean(row.off for row in rows),
    }
    stated = [row for row in rows if row.stated]
    if stated and all(row.confidence is not None for row in stated):
        surest = sorted(rows, key=lambda row: -(1 if row.confidence is None else row.confidence))
        found["sure70"] = mean(row.exact for row in surest[: math.ceil(SURE * len(surest))])
    return found


def by_size(rows: Sequence[Scored]) -> list[Row]:
    """How many are exact, and how far off they are, by the size of the gold."""
    found, below = [], -1.0
    for top, name in SIZES:
        mine = [row for row in rows if below < row.low <= top]
        below = top
        if mine:
            told = (mean(row.exact for row in mine), mean(row.hit for row in mine), mean(row.off for row in mine))
            found.append({"size": name, "n": len(mine)} | dict(zip(("exact", "hit", "log_error"), told, strict=True)))
    return found


def reliability(rows: Sequence[Scored]) -> list[Row]:
    """How often rows of each bin of confidence are exact: `gap` above 0 is doubt, below 0 is overconfidence."""
    found, below = [], -1.0
    for top in BINS:
        mine = [row for row in rows if row.confidence is not None and below < row.confidence <= top]
        below = top
        if mine:
            sure, exact = mean(row.confidence or 0 for row in mine), mean(row.exact for row in mine)
            found.append({"up_to": top, "n": len(mine), "sure": sure, "exact": exact, "gap": round(exact - sure, 4)})
    return found


def calibration_error(bins: Sequence[Row]) -> float | None:
    """The expected calibration error: the mean gap of the bins, each as heavy as its rows; None without any."""
    rows = sum(row["n"] for row in bins)
    return round(sum(abs(row["gap"]) * row["n"] for row in bins) / rows, 4) if rows else None


def changes(before: Mapping[str, Sequence[Scored]], after: Mapping[str, Sequence[Scored]]) -> list[Row]:
    """The rows that became right (`gained`) or wrong (`lost`)."""
    old = {(row.id, row.category): row for rows in before.values() for row in rows}
    return [
        {
            "change": "gained" if row.exact else "lost",
            "id": row.id,
            "category": row.category,
            "gold_low": row.low,
            "gold_high": row.high,
            "before": earlier.figure,
            "after": row.figure,
        }
        for rows in after.values()
        for row in rows
        if (earlier := old.get((row.id, row.category))) is not None and earlier.exact != row.exact
    ]
