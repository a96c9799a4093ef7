"""Everyone on board: the number of those whom a text says all to be dead, from where it tells how many they were."""

import re
from collections.abc import Sequence

from casualties.extract.drafts import Draft
from casualties.extract.numerals import Numeral, numerals
from casualties.extract.traits import words

# "12 people were on board", "49 aboard"
ABOARD = re.compile(r"(?: [\w'-]+){0,3} (?:aboard|on board|on-board)\b")
CARRYING = re.compile(r"\b(?:carrying|carried|conveying|ferrying|transporting) (?:a total of |the )?$")
# "64 passengers and three crew"
AND_MORE = re.compile(r"(?: [\w'-]+){1,3}(?:,| and|, and) (?:a crew of )?")
PEOPLE = re.compile(
    r" (?:[\w'-]+ ){0,2}(?:people|persons|passengers|crew|crewmembers|crewmen|sailors|soldiers|migrants)\b"
)


def told_aboard(low: str) -> set[int]:
    """Return the numbers that a lower-cased text gives of those on board."""
    found: set[int] = set()
    before: Numeral | None = None
    carried = 0
    for number in numerals(low, 0, len(low)):
        exact = number.low if number.qualifier == "exact" and number.low == number.high else None
        more = carried and before is not None and AND_MORE.fullmatch(low, before.end, number.start)
        if not exact:
            carried = 0
        elif (more or CARRYING.search(low, 0, number.start)) and PEOPLE.match(low, number.end):
            found.discard(carried)
            carried = exact + (carried if more else 0)
            found.add(carried)
        elif ABOARD.match(low, number.end):
            found.add(exact)
        else:
            carried = 0
        before = number
    return found


def fill(drafts: Sequence[Draft], low: str) -> list[Draft]:
    """Give "everyone on board" and "no survivors" their number; drop them where the text tells none, or several."""
    everyone = [
        d for d in drafts if d.low is None and d.mention.victims and d.mention.victims[0].head in words("everyone")
    ]
    if not everyone:
        return list(drafts)
    whole = told_aboard(low)
    if len(whole) != 1:
        return [d for d in drafts if d not in everyone]
    for d in everyone:
        d.low = d.high = next(iter(whole))
        d.kind, d.qualifier = "toll", "exact"
    return list(drafts)
