"""Claims against annotated claims: precision, recall, F1 and kind, over all and by kind; false alarms in distractors.

A claim is right when category and low agree and the spans overlap. A repeat of an annotated figure is not counted as
false, nor is a trend, which has no figure. Claims have the fields of `casualties extract`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casualties.evaluate.gold import Gold, Row
from casualties.model import KINDS

ALARMS = ("toll", "partial", "increment")
"""Kinds that a text without a toll of its own must not give."""


@dataclass(frozen=True, slots=True)
class Match:
    """What became of one claim: the annotated one, the one found, or both where they agree."""

    id: str
    gold: Row | None
    found: Row | None

    @property
    def typed(self) -> bool:
        """Whether both are there and of one kind."""
        return self.gold is not None and self.found is not None and self.gold["kind"] == self.found["kind"]


def matched(gold: Iterable[Gold], found: Mapping[str, Sequence[Row]]) -> list[Match]:
    """Pair annotated claims with found ones, in order; an annotated claim prefers one of its own kind."""
    matches = []
    for row in gold:
        if row.claims is None:
            continue
        mine = found.get(row.id, [])
        used: set[int] = set()
        for told in row.claims:
            if told["low"] is None:
                continue
            hits = [at for at, claim in enumerate(mine) if at not in used and _same(told, claim)]
            best = next((at for at in hits if mine[at]["kind"] == told["kind"]), hits[0] if hits else None)
            used |= {best} if best is not None else set()
            matches.append(Match(row.id, told, None if best is None else mine[best]))
        figures = {(told["category"], told["low"]) for told in row.claims}
        for at, claim in enumerate(mine):
            if at not in used and (claim["category"], claim["low"]) not in figures and claim["kind"] != "trend":
                matches.append(Match(row.id, None, claim))
    return matches


def _same(told: Row, claim: Row) -> bool:
    agree = claim["category"] == told["category"] and claim["low"] == told["low"]
    return bool(agree and claim["start"] < told["end"] and told["start"] < claim["end"])


def _rates(right: int, found: int, gold: int) -> Row:
    precision, recall = right / max(1, found), right / max(1, gold)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}


def measures(matches: Sequence[Match]) -> Row:
    """Precision, recall and F1 of claims whatever their kind, and the share of those found that have the right kind."""
    right = sum(bool(match.gold and match.found) for match in matches)
    gold = sum(bool(match.gold) for match in matches)
    rates = _rates(right, sum(bool(match.found) for match in matches), gold)
    kinds = sum(match.typed for match in matches) / max(1, right)
    return {"gold": gold, **rates, "kind_accuracy": round(kinds, 3)}


def by_kind(matches: Sequence[Match]) -> list[Row]:
    """The same by kind, where only a claim of that kind is right."""
    gold = Counter(match.gold["kind"] for match in matches if match.gold)
    found = Counter(match.found["kind"] for match in matches if match.found)
    right = Counter(match.gold["kind"] for match in matches if match.gold and match.typed)
    return [
        {"kind": kind, "gold": gold[kind], "found": found[kind], **_rates(right[kind], found[kind], gold[kind])}
        for kind in KINDS
        if gold[kind] or found[kind]
    ]


def alarms(gold: Iterable[Gold], found: Mapping[str, Sequence[Row]]) -> tuple[int, list[Row]]:
    """How many texts tell no toll of their own, and the tolls, parts and additions that were found in them."""
    quiet = [row.id for row in gold if row.distractor]
    false = [{"id": key, **claim} for key in quiet for claim in found.get(key, []) if claim["kind"] in ALARMS]
    return len(quiet), [
        {name: claim[name] for name in ("id", "category", "kind", "low", "status", "rule", "quote")} for claim in false
    ]
