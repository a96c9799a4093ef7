"""The policies: named functions from what stands to low, best and high. Each docstring cites the rule it follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from casualties.lexicon.policies import settings, vague
from casualties.model import Reason
from casualties.reconcile.figures import OWN_WORDS, UPPER
from casualties.reconcile.live import Standing, leading
from casualties.reconcile.standing import Position
from casualties.reconcile.timeline import hours_between
from casualties.reconcile.voices import rank_of


@dataclass(frozen=True, slots=True)
class Choice:
    """What a policy chose: the range, the claims it rests on, the steps that led there and the flags."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    basis: tuple[str, ...] = ()
    steps: tuple[Reason, ...] = ()
    flags: tuple[str, ...] = ()


Policy = Callable[[Standing], Choice | None]
RELIABLE = 2
CREDIBLE = 3


def full_range(standing: Standing) -> Choice:
    """Ours, the default. Low and high are the smallest and largest toll that a live independent voice stands by.

    "At least n" is no rival of a larger closed figure and "up to n" none of a smaller, so neither lowers the range,
    but for an "up to n" that is the best figure: n is then the lowest that it can be. The top is open where the
    largest figure is told only as "at least", or where the last word is a rise without a figure. Best is, of the
    highest-ranked kind of voice, the toll that was told last; of those told at about the same time that of the higher
    rank, then the last in the order of telling. Partial figures raise low where they exceed it. Where all articles
    come to one and the same toll by their own reckoning, that is best.
    """
    chosen, why = leading(standing)
    if chosen is None:
        return _floors_only(standing)
    closed = [p for p in standing.positions if (p.high is not None or chosen.high is None) and p.qualifier not in UPPER]
    least = min(closed or standing.positions, key=lambda p: (p.low, p.order))
    most = max(standing.positions, key=lambda p: (p.low if p.high is None else p.high, p.high is not None, p.order))
    low, least = min((least.low, least), (chosen.figure, chosen), key=lambda pair: pair[0])
    steps = [
        Reason("low", f"The smallest toll that a live voice stands by is {low} ({least.name}).", least.claims),
        Reason("high", _told_high(most), most.claims),
        Reason("best", f"The best figure is {chosen.figure}, of {_weighed(chosen)}: {why}.", chosen.claims),
    ]
    choice = Choice(low, chosen.figure, most.high, _claims(least, most, chosen), tuple(steps))
    return _open_if_rising(_above_floors(choice, standing), standing)


def latest(standing: Standing) -> Choice:
    """Ours: the newest live toll of any independent voice, as it was told: a range only where that voice gave one."""
    newest = max(standing.positions, key=lambda p: (_clock(p), p.order), default=None)
    if newest is None:
        return _floors_only(standing)
    return _single(newest, "newest", f"{newest.name} spoke last: {newest.says}.")


def gtd(standing: Standing) -> Choice:
    """Global Terrorism Database: one number, usually that of the most recent source.

    [seen: codebook of June 2017] With several recent sources the majority figure; with no majority the lowest
    proffered, unless questionable; a perpetrator's claim does not count; vague words stay blank; "at least n" is n.
    Our reading: recent = told within the lead window (12 hours) before the newest.
    """
    recent = _recent(_numbered(standing, "gtd"))
    if not recent:
        return _blank(standing)
    votes = Counter({figure: 0 for figure, _ in recent})
    for figure, position in recent:
        votes[figure] += position.reports
    first, second = (*votes.most_common(2), (0, 0))[:2]
    figure = first[0] if first[1] > second[1] else min(votes)
    if len(recent) == 1:
        why = f"The one recent figure is {figure}."
    elif first[1] > second[1]:
        why = f"Of {len(recent)} recent figures, most reports give {figure}."
    else:
        why = f"Of {len(recent)} recent figures, none has a majority; {figure} is the lowest."
    return _number(figure, "majority", why, recent)


def acled(standing: Standing) -> Choice | None:
    """Armed Conflict Location & Event Data: one fatality figure; injuries are not coded.

    [seen: current codebook and FAQ] The lowest number reported, until a more reliable or corroborated figure comes;
    then revised upward or downward. "At least n" is n; "several" is 3, "dozens" 12, "hundreds" 100.
    Our reading: more reliable = a higher rank in `ranking.csv`; corroborated = given by two separate reports.
    """
    if standing.category != "killed":
        return None
    numbered = _numbered(standing, "acled")
    if not numbered:
        return _blank(standing)
    figure, current = numbered[0]
    steps = [_reason("first", f"The first live figure is {figure} ({current.name}).", current)]
    for number, position in numbered[1:]:
        better = position.rank.rank < current.rank.rank or position.reports > 1 == current.reports
        worse = position.rank.rank > current.rank.rank or current.reports > 1 == position.reports
        if better or (number < figure and not worse):
            why = "More reliable or corroborated" if better else "Lower"
            steps.append(_reason("revised", f"{why}: {number} according to {position.name}.", position))
            figure, current = number, position
    return Choice(figure, figure, figure, current.claims, tuple(steps))


