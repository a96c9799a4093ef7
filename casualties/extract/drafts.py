"""Mentions to drafts: what one mention says by itself, before the article is looked at as a whole."""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from casualties.extract.families import FOUND, PART_RULES
from casualties.extract.identity import may_be_among
from casualties.extract.mentions import Mention
from casualties.extract.scope import Setting, scope_of, status_of
from casualties.extract.traits import traits, words
from casualties.extract.victims import SINGLE, Victim
from casualties.lexicon.scope import readings
from casualties.model import Kind, Qualifier, Status

# "six of the victims", "one of them"
SOME_OF = re.compile("F[tPU]")  # not "six of its soldiers": they are part of an army, not of the dead
PART_OF = re.compile("F[tp]")
ATTACKERS = ("attackers",)
# Shapes of the casualty words for a condition that some of the injured are in.
CARE = ("state", "ing", "sent")


@dataclass(slots=True)
class Draft:
    """A claim in the making; `marks` say how its words set it beside other figures (see MARKS)."""

    mention: Mention
    category: str
    kind: Kind
    low: int | None
    high: int | None
    qualifier: Qualifier
    word: str = ""
    status: Status = "asserted"
    scope: str = ""
    moved_from: str = ""
    who: list[str] = field(default_factory=list)
    groups: tuple[str, ...] = ()
    sentence: int = 0
    marks: frozenset[str] = frozenset()

    @property
    def symbol(self) -> str:
        """The phrase symbol of the first victim; empty where there is none (a trend)."""
        return self.mention.victims[0].symbol if self.mention.victims else ""


def other_kin(victims: list[Victim]) -> bool:
    """Tell whether a list goes on with kin of another kind: "his two daughters, wife and mother"."""
    return victims[0].head in words("kin-of-one-kind") and any(v.head in words("kin") for v in victims[1:])


def unnamed(victims: list[Victim]) -> list[Victim]:
    """Leave out those who only say whom a count before them holds: "40 people, 22 women and 18 men"."""
    for at, v in enumerate(victims):
        after = victims[at + 1 :]
        among = all(may_be_among(w, v) for w in after) and not other_kin(victims[at:])
        if len(after) > 1 and v.low == sum(w.low or 0 for w in after) and among:
            names = all(w.symbol == "6" for w in after)
            return victims[: at + 1] if at == 0 or names else victims
    return victims


def total(victims: list[Victim]) -> tuple[int | None, int | None, Qualifier, str]:
    """Return low, high, qualifier and vague word of a list of victims taken together."""
    counted = [v for v in victims if v.low is not None]
    if not counted:
        return None, None, "vague", victims[0].head
    counted = unnamed(counted)
    if len(counted) > 1:  # "a second guard and a vendor" are two
        counted = [replace(v, low=1, high=1) if v.symbol == "O" else v for v in counted]
    low = sum(v.low or 0 for v in counted)
    high = None if any(v.high is None for v in counted) else sum(v.high or 0 for v in counted)
    if any(v.low is None and v.symbol == "3" for v in victims):  # "the priests and their cook": two of them at least
        return low + 2, None, "at_least", ""
    odd = next((v for v in counted if v.qualifier != "exact"), counted[0])
    return low, high, odd.qualifier, odd.word


def told_before(mention: Mention, low: int | None) -> Kind | None:
    """An earlier figure: that of the same sentence ("from 12 to 15"), and that of missing people who are found."""
    return "previous" if mention.rule in ("previous", "replaced", *FOUND) else None


def told_by_how_much(mention: Mention, low: int | None) -> Kind | None:
    """How far the toll rose: "the toll rose by six"."""
    return "increment" if mention.rule == "toll-by" else None


def told_as_part(mention: Mention, low: int | None) -> Kind | None:
    """Some of those counted elsewhere: "including three children", "a child was among the dead"."""
    part = mention.rule in PART_RULES or mention.parted or (mention.rule == "event" and low == 1)
    return "partial" if part else None


