"""Increments and transfers: steps that move the count of the voice, or else of the article, or else of the event."""

from __future__ import annotations

from casualties.lexicon.policies import settings
from casualties.model import Claim, Reason
from casualties.reconcile.figures import beyond
from casualties.reconcile.page import Count, Page, State
from casualties.reconcile.partial import distinct
from casualties.reconcile.standing import Position, Tally
from casualties.reconcile.timeline import hours_between, surely_after
from casualties.reconcile.totals import take


def increment(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """More victims: added to what the voice, or failing that the article, or the event, had before."""
    _add(state, page, tally, claim)


def transfer(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """Victims who pass from one category to another: both counts move, unless a total counts the move already."""
    known = _add(state, page, tally, claim)
    counted = known == "included" and page.stated[claim.moved_from]
    timeless = page.at is None and claim.moved_from in state.dated
    if not claim.moved_from or known in ("retold", "leap") or timeless:
        return
    source = state.tally(claim.moved_from)
    source.left[claim.low or 0] = (page.at, claim.id)
    if not counted:
        _subtract(state, page, source, claim)


def _add(state: State, page: Page, tally: Tally, claim: Claim) -> str:
    """Add to a count and return ""; or return why not: "retold", "included", "leap" or "short"."""
    number = claim.low or 0
    retold, included = _retold(page, tally, claim), _included(page, tally, claim)
    people = frozenset(_everywhere(claim))
    tally.steps[number, claim.moved_from] = (page.at, page.telling.article.id, page.key(claim), people)
    tally.moved.update(people)
    leap = _leap(page, tally, claim)
    for rule, detail in (("retold", retold), ("included", included), ("leap", leap)):
        if detail:
            tally.set_aside(claim.id, rule, detail)
            return rule
    base = _base(page, tally, claim)
    low = number + (base.low if base else 0)
    short = _short(page, tally, claim, base, low)
    if short:
        tally.set_aside(claim.id, "short", short)
        return "short"
    high = None if claim.high is None or base is None or base.high is None else base.high + claim.high
    more = f"{number} more" if claim.kind == "increment" else _moved(claim, number)
    least = "at least " if high is None and base else ""
    onto = f"{base.low} + {number} = {least}{low}, where {base.low} is {_named(base)}." if base else "no count before."
    _resolve(state, page, tally, claim, base, low, high, f"{more} according to {page.teller(claim)}: {onto}")
    return ""


def _subtract(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    base, number = _base(page, tally, claim), claim.low or 0
    if base is None:
        return
    low = max(0, base.low - number)
    high = None if base.high is None else max(0, base.high - number)
    left = f"{base.low} - {number} = {low}" if number <= base.low else f"no more than {base.low} were left, so 0"
    told = f"{_moved(claim, number)} according to {page.teller(claim)}"
    detail = f"{told}: {left}, where {base.low} is {_named(base)}."
    falls = tally.category in settings().falling
    if falls and base.position and hours_between(base.position.last, page.at) > settings().stale_hours:
        low = high = 0
        detail = f"{told}, taken for all that were left: {base.low}, {_named(base)}, is an old count."
    _resolve(state, page, tally, claim, base, low, high, detail)


def _resolve(
    state: State, page: Page, tally: Tally, claim: Claim, base: Count | None, low: int, high: int | None, detail: str
) -> None:
    """Let the voice stand at the count that a step leads to; own words weigh as much as the count they build on."""
    who = page.speakers[claim.id]
    weights = [who.rank] + ([base.rank] if base and base.rank and not claim.voices else [])
    claims = tuple(dict.fromkeys((*(base.claims if base else ()), claim.id)))
    position = Position(
        who.key, who.voice, min(weights, key=lambda rank: rank.rank), low, high, claims, page.told_at(claim),
        page.place(claim), page.at, source=_source(page, claim, base),
        qualifier="at_least" if high is None else "exact", unconfirmed=claim.status == "unconfirmed",
        seen=tally.reports,
        reason=Reason(claim.kind, detail, claims),
    )  # fmt: skip
    take(state, page, tally, position, claim)


def _source(page: Page, claim: Claim, base: Count | None) -> str:
    """Whose count a step was resolved against; what an outlet told in another article is no count of this one's."""
    if base is None:
        return "article"
    earlier = base.source == "own" and base.position and base.position.order[0] != page.number
    return "event" if earlier and not claim.voices else base.source


def _included(page: Page, tally: Tally, claim: Claim) -> str:
    """Why a total in the same article counts these victims: its own voice tells of them, or it rose by them.

    A voice's own total does not count them where the two add up to another total of the article (8, two more: 10).
    """
    totals, number = page.stated[tally.category], claim.low or 0
    own = next((low for key, low in totals if key == page.key(claim)), None)
    if own is not None and any(low == own + number for _, low in totals):
        return ""
    counted = page.counts[tally.category].low if tally.category in page.counts else 0
    if own is not None and own >= max(number, counted):
        return f"The total of {own} in the same article counts them."
    before = page.before[tally.category]
    known = max(page.replaced[tally.category], default=before.low if before else None)
    rise = next((low for _, low in totals if known is not None and known < low and known + number <= low), None)
    stood = f"{before.name} gave {known} before" if before and known == before.low else f"{known} is told as past"
    above = f"The total of {rise} in the same article counts them: {stood}."
    return above if rise is not None else ""


def _retold(page: Page, tally: Tally, claim: Claim) -> str:
    """Why a step is not new: the same people, or as many by another voice within days, by the same on the same day."""
    people = _everywhere(claim)
    if people and people <= tally.moved:
        return "The same people were counted before."
    step = (claim.low or 0, claim.moved_from)
    at, article, voice, known = tally.steps.get(step, (None, "", "", people))
    if not article or (people and known):  # others, by name
        return ""
    own = voice == page.key(claim)
    near = not surely_after(page.at, at) if own else hours_between(at, page.at) <= settings().retold_hours
    return f"The same step of {step[0]} was told before." if near and article != page.telling.article.id else ""


def _leap(page: Page, tally: Tally, claim: Claim) -> str:
    """Why a step is not believed: it is out of proportion to the toll, and not as many are missing either."""
    stands, number = page.before[tally.category], claim.low or 0
    source = page.before[claim.moved_from] if claim.moved_from in settings().falling else None
    if stands is None or not beyond(number, stands.low) or (source and source.low >= number):
        return ""
    return f"A step of {number} is out of all proportion to the {stands.figure} of {stands.name}."


def _short(page: Page, tally: Tally, claim: Claim, base: Count | None, low: int) -> str:
    """Why a sum of what one article tells in part is no total: it stays below what stands, and nothing is corrected."""
    stands = page.before[tally.category]
    if base and base.source == "event" and settings().relative.search(claim.quote):
        page.partials[tally.category, page.key(claim)].append(claim)
        return f"Tells of some of those whom its article counts, so it adds nothing to {base.low}, {_named(base)}."
    in_part = base is None or (base.source == "article" and base.position is None)
    if not in_part or not stands or low >= stands.low or page.replaced[tally.category]:
        return ""
    return f"Those told of in this article come to {low}, which is below the {stands.figure} of {stands.name}: a part."


def _everywhere(claim: Claim) -> set[str]:
    """The keys of victims that hold in every article."""
    return {key for key in claim.who if not key.startswith(claim.article)}


def _base(page: Page, tally: Tally, claim: Claim) -> Count | None:
    """The count that a step is resolved against: the voice's own, the article's, the event's.

    The voice's own must be current, and earlier than the article where that gives a count too.
    """
    own, leading = tally.positions.get(page.key(claim)), page.before[tally.category]
    if own and own.order[0] == page.number:
        return Count(own.low, own.high, own.claims, "own", own.rank, own)
    told = _told_here(page, tally)
    current = own and (leading is None or not surely_after(leading.at, own.last))
    if own and current and (told is None or (claim.voices and surely_after(page.at, own.at))):
        return Count(own.low, own.high, own.claims, "own", own.rank, own)
    return told or (
        Count(leading.low, leading.high, leading.claims, "event", leading.rank, leading) if leading else None
    )


def _told_here(page: Page, tally: Tally) -> Count | None:
    """The running count of the article: its last figure, or what its partial figures add up to."""
    if tally.category in page.counts:
        return page.counts[tally.category]
    sums = [distinct(claims) for (category, _), claims in page.partials.items() if category == tally.category]
    number, claims = max(sums, key=lambda told: told[0], default=(0, ()))
    if not claims:
        return None
    first, *others = (page.name(told[0]) for _, told in sorted(sums, key=lambda told: told[1] != claims) if told)
    people = "one person" if number == 1 else f"{number} people"
    same = f" (those told of by {', '.join(others)} are taken to be among them)" if others else ""
    if number == 1 and others:
        same = f" (taken to be the same person as that of {', '.join(others)})"
    told = f"the {people} told of by {first}{same}"
    return Count(number, number, claims, "article", page.speakers[claims[0]].rank, told=told)


def _moved(claim: Claim, number: int) -> str:
    """The move in words: `1 of the injured now counts as killed`."""
    return (
        f"{number} of the {claim.moved_from or 'others'} now {'counts' if number == 1 else 'count'} as {claim.category}"
    )


def _named(base: Count) -> str:
    """Whose count it is, as the end of a sentence."""
    if base.source == "event" and base.position:
        return f"the figure of {base.position.name} that stood"
    return "its own figure so far" if base.source == "own" else base.told or "the figure of the article"
