"""Mentions to claims: what each figure does to the toll of its article, and which victims are the same person."""

import re
from dataclasses import dataclass, field

from casualties.extract.identity import Person, described, find, merged
from casualties.extract.mentions import SINGLE, Mention, Victim
from casualties.extract.scope import ANNIVERSARY, DRILL, scope_of, status_of
from casualties.model import Article, Claim, Span

GENERIC = frozenset("people persons person others other victims victim individuals dead killed injured wounded".split())
PART_OF = re.compile("F[tpPU]")
TOLL_RULES = frozenset(
    (
        "toll-of",
        "toll-to-from",
        "toll-from-to",
        "from-to-toll",
        "toll-colon",
        "noun-figure",
        "fallen-figure",
        "labelled",
    )
)
FIGHTERS = frozenset(("attackers", "combatants"))
MORE = frozenset(("more", "additional", "further"))


@dataclass(slots=True)
class Draft:
    """A claim in the making."""

    mention: Mention
    category: str
    kind: str
    low: int | None
    high: int | None
    qualifier: str
    word: str = ""
    status: str = "asserted"
    scope: str = ""
    moved_from: str = ""
    who: list[str] = field(default_factory=list)
    groups: tuple[str, ...] = ()
    sentence: int = 0
    marks: frozenset[str] = frozenset()


def total(victims: list[Victim]) -> tuple[int | None, int | None, str, str]:
    """Return low, high, qualifier and vague word of a list of victims taken together."""
    counted = [v for v in victims if v.low is not None]
    if not counted:
        return None, None, "vague", victims[0].head
    if len(counted) > 2 and counted[0].low == sum(v.low or 0 for v in counted[1:]):
        counted = counted[:1]  # "40 people, 22 women and 18 men"
    low = sum(v.low or 0 for v in counted)
    high = None if any(v.high is None for v in counted) else sum(v.high or 0 for v in counted)
    odd = next((v for v in counted if v.qualifier != "exact"), counted[0])
    return low, high, odd.qualifier, odd.word


def draft(mention: Mention, sentence: int, text: str, article: Article) -> list[Draft]:
    """Return the drafts of one mention: one per category, none where it says nothing of casualties."""
    low_text = text.lower()
    before = low_text[: max(0, mention.cue_start - mention.sentence.start)]
    kind, scope = scope_of(low_text, before, article.published)
    status = status_of(low_text, before)
    if mention.rule == "trend":
        return [Draft(mention, mention.category, "trend", None, None, "about", status="asserted", sentence=sentence)]
    low, high, qualifier, word = total(mention.victims)
    if "n" in mention.aux and low:
        return []
    if "w" in mention.aux and mention.shape != "toll":
        status = (
            "feared" if MAYBE.search(before[-40:] + " " + low_text[len(before) : len(before) + 1]) else "hypothetical"
        )
    if mention.shape == "base" and before.rstrip().endswith(" to"):
        status = "hypothetical"
    if status == "hypothetical" and mention.shape != "toll":
        return []  # threats, plans and what might have been say nothing of the toll
    groups = tuple(dict.fromkeys(g for v in mention.victims for g in v.groups))
    first = mention.victims[0]
    categories = ("killed", "injured") if mention.category == "casualties" else (mention.category,)
    if mention.category == "casualties" and (low or high):
        return []
    if kind and mention.shape == "toll" and scope.startswith("last "):
        kind = scope = ""  # "the toll of last month's fire" is the toll of the event told
    if not kind:
        kind = kind_of(mention, low)
        if kind in ("toll", "partial") and low and EARLIER.search(before + mention.cue):
            kind = "previous"
    elif low == 0:
        kind = "toll"
        scope = ""
    if first.symbol == "O" and len(mention.victims) == 1 and kind != "toll":
        low = high = 1  # "a second man was hurt" is one man
    drafts = []
    for category in categories:
        left = "missing" if "missing" in first.words else "injured"
        moved = (mention.source.replace("struck", "injured") or left) if kind == "transfer" else ""
        drafts.append(
            Draft(
                mention,
                category,
                kind,
                low,
                high,
                qualifier,
                word,
                status,
                scope,
                moved,
                [],
                groups,
                sentence,
                marks_of(mention, first),
            )
        )
    return drafts


