"""What a number counts when it does not count people: an age, a date, a time, money, a distance, a route, a score ..."""

from __future__ import annotations

import re

from casualties.extract.numerals import Numeral

_AFTER = re.compile(
    r"(?P<age>[\s-]years?[\s-]old|[\s-](?:month|week|day)s?-old)|(?P<duration>[\s-](?:years?|months?|weeks?|days?|hours?|minutes?)\b)"
    r"|(?P<share>\s?%|\s(?:percent|per cent)\b)|(?P<distance>[\s-](?:miles?|km|kilometers?|feet|meters?|metres?)\b)"
    r"|(?P<time>:\d\d|\s?[ap]\.?m\b)"
)


def distractor(text: str, numeral: Numeral) -> str:
    """The label of what `numeral` is if it cannot count people; "" if it may."""
    found = _AFTER.match(text, numeral.end)
    if found:
        return found.lastgroup or ""
    return "money" if text[max(0, numeral.core_start - 1) : numeral.core_start] in ("$", "€", "£") else ""
