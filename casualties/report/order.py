"""The signs that make a page or a terminal show what follows in another order: 12 as 21."""

from __future__ import annotations

TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))  # embeddings, overrides, isolates


def in_order(text: str) -> str:
    """Text without those signs, for a person to read; tables that programs read keep them.

    >>> in_order("chief \\u202eof 12")
    'chief of 12'
    """
    return text.translate(TURNING)
