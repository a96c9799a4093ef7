"""Everyone on board: the number of those whom a text says all to be dead, from where it tells how many they were."""

from collections.abc import Sequence

from casualties.extract.drafts import Draft
from casualties.extract.numerals import Numeral, numerals
from casualties.extract.traits import words
from casualties.lexicon.scope import readings

# How far before a number the word for what carried them may begin, in characters.
REACH = 40


def told_aboard(low: str) -> set[int]:
    """Return the numbers that a lower-cased text gives of those on board."""
    find = readings()
    found: set[int] = set()
    before: Numeral | None = None
    carried = 0
    for number in numerals(low, 0, len(low)):
        exact = number.low if number.qualifier == "exact" and number.low == number.high else None
        more = carried and before is not None and find["and-more"].pattern.fullmatch(low, before.end, number.start)
        loaded = more or find["carrying"].search(low[max(0, number.start - REACH) : number.start])
        if not exact:
            carried = 0
        elif loaded and find["carried"].pattern.match(low, number.end):
            found.discard(carried)
            carried = exact + (carried if more else 0)
            found.add(carried)
        elif find["on-board"].pattern.match(low, number.end):
            found.add(exact)
        else:
            carried = 0
        before = number
    return found


def everyone(d: Draft) -> bool:
    """Tell whether a draft is of all who were on board."""
    return d.low is None and bool(d.mention.victims) and d.mention.victims[0].head in words("everyone")


def fill(drafts: Sequence[Draft], low: str) -> list[Draft]:
    """Give "everyone on board" and "no survivors" their number; drop them where the text tells none, or several."""
    all_told = [d for d in drafts if everyone(d)]
    whole = told_aboard(low) if all_told else set()
    if len(whole) != 1:
        return [d for d in drafts if not everyone(d)]
    for d in all_told:
        d.low = d.high = next(iter(whole))
        d.kind, d.qualifier = "toll", "exact"
    return list(drafts)
