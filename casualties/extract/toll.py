"""Claims to the article's toll: what the article stands by for its main event.

The figure comes from one of a few small readings, tried in order: people struck less the dead, a total the article
states, victims told one by one, none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from casualties.extract.families import ACTIVE, FORCES, PART_RULES, SELF_RULES, TOLL_RULES
from casualties.extract.lexemes import LONGEST
from casualties.extract.rules import STRUCK
from casualties.extract.told import Told, amount, attackers_only, figure_of, is_number, lessened, persons, told_of
from casualties.extract.traits import words
from casualties.lexicon.scope import readings
from casualties.model import Article, Claim, Toll

LOOSE = ("vague", "up_to", "fewer_than")
# A note of this many characters tells one incident in one go: what it adds up, it means to be added.
NOTE = 1000
# Characters between two deeds of one note, so that they are two and not one told twice.
APART = 40
# Where a total that comes after victims told one by one is no longer the lead of its article.
LEAD = 600
# How far below its headline an article tells its main event in full.
BELOW = 250
# The longest line of a list of headlines.
HEADLINE = 160
# How far an exact figure may lie from "nearly 100" or "more than 90" to be the one that is meant.
CLOSE = 1.15


@dataclass(frozen=True, slots=True)
class Count:
    """One category's figure, the ends that the article stands by beside it, its basis and the total it rests on."""

    figure: int
    low: int
    high: int
    basis: tuple[str, ...]
    lead: Claim | None = None


def side(c: Claim) -> str:
    """Return which side of a fight a claim counts; empty when it does not say."""
    groups = set(c.groups)
    if groups & {"attackers", "combatants"}:
        return "attackers"
    return "forces" if groups & FORCES else ""


def generic(c: Claim) -> bool:
    """Tell whether a claim counts just people, so that attackers may be among them."""
    told = c.victims.lower().split()
    return not c.groups and (len(told) < 2 or told[-1] in words("anyone") or is_number(told[-1]))


def is_note(article: Article) -> bool:
    """Tell whether an article is a short note: one paragraph without a headline."""
    return len(article.text) <= NOTE and "\n" not in article.text.strip()


def headlines(text: str) -> bool:
    """Tell whether a text is a list of headlines: several short lines and no paragraph."""
    lines = [line for line in text.split("\n") if line.strip()]
    return len(lines) > 1 and max(map(len, lines)) < HEADLINE


def under_the_headline(article: Article, totals: Sequence[Claim]) -> Sequence[Claim]:
    """Leave out the figure of a headline that counts some of those whom the first lines below count in full."""
    top = len(article.title) or max(0, article.text.find("\n"))
    above = [c for c in totals if c.span.end <= top]
    below = [c for c in totals if top < c.span.start < top + BELOW and c.qualifier not in LOOSE]
    if not above or not below or top >= HEADLINE or headlines(article.text):
        return totals
    fuller = above[0].qualifier == "exact" and figure_of(below[0]) > figure_of(above[0])
    return totals[len(above) :] if fuller else totals


def first_total(totals: Sequence[Claim]) -> Claim | None:
    """Return the total the article leads with.

    An exact one that comes later is better than a loose one before it, "up to 550" better than "hundreds", the toll by
    its name better than a count.
    """
    if not totals:
        return None
    lead = totals[0]
    exact = [c for c in totals if c.qualifier not in LOOSE]
    if lead.qualifier in LOOSE and exact:
        lead = exact[0]
    elif lead.qualifier == "vague":
        lead = next((c for c in totals if c.qualifier != "vague"), lead)
    told = [c for c in totals if c.rule in TOLL_RULES and (c.low or 0) >= (lead.low or 0)]
    if told and lead.rule not in TOLL_RULES and lead.qualifier != "vague":
        lead = max(told, key=lambda c: c.low or 0)
    if lead.qualifier in ("more_than", "about") and lead.low:
        floor = lead.low if lead.qualifier == "more_than" else lead.low / CLOSE
        near = [c for c in exact if c.qualifier in ("exact", "at_least") and floor < (c.low or 0) <= CLOSE * lead.low]
        lead = near[0] if near else lead
    return lead


def late(told: Told) -> bool:
    """Tell whether an article is about victims told one by one, and its first total comes far behind them."""
    first = told.totals[0].span.start
    if first < LEAD or any(c.rule in TOLL_RULES for c in told.totals):
        return False
    return sum(bool(c.who) and c.span.start < first for c in told.parts) >= 2


