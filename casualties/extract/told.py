"""The claims of one category that an article stands by, sorted by what they do to its toll."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from casualties.extract.families import FOUND
from casualties.extract.numerals import numerals
from casualties.extract.rules import STRUCK
from casualties.lexicon.scope import readings
from casualties.model import Article, Claim

LIVE = ("asserted", "unconfirmed")
SET_ASIDE = ("background", "period", "previous", "trend")


@dataclass(frozen=True, slots=True)
class Told:
    """The claims of one category that an article stands by, sorted by what they do to the toll."""

    article: Article
    totals: tuple[Claim, ...]
    struck: tuple[Claim, ...]
    parts: tuple[Claim, ...]
    adds: tuple[Claim, ...]
    zeros: tuple[Claim, ...]
    gone: tuple[Claim, ...]
    dead: int
    deaths: tuple[Claim, ...] = ()
    doers: int = 0


def figure_of(c: Claim) -> int:
    """Return the one figure of a claim: its low end, but the N of "up to N"."""
    return (c.high if c.qualifier in ("up_to", "fewer_than") else c.low) or 0


def amount(claims: Sequence[Claim]) -> int:
    """Add up the figures of claims."""
    return sum(figure_of(c) for c in claims)


def persons(claims: Sequence[Claim]) -> set[str]:
    """Return the keys of all victims that claims tell one by one."""
    return {key for c in claims for key in c.who}


def lessened(c: Claim, gone: set[str]) -> Claim | None:
    """Return a claim without persons that count elsewhere; None where it told of nobody else."""
    if c.low == 0 or not gone & set(c.who):
        return c
    who = tuple(key for key in c.who if key not in gone)
    return replace(c, who=who) if who or (c.low or 0) > len(c.who) else None


def attackers_only(c: Claim) -> bool:
    """Tell whether a claim counts attackers and nobody else."""
    return c.groups == ("attackers",)


def plural_only(c: Claim) -> bool:
    """Tell whether a claim has no number word at all, just a plural ("killing civilians")."""
    return c.qualifier == "vague" and c.low == 2 and c.high is None


def is_number(word: str) -> bool:
    """Tell whether a word is a number, in figures or written out."""
    return any(True for _ in numerals(word, 0, len(word)))


def standing(category: str, claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims of a category that count; a fear is better than nothing."""
    mine = [c for c in claims if c.category == category]
    live = [c for c in mine if c.status in LIVE and c.kind not in SET_ASIDE]
    if not any(c.low for c in live):
        live += [c for c in mine if c.status == "feared" and c.kind not in SET_ASIDE]
    live += sequel(mine, claims)
    numbered = any(c.low and not plural_only(c) and c.status in LIVE and c.kind not in SET_ASIDE for c in mine)
    return [c for c in live if not (numbered and plural_only(c))]


def sequel(mine: Sequence[Claim], claims: Sequence[Claim]) -> list[Claim]:
    """Return what is told of last week's event by an article that opens with it and gives no total of another."""
    now = [c for c in claims if c.kind not in SET_ASIDE]
    if any(c.kind == "toll" for c in now):
        return []
    first = min((c.span for c in now), default=None)
    then = [c for c in mine if readings()["sequel"].search(c.scope) and (first is None or c.span < first)]
    return [replace(c, kind="partial" if c.who else "toll") for c in then]


def unnamed_dead(hurt: Sequence[Claim], more: int) -> set[str]:
    """Return the persons told as struck and no more, where as many of the dead counted are still without a name."""
    shot = persons([c for c in hurt if c.rule.startswith(STRUCK)])
    shot -= persons([c for c in hurt if not c.rule.startswith(STRUCK)])
    return shot if 0 < len(shot) <= more else set()


def none_left(c: Claim) -> bool:
    """Tell whether a claim ends a search, so that nobody told of before is missing still: “all nine were found”."""
    return c.low == 0 and (c.rule in FOUND or c.rule in ("transfer", "of-victims"))


def leaves(c: Claim, category: str) -> bool:
    """Tell whether a claim takes people out of a category: “one of the wounded died”."""
    return c.moved_from == category and c.kind == "transfer" and c.status in LIVE


def found_dead(c: Claim, lost: Sequence[Claim]) -> bool:
    """Tell whether a claim is of those who were missing: “three went missing … two were found dead”, “both were …”."""
    if c.category != "killed" or c.who or c.status not in LIVE:
        return False
    if not any((m.low or 0) >= (c.low or 0) > 0 and m.span < c.span for m in lost):
        return False
    told = c.victims.lower()
    some_or_all = readings()["every-one"].pattern.match(told) or (is_number(told) and len(told.split()) == 1)
    return bool(some_or_all and readings()["recovered"].search(c.quote.lower()))


def told_of(article: Article, category: str, claims: Sequence[Claim], dead: int) -> Told:
    """Sort the claims of one category; `dead` is the figure of the killed beside the injured.

    Who was hurt, or missing, and is dead now counts as dead alone.
    """
    mine = standing(category, claims)
    if category != "killed":
        gone = persons([c for c in claims if c.category == "killed" and c.status in LIVE and c.kind not in SET_ASIDE])
        gone |= persons([c for c in claims if c.rule in FOUND and c.category == category])
        if dead > len(gone):
            gone |= unnamed_dead(mine, dead - len(gone))
        mine = [left for c in mine if (left := lessened(c, gone)) is not None]
    lost = [c for c in mine if c.category == "missing" and c.low]
    numbers = {c.low for c in lost}
    dead_of_them = [c for c in claims if found_dead(c, lost)]
    over = [c for c in mine if c.category == "missing" and none_left(c)]
    over += [c for c in dead_of_them if {c.low} == numbers]
    ended = max((c.span for c in over), default=None)
    if ended:
        mine = [c for c in mine if c.span >= ended]
    if any(c.kind == "increment" and c.who for c in mine):  # "one man was shot … another man was shot"
        mine = [replace(c, kind="partial") if c.kind == "toll" and c.low == 1 and c.who else c for c in mine]
    totals = [c for c in mine if c.kind == "toll" and figure_of(c)]
    return Told(
        article,
        totals=tuple(c for c in totals if not c.rule.startswith(STRUCK)),
        struck=tuple(c for c in totals if c.rule.startswith(STRUCK)),
        parts=tuple(c for c in mine if c.kind == "partial"),
        adds=tuple(c for c in mine if c.kind in ("increment", "transfer")),
        zeros=tuple(c for c in mine if c.kind == "toll" and c.low == 0 and c.high == 0),
        gone=tuple(c for c in claims if leaves(c, category) or (not ended and c in dead_of_them)),
        dead=dead,
        deaths=tuple(c for c in standing("killed", claims) if c.low) if dead else (),
    )
