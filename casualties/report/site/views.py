"""What the pages show, as plain data: every figure with the claims that it rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from casualties.extract.lexemes import sentences
from casualties.extract.rules import explained
from casualties.lexicon import categories
from casualties.model import Article, Claim, Estimate, Event, Reason, Revision, SetAside, Span
from casualties.pipeline import Result
from casualties.report import compare, voices
from casualties.report.cautions import CAUTIONS
from casualties.report.phrases import (
    bounds_text,
    count,
    counted_text,
    gathered,
    measured_text,
    step_text,
    voices_text,
)
from casualties.report.records import around
from casualties.report.rows import first_estimates, last_move, place_text
from casualties.report.site.chart import chart

View = dict[str, Any]


def index_view(result: Result) -> View:
    """The list of events, the latest revised first."""
    rows = [_listed(result, event) for event in result.linked.events]
    rows.sort(key=lambda row: row["id"])
    rows.sort(key=lambda row: str(row["revised"] or ""), reverse=True)
    claims = sum(len(found) for found in result.claims.values())
    counted = (count(len(rows), "event"), count(len(result.articles), "article"), count(claims, "claim"))
    return {
        "events": rows,
        "counted": ", ".join(counted),
        "policy": result.policies[0],
        "categories": categories(),
        "as_of": result.as_of,
    }


def event_view(result: Result, event: Event) -> View:
    """One event: its ranges, how they moved, who said what, what was set aside, and the words of every claim."""
    reconciled = result.reconciled[event.id]
    estimates = first_estimates(result, event)
    articles = [result.article[article] for article in event.articles]
    return {
        **_listed(result, event),
        "type": event.type,
        "counted": counted_text(article.outlet for article in articles),
        "as_of": result.as_of,
        "policy": result.policies[0],
        "ranges": [_range(result, event, estimates[name]) for name in categories() if name in estimates],
        "policies": list(_policies(result, event)),
        "others": others(result, event.id),
        "articles": [_article(result, article, reconciled.estimates) for article in articles],
    }


def others(result: Result, id_: str) -> list[View]:
    """The events that articles once told of under an id are in now, and how many each; that of the id left out."""
    parts = result.succession[id_].others if id_ in result.succession else ()
    titles = {event.id: event.title for event in result.linked.events} if parts else {}
    return [{"id": other, "title": titles[other], "n_articles": count(number, "article")} for other, number in parts]


def _listed(result: Result, event: Event) -> View:
    estimates = first_estimates(result, event)
    moved = last_move(result.reconciled[event.id].revisions)
    return {
        "id": event.id,
        "title": event.title,
        "place": place_text(event.place),
        "date": event.date,
        "date_told": event.date_told,
        "estimates": estimates,
        "n_articles": len(event.articles),
        "revised": moved.at if moved else None,
        "flags": _flags(flag for estimate in estimates.values() for flag in estimate.flags),
    }


def _flags(flags: Iterable[str]) -> list[View]:
    return [{"name": flag.replace("-", " "), "text": CAUTIONS[flag]} for flag in sorted(set(flags))]


def _range(result: Result, event: Event, estimate: Estimate) -> View:
    """One category: the range of the first policy, its derivation, its history, and the voices."""
    reconciled = result.reconciled[event.id]
    revisions = [revision for revision in reconciled.revisions if revision.category == estimate.category]
    history = [e for e in reconciled.history if (e.category, e.policy) == (estimate.category, estimate.policy)]
    return {
        "category": estimate.category,
        "estimate": estimate,
        "flags": _flags(estimate.flags),
        "steps": [{"reason": step, "claims": _claims(result, step.evidence)} for step in estimate.steps],
        "set_aside": list(_by_reason(result, estimate.set_aside)),
        "n_set_aside": len(estimate.set_aside),
        "history": [{"estimate": e, "claims": _claims(result, e.basis)} for e in history],
        "said": _said(result, revisions),
        "named": voices.names(revisions),
        "voices": list(_voices(result, revisions)),
        "groups": [
            {"estimate": e, "claims": _claims(result, e.basis), "steps": e.steps[-1:]}
            for e in reconciled.groups
            if (e.category, e.policy) == (estimate.category, estimate.policy)
        ],
        "chart": chart(history, revisions, estimate.as_of),
    }


def _claims(result: Result, ids: Iterable[str]) -> list[Claim]:
    """The claims among ids that may be of articles too."""
    return [result.claim[id_] for id_ in ids if id_ in result.claim]


def _by_reason(result: Result, aside: Iterable[SetAside]) -> Iterator[View]:
    told = gathered((item.reason.detail or item.reason.rule, result.claim[item.claim]) for item in aside)
    for reason, claims in told.items():
        yield {"reason": reason, "claims": claims}


def _voices(result: Result, revisions: Iterable[Revision]) -> Iterator[View]:
    """One row per voice, by the name that it had first; a step says by which other name it was told.

    A step that was added to a count leads to the words of that count too.
    """
    for steps in voices.histories(revisions):
        name, type_ = voices.name(steps[0]), steps[0].voice.type
        kind = f"{type_} source" if type_ in ("anonymous", "unknown") else type_
        others = {step: called for step in steps if (called := voices.name(step)).casefold() != name.casefold()}
        onto = {step: [result.claim[id_] for id_ in step.basis if id_ != step.claim] for step in steps}
        yield {"name": name, "kind": kind, "steps": steps, "others": others, "onto": onto}


def _said(result: Result, revisions: Sequence[Revision]) -> dict[Revision, str]:
    """What the voice says since each step, and what it had said before."""
    told = {}
    for step in revisions:
        before, after = bounds_text(step.before_low, step.before_high), step_text(step, result.claim.get(step.claim))
        told[step] = after if step.before_low is None and step.before_high is None else f"{before} → {after}"
    return told


def _policies(result: Result, event: Event) -> Iterator[View]:
    for (category, group), rows in groupby(compare.rows(result, event), key=itemgetter("category", "group")):
        told = [row | {"claims": _claims(result, (row["basis"] or "").split(";"))} for row in rows]
        yield {"category": category, "group": group, "rows": told}


def _article(result: Result, article: Article, estimates: Collection[Estimate]) -> View:
    """An article with the sentences in which a claim stands."""
    return {
        "article": article,
        "link": article.url if article.url.startswith(("http://", "https://")) else "",
        "passages": list(_passages(article, result.claims[article.id], estimates)),
    }


def _passages(article: Article, claims: Sequence[Claim], estimates: Collection[Estimate]) -> Iterator[View]:
    """The sentences that hold claims, those that one claim spans together, each once and with all its claims."""
    bounds = list(sentences(article.text)) if claims else []
    at: Span | None = None
    held: list[Claim] = []
    for claim in sorted(claims, key=lambda claim: (claim.span, claim.id)):
        whole = around(bounds, claim.span)
        if at and whole.start < at.end:
            at = Span(at.start, max(at.end, whole.end))
        else:
            if at:
                yield _passage(article, at, held, estimates)
            at, held = whole, []
        held.append(claim)
    if at:
        yield _passage(article, at, held, estimates)


def _passage(article: Article, span: Span, claims: Sequence[Claim], estimates: Collection[Estimate]) -> View:
    return {
        "pieces": list(pieces(article.text, span, claims)),
        "claims": [_reading(article, claim, estimates) for claim in claims],
    }


def pieces(text: str, span: Span, claims: Sequence[Claim]) -> Iterator[View]:
    """A passage cut wherever a claim begins or ends: the text of each piece, the claims it is of, those it begins."""
    cuts = {edge for claim in claims for edge in (claim.span.start, claim.span.end)} | {span.start, span.end}
    edges = sorted(cuts)
    for start, end in pairwise(edges):
        inside = [claim.id for claim in claims if claim.span.start <= start and end <= claim.span.end]
        begun = [claim.id for claim in claims if claim.span.start == start and claim.id in inside]
        yield {"text": text[start:end], "claims": inside, "begins": begun}


def _reading(article: Article, claim: Claim, estimates: Collection[Estimate]) -> View:
    """What was read in a claim's words, whose figure it is, and what it did."""
    return {
        "claim": claim,
        "says": says(claim),
        "by": voices_text([(voice.name, voice.type) for voice in claim.voices], article.outlet),
        "reads": explained(claim.rule) or claim.rule or "an unnamed rule",
        "measured": measured_text(claim),
        "uses": [{"policy": e.policy, "reason": reason} for e in estimates for reason in _use(e, claim)],
    }


def says(claim: Claim) -> str:
    """A claim's figure in words: `at least 12 killed`."""
    told = claim.word or bounds_text(claim.low, claim.high)
    return (
        f"{told} {claim.category}" if claim.low is not None or claim.high is not None else f"{claim.category}: {told}"
    )


def _use(estimate: Estimate, claim: Claim) -> Iterator[Reason]:
    if claim.id in estimate.basis:
        yield Reason("basis", f"The range of {estimate.category} rests on it.")
    yield from (aside.reason for aside in estimate.set_aside if aside.claim == claim.id)