def leading(told: Told) -> Claim | None:
    """Return the total that an article leads with, if it leads with one."""
    return None if not told.totals or late(told) else first_total(under_the_headline(told.article, told.totals))


def does(article: Article, dead: Claim, hit: Claim) -> bool:
    """Tell whether one who died is the doer of the blows told after: "shot dead a man who had stabbed two"."""
    between = following(article, dead)[: max(0, hit.span.start - dead.span.end + 1)]
    return dead.low == 1 and readings()["who-did"].pattern.fullmatch(between, 1) is not None


def struck_less_dead(told: Told) -> Count | None:
    """People shot, stabbed or hit, less the dead: the injured, where no total of the injured comes before."""
    hit, lead = first_total(told.struck), leading(told)
    if hit is None or (lead and (lead.span.start < hit.span.start or (lead.low or 0) >= (hit.low or 0))):
        return None
    doers = told.doers + sum(does(told.article, c, hit) for c in told.deaths)
    dead = max(0, told.dead - (doers if hit.rule.removeprefix(STRUCK) in ACTIVE else 0))
    more = [c for c in told.adds if another_sort(hit, c) and on_top(told.article, hit, c)]
    figure = max(0, (hit.low or 0) - (0 if hit.qualifier == "vague" else dead)) + amount(more)
    return Count(figure, figure, figure, (hit.id, *(c.id for c in more)), hit)


def all_struck(told: Told, lead: Claim) -> bool:
    """Tell whether a total of the injured holds the dead: “both were taken to hospital, where one of them died”.

    It does where it counts "both" or "all" and the rest are told, or where the dead are told after it as some of them.
    """
    if not told.dead or told.dead >= (lead.low or 0):
        return False
    if readings()["every-one"].pattern.match(lead.victims.lower()) and lead.low == told.dead + len(persons(told.parts)):
        return True
    first = told.deaths[0] if told.deaths else None
    if first is None or first.span < lead.span or first.rule in ACTIVE:
        return False
    taken = readings()["taken"].search(lead.quote.lower())
    return taken is not None and readings()["some-of-them"].pattern.fullmatch(first.victims.lower()) is not None


def following(article: Article, c: Claim) -> str:
    """Return what follows a claim in its sentence at most, lower-cased, after the last sign of the claim itself."""
    return article.text[c.span.end - 1 : c.span.end + LONGEST].lower()


def on_top(article: Article, lead: Claim, c: Claim) -> bool:
    """Tell whether more victims come after a total, and not as the reason for it."""
    if c.span.start < lead.span.end:
        return False
    between = following(article, lead)[: c.span.start - lead.span.end + 1]
    reasons = ("because", "risen-by") if lead.rule in TOLL_RULES else ("because",)
    return not any(readings()[reason].pattern.fullmatch(between, 1) for reason in reasons)


def another_sort(lead: Claim, c: Claim) -> bool:
    """Tell whether a claim counts people who can be none of those of a total: civilians beside soldiers."""
    return not generic(lead) and not generic(c) and lead.groups != c.groups and not set(lead.groups) & set(c.groups)


def stated(told: Told) -> Count | None:
    """The total that the article leads with; a note also means what it tells beside: other sides, deeds, additions."""
    lead = leading(told)
    if lead is None:
        return None
    basis = [lead]
    note = is_note(told.article)
    sides = {side(lead)}
    for c in told.totals if note and not generic(lead) else ():
        if side(c) and side(c) not in sides and c.span.start > lead.span.start and not generic(c):
            sides.add(side(c))
            basis.append(c)
    if note and lead.rule in ACTIVE:
        basis += [c for c in told.parts if c.rule in ACTIVE and c.who and c.span.end < lead.span.start - APART]
    beside = [c for c in told.adds if note or another_sort(lead, c)]
    basis += [c for c in beside if on_top(told.article, lead, c) and not attackers_only(c)]
    before = amount(basis) - (told.dead if all_struck(told, lead) and not told.gone else 0)
    after = max(0, before - amount([c for c in told.gone if c.span.start > lead.span.end]))
    top = lead.high if lead.qualifier == "range" and lead.high else before
    return Count(
        after, after, max(top, before), tuple(c.id for c in basis), lead
    )  # who left is still in the total told


