"""Doubts: why a total is not taken. Each rule returns why, or nothing.

`IN_ARTICLE` looks at what the same article says, `ON_RECORD` at what stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from casualties.lexicon.policies import settings
from casualties.model import Claim
from casualties.reconcile import extent
from casualties.reconcile.figures import about, beyond, figure, is_vague, told
from casualties.reconcile.live import AUTHORITY, INDEPENDENT
from casualties.reconcile.page import Page
from casualties.reconcile.standing import Position, Tally
from casualties.reconcile.timeline import hours_between, surely_after

Doubt = tuple[str, tuple[str, ...]] | None
Rule = Callable[[Page, Tally, Claim], Doubt]


# ---- what the same article says


def said_before(page: Page, tally: Tally, claim: Claim) -> Doubt:
    """The same voice says the same, or something that agrees with it, earlier in the article."""
    said = page.said.get((tally.category, page.key(claim)))
    if said is None or (is_vague(said) and not is_vague(claim)):
        return None
    low, first = figure(claim), figure(said)
    same = (low, claim.high) == (first, said.high) or is_vague(claim)
    agrees = said.high is not None and claim.high is None and low <= first
    return (f"The article says {told(said)} before.", (said.id,)) if same or agrees else None


def smaller_figure(page: Page, tally: Tally, claim: Claim) -> Doubt:
    """A smaller figure of the same voice, or one far below what the article leads with or has counted up, is a part."""
    if is_vague(claim):
        return None
    low, said = figure(claim), page.said.get((tally.category, page.key(claim)))
    if said and not is_vague(said) and low < figure(said):
        return (f"The same voice gives {told(said)} in this article, so this is read as a part of it.", (said.id,))
    counted = page.counts.get(tally.category)
    figures = [number for _, number in page.stated[tally.category][:1]] + ([counted.low] if counted else [])
    lead = max((number for number in figures if number not in page.replaced[tally.category]), default=0)
    if low * settings().part_factor < lead:
        return (f"The article gives {lead} before, so this is read as a part of it.", ())
    return None


def of_one_place(page: Page, tally: Tally, claim: Claim) -> Doubt:
    """The sentence says that the figure is that of one place of several: a part."""
    words = extent.one_place(page.telling.article, claim)
    return (f"Counts those of one place only: “{words}”.", ()) if words else None


def second_figure(page: Page, tally: Tally, claim: Claim) -> Doubt:
    """Of two closed figures of one voice in one article the first one holds."""
    said = page.said.get((tally.category, page.key(claim)))
    if said is None or is_vague(said) or (said.high is None and figure(claim) >= figure(said)):
        return None
    return (f"The same voice gives {told(said)} first in this article.", (said.id,))


def vague_beside_number(page: Page, tally: Tally, claim: Claim) -> Doubt:
    """A vague word does not replace a number that its voice has given."""
    former = tally.positions.get(page.key(claim))
    if former is None or not is_vague(claim) or former.qualifier == "vague":
        return None
    return (f"{former.name} gave a number, {former.says}.", former.claims)


# ---- what stands


def older(page: Page, tally: Tally, claim: Claim) -> Doubt:
    """The claim says of itself that it speaks of an earlier time than the voice's position."""
    former = tally.positions.get(page.key(claim))
    if former and claim.as_of and former.at and surely_after(former.at, claim.as_of):
        return (f"Speaks of {claim.as_of}, before {former.name} gave {former.says}.", former.claims)
    return None


def lower_on_the_same_day(page: Page, tally: Tally, claim: Claim) -> Doubt:
    """Where dates do not say which of two figures is later, a toll that cannot fall has not fallen."""
    former = tally.positions.get(page.key(claim))
    falls = former and tally.category in settings().cumulative and figure(claim) < former.figure
    if not former or not falls or not former.at or surely_after(page.at, former.at) or page.replaced[tally.category]:
        return None
    return (f"{former.name} gave {former.says} on the same day, and no correction is told.", former.claims)


def old_story(page: Page, tally: Tally, claim: Claim) -> Doubt:
    """A lower figure that its voice gave before it moved on to a higher one is an old story printed again.

    It is believed once more reports have given it since than the higher one.
    """
    former, low = tally.positions.get(page.key(claim)), figure(claim)
    if not former or tally.category not in settings().cumulative or page.replaced[tally.category]:
        return None
    since = tally.times(low, since=tally.first(former.figure))
    if low >= former.figure or low not in tally.passed[former.key] or since > tally.times(former.figure):
        return None
    return (f"{former.name} moved on from {low} to {former.says} before; {low} is an old figure.", former.claims)


def lower_alone(page: Page, tally: Tally, claim: Claim) -> Doubt:
    """An outlet that gives less in its own words, and none of correction, waits for a second report."""
    former, low = tally.positions.get(page.key(claim)), figure(claim)
    if claim.voices or not former or tally.category not in settings().cumulative or page.replaced[tally.category]:
        return None
    alone = low < former.figure and tally.times(low) == 1 and not is_vague(claim)
    return (
        (f"Only one report gives {low}, and {former.name} gave {former.says} before.", former.claims) if alone else None
    )


