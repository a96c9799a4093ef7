"""Policies side by side, over the starter articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from casualties import pipeline, store
from casualties.model import Article, Decision, Event, Moment
from casualties.pipeline import Result
from casualties.reconcile import POLICIES, correct
from casualties.report import compare
from casualties.report.rows import when

Ranges = dict[tuple[str, str, str], tuple[int | None, int | None, int | None]]


@pytest.fixture(scope="module")
def seeds(finished: Path) -> Result:
    return store.to_result(store.load(finished / "ledger.jsonl"))


def estimated(result: Result, event: Event, as_of: Moment | None) -> Ranges:
    """What a run with every policy makes of an event."""
    told = pipeline.settle(result.sightings, result.claims, result.linked, tuple(POLICIES), as_of)
    found = told.reconciled[event.id]
    return {(e.category, e.group, e.policy): (e.low, e.best, e.high) for e in (*found.estimates, *found.groups)}


@pytest.mark.parametrize("as_of", [None, "2024-01-04", "2023-10-26"])
def test_the_ranges_are_those_of_a_run_with_every_policy(as_of: str | None, seeds: Result) -> None:
    moment = Moment.parse(as_of) if as_of else None
    for event in seeds.linked.events:
        expected = estimated(seeds, event, moment)
        found = {}
        for row in compare.rows(seeds, event, as_of=moment):
            found[row["category"], row["group"], row["policy"]] = tuple(row[part] for part in ("low", "best", "high"))
        assert {key: found[key] for key in expected} == expected
        assert all(found[key] == (None, None, None) for key in found.keys() - expected.keys())


def test_every_row_has_its_columns_evidence_and_reason(seeds: Result) -> None:
    for event in seeds.linked.events:
        rows = list(compare.rows(seeds, event))
        assert rows
        for row in rows:
            assert list(row) == [column.name for column in compare.COLUMNS]
            assert row["reason"]
            if row["low"] is not None:
                assert {seeds.claim[id_].category for id_ in row["basis"].split(";")} == {row["category"]}


def test_a_reason_tells_what_sets_a_policy_apart(seeds: Result) -> None:
    event = next(event for event in seeds.linked.events if event.place.name == "Lewiston")
    told = pipeline.settle(seeds.sightings, seeds.claims, seeds.linked, tuple(POLICIES))
    estimates = {e.policy: e for e in told.reconciled[event.id].estimates if e.category == "killed"}
    reasons = {row["policy"]: row["reason"] for row in compare.rows(seeds, event) if row["category"] == "killed"}
    voices = set.intersection(*(set(estimate.steps) for estimate in estimates.values()))
    assert voices
    for policy, estimate in estimates.items():
        own = [step.detail for step in estimate.steps if step not in voices]
        assert own
        assert reasons[policy] == " ".join(own)
    alone = [row["reason"] for row in compare.rows(seeds, event, ["emdat"]) if row["category"] == "killed"]
    assert alone == [reasons["emdat"]]


def test_a_policy_says_what_it_does_not_count(seeds: Result) -> None:
    event = seeds.linked.events[0]
    (row,) = (row for row in compare.rows(seeds, event, ["acled"]) if row["category"] == "injured")
    assert row["reason"] == "Does not count the injured."
    assert row["as_of"] is None


def test_the_time_of_the_run_holds_unless_another_is_given(seeds: Result) -> None:
    event = next(event for event in seeds.linked.events if event.place.name == "Kerman")
    early, late = Moment.parse("2024-01-03"), Moment.parse("2024-01-09")
    stored = pipeline.settle(seeds.sightings, seeds.claims, seeds.linked, as_of=early)
    for given, expected in [(None, early), (late, late)]:
        told = {row["as_of"] for row in compare.rows(stored, event, as_of=given) if row["low"] is not None}
        assert told == {when(expected)}


def test_a_claim_that_was_rejected_or_corrected_is_no_policy_s_figure() -> None:
    fire = Article.create("A fire in Dunsay killed two people, police said.", published=Moment.parse("2021-05-03"))
    (claim,) = pipeline.run([fire]).claim.values()
    for decision, figure in (
        (Decision("reject", (claim.id,), "Kim", "a drill"), None),
        (Decision("correct", (claim.id,), "Kim", "four", corrected=correct(claim, {"low": 4, "high": 4})), 4),
    ):
        result = pipeline.run([fire], known=pipeline.Known(decisions=(decision,)))
        (event,) = result.linked.events
        assert {row["best"] for row in compare.rows(result, event) if row["policy"] == "latest"} <= {figure}
