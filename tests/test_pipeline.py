"""The whole path: the same whatever the order of the input, and nothing without evidence."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casualties import pipeline
from casualties.feeds import read
from casualties.feeds.records import article as of_record
from casualties.model import Article, Decision, Moment

ROOT = Path(__file__).parent.parent
STREAMS = [
    str(ROOT / f"data/gold/streams/{slug}.jsonl") for slug in ("baghdad_nujaba_strike_2024", "kerman_bombing_2024")
]
ARTICLES = [found for found in read(STREAMS) if isinstance(found, Article)]


@pytest.fixture(scope="module")
def told() -> pipeline.Result:
    return pipeline.run(ARTICLES)


@settings(max_examples=6)
@given(st.permutations(ARTICLES), st.lists(st.sampled_from(ARTICLES), max_size=5))
def test_order_and_repetition_change_nothing(order: list[Article], again: list[Article]) -> None:
    assert pipeline.run([*order, *again]) == pipeline.run(ARTICLES)


@settings(max_examples=8, deadline=None)
@given(st.permutations(ARTICLES), st.integers(0, len(ARTICLES)), st.booleans(), st.booleans())
def test_living_through_it_gives_what_rebuilding_gives(
    order: list[Article], first: int, decided: bool, other: bool
) -> None:
    """Whatever was kept: of fewer articles, without a decision, of other policies."""
    before = pipeline.run(order[:first], ("full-range", "gtd") if other else pipeline.DEFAULT_POLICIES)
    claims = sorted(before.claim)
    decisions = (Decision("reject", (claims[0],), "Kim", "misread"),) if decided and claims else ()
    known = pipeline.Known(before.claims, decisions, linking=before.linked.known, kept=before.kept)
    assert pipeline.run(order, known=known) == pipeline.run(ARTICLES, known=pipeline.Known(decisions=decisions))


EVERY = [found for found in read([str(ROOT / "data/gold/streams")]) if isinstance(found, Article)]


@pytest.mark.parametrize("article", EVERY, ids=[article.ref for article in EVERY])
def test_an_event_of_one_article_has_the_articles_toll(article: Article) -> None:
    """Unless the figure is not this event's, or cannot be believed: then the event has none."""
    found = pipeline.run([article])
    best = {e.category: e.best for kept in found.reconciled.values() for e in kept.estimates}
    for toll in found.tolls[article.id]:
        assert best.get(toll.category) in (toll.figure, None)