def told_moving(mention: Mention, low: int | None) -> Kind | None:
    """People who leave another category: "one of the wounded died"; a single victim so told is just that victim."""
    if mention.category != "killed":
        return None
    if mention.rule in ("transfer", "of-victims") and mention.source in ("injured", "missing", "struck"):
        return "partial" if all(v.symbol in SINGLE for v in mention.victims) else "transfer"
    moved = mention.shape in ("past", "dies", "pp", "state", "of") and traits()["moved"].keys() & set(
        " ".join(mention.victims[0].words).split()
    )
    return "transfer" if moved else None


def told_as_list(mention: Mention, low: int | None) -> Kind | None:
    """A list that is said to be all: "the dead are …", "killed were …"."""
    return "toll" if mention.rule in ("fallen-list", "inverted", "told-aside") and len(mention.victims) > 1 else None


def told_by_number(mention: Mention, low: int | None) -> Kind | None:
    """One victim told by its number counts all the dead so far: "a third child has died"."""
    first = mention.victims[0]
    if first.symbol != "O" or len(mention.victims) > 1:
        return None
    counts = (
        first.tags[:1] in "aAO"
        or mention.rule == "one-noun"
        or (mention.rule in ("participle", "died") and not mention.aux)
    )
    return "toll" if mention.category == "killed" and counts else "partial"


def told_one_by_one(mention: Mention, low: int | None) -> Kind | None:
    """Victims told without a count: "a man and his son"."""
    if low is None:
        return None if mention.victims[0].symbol == "4" else "partial"
    if any((v.low or 0) > 1 for v in mention.victims if v.symbol in SINGLE):
        return None
    single = [v.symbol in SINGLE for v in mention.victims]
    ones = [v.low == 1 and v.high == 1 for v in mention.victims]
    alone = all(single) or (len(single) > 1 and all(a or b for a, b in zip(single, ones, strict=True)))
    alone = alone or (len(single) == 1 and ones[0] and PART_OF.search(mention.victims[0].tags) is not None)
    return "partial" if alone else None


def told_as_total(mention: Mention, low: int | None) -> Kind | None:
    """Everything else states a total."""
    return "toll"


KINDS: tuple[Callable[[Mention, int | None], Kind | None], ...] = (
    told_before, told_by_how_much, told_as_part, told_as_list, told_moving, told_by_number, told_one_by_one,
    told_as_total,
)  # fmt: skip


def kind_of(mention: Mention, low: int | None) -> Kind:
    """Return the kind that the first fitting row of KINDS gives."""
    return next(kind for row in KINDS if (kind := row(mention, low)) is not None)


def in_care(cue: str) -> bool:
    """Tell whether a casualty word is of people under treatment: "in critical condition", "treating"."""
    return bool(readings()["condition"].search(cue))


def holds(mention: Mention, name: str) -> bool:
    """Tell whether a list has a word of a mention or one beside it: “were also hurt”, “died as well”, “also killed”."""
    sentence = mention.sentence
    first = max(0, bisect_left(sentence.starts, mention.start) - 1)
    there = zip(sentence.words[first:], sentence.starts[first:], strict=True)
    return any(word in words(name) for word, at in there if at <= mention.cue_end + 1)


# how a mention's words set it beside other figures: a mark and the test for it
MARKS: tuple[tuple[str, Callable[[Mention, Victim], bool]], ...] = (
    ("part", lambda m, v: (v.symbol in "79" and bool(SOME_OF.search(v.tags))) or m.left.endswith("f")),
    ("more", lambda m, v: v.tags.startswith("A") or bool(traits()["more"].keys() & set(v.words))),
    ("also", lambda m, v: holds(m, "also")),
    ("other", lambda m, v: bool({"other", "others"} & set(v.words))),
    ("condition", lambda m, v: m.category == "injured" and in_care(m.cue) and (m.shape in CARE or holds(m, "staying"))),
)


def marks_of(mention: Mention) -> frozenset[str]:
    """Return the marks of MARKS that fit a mention."""
    return frozenset(mark for mark, fits in MARKS if fits(mention, mention.victims[0]))


def status_told(mention: Mention, place: Setting, before: str) -> Status:
    """Return the status of a mention: what its sentence says, then its own auxiliaries ("may have been killed")."""
    status = status_of(place, before)
    if "w" in mention.aux and mention.shape != "toll":
        maybe = readings()["maybe"].search(place.low[max(0, len(before) - 40) : len(before) + 1])
        status = "feared" if maybe else "hypothetical"
    if status == "feared" and mention.category == "missing" and not readings()["feared-missing"].search(place.low):
        status = "asserted"
    if mention.shape == "base" and before.rstrip().endswith(" to"):
        status = "hypothetical"
    return status


