"""Which positions are live at a time, which leads, and which floors hold: the part that all policies share."""

from __future__ import annotations

from dataclasses import dataclass

from casualties.lexicon.policies import settings
from casualties.model import Reason
from casualties.reconcile.figures import beyond
from casualties.reconcile.standing import Floor, Position, Tally
from casualties.reconcile.timeline import hours_between, surely_after

INDEPENDENT = 4
AUTHORITY = 1
MEDIA = 2
UNDATED = "The article has no date, so nothing says that the figure still holds beside dated ones."


@dataclass(frozen=True, slots=True)
class Standing:
    """What a policy chooses from: live positions in the order they were taken in, and the highest floor that holds.

    `rising` is the claim that the toll moved, with no figure, since the last figure was told.
    """

    category: str
    positions: tuple[Position, ...]
    floor: Floor | None
    aside: dict[str, Reason]
    rising: str = ""


def standing(tally: Tally) -> Standing:
    """The live part of a tally; every position that is not live is set aside with the rule that says why."""
    aside: dict[str, Reason] = {}
    believed = []
    for position in map(tally.reported, tally.positions.values()):
        former = tally.well_told.get(position.key)
        detail = _lone(position, tally) if former else ""
        if detail:
            aside |= {claim: Reason("not_taken_up", detail, position.claims) for claim in position.claims}
        believed.append(tally.reported(former) if former and detail else position)
    positions = sorted(believed, key=lambda p: (p.order, p.key))
    for rule in SIFTS:
        kept = []
        for position in positions:
            detail = rule(position, positions, tally)
            if detail:
                aside |= {claim: Reason(rule.__name__, detail, position.claims) for claim in position.claims}
            else:
                kept.append(position)
        positions = kept
    for floor in sorted(tally.floors.values(), key=lambda f: (-f.low, f.page, f.key)):
        below = next((p for p in positions if _overtaken(floor, p)), None)
        if below is None:
            return Standing(tally.category, tuple(positions), floor, aside, tally.rising)
        detail = f"{below.name} later gave {below.says}, which is below these {floor.low}."
        aside |= {claim: Reason("contradicted floor", detail, below.claims) for claim in floor.claims}
    return Standing(tally.category, tuple(positions), None, aside, tally.rising)


def leader(standing: Standing) -> Position | None:
    """The position that best follows: of the highest-ranked kind of voice the one whose figure was told last."""
    return leading(standing)[0]


def leading(standing: Standing) -> tuple[Position | None, str]:
    """The leader, and why it leads."""
    stated = list(standing.positions)
    if not stated:
        return None, "nobody gives a figure"
    falls = standing.category not in settings().cumulative
    current = [p for p in stated if not _outrun(p, stated, falls) and not _outgrown(p, stated)] or stated
    tier = min(p.rank.tier for p in current)
    kind = [p for p in current if p.rank.tier == tier]
    if not falls:
        kind = [p for p in kind if not any(_falls(p, other) for other in kind)]
    newest = max(kind, key=lambda p: (p.last is not None, p.last.at if p.last else 0, p.order))
    together = [p for p in kind if not surely_after(newest.last, p.last)]
    first = min(together, key=lambda p: (p.rank.rank, [-place for place in p.order], p.key))
    return first, _why_first(first, together, kind, standing.positions)


def _why_first(first: Position, together: list[Position], kind: list[Position], positions: tuple[Position, ...]) -> str:
    if len(positions) == 1:
        return "no other live voice gives a figure"
    if len(kind) == 1:
        return "no other current voice is of as high a kind"
    if len(together) == 1:
        return f"of {len(kind)} current voices of its kind its figure was told last"
    if all(p.rank.rank > first.rank.rank for p in together if p is not first):
        return f"of {len(together)} {_alike(together)} it ranks highest"
    return f"of {len(together)} {_alike(together)} none ranks higher, and it comes last in the order of telling"


def _alike(together: list[Position]) -> str:
    if len({position.order[0] for position in together}) == 1:
        return "voices of one article"
    return "voices of about the same time" if together[0].at else "voices without a date"


