"""Reads the patterns of scope and status (en/scope.toml) and compiles one expression for each reading."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from casualties.lexicon.load import LexiconError, read

READINGS = (
    "background", "aftermath", "remembered", "period", "superlative", "previous", "denied", "hypothetical", "feared",
    "feared-missing", "unconfirmed", "dated", "gathering", "drill", "commemoration", "memory", "disproved",
    "round-up", "score", "sport", "hospital-death", "condition", "maybe", "game", "sequel", "carrying", "carried",
    "and-more", "on-board", "because", "sum", "aside", "doer", "every-one", "taken", "some-of-them", "comparison",
    "turn", "recovered", "backshift", "some-of-all", "once",
    "year", "happening", "told-aside", "goes-on", "since", "who-did", "risen-by",
)  # fmt: skip
PLACES = ("sentence", "before", "title", "after", "between", "cue", "scope", "victims", "quote")
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"


@dataclass(frozen=True, slots=True)
class Reading:
    """The expression of one reading, and the pieces of text without one of which it cannot fit."""

    pattern: re.Pattern[str]
    needs: tuple[str, ...] = ()

    def search(self, text: str) -> re.Match[str] | None:
        """Search a lower-cased text."""
        if not self.needs:
            return self.pattern.search(text)
        for piece in self.needs:
            if piece in text:
                return self.pattern.search(text)
        return None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find every place in a lower-cased text."""
        return (
            iter(()) if self.needs and not any(piece in text for piece in self.needs) else self.pattern.finditer(text)
        )


@functools.cache
def readings(language: str = "en") -> dict[str, Reading]:
    """Return reading -> its expression over lower-cased text. Raises LexiconError naming every bad row."""
    table = read(language, "scope")
    bad = [f"scope.toml: [{name}] is missing" for name in READINGS if name not in table]
    events = "|".join(table.get("happening", {}).get("patterns", ()))
    compiled = {}
    for name, row in table.items():
        if name not in READINGS:
            bad.append(f"scope.toml: [{name}] is not a reading; there are {', '.join(READINGS)}")
        if row.get("where") not in PLACES:
            bad.append(f"scope.toml [{name}]: where = {row.get('where')!r} is not one of {', '.join(PLACES)}")
        patterns = [
            pattern.replace("MONTH", f"(?:{MONTHS})").replace("EVENT", f"(?:{events})")
            for pattern in row.get("patterns", [])
        ]
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                bad.append(f"scope.toml [{name}]: {pattern!r}: {error}")
        if not bad:
            pattern = re.compile(rf"\b(?:{'|'.join(patterns)})(?:\b|$)", re.DOTALL)
            compiled[name] = Reading(pattern, tuple(row.get("needs", ())))
    if bad:
        raise LexiconError("\n".join(bad))
    return compiled
