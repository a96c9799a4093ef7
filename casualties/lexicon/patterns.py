"""Regular expressions made of word lists, and the words at their edges."""

import itertools
import operator
import re
from collections.abc import Iterable, Sequence

LONG_ENDING = 10  # characters of an ending that several words share, from which on it is worth a group


def last_word(text: str) -> str:
    """The last word of a lower-case text, without the marks around it; "" if there is none."""
    words = text.replace("-", " ").replace("‑", " ").split()[-1:]
    return words[0].strip(".#([") if words else ""


def trie_pattern(words: Iterable[str], space: str = r"[ \xa0\u2009\u202f\n-]") -> str:
    """A regular expression that matches any of the phrases, longest first, sharing prefixes so that it stays fast.

    A space in a phrase matches `space`.

    >>> trie_pattern(["ten", "tens", "two"])
    't(?:ens?|wo)'
    """
    return _branches(sorted(set(words)), space)


def _branches(words: Sequence[str], space: str) -> str:
    """The pattern of some sorted endings of words, the first of them perhaps empty; equal endings are written once."""
    starts: dict[str, list[str]] = {}
    for _, alike in itertools.groupby(filter(None, words), key=operator.itemgetter(0)):
        group = list(alike)
        first, last = group[0], group[-1]
        shared = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
        rest = _branches([word[shared:] for word in group], space)
        starts.setdefault(rest, []).append(re.escape(first[:shared]).replace("\\ ", space))
    parts = []
    for rest, told in starts.items():
        parts += (
            [f"(?:{'|'.join(told)}){rest}"]
            if len(rest) > LONG_ENDING and len(told) > 1
            else [start + rest for start in told]
        )
    if not parts:
        return ""
    if not words[0]:
        single = len(parts) == 1 and len(parts[0]) == 1
        return f"{parts[0]}?" if single else f"(?:{'|'.join(parts)})?"
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