def weaker_bound(page: Page, tally: Tally, claim: Claim) -> Doubt:
    """ "At least 40" soon after 49 says no less than 49: it agrees, unless a correction is told."""
    former, low = tally.positions.get(page.key(claim)), figure(claim)
    if not former or claim.high is not None or low >= former.figure or is_vague(claim) or former.qualifier == "vague":
        return None
    soon = not claim.voices or hours_between(former.last, page.at) <= settings().lead_hours
    if not soon or page.replaced[tally.category] or tally.category in settings().falling:
        return None
    return (f"{told(claim)} agrees with the {former.figure} of {former.name}.", former.claims)


def left_since(page: Page, tally: Tally, claim: Claim) -> Doubt:
    """As many people as have just been told to have left the category are those same people."""
    at, transfer = tally.left.get(figure(claim), (None, ""))
    stands = page.before[tally.category]
    again = (
        transfer and stands and stands.figure < figure(claim) and hours_between(at, page.at) <= settings().retold_hours
    )
    return (f"The {figure(claim)} have been told to have left this count.", (transfer,)) if again else None


def misread(page: Page, tally: Tally, claim: Claim) -> Doubt:
    """ "Over 20" of a voice that stands at "up to 20" turns its words round."""
    former = tally.positions.get(page.key(claim))
    bounds = {former.qualifier, claim.qualifier} if former else set()
    if former and bounds == {"up_to", "more_than"} and figure(claim) == former.figure:
        return (f"{former.name} said up to {former.figure}; this turns it round.", former.claims)
    return None


def far_below(page: Page, tally: Tally, claim: Claim) -> Doubt:
    """A figure far below what stands, with no word of correction, is read as a part, unless enough reports give it.

    Enough is more than one, `well_told` where it is out of all proportion, and more than one for every `well_told`
    reports of what stands; those since that was first told count.
    """
    stands, low = _to_beat(page, tally, claim), figure(claim)
    former = tally.positions.get(page.key(claim))
    own_move = former and former.figure <= low * settings().part_factor
    if not stands or own_move or low * settings().part_factor >= stands.figure:
        return None
    times = tally.times(low, since=tally.first(stands.figure))
    enough = settings().well_told - 1 if beyond(stands.figure, low) else 1
    if times > max(enough, stands.reports / settings().well_told):
        return None
    few = "only one report says" if times < 2 else f"only {times} reports say"
    many = f", which {stands.reports} give" if stands.reports > 1 else ""
    return (f"Far below the {stands.figure} of {stands.name}{many}, and {few} so.", stands.claims)


def far_above(page: Page, tally: Tally, claim: Claim) -> Doubt:
    """A figure far above what stands waits for a second report; an authority may leap unless that is well told.

    What is told of all places together, or comes to what two voices tell of theirs, need not wait.
    """
    stands, low = _to_beat(page, tally, claim), figure(claim)
    if not stands or not beyond(low, stands.figure):
        return None
    well_told = stands.reports > settings().well_told
    just_now = hours_between(stands.last, page.at) <= settings().stale_hours
    leaps = page.speakers[claim.id].rank.tier == AUTHORITY and not (well_told and just_now)
    if leaps or tally.support(low) > 1 or page.whole(claim) or _adds_up(tally, claim):
        return None
    return (f"Far above the {stands.figure} of {stands.name}, and only one report says so.", stands.claims)


IN_ARTICLE: Sequence[Rule] = (said_before, of_one_place, smaller_figure, second_figure, vague_beside_number)
ON_RECORD: Sequence[Rule] = (
    older,
    lower_on_the_same_day,
    old_story,
    lower_alone,
    weaker_bound,
    left_since,
    misread,
    far_below,
    far_above,
)
PARTS: Sequence[Rule] = (of_one_place, smaller_figure, far_below)


def doubted(rules: Sequence[Rule], page: Page, tally: Tally, claim: Claim) -> bool:
    """Set a claim aside by the first rule that doubts it; False when none does."""
    for rule in rules:
        doubt = rule(page, tally, claim)
        if doubt:
            detail, evidence = doubt
            tally.set_aside(claim.id, rule.__name__, detail, *evidence)
            if rule in PARTS:
                page.demoted[tally.category, page.key(claim)].append(claim)
            return True
    return False


def _adds_up(tally: Tally, claim: Claim) -> bool:
    """Is a figure about what two voices give between them, as of two places?"""
    given = sorted({position.figure for position in tally.positions.values()})
    low = figure(claim)
    return any(about(one + other, low) for one, other in combinations(given, 2))


def _to_beat(page: Page, tally: Tally, claim: Claim) -> Position | None:
    """The position that a lone figure is measured by, if two reports or a weightier voice give it.

    It is the one that led before the article, or its own voice's, whichever more reports give.
    """
    stands, tier = page.before[tally.category], page.speakers[claim.id].rank.tier
    former = tally.positions.get(page.key(claim))
    if page.replaced[tally.category] or tally.category in settings().falling or tier > INDEPENDENT:
        return None
    led = [stands] if stands and (stands.reports > 1 or stands.rank.tier < tier) else []
    own = [tally.reported(former)] if former and tally.times(former.figure) > 1 else []
    return max((*led, *own), key=lambda position: (position.reports, position.figure), default=None)
