"""From the articles of one event to its revisions, its estimates and their history: pure, and the same in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType

from casualties.lexicon.policies import settings
from casualties.model import Article, Claim, Estimate, Event, Moment, Reason, Revision, SetAside
from casualties.reconcile.agreed import POLICY, Tolls, as_told
from casualties.reconcile.fold import tell, with_date
from casualties.reconcile.groups import of_group, of_one_group, without_attackers
from casualties.reconcile.live import Standing
from casualties.reconcile.page import State
from casualties.reconcile.policies import POLICIES, Choice
from casualties.reconcile.standing import Position, Tally
from casualties.reconcile.timeline import Telling, in_order


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What came of one event.

    `revisions` in the order of telling; `estimates` as of the end, by category and policy; `history` holds an estimate
    for every time one moved, `as_of` the publication of what moved it (without its set-aside claims, which only the
    last state keeps). `groups` holds estimates as of the end of the victims who are counted apart: children, attackers.
    """

    revisions: tuple[Revision, ...]
    estimates: tuple[Estimate, ...]
    history: tuple[Estimate, ...]
    groups: tuple[Estimate, ...] = ()


def reconcile(
    event: Event,
    articles: Sequence[Article],
    claims: Sequence[Claim],
    policies: Sequence[str] = ("full-range",),
    as_of: Moment | None = None,
    categories: Iterable[str] = (),
    tolls: Tolls = MappingProxyType({}),
) -> Reconciled:
    """Fold the articles known by `as_of` and estimate the toll by each policy.

    `tolls` says what each article comes to by itself, `categories` have an estimate also where no claim is left
    of them. Raises ValueError for an unknown policy; no claim, however odd, raises.
    """
    for policy in policies:
        if policy not in POLICIES:
            raise ValueError(f"unknown policy {policy!r}; there are {', '.join(POLICIES)}")
    members = set(event.articles)
    tellings = in_order([article for article in articles if article.id in members], claims, as_of)
    whole = _folded(event, tellings, policies, as_of, categories, tolls)
    apart = [
        of_one_group(estimate, group)
        for group in sorted({part.group for telling in tellings for claim in telling.claims for part in claim.parts})
        for estimate in _folded(event, of_group(tellings, group), policies, as_of).estimates
    ]
    return replace(whole, groups=(*apart, *without_attackers(whole.estimates, apart)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one policy makes of one category, or of one group of its victims, and the step that decided.

    No estimate = the policy does not count that.
    """

    category: str
    policy: str
    estimate: Estimate | None
    reason: Reason
    group: str = ""


def compare(
    event: Event,
    articles: Sequence[Article],
    claims: Sequence[Claim],
    policies: Sequence[str] = tuple(POLICIES),
    as_of: Moment | None = None,
    tolls: Tolls = MappingProxyType({}),
) -> tuple[Comparison, ...]:
    """Several policies side by side over the same claims, with the reason why each says what it says.

    By category; after each category its groups of victims who are counted apart.
    """
    found = reconcile(event, articles, claims, policies, as_of, tolls=tolls)
    made = {(e.category, e.group, e.policy): e for e in (*found.estimates, *found.groups)}
    rows = []
    for category, group in sorted({(category, group) for category, group, _ in made}):
        for policy in policies:
            estimate = made.get((category, group, policy))
            counted = (category, "", policy) in made
            none = "Gives no figure of them." if counted else f"Does not count the {category}."
            deciding = estimate.steps[-1] if estimate else Reason(policy, none)
            rows.append(Comparison(category, policy, estimate, deciding, group))
    return tuple(rows)


def _folded(
    event: Event,
    tellings: Sequence[Telling],
    policies: Sequence[str],
    as_of: Moment | None,
    categories: Iterable[str] = (),
    tolls: Tolls = MappingProxyType({}),
) -> Reconciled:
    state = State(event, with_date(tellings, event), tolls)
    history: dict[tuple[str, str, Moment | None], Estimate] = {}
    latest: dict[tuple[str, str], Estimate] = {}
    peaks: dict[tuple[str, str], int] = {}
    for at, together in groupby(tellings, key=lambda telling: telling.at):
        changed = set[str]()
        for telling in together:
            changed |= tell(state, telling)
        for category in sorted(changed if at else changed - state.dated):
            peaks |= _peaks(peaks, [e for key, e in latest.items() if key[0] == category and e.as_of != at])
            for made in _estimates(state, category, policies, at, peaks, latest):
                history.pop((category, made.policy, at), None)  # a day may come up again after an hour of it
                history[category, made.policy, at] = latest[category, made.policy] = made
    end = as_of or max((t.at for t in tellings if t.at), key=lambda at: at.latest, default=None)
    peaks |= _peaks(peaks, latest.values())
    every = sorted({*state.tallies, *categories})
    final = [e for c in every for e in _estimates(state, c, policies, end, peaks)]
    return Reconciled(tuple(state.revisions), tuple(final), tuple(history.values()))


def _peaks(peaks: Mapping[tuple[str, str], int], rows: Iterable[Estimate]) -> dict[tuple[str, str], int]:
    """The largest best figure in the history so far, once these rows of it are past."""
    keyed = (((row.category, row.policy), row.best or 0) for row in rows)
    return {key: max(best, peaks.get(key, 0)) for key, best in keyed}


def _estimates(
    state: State,
    category: str,
    policies: Sequence[str],
    as_of: Moment | None,
    peaks: Mapping[tuple[str, str], int],
    latest: Mapping[tuple[str, str], Estimate] | None = None,
) -> Iterator[Estimate]:
    """The estimates of a category: whole ones, or where the `latest` are given only those that moved."""
    tally = state.tally(category)
    stands = state.standing(category)
    voices = tuple(_sentence(position.reason) for position in stands.positions)
    base = category.partition(":")[0]
    notable = base in settings().cumulative or (tally.lowered and base not in settings().falling)
    for policy in policies:
        choice = POLICIES[policy](stands)
        if choice and policy == POLICY and category in state.agreed:
            choice = as_told(choice, state.agreed[category])
        former = latest.get((category, policy)) if latest is not None else None
        if choice is None or (former and _range(former) == _range(choice)):
            continue
        aside = _set_aside(tally, stands, choice) if latest is None else ()
        fell = notable and choice.best is not None and choice.best < peaks.get((category, policy), 0)
        fall = ("corrected-down" if _owned(tally) else "fell",) if fell else ()
        yield Estimate(
            state.event.id, category, policy, as_of, choice.low, choice.best, choice.high, choice.basis, aside,
            (*voices, *map(_sentence, choice.steps)), _flags(tally, stands, choice, fall),
        )  # fmt: skip


def _owned(tally: Tally) -> bool:
    """Has a voice lowered or withdrawn its own figure, or has anybody told of a correction?"""
    return tally.lowered or "retracted" in tally.notes or any(p.corrects for p in tally.positions.values())


def _set_aside(tally: Tally, stands: Standing, choice: Choice) -> tuple[SetAside, ...]:
    """Every claim of the category that the range does not rest on; that of a live voice too."""
    live = {claim: _unchosen(position, choice) for position in stands.positions for claim in position.claims}
    reasons: dict[str, Reason] = tally.aside | stands.aside | live
    return tuple(SetAside(claim, _sentence(reason)) for claim, reason in reasons.items() if claim not in choice.basis)


def _unchosen(position: Position, choice: Choice) -> Reason:
    """Why a range does not rest on a voice that stands by its figure."""
    told, low, high = f"{position.says} according to {position.name}", choice.low, choice.high
    reaches = position.low if position.high is None else position.high
    if low is None or position.figure < low or (high is not None and reaches > high):
        return Reason("not_chosen", f"This policy rests on other figures: {told}.", position.claims)
    between = f"at least {low}" if high is None else f"{low}" if low == high else f"between {low} and {high}"
    return Reason("inside", f"Inside the range: {told}; the range is {between}.", position.claims)


def _sentence(reason: Reason) -> Reason:
    first = reason.detail[:1]
    return replace(reason, detail=first.upper() + reason.detail[1:]) if first.islower() else reason


def _flags(tally: Tally, stands: Standing, choice: Choice, fall: tuple[str, ...]) -> tuple[str, ...]:
    named = [name for name, rule in FLAGS.items() if rule(tally, stands, choice)]
    return tuple(sorted({*named, *choice.flags, *tally.notes, *fall}))


def single_source(tally: Tally, stands: Standing, choice: Choice) -> bool:
    """One voice alone gives the range."""
    return len(stands.positions) == 1


def disputed(tally: Tally, stands: Standing, choice: Choice) -> bool:
    """Voices that still stand by their figures exclude each other."""
    closed = [(p.low, p.high) for p in stands.positions if p.high is not None]
    return bool(closed) and max(low for low, _ in closed) > min(high for _, high in closed if high is not None)


def rising(tally: Tally, stands: Standing, choice: Choice) -> bool:
    """The last word is that the toll moves, without a figure."""
    return bool(tally.rising)


def vague_only(tally: Tally, stands: Standing, choice: Choice) -> bool:
    """Nobody gives a number, only words such as "dozens"."""
    return bool(stands.positions) and all(p.qualifier == "vague" for p in stands.positions)


def open_top(tally: Tally, stands: Standing, choice: Choice) -> bool:
    """The largest figure is told as "at least", so there may be more."""
    return choice.best is not None and choice.high is None


def undated(tally: Tally, stands: Standing, choice: Choice) -> bool:
    """Nothing in the range has a date."""
    return bool(stands.positions) and all(p.at is None for p in stands.positions)


FLAGS = {
    "single-source": single_source, "disputed": disputed, "rising": rising, "vague-only": vague_only,
    "open-top": open_top, "undated": undated,
}  # fmt: skip


def _range(told: Estimate | Choice) -> tuple[int | None, int | None, int | None]:
    return (told.low, told.best, told.high)
