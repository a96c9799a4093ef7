"""What is told in passing: the days that a sentence means, and the event that its figure may be of."""

from __future__ import annotations

from datetime import date

import pytest

from casualties import link, pipeline
from casualties.link import Aside
from casualties.link.period import period
from casualties.model import Article, Claim, Event, Moment, Place, Span
from casualties.report import rows

TODAY = date(2024, 3, 6)  # a Wednesday


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("The strike comes a day after 80 people died in Kerman.", "2024-03-05", "2024-03-05"),
        ("Two weeks ago a blast in Kerman killed 80.", "2024-02-18", "2024-02-24"),
        ("It happened 3 years after 80 died.", "2020-09-06", "2021-09-05"),
        ("It came days after 80 died.", "2024-02-28", "2024-03-04"),
        ("Last week 80 died.", "2024-02-26", "2024-03-03"),
        ("Last month 80 died.", "2024-02-01", "2024-02-29"),
        ("A fire last year killed 80.", "2023-01-01", "2023-12-31"),
        ("Earlier this month 80 died.", "2024-03-01", "2024-03-06"),
        ("Yesterday 80 died.", "2024-03-05", "2024-03-05"),
        ("On January 3 a blast killed 80.", "2024-01-03", "2024-01-03"),
        ("On 3 January 2020 a blast killed 80.", "2020-01-03", "2020-01-03"),
        ("On December 24 a blast killed 80.", "2023-12-24", "2023-12-24"),
        ("In April 2022 a strike killed 63.", "2022-04-01", "2022-04-30"),
        ("Early in December five were killed.", "2023-12-01", "2023-12-31"),
        ("A storm in 2018 killed 40.", "2018-01-01", "2018-12-31"),
        ("A bomb killed 40 there on Monday.", "2024-03-04", "2024-03-04"),
    ],
)
def test_the_days_a_sentence_means(sentence: str, first: str, last: str) -> None:
    assert period(sentence, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "sentence", ["A blast in Kerman killed 80.", "On February 30 80 died.", "In 2031 80 will die."]
)
def test_a_sentence_that_tells_no_day_that_was(sentence: str) -> None:
    assert period(sentence, TODAY) is None


BLAST = ("2024-01-04", "Blasts in Kerman", "Two blasts in Kerman on Wednesday killed 84 people, officials said.")

STRIKE = (
    "A drone strike on a militia depot in eastern Baghdad on Friday killed four men, the army said. Two missiles hit "
    "a car inside the gate on Palestine Street. {} Militia leaders threatened revenge on American troops."
)


def candidates(passing: str, *others: tuple[str, str, str]) -> list[tuple[str, str]]:
    """What the articles' claims may be of: pairs of words and the event's place."""
    told = (BLAST, *others, ("2024-01-05", "Drone strike hits a depot in Baghdad", STRIKE.format(passing)))
    result = pipeline.run([Article.create(text, title, published=Moment.parse(day)) for day, title, text in told])
    places = {event.id: event.place.name for event in result.linked.events}
    found = [row for row in rows.claims(result) if row["may_be_of"]]
    for row in found:
        assert row["event_id"] != row["may_be_of"]
        assert row["claim_id"] not in {id_ for e in result.reconciled[row["may_be_of"]].estimates for id_ in e.basis}
    return [(row["quote"], places[row["may_be_of"]]) for row in found]


def test_a_figure_told_in_passing_may_be_of_the_event_its_sentence_places_and_dates() -> None:
    told = candidates("It comes two days after more than 80 people died in a blast in the city of Kerman.")
    assert told == [("more than 80 people died", "Kerman")]


@pytest.mark.parametrize(
    "passing",
    [
        "It comes two years after more than 80 people died in a blast in the city of Kerman.",
        "It comes two days after more than 80 people died in a blast in the city of Shiraz.",
        "It comes two days after more than 20 people died in a blast in the city of Kerman.",
        "It comes two days after more than 80 people died in a flood in the city of Kerman.",
    ],
    ids=["another time", "another place", "another toll", "another kind"],
)
def test_it_is_of_none_where_that_does_not_fit(passing: str) -> None:
    assert candidates(passing) == []


def test_it_is_of_none_where_two_events_fit() -> None:
    told = Article.create("Eighty died in Kerman yesterday.", published=Moment.parse("2024-01-04"))
    claim = Claim.create(told, Span(0, 11), "killed", "background", 80, 80)
    first, second = (
        Event(id_, "", (), place=Place("Kerman", "Iran", "city"), date=Moment.parse("2024-01-03"), date_told=True)
        for id_ in ("e1", "e2")
    )
    aside = [Aside(claim, told, told.text)]
    assert list(link.candidates(aside, [first], {})) == ["e1"]
    assert not link.candidates(aside, [first, second], {})
    assert list(link.candidates(aside, [first, second], {("e2", "killed"): (3, 3)})) == ["e1"]