MAYBE = re.compile(r"\b(?:may|might) have\b")
CONDITION = re.compile(
    r"condition|critical|intensive care|surgery|life support|hospitali[sz]ed|in (?:the )?hospitals?|treat|fighting for|clinging"
)
TOLD = r"(?:said|reported|put|spoke|spoken|announced|told|believed|counted|given|stated|claimed|listed|estimated|thought|confirmed|feared|named)"
EARLIER = re.compile(
    rf"\b(?:earlier|first|initially|previously|originally|at first|at one time|had been|had)\b[^.]{{0,60}}?\b{TOLD}\b|"
    r"\b(?:initial|early|first|preliminary|earlier)(?: \w+)? (?:toll|reports?|counts?|list|figure|death toll)\b|\bhad already\b|\bcaption\b|\breports? [^.]{0,30}\bthat\b(?=.{0,60}\bwrong\b)"
)


def marks_of(mention: Mention, first: Victim) -> frozenset[str]:
    """Return what the words of a mention say of how its figure stands to others."""
    marks = set()
    if first.symbol in "79" and PART_OF.search(first.tags):
        marks.add("part")
    if mention.left.endswith("f"):
        marks.add("part")
    if MORE & set(first.words):
        marks.add("more")
    if first.tags.startswith("A"):
        marks.add("more")
    if {"other", "others"} & set(first.words):
        marks.add("other")
    if mention.category == "injured" and mention.shape == "state" and CONDITION.search(mention.cue):
        marks.add("condition")
    if all(v.symbol in SINGLE for v in mention.victims):
        marks.add("single")
    return frozenset(marks)


def kind_of(mention: Mention, low: int | None) -> str:
    """Return the kind a mention has by itself, before the article is looked at as a whole."""
    first = mention.victims[0]
    words = set(first.words)
    if mention.rule == "previous":
        return "previous"
    if mention.rule in ("among", "among-first", "part", "part-before", "part-of"):
        return "partial"
    if (
        mention.rule == "transfer"
        and mention.category == "killed"
        and mention.source in ("injured", "missing", "struck")
    ):
        return "transfer"
    if (
        mention.category == "killed"
        and mention.shape in ("past", "dies", "pp", "state")
        and words & {"wounded", "injured", "hospitalized", "missing"}
    ):
        return "transfer"
    if low is None:
        return "toll" if first.symbol == "4" else "partial"
    if first.symbol == "O" and len(mention.victims) == 1:
        counts = first.tags[:1] in "aAO" or (mention.rule in ("participle", "died") and not mention.aux)
        return "toll" if mention.category == "killed" and counts else "partial"
    if any((v.low or 0) > 1 for v in mention.victims if v.symbol in SINGLE):
        return "toll"
    if all(v.symbol in SINGLE for v in mention.victims):
        return "partial"
    if len(mention.victims) > 1 and all(v.symbol in SINGLE or (v.low == 1 and v.high == 1) for v in mention.victims):
        return "partial"
    return "toll"


def adds(d: Draft, earlier: list[Draft], drafts: list[Draft]) -> bool:
    """Tell whether "four more" comes on top of what was told before, and not beside a figure of another category."""
    if d.mention.victims[0].symbol == "1":  # "another man": one more only where the others are still in view
        return any(d.sentence - e.sentence <= 1 for e in earlier)
    if any(e.sentence == d.sentence for e in earlier):
        return True
    return not any(
        o.sentence == d.sentence and o.category != d.category and o.mention.start < d.mention.start for o in drafts
    )


