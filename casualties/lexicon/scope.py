"""Reads the patterns of scope and status (en/scope.toml) and compiles one expression for each reading."""

import functools
import re

from casualties.lexicon.load import LexiconError, read

READINGS = (
    "background", "aftermath", "remembered", "period", "superlative", "previous", "denied", "hypothetical", "feared",
    "unconfirmed", "drill", "commemoration", "memory", "hospital-death", "condition", "maybe",
)  # fmt: skip
PLACES = ("sentence", "before", "title", "after", "cue")
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"


@functools.cache
def readings(language: str = "en") -> dict[str, re.Pattern[str]]:
    """Return reading -> expression over lower-cased text. Raises LexiconError naming every bad row."""
    table = read(language, "scope")
    bad = [f"scope.toml: [{name}] is missing" for name in READINGS if name not in table]
    compiled = {}
    for name, row in table.items():
        if name not in READINGS:
            bad.append(f"scope.toml: [{name}] is not a reading; there are {', '.join(READINGS)}")
        if row.get("where") not in PLACES:
            bad.append(f"scope.toml [{name}]: where = {row.get('where')!r} is not one of {', '.join(PLACES)}")
        patterns = [pattern.replace("MONTH", f"(?:{MONTHS})") for pattern in row.get("patterns", [])]
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                bad.append(f"scope.toml [{name}]: {pattern!r}: {error}")
        if not bad:
            compiled[name] = re.compile(rf"\b(?:{'|'.join(patterns)})(?:\b|$)", re.DOTALL)
    if bad:
        raise LexiconError("\n".join(bad))
    return compiled