def undated(position: Position, others: list[Position], tally: Tally) -> str:
    """A figure without a date does not hold a range beside one that a dated step led to.

    Beside a dated total the fold does not count it at all.
    """
    if position.at is None and any(p.at for p in others):
        return UNDATED
    return ""


def not_independent(position: Position, others: list[Position], tally: Tally) -> str:
    """Perpetrators and social media hold no range while anybody else gives a figure."""
    if position.rank.tier > INDEPENDENT and any(p.rank.tier <= INDEPENDENT for p in others):
        return f"Not an independent voice: {position.name} ({position.rank.kind})."
    return ""


def vague(position: Position, others: list[Position], tally: Tally) -> str:
    """A vague word holds no range where somebody gives a number."""
    if position.qualifier == "vague" and any(p.qualifier != "vague" for p in others):
        return f"“{position.word or position.low}” is vague and others give numbers."
    return ""


def unconfirmed(position: Position, others: list[Position], tally: Tally) -> str:
    """An unconfirmed figure holds no range where somebody asserts one."""
    if position.unconfirmed and any(not p.unconfirmed for p in others):
        return f"{position.name} gave {position.says} as unconfirmed, and others assert a figure."
    return ""


def not_taken_up(position: Position, others: list[Position], tally: Tally) -> str:
    """A lone figure of the press that the next reports do not repeat holds no range."""
    if position.rank.tier > AUTHORITY and any(p.seen > position.seen for p in others):
        return _lone(position, tally)
    return ""


def _lone(position: Position, tally: Tally) -> str:
    later = tally.reports - position.seen
    if position.reports > 1 or later <= settings().taken_up_after:
        return ""
    return f"Only one report gives {position.says}; the {later} reports after it do not."


def stale(position: Position, others: list[Position], tally: Tally) -> str:
    """A voice that was silent while the toll moved on, past the window or past several voices, holds no range."""
    until = position.last.latest if position.last else None
    since = [p for p in others if until and p.at and p.at.at > until and p.figure != position.figure]
    later = sum(1 for p in since if until and p.at and p.at.at.date() > until.date())
    if later >= settings().moved_on_after:
        return f"{position.name} gave {position.says}; {later} voices have given other figures on later days."
    for other in since:
        hours = hours_between(position.last, other.last)
        if hours > settings().stale_hours:
            moved = f"{hours:.0f} hours before {other.name} gave {other.says}"
            return f"{position.name} last gave {position.says} {moved}."
    return ""


def of_a_part(position: Position, others: list[Position], tally: Tally) -> str:
    """A smaller figure told before one that counts all places together is that of one of them."""
    for other in others:
        if other.whole and not position.whole and position.figure < other.figure and position.order < other.order:
            return f"{other.name} gave {other.says} for all places together; {position.says} is read as a part of it."
    return ""


def left_behind(position: Position, others: list[Position], tally: Tally) -> str:
    """A figure that was last told before one out of all proportion to it, which is well told, holds no range."""
    for other in others:
        since = other.reports >= settings().well_told and surely_after(other.at, position.last)
        if since and beyond(other.figure, position.figure):
            told = f"{other.name} gave {other.says}, as {other.reports} reports do"
            return f"{position.name} last gave {position.says} before {told}."
    return ""


def passed(position: Position, others: list[Position], tally: Tally) -> str:
    """A figure that several later reports exceed, and none tells again for half a day, holds no range."""
    again, more = position.since
    silent = any(hours_between(position.last, other.last) > settings().lead_hours for other in others)
    if again or not silent or not _passed(position):
        return ""
    return f"{more} later reports give more than the {position.says} of {position.name}, and none gives it again."


def worked_out(position: Position, others: list[Position], tally: Tally) -> str:
    """A count that was worked out from another article's gives way to a total stated on the same day or later."""
    for other in others:
        if position.source == "event" and other.source != "event" and not surely_after(position.at, other.last):
            return f"Worked out from another article's count; {other.name} stated {other.says}."
    return ""