def draft(mention: Mention, sentence: int, place: Setting) -> list[Draft]:
    """Return the drafts of one mention: one per category, none where it says nothing of casualties."""
    before = place.low[: max(0, mention.cue_start - mention.sentence.start)]
    if place.game:
        return []
    both = mention.category == "casualties"
    categories = ("killed", "injured") if both else (mention.category,)
    if mention.rule == "trend":
        return [Draft(mention, category, "trend", None, None, "about", sentence=sentence) for category in categories]
    low, high, qualifier, word = total(mention.victims)
    if low is None and one_of_staff(mention, place):
        low, high, qualifier = 1, 1, "exact"
    if ("n" in mention.aux and low) or (both and (low or high)):
        return []
    status = status_told(mention, place, before)
    if status == "hypothetical" and mention.shape != "toll":
        return []  # threats, plans and what might have been say nothing of the toll
    forced, scope = scope_of(place, before)
    if low == 0 or (mention.shape == "toll" and scope.startswith("last ")):
        forced = scope = ""  # none is none today; "the toll of last month's fire" is that of the event told
    kind: Kind = kind_of(mention, low)
    if forced:
        kind = "period" if forced == "period" else "background"
    elif kind in ("toll", "partial") and low and told_earlier(before + mention.cue, before_victims(mention, place)):
        kind = "previous"
    elif kind == "toll" and readings()["some-of-all"].search(before_victims(mention, place)):
        kind = "partial"
    first = mention.victims[0]
    if first.symbol == "O" and len(mention.victims) == 1 and kind != "toll":
        low = high = 1  # "a second man was hurt" is one man
    moved = ""
    if kind == "transfer":
        moved = mention.source.replace("struck", "injured") or ("missing" if "missing" in first.words else "injured")
    theirs, ours = split(mention.victims)
    groups = tuple(dict.fromkeys(g for v in ours or theirs for g in v.groups))
    marks = marks_of(mention)
    made = [
        Draft(mention, category, kind, low, high, qualifier, word, status, scope, moved, [], groups, sentence, marks)
        for category in categories
    ]
    if theirs and ours and kind in ("toll", "partial"):
        low, high, qualifier, word = total(theirs)
        told = replace(mention, rule="part", victims=theirs, start=theirs[0].start, end=theirs[-1].end)
        made += [replace(d, mention=told, kind="partial", low=low, high=high, who=[], groups=ATTACKERS) for d in made]
    return made


def told_earlier(before: str, counted: str) -> bool:
    """Tell whether the words before a figure make it an earlier one, and nothing since takes that back.

    `before` ends with the casualty word, `counted` before the count: "the missing at one point numbered".

    "had" after another verb of telling only shifts the time: "she said he had counted six".
    """
    if readings()["once"].search(counted):
        return True
    clause = before[max(before.rfind(" but "), before.rfind("; ")) + 1 :]
    found = readings()["previous"].search(clause)
    return found is not None and not (
        found[0].startswith("had") and readings()["backshift"].search(clause[: found.start()])
    )


def before_victims(mention: Mention, place: Setting) -> str:
    """Return what a sentence says before the first victim of a mention."""
    return place.low[: max(0, mention.victims[0].start - mention.sentence.start)]


def one_of_staff(mention: Mention, place: Setting) -> bool:
    """Tell whether the verb makes one of a word that stands for one or many: “aid agency staff was killed”."""
    first = mention.victims[0]
    between = place.low[max(0, first.end - mention.sentence.start) : max(0, mention.cue_start - mention.sentence.start)]
    one = first.head.split()[-1] in words("one-or-many") and len(mention.victims) == 1
    return one and not words("singular-verbs").isdisjoint(between.split())


def split(victims: list[Victim]) -> tuple[list[Victim], list[Victim]]:
    """Return the attackers of a list and the others: "the gunman and two guards"."""
    theirs = [v for v in victims if v.groups == ATTACKERS]
    return theirs, [v for v in victims if v.groups != ATTACKERS]
