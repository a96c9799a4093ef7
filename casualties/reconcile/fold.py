"""The fold: articles in order of telling -> what every voice stands by, and how it came there.

One function for each kind of claim (`KINDS`), one for each reason not to use a claim at all (`SCREENS`). The state is
local to one fold; what leaves it are frozen values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from casualties.lexicon.policies import limits, settings
from casualties.lexicon.policies import vague as vague_words
from casualties.model import Claim, Direction, Event, Moment, Reason, Revision, Voice
from casualties.reconcile.live import AUTHORITY, INDEPENDENT, leader, standing
from casualties.reconcile.partial import distinct
from casualties.reconcile.reprints import Passages
from casualties.reconcile.standing import Floor, Position, Tally
from casualties.reconcile.timeline import Telling, hours_between, surely_after
from casualties.reconcile.voices import Speaker, speaker

Bounds = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Count:
    """A running count inside one article, or the count that an increment is resolved against."""

    low: int
    high: int | None
    claims: tuple[str, ...]
    source: str
    position: Position | None = None


@dataclass(slots=True)
class Page:
    """One article while it is read."""

    telling: Telling
    number: int
    speakers: dict[str, Speaker]
    stated: dict[str, list[tuple[str, int]]]
    replaced: dict[str, set[int]]
    counts: dict[str, Count] = field(default_factory=dict)
    before: dict[str, Position | None] = field(default_factory=dict)
    partials: dict[tuple[str, str], list[Claim]] = field(default_factory=lambda: defaultdict(list))
    said: dict[tuple[str, str], Claim] = field(default_factory=dict)
    given_up: set[tuple[str, str, int]] = field(default_factory=set)

    @property
    def at(self) -> Moment | None:
        """When the article was told."""
        return self.telling.at


@dataclass(slots=True)
class State:
    """Everything that the fold knows of one event."""

    event: Event
    tallies: dict[str, Tally] = field(default_factory=dict)
    revisions: list[Revision] = field(default_factory=list)
    people: dict[str, Voice] = field(default_factory=dict)
    passages: Passages = field(default_factory=Passages)
    pages: int = 0

    def tally(self, category: str) -> Tally:
        """The tally of a category, made when it is first spoken of."""
        return self.tallies.setdefault(category, Tally(category))


def tell(state: State, telling: Telling) -> None:
    """Fold one article into the state."""
    usable = [claim for claim in telling.claims if _screened(state, claim)]
    speakers = {claim.id: speaker(claim, telling.article, state.people) for claim in usable}
    page = Page(telling, state.pages, speakers, defaultdict(list), defaultdict(set))
    state.pages += 1
    for claim in usable:
        if claim.kind == "toll" and claim.status == "asserted" and claim.low is not None and not _vague(claim):
            page.stated[claim.category].append((page.speakers[claim.id].key, claim.low))
        if claim.kind == "previous" and claim.low is not None:
            page.replaced[claim.category].add(claim.low)
    for category in sorted({claim.category for claim in usable} | {c.moved_from for c in usable if c.moved_from}):
        tally = state.tally(category)
        page.before[category] = leader(standing(tally, page.at)) if _needs_before(category, usable) else None
    for claim in usable:
        (deny if claim.status == "denied" else KINDS[claim.kind])(state, page, state.tally(claim.category), claim)
    for (category, key), claims in page.partials.items():
        _floor(state, page, category, key, claims)


def toll(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """A total: the voice's position from now on, unless it only repeats what is known."""
    who = page.speakers[claim.id]
    key, voice = who.key, who.voice
    low, high = claim.low or 0, claim.high
    former = tally.positions.get(key)
    said = page.said.get((tally.category, key))
    if said is not None:
        _again(page, tally, claim, said, key)
        if claim.id in tally.aside or former is None:
            return
    if _vague(claim) and former and former.qualifier != "vague":
        tally.set_aside(claim.id, "vague", f"{former.name} gave the number {former.figure}.", *former.claims)
        return
    lead = page.stated[tally.category][0] if page.stated[tally.category] else None
    if (
        lead
        and low * settings().part_factor < lead[1]
        and not _vague(claim)
        and lead[1] not in page.replaced[tally.category]
    ):
        page.partials[tally.category, key].append(claim)
        tally.set_aside(
            claim.id, "smaller figure", f"The article gives {lead[1]} first, so this is read as a part of it."
        )
        return
    fresh = _count_report(state, page, tally, claim)
    page.said[tally.category, key] = claim
    if not _vague(claim):
        page.counts[tally.category] = Count(low, high, (claim.id,), "article")
    if not claim.voices and (shared := _repeated(tally, key, low)):
        _repeat(page, tally, claim, key, shared, fresh)
        return
    if former and (why := _not_newer(page, tally, former, claim)):
        tally.set_aside(claim.id, *why)
        return
    if why := _outlying(page, tally, former, claim, fresh):
        tally.set_aside(claim.id, *why)
        if claim.low is not None and page.before[tally.category] and low < page.before[tally.category].low:  # type: ignore[union-attr]
            page.partials[tally.category, key].append(claim)
        return
    detail = f"{voice.name or 'The article in its own words'} gives {_figure_text(claim)}."
    same = former and (former.low, former.high, former.qualifier) == (low, high, claim.qualifier)
    position = Position(
        key, voice, who.rank, low, high, (claim.id,), former.at if same and former else _told(page, claim),
        former.order if same and former else (page.number, claim.span.start), page.at, "stated", claim.qualifier,
        claim.word,
        claim.status == "unconfirmed", any(told > low for told in page.replaced[tally.category]),
        (former.reports if same and former else 0) + fresh,
        tally.reports, Reason("toll", detail, (claim.id,)),
    )  # fmt: skip
    _take(state, page, tally, position, claim)


