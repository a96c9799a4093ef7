"""How sure an article's toll is: a table of readable weights over the features of features.py.

The figure comes from the rules alone. The weights of all labels that they give, added up, are the log-odds that
the figure is right, or, where no figure stands, that nothing is stated.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from casualties.extract.features import labels, page
from casualties.lexicon import categories
from casualties.lexicon.confidence import ConfidenceTable, confidence_table
from casualties.model import Article, Claim, Toll


def chance(seen: Sequence[tuple[str, str]], table: ConfidenceTable) -> float:
    """Return the chance, 0 to 1, that a table gives to what is seen."""
    odds, weights = table.prior, table.weights
    for feature, label in seen:
        if feature in weights:
            odds += weights[feature].get(label, 0.0)
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 3)


def confidence(article: Article, claims: Sequence[Claim], toll: Toll, table: ConfidenceTable | None = None) -> float:
    """Return the chance that a toll is right, or, where its figure is None, that nothing is stated."""
    return chance(labels(page(article, claims), toll), table or confidence_table())


def with_confidence(
    article: Article, claims: Sequence[Claim], tolls: Sequence[Toll], table: ConfidenceTable | None = None
) -> tuple[Toll, ...]:
    """Return a toll with its confidence for every category; the figure of one that is not stated is None."""
    table = table or confidence_table()
    look = page(article, claims)
    stated = {toll.category: toll for toll in tolls}
    found = []
    for category in categories():
        toll = stated.get(category) or Toll(article.id, category, None, None, None, 0.0)
        sure = chance(labels(look, toll), table)
        found.append(Toll(toll.article, category, toll.figure, toll.low, toll.high, sure, toll.basis, toll.reasons))
    return tuple(found)
