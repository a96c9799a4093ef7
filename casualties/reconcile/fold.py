"""The fold: articles in order of telling -> what every voice stands by, and how it came there.

One function for each kind of claim (`KINDS`). The state is local to one fold; what leaves it are frozen values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casualties.model import Claim, Event, Reason
from casualties.reconcile.figures import figure, is_vague
from casualties.reconcile.live import AUTHORITY, UNDATED, leader
from casualties.reconcile.page import Count, Page, State
from casualties.reconcile.partial import distinct
from casualties.reconcile.screens import SCREENS, implausible
from casualties.reconcile.standing import Floor, Tally
from casualties.reconcile.steps import increment, transfer
from casualties.reconcile.timeline import Telling, surely_after
from casualties.reconcile.totals import toll as total
from casualties.reconcile.voices import speaker

MOVING = ("toll", "increment", "transfer")


def tell(state: State, telling: Telling) -> set[str]:
    """Fold one article into the state; returns the categories that it tells of."""
    usable = [claim for claim in telling.claims if _usable(state, telling, claim) and _counts(state, telling, claim)]
    usable = [claim for claim in usable if not _headline(state, telling, claim, usable)]
    page = Page(telling, state.pages, {c.id: speaker(c, telling.article, state.people) for c in usable})
    state.pages += 1
    _look_ahead(state, page, usable)
    touched = {category for claim in telling.claims for category in (claim.category, claim.moved_from) if category}
    for category in touched:
        state.stands.pop(category, None)
    for claim in usable:
        act = deny if claim.status == "denied" else KINDS[claim.kind]
        act(state, page, state.tally(claim.category), claim)
    for toll in state.tolls.get(telling.article.id, ()):
        if telling.at or toll.category not in state.dated:
            state.agreed[toll.category].add(toll)
        left = any(claim.kind == "transfer" and claim.moved_from == toll.category for claim in usable)
        state.agreed[toll.category].moved |= left and toll.figure is None
    for (category, key), claims in page.partials.items():
        _floor(state.tally(category), page, key, distinct(claims))
    for (category, key), claims in page.demoted.items():
        largest = max(claims, key=lambda claim: claim.low or 0)
        _floor(state.tally(category), page, key, (largest.low or 0, (largest.id,)))
    return touched


def partial(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """Some of the victims: a floor only, worked out when the whole article is read."""
    page.partials[tally.category, page.key(claim)].append(claim)
    tally.set_aside(claim.id, "partial", "Tells of some of the victims: a floor that is no higher than the range.")


def previous(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """The figure being replaced closes its voice's own earlier position at that figure.

    Where the article puts another figure in its place, it closes those of others too that were surely told before it
    (of a lowered figure: all before it), but where the voice held the figure itself only those of no authority. A voice
    that gives no new figure in the article has withdrawn its own.
    """
    low, key = figure(claim), page.key(claim)
    tally.set_aside(claim.id, "previous", f"Told as a figure of the past: {low}.")
    if tally.category not in page.counts and not page.stated[tally.category]:
        rank, told = page.speakers[claim.id].rank, f"the figure of {page.teller(claim)} before"
        page.counts[tally.category] = Count(low, claim.high, (claim.id,), "article", rank, told=told)
    tally.well_told = {k: position for k, position in tally.well_told.items() if position.figure != low}
    holders = sorted(tally.giving.get(low, ()))
    own = bool(claim.voices) and (key in holders or (tally.category, key, low) in page.given_up)
    stated = page.stated[tally.category]
    instead = bool(stated) and all(number != low for _, number in stated)
    lowered = instead and all(number < low for _, number in stated)
    reason = Reason("previous", f"{page.teller(claim)} later told {low} as a figure of the past.", (claim.id,))
    for holder in holders:
        position = tally.positions[holder]
        since = instead and (lowered or surely_after(page.at, position.last))
        theirs = since and not (own and position.rank.tier == AUTHORITY)
        if position.order[0] == page.number or not (holder == key or theirs):
            continue
        tally.close(holder, reason)
        if holder == key and not page.stated[tally.category]:
            tally.flag("retracted", claim.id)
            state.revise(page, tally, claim, None, "retracted")


def trend(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """The toll is said to move, with no figure: a dated note."""
    tally.trend = (page.place(claim), claim.id)
    tally.set_aside(claim.id, "trend", "Says that the toll moves and gives no figure.")


def background(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """Another event's figure: kept out."""
    tally.set_aside(claim.id, "background", "A figure of another event.")


