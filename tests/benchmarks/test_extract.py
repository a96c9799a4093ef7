"""How fast texts are read: articles, text without a casualty word, one long sentence, and growth with length."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casualties.extract import claims, tolls
from casualties.model import Article

GOLD = Path(__file__).parents[2] / "data" / "gold"
PLAIN = (
    "The river rose quickly after a night of heavy rain, and people who live along the lower road carried what they "
    "could to the school on the hill, where the council had opened the hall and made tea for all. "
)
SENTENCE = (
    "The blast at the Harton mill tore through the night shift, and police said that 12 people were killed and at "
    "least 30 others, among them three children who had come with their father, were injured, many of them badly, "
)
STORY = (
    "A man was shot dead in Adra on Sunday, police said. His wife, 34, was wounded. Five others were hurt when a roof "
    "fell; one of them died in hospital.\n"
)


def articles() -> list[Article]:
    lines = (GOLD / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return [Article.create(json.loads(line)["text"]) for line in lines]


def read(made: list[Article]) -> int:
    """Read articles to their tolls: how many claims they hold."""
    count = 0
    for article in made:
        found = claims(article)
        tolls(article, found)
        count += len(found)
    return count


def test_gold_articles(benchmark: Callable[..., Any]) -> None:
    made = articles()
    read(made)  # vocabulary, patterns and the unit parser are loaded once a run
    assert benchmark(read, made) > len(made)


def test_text_without_a_casualty_word(benchmark: Callable[..., Any]) -> None:
    """One megabyte: the gate has to let more than 20 of them through in a second."""
    article = Article.create(PLAIN * (1_000_000 // len(PLAIN)))
    assert benchmark(claims, article) == ()


def test_typographic_text_without_a_casualty_word(benchmark: Callable[..., Any]) -> None:
    """The same with curly quotes and dashes, as newsrooms write."""
    article = Article.create(f"“{PLAIN}” — ’tis said. " * (1_000_000 // len(PLAIN)))
    assert benchmark(claims, article) == ()


def test_one_long_sentence(benchmark: Callable[..., Any]) -> None:
    """Ten thousand characters without a full stop."""
    assert len(benchmark(claims, Article.create(SENTENCE * 50))) >= 50


@pytest.mark.benchmark(group="growth of a story")
@pytest.mark.parametrize("copies", [1, 4, 16])
def test_growth_with_the_length_of_a_story(benchmark: Callable[..., Any], copies: int) -> None:
    """The mean of each line should be about four times the one before."""
    assert benchmark(read, [Article.create(STORY * 20 * copies)]) >= 60 * copies


@pytest.mark.benchmark(group="growth of a sentence")
@pytest.mark.parametrize("copies", [1, 4, 16])
def test_growth_with_the_length_of_a_sentence(benchmark: Callable[..., Any], copies: int) -> None:
    """The mean of each line should be about four times the one before."""
    assert benchmark(read, [Article.create(SENTENCE * 20 * copies)]) >= 20 * copies


@pytest.mark.benchmark(group="growth of blank lines")
@pytest.mark.parametrize("copies", [1, 4, 16])
def test_growth_with_blank_lines(benchmark: Callable[..., Any], copies: int) -> None:
    """The mean of each line should be about four times the one before."""
    assert benchmark(read, [Article.create("Two killed." + "\n" * 1_000 * copies)]) == 1


@pytest.mark.benchmark(group="growth of a list of claims")
@pytest.mark.parametrize("copies", [1, 4, 16])
def test_growth_with_the_number_of_claims(benchmark: Callable[..., Any], copies: int) -> None:
    """The mean of each line should be about four times the one before."""
    assert benchmark(read, [Article.create("killed 3 " * 200 * copies)]) >= 200 * copies
