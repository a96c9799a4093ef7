"""From the articles of one event to its revisions, its estimates and their history: pure, and the same in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from casualties.model import Article, Claim, Estimate, Event, Moment, Reason, Revision, SetAside
from casualties.reconcile.fold import State, tell
from casualties.reconcile.live import Standing, standing
from casualties.reconcile.policies import POLICIES, Choice
from casualties.reconcile.standing import Tally
from casualties.reconcile.timeline import in_order


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What came of one event.

    `revisions` in the order of telling; `estimates` as of the end, by category and policy; `history` holds an estimate
    for every time one moved, `as_of` the publication of what moved it (without its set-aside claims, which only the
    last state keeps).
    """

    revisions: tuple[Revision, ...]
    estimates: tuple[Estimate, ...]
    history: tuple[Estimate, ...]


def reconcile(
    event: Event,
    articles: Sequence[Article],
    claims: Sequence[Claim],
    policies: Sequence[str] = ("full-range",),
    as_of: Moment | None = None,
) -> Reconciled:
    """Fold the articles known by `as_of` and estimate the toll by each policy.

    Raises ValueError for an unknown policy; no claim, however odd, raises.
    """
    for policy in policies:
        if policy not in POLICIES:
            raise ValueError(f"unknown policy {policy!r}; there are {', '.join(POLICIES)}")
    members = set(event.articles)
    tellings = in_order([article for article in articles if article.id in members], claims, as_of)
    state = State(event)
    history: list[Estimate] = []
    latest: dict[tuple[str, str], Estimate] = {}
    clock: Moment | None = None
    for at, together in groupby(tellings, key=lambda telling: telling.at):
        clock = at if clock is None or (at is not None and at > clock) else clock
        changed = set[str]()
        for telling in together:
            tell(state, telling)
            changed |= {c for claim in telling.claims for c in (claim.category, claim.moved_from) if c}
        for category in sorted(changed):
            for policy in policies:
                made = _estimate(state, state.tally(category), policy, clock)
                former = latest.get((category, policy))
                if former is None or _range(former) != _range(made):
                    history.append(made)
                latest[category, policy] = made
    final = tuple(
        _estimate(state, state.tallies[category], policy, as_of or clock, whole=True)
        for category in sorted(state.tallies)
        for policy in policies
    )
    return Reconciled(tuple(state.revisions), final, _one_per_moment(history))


def _estimate(state: State, tally: Tally, policy: str, as_of: Moment | None, whole: bool = False) -> Estimate:
    stands = standing(tally, as_of)
    choice = POLICIES[policy](stands)
    aside = _set_aside(tally, stands, choice) if whole else ()
    steps = (*(position.reason for position in stands.positions), *choice.steps)
    return Estimate(
        state.event.id, tally.category, policy, as_of, choice.low, choice.best, choice.high, choice.basis, aside, steps,
        _flags(tally, stands, choice),
    )  # fmt: skip


def _set_aside(tally: Tally, stands: Standing, choice: Choice) -> tuple[SetAside, ...]:
    reasons: dict[str, Reason] = tally.aside | stands.aside
    live = {claim for position in stands.positions for claim in position.claims} | set(choice.basis)
    return tuple(SetAside(claim, reason) for claim, reason in reasons.items() if claim not in live)


def _flags(tally: Tally, stands: Standing, choice: Choice) -> tuple[str, ...]:
    named = [name for name, rule in FLAGS.items() if rule(tally, stands, choice)]
    return tuple(sorted({*named, *choice.flags, *tally.notes}))


def single_source(tally: Tally, stands: Standing, choice: Choice) -> bool:
    """One voice alone gives the range."""
    return len(stands.positions) == 1


def disputed(tally: Tally, stands: Standing, choice: Choice) -> bool:
    """Live voices stand by closed figures that exclude each other."""
    closed = [(p.low, p.high) for p in stands.positions if p.high is not None]
    return bool(closed) and max(low for low, _ in closed) > min(high for _, high in closed if high is not None)


def rising(tally: Tally, stands: Standing, choice: Choice) -> bool:
    """The last word is that the toll moves, without a figure."""
    return tally.trend is not None and tally.trend > tally.counted


def vague_only(tally: Tally, stands: Standing, choice: Choice) -> bool:
    """Nobody gives a number, only words such as "dozens"."""
    return bool(stands.positions) and all(p.qualifier == "vague" for p in stands.positions)


def open_top(tally: Tally, stands: Standing, choice: Choice) -> bool:
    """The largest figure is told only as a floor."""
    return choice.best is not None and choice.high is None


def undated(tally: Tally, stands: Standing, choice: Choice) -> bool:
    """Nothing in the range has a date."""
    return bool(stands.positions) and all(p.at is None for p in stands.positions)


FLAGS = {
    "single-source": single_source, "disputed": disputed, "rising": rising, "vague-only": vague_only,
    "open-top": open_top, "undated": undated,
}  # fmt: skip


def _range(estimate: Estimate) -> tuple[int | None, int | None, int | None]:
    return (estimate.low, estimate.best, estimate.high)


def _one_per_moment(history: Sequence[Estimate]) -> tuple[Estimate, ...]:
    """The last estimate of every moment, where articles of one moment were told apart only by their figures."""
    last = {(e.category, e.policy, e.as_of): e for e in history}
    return tuple(last.values())
