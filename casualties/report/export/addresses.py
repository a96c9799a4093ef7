"""Web addresses in formats that give some signs a meaning of their own."""

from __future__ import annotations

import re
from urllib.parse import quote


def unbroken(address: str, signs: str = "") -> str:
    """An address with blanks, controls and these signs percent-encoded, and nothing else: it opens what it opened.

    >>> unbroken("https://example.org/a;b c#d", ";")
    'https://example.org/a%3Bb%20c#d'
    """
    return re.sub(rf"[\s\x00-\x1f\x7f{re.escape(signs)}]", lambda found: quote(found[0], safe=""), address)
