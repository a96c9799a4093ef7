"""Totals: how a stated figure becomes its voice's position, where no doubt (doubts.py) stands against it."""

from __future__ import annotations

from dataclasses import replace

from casualties.lexicon.policies import settings
from casualties.model import Claim, Direction, Reason
from casualties.reconcile.decided import corrected_by_analyst
from casualties.reconcile.doubts import IN_ARTICLE, ON_RECORD, doubted, old_story
from casualties.reconcile.figures import figure, is_vague, told
from casualties.reconcile.live import INDEPENDENT
from casualties.reconcile.page import Count, Page, State
from casualties.reconcile.standing import Position, Tally


def toll(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """A total: the voice's position from now on, unless the article or the record say otherwise."""
    if doubted(IN_ARTICLE, page, tally, claim):
        return
    key, low = page.key(claim), figure(claim)
    if state.passages.fresh(page.telling.article, claim):
        independent = page.speakers[claim.id].rank.tier <= INDEPENDENT
        tally.hear(None if is_vague(claim) else low, page.told_at(claim), independent)
    page.said[tally.category, key] = claim
    counted = page.counts.get(tally.category)
    if not is_vague(claim):
        page.counts[tally.category] = Count(
            claim.low or 0, claim.high, (claim.id,), "article", page.speakers[claim.id].rank,
            told=f"the figure of {page.teller(claim)}",
        )  # fmt: skip
    shared = _repeated(tally, key, claim) if not claim.voices else None
    if shared:
        _repeat(page, tally, claim, shared)
    elif not doubted(ON_RECORD, page, tally, claim):
        take(state, page, tally, _stated(page, tally, claim), claim)
    elif claim in page.demoted.get((tally.category, key), ()):  # a part is no count to build on
        page.counts.pop(tally.category, None)
        page.counts |= {tally.category: counted} if counted else {}


def take(state: State, page: Page, tally: Tally, position: Position, claim: Claim) -> None:
    """Let a voice stand at a position, and write down the step."""
    former, spoken = tally.positions.get(position.key), tally.spoken.get(position.key)
    if former:
        page.given_up.add((tally.category, position.key, former.figure))
    tally.counted = page.place(claim)
    if not position.own_words:
        _adopt(tally, position)
    tally.stand(position)
    page.counts[tally.category] = Count(
        position.low,
        position.high,
        position.claims,
        "article",
        position.rank,
        position,
        f"the figure of {position.name}",
    )
    state.revise(page, tally, claim, position, _direction(page, tally, spoken, position, claim))


def _stated(page: Page, tally: Tally, claim: Claim) -> Position:
    who, low = page.speakers[claim.id], claim.low or 0
    read = "; an analyst corrected what was read" if corrected_by_analyst(claim) else ""
    detail = f"{told(claim)} according to {page.teller(claim)}{read}."
    made = Position(
        who.key, who.voice, who.rank, low, claim.high, (claim.id,), page.told_at(claim), page.place(claim), page.at,
        qualifier=claim.qualifier, word=claim.word.lower(), unconfirmed=claim.status == "unconfirmed",
        corrects=any(past > figure(claim) for past in page.replaced[tally.category]),
        reports=tally.times(figure(claim)), seen=tally.reports, whole=page.whole(claim),
        rises=page.rises(claim),
        reason=Reason("toll", detail, (claim.id,)),
    )  # fmt: skip
    former = tally.positions.get(who.key)
    if former and (former.low, former.high, former.qualifier) == (made.low, made.high, made.qualifier):
        return replace(made, at=former.at, order=former.order)
    return made


def _repeated(tally: Tally, key: str, claim: Claim) -> Position | None:
    """Whose figure an outlet repeats in its own words: that of the weightiest other voice who gives it.

    A vague word repeats only a vague word, a number only a number.
    """
    others = [tally.positions[other] for other in tally.giving.get(figure(claim), ()) if other != key]
    others = [other for other in others if (other.qualifier == "vague") == is_vague(claim)]
    return min(others, key=lambda p: (p.rank.rank, p.order, p.key), default=None)


def _repeat(page: Page, tally: Tally, claim: Claim, shared: Position) -> None:
    tally.counted = page.place(claim)
    key, repeats = page.key(claim), _repeats(claim, shared)
    tally.set_aside(claim.id, "repeat", f"The article {repeats}.", *shared.claims)
    tally.repeat(shared.key, last=page.at or shared.last, reports=tally.times(shared.figure))
    former = tally.positions.get(key)
    if former and not old_story(page, tally, claim) and not _reached(page, tally, former, shared):
        moved = f"{former.name} moved on from {former.says} and {repeats}."
        tally.close(key, Reason("superseded", moved, (claim.id,)))


def _repeats(claim: Claim, shared: Position) -> str:
    """How an outlet's figure is another voice's: told again, or said in other words (over 100, about 100)."""
    if told(claim) != shared.says:
        return f"says {told(claim)}, which is taken for the {shared.says} of {shared.name}"
    return f"repeats the {shared.says if is_vague(claim) else shared.figure} of {shared.name}"


def _reached(page: Page, tally: Tally, former: Position, shared: Position) -> bool:
    """Had an outlet gone past the figure that it now repeats, with no word of correction?"""
    before = shared.order < former.order and shared.figure < former.figure
    return before and not page.replaced[tally.category] and tally.category not in settings().falling


def _adopt(tally: Tally, position: Position) -> None:
    """An outlet that gave the same figure in its own words was repeating this voice before it was named."""
    for key in sorted(tally.giving.get(position.figure, ())):
        other = tally.positions[key]
        if other.own_words and (other.qualifier == "vague") == (position.qualifier == "vague"):
            tally.close(key, Reason("repeat", f"The same figure as that of {position.name}.", position.claims))


def _direction(page: Page, tally: Tally, former: Position | None, position: Position, claim: Claim) -> Direction:
    if claim.kind == "transfer":
        return "transferred"
    if former is None:
        return "first"
    if position.figure < former.figure:
        tally.lowered = True
        return "corrected" if any(past > position.figure for past in page.replaced[tally.category]) else "down"
    if (position.low, position.high) == (former.low, former.high):
        return "same"
    if position.figure > former.figure:
        return "up"
    if former.high is None or position.high is None:  # "at least 91" and then "91": nothing rose or fell
        return "same"
    return "up" if position.high > former.high else "down"
