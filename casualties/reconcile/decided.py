"""What analysts decided of claims and events: it goes before anything is reconciled, and shows in every estimate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from casualties.model import Claim, Decision, Estimate, Event, Qualifier, Reason, SetAside, identity

FLAG = "decided"
"""The flag of an estimate that a decision is in."""
RULE = "analyst"
"""The rule of a claim that an analyst put in the place of another."""


@dataclass(frozen=True, slots=True)
class Docket:
    """Decisions by what they are about, each with its number in the order in which they were taken.

    `of_claim` goes by the claim that was rejected or corrected, `of_article` by the articles of merges and splits.
    """

    of_claim: Mapping[str, Mapping[int, Decision]]
    of_article: Mapping[str, Mapping[int, Decision]]

    def about(self, event: Event, claims: Iterable[str]) -> tuple[tuple[Decision, ...], tuple[Decision, ...]]:
        """The decisions about the articles of an event, and those about claims, in order."""
        return _in_order(self.of_article, event.articles), _in_order(self.of_claim, claims)


def docket(decisions: Iterable[Decision]) -> Docket:
    """Put decisions in order, once for all events."""
    of_claim: dict[str, dict[int, Decision]] = defaultdict(dict)
    of_article: dict[str, dict[int, Decision]] = defaultdict(dict)
    for number, decision in enumerate(decisions):
        for article in chain.from_iterable(decision.groups):
            of_article[article][number] = decision
        if decision.act in ("reject", "correct"):
            of_claim[decision.subjects[0]][number] = decision
    return Docket(of_claim, of_article)


def stand(claims: Iterable[Claim], decided: Docket) -> tuple[tuple[Claim, ...], dict[str, Decision]]:
    """The claims that are left, corrected ones in the place of those named, and what put each of the others aside.

    The newest decision about a claim holds.
    """
    standing: dict[str, Claim] = {}
    aside: dict[str, Decision] = {}
    for claim in claims:
        left: Claim | None = claim
        while left and left.id in decided.of_claim and left.id not in aside:
            newest = decided.of_claim[left.id]
            aside[left.id] = newest[max(newest)]
            left = aside[left.id].corrected
        if left:
            standing[left.id] = left
    return tuple(standing.values()), {id_: decision for id_, decision in aside.items() if id_ not in standing}


def correct(claim: Claim, changes: Mapping[str, Any]) -> Claim:
    """A claim with other figures or another meaning in the same place: what an analyst puts in its place."""
    new = replace(claim, rule=RULE, confidence=None, **changes)
    if new.low != claim.low or new.high != claim.high:
        told: Qualifier = "at_least" if new.high is None else "exact" if new.low == new.high else "range"
        new = replace(new, qualifier=told, word="")
    said = (new.article, new.span.start, new.span.end, new.category, new.kind, new.low, new.high)
    same = said == (claim.article, claim.span.start, claim.span.end, claim.category, claim.kind, claim.low, claim.high)
    return new if same else replace(new, id=identity(*said))


def corrected_by_analyst(claim: Claim) -> bool:
    """Whether an analyst put this claim in the place of one that was read."""
    return claim.rule == RULE


def concerned(claims: Iterable[Claim], decided: Docket) -> tuple[str, ...]:
    """The categories of claims that were decided about: none is lost from sight, though it may be left without any."""
    return tuple(sorted({claim.category for claim in claims if claim.id in decided.of_claim}))


def mark(
    estimates: Iterable[Estimate], event: Event, claims: Mapping[str, Claim], decided: Docket
) -> tuple[Estimate, ...]:
    """The estimates of an event with what was decided about it: as their first steps, as flags, as claims set aside.

    `claims` are all those of its articles by id.
    """
    of_event, of_claims = decided.about(event, claims)
    return tuple(_marked(estimate, claims, of_event, of_claims) for estimate in estimates)


def _marked(
    estimate: Estimate, claims: Mapping[str, Claim], of_event: Sequence[Decision], of_claims: Sequence[Decision]
) -> Estimate:
    own = [d for d in of_claims if estimate.category in _categories(d, claims)]
    if not own and not of_event:
        return estimate
    _, aside = stand((c for c in claims.values() if not corrected_by_analyst(c)), docket(own))
    return replace(
        estimate,
        steps=(*(reason_for(d, claims) for d in (*of_event, *own)), *estimate.steps),
        set_aside=(
            *estimate.set_aside,
            *(
                SetAside(id_, reason_for(d, claims))
                for id_, d in aside.items()
                if id_ in claims and claims[id_].category == estimate.category
            ),
        ),
        flags=tuple(sorted({*estimate.flags, FLAG})),
    )


def _in_order(decisions: Mapping[str, Mapping[int, Decision]], ids: Iterable[str]) -> tuple[Decision, ...]:
    found = {number: decision for id_ in ids for number, decision in decisions.get(id_, {}).items()}
    return tuple(found[number] for number in sorted(found))


def _categories(decision: Decision, claims: Mapping[str, Claim]) -> set[str]:
    corrected = {decision.corrected.category} if decision.corrected else set()
    return {claims[decision.subjects[0]].category, *corrected}


def reason_for(decision: Decision, claims: Collection[str] = ()) -> Reason:
    """A decision as a step: who did what, and why; its evidence is what it names of the claims."""
    named = (*decision.subjects, *((decision.corrected.id,) if decision.corrected else ()))
    evidence = tuple(id_ for id_ in named if id_ in claims)
    when = f" on {str(decision.at)[:10]}" if decision.at else ""
    return Reason(decision.act, f"{decision.by} {DONE[decision.act]}{when}: {decision.reason}", evidence)


DONE = {
    "merge": "put two events together",
    "split": "took articles out of an event",
    "reject": "rejected a claim",
    "correct": "corrected a claim",
}