def ucdp(standing: Standing) -> Choice | None:
    """Uppsala Conflict Data Program: low, best and high estimates of deaths; injuries are not coded.

    [seen: GED codebook 23.1] Low is the most conservative estimate identified, best the most reliable one, high the
    highest reliable one, with unreasonable claims left out; the three are not sorted.
    Our reading: reliable = an authority, the UN, an NGO or independent media; of equals the newest is best.
    """
    if standing.category != "killed":
        return None
    numbered = _numbered(standing, "low")
    if not numbered:
        return _floors_only(standing)
    reliable = [pair for pair in numbered if pair[1].rank.tier <= RELIABLE] or numbered
    low = min(numbered, key=lambda pair: pair[0])
    best = min(reliable, key=lambda pair: (pair[1].rank.rank, [-place for place in pair[1].order]))
    high = max(reliable, key=lambda pair: pair[1].high or pair[0])
    top = high[1].high or high[0]
    steps = (
        _reason("low", f"The most conservative live figure is {low[0]} ({low[1].name}).", low[1]),
        _reason("best", f"The most reliable voice is {_weighed(best[1])}: {best[0]}.", best[1]),
        _reason("high", f"The highest figure of a reliable voice is {top} ({high[1].name}).", high[1]),
    )
    return Choice(low[0], best[0], top, _claims(low[1], best[1], high[1]), steps)


def airwars(standing: Standing) -> Choice:
    """Airwars: minimum and maximum over the credible sources, of each group apart too, and a grade; no best figure.

    [seen: site code and incident pages] Fair = two or more credible sources, weak = one, contested = minimum 0.
    Our reading: credible = anybody but perpetrators, parties to the conflict and social media; "confirmed" and
    "discounted" are an assessor's decisions and are never given here.
    """
    credible = [pair for pair in _numbered(standing, "low") if pair[1].rank.tier <= CREDIBLE]
    if not credible:
        return replace(_floors_only(standing), best=None)
    low = min(figure for figure, _ in credible)
    high = max(position.high or figure for figure, position in credible)
    sources = _sources(credible)
    grade = "fair" if sources > 1 else "weak"
    told = f"{low}" if low == high else f"{low} to {high}"
    detail = f"{sources} credible sources give {told}: graded {grade}."
    if sources == 1:
        detail = f"One credible source gives {told}: graded {grade}."
    positions = [position for _, position in credible]
    steps = (Reason("credible", detail, _claims(*positions)),)
    return Choice(low, None, high, _claims(*positions), steps, (f"grade-{grade}",))


def ibc(standing: Standing) -> Choice | None:
    """Iraq Body Count: minimum and maximum of the documented deaths; injuries are not in the range.

    [opening] A range from the reports; one source makes it provisional; zero needs two sources; "unable to confirm" is
    not zero. [remembered: our reading] The maximum is the highest figure that two independent sources reach.
    """
    if standing.category != "killed":
        return None
    numbered = [(n, p) for n, p in _numbered(standing, "low") if n > 0 or p.reports > 1]
    if not numbered:
        return _blank(standing)
    low = min(numbered, key=lambda pair: pair[0])
    reached = [pair for pair in numbered if _sources_reaching(pair[0], numbered) > 1]
    high = max(reached or numbered, key=lambda pair: pair[0])
    why = "that two sources reach" if reached else "given, by one source"
    steps = (
        _reason("minimum", f"The lowest report is {low[0]} ({low[1].name}).", low[1]),
        _reason("maximum", f"The highest figure {why} is {high[0]} ({high[1].name}).", high[1]),
    )
    flags = () if reached else ("provisional",)
    return Choice(low[0], high[0] if low[0] == high[0] else None, high[0], _claims(low[1], high[1]), steps, flags)


def emdat(standing: Standing) -> Choice | None:
    """EM-DAT: the figure of the source that ranks first, completed by a secondary one; a range is averaged.

    [seen: documentation pages] A ranked priority source; two sources confirm; deaths are the confirmed and the missing
    presumed dead; the hospitalised count as injured; "hundreds" is 200, "thousands" 2000. Our reading: the rank is that
    of `ranking.csv`, of equals the newest; missing people are left out of the deaths, since a claim does not say which
    of them are presumed dead.
    """
    if standing.category == "missing":
        return None
    numbered = _numbered(standing, "emdat")
    if not numbered:
        return _blank(standing)
    first = min(numbered, key=lambda pair: (pair[1].rank.rank, [-place for place in pair[1].order]))
    figure, position = first
    steps = [_reason("priority", f"First in rank: {figure} according to {_weighed(position)}.", position)]
    if position.high is not None and position.high != figure and position.qualifier == "range":
        mean = (figure + position.high + 1) // 2
        steps.append(_reason("averaged", f"{figure} to {position.high} is averaged to {mean}.", position))
        figure = mean
    flags = () if _sources_reaching(first[0], numbered) > 1 else ("unconfirmed",)
    return Choice(figure, figure, figure, position.claims, tuple(steps), flags)


