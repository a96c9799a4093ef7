from __future__ import annotations

import dataclasses
import inspect
import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualties import store
from casualties.link.features import FEATURES
from casualties.model import Article, Claim, Decision, Event, Span
from casualties.pipeline import Result
from casualties.report import explain, find, records


def test_every_step_is_told_with_the_quote_of_its_claims(result: Result) -> None:
    event = result.linked.events[0]
    (estimate,) = result.reconciled[event.id].estimates
    text = "\n".join(explain.event_text(records.event_record(result, event)))
    flat = " ".join(text.split())
    for step in estimate.steps:
        assert step.detail in text
        assert step.rule in text
    for id_ in [*estimate.basis, *(aside.claim for aside in estimate.set_aside)]:
        claim = result.claim[id_]
        assert " ".join(claim.quote.split()) in flat
        assert id_ in text
        assert result.article[claim.article].outlet in text
    for aside in estimate.set_aside:
        assert aside.reason.detail in text
    assert f"low {estimate.low}, best {estimate.best}, high unknown" in text


def test_an_event_without_figures_says_so(result: Result) -> None:
    record = records.event_record(result, result.linked.events[1])
    assert "No article of this event states a figure." in list(explain.event_text(record))
    assert "type, place and date unknown" in "\n".join(explain.show_text(record))


def test_a_claim_is_told_with_its_sentence_and_what_it_did(result: Result) -> None:
    event = result.linked.events[0]
    (estimate,) = result.reconciled[event.id].estimates
    for id_, use in [
        (estimate.basis[0], "the range rests on it"),
        (estimate.set_aside[0].claim, "set aside, superseded"),
    ]:
        claim = result.claim[id_]
        record = records.claim_record(result, claim)
        text = "\n".join(explain.claim_text(record))
        start, end = record["quote_at"]
        assert record["sentence"][start:end] == claim.quote
        assert f">>{' '.join(claim.quote.split())}<<" in text
        assert use in text
        assert claim.rule in text


def test_explanations_are_plain_data(result: Result) -> None:
    for event in result.linked.events:
        json.dumps(records.event_record(result, event))
    for claim in result.claim.values():
        record = records.claim_record(result, claim)
        json.dumps(record)
        assert list(explain.claim_text(record))


def test_a_card_lists_articles_and_revisions(result: Result) -> None:
    event = result.linked.events[0]
    text = "\n".join(explain.show_text(records.event_record(result, event)))
    for article in event.articles:
        assert result.article[article].ref in text
    for revision in result.reconciled[event.id].revisions:
        assert f"({revision.direction})" in text


@given(st.text(), st.data())
def test_the_sentence_holds_the_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = records.sentence(text, Span(start, end))
    assert text[start:end].strip() in text[first:last]


def test_names_that_a_user_may_give(result: Result) -> None:
    event = result.linked.events[0]
    claim = next(iter(result.claim.values()))
    for told in (event.id, event.id[:6], "drone STRIKE", "baghdad"):
        assert find.event(result, told) == event
        assert isinstance(find.subject(result, told), Event)
    for told in (claim.id, claim.id[:10]):
        assert isinstance(find.subject(result, told), Claim)


@pytest.mark.parametrize("told", ["", "nothing of the kind", "zzzzzzzz", "ee"])
def test_names_that_mean_nothing(told: str, result: Result) -> None:
    with pytest.raises(find.NotFoundError):
        find.subject(result, told)


def test_a_name_that_means_two_lists_them(result: Result) -> None:
    with pytest.raises(find.NotFoundError, match=r"any of 2 events.*eeee.*ffff"):
        find.event(result, "S")


def test_a_link_is_a_waterfall_from_the_prior_to_the_total(finished: Path) -> None:
    seeds = store.to_result(store.load(finished / "ledger.jsonl"))
    docs = {feature.__name__: " ".join((inspect.getdoc(feature) or "").split()) for feature in FEATURES}
    verdicts = set()
    for one, two in combinations(seeds.articles[:6] + seeds.articles[-6:], 2):
        record = records.link_record(seeds, one, two)
        text = "\n".join(explain.link_text(record))
        verdicts.add(record["verdict"])
        if record["total"] is None:
            assert [step["rule"] for step in record["steps"]] in (["same_url"], ["near_copy"])
            continue
        prior, *features, total = (step for step in record["steps"] if step["weight"] is not None)
        assert (prior["rule"], total["rule"], total["weight"]) == ("prior", "total", record["total"])
        assert sum(step["weight"] for step in (prior, *features)) == pytest.approx(record["total"], abs=0.01)
        assert (record["verdict"] == "same") == (record["total"] >= 0)
        assert all(docs[step["rule"]] in text for step in features)
        together = seeds.event_of[one.id] == seeds.event_of[two.id]
        because = [judged["article"]["id"] for judged in record["because"]]
        assert sorted(because) == (sorted([one.id, two.id]) if together and record["verdict"] != "same" else [])
        assert all(other["id"] in seeds.article for judged in record["because"] for other in judged["with"])
        assert all(article.ref in text and seeds.event_of[article.id] in text for article in (one, two))
    assert verdicts >= {"same", "different"}


def test_a_repeated_report_is_one_event_without_a_weight(result: Result) -> None:
    one = max(result.articles, key=lambda article: len(article.text))
    two = Article.create(one.text, url="https://example.org/reprint", ref="reprint", published=one.published)
    known = dataclasses.replace(result, articles=(*result.articles, two), sightings=(*result.sightings, two))
    record = records.link_record(known, one, two)
    assert (record["verdict"], record["total"]) == ("same", None)
    text = list(explain.link_text(json.loads(json.dumps(record))))
    assert any(record["steps"][0]["detail"] in line for line in text)
    assert text[-1].endswith("and event unknown.")


def test_what_an_analyst_decided_of_two_articles_is_said(result: Result) -> None:
    event = max(result.linked.events, key=lambda event: len(event.articles))
    one, two, three = (result.article[id_] for id_ in event.articles[:3])
    merge = Decision("merge", (), "Lee", "one attack", groups=((one.id, two.id, three.id),))
    split = Decision("split", (), "Kim", "another  strike", groups=((one.id, three.id), (two.id,)))
    decided = dataclasses.replace(result, decisions=(merge, split))
    for other, verdict, told in (
        (two, "different", "two events. Kim took articles out of an event: another strike"),
        (three, "same", "one event. Kim took articles out of an event: another strike"),
    ):
        record = records.link_record(decided, one, other)
        assert (record["decided"]["rule"], record["decided"]["verdict"]) == ("split", verdict)
        assert f"Decided by an analyst, which outranks that: {told}" in explain.link_text(record)
    assert records.link_record(result, one, two)["decided"] is None


def test_names_of_articles_that_a_user_may_give(result: Result) -> None:
    for article in result.articles:
        for told in (article.id, article.ref, article.id[:8]):
            assert find.article(result, told) == article


@pytest.mark.parametrize(
    ("told", "why"), [("", "no article"), ("bag", "no article"), ("baghdad_n", "any of"), ("zzzzzz", "no article")]
)
def test_names_of_no_article_or_several(told: str, why: str, result: Result) -> None:
    with pytest.raises(find.NotFoundError, match=why):
        find.article(result, told)
