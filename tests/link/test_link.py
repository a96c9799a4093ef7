"""What any linking must hold to, and bad input."""

import pytest

from casualties.link import Linked, link
from casualties.model import Article, Moment, Place


def article(title: str, text: str, published: str | None = None, url: str = "", outlet: str = "") -> Article:
    return Article.create(text, title, url, outlet=outlet, published=Moment.parse(published) if published else None)


def test_nothing_gives_nothing():
    assert link([], {}) == Linked((), ())


def test_a_single_undated_article_is_an_event():
    told = article(
        "US Carries Out Strike in Baghdad", "A drone hit a vehicle at a headquarters in Baghdad, Iraqi police said."
    )
    (event,) = link([told], {}).events
    assert event.title == "US Carries Out Strike in Baghdad"
    assert event.place == Place("Baghdad", "Iraq", "city")
    assert event.type == "strike"
    assert event.date is None
    assert event.articles == (told.id,)


def test_an_article_given_twice_is_an_error():
    told = article("A", "One died.")
    with pytest.raises(ValueError, match="twice"):
        link([told, told], {})