POLICIES: Mapping[str, Policy] = {
    "full-range": full_range, "latest": latest, "gtd": gtd, "acled": acled, "ucdp": ucdp, "airwars": airwars,
    "ibc": ibc, "emdat": emdat,
}  # fmt: skip


def _numbered(standing: Standing, column: str) -> list[tuple[int, Position]]:
    """The live positions with the number that a codebook reads in each; a word that it leaves blank is left out."""
    read = [(vague().get(p.word, {}).get(column) if _is_word(p) else p.figure, p) for p in standing.positions]
    return [(number, position) for number, position in read if number is not None]


def _is_word(position: Position) -> bool:
    return position.qualifier == "vague" and position.word in vague()


def _recent(numbered: list[tuple[int, Position]]) -> list[tuple[int, Position]]:
    newest = max((position for _, position in numbered), key=_clock, default=None)
    return [pair for pair in numbered if newest and hours_between(pair[1].at, newest.at) <= settings().lead_hours]


def _clock(position: Position) -> tuple[bool, float]:
    return (position.at is not None, position.at.at.timestamp() if position.at else 0.0)


def _sources_reaching(figure: int, numbered: list[tuple[int, Position]]) -> int:
    return _sources([(number, position) for number, position in numbered if number >= figure])


def _sources(numbered: list[tuple[int, Position]]) -> int:
    """How many separate sources give these figures: voices, or separate reports where one voice has several."""
    voices = Counter(number for number, _ in numbered)
    return sum(max(voices[number], p.reports) for number, p in dict(numbered).items())


def _single(position: Position, rule: str, detail: str) -> Choice:
    closed = position.qualifier in ("range", "up_to", "fewer_than")
    low, high = (position.low, position.high) if closed else (position.figure, position.figure)
    return Choice(low, position.figure, high, position.claims, (_reason(rule, detail, position),))


def _number(figure: int, rule: str, detail: str, numbered: list[tuple[int, Position]]) -> Choice:
    claims = _claims(*(position for number, position in numbered if number == figure))
    return Choice(figure, figure, figure, claims, (Reason(rule, detail, claims),))


def _blank(standing: Standing) -> Choice:
    if standing.positions:
        claims = _claims(*standing.positions)
        return Choice(steps=(Reason("blank", "The codebook reads no number in what is told.", claims),))
    return _floors_only(standing)


def _reason(rule: str, detail: str, position: Position) -> Reason:
    return Reason(rule, detail, position.claims)


def _weighed(position: Position) -> str:
    """A voice with its kind; an outlet that counts on from somebody's figure weighs as much as that voice."""
    lent = position.own_words and position.rank != rank_of(position.voice)
    return f"{position.name} ({'counting on from a figure of ' if lent else ''}{position.rank.kind})"


def _told_high(most: Position) -> str:
    if most.high is None:
        return f"The largest toll is told as at least {most.low} ({most.name}), so the top is open."
    return f"The largest toll that a live voice stands by is {most.high} ({most.name})."


def _floors_only(standing: Standing) -> Choice:
    floor = standing.floor
    if floor is None:
        return Choice(steps=(Reason("no figure", "Nobody gives a figure that can be used."),))
    detail = f"No total is told; the victims told of by {floor.voice.name or 'the article'} add up to {floor.low}."
    return Choice(
        floor.low, floor.low, floor.low, floor.claims, (Reason("partial", detail, floor.claims),), ("partials-only",)
    )


def _above_floors(choice: Choice, standing: Standing) -> Choice:
    """Raise a choice to the largest floor, where that is higher."""
    floor = standing.floor
    if floor is None or choice.low is None or floor.low <= choice.low:
        return choice
    who = floor.voice.name or OWN_WORDS
    people = "1 of the victims is" if floor.low == 1 else f"{floor.low} of the victims are"
    detail = f"{people} told of by {who}, so the toll is at least {floor.low}."
    return Choice(
        floor.low,
        max(floor.low, choice.best or 0),
        None if choice.high is None else max(floor.low, choice.high),
        tuple(dict.fromkeys(choice.basis + floor.claims)),
        (*choice.steps, Reason("floor", detail, floor.claims)),
        choice.flags,
    )


def _open_if_rising(choice: Choice, standing: Standing) -> Choice:
    """Open the top where the last word is that the toll rose, without a figure: what was told before is a floor."""
    if not standing.rising or choice.high is None:
        return choice
    detail = f"The toll is said to rise after {choice.high} was told, and no figure is given, so the top is open."
    return replace(choice, high=None, steps=(*choice.steps, Reason("rising", detail, (standing.rising,))))


def _claims(*positions: Position) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim for position in positions for claim in position.claims))
