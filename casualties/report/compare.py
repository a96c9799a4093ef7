"""Why codebooks give different numbers for the same claims: every policy's range side by side, as rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from casualties.lexicon import categories
from casualties.model import Event, Moment, Reason
from casualties.pipeline import Result
from casualties.reconcile import POLICIES, Comparison, compare, docket, stand
from casualties.report.rows import NOTHING, Row, joined, range_of, when
from casualties.report.tables import BASIS, CATEGORY, EVENT_ID, FLAGS, POLICY, RANGE, Column

COLUMNS = (
    EVENT_ID,
    CATEGORY,
    Column("group", "string", "the victims who are counted apart, such as children; empty = all"),
    POLICY,
    Column("as_of", "time", "the time the estimate is for; empty = the policy does not count the category"),
    *RANGE,
    Column("reason", "string", "what this policy did that not every policy does"),
    BASIS,
    FLAGS,
)


def rows(
    result: Result, event: Event, policies: Collection[str] = tuple(POLICIES), as_of: Moment | None = None
) -> Iterator[Row]:
    """One row per category, group of victims and policy; `as_of` is that of the run unless given.

    All policies are compared, whichever are shown: a reason is what sets a policy apart from the others.
    """
    compared = sorted(of_event(result, event, as_of=as_of), key=lambda c: categories().index(c.category))
    for _, together in groupby(compared, key=attrgetter("category", "group")):
        told = list(together)
        shared = _shared(told)
        yield from (_row(event, comparison, shared) for comparison in told if comparison.policy in policies)


def of_event(
    result: Result, event: Event, policies: Sequence[str] = tuple(POLICIES), as_of: Moment | None = None
) -> tuple[Comparison, ...]:
    """What policies make of the claims of a finished run that decisions leave standing."""
    articles = [result.article[article] for article in event.articles]
    told = (claim for article in articles for claim in result.claims[article.id])
    claims, _ = stand(told, docket(result.decisions))
    return compare(event, articles, claims, policies, as_of or result.as_of, result.tolls)


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
        "group": comparison.group,
        "policy": comparison.policy,
        "as_of": when(estimate.as_of) if estimate else None,
        **dict(zip(("low", "best", "high"), range_of(estimate) if estimate else NOTHING, strict=True)),
        "reason": " ".join(step.detail for step in own or [comparison.reason]),
        "basis": joined(estimate.basis) if estimate else None,
        "flags": joined(estimate.flags) if estimate else None,
    }
