"""Which sentences speak of something else: another event, a period, a threat, a drill, a fear."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casualties.lexicon.scope import MONTHS, readings
from casualties.model import Moment, Status

YEAR = re.compile(r"\b(19\d\d|20\d\d)\b")
MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS.split("|"), 1)}
MONTH_DAY = re.compile(rf"\b({MONTHS}) (\d{{1,2}})(?:st|nd|rd|th)?\b(?!,? \d{{4}})")
PART = re.compile(r"[();:–—]| - |,(?!\d| (?:19|20)\d\d\b)")  # a comma within a number or a date parts nothing
YEARS_DAY = re.compile(rf"\b({MONTHS}) (\d{{1,2}}),? $")
MONTH_PART = re.compile(rf"\b(early|mid|late)(?: in |-| )({MONTHS})\b(?!,? \d)")
MONTH_ALONE = re.compile(rf"\b(?:in|during|since|last) ({MONTHS})\b(?!,? (?:of )?\d)(?! (?:and|or|to|through) )")
PART_DAYS = {"early": 5, "mid": 15, "late": 25}
MIDDLE = 15  # the day of a month from which its ends are equally far
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


def days_named(sentence: str) -> list[tuple[re.Match[str], int, int]]:
    """Return the days that a sentence names without a year, each with its words, its month and its day of the month."""
    days = [(m, MONTH_NUMBERS[m[1]], int(m[2])) for m in MONTH_DAY.finditer(sentence)]
    return days + [(m, MONTH_NUMBERS[m[2]], PART_DAYS[m[1]]) for m in MONTH_PART.finditer(sentence)]


def far_days(sentence: str, published: Moment) -> Iterator[re.Match[str]]:
    """Yield the days that a sentence names without a year and that lie far from publication in any year."""
    for match, month, day in days_named(sentence):
        if distance(month, day, published) > FAR:
            yield match


def far_months(sentence: str, published: Moment) -> Iterator[re.Match[str]]:
    """Yield the months that a sentence names alone and that lie far from publication in any year, whole."""
    for match in MONTH_ALONE.finditer(sentence):
        if distance(MONTH_NUMBERS[match[1]], MIDDLE, published) > FAR + MIDDLE:
            yield match


def distance(month: int, day: int, published: Moment) -> float:
    """Return how many days a day of the year lies from publication, before or after it."""
    off = abs((month - published.at.month) * 30.4 + day - published.at.day)
    return min(off, 365 - off)


def other_years(sentence: str, published: Moment) -> Iterator[re.Match[str]]:
    """Yield the years that date what a sentence tells and are not the year of publication or the next."""
    if "19" in sentence or "20" in sentence:
        for told in readings()["year"].pattern.finditer(sentence):
            year = next(YEAR.finditer(sentence, told.start()))
            off = int(year[1]) - published.at.year
            if off not in (0, 1) and not just_before(sentence[: year.start()], published):
                yield told


def furthest(sentence: str, told: Iterable[re.Match[str]]) -> tuple[str, int, int]:
    """Return the words of the first match that says of a whole clause when it was, else of the first that says it of an
    aside, and from where to where in the sentence it does; nothing where there is none.
    """
    aside = ("", 0, 0)
    for match in told:
        span = set_off(sentence, match)
        if span is None:
            return match[0][:60], *clause(sentence, match)
        aside = aside if aside[0] else (match[0][:60], *span)
    return aside


def clause(sentence: str, words: re.Match[str]) -> tuple[int, int]:
    """Return the part of a sentence between semicolons; all of it for words that begin it, as in a chronicle."""
    closing = sentence.find(";", words.end())
    if closing < 0 or not sentence[: words.start()].strip():
        closing = len(sentence)
    return sentence.rfind(";", 0, words.start()) + 1, closing


def set_off(sentence: str, words: re.Match[str]) -> tuple[int, int] | None:
    """Return the part of a sentence that tells of somebody or something on the side: “the bus, built in 1997, …”.

    None where the words are in no such part, or in one that tells when an event was: “the attack, which was in 1997”.
    """
    find = readings()
    start = max((part.start() for part in PART.finditer(sentence, 0, words.start())), default=-1)
    closing = PART.search(sentence, words.end())
    while closing and find["goes-on"].pattern.match(sentence[closing.end() :].lstrip()):
        closing = PART.search(sentence, closing.end())
    inner = sentence[start + 1 : words.start()].lstrip()
    aside = sentence[max(start, 0)] == "(" or (closing is not None and find["told-aside"].pattern.match(inner))
    of_event = find["happening"].pattern.search(sentence[: max(start, 0)].rpartition(" ")[2])
    if start < 0 or not (find["since"].pattern.match(inner) or (aside and not of_event)):
        return None
    return start, closing.start() if closing else len(sentence)


def just_before(before: str, published: Moment) -> bool:
    """Tell whether a day told right before its year is of the weeks before publication, over the turn of a year."""
    day = YEARS_DAY.search(before)
    if day is None or published.at.month > 1:
        return False
    return MONTH_NUMBERS[day[1]] == 12 and 31 - int(day[2]) + published.at.day <= FAR


def setting(low: str, published: Moment | None, leads: bool = False) -> Setting:
    """Read one lower-cased sentence once, for all the figures in it.

    One that `leads` its article tells what that is about, even if it names a month long past: “the collapse in March
    killed 53, the ministry has confirmed”.
    """
    find = readings()
    period = find["period"].search(low)
    past = [*find["background"].finditer(undated(low)), *find["remembered"].finditer(low)]
    if period and not (past and set_off(low, period)):
        kind, words = "background" if find["superlative"].search(low) else "period", period[0]
        start, end = reach(low, period)
    else:
        if not past and published is not None:
            past = [*far_days(low, published), *other_years(low, published)]
            past += [] if leads else far_months(low, published)
        words, start, end = furthest(low, past)
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
    if span := set_off(low, period):
        return span
    total, aside = readings()["sum"].search(low), readings()["aside"].search(low)
    start = total.start() if total and total.start() < period.start() else 0
    within = aside is not None and aside.start() <= period.start() < aside.end()
    return start, aside.end() if aside and within else len(low)


def undated(low: str) -> str:
    """Leave out of a lower-cased text an anniversary on which something else happened."""
    find = readings()
    dated = find["dated"].search(low)
    if not dated or find["gathering"].search(low):
        return low
    return low[: dated.start()] + " " * len(dated[0]) + low[dated.end() :]


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
