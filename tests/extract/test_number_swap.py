"""The number-swap test: where a text is read right, another number in its place is read too, and is as sure.

A reader that looks at the size of a number, or that knows tolls by heart, fails here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from casualties.extract import claims, tolls
from casualties.model import Article, Claim, Toll

GOLD = Path(__file__).parents[2] / "data" / "gold"
UNITS = re.findall(
    r"\w+",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
)
TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
WORDS = dict(enumerate(UNITS, 1)) | {
    10 * ten + unit: f"{word}-{UNITS[unit - 1]}" if unit else word
    for ten, word in enumerate(TENS, 2)
    for unit in range(10)
}
SPELLED = (4, 7, 16, 43)
LARGE = ("37", "640", "1,350")
FOLLOWS, AS_SURE = 0.95, 0.92


def rows() -> list[dict[str, Any]]:
    files = [GOLD / "articles.jsonl", *sorted((GOLD / "streams").glob("*.jsonl"))]
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def read(text: str, attackers: str) -> tuple[tuple[Claim, ...], dict[str, Toll]]:
    article = Article.create(text)
    found = claims(article)
    return found, {toll.category: toll for toll in tolls(article, found, attackers)}


def value(number: str) -> int:
    return int(number.replace(",", ""))


def as_digits(figure: int) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,$£€]){figure:,}(?![\w%]|[.,:]\d)|(?<![\w.,$£€]){figure}(?![\w%]|[.,:]\d)")


def as_word(figure: int) -> re.Pattern[str]:
    word = WORDS.get(figure, "(?!)").replace("-", "[- ]")
    return re.compile(rf"(?<![\w-]){word}(?![\w-])", re.IGNORECASE)


def like(model: str, word: str) -> str:
    return word.upper() if model.isupper() else word.capitalize() if model[0].isupper() else word


def swaps(text: str, figure: int) -> Iterator[tuple[str, int]]:
    """The text with every mention of the figure replaced by a number that it does not hold, in the same notation."""
    digits, word = as_digits(figure), as_word(figure)
    free = [new for new in SPELLED if not as_digits(new).search(text) and not as_word(new).search(text)]
    if word.search(text):
        for new in free:
            changed = word.sub(lambda match, new=new: like(match[0], WORDS[new]), text)  # type: ignore[misc]
            yield digits.sub(str(new), changed), new
    elif digits.search(text):
        for number in (*map(str, free[-1:]), *LARGE):
            if not as_digits(value(number)).search(text):
                yield digits.sub(number, text), value(number)


def told_outright(found: Sequence[Claim], toll: Toll) -> bool:
    """Whether the toll rests on a number that every claim of that figure holds: not "a couple", not a list of names."""
    same = [c for c in found if c.category == toll.category and c.low == toll.figure]
    numbers = (as_digits(toll.figure or 0), as_word(toll.figure or 0))
    return any(c.id in toll.basis for c in same) and all(any(n.search(c.quote) for n in numbers) for c in same)


@pytest.fixture(scope="module")
def swapped() -> list[tuple[str, str, int, int, Toll, Toll]]:
    """Id, category, figure before and after, toll before and after, of every swap in a text that is read right."""
    found = []
    for row in rows():
        attackers = "exclude" if "event_id" in row else "include"
        told, before = read(row["text"], attackers)
        for category in ("killed", "injured"):
            low, high = row["gold"].get(f"{category}_min"), row["gold"].get(f"{category}_max")
            toll = before[category]
            if low is None or low < 2 or not low == high == toll.figure or not told_outright(told, toll):
                continue
            for text, new in swaps(row["text"], low):
                found.append((row["id"], category, low, new, toll, read(text, attackers)[1][category]))
    return found


def test_the_figure_follows(swapped: list[tuple[str, str, int, int, Toll, Toll]]) -> None:
    lost = [
        (row, category, old, new, after.figure) for row, category, old, new, _, after in swapped if after.figure != new
    ]
    assert len(swapped) > 150
    rate = 1 - len(lost) / len(swapped)
    assert rate >= FOLLOWS, f"{rate:.3f} of {len(swapped)} follow; not {lost}"


def test_it_is_as_sure(swapped: list[tuple[str, str, int, int, Toll, Toll]]) -> None:
    """Confidence changes only where the claims themselves do, say because a smaller number becomes a part."""
    follow = [(row, old, new, before, after) for row, _, old, new, before, after in swapped if after.figure == new]
    moved = [
        (row, old, new, before.confidence, after.confidence)
        for row, old, new, before, after in follow
        if abs(before.confidence - after.confidence) > 0.001
    ]
    rate = 1 - len(moved) / len(follow)
    assert rate >= AS_SURE, f"{rate:.3f} of {len(follow)} are as sure; not {moved}"
