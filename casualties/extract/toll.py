"""Claims to the article's toll: what the article stands by for its main event.

The figure comes from one of a few small readings, tried in order: totals the article states, people struck less the
dead, victims told one by one, none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from casualties.model import Article, Claim, Toll

LIVE = ("asserted", "unconfirmed")
SET_ASIDE = ("background", "period", "previous", "trend")
LOOSE = ("vague", "up_to", "fewer_than")
GENERIC = frozenset(
    "people persons person dead killed others other more individuals lives deaths fatalities casualties injuries wounded injured".split()
)
ACTIVE = frozenset(("active", "active-shared", "headline-base"))
FORCES = frozenset(("soldiers", "police"))
# A note of this many characters tells one incident in one go: what it adds up, it means to be added.
NOTE = 1000
# Characters between two deeds of one note, so that they are two and not one told twice.
APART = 40


def attackers_only(c: Claim) -> bool:
    """Tell whether a claim counts attackers and nobody else."""
    return c.groups == ("attackers",)


def plural_only(c: Claim) -> bool:
    """Tell whether a claim has no number word at all, just a plural ("killing civilians")."""
    return c.qualifier == "vague" and c.low == 2 and c.high is None


def side(c: Claim) -> str:
    """Return which side of a fight a claim counts; empty when it does not say."""
    groups = set(c.groups)
    if groups & {"attackers", "combatants"}:
        return "attackers"
    return "forces" if groups & FORCES else ""


def generic(c: Claim) -> bool:
    """Tell whether a claim counts just people, so that attackers may be among them."""
    words = c.victims.lower().split()
    return not c.groups and (not words or words[-1] in GENERIC or words[-1][:1].isdigit() or len(words) == 1)


TOLL_RULES = frozenset(("toll-of", "toll-to-from", "toll-from-to", "from-to-toll", "toll-colon"))
# Where a total that comes after victims told one by one is no longer the lead of its article.
LEAD = 600


def headlines(text: str) -> bool:
    """Tell whether a text is a list of headlines: several short lines and no paragraph."""
    lines = [line for line in text.split("\n") if line.strip()]
    return len(lines) > 1 and max(map(len, lines)) < 160


def first_total(totals: Sequence[Claim]) -> Claim | None:
    """Return the total the article leads with; an exact one that comes later is better than a loose one before it."""
    if not totals:
        return None
    lead = totals[0]
    exact = [c for c in totals if c.qualifier not in LOOSE]
    if lead.qualifier in LOOSE and exact:
        lead = exact[0]
    told = [c for c in totals if c.rule in TOLL_RULES and (c.low or 0) >= (lead.low or 0)]
    if told and lead.rule not in TOLL_RULES and lead.qualifier != "vague":
        lead = max(told, key=lambda c: c.low or 0)
    if lead.qualifier in ("more_than", "about") and lead.low:
        floor = lead.low if lead.qualifier == "more_than" else 0.87 * lead.low
        closer = [
            c for c in exact if c.qualifier in ("exact", "at_least") and c.low and floor < c.low <= 1.15 * lead.low
        ]
        lead = closer[0] if closer else lead
    return lead


def persons(claims: Sequence[Claim]) -> set[str]:
    """Return the keys of all victims that claims tell one by one."""
    return {key for c in claims for key in c.who}


def late(totals: Sequence[Claim], parts: Sequence[Claim]) -> bool:
    """Tell whether an article is about victims told one by one, and its first total comes far behind them."""
    first = totals[0].span.start
    if first < LEAD or any(c.rule in TOLL_RULES for c in totals):
        return False
    return sum(bool(c.who) and c.span.start < first for c in parts) >= 2


def stated(
    article: Article, totals: Sequence[Claim], adds: Sequence[Claim], parts: Sequence[Claim]
) -> tuple[int, list[str]]:
    """Return the total that the article states: the one it leads with, what it adds later, other sides in a note."""
    lead = first_total(totals)
    if lead is None:
        return 0, []
    basis = [lead]
    note = len(article.text) <= NOTE and "\n" not in article.text.strip()
    if note and not generic(lead):
        sides = {side(lead)}
        for c in totals:
            if side(c) not in sides and side(c) and c.span.start > lead.span.start and not generic(c):
                sides.add(side(c))
                basis.append(c)
    if note and lead.rule in ACTIVE:  # one deed after the other
        basis += [c for c in parts if c.rule in ACTIVE and c.who and c.span.end < lead.span.start - APART]
    if note:
        basis += [c for c in adds if c.span.start >= lead.span.end and not attackers_only(c)]
    return sum(c.low or 0 for c in basis), [c.id for c in basis]


@dataclass(frozen=True, slots=True)
class Count:
    """One category's figure, the ends that the article stands by beside it, its basis and the total it rests on."""

    figure: int
    low: int
    high: int
    basis: tuple[str, ...]
    lead: Claim | None = None


