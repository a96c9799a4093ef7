"""Reprints: one passage of a wire story in many outlets is one report."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from dataclasses import dataclass, field

from casualties.lexicon.policies import settings
from casualties.model import Article, Claim

MARGIN = 120
KEPT = 8


@dataclass(slots=True)
class Passages:
    """The passages seen so far, by what they claim. Only the last few of each are compared: the cost is bounded."""

    seen: dict[tuple[object, ...], deque[frozenset[tuple[str, ...]]]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=KEPT))
    )

    def fresh(self, article: Article, claim: Claim) -> bool:
        """Remember the passage around a claim; False when nearly the same words made the same claim before."""
        words = re.findall(r"\w+", article.text[max(0, claim.span.start - MARGIN) : claim.span.end + MARGIN].lower())
        triples = frozenset(zip(words, words[1:], words[2:], strict=False))
        known = self.seen[claim.category, claim.kind, claim.low, claim.high]
        if any(len(triples & other) > settings().reprint_overlap * min(len(triples), len(other)) for other in known):
            return False
        known.append(triples)
        return True