def risen(position: Position, others: list[Position], tally: Tally) -> str:
    """A lower figure from before the toll was said to rise to another, by as high a kind of voice, holds no range."""
    for other in others:
        later = surely_after(other.at, position.last) and other.rank.tier <= position.rank.tier
        if other.rises and later and position.figure < other.figure:
            return f"{other.name} later said that the toll rose to {other.says}; {position.name} gave {position.says}."
    return ""


def built_on(position: Position, others: list[Position], tally: Tally) -> str:
    """A count that a later step started from, which a voice of as high a kind or the press told, holds no range."""
    for other in others:
        later = surely_after(other.at, position.last) and other.rank.tier <= max(position.rank.tier, MEDIA)
        if later and other.source == "event" and set(position.claims) < set(other.claims):
            return f"{other.name} counted on from the {position.figure} of {position.name}."
    return ""


def found_since(position: Position, others: list[Position], tally: Tally) -> str:
    """Those still missing are found by the day: an older count than another's, by as high a kind, holds no range."""
    if tally.category not in settings().falling:
        return ""
    for other in others:
        weighs = other.rank.tier <= max(position.rank.tier, MEDIA)
        if weighs and hours_between(position.last, other.last) > settings().lead_hours:
            hours = int(hours_between(position.last, other.last))
            return (
                f"{position.name} gave {position.says}; {other.name} gave {other.says}, at least {hours} hours later."
            )
    return ""


SIFTS = (
    undated,
    not_independent,
    vague,
    unconfirmed,
    not_taken_up,
    of_a_part,
    stale,
    passed,
    left_behind,
    worked_out,
    risen,
    built_on,
    found_since,
)


def _overtaken(floor: Floor, position: Position) -> bool:
    top = position.high if position.high is not None else position.low
    closed = position.high is not None
    return closed and top < floor.low and position.order > (floor.page, 0) and position.rank.tier <= floor.rank.tier


def _falls(position: Position, other: Position) -> bool:
    """Is this lower figure, stated later without a word of correction, a worse witness than the higher one?

    It is where one article gives both, or where its voice weighs no more and no more reports give it.
    """
    lower = position.figure < other.figure and position.order > other.order
    one_article = position.order[0] == other.order[0]
    lighter = position.rank.rank >= other.rank.rank and position.reports <= other.reports
    return lower and position.source == "stated" and not position.corrects and (one_article or lighter)


def _outgrown(position: Position, others: list[Position]) -> bool:
    """Does a larger count of two reports or an authority, later or of as much weight, agree with this "at least"?"""
    larger = [
        p
        for p in others
        if p.low > position.low
        and (p.reports > 1 or p.rank.tier == AUTHORITY or (p.rank.tier <= MEDIA and _long_after(p, position)))
    ]
    return position.high is None and any(
        surely_after(p.at, position.at) or (p.rank.rank <= position.rank.rank and p.reports >= position.reports)
        for p in larger
    )


def _long_after(position: Position, other: Position) -> bool:
    return hours_between(other.last, position.at) > settings().lead_hours


def _passed(position: Position) -> bool:
    """Have more reports told more than this figure, since the first that did, than have told it again?"""
    again, more = position.since
    return more >= settings().well_told and more > again


def _outrun(position: Position, others: list[Position], falls: bool) -> bool:
    """Have two reports or an authority moved on while this voice was silent? A toll that cannot fall moves upward.

    Several reports of a figure out of all proportion to this one need not wait, nor where more reports have passed it.
    """
    risen_since = (p for p in others if p.rises and p.figure > position.figure and surely_after(p.at, position.last))
    if _passed(position) or any(p.rank.tier <= MEDIA for p in risen_since):
        return True
    moved = (p for p in others if p.order > position.order and (p.reports > 1 or p.rank.tier == AUTHORITY))
    on = [p for p in moved if p.figure > position.figure or (p.figure < position.figure and (falls or p.corrects))]
    well_told = (p for p in on if p.reports >= settings().well_told and surely_after(p.at, position.last))
    far = (p for p in well_told if beyond(p.figure, position.figure))
    return any(far) or any(hours_between(position.last, p.at) > settings().lead_hours for p in on)
