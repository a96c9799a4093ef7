"""Phrases that differ in a word or two, written as one row: "lost {his|her|their} life", "{tally} deaths".

Braces hold what may stand there, parted by "|", and nothing ("{|very }serious") where the words may be missing; or the
name of a set of phrases, whose rows may hold braces and the names of sets above it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

BRACES = re.compile(r"\{([^{}]*)\}")

Sets = Mapping[str, Sequence[str]]
NONE: Sets = MappingProxyType({})


def spelled_out(row: str, sets: Sets = NONE) -> Iterator[str]:
    """Yield every phrase that a row stands for. Raises KeyError with the name of a set that is not known."""
    braces = BRACES.search(row)
    if braces is None:
        yield row
        return
    for choice in braces[1].split("|") if "|" in braces[1] else sets[braces[1]]:
        yield from spelled_out(row[: braces.start()] + choice + row[braces.end() :], sets)


def phrases(rows: Iterable[str], sets: Sets = NONE) -> list[str]:
    """Return the phrases of all rows. Raises KeyError with the name of a set that is not known."""
    return [phrase for row in rows for phrase in dict.fromkeys(spelled_out(row, sets))]


def spelled_sets(table: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return sets with their own rows spelled out. Raises KeyError: a set stands below the one that names it."""
    sets: dict[str, list[str]] = {}
    for name, rows in table.items():
        sets[name] = phrases(rows, sets)
    return sets
