"""How many distinct victims a voice tells of in part."""

import functools
from collections.abc import Iterable

from casualties.lexicon.policies import settings
from casualties.model import Claim


def distinct(claims: Iterable[Claim]) -> tuple[int, tuple[str, ...]]:
    """The number of victims that partial claims of one voice in one article add up to, and the claims that count.

    Figures are added only where the text sets them apart: by the victims' own keys, by a word such as "another", or by
    traits that exclude each other (serious and minor). A figure told again, and otherwise the larger, stands for all.
    """
    total, counted, people = 0, list[Claim](), set[str]()
    for claim in claims:
        number = claim.low or 0
        again = any(number == (other.low or 0) for other in counted) and not claim.who
        if again or (claim.who and people.issuperset(claim.who)):
            continue
        if counted and _beside(claim, counted, people):
            total += number - len(people.intersection(claim.who))
            counted.append(claim)
        elif number > total:
            total, counted = number, [claim]
        people.update(claim.who)
    return total, tuple(claim.id for claim in counted)


def _beside(claim: Claim, counted: list[Claim], people: set[str]) -> bool:
    text = f"{claim.quote} {claim.victims}"
    if settings().inside.search(text):
        return False
    if claim.who and all(other.who for other in counted):
        return not people.issuperset(claim.who)
    return bool(settings().additional.search(text)) or all(_exclusive(claim, other) for other in counted)


def _exclusive(claim: Claim, other: Claim) -> bool:
    return _apart(f"{claim.quote} {claim.victims}", f"{other.quote} {other.victims}")


def _apart(one: str, two: str) -> bool:
    """Do two wordings exclude each other in one of their traits?"""
    return any(first and second and not first & second for first, second in zip(_sides(one), _sides(two), strict=True))


@functools.lru_cache(maxsize=4096)
def _sides(text: str) -> tuple[frozenset[int], ...]:
    """For every trait the sides that a text names: that of age holds adults, or children, or both."""
    return tuple(
        frozenset(number for number, side in enumerate(sides) if side.search(text)) for sides in settings().exclusive
    )
