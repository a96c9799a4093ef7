"""Which sentences speak of something else: another event, a period, a threat, a drill, a fear."""

import re
from dataclasses import dataclass

from casualties.lexicon.scope import MONTHS, readings
from casualties.model import Moment, Status

YEAR = re.compile(r"\b(19\d\d|20\d\d)\b")
MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS.split("|"), 1)}
MONTH_DAY = re.compile(rf"\b({MONTHS}) (\d{{1,2}})(?:st|nd|rd|th)?\b(?!,? \d{{4}})")
YEARS_DAY = re.compile(rf"\b({MONTHS}) (\d{{1,2}}),? $")
MONTH_PART = re.compile(rf"\b(early|mid|late)(?: in |-| )({MONTHS})\b(?!,? \d)")
PART_DAYS = {"early": 5, "mid": 15, "late": 25}
# A day told without its year, this many days or more from publication, is another event's.
FAR = 25


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence as a whole says of the figures in it: the kind it forces on them and the words that say so.

    `start` and `end` are where that holds: not before a sum ("…, bringing the total this year to 90"), nor after an
    aside ("the attack, the deadliest since 2017, left 12 dead").
    """

    low: str
    kind: str = ""
    words: str = ""
    start: int = 0
    end: int = 0
    feared: bool = False
    unconfirmed: bool = False
    game: bool = False


def days_named(sentence: str) -> list[tuple[str, int, int]]:
    """Return the days that a sentence names without a year, each with its words, its month and its day of the month."""
    days = [(m[0], MONTH_NUMBERS[m[1]], int(m[2])) for m in MONTH_DAY.finditer(sentence)]
    return days + [(m[0], MONTH_NUMBERS[m[2]], PART_DAYS[m[1]]) for m in MONTH_PART.finditer(sentence)]


def far_day(sentence: str, published: Moment) -> str:
    """Return the month and day that a sentence names, when they lie far from publication in any year."""
    for words, month, day in days_named(sentence):
        off = abs((month - published.at.month) * 30.4 + day - published.at.day)
        if min(off, 365 - off) > FAR:
            return words
    return ""


def other_year(sentence: str, published: Moment) -> str:
    """Return the year that a sentence names, when it is not the year of publication or the next."""
    if "19" not in sentence and "20" not in sentence:
        return ""
    for match in YEAR.finditer(sentence):
        if int(match[1]) - published.at.year not in (0, 1) and not just_before(sentence[: match.start()], published):
            return match[0]
    return ""


def just_before(before: str, published: Moment) -> bool:
    """Tell whether a day told right before its year is of the weeks before publication, over the turn of a year."""
    day = YEARS_DAY.search(before)
    if day is None or published.at.month > 1:
        return False
    return MONTH_NUMBERS[day[1]] == 12 and 31 - int(day[2]) + published.at.day <= FAR


def setting(low: str, published: Moment | None) -> Setting:
    """Read one lower-cased sentence once, for all the figures in it."""
    find = readings()
    kind = words = ""
    start, end = 0, len(low)
    period = find["period"].search(low)
    past = find["background"].search(undated(low)) or find["remembered"].search(low)
    if period:
        kind, words = "background" if find["superlative"].search(low) else "period", period[0]
        start, end = reach(low, period)
    elif past:
        kind, words = "background", past[0][:60]
    elif published is not None:
        words = far_day(low, published) or other_year(low, published)
        kind = "background" if words else ""
    return Setting(
        low,
        kind,
        words,
        start,
        end,
        bool(find["feared"].search(low)),
        bool(find["unconfirmed"].search(low)),
        bool(find["game"].search(low)),
    )


def reach(low: str, period: re.Match[str]) -> tuple[int, int]:
    """Return from where to where a sentence speaks of a period: from a sum on, or within an aside."""
    total, aside = readings()["sum"].search(low), readings()["aside"].search(low)
    start = total.start() if total and total.start() < period.start() else 0
    within = aside is not None and aside.start() <= period.start() < aside.end()
    return start, aside.end() if aside and within else len(low)


def undated(low: str) -> str:
    """Leave out of a lower-cased text an anniversary on which something else happened."""
    find = readings()
    dated = find["dated"].search(low)
    return low if not dated or find["gathering"].search(low) else low[: dated.start()] + low[dated.end() :]


def compared(place: Setting, at: int) -> bool:
    """Tell whether the words that force a kind stand in a clause after an offset that compares what is told before it:
    “killed 12, the worst in a series of crashes in recent years”.
    """
    clause = readings()["comparison"].pattern.search(place.low, at)
    return clause is not None and clause.start() <= place.low.find(place.words)


def scope_of(place: Setting, before: str) -> tuple[str, str]:
    """Return the kind forced on a figure and the words that force it; `before` is the sentence before its cue."""
    if place.kind and place.start <= len(before) <= place.end and not compared(place, len(before)):
        return place.kind, place.words
    match = readings()["aftermath"].search(before)
    return ("background", match[0]) if match else ("", "")


def disproved(sentence: str, at: int) -> bool:
    """Tell whether an offset of a sentence is in what it calls false: “reports that six had drowned were untrue”."""
    found = readings()["disproved"].search(sentence)
    return found is not None and found.start() <= at < found.end()


def clause_of(sentence: str, at: int) -> str:
    """Return the part of a sentence around an offset, between words that turn it: “16 are dead, but 80 feared lost”."""
    turns = [0, *(m.end() for m in readings()["turn"].pattern.finditer(sentence)), len(sentence)]
    last = next(i for i, turn in enumerate(turns[1:], 1) if turn > at or turn == len(sentence))
    return sentence[turns[last - 1] : turns[last]]


def status_of(place: Setting, before: str) -> Status:
    """Return the status that a sentence gives a figure."""
    find = readings()
    if find["denied"].search(before) or disproved(place.low, len(before)):
        return "denied"
    if find["hypothetical"].search(before):
        return "hypothetical"
    if place.feared and readings()["feared"].search(clause_of(place.low, len(before))):
        return "feared"
    return "unconfirmed" if place.unconfirmed else "asserted"