def opposed(d: Draft, e: Draft) -> bool:
    """Tell whether two figures count two sides of a fight, so that neither is a part of the other."""
    one, other = bool(FIGHTERS & set(d.groups)), bool(FIGHTERS & set(e.groups))
    return one != other and bool(d.groups) and bool(e.groups)


def unrivalled(d: Draft, earlier: list[Draft]) -> bool:
    """Tell whether a smaller figure is a part of the first total: told plainly, and not by another voice."""
    first = next(e for e in earlier if e.kind == "toll")
    plain = d.qualifier == "exact" and d.mention.rule not in TOLL_RULES
    return plain and first.qualifier != "vague" and d.mention.voices[-1:] in ((), first.mention.voices[-1:])


def placed(drafts: list[Draft]) -> None:
    """Decide, in text order, what is a part and what adds: a figure is read against those before it."""
    seen: dict[str, list[Draft]] = {}
    for d in drafts:
        if d.kind not in ("toll", "partial") or d.low is None:
            continue
        earlier = seen.setdefault("injured" if d.category == "struck" else d.category, [])
        biggest = max((e.low or 0 for e in earlier if e.kind == "toll"), default=0)
        head = d.mention.victims[0].head
        if "part" in d.marks and any(e.kind == "toll" and not opposed(d, e) for e in earlier):
            d.kind = "partial"
        elif (
            "other" in d.marks
            and d.low
            and any(e.sentence == d.sentence for e in earlier)
            and all(e.low != d.low for e in earlier if e.kind == "toll")
        ):
            d.kind = "increment"
        elif "condition" in d.marks:
            d.kind = "partial"
        elif "more" in d.marks and d.low and adds(d, earlier, drafts):
            d.kind = "increment"
        elif d.kind == "toll" and 0 < d.low < 0.9 * biggest and unrivalled(d, earlier):
            d.kind = "partial"
        elif d.kind == "toll" and 0 < d.low < biggest and head not in GENERIC and d.mention.victims[0].symbol != "7":
            d.kind = "partial"
        earlier.append(d)


MEMORY = r"(?:memorial|anniversary|commemorat\w+|tomb|grave|slain|late|burial|marking|honou?r\w*|mourn\w*)"


def remembered(drafts: list[Draft], text: str) -> None:
    """Set a named victim apart where the article counts other dead: the person whose memory brought them together."""
    if not any(d.category == "killed" and d.kind == "toll" and (d.low or 0) > 2 for d in drafts):
        return
    low = text.lower()
    for d in drafts:
        victim = d.mention.victims[0] if d.mention.victims else None
        if (
            d.category != "killed"
            or d.kind != "partial"
            or victim is None
            or victim.symbol not in "62"
            or len(d.mention.victims) > 1
        ):
            continue
        name = next(
            (re.escape(w) for w, t in zip(reversed(victim.words), reversed(victim.tags), strict=True) if t == "N"), ""
        )
        if name and re.search(rf"\b{MEMORY}\b[^.]{{0,80}}\b{name}|{name}[^.]{{0,40}}\b{MEMORY}\b", low):
            d.kind, d.scope = "background", "remembered"


HOSPITAL_DEATH = re.compile(
    r"\b(?:of|from|to) (?:\w+ )?(?:his|her|their|its|the)?\s*(?:\w+ )?(?:injuries|wounds|burns)\b"
)


def moved(drafts: list[Draft], text: str) -> None:
    """Turn deaths of wounds into transfers where the article counts other dead too: these were among the injured before."""
    if not any(d.category == "killed" and d.kind in ("toll", "previous") and (d.low or 0) > 1 for d in drafts):
        return
    for d in drafts:
        if (
            d.category == "killed"
            and d.kind in ("toll", "partial", "increment")
            and d.mention.shape in ("past", "dies")
            and d.low
        ):
            after = text[d.mention.cue_end : d.mention.cue_end + 40].lower()
            if HOSPITAL_DEATH.match(after.strip()) and d.mention.victims[0].symbol != "O":
                d.kind, d.moved_from = "transfer", "injured"


