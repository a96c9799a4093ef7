"""What linking costs: per article it should not grow with the number of articles."""

import runpy
from pathlib import Path

import pytest

from casualties.link import link

made_up_news = runpy.run_path(str(Path(__file__).parents[2] / "data/link_trial.py"))["made_up_news"]


@pytest.mark.parametrize("size", [1_000, 10_000])
def test_linking(benchmark, size):
    news = [article for _, article in made_up_news(size)]
    linked = benchmark.pedantic(link, args=(news,), rounds=1, iterations=1)
    assert sum(len(event.articles) for event in linked.events) == size


@pytest.mark.parametrize("size", [1_000, 10_000])
def test_adding_a_hundred(benchmark, size):
    """The newest hundred of a ledger whose other articles are known."""
    news = [article for _, article in made_up_news(size)]
    known = link(news[:-100]).known
    linked = benchmark.pedantic(link, args=(news,), kwargs={"known": known}, rounds=1, iterations=1)
    assert sum(len(event.articles) for event in linked.events) == size
