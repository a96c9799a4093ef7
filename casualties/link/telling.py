"""Telling: what is said of each event and of why each article is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from casualties.lexicon.places import gazetteer
from casualties.link.copies import Repeat
from casualties.link.crowd import crowds
from casualties.link.decisions import Rulings, event_id
from casualties.link.describe import describe
from casualties.link.grouping import Mentions
from casualties.link.judge import Judge, chance
from casualties.link.known import NOTHING, Known
from casualties.link.pairs import Pairs
from casualties.link.profile import Profile
from casualties.link.readings import Readings
from casualties.model import Article, Event, Judgement, Reason

MOST_SHOWN = 12
"""Members among which the nearest is looked for when a judgement is explained."""

Told = tuple[Event, tuple[Judgement, ...]]
"""An event and the judgements of its articles."""


def tell(
    ordered: Sequence[Article],
    readings: Readings,
    pairs: Pairs,
    ruled: Rulings,
    home: Mapping[int, int],
    scores: Callable[[int, int], float],
    judge: Judge,
    crowd: Sequence[float],
    known: Known = NOTHING,
) -> dict[int, Told]:
    """Each event by the number of its first report. One that is as it was known, in as large a crowd, is told so."""
    profiles = readings.profiles
    gathered: dict[int, list[int]] = {}
    for number in range(len(profiles)):
        report = pairs.repeats[number][0] if number in pairs.repeats else number
        gathered.setdefault(home[report], []).append(number)
    countries = gazetteer("en").countries
    crowd_before = dict(zip(known.profiles, crowds(list(known.profiles.values()), known.edges), strict=True))

    def as_known(members: Sequence[int]) -> Told | None:
        told = known.events.get(event_id(ordered[members[0]].id))
        same = told is not None and told[0].articles == tuple(profiles[number].id for number in members)
        for number in members if same else ():
            repeat = pairs.repeats.get(number)
            same &= number not in readings.fresh and number not in ruled.by_article
            same &= crowd_before.get(profiles[number].id) == crowd[number]
            same &= known.repeats.get(profiles[number].id) == (repeat[1] if repeat else None)
        return told if told is not None and same and all(why.actor == judge.actor for why in told[1]) else None

    def anew(members: Sequence[int]) -> Told:
        event = describe([(ordered[number], profiles[number]) for number in members], countries)
        return event, tuple(
            # the event may have got an earlier article, and so another id, since it was decided about
            replace(ruled.by_article[number], event=event.id)
            if number in ruled.by_article
            else _judgement(number, members, event, profiles, pairs.repeats, scores, judge, crowd)
            for number in members
        )

    return {first: as_known(members) or anew(members) for first, members in gathered.items()}


def mention(profiles: Sequence[Profile], told: Mapping[int, Told], mentions: Mentions, judge: Judge, first: int) -> (
    tuple[Judgement, ...]
):  # fmt: skip
    """Round-ups that seem to tell of an event too, though they are counted elsewhere."""
    found = []
    for roundup, other in mentions.get(first, ()):
        a, b = profiles[other], profiles[roundup]
        reason = Reason("roundup", "Tells of several happenings, of this one too.", (a.id,))
        reasons = (reason, *judge.waterfall(a, b))
        found.append(Judgement(b.id, told[first][0].id, "unsure", chance(judge.score(a, b)), reasons, judge.actor))
    return tuple(found)


def repeats_because(repeat: Repeat) -> Reason:
    """The reason for a repeat."""
    report, rule, alike = repeat
    detail = "A later version of the same page." if rule == "same_url" else f"Repeats {alike:.0%} of the runs of words."
    return Reason(rule, detail, (report,))


def _judgement(
    number: int,
    members: Sequence[int],
    event: Event,
    profiles: Sequence[Profile],
    repeats: Mapping[int, tuple[int, Repeat]],
    scores: Callable[[int, int], float],
    judge: Judge,
    crowd: Sequence[float],
) -> Judgement:
    """Why an article is in its event: what it repeats, or the waterfall against the member it matches best."""
    profile = profiles[number]
    if number in repeats:
        return Judgement(profile.id, event.id, "same", 1.0, (repeats_because(repeats[number][1]),), judge.actor)
    others = [other for other in members if other != number and other not in repeats]
    if not others:
        detail = "Says too little to be linked." if profile.says_little else "No other report tells of this event."
        return Judgement(profile.id, event.id, "same", 1.0, (Reason("alone", detail),), judge.actor)
    nearest = max(others[:MOST_SHOWN], key=lambda other: (scores(number, other), -other))
    total = chance(scores(number, nearest))
    reasons = judge.waterfall(profiles[nearest], profile, crowd[max(number, nearest)])
    return Judgement(profile.id, event.id, "same", total, reasons, judge.actor)
