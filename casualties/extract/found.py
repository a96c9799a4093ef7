"""Missing people who are found, alive or dead: their figure is closed, and with the last of them nobody is missing."""

from collections.abc import Sequence
from dataclasses import replace

from casualties.extract.drafts import Draft
from casualties.extract.families import FOUND
from casualties.extract.traits import words


def were_missing(d: Draft) -> bool:
    """Tell whether a draft itself says that those who were found, or died, were missing."""
    return (
        d.moved_from == "missing"
        or d.mention.rule == "found-missing"
        or not words("lost").isdisjoint(d.mention.victims[0].words)
    )


def all_of_them(d: Draft, told: set[int]) -> bool:
    """Tell whether these were all who were missing: "the last five", "all nine", the nine that were told before."""
    first = d.mention.victims[0]
    if d.low in told:
        return True
    if were_missing(d):
        the = first.tags[:1] == "t" and first.symbol in "97J"
        last = not words("all-of-them").isdisjoint(first.words)
        return last or (the and (d.low or 0) >= max(told, default=0))
    others = max(told, default=0) < (d.low or 0) != sum(told)  # "all 142 tourists in the valley were found alive"
    return not others and not words("every-one").isdisjoint(first.words)


def close(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop those found of whom nothing says that they were missing, and add that nobody is where all were found."""
    made: list[Draft] = []
    told: set[int] = set()
    for d in drafts:
        found = d.mention.rule in FOUND
        if found and not were_missing(d) and (not told or d.mention.cue in words("saved")):
            continue
        made.append(d)
        if (found or d.moved_from == "missing") and all_of_them(d, told):
            made.append(replace(d, category="missing", kind="toll", low=0, high=0, moved_from="", qualifier="exact"))
        elif d.category == "missing" and d.low and not found:
            told.add(d.low)
    return made