def partial(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """Some of the victims: a floor only, worked out when the whole article is read."""
    page.partials[tally.category, page.speakers[claim.id].key].append(claim)
    tally.set_aside(claim.id, "partial", "Tells of some of the victims: a floor that is no higher than the range.")


def increment(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """More victims: added to what the voice, or failing that the article, or the event, had before."""
    _move(state, page, tally, claim)


def transfer(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """Victims who pass from one category to another: both counts move."""
    known = _move(state, page, tally, claim)
    counted = known == "included" and page.stated[claim.moved_from]
    if claim.moved_from and known != "retold" and not counted:
        _take_from(state, page, state.tally(claim.moved_from), claim)


def previous(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """The figure being replaced: positions at that figure are closed, the voice's own or else everybody's."""
    low, key = claim.low, page.speakers[claim.id].key
    tally.set_aside(claim.id, "previous", f"Told as a figure of the past: {low}.")
    if low is None:
        return
    if tally.category not in page.counts and not page.stated[tally.category]:
        page.counts[tally.category] = Count(low, claim.high, (claim.id,), "article")
    named = bool(claim.voices) and ((tally.category, key, low) in page.given_up or key in tally.giving.get(low, ()))
    for other in sorted(tally.giving.get(low, ())):
        position = tally.positions[other]
        if position.order[0] == page.number or (named and other != key and position.rank.tier == AUTHORITY):
            continue
        detail = f"{low} was later told as a figure of the past."
        tally.close(other, Reason("previous", detail, (claim.id,)))
        if other == key and not page.stated[tally.category]:
            tally.flag("retracted", claim.id)
            _revise(state, page, tally, claim, position, None, "retracted")


def trend(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """The toll is said to move, with no figure: a dated note."""
    tally.trend = (page.number, claim.span.start)
    tally.set_aside(claim.id, "trend", "Says that the toll moves and gives no figure.")


def background(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """Another event's figure: kept out."""
    tally.set_aside(claim.id, "background", "A figure of another event.")


def period(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """An aggregate over several events: kept out."""
    tally.set_aside(claim.id, "period", "A figure for a period or for several events together.")


def deny(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    """A denial: by the voice itself it ends the position, by another it is a dispute."""
    key = page.speakers[claim.id].key
    own = tally.positions.get(key)
    tally.set_aside(claim.id, "denied", "The figure is told as denied.")
    if own and claim.low in (None, own.low):
        tally.close(key, Reason("denied", f"{own.name} denied having given {own.figure}.", (claim.id,)))
        tally.flag("retracted", claim.id)
        _revise(state, page, tally, claim, own, None, "retracted")
    elif claim.low is not None and tally.giving.get(claim.low):
        tally.flag("disputed", claim.id)
        _revise(state, page, tally, claim, own, own, "disputed")


KINDS: dict[str, Callable[[State, Page, Tally, Claim], None]] = {
    "toll": toll, "partial": partial, "increment": increment, "transfer": transfer, "previous": previous,
    "trend": trend, "background": background, "period": period,
}  # fmt: skip


# ---- claims that are not used at all


def elsewhere(claim: Claim, event: Event) -> str:
    """The claim says itself that it belongs elsewhere."""
    return f"Belongs elsewhere: {claim.scope}." if claim.scope else ""


def no_figure(claim: Claim, event: Event) -> str:
    """No figure was given."""
    return "No figure is given." if claim.low is None and claim.kind != "trend" and claim.status != "denied" else ""


def not_asserted(claim: Claim, event: Event) -> str:
    """Feared and hypothetical victims are not counted."""
    return f"Told as {claim.status}, not as a fact." if claim.status in ("feared", "hypothetical") else ""


def implausible(claim: Claim, event: Event) -> str:
    """Negative figures, ranges upside down, and figures above the cap of the table `limits.csv`."""
    low, high = claim.low or 0, claim.high
    if low < 0 or (high is not None and high < low):
        return f"{low} to {high} is no count of people."
    cap = min(
        (row.cap for row in limits() if row.category in ("", claim.category) and row.event_type in ("", event.type)),
    )
    return f"{max(low, high or 0)} is beyond what one event can do ({cap})." if max(low, high or 0) > cap else ""


SCREENS = (elsewhere, implausible, no_figure, not_asserted)


def _screened(state: State, claim: Claim) -> bool:
    for screen in SCREENS:
        detail = screen(claim, state.event)
        if detail:
            tally = state.tally(claim.category)
            tally.set_aside(claim.id, screen.__name__, detail)
            if screen is implausible:
                tally.flag("implausible", claim.id)
            return False
    return True


# ---- totals


def _again(page: Page, tally: Tally, claim: Claim, said: Claim, key: str) -> None:
    """A second total of one voice in one article: the same, a finer one, or a part; else the first one holds."""
    low, first = claim.low or 0, said.low or 0
    if _vague(said) and not _vague(claim):
        return
    if (low, claim.high) == (first, said.high) or _vague(claim):
        tally.set_aside(claim.id, "repeated", "The article says the same before.", said.id)
    elif said.high is None and low >= first:
        return
    elif claim.high is None and low <= first:
        tally.set_aside(claim.id, "repeated", f"Agrees with the {first} given before.", said.id)
    elif low < first:
        page.partials[tally.category, key].append(claim)
        tally.set_aside(
            claim.id, "smaller figure", f"The same voice gives {first} in this article; read as a part.", said.id
        )
    else:
        tally.set_aside(claim.id, "second figure", f"The same voice gives {first} first in this article.", said.id)


def _repeated(tally: Tally, key: str, low: int) -> str:
    """Whose figure an outlet repeats in its own words: another voice's, the weightiest first."""
    others = [tally.positions[other] for other in tally.giving.get(low, ()) if other != key]
    return min(others, key=lambda p: (p.rank.rank, p.order)).key if others else ""


def _repeat(page: Page, tally: Tally, claim: Claim, key: str, shared: str, fresh: int) -> None:
    position = tally.positions[shared]
    tally.set_aside(claim.id, "repeat", f"Repeats the {position.figure} of {position.name}.", *position.claims)
    tally.repeat(shared, last=page.at or position.last, reports=position.reports + fresh)
    if key in tally.positions:
        tally.close(
            key, Reason("superseded", f"The outlet now repeats the {position.figure} of {position.name}.", (claim.id,))
        )


def _not_newer(page: Page, tally: Tally, former: Position, claim: Claim) -> tuple[str, ...]:
    """Why a claim does not replace its voice's position: it speaks of an earlier time, or nothing says it is later."""
    low = claim.low or 0
    if claim.as_of and former.at and surely_after(former.at, claim.as_of):
        return ("older", f"Speaks of {claim.as_of}, before {former.name} gave {former.figure}.", *former.claims)
    if page.at is None and former.at is not None:
        return (
            "undated",
            f"No date says that this is later than the {former.figure} of {former.name}.",
            *former.claims,
        )
    falls = tally.category in settings().cumulative and low < former.low
    if falls and not surely_after(page.at, former.at) and not page.replaced[tally.category] and former.at is not None:
        detail = f"{former.name} gave {former.figure} on the same day, and no correction is told."
        return ("lower on the same day", detail, *former.claims)
    if {former.qualifier, claim.qualifier} == {"up_to", "more_than"} and low in (former.low, former.high):
        return ("misread", f"{former.name} said up to {former.figure}; this turns it round.", *former.claims)
    return ()


def _outlying(page: Page, tally: Tally, former: Position | None, claim: Claim, fresh: int) -> tuple[str, ...]:
    """Why a total is not believed yet: far off what stands, with no second report of it and no word of correction."""
    stands, low = page.before[tally.category], claim.low or 0
    tier = page.speakers[claim.id].rank.tier
    if tier > INDEPENDENT or stands is None or page.replaced[tally.category] or tally.category in settings().falling:
        return ()
    if stands.reports < 2 and stands.rank.tier >= tier:
        return ()
    lower = low * settings().part_factor < stands.low
    far = low > stands.low * settings().outlier_factor and low > stands.low + settings().outlier_margin
    higher = far and not _may_leap(page, stands, claim)
    own_move = former is not None and former.low <= low * settings().part_factor
    tally.waiting[low] += fresh if lower or higher else 0
    if not (higher or (lower and not own_move)) or tally.waiting[low] > 1:
        return ()
    detail = f"Far from the {stands.figure} that {stands.name} gives, and only one report says so."
    return ("outlying", detail, *stands.claims)


def _may_leap(page: Page, stands: Position, claim: Claim) -> bool:
    """May this voice move far above what stands? An authority may, unless several reports have just given the other."""
    well_told = stands.reports > settings().taken_up_after
    just_now = hours_between(stands.last, page.at) <= settings().stale_hours
    return page.speakers[claim.id].rank.tier == AUTHORITY and not (well_told and just_now)


def _take(state: State, page: Page, tally: Tally, position: Position, claim: Claim) -> None:
    former = tally.positions.get(position.key)
    if former:
        page.given_up.add((tally.category, position.key, former.low))
    tally.counted = (page.number, claim.span.start)
    if not position.own_words:
        position = _adopt(tally, position)
    tally.stand(position)
    page.counts[tally.category] = Count(position.low, position.high, position.claims, "article", position)
    _revise(state, page, tally, claim, former, position, _direction(page, tally, former, position, claim))


def _adopt(tally: Tally, position: Position) -> Position:
    """An outlet that gave the same figure in its own words was repeating this voice before it was named."""
    for key in sorted(tally.giving.get(position.low, ())):
        other = tally.positions[key]
        if other.own_words:
            tally.close(key, Reason("repeat", f"The same figure as that of {position.name}.", position.claims))
            position = replace(position, reports=position.reports + other.reports)
    return position


def _direction(page: Page, tally: Tally, former: Position | None, position: Position, claim: Claim) -> Direction:
    if claim.kind == "transfer":
        return "transferred"
    if former is None:
        return "first"
    if position.low < former.low:
        told = any(low > position.low for low in page.replaced[tally.category])
        tally.lowered = True
        return "corrected" if told else "down"
    if (position.low, position.high) == (former.low, former.high):
        return "same"
    return "up" if position.low > former.low or position.high is None else "down"


def _revise(
    state: State,
    page: Page,
    tally: Tally,
    claim: Claim,
    former: Position | None,
    now: Position | None,
    direction: Direction,
) -> None:
    known = now or former
    voice = known.voice if known else page.speakers[claim.id].voice
    before: Bounds = (former.low, former.high) if former else (None, None)
    after: Bounds = (now.low, now.high) if now else (None, None)
    state.revisions.append(
        Revision(state.event.id, tally.category, voice, page.at, *before, *after, direction, claim.id)
    )


# ---- increments and transfers


def _move(state: State, page: Page, tally: Tally, claim: Claim) -> str:
    """Add to a count, unless it is known already: "included" in a total, or "retold"."""
    key, number = page.speakers[claim.id].key, claim.low or 0
    step = (number, claim.moved_from)
    why = _retold(page, tally, key, step) or _included(page, tally, key, number)
    tally.steps[step] = (page.at, page.telling.article.id, key)
    if why:
        tally.set_aside(claim.id, *why)
        return why[0]
    base = _base(page, tally, key)
    low = number + (base.low if base else 0)
    high = None if claim.high is None or base is None or base.high is None else base.high + claim.high
    who = _teller(page, claim)
    told = f"{number} more" if claim.kind == "increment" else f"{number} of the {claim.moved_from or 'others'}"
    onto = f"on {base.low} ({_source_text(base)}) makes {low}." if base else "with no count before."
    detail = f"{who}: {told} {onto}"
    _resolve(state, page, tally, claim, base, low, high, detail)
    return ""


def _take_from(state: State, page: Page, tally: Tally, claim: Claim) -> None:
    key, number = page.speakers[claim.id].key, claim.low or 0
    base = _base(page, tally, key)
    if base is None:
        return
    stale = base.position is not None and hours_between(base.position.last, page.at) > settings().stale_hours
    low = 0 if stale else max(0, base.low - number)
    high = low if stale else None if base.high is None else max(0, base.high - (claim.low or 0))
    who, was = _teller(page, claim), f"{base.low} ({_source_text(base)})"
    detail = f"{who}: {number} fewer than {was} makes {low}."
    if stale:
        detail = f"{who}: the {number} are told as all that were left; the count of {was} is old."
    _resolve(state, page, tally, claim, base, low, high, detail)


def _resolve(
    state: State, page: Page, tally: Tally, claim: Claim, base: Count | None, low: int, high: int | None, detail: str
) -> None:
    who = page.speakers[claim.id]
    key, voice = who.key, who.voice
    rank = who.rank
    if base and base.position and not claim.voices:
        rank = min(rank, base.position.rank, key=lambda r: r.rank)
    claims = tuple(dict.fromkeys((*(base.claims if base else ()), claim.id)))
    position = Position(
        key, voice, rank, low, high, claims, _told(page, claim), (page.number, claim.span.start), page.at,
        base.source if base else "article", "exact" if high is not None else "at_least", "",
        claim.status == "unconfirmed", False, 1, tally.reports, Reason(claim.kind, detail, claims),
    )  # fmt: skip
    _take(state, page, tally, position, claim)


def _included(page: Page, tally: Tally, key: str, number: int) -> tuple[str, ...]:
    """A total in the same article counts these victims when its own voice tells of them, or when it rose by them."""
    totals = page.stated[tally.category]
    own = next((low for other, low in totals if other == key), None)
    if own is not None:
        return ("included", f"The total of {own} in the same article counts them.")
    before = page.before[tally.category]
    known = max(page.replaced[tally.category], default=before.low if before else None)
    for _, low in totals:
        if known is not None and known < low and known + number <= low:
            return ("included", f"The total in the same article rose from {known} to {low} and counts them.")
    return ()


def _retold(page: Page, tally: Tally, key: str, step: tuple[int, str]) -> tuple[str, ...]:
    """The same step, told before by another voice within a few days or by the same voice on the same day."""
    if step not in tally.steps:
        return ()
    at, article, voice = tally.steps[step]
    if article == page.telling.article.id:
        return ()
    near = not surely_after(page.at, at) if voice == key else hours_between(at, page.at) <= settings().retold_hours
    return ("retold", f"The same step of {step[0]} was told before.") if near else ()


def _base(page: Page, tally: Tally, key: str) -> Count | None:
    """The count that a step is resolved against: the voice's own while it is current, the article's, the event's."""
    own = tally.positions.get(key)
    leading = page.before.get(tally.category)
    if own and (own.order[0] == page.number or leading is None or not surely_after(leading.at, own.last)):
        return Count(own.low, own.high, own.claims, "own", own)
    told = page.counts.get(tally.category)
    if told:
        return told
    sums = [distinct(claims) for (category, _), claims in page.partials.items() if category == tally.category]
    if sums:
        number, claims = max(sums)
        return Count(number, number, claims, "article")
    if leading:
        return Count(leading.low, leading.high, leading.claims, "event", leading)
    return Count(own.low, own.high, own.claims, "own", own) if own else None


def _source_text(base: Count) -> str:
    said = {"own": "its own count", "article": "the article's count", "event": "the count that stood"}[base.source]
    return f"{said}, {base.position.name}" if base.source == "event" and base.position else said


# ---- floors and small things


def _floor(state: State, page: Page, category: str, key: str, claims: Sequence[Claim]) -> None:
    tally = state.tally(category)
    number, counted = distinct(claims)
    former = tally.floors.get(key)
    if not counted or (former and former.low > number):
        return
    who = page.speakers[claims[0].id]
    order = (page.number, claims[0].span.start)
    tally.floors[key] = Floor(key, who.voice, who.rank, number, counted, page.at, order)


def _teller(page: Page, claim: Claim) -> str:
    return page.speakers[claim.id].voice.name or "the article in its own words"


def _count_report(state: State, page: Page, tally: Tally, claim: Claim) -> int:
    """1 for a report of its own, 0 for a passage that was printed before."""
    fresh = int(state.passages.fresh(page.telling.article, claim))
    tally.reports += fresh
    return fresh


def _told(page: Page, claim: Claim) -> Moment | None:
    return claim.as_of if claim.as_of and page.at and claim.as_of < page.at else page.at


def _vague(claim: Claim) -> bool:
    return claim.qualifier == "vague" or claim.word.lower() in vague_words()


def _figure_text(claim: Claim) -> str:
    bound = {"at_least": "at least ", "more_than": "more than ", "up_to": "up to ", "fewer_than": "fewer than "}
    number = claim.high if claim.qualifier in ("up_to", "fewer_than") else claim.low
    spread = f" to {claim.high}" if claim.qualifier == "range" and claim.high is not None else ""
    return f"“{claim.word}”" if claim.word else f"{bound.get(claim.qualifier, '')}{number}{spread}"


def _needs_before(category: str, claims: Sequence[Claim]) -> bool:
    return any(
        category in (claim.category, claim.moved_from) and claim.kind in ("toll", "increment", "transfer")
        for claim in claims
    )