def period(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """An aggregate over several events: kept out."""
    tally.set_aside(claim.id, "period", "A figure for a period or for several events together.")


def deny(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """A denial: by the voice itself it ends the position, by another it is a dispute."""
    key = page.key(claim)
    own = tally.positions.get(key)
    tally.set_aside(claim.id, "denied", "The figure is told as denied.")
    if own and (claim.low is None or figure(claim) == own.figure):
        tally.close(key, Reason("denied", f"{own.name} denied having given {own.says}.", (claim.id,)))
        tally.flag("retracted", claim.id)
        state.revise(page, tally, claim, None, "retracted")
    elif claim.low is not None and tally.giving.get(figure(claim)):
        tally.flag("disputed", claim.id)
        state.revise(page, tally, claim, tally.spoken.get(key), "disputed")


KINDS: dict[str, Callable[[State, Page, Tally, Claim], None]] = {
    "toll": total, "partial": partial, "increment": increment, "transfer": transfer, "previous": previous,
    "trend": trend, "background": background, "period": period,
}  # fmt: skip


def with_date(tellings: Sequence[Telling], event: Event) -> frozenset[str]:
    """The categories whose total is given by an article that has a date."""
    totals = ((c, t.article) for t in tellings if t.at for c in t.claims if c.kind == "toll" and c.status != "denied")
    return frozenset(c.category for c, article in totals if not any(s(c, article, event) for s in SCREENS))


def _counts(state: State, telling: Telling, claim: Claim) -> bool:
    """A figure without a date neither holds a range nor is a measure of others once a dated total exists."""
    figures = claim.kind in (*MOVING, "partial") and claim.category in state.dated
    if telling.at is None and figures:
        state.tally(claim.category).set_aside(claim.id, "undated", UNDATED)
        return False
    return True


def _usable(state: State, telling: Telling, claim: Claim) -> bool:
    for screen in SCREENS:
        detail = screen(claim, telling.article, state.event)
        if detail:
            tally = state.tally(claim.category)
            tally.set_aside(claim.id, screen.__name__, detail)
            if screen is implausible:
                tally.flag("implausible", claim.id)
            return False
    return True


def _headline(state: State, telling: Telling, claim: Claim, others: Sequence[Claim]) -> bool:
    """Does the text below the title say in full whose figure the title's is, or that it is denied?"""
    title = len(telling.article.title)
    if claim.kind != "toll" or claim.span.start >= title:
        return False
    for other in others:
        same = (other.category, figure(other), is_vague(other)) == (claim.category, figure(claim), is_vague(claim))
        told = other.kind == "toll" or other.status == "denied"
        if same and told and other.span.start >= title and (other.voices or not claim.voices):
            detail = "The text below the title says it in full."
            state.tally(claim.category).set_aside(claim.id, "headline", detail, other.id)
            return True
    return False


def _look_ahead(state: State, page: Page, claims: Sequence[Claim]) -> None:
    """Note what the article says in all, before its claims are taken one by one."""
    for claim in claims:
        if claim.kind == "toll" and claim.status == "asserted" and not is_vague(claim):
            page.stated[claim.category].append((page.key(claim), figure(claim)))
        if claim.kind == "previous":
            page.replaced[claim.category].add(figure(claim))
    moving = {c for claim in claims if claim.kind in MOVING for c in (claim.category, claim.moved_from) if c}
    for category in sorted(moving):
        page.before[category] = leader(state.standing(category))


def _floor(tally: Tally, page: Page, key: str, counted: tuple[int, tuple[str, ...]]) -> None:
    """Let a voice's victims, told of in part, be a floor, if they are more than it told of before."""
    number, claims = counted
    former = tally.floors.get(key)
    if number and (former is None or former.low <= number):
        who = page.speakers[claims[0]]
        tally.floors[key] = Floor(key, who.voice, who.rank, number, claims, page.at, page.number)
