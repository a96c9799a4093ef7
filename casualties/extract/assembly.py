"""Drafts to claims: which victims are the same person, what became of them, and the claims with their quotes."""

import itertools
import re
from collections.abc import Sequence

from casualties.extract.aboard import fill
from casualties.extract.drafts import ATTACKERS, Draft, draft, holds, total
from casualties.extract.families import ACTIVE
from casualties.extract.found import close
from casualties.extract.identity import Person, described, find, merged, same
from casualties.extract.mentions import Mention
from casualties.extract.placing import place
from casualties.extract.rules import STRUCK, precisions
from casualties.extract.scope import Setting, setting, undated
from casualties.extract.victims import SINGLE, Victim
from casualties.lexicon.scope import readings
from casualties.model import Article, Claim, GroupCount, Span

# Where the two sentences begin that tell what an article is about: in its headline and its first lines. Characters.
LEADING = 200


def remember(drafts: Sequence[Draft], low: str) -> None:
    """Set a named victim apart where the article counts other dead: the person whose memory brought them together."""
    if not any(d.category == "killed" and d.kind == "toll" and (d.low or 0) > 2 for d in drafts):
        return
    if not readings()["memory"].search(low):
        return
    memory = readings()["memory"].pattern.pattern
    seen: dict[str, bool] = {}
    for d in drafts:
        if d.category != "killed" or d.kind != "partial" or d.symbol not in "62" or len(d.mention.victims) > 1:
            continue
        victim = d.mention.victims[0]
        name = next((w for w, t in zip(reversed(victim.words), reversed(victim.tags), strict=True) if t == "N"), "")
        if name and name not in seen:
            told = re.escape(name)
            seen[name] = bool(re.search(rf"{memory}[^.]{{0,80}}\b{told}|{told}[^.]{{0,40}}{memory}", low))
        if seen.get(name):
            d.kind, d.scope = "background", "remembered"


def move(drafts: Sequence[Draft], low: str) -> None:
    """Turn deaths of wounds into transfers where the article counts other dead: these were among the injured before."""
    if not any(d.category == "killed" and d.kind in ("toll", "previous") and (d.low or 0) > 1 for d in drafts):
        return
    of_wounds = readings()["hospital-death"].pattern
    for d in drafts:
        if d.mention.rule == "transfer" and d.kind == "partial" and d.mention.source == "injured":
            d.kind, d.moved_from = "transfer", "injured"
        dying = d.category == "killed" and d.mention.shape in ("past", "dies") and d.low and d.symbol not in "O3"
        if dying and d.kind in ("toll", "partial", "increment"):
            after = low[d.mention.cue_end : d.mention.cue_end + 40].strip()
            if of_wounds.match(after):
                d.kind, d.moved_from = "transfer", "injured"


def dying_of_the_hurt(drafts: Sequence[Draft]) -> None:
    """Turn the dead among the hurt of one sentence into transfers: "22 people were hurt, three of whom died"."""
    dead = [d.sentence for d in drafts if d.category == "killed" and d.kind == "toll"]
    for before, d in itertools.pairwise(drafts):
        counted = bool(dead) and dead[0] < d.sentence  # who died later may be among them
        hurt = before.category == "injured" and before.kind == "toll" and before.sentence == d.sentence
        if (
            hurt
            and not counted
            and d.category == "killed"
            and "part" in d.marks
            and 0 < (d.low or 0) < (before.low or 0)
        ):
            d.kind, d.moved_from = "transfer", "injured"


# A victim is looked for among this many persons told of before, so that the time stays linear.
CROWD = 150


def singles(d: Draft) -> list[Victim]:
    """Return the victims of a draft that are one person each."""
    return [
        v
        for v in d.mention.victims
        if v.head
        and (v.symbol in SINGLE or (v.low == 1 and v.symbol in "97"))
        and (
            (v.low or 0) <= 1 or (v.symbol == "O" and v.tags[:1] != "t" and d.kind != "toll")
        )  # "a second man was hurt"
    ]


def beside_the_doer(d: Draft, v: Victim) -> bool:
    """Tell whether "another man" is another than who did it: “a man shot another man”."""
    words, starts = d.mention.sentence.words, d.mention.sentence.starts
    return any(word == v.head for word, start in zip(words, starts, strict=True) if start < v.start)


