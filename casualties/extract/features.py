"""What tells how sure a toll is: small functions, each with a label for what it sees, or none.

No feature looks at the size of a number: only at where and how it is told, how often, and beside what.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casualties.extract.secondreader import second_reading
from casualties.extract.told import LIVE, SET_ASIDE, attackers_only
from casualties.extract.toll import headlines
from casualties.model import Article, Claim, Toll

SCANNED = 20_000  # characters that are looked at for casualty words, so that the cost is bounded
BESIDE = 15  # characters from a claim to a casualty word that it covers
LOOKED_AT = 12  # casualty words of a category that are compared with its claims
BEGINNING = 300  # characters after the title that are the lead
LENGTHS = (("line", 160), ("note", 400), ("brief", 1200), ("story", 4000))  # most characters of each; above, "long"


@dataclass(frozen=True, slots=True)
class Page:
    """One article, looked at once for all categories.

    `title` is the offset at which the first line ends. `cues` has the offsets of casualty words by category, `near`
    the numbers that stand nearest to them, in text order.
    """

    article: Article
    claims: tuple[Claim, ...]
    title: int
    layout: str
    length: str
    cues: dict[str, list[int]]
    near: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Reading:
    """One category of a page: its toll, its claims, and those of them that the toll rests on, the first leading."""

    page: Page
    toll: Toll
    claims: tuple[Claim, ...]
    basis: tuple[Claim, ...]
    lead: Claim | None
    state: str


def page(article: Article, claims: Sequence[Claim]) -> Page:
    """Look at an article once."""
    text = article.text[:SCANNED]
    cues, near = second_reading(text.lower())
    size = len(article.text)
    length = next((name for name, most in LENGTHS if size <= most), "long")
    head = text[:BEGINNING]
    layout = "capitals" if head.isupper() else "headlines" if headlines(text) else "lines" if "\n" in text else "note"
    title = text.find("\n")
    return Page(article, tuple(claims), max(title, 0), layout, length, cues, near)


def reading(page: Page, toll: Toll) -> Reading:
    """Gather what the features of one category look at."""
    claims = tuple([c for c in page.claims if c.category == toll.category])
    resting = frozenset(toll.basis)
    basis = tuple([c for c in claims if c.id in resting])
    lead = next((c for c in basis if c.id == toll.basis[0]), None) if toll.basis else None
    state = "none" if toll.figure is None else "figure" if toll.figure else "zero"
    return Reading(page, toll, claims, basis, lead, state)


def bin_of(number: int) -> str:
    """Return how many things there are, roughly: never used for how many people."""
    return "none" if not number else "one" if number == 1 else "few" if number < 4 else "many"


def live_totals(r: Reading) -> list[Claim]:
    """Return the claims that state a total now, but for none."""
    return [c for c in r.claims if c.kind == "toll" and c.low and c.status in LIVE]


def live(r: Reading) -> bool:
    """Tell whether any claim of the category gives a figure now."""
    return any(c.low and c.status in LIVE and c.kind not in SET_ASIDE for c in r.claims)


def rests_on(r: Reading) -> str:
    """What the figure rests on: a total, people struck, persons told one by one, additions, nothing."""
    category = r.toll.category
    if r.lead is None:
        return f"{category} {r.state}" + (", claims left out" if live(r) else "")
    if not r.toll.figure:
        return f"{category} zero" if not r.lead.low else f"{category} all gone"
    struck = " struck" if r.lead.rule.startswith("struck") else ""
    if r.lead.kind == "toll":
        return f"{category} total{struck}"
    if r.lead.kind == "partial":
        persons = {key for c in r.basis for key in c.who}
        how = "part" if not persons else "person" if len(persons) == 1 else "persons summed"
        return f"{category} {how}{struck}"
    return f"{category} {r.lead.kind}"


def outcome(r: Reading) -> str:
    """For people struck: whether the article tells of any dead, so that the struck may be among them."""
    if r.lead is None or not r.lead.rule.startswith("struck"):
        return ""
    return (
        "dead told" if any(c.category == "killed" and c.low and c.status in LIVE for c in r.page.claims) else "no dead"
    )


def rule(r: Reading) -> str:
    """The rule that made the leading claim."""
    return r.lead.rule.removeprefix("struck-") if r.lead else ""


def qualifier(r: Reading) -> str:
    """How the leading figure is qualified: exact, at least, about."""
    return r.lead.qualifier if r.lead else ""


def status(r: Reading) -> str:
    """Whether the leading claim is asserted, unconfirmed or feared."""
    return r.lead.status if r.lead else ""


def place(r: Reading) -> str:
    """Where the leading claim stands: title, lead, later."""
    if r.lead is None:
        return ""
    start = r.lead.span.start - r.page.title
    return "title" if start < 0 else "lead" if start < BEGINNING else "later"


def wording(r: Reading) -> str:
    """How long the leading claim's words run, and whether a comma stands in them."""
    if r.lead is None:
        return ""
    words = r.lead.quote.count(" ")
    size = "short" if words < 5 else "middling" if words < 10 else "long"
    return f"{size}, comma" if ", " in r.lead.quote else size


