"""Drafts beside one another: what is a part of a total, and what adds to it.

Read in text order; what was told before is kept as running values, so that a long text costs no more per figure.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from casualties.extract.drafts import Draft
from casualties.extract.families import ACTIVE, FIGHTERS, FIGURE_RULES, FORCES
from casualties.extract.traits import traits
from casualties.model import Kind

# How many figures back "more" and "others" may look.
IN_VIEW = 40


@dataclass(slots=True)
class Before:
    """What was told of one category so far: in totals, and (`most`, `all_sides`) in any figure."""

    first: Draft | None = None
    biggest: int = 0
    most: int = 0
    figures: set[int] = field(default_factory=set)
    sides: set[bool | None] = field(default_factory=set)
    all_sides: set[bool | None] = field(default_factory=set)
    recent: deque[Draft] = field(default_factory=lambda: deque(maxlen=IN_VIEW))

    def add(self, d: Draft) -> None:
        """Take note of one more figure."""
        self.recent.append(d)
        self.most = max(self.most, d.low or 0)
        self.all_sides.add(side(d))
        if d.kind == "toll":
            self.first = self.first or d
            self.biggest = max(self.biggest, d.low or 0)
            self.figures.add(d.low or 0)
            self.sides.add(side(d))


def side(d: Draft) -> bool | None:
    """Tell which side of a fight a figure counts: fighters, others, or None where it does not say."""
    return bool(FIGHTERS & set(d.groups)) if d.groups else None


def some_of_them(d: Draft, told: Before, beside: bool) -> Kind | None:
    """Tell that "six of the victims" is a part where a total of their side stands."""
    mine = side(d)
    return (
        "partial" if "part" in d.marks and any(None in (mine, other) or mine == other for other in told.sides) else None
    )


def the_others(d: Draft, told: Before, beside: bool) -> Kind | None:
    """Tell that "three others" come on top of those told just before, unless both make up a figure told already."""
    reach = 1 if d.category == "killed" and not beside else 0  # the hurt are told apart more often than added to
    near = [e for e in told.recent if d.sentence - e.sentence <= reach]
    if "other" not in d.marks or not d.low or not near or d.low in told.figures:
        return None
    makes_up = any((e.low or 0) + d.low in told.figures for e in near)
    return "partial" if makes_up or (told.first and all(e.kind == "partial" for e in near)) else "increment"


def one_after_them(d: Draft, told: Before, beside: bool) -> Kind | None:
    """Tell that "a third" comes on top of the two of the same sentence."""
    if d.symbol != "O" or d.kind != "toll" or not any(e.sentence == d.sentence for e in told.recent):
        return None
    if d.low != told.biggest + 1:
        return None
    d.low = d.high = 1
    return "increment"


def in_hospital(d: Draft, told: Before, beside: bool) -> Kind | None:
    """Those in critical condition are some of the injured."""
    return "partial" if "condition" in d.marks else None


def more_of_them(d: Draft, told: Before, beside: bool) -> Kind | None:
    """Tell that "four more" come on top, but not beside another category ("killed four and hurt six more")."""
    again = d.low in told.figures and d.mention.victims[0].words[0] != "another"  # "a further 18", told twice
    if "more" not in d.marks or not d.low or again:
        return None
    if d.symbol == "1":  # "another man": one more only where the others are still in view
        near = any(d.sentence - e.sentence <= (0 if beside else 1) for e in told.recent)
        newly = d.category == "killed" and not (told.recent or beside)
        return "increment" if near or newly else None
    return "increment" if any(e.sentence == d.sentence for e in told.recent) or not beside else None


def elsewhere_too(d: Draft, told: Before, beside: bool) -> Kind | None:
    """Tell that those of another place come on top as well: "two more died in Lyon and one in Nice"."""
    last = told.recent[-1] if told.recent else None
    more = last is not None and last.kind == "increment" and last.sentence == d.sentence
    return "increment" if more and d.mention.rule == "elsewhere" else None


def beside_one(d: Draft, told: Before, beside: bool) -> Kind | None:
    """Tell that those who fell as well add to one just told: "a driver died. Two passengers also died"."""
    persons = told.first is None and all(e.kind == "partial" for e in told.recent)
    near = bool(told.recent) and d.sentence - told.recent[-1].sentence <= 1
    return "increment" if "also" in d.marks and d.kind == "toll" and d.symbol != "O" and persons and near else None


def one_deed_more(d: Draft, told: Before, beside: bool) -> Kind | None:
    """Tell that whom the doer "also killed" comes on top, unless both make up a figure told already."""
    last = told.recent[-1] if told.recent else None
    if last is None or "also" not in d.marks or d.mention.rule not in ACTIVE or not d.low or last.kind != "toll":
        return None
    known = d.low in told.figures or (last.low or 0) + d.low in told.figures
    return None if known or d.sentence - last.sentence > 1 else "increment"


def another_sort(d: Draft, told: Before, beside: bool) -> Kind | None:
    """Tell that people of another sort, who fell as well, add: "ten soldiers died. Three civilians also died"."""
    first = told.first
    counts = d.kind == "toll" or d.symbol == "1"  # "a civilian also died"
    if "also" not in d.marks or not counts or first is None or d.low in told.figures:
        return None
    both_sides = {side(first), side(d)} == {True, False} and FORCES & {*first.groups, *d.groups}
    if d.sentence - told.recent[-1].sentence > 2 and not both_sides:
        return None  # beside whom they fell is told elsewhere
    same = first.groups == d.groups or set(first.groups) & set(d.groups)
    return None if generic(first) or generic(d) or same else "increment"


def beside_them(d: Draft, told: Before, beside: bool) -> Kind | None:
    """Tell that people of another sort add in one breath: "five soldiers were killed and two militants died"."""
    last = told.recent[-1] if told.recent else None
    if last is None or last.sentence != d.sentence or d.kind != "toll" or not d.low or d.low in told.figures:
        return None
    counted = last.kind == "toll" and last is told.first and not generic(last) and not generic(d)
    apart = last.groups and d.groups and not set(last.groups) & set(d.groups)
    return "increment" if counted and apart and "part" not in d.marks else None


def generic(d: Draft) -> bool:
    """Tell whether a figure counts just people, of whom those of any sort may be some."""
    return not d.groups and d.mention.victims[0].head in {"", *traits()["generic"]}


def a_smaller_figure(d: Draft, told: Before, beside: bool) -> Kind | None:
    """A smaller figure told plainly and not by another voice is a part of the first total."""
    first = told.first
    if first is None or d.kind != "toll" or not d.low or d.low >= 0.9 * told.biggest or first.qualifier == "vague":
        return None
    if None not in (side(first), side(d)) and side(first) != side(d):
        return None
    plain = d.qualifier == "exact" and d.mention.rule not in FIGURE_RULES
    return "partial" if plain and d.mention.voices[-1:] in ((), first.mention.voices[-1:]) else None


def a_smaller_group(d: Draft, told: Before, beside: bool) -> Kind | None:
    """A smaller figure of some kind of people ("three children") is a part of those told before."""
    if d.kind != "toll" or d.symbol == "7" or d.mention.victims[0].head in traits()["generic"]:
        return None
    ours = told.most if told.all_sides & {None, side(d)} or side(d) is None else told.biggest
    return "partial" if 0 < (d.low or 0) < ours else None


PLACES: tuple[Callable[[Draft, Before, bool], Kind | None], ...] = (
    elsewhere_too, one_after_them, some_of_them, the_others, beside_one, one_deed_more, another_sort, beside_them,
    in_hospital, more_of_them,
    a_smaller_figure, a_smaller_group,
)  # fmt: skip


def place(drafts: Sequence[Draft]) -> None:
    """Give every figure the kind that the first fitting row of PLACES sees in it beside those told before."""
    told: dict[str, Before] = {}
    at, categories = -1, set[str]()
    for d in drafts:
        if d.sentence != at:
            at, categories = d.sentence, set()
        if d.kind in ("toll", "partial") and d.low is not None:
            mine = told.setdefault("injured" if d.category == "struck" else d.category, Before())
            first = not mine.recent and len(told) > 1  # "16 are dead. Dozens more are hurt": more people, not more hurt
            beside = first or bool(categories - {d.category})
            d.kind = next((kind for row in PLACES if (kind := row(d, mine, beside)) is not None), d.kind)
            mine.add(d)
        categories.add(d.category)
