"""The annotated streams: with the annotator's claims the ranges must be right, with damaged ones not much worse."""

from dataclasses import replace
from math import inf
from random import Random
from statistics import mean, median

import pytest

from casualties.reconcile import POLICIES, compare, reconcile


def score(streams, change=lambda claims: claims):
    """Share of targets that best hits, share that the range covers, median width of the ranges that cover a number."""
    hits, covers, widths = [], [], []
    for stream in streams:
        found = {e.category: e for e in reconcile(stream.event, stream.articles, change(stream.claims)).estimates}
        for category, target in stream.target.items():
            first, last = target if isinstance(target, list) else (target, target)
            estimate = found.get(category)
            low, best, high = (estimate.low, estimate.best, estimate.high) if estimate else (None, None, None)
            hits.append(best is not None and first <= best <= last)
            covers.append(low is not None and low <= first and last <= (inf if high is None else high))
            if covers[-1] and high is not None and first == last:
                widths.append((high + 1) / (low + 1))
    return mean(hits), mean(covers), median(widths)


def damaged(seed):
    """Drop a tenth of the claims, take totals for parts and parts for totals, lose a fifth of the voices."""
    random = Random(seed)

    def change(claims):
        kept = [claim for claim in claims if random.random() > 0.1]
        swap = {"toll": "partial", "partial": "toll"}
        kept = [replace(c, kind=swap.get(c.kind, c.kind)) if random.random() < 0.05 else c for c in kept]
        return [replace(c, voices=()) if random.random() < 0.2 else c for c in kept]

    return change


def test_the_annotated_claims_lead_to_the_tolls_a_careful_reader_ends_with(streams):
    best, covered, width = score(streams)
    assert best >= 0.95
    assert covered >= 0.95
    assert width <= 1.1


def test_damaged_claims_lead_to_slightly_worse_ranges(streams):
    trials = [score(streams, damaged(seed)) for seed in range(10)]
    best, covered, width = (mean(column) for column in zip(*trials, strict=True))
    assert best >= 0.78
    assert covered >= 0.9
    assert width <= 1.3


@pytest.mark.parametrize("reverse", [False, True])
def test_the_order_of_the_files_does_not_matter(streams, reverse):
    for stream in streams:
        articles = sorted(stream.articles, key=lambda a: a.id, reverse=reverse)
        assert reconcile(stream.event, articles, stream.claims) == reconcile(
            stream.event, stream.articles, stream.claims
        )


def test_the_history_of_a_toll_that_fell(streams):
    (kerman,) = (s for s in streams if s.event.id.startswith("kerman"))
    history = reconcile(kerman.event, kerman.articles, kerman.claims).history
    assert [e.best for e in history if e.category == "killed"] == [103, 95, 84, 91]


def test_every_policy_says_why(streams):
    (kerman,) = (s for s in streams if s.event.id.startswith("kerman"))
    rows = [row for row in compare(kerman.event, kerman.articles, kerman.claims) if row.category == "killed"]
    assert [row.policy for row in rows] == list(POLICIES)
    assert all(row.estimate is not None and row.estimate.high == 91 for row in rows)