def victims(r: Reading) -> str:
    """The first group that the leading claim's victims belong to."""
    return r.lead.groups[0] if r.lead and r.lead.groups else "people" if r.lead else ""


def voice(r: Reading) -> str:
    """Who gives the leading figure: the kind of voice, or the outlet itself."""
    return "" if r.lead is None else r.lead.voice.type if r.lead.voice else "outlet"


def repeats(r: Reading) -> str:
    """How often the article tells the leading figure again."""
    if r.lead is None or not r.toll.figure:
        return ""
    again = sum(c.low == r.toll.figure and c.id != r.lead.id and c.kind in ("toll", "partial") for c in r.claims)
    return f"{bin_of(again)}, {'total' if r.lead.kind == 'toll' else 'persons'}"


def rivals(r: Reading) -> str:
    """How many other totals the article states."""
    if not r.toll.figure:
        return ""
    return bin_of(len({c.low for c in live_totals(r) if c not in r.basis} - {r.toll.figure}))


def rival_in_title(r: Reading) -> str:
    """Whether the first line tells another total than the figure."""
    if not r.toll.figure:
        return ""
    rival = any(c.span.start < r.page.title and c.low != r.toll.figure and c not in r.basis for c in live_totals(r))
    return "yes" if rival else ""


def parts(r: Reading) -> str:
    """How many claims tell of parts, beside a total or instead of one."""
    if not r.toll.figure:
        return ""
    found = sum(c.kind == "partial" and c.status in LIVE for c in r.claims)
    return f"{bin_of(found)}, {'total' if r.lead and r.lead.kind == 'toll' else 'persons'}"


def additions(r: Reading) -> str:
    """Whether additions and moves are in the figure or left out of it, and whether some left the category."""
    adds = [c for c in r.claims if c.kind in ("increment", "transfer") and c.status in LIVE]
    moved = any(c.moved_from == r.toll.category for c in r.page.claims if c.kind == "transfer")
    told = "in" if any(c in r.basis for c in adds) else "out" if adds else ""
    return f"{told}, some moved away" if moved else told


def summed(r: Reading) -> str:
    """Whether the figure rests on one claim or on several."""
    return "" if r.lead is None else "one" if len(r.basis) == 1 else "several"


def set_aside(r: Reading) -> str:
    """The first kind of claim that was set aside as another event's, a period's or an earlier figure."""
    kind = next((c.kind for c in r.claims if c.kind in SET_ASIDE and c.kind != "trend"), "")
    return f"{kind}, {r.state}" if kind else ""


def not_asserted(r: Reading) -> str:
    """The first claim that is feared, denied or hypothetical."""
    status = next((c.status for c in r.claims if c.status not in LIVE), "")
    return f"{status}, {r.state}" if status else ""


