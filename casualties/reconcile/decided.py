"""What analysts decided of claims and events: it goes before anything is reconciled, and shows in every estimate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from casualties.model import Claim, Decision, Estimate, Event, Moment, Qualifier, Reason, SetAside, identity

FLAG = "decided"
"""The flag of an estimate that a decision is in."""
RULE = "analyst"
"""The rule of a claim that an analyst put in the place of another."""


def stand(claims: Iterable[Claim], decisions: Sequence[Decision]) -> tuple[tuple[Claim, ...], dict[str, Decision]]:
    """The claims that are left, corrected ones in the place of those named, and what put each of the others aside.

    The newest decision about a claim holds.
    """
    newest = {decision.subjects[0]: decision for decision in decisions if decision.act in ("reject", "correct")}
    standing: dict[str, Claim] = {}
    aside: dict[str, Decision] = {}
    for claim in claims:
        left: Claim | None = claim
        while left and left.id in newest and left.id not in aside:
            aside[left.id] = newest[left.id]
            left = newest[left.id].corrected
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


def mark(
    estimates: Sequence[Estimate],
    event: Event,
    claims: Mapping[str, Claim],
    decisions: Sequence[Decision],
    policies: Sequence[str],
    as_of: Moment | None,
) -> tuple[Estimate, ...]:
    """The estimates of an event with what was decided about it: as their first steps, as flags, as claims set aside.

    `claims` are all those of its articles by id. Where a decision left a category without a claim, each policy has an
    estimate without figures, so that the decision is not lost from sight.
    """
    members = set(event.articles)
    of_event = [d for d in decisions if any(members & set(group) for group in d.groups)]
    of_claims = [d for d in decisions if not d.groups and d.subjects[0] in claims]
    if not of_event and not of_claims:
        return tuple(estimates)
    held = {(estimate.category, estimate.policy): estimate for estimate in estimates}
    concerned = dict.fromkeys(claims[d.subjects[0]].category for d in of_claims)
    for key in ((category, policy) for category in concerned for policy in policies):
        held.setdefault(key, Estimate(event.id, *key, as_of, None, None, None))
    return tuple(_marked(held[key], claims, of_event, of_claims) for key in sorted(held))


def _marked(
    estimate: Estimate, claims: Mapping[str, Claim], of_event: Sequence[Decision], of_claims: Sequence[Decision]
) -> Estimate:
    own = [d for d in of_claims if estimate.category in _categories(d, claims)]
    if not own and not of_event:
        return estimate
    _, aside = stand((c for c in claims.values() if not corrected_by_analyst(c)), own)
    return replace(
        estimate,
        steps=(*(_reason(d, claims) for d in (*of_event, *own)), *estimate.steps),
        set_aside=(
            *estimate.set_aside,
            *(
                SetAside(id_, _reason(d, claims))
                for id_, d in aside.items()
                if id_ in claims and claims[id_].category == estimate.category
            ),
        ),
        flags=tuple(sorted({*estimate.flags, FLAG})),
    )


def _categories(decision: Decision, claims: Mapping[str, Claim]) -> set[str]:
    corrected = {decision.corrected.category} if decision.corrected else set()
    return {claims[decision.subjects[0]].category, *corrected}


def _reason(decision: Decision, claims: Mapping[str, Claim]) -> Reason:
    """A decision as a step: who did what, and why."""
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
