"""Why codebooks give different numbers for the same claims: every policy's range side by side, as rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from casualties.lexicon import categories
from casualties.model import Event, Moment, Reason
from casualties.pipeline import Result
from casualties.reconcile import POLICIES, Comparison, compare
from casualties.report.tables import BEST, CATEGORY, EVENT_ID, FLAGS, HIGH, LOW, POLICY, Column, Row, joined, when

COLUMNS = (
    EVENT_ID,
    CATEGORY,
    POLICY,
    Column("as_of", "time", "the time the estimate is for; empty = the policy does not count the category"),
    LOW,
    BEST,
    HIGH,
    Column("reason", "string", "what this policy did that not every policy does"),
    Column("basis", "string", "ids of the claims it rests on, `;` between them"),
    FLAGS,
)


def rows(
    result: Result, event: Event, policies: Collection[str] = tuple(POLICIES), as_of: Moment | None = None
) -> Iterator[Row]:
    """One row per category and policy, from the claims of a finished run; `as_of` is that of the run unless given.

    All policies are compared, whichever are shown: a reason is what sets a policy apart from the others.
    """
    articles = [result.article[article] for article in event.articles]
    claims = [claim for article in articles for claim in result.claims[article.id]]
    compared = compare(event, articles, claims, as_of=as_of or result.as_of)
    for category in categories():
        told = [comparison for comparison in compared if comparison.category == category]
        shared = _shared(told)
        yield from (_row(event, comparison, shared) for comparison in told if comparison.policy in policies)


def _shared(compared: Iterable[Comparison]) -> set[Reason]:
    """The steps that every policy takes, such as what each voice says."""
    steps = [set(comparison.estimate.steps) for comparison in compared if comparison.estimate]
    return set.intersection(*steps) if steps else set()


def _row(event: Event, comparison: Comparison, shared: Collection[Reason]) -> Row:
    estimate = comparison.estimate
    own = [step for step in estimate.steps if step not in shared] if estimate else []
    return {
        "event_id": event.id,
        "category": comparison.category,
        "policy": comparison.policy,
        "as_of": when(estimate.as_of) if estimate else None,
        "low": estimate.low if estimate else None,
        "best": estimate.best if estimate else None,
        "high": estimate.high if estimate else None,
        "reason": " ".join(step.detail for step in own or [comparison.reason]),
        "basis": joined(estimate.basis) if estimate else None,
        "flags": joined(estimate.flags) if estimate else None,
    }