def told_one_by_one(parts: Sequence[Claim], adds: Sequence[Claim]) -> Count:
    """Count victims in the order they are told: persons add up until the article adds to them, then they are floors."""
    known: set[str] = set()
    figure = low = 0
    added = False
    for c in sorted((*parts, *adds), key=lambda c: c.span):
        if c.kind == "partial":
            known.update(c.who)
            figure = max(figure, len(known), 0 if c.who else c.low or 0)
            low = max(low, figure) if not added else low
        else:
            figure += c.low or 0
            low = figure if c.kind == "increment" else low
            added = True
    return Count(figure, min(low, figure) or figure, figure, tuple(c.id for c in (*parts, *adds)))


def counted(article: Article, category: str, claims: Sequence[Claim]) -> Count | None:
    """Return one category's count without looking at who the attackers are; None when nothing is stated."""
    mine = [c for c in claims if c.category == category and c.status in LIVE and c.kind not in SET_ASIDE]
    if not any(c.low for c in mine):  # a fear is better than nothing
        mine += [c for c in claims if c.category == category and c.status == "feared" and c.kind not in SET_ASIDE]
    if not mine:  # so is a figure that the article calls an earlier one, where it gives no other
        mine = [
            replace(c, kind="toll")
            for c in claims
            if c.category == category and c.kind == "previous" and c.rule != "previous"
        ]
    if any(
        c.low and not plural_only(c)
        for c in claims
        if c.category == category and c.status in LIVE and c.kind not in SET_ASIDE
    ):
        mine = [c for c in mine if not plural_only(c)]
    if category == "injured":  # who was hurt and died is dead
        dead = persons([c for c in claims if c.category == "killed" and c.status in LIVE and c.kind not in SET_ASIDE])
        mine = [c for c in mine if not c.who or set(c.who) - dead]
    totals = [c for c in mine if c.kind == "toll" and not c.rule.startswith("struck") and c.low != 0]
    struck = [c for c in mine if c.kind == "toll" and c.rule.startswith("struck") and c.low]
    parts = [c for c in mine if c.kind == "partial"]
    adds = [c for c in mine if c.kind in ("increment", "transfer")]
    left = [c for c in claims if c.moved_from == category and c.kind == "transfer" and c.status in LIVE]
    if totals and late(totals, parts):
        totals = []
    hit = first_total(struck)
    lead = first_total(totals)
    if hit is not None and (lead is None or (lead.span.start > hit.span.start and (lead.low or 0) < (hit.low or 0))):
        dead = counted(article, "killed", claims)
        figure = max(0, (hit.low or 0) - (dead.figure if dead else 0))
        return Count(figure, figure, figure, (hit.id,), hit)
    if totals:
        figure, basis = stated(article, totals, adds, parts)
        gone = sum(c.low or 0 for c in left if lead and c.span.start > lead.span.end)
        top = lead.high if lead and lead.qualifier == "range" and lead.high else figure
        return Count(
            max(0, figure - gone), max(0, figure - gone), max(0, top if top > figure else figure), tuple(basis), lead
        )
    if parts or adds:
        return told_one_by_one(parts, adds)
    zeros = [c for c in mine if c.kind == "toll" and c.low == 0]
    return Count(0, 0, 0, (zeros[0].id,), zeros[0]) if zeros else None


def toll(article: Article, category: str, claims: Sequence[Claim], attackers: str) -> Toll | None:
    """Return the toll of one category, or None when the article states nothing of it.

    `attackers` says whether dead or hurt attackers count: include, exclude, or range (low without, high with them).
    """
    keys = persons([c for c in claims if attackers_only(c)])
    of_attackers = [c for c in claims if attackers_only(c) or (c.who and set(c.who) <= keys)]
    main = counted(article, category, [c for c in claims if c not in of_attackers])
    theirs = counted(article, category, of_attackers)
    if main is None and theirs is None:
        return None
    without, added = main.figure if main else 0, theirs.figure if theirs else 0
    if main and theirs and main.lead and theirs.lead and (side(main.lead) == "attackers" or headlines(article.text)):
        added = max(0, added - without)  # the same people by another name
    lead = main.lead if main else None
    holds_them = lead is not None and generic(lead) and lead.rule not in ACTIVE and without > added
    low = without - added if holds_them else without
    high = without if holds_them else without + added
    best = {"include": high, "exclude": low, "range": low}[attackers]
    ends = (low, high) if attackers == "range" else (best, best)
    if main and main.low != main.high and not added:
        ends = (main.low, main.high)
    basis = (main.basis if main else ()) + (theirs.basis if theirs else ())
    return Toll(article.id, category, best, *ends, 0.5, basis)
