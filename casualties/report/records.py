"""How a number came about, as plain data: only what the computation itself returned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from casualties.extract.lexemes import sentences
from casualties.extract.rules import explained
from casualties.lexicon import categories
from casualties.link import Known, explain
from casualties.link.judge import verdict
from casualties.model import Article, Claim, Estimate, Event, Judgement, Reason, Revision, Span, to_record
from casualties.pipeline import Result
from casualties.reconcile import reason_for
from casualties.report import voices
from casualties.report.phrases import measured_text, step_text
from casualties.report.rows import when

Record = dict[str, Any]


def event_record(result: Result, event: Event) -> Record:
    """An event, its estimates with their derivations, and what every voice said over time."""
    reconciled = result.reconciled[event.id]
    articles = result.article
    estimates = sorted(reconciled.estimates, key=lambda estimate: categories().index(estimate.category))
    return {
        "event": to_record(event),
        "articles": [_article(articles[article]) for article in event.articles],
        "estimates": [_estimate(result, estimate) for estimate in estimates],
        "groups": [_estimate(result, estimate) for estimate in reconciled.groups],
        "revisions": list(_revisions(result, reconciled.revisions)),
        "history": [_range(estimate) | {"at": when(estimate.as_of)} for estimate in reconciled.history],
        "judgements": [to_record(judgement) for judgement in result.linked.judgements if judgement.event == event.id],
    }


def claim_record(result: Result, claim: Claim) -> Record:
    """A claim, the sentence it stands in, and what it did to each estimate of its event."""
    article = result.article[claim.article]
    start, end = sentence(article.text, claim.span)
    event = result.event_of.get(article.id)
    reconciled = result.reconciled.get(event or "")
    estimates = reconciled.estimates if reconciled else ()
    revisions = reconciled.revisions if reconciled else ()
    return {
        "claim": to_record(claim),
        "article": _article(article),
        "sentence": article.text[start:end],
        "rule_reads": explained(claim.rule),
        "rule_measured": measured_text(claim),
        "quote_at": [claim.span.start - start, claim.span.end - start],
        "event": event,
        "may_be_of": [to_record(one) for told in result.asides.values() for one in told if one.subject == claim.id],
        "revisions": [step for step in _revisions(result, revisions) if step["claim"] == claim.id],
        "uses": [use for estimate in estimates for use in _uses(estimate, claim.id)],
    }


def link_record(result: Result, one: Article, two: Article, known: Known | None = None) -> Record:
    """Why two articles are, or are not, taken for one event: what each feature adds, and where both were put.

    A repeated report is taken for the same event without weighing it. Two that alone are not judged the same may share
    an event by way of others: `because` then says of each what its own judgement rests on. What an analyst `decided` of
    both, last, goes before all of that. `known` is what the linker read in the articles, where it is kept.
    """
    shared = result.event_of.get(one.id) if result.event_of.get(one.id) == result.event_of.get(two.id) else None
    steps = explain(one, two, result.articles, known)
    total = next((step.weight for step in steps if step.rule == "total" and step.weight is not None), None)
    alone = "same" if total is None else verdict(total)
    why = [j for j in result.linked.judgements if j.event == shared and j.subject in (one.id, two.id)]
    return {
        "articles": [_article(article) | {"event": result.event_of.get(article.id)} for article in (one, two)],
        "verdict": alone,
        "total": total,
        "steps": [to_record(step) for step in steps],
        "because": [_judged(result, judgement) for judgement in why if alone != "same"],
        "decided": _decided(result, one, two),
    }


def _decided(result: Result, one: Article, two: Article) -> Record | None:
    """The newest decision that says of two articles whether they are of one event."""
    for decision in reversed(result.decisions):
        groups = [number for id_ in (one.id, two.id) for number, told in enumerate(decision.groups) if id_ in told]
        if len(groups) == 2:
            return {**to_record(reason_for(decision)), "verdict": "same" if groups[0] == groups[1] else "different"}
    return None


def said_rows(record: Record) -> Iterator[Record]:
    """What was said of an event, in order: a row per step of a voice."""
    for step in record["revisions"]:
        voice = {"voice": step["named"], "voice_id": step["voice_id"], "voice_type": step["voice"]["type"]}
        bounds = {name: step[name] for name in ("before_low", "before_high", "after_low", "after_high")}
        moved = {"at": step["at"], **bounds, "direction": step["direction"], "quote": step["quote"]}
        yield {"category": step["category"], **voice, **moved, "claim_id": step["claim"], "basis": step["basis"]}


def step_rows(record: Record) -> Iterator[Record]:
    """How the ranges of an event came about: a row per step, and per claim that was set aside."""
    for estimate in (*record["estimates"], *record["groups"]):
        named = {name: estimate[name] for name in ("category", "group", "policy", "low", "best", "high")}
        for number, step in enumerate(estimate["steps"], 1):
            yield named | {"step": number, **_row_of(step, _ids(step["evidence"]))}
        for aside in estimate["set_aside"]:
            yield named | {"step": None, **_row_of(aside["reason"], _ids([aside["claim"]]))}


def use_rows(record: Record) -> Iterator[Record]:
    """What a claim did to each estimate of its event."""
    for use in record["uses"]:
        yield {"claim_id": record["claim"]["id"], **use}


def link_rows(record: Record) -> Iterator[Record]:
    """What each feature of two articles adds to their being one event."""
    for step in record["steps"]:
        yield {"rule": step["rule"], "detail": step["detail"], "weight": step["weight"]}


def _row_of(reason: Record, ids: list[str]) -> Record:
    return {"rule": reason["rule"], "detail": reason["detail"], "evidence": ids}


def _ids(evidence: Iterable[Record]) -> list[str]:
    return [one["claim"]["id"] if "claim" in one else one.get("id") or one["article"]["id"] for one in evidence]


def _judged(result: Result, judgement: Judgement) -> Record:
    """An article's own judgement: a decision, what it repeats, or the report that it matches best."""
    reason = judgement.reasons[-1] if judgement.reasons else Reason("verdict", "Only the verdict was kept.")
    others = [id_ for id_ in reason.evidence if id_ != judgement.subject]
    return {
        **to_record(reason),
        "article": _article(result.article[judgement.subject]),
        "actor": judgement.actor,
        "with": [_article(result.article[id_]) for id_ in others],
    }


