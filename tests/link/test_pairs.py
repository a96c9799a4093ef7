"""Hard pairs: two articles that a careless linker joins or parts wrongly."""

import tomllib
from pathlib import Path

import pytest

from casualties.link import link
from casualties.model import Article, Moment

PAIRS = tomllib.loads((Path(__file__).parent / "pairs.toml").read_text(encoding="utf-8"))["pair"]


def article(told, outlet):
    published = Moment.parse(told["published"]) if told.get("published") else None
    return Article.create(told["text"], told["title"], outlet=outlet, published=published)


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["why"] for pair in PAIRS])
def test_pair(pair):
    linked = link([article(pair["a"], "Herald"), article(pair["b"], "Post")])
    assert (len(linked.events) == 1) is pair["same"]