def apart(before: Draft, d: Draft) -> bool:
    """Tell whether two drafts of one sentence have different victims: two deeds, or a victim and who did it."""
    if d.groups == ATTACKERS:
        return before.groups != ATTACKERS
    deeds = {before.mention.rule, d.mention.rule} <= ACTIVE
    return deeds and before.mention.category == d.mention.category  # "shot his brother before killing a guard"


def identify(drafts: Sequence[Draft], article: Article) -> dict[str, Person]:
    """Give every single victim a key; the same victim gets the same key wherever the article tells of them."""
    people: list[Person] = []
    past: list[tuple[Person, Draft]] = []  # the victims of other events
    by_key: dict[str, Person] = {}
    at_place: dict[int, Person] = {}  # two casualty words may share a phrase
    before: Draft | None = None
    of_the_dead = {d.sentence for d in drafts if d.category == "killed" and d.kind == "toll" and d.low}
    for d in drafts:
        if d.kind in ("background", "period"):
            past += [(described(v, ""), d) for v in singles(d)]
        if d.kind in ("background", "period", "transfer") or d.status in ("hypothetical", "denied"):
            continue
        if d.mention.rule == "ellipsis" and before is not None and before.mention.victims == d.mention.victims:
            d.who = list(before.who)
            if before.kind in ("background", "period"):
                d.kind, d.scope = before.kind, before.scope
            for key in d.who:
                by_key[key].categories.add(d.mention.category)
            continue
        again = before if before is not None and before.sentence == d.sentence else None
        before = d
        taken = set[str]()
        if again and apart(again, d):
            taken.update(again.who)
        for v in singles(d):
            new = described(v, f"{article.id}:{len(people) + 1}")
            new.lives = not d.sentence and v.symbol == "7" and d.category == "injured" and d.sentence in of_the_dead
            if new.other and not again and beside_the_doer(d, v):
                new.other = ""
            if v.symbol == "1" and "also" in d.marks and d.category == "killed":
                new.other = "also"  # "a passenger died as well" is another passenger
            known = at_place.get(v.start) or find(people[-CROWD:], new, v, d.mention.category, d.sentence, taken)
            then = next((then for p, then in past[-CROWD:] if same(p, new)), None) if known is None else None
            if then is not None and len(d.mention.victims) == 1:
                d.kind, d.scope = then.kind, then.scope
                break
            if known is None:
                known = new
                people.append(new)
                by_key[new.key] = new
            else:
                merged(known, new)
            at_place[v.start] = known
            known.categories.add(d.mention.category)
            known.last = d.sentence
            taken.add(known.key)
            d.who.append(known.key)
    return by_key


def told_apart(drafts: Sequence[Draft]) -> int:
    """Return the sum of dead and hurt that an article tells apart as well: 25 for "one is dead and 24 are hurt"."""
    most = {"killed": 0, "injured": 0}
    one = most.copy()
    for d in drafts:
        if d.category in most and d.status == "asserted" and d.kind in ("toll", "partial"):
            into = most if d.kind == "toll" else one
            into[d.category] = max(into[d.category], d.low or 0)
    dead, hurt = (most[category] or (one[category] == 1) for category in ("killed", "injured"))
    return dead + hurt if dead and hurt else 0


def resolve(drafts: Sequence[Draft], people: dict[str, Person]) -> list[Draft]:
    """Turn `struck` into what became of them: injured, unless they are told dead, or dead and hurt are told apart."""
    out = []
    both = told_apart(drafts)
    for d in drafts:
        if d.category == "struck":
            if d.who and len(d.who) == (d.low or 0) and all("killed" in people[k].categories for k in d.who):
                continue
            plain = d.kind == "toll" and d.qualifier == "exact" and not d.who and d.marks.isdisjoint(("other", "more"))
            if plain and d.low and d.low == both:
                continue
            d.category = "injured"
            d.marks |= {"struck"}
        out.append(d)
    return out