def sentence(text: str, span: Span) -> tuple[int, int]:
    """The bounds of the sentences around a span, without the blanks at their ends."""
    whole = around(list(sentences(text)), span)
    piece = text[whole.start : whole.end]
    return whole.start + len(piece) - len(piece.lstrip()), whole.end - (len(piece) - len(piece.rstrip()))


def around(bounds: Iterable[tuple[int, int]], span: Span) -> Span:
    """From the first to the last of the sentences that a span touches, as the extractor cut them."""
    touched = [(start, end) for start, end in bounds if end > span.start and start < max(span.end, span.start + 1)]
    return Span(min([span.start, *(start for start, _ in touched)]), max([span.end, *(end for _, end in touched)]))


def _estimate(result: Result, estimate: Estimate) -> Record:
    return _range(estimate) | {
        "as_of": when(estimate.as_of),
        "basis": list(estimate.basis),
        "steps": [_step(result, step) for step in estimate.steps],
        "set_aside": [
            {"claim": _cited(result, aside.claim), "reason": to_record(aside.reason)} for aside in estimate.set_aside
        ],
        "flags": list(estimate.flags),
    }


def _range(estimate: Estimate) -> Record:
    return {
        "category": estimate.category,
        "group": estimate.group,
        "policy": estimate.policy,
        "low": estimate.low,
        "best": estimate.best,
        "high": estimate.high,
    }


def _step(result: Result, step: Reason) -> Record:
    return {
        "rule": step.rule,
        "detail": step.detail,
        "weight": step.weight,
        "evidence": [_cited(result, id_) for id_ in step.evidence],
    }


def _cited(result: Result, id_: str) -> Record:
    """The claim or article behind an id, with what a reader needs to judge it."""
    claim, article = result.claim.get(id_), result.article.get(id_)
    if claim:
        return {"claim": to_record(claim), "article": _article(result.article[claim.article])}
    return {"article": _article(article)} if article else {"id": id_}


def _article(article: Article) -> Record:
    return {
        "id": article.id,
        "ref": article.ref,
        "outlet": article.outlet,
        "published": when(article.published),
        "title": article.title,
        "url": article.url,
    }


def _revisions(result: Result, revisions: Sequence[Revision]) -> Iterator[Record]:
    for revision, name in voices.names(revisions).items():
        claim = result.claim.get(revision.claim)
        said = {"named": name, "quote": claim.quote if claim else None, "says": step_text(revision, claim)}
        yield to_record(revision) | said


def _uses(estimate: Estimate, claim: str) -> Iterator[Record]:
    named = {"category": estimate.category, "policy": estimate.policy}
    if claim in estimate.basis:
        yield named | {"use": "the range rests on it", "detail": ""}
    for step in estimate.steps:
        if claim in step.evidence:
            yield named | {"use": f"step {step.rule}", "detail": step.detail}
    for aside in estimate.set_aside:
        if aside.claim == claim:
            yield named | {"use": f"set aside, {aside.reason.rule}", "detail": aside.reason.detail}
