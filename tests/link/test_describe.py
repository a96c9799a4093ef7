from __future__ import annotations

import pytest

from casualties import pipeline
from casualties.model import Article, Decision, Moment

BODY = "{} people died and three were hurt when a bus plunged off a bridge in Leeds on Monday, police said."
EARLY, LATE = Moment.parse("2026-03-02T10:00Z"), Moment.parse("2026-03-02T18:00Z")


@pytest.mark.parametrize(
    ("first", "second", "title"),
    [
        ("Bus plunges off bridge in Leeds", "Leeds bus plunge: 12 dead", "Bus plunges off bridge in Leeds"),
        ("Leeds bus plunge kills nine", "Driver of Leeds bus had no licence", "Driver of Leeds bus had no licence"),
        ("Leeds bus plunge kills nine", "Leeds bus plunge: 12 dead", "Leeds: vehicle crash"),
        ("Man dead in Leeds bus plunge", "Leeds bus plunge: 12 dead", "Man dead in Leeds bus plunge"),
    ],
)
def test_an_event_goes_by_a_headline_that_tells_no_count(first: str, second: str, title: str) -> None:
    articles = [
        Article.create(BODY.format("Nine"), title=first, outlet="One", published=EARLY),
        Article.create(BODY.format("Twelve"), title=second, outlet="Two", published=LATE),
    ]
    assert [event.title for event in pipeline.run(articles).linked.events] == [title]


def test_a_headline_whose_count_was_rejected_names_the_event() -> None:
    article = Article.create(BODY.format("Nine"), title="Leeds bus plunge kills nine", published=EARLY)
    (told,) = (c for c in pipeline.run([article]).claim.values() if c.span.start < len(article.title))
    known = pipeline.Known(decisions=(Decision("reject", (told.id,), "Kim", "a drill"),))
    assert [event.title for event in pipeline.run([article]).linked.events] == ["Leeds: vehicle crash"]
    assert [event.title for event in pipeline.run([article], known=known).linked.events] == [article.title]


@pytest.mark.parametrize(
    ("lead", "date"),
    [
        ("Nine people died when a bus plunged off a bridge in Leeds on Monday, police said.", "2026-03-02"),
        ("Nine people died when a bus plunged off a bridge in Leeds on Monday, police said on Tuesday.", "2026-03-02"),
        (
            "Police on Tuesday said that nine people died when a bus plunged off a bridge in Leeds on Monday.",
            "2026-03-02",
        ),
        ("The toll of a bus plunge in Leeds on Monday rose to at least nine on Tuesday.", "2026-03-02"),
        ("The mayor on Tuesday revised the toll of a bus plunge on Monday in Leeds to nine.", "2026-03-02"),
    ],
)
def test_the_day_on_which_a_toll_is_told_is_not_that_of_the_event(lead: str, date: str) -> None:
    (event,) = pipeline.run([Article.create(lead, published=Moment.parse("2026-03-03T10:00Z"))]).linked.events
    assert str(event.date) == date


def test_an_event_is_not_dated_days_after_its_first_report() -> None:
    told = [
        ("2026-03-04", "A fire tore through Harbour Street in Leeds, killing nine people, police said."),
        ("2026-03-09", "The fire on Harbour Street in Leeds killed nine people. A memorial was held on Sunday."),
        ("2026-03-09", "Nine people were killed in the fire on Harbour Street in Leeds. On Sunday their families met."),
    ]
    articles = [Article.create(text, title="Fire on Harbour Street", published=Moment.parse(day)) for day, text in told]
    (event,) = pipeline.run(articles).linked.events
    assert str(event.date) == "2026-03-04"
