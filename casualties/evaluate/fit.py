"""Learn how sure tolls are from labelled rows: a penalised logistic regression over the labels of their features.

It runs at a maintainer's desk only; the table it makes is read by plain Python (casualties/extract/confidence.py).
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casualties.evaluate.tolls import right
from casualties.extract import claims, tolls
from casualties.extract.confidence import chance
from casualties.extract.features import FEATURES, labels, page
from casualties.lexicon.confidence import MOST, ConfidenceTable

if TYPE_CHECKING:
    from casualties.evaluate.gold import Gold

PENALTY, OWN_PENALTY = 3.0, 5.0
"""Pull of every weight towards 0, and, in a user's own table, towards the table that it starts from: as many rows."""
DOUBT = 0.02
"""Share of right figures that count as wrong, so that the table errs towards doubt."""
RAREST = 5
"""A label that fewer rows show gets no weight."""
STEPS, TINY = 50, 1e-6
MEANING = (
    "The log-odds that a toll is right: the prior plus the weight of every label shown. What a label means is the\n"
    "docstring of its feature in casualties/extract/features.py. No feature looks at the size of a number."
)
FOLDS = 4


@dataclass(frozen=True, slots=True)
class Sample:
    """One toll whose truth is known: what was seen of it, and whether it is right. `article` is the gold row's id."""

    source: str
    article: str
    category: str
    seen: tuple[tuple[str, str], ...]
    right: bool


def samples(rows: Iterable[Gold], attackers: str, source: str) -> list[Sample]:
    """The tolls of gold rows, in every category that the gold knows of."""
    found = []
    for row in rows:
        told = claims(row.article)
        look = page(row.article, told)
        for toll in tolls(row.article, told, attackers):
            if (gold := row.range(toll.category)) is not None:
                name = toll.category
                correct = right({name: toll.figure, f"{name}_low": toll.low, f"{name}_high": toll.high}, name, *gold)
                found.append(Sample(source, row.id, name, tuple(labels(look, toll)), correct))
    return found


def fit(found: Sequence[Sample], start: ConfidenceTable | None = None, most: int = MOST) -> ConfidenceTable:
    """Fit a table of at most `most` weights, near `start` where that is given. Raises ValueError without both answers.

    Sources weigh as the square root of their rows, so that a large one does not decide alone.
    """
    import numpy as np

    if len({sample.right for sample in found}) < 2:
        raise ValueError("needs rows that are read right and rows that are not")
    counts = Counter(label for sample in found for label in sample.seen)
    known = {(feature, label) for feature, row in start.weights.items() for label in row} if start else set()
    names = sorted(known | {label for label, count in counts.items() if count >= RAREST})
    before = np.array([start.prior if start else 0.0, *(_weight(start, name) for name in names)])
    column = {name: number for number, name in enumerate(names, 1)}
    x = np.zeros((len(found), len(names) + 1))
    x[:, 0] = 1
    for number, sample in enumerate(found):
        x[number, [column[label] for label in sample.seen if label in column]] = 1
    y = np.array([(1 - DOUBT) * sample.right for sample in found])
    sizes = Counter(sample.source for sample in found)
    weights = np.array([sizes[sample.source] ** -0.5 for sample in found])
    weights *= len(found) / weights.sum()
    pull = np.full(x.shape[1], OWN_PENALTY if start else PENALTY)
    if start is None:
        pull[0] = TINY
    beta = _solved(x, y, weights, pull, before)
    worth = np.abs(beta[1:]) * np.sqrt(x[:, 1:].sum(axis=0))
    kept = np.concatenate([[0], 1 + np.sort(np.argsort(-worth, kind="stable")[: most - 1])])
    if len(kept) <= len(names):
        beta[kept] = _solved(x[:, kept], y, weights, pull[kept], before[kept])
    return _table(beta, [(names[number - 1], beta[number]) for number in kept[1:]])


def _solved(x: Any, y: Any, weights: Any, pull: Any, start: Any) -> Any:
    """Newton's method on the penalised log-likelihood, which has one maximum; a step that overshoots is halved."""
    import numpy as np

    def worth(beta: Any) -> float:
        odds = x @ beta
        likelihood = weights @ (y * odds - np.logaddexp(0, odds))
        return float(likelihood - pull @ (beta - start) ** 2 / 2)

    beta = start.copy()
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        slope = x.T @ (weights * (y - p)) - pull * (beta - start)
        curve = (x * (weights * p * (1 - p))[:, None]).T @ x + np.diag(pull)
        step = np.linalg.solve(curve, slope)
        while worth(beta + step) < worth(beta) and np.abs(step).max() > TINY:
            step /= 2
        beta = beta + step
        if np.abs(step).max() < TINY:
            break
    return beta


def _weight(table: ConfidenceTable | None, name: tuple[str, str]) -> float:
    return table.weights.get(name[0], {}).get(name[1], 0.0) if table else 0.0


def _table(beta: Any, weights: Iterable[tuple[tuple[str, str], Any]]) -> ConfidenceTable:
    rows: dict[str, dict[str, float]] = {feature.__name__: {} for feature in FEATURES}
    for (feature, label), weight in weights:
        if round(float(weight), 2):
            rows.setdefault(feature, {})[label] = round(float(weight), 2)
    return ConfidenceTable(round(float(beta[0]), 2), {feature: row for feature, row in rows.items() if row})


def loss(found: Sequence[Sample], table: ConfidenceTable) -> float:
    """The mean log-loss of a table: 0.69 for a coin, 0 for an oracle."""
    chances = [chance(sample.seen, table) if sample.right else 1 - chance(sample.seen, table) for sample in found]
    return -sum(math.log(max(1e-3, p)) for p in chances) / max(1, len(chances))


def folds(found: Sequence[Sample]) -> Iterator[tuple[list[Sample], list[Sample]]]:
    """Every part of the samples with the rest of them; no article is in both."""
    places = [zlib.crc32(sample.article.encode()) % FOLDS for sample in found]
    for fold in range(FOLDS):
        part = [sample for sample, place in zip(found, places, strict=True) if place == fold]
        yield part, [sample for sample, place in zip(found, places, strict=True) if place != fold]


def losses(found: Sequence[Sample], start: ConfidenceTable) -> tuple[float, float]:
    """The mean log-loss of `start`, and of tables fitted from it, each on the rows that it was not fitted on."""
    after = sum(loss(part, fit(rest, start)) * len(part) for part, rest in folds(found))
    return loss(found, start), after / max(1, len(found))