# How far above a bound a figure may lie that the bound still means: who says "more than 100" rounds 118 down, not 130.
AROUND = 1.25
COUNTED = ("7", "8", "9")


def left_missing(drafts: Sequence[Draft]) -> None:
    """Make a count of the missing an earlier one where the article then tells how many of them are missing still."""
    left: float | None = None
    for d in reversed(drafts):
        if d.category != "missing" or d.kind not in ("toll", "partial", "increment") or not d.low:
            continue
        if holds(d.mention, "still") and d.symbol in COUNTED and len(d.mention.victims) == 1:
            left = d.low if d.qualifier == "exact" else AROUND * d.low
        elif left is not None and d.kind == "toll" and left < d.low:
            d.kind = "previous"


# How many words of the game make a page with a score in its headline a match report.
GAME_WORDS = 3


def match_report(low: str, title: str) -> bool:
    """Tell whether an article reports a match: its dead, hurt and missing are players."""
    if not readings()["score"].search(title):
        return False
    return len({match[0] for match in readings()["sport"].pattern.finditer(low)}) >= GAME_WORDS


def claim(d: Draft, article: Article) -> Claim | None:
    """Make the claim of a draft; a mention without any figure makes none, but for a trend."""
    m = d.mention
    low, high, qualifier, word = d.low, d.high, d.qualifier, d.word
    victims = article.text[m.victims[0].start : m.victims[-1].end] if m.victims else ""
    if low is None and d.kind != "trend":
        if d.symbol != "4" or m.rule in ("died", "state", "ellipsis"):
            return None
        low, high, qualifier, word = 2, None, "vague", m.victims[0].head  # a plural is two at least
    rule = (STRUCK if "struck" in d.marks else "") + m.rule
    return Claim.create(
        article, Span(m.start, m.end), d.category, d.kind, low, high, qualifier=qualifier, status=d.status,
        victims=victims, groups=d.groups, parts=parts(d, low, high), who=tuple(d.who), scope=d.scope,
        moved_from=d.moved_from, word=word, voices=m.voices, rule=rule, confidence=precisions().get(rule),
    )  # fmt: skip


def parts(d: Draft, low: int | None, high: int | None) -> tuple[GroupCount, ...]:
    """Return how many of the victims are of each group: of one phrase all, of a list those whose phrase counts them."""
    if low is None:
        return ()
    if len(d.mention.victims) == 1:
        return tuple(GroupCount(group, low, high) for group in d.groups)
    counts = []
    for group in d.groups:
        of_group = [v for v in d.mention.victims if group in v.groups]
        least, most, *_ = total(of_group)
        if least is not None and all(v.low is not None for v in of_group):
            counts.append(GroupCount(group, least, most))
    return tuple(counts)


def assemble(article: Article, low: str, found: Sequence[tuple[int, Mention]]) -> tuple[Claim, ...]:
    """Return the claims of an article from its mentions, given with the number of their sentence, in text order.

    `low` is the article's text in lower case, offset for offset.
    """
    settings: dict[int, Setting] = {}
    drafts: list[Draft] = []
    for number, mention in found:
        if number not in settings:
            sentence = low[mention.sentence.start : mention.sentence.end]
            leads = len(settings) < 2 and mention.sentence.start < LEADING
            settings[number] = setting(sentence, article.published, leads)
        drafts += draft(mention, number, settings[number])
    title = low.lstrip()[:300].split("\n", 1)[0]
    if readings()["drill"].search(title):
        drafts = [d for d in drafts if d.kind in ("background", "period")]
    if match_report(low, title):
        return ()
    for reading, scope in (("commemoration", "anniversary"), ("round-up", "round-up")):
        if readings()[reading].search(undated(title)):
            for d in drafts:
                d.kind, d.scope = "background", scope
    drafts = close(fill(drafts, low))
    place(drafts)
    left_missing(drafts)
    remember(drafts, low)
    move(drafts, low)
    dying_of_the_hurt(drafts)
    made: dict[str, Claim] = {}
    for d in resolve(drafts, identify(drafts, article)):
        c = claim(d, article)
        if c is not None:
            made.setdefault(c.id, c)
    return tuple(sorted(made.values(), key=lambda c: (c.span, c.category, c.id)))
