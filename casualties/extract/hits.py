"""Where a rule fits: one row of the rules tried at one casualty word of a sentence."""

import re
from dataclasses import dataclass

from casualties.extract.rules import Rule

AUXILIARIES = re.compile(r"[wbhvnei]*")


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule fitted: spans of phrases (half-open), -1 where the rule has no such part."""

    victims: tuple[int, int]
    aux: str = ""
    previous: int = -1
    source: int = -1
    end: int = 0


def apply(row: Rule, symbols: str, mirrored: str, at: int) -> Hit | None:
    """Try one rule at the casualty word `at`."""
    size = len(symbols)
    if row.before:
        match = row.before.match(mirrored, size - at)
        if not match or (row.after and not row.after.match(symbols, at + 1)):
            return None
        first, last = match.span("v")
        groups = match.groupdict()
        source = size - match.end("from") if groups.get("from") else -1
        previous = size - match.end("previous") if groups.get("previous") else -1
        return Hit((size - last, size - first), (groups.get("aux") or "")[::-1], previous, source)
    match = row.after.match(symbols, at + 1) if row.after else None
    if not match:
        return None
    before = AUXILIARIES.match(mirrored, size - at)
    return Hit(
        match.span("v"),
        before[0][::-1] if before else "",
        match.start("previous") if "previous" in match.groupdict() else -1,
        -1,
        match.end(),
    )
