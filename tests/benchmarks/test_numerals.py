"""How fast numbers are read and labelled: a sentence of news, an article of them, and growth with length."""

from collections.abc import Callable
from typing import Any

import pytest

from casualties.extract.distractors import distractor
from casualties.extract.numerals import numerals

SENTENCE = (
    "At least 12 people were killed and between 20 and 30 others injured on Tuesday, 3 May 2022, when two gunmen "
    "opened fire at about 8:30 p.m. in the 200 block of Mill Road, 5 miles north of Harton."
)
PLAIN = (
    "The river rose quickly after a night of heavy rain, and people who live along the lower road carried what they "
    "could to the school on the hill, where the council had opened the hall and made tea for all."
)


def labelled(text: str) -> list[str]:
    return [distractor(text, numeral) for numeral in numerals(text)]


@pytest.mark.parametrize("text", [SENTENCE, PLAIN], ids=["seven numbers", "no number"])
def test_sentence(benchmark: Callable[..., Any], text: str) -> None:
    found = benchmark(labelled, text)
    assert found.count("") == (3 if text is SENTENCE else 0)


@pytest.mark.parametrize("copies", [1, 4, 16])
def test_growth_with_length(benchmark: Callable[..., Any], copies: int) -> None:
    """The mean of each line should be about four times the one before."""
    text = (SENTENCE + " " + PLAIN + "\n") * 10 * copies
    assert len(benchmark(labelled, text)) == len(labelled(SENTENCE)) * 10 * copies