def identified(drafts: list[Draft], article: Article) -> list[Person]:
    """Give every single victim a key; the same victim gets the same key wherever the article tells of them."""
    people: list[Person] = []
    before: Draft | None = None
    for d in drafts:
        if d.kind in ("background", "period", "transfer") or d.status in ("hypothetical", "denied"):
            continue
        taken: set[str] = set()
        if d.mention.rule == "ellipsis" and before is not None and before.mention.victims == d.mention.victims:
            d.who = list(before.who)
            for person in people:
                if person.key in d.who:
                    person.categories.add(d.mention.category)
            continue
        before = d
        for v in d.mention.victims:
            if (v.symbol not in SINGLE and not (v.low == 1 and v.symbol in "97")) or (v.low or 0) > 1:
                continue
            if not v.head:
                continue
            new = described(v, f"{article.id}:{len(people) + 1}")
            known = find(people, new, v, d.mention.category, d.sentence, taken)
            if known is None:
                people.append(new)
                known = new
            else:
                merged(known, new)
            known.categories.add(d.mention.category)
            known.sentences.add(d.sentence)
            taken.add(known.key)
            d.who.append(known.key)
    return people


def resolved(drafts: list[Draft], people: list[Person]) -> list[Draft]:
    """Turn `struck` into what became of them: injured, unless the same person is told dead."""
    by_key = {p.key: p for p in people}
    out = []
    for d in drafts:
        if d.category == "struck":
            if d.who and len(d.who) == (d.low or 0) and all("killed" in by_key[k].categories for k in d.who):
                continue
            d.category = "injured"
            d.marks |= {"struck"}
        out.append(d)
    return out


def claim(d: Draft, article: Article) -> Claim | None:
    """Make the claim of a draft; a mention without any figure makes none."""
    low, high, qualifier, word = d.low, d.high, d.qualifier, d.word
    if d.kind == "trend":
        return Claim.create(
            article,
            Span(d.mention.start, d.mention.end),
            d.category,
            "trend",
            None,
            None,
            qualifier="about",
            rule=d.mention.rule,
            voices=d.mention.voices,
        )
    if low is None:
        if d.mention.victims[0].symbol != "4" or d.mention.rule in ("died", "state", "ellipsis"):
            return None
        low, high, qualifier, word = 2, None, "vague", d.mention.victims[0].head
    m = d.mention
    victims = article.text[m.victims[0].start : m.victims[-1].end]
    rule = ("struck-" if "struck" in d.marks else "") + m.rule
    return Claim.create(
        article, Span(m.start, m.end), d.category, d.kind, low, high, qualifier=qualifier, status=d.status, victims=victims,  # type: ignore[arg-type]
        groups=d.groups, who=tuple(d.who), scope=d.scope, moved_from=d.moved_from, word=word, rule=rule, voices=m.voices,
    )  # fmt: skip


def assemble(article: Article, found: list[tuple[int, Mention]]) -> tuple[Claim, ...]:
    """Return the claims of an article from its mentions, given with the number of their sentence, in text order."""
    drafts = [
        d for number, m in found for d in draft(m, number, article.text[m.sentence.start : m.sentence.end], article)
    ]
    if DRILL.search(article.text.lstrip().split("\n", 1)[0][:300].lower()):
        drafts = [d for d in drafts if d.kind in ("background", "period")]
    if ANNIVERSARY.search(article.title.lower() or article.text.split("\n", 1)[0].lower()):
        for d in drafts:
            d.kind, d.scope = "background", "anniversary"
    placed(drafts)
    remembered(drafts, article.text)
    moved(drafts, article.text)
    people = identified(drafts, article)
    made = {}
    for d in resolved(drafts, people):
        c = claim(d, article)
        if c is not None:
            made.setdefault(c.id, c)
    return tuple(sorted(made.values(), key=lambda c: (c.span, c.category)))
