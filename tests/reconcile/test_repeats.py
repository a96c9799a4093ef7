"""An outlet that gives another voice's figure is said to repeat it only where it says the same."""

from __future__ import annotations

import pytest

from casualties import pipeline
from casualties.model import Article, Moment


@pytest.mark.parametrize(
    ("first", "second", "detail"),
    [
        ("100", "100", "The article repeats the 100 of Police."),
        ("More than 100", "more than 100", "The article repeats the 100 of Police."),
        ("Nearly 100", "more than 100", "The article says more than 100, which is taken for the about 100 of Police."),
        ("100", "at least 100", "The article says at least 100, which is taken for the 100 of Police."),
    ],
)
def test_what_is_said_of_a_figure_told_again(first: str, second: str, detail: str) -> None:
    texts = (f"Police said that {first.lower()} people were killed by a bomb in Aleppo.",
             f"A bomb in Aleppo killed {second} people.")  # fmt: skip
    articles = [
        Article.create(text, "Bomb in Aleppo", f"https://example.org/{hour}", outlet=f"Paper {hour}",
                       published=Moment.parse(f"2024-01-04T{hour:02}:00Z"))
        for hour, text in enumerate(texts, 9)
    ]  # fmt: skip
    (found,) = pipeline.run(articles).reconciled.values()
    (estimate,) = found.estimates
    assert [aside.reason.detail for aside in estimate.set_aside if aside.reason.rule == "repeat"] == [detail]
