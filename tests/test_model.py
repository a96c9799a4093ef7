"""The types: one serialisation, identities that never change, moments that sort and print."""

from __future__ import annotations

import dataclasses
import inspect
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualties import model
from casualties.model import Article, Claim, Moment, Span, from_record, identity, to_record

TYPES = [
    type_
    for _, type_ in inspect.getmembers(model, inspect.isclass)
    if dataclasses.is_dataclass(type_) and type_ is not Moment
]


def test_there_are_types_to_test() -> None:
    assert {type_.__name__ for type_ in TYPES} >= {
        "Article",
        "Claim",
        "Toll",
        "Event",
        "Judgement",
        "Revision",
        "Estimate",
    }


@pytest.mark.parametrize("type_", TYPES, ids=lambda type_: type_.__name__)
@given(data=st.data())
def test_every_type_survives_its_record(type_: type, data: st.DataObject) -> None:
    value = data.draw(st.from_type(type_))
    assert from_record(type_, json.loads(json.dumps(to_record(value)))) == value


@pytest.mark.parametrize("type_", TYPES, ids=lambda type_: type_.__name__)
def test_a_record_with_an_unknown_field_is_refused(type_: type) -> None:
    with pytest.raises(TypeError, match="nobody"):
        from_record(type_, {"nobody": 1})


@given(st.from_type(Moment))
def test_a_moment_prints_and_reads_back(moment: Moment) -> None:
    assert Moment.parse(str(moment)) == moment


@given(st.from_type(Moment), st.from_type(Moment))
def test_moments_sort_by_their_earliest_instant(one: Moment, other: Moment) -> None:
    if one.at != other.at:
        assert (one < other) == (one.at < other.at)
    assert one.at <= one.latest
    assert (one < other) + (other < one) + (one == other) == 1


def test_of_two_moments_that_begin_together_the_wider_comes_first() -> None:
    told = [
        Moment.parse(text) for text in ("2024-01-01T00:00:00Z", "2024-01-01", "2024-01", "2024", "2024-01-01T00:00Z")
    ]
    assert [moment.precision for moment in sorted(told)] == ["year", "month", "day", "minute", "second"]


@pytest.mark.parametrize(
    ("text", "width"),
    [("2024", timedelta(days=366)), ("2024-02", timedelta(days=29)), ("2024-12", timedelta(days=31)),
     ("2024-01-04", timedelta(days=1)), ("2024-01-04T14Z", timedelta(hours=1)),
     ("2024-01-04T14:05:06Z", timedelta(seconds=1))],
)  # fmt: skip
def test_a_moment_is_as_wide_as_it_was_told(text: str, width: timedelta) -> None:
    moment = Moment.parse(text)
    assert moment.latest - moment.at == width - timedelta(microseconds=1)


@pytest.mark.parametrize("text", ["", "yesterday", "2024-13", "2024-01-04T14:05", "2024-01-04T14:05:06", "14:05Z"])
def test_what_is_not_a_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Moment.parse(text)


def test_an_offset_is_turned_into_utc() -> None:
    assert str(Moment.parse("2024-01-04T01:30:00+03:30")) == "2024-01-03T22:00:00Z"


def test_pinned_identities(article: Article) -> None:
    """Law 2: these ids are published. If this fails, every ledger in the world changes its meaning."""
    assert article.id == "4d297dc1bd6c645b"
    assert Article.create("Three people died.").id == "85c3c1788db7b5db"
    assert Claim.create(article, Span(17, 34), "killed", "toll", 3, 3).id == "5417846a3ef07584"
    assert Claim.create(article, Span(17, 34), "killed", "toll", 3, None).id == "586b6eb26b792eb4"


def test_identity_is_of_what_is_said_and_where_not_of_when_or_by_which_rule(article: Article) -> None:
    said = (article, Span(17, 34), "killed", "toll", 3, 3)
    assert Claim.create(*said).id == Claim.create(*said, rule="other", confidence=0.5, status="feared").id
    later = dataclasses.replace(article, published=Moment.parse("2024"), outlet="Other", ref="r")
    assert Article.create(later.text, later.title, later.url).id == article.id


@given(st.lists(st.text()), st.lists(st.text()))
def test_identity_tells_parts_apart(one: list[str], other: list[str]) -> None:
    plain = not any("\x1f" in part for part in one + other)
    if plain and one and other:
        assert (identity(*one) == identity(*other)) == (one == other)


@given(st.text(), st.text())
def test_a_title_stands_before_the_text_once(title: str, text: str) -> None:
    article = Article.create(text, title)
    assert article.text.startswith(title)
    assert Article.create(article.text, title).id == article.id


@given(st.text(min_size=1), st.data())
def test_span_law(text: str, data: st.DataObject) -> None:
    article = Article.create(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    claim = Claim.create(article, Span(start, end), "killed", "toll", 1, 1)
    assert article.text[claim.span.start : claim.span.end] == claim.quote