def test_only_events_that_something_came_to_are_reconciled(
    told: pipeline.Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Article.create("Fire in Dunsay\n\nA fire in Dunsay killed two people.", published=Moment.parse("2024-06-03"))
    anew: list[str] = []
    reconcile = pipeline.reconcile
    monkeypatch.setattr(pipeline, "reconcile", lambda event, *rest: anew.append(event.id) or reconcile(event, *rest))
    after = pipeline.run([*ARTICLES, late], known=pipeline.Known(kept=told.kept))
    assert anew == [after.event_of[late.id]]


WHOLE = """
import sys
from casualties import pipeline
from casualties.feeds import read
from casualties.model import Article
found = pipeline.run(one for one in read(sys.argv[1:]) if isinstance(one, Article))
print(found.linked.events, found.linked.judgements, found.reconciled)
"""


def test_another_process_gives_the_same_to_the_last_digit() -> None:
    """Sets of words are walked in another order by another process; nothing may follow from that."""
    streams = sorted((ROOT / "data/gold/streams").glob("*.jsonl"))
    assert streams
    command = [sys.executable, "-c", WHOLE, *map(str, streams)]
    runs = [subprocess.run(command, env={"PYTHONHASHSEED": s}, capture_output=True, check=True) for s in "123"]
    assert len({run.stdout for run in runs}) == 1


def test_settling_again_gives_the_same(told: pipeline.Result) -> None:
    assert pipeline.settle(told.sightings, told.claims, told.linked) == told


def test_articles_stand_in_order_of_publication_the_undated_last() -> None:
    undated = Article.create("Nothing is known.")
    result = pipeline.run([undated, *reversed(ARTICLES)])
    times = [article.published.at for article in result.articles if article.published]
    assert times == sorted(times)
    assert result.articles[-1] == undated


def test_a_repeated_article_counts_once_and_every_sighting_is_kept() -> None:
    one = ARTICLES[0]
    other = dataclasses.replace(one, ref="other", outlet="Other")
    result = pipeline.run([one, other])
    assert len(result.articles) == 1
    assert set(result.sightings) == {one, other}


def test_every_article_is_read_and_has_at_most_one_place(told: pipeline.Result) -> None:
    ids = {article.id for article in ARTICLES}
    assert set(told.claims) == set(told.tolls) == ids
    members = [article for event in told.linked.events for article in event.articles]
    assert set(members) <= ids
    assert {event.id for event in told.linked.events} == set(told.reconciled)


def test_every_quote_stands_in_its_article(told: pipeline.Result) -> None:
    assert told.claim
    for claim in told.claim.values():
        assert told.article[claim.article].text[claim.span.start : claim.span.end] == claim.quote


@pytest.mark.parametrize("policies", [("latest", "acled", "full-range"), ("acled", "full-range", "latest")])
def test_a_decision_leaves_policies_in_their_order_and_a_range_without_figures_its_time(policies: list[str]) -> None:
    fire = Article.create(
        "A fire in Dunsay killed two people. Nine were injured.", published=Moment.parse("2021-05-03")
    )
    before = pipeline.run([fire], policies)
    killed = next(claim.id for claim in before.claim.values() if claim.category == "killed")
    known = pipeline.Known(decisions=(Decision("reject", (killed,), "Kim", "a drill"),))
    ((was, now),) = zip(
        before.reconciled.values(), pipeline.run([fire], policies, known=known).reconciled.values(), strict=True
    )
    assert [(e.category, e.policy, e.as_of) for e in now.estimates] == [
        (e.category, e.policy, e.as_of) for e in was.estimates
    ]
    assert [e.low for e in now.estimates if e.category == "killed"] == [None, None, None]


def test_nothing_comes_of_nothing() -> None:
    empty = pipeline.run([])
    assert (empty.articles, empty.linked.events, dict(empty.reconciled)) == ((), (), {})


def test_progress_is_told() -> None:
    stages: list[str] = []
    pipeline.run(ARTICLES[:3], progress=lambda stage, done, total: stages.append(f"{stage} {done}/{total}"))
    assert stages[:3] == ["reading articles 0/3", "reading articles 1/3", "reading articles 2/3"]


def test_as_of_is_passed_on_to_every_estimate() -> None:
    at = Moment.parse("2024-01-04T00:00Z")
    result = pipeline.run(ARTICLES, as_of=at)
    estimates = [estimate for reconciled in result.reconciled.values() for estimate in reconciled.estimates]
    assert {estimate.as_of for estimate in estimates} <= {at}


@given(st.lists(st.fixed_dictionaries({"text": st.text(), "title": st.text(), "published": st.text()}), max_size=3))
@settings(max_examples=25)
def test_any_text_goes_through(records: list[dict[str, str]]) -> None:
    articles = [found for record in records for found in of_record(record, "x") if isinstance(found, Article)]
    result = pipeline.run(articles)
    for claim in result.claim.values():
        assert result.article[claim.article].text[claim.span.start : claim.span.end] == claim.quote
    json.dumps([article.text for article in result.articles])


def test_the_starter_articles_give_events() -> None:
    articles = [found for found in read([str(ROOT / "seeds")]) if isinstance(found, Article)]
    result = pipeline.run(articles)
    assert len(result.linked.events) >= 2
    assert any(reconciled.estimates for reconciled in result.reconciled.values())