def one_by_one(told: Told) -> Count | None:
    """Victims in the order they are told: persons add up until the article adds to them, then they are floors.

    So do those of one deed at several places.
    """
    known: set[str] = set()
    figure = low = here = 0
    added = False
    for c in sorted((*told.parts, *told.adds), key=lambda c: c.span):
        if c.kind == "partial":
            known.update(c.who)
            here = (c.low or 0) + (here if c.rule == "elsewhere" else 0)
            figure = max(figure, len(known), here if c.rule == "elsewhere" or not c.who else 0)
            low = low if added else figure
        elif not c.who or set(c.who) - known:  # "another man", told twice, adds one
            known.update(c.who)
            figure += c.low or 0
            low = figure if c.kind == "increment" else low
            added = True
    basis = tuple(c.id for c in (*told.parts, *told.adds))
    return Count(figure, min(low, figure) or figure, figure, basis) if basis else None


def none_at_all(told: Told) -> Count | None:
    """A zero that the article states ("no one was hurt")."""
    return Count(0, 0, 0, (told.zeros[0].id,), told.zeros[0]) if told.zeros else None


READINGS: tuple[Callable[[Told], Count | None], ...] = (struck_less_dead, stated, one_by_one, none_at_all)


def plain(lead: Claim | None) -> bool:
    """Tell whether a total counts just people, whoever killed them, so that attackers may be among them."""
    return lead is not None and generic(lead) and lead.rule not in ACTIVE


def of_them(lead: Claim | None, claims: Sequence[Claim]) -> bool:
    """Tell whether a total counts a doer with the victims told before: "he shot his wife and himself … the couple"."""
    told = lead.victims.lower().split() if lead else []
    if not lead or len(told) < 2 or told[0] != "the" or told[-1] not in words("as-one"):
        return False
    before = [c for c in claims if c.category == "killed" and c.span < lead.span]
    return any(c.rule in SELF_RULES for c in before) and not any(c.victims.lower().endswith(told[-1]) for c in before)


def counted(article: Article, category: str, claims: Sequence[Claim], doers: int = 0) -> Count | None:
    """Return one category's count by the first fitting row of READINGS; None when nothing is stated.

    `doers` killed themselves: they may be among all the dead, and were not among those whom they struck.
    """
    killed = counted(article, "killed", claims) if category == "injured" else None
    told = told_of(article, category, claims, killed.figure if killed else 0)
    if killed and plain(killed.lead):
        told = replace(told, doers=doers)
    return next((count for reading in READINGS if (count := reading(told)) is not None), None)


def toll(article: Article, category: str, claims: Sequence[Claim], attackers: str) -> Toll | None:
    """Return the toll of one category, or None when the article states nothing of it.

    `attackers` says whether dead or hurt attackers count: include, exclude, or range (low without, high with them).
    """
    keys = persons([c for c in claims if attackers_only(c)])
    apart = {c.id for c in claims if attackers_only(c) or (c.who and lessened(c, keys) is None)}
    ours = [left for c in claims if c.id not in apart and (left := lessened(c, keys)) is not None]
    suicides = persons([c for c in claims if c.id in apart and c.category == "killed" and c.rule in SELF_RULES])
    main = counted(article, category, ours, len(suicides))
    theirs = counted(article, category, [c for c in claims if c.id in apart]) if apart else None
    if main is None and theirs is None:
        return None
    without, added = main.figure if main else 0, theirs.figure if theirs else 0
    lead = main.lead if main else None
    again = lead and not lead.groups and theirs and theirs.lead and theirs.lead.span < lead.span and added == without
    if lead and theirs and theirs.lead and (side(lead) == "attackers" or headlines(article.text) or again):
        added = max(0, added - without)  # the same people by another name
    named = lead is not None and added and all(c.rule in PART_RULES for c in claims if theirs and c.id in theirs.basis)
    by_them = lead is not None and readings()["doer"].pattern.match(following(article, lead), 1)
    holds_them = (named or of_them(lead, claims) or (plain(lead) and not by_them)) and without > added
    low = without - added if holds_them else without
    high = without if holds_them else without + added
    best = {"include": high, "exclude": low, "range": low}[attackers]
    ends = (low, high) if attackers == "range" else (best, best)
    if main and main.low != main.high and not added:
        ends = (main.low, main.high)
    basis = (main.basis if main else ()) + (theirs.basis if theirs else ())
    return Toll(article.id, category, best, *ends, 0.5, basis)
