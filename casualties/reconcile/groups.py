"""The victims counted apart: children, civilians, attackers. Each group has a fold of its own, by the same rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from casualties.lexicon.policies import settings
from casualties.model import Claim, Estimate, GroupCount, Qualifier, Reason
from casualties.reconcile.timeline import Telling

PARTIAL = "partials-only"
COUNTED = ("toll", "partial", "increment", "transfer", "previous")


def of_group(tellings: Iterable[Telling], group: str) -> list[Telling]:
    """The articles that count a group, each with its claims of that group alone."""
    kept = [replace(telling, claims=tuple(_claims(telling.claims, group))) for telling in tellings]
    return [telling for telling in kept if telling.claims]


def of_one_group(estimate: Estimate, group: str) -> Estimate:
    """An estimate as that of a group: where its members are only told of one by one there may be more."""
    return replace(estimate, group=group, high=None if PARTIAL in estimate.flags else estimate.high)


def without_attackers(whole: Iterable[Estimate], groups: Iterable[Estimate]) -> Iterator[Estimate]:
    """The toll without the attackers, where they are counted apart.

    Articles seldom say whether their total holds the attackers, so the range has room for both and no best figure.
    """
    attackers = {(e.category, e.policy): e for e in groups if e.group == settings().attackers}
    for total in whole:
        theirs = attackers.get((total.category, total.policy))
        most = theirs and next((told for told in (theirs.high, theirs.best, theirs.low) if told is not None), 0)
        if not theirs or not most or total.low is None:
            continue
        low = max(0, total.low - most)
        count = f"{most} of the {total.category} {'is an attacker' if most == 1 else 'are attackers'}"
        count = count if most == theirs.low else f"Up to {count}"
        left = f"{total.low} - {most} = {low}" if most <= total.low else f"more than the {total.low} in all, so 0"
        detail = f"{count}: {left}, or {total.low} where the total leaves them out."
        basis = tuple(dict.fromkeys((*total.basis, *theirs.basis)))
        step = Reason("without_attackers", detail, theirs.basis)
        yield replace(
            total,
            group=settings().without_attackers,
            low=low,
            best=None,
            basis=basis,
            set_aside=(),
            steps=(step,),
            flags=(),
        )


def _claims(claims: Sequence[Claim], group: str) -> Iterator[Claim]:
    for claim in claims:
        if claim.kind in COUNTED:
            yield from (_narrowed(claim, part) for part in claim.parts if part.group == group)


def _narrowed(claim: Claim, part: GroupCount) -> Claim:
    """What a claim says of one group. "Including two children" is their total; a child told of as a person is one."""
    one_by_one = len(claim.who) >= (claim.low or 0)
    kind = "toll" if claim.kind == "partial" and not one_by_one else claim.kind
    if (part.low, part.high) == (claim.low, claim.high):
        return replace(claim, kind=kind)
    qualifier: Qualifier = "exact" if part.low == part.high else "at_least" if part.high is None else "range"
    return replace(claim, kind=kind, low=part.low, high=part.high, qualifier=qualifier, word="", victims="")