def attackers(r: Reading) -> str:
    """Whether attackers are among the dead or hurt: alone, beside others, or not told."""
    theirs = [c for c in r.claims if "attackers" in c.groups]
    if not theirs:
        return ""
    return "alone" if all(map(attackers_only, r.basis)) else "beside others"


def zero_beside(r: Reading) -> str:
    """Whether the article says that there were none beside saying that there were some."""
    none = any(c.low == 0 and c.kind == "toll" for c in r.claims)
    return r.state if none and live(r) else ""


def bounds(r: Reading) -> str:
    """Whether the article carries a range."""
    return "range" if r.toll.figure is not None and r.toll.low != r.toll.high else ""


def length(r: Reading) -> str:
    """How long the text is, where a figure is told and where none is."""
    return f"{r.page.length}, {r.state}"


def layout(r: Reading) -> str:
    """How the text is laid out: a note of one line, several lines, headlines, capitals."""
    return f"{r.page.layout}, {r.state}"


def claims_told(r: Reading) -> str:
    """How many claims the category has."""
    return bin_of(len(r.claims)) if r.claims else ""


def unread(r: Reading) -> str:
    """How many casualty words of the category no claim covers."""
    cues = r.page.cues.get(r.toll.category, ())[:LOOKED_AT]
    spans = [(c.span.start - BESIDE, c.span.end + BESIDE) for c in r.claims]
    alone = sum(not any(start <= cue < end for start, end in spans) for cue in cues) if spans else len(cues)
    return f"{bin_of(alone)}, {r.state}"


def unread_in_title(r: Reading) -> str:
    """Whether the first line has a casualty word while no figure is told."""
    cues = r.page.cues.get(r.toll.category, ())
    return r.state if cues and cues[0] < r.page.title and r.state != "figure" else ""


def second_opinion(r: Reading) -> str:
    """Whether the crude second reader agrees: with its first number, with a later one, not, or has none."""
    near = r.page.near.get(r.toll.category, ())
    if not near:
        opinion = "silent"
    elif r.toll.figure == near[0]:
        opinion = "agrees"
    else:
        opinion = "agrees later" if r.toll.figure in near else "differs"
    return f"{opinion}, {r.state}"


def other_categories(r: Reading) -> str:
    """What stands beside a category that is not told, or told to be none: figures of another, or nothing at all."""
    if r.state == "figure":
        return ""
    others = {c.category for c in r.page.claims if c.category != r.toll.category and c.low and c.status in LIVE}
    return f"{r.toll.category} {r.state}, " + (min(others) if others else "claims" if r.page.claims else "nothing")


def both_dead_and_hurt(r: Reading) -> str:
    """Whether the same victim is told hurt and dead."""
    mine = {key for c in r.basis for key in c.who}
    theirs = {key for c in r.page.claims if c.category != r.toll.category for key in c.who}
    return "yes" if mine & theirs else ""


Feature = Callable[[Reading], str]
OF_ANY: tuple[Feature, ...] = (
    rests_on, length, layout, unread, unread_in_title, second_opinion, other_categories,
)  # fmt: skip
OF_CLAIMS: tuple[Feature, ...] = (claims_told, additions, set_aside, not_asserted, attackers, zero_beside)
OF_A_FIGURE: tuple[Feature, ...] = (
    outcome, rule, qualifier, status, place, wording, victims, voice, repeats, rivals, rival_in_title, parts, summed,
    bounds, both_dead_and_hurt,
)  # fmt: skip
FEATURES = OF_ANY + OF_CLAIMS + OF_A_FIGURE


def labels(page: Page, toll: Toll) -> list[tuple[str, str]]:
    """Return what is seen of one toll: (feature, label) for every feature that has something to say."""
    r = reading(page, toll)
    features = FEATURES if r.lead else OF_ANY + OF_CLAIMS if r.claims else OF_ANY
    return [(feature.__name__, label) for feature in features if (label := feature(r))]
