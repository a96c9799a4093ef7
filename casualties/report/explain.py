"""How a number came about, as plain data (for JSON) and as text: only what the computation itself returned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from casualties.extract.lexemes import sentences
from casualties.extract.rules import explained, measured
from casualties.lexicon import categories
from casualties.link import explain
from casualties.link.judge import verdict
from casualties.model import (
    Article,
    Claim,
    Estimate,
    Event,
    Judgement,
    Place,
    Reason,
    Revision,
    Span,
    Verdict,
    to_record,
)  # fmt: skip
from casualties.pipeline import Result
from casualties.report.tables import place_text, when

K = TypeVar("K")
V = TypeVar("V")
Record = dict[str, Any]
FEWEST = 20  # cases of a rule that say something of how often it is right
VERDICTS: dict[Verdict, str] = {"same": "one event", "different": "two events", "unsure": "cannot be told"}


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
        "revisions": [_revision(result, revision) for revision in reconciled.revisions],
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
        "revisions": [to_record(revision) for revision in revisions if revision.claim == claim.id],
        "uses": [use for estimate in estimates for use in _uses(estimate, claim.id)],
    }


def link_record(result: Result, one: Article, two: Article) -> Record:
    """Why two articles are, or are not, taken for one event: what each feature adds, and where both were put.

    A repeated report is taken for the same event without weighing it. Two that alone are not judged the same may share
    an event by way of others: `because` then says of each what its own judgement rests on.
    """
    shared = result.event_of.get(one.id) if result.event_of.get(one.id) == result.event_of.get(two.id) else None
    steps = explain(one, two, result.articles)
    total = next((step.weight for step in steps if step.rule == "total" and step.weight is not None), None)
    alone = "same" if total is None else verdict(total)
    why = [j for j in result.linked.judgements if j.event == shared and j.subject in (one.id, two.id)]
    return {
        "articles": [_article(article) | {"event": result.event_of.get(article.id)} for article in (one, two)],
        "verdict": alone,
        "total": total,
        "steps": [to_record(step) for step in steps],
        "because": [_judged(result, judgement) for judgement in why if alone != "same"],
    }


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


def event_text(record: Record) -> Iterator[str]:
    """The lines of an event's explanation."""
    yield from heading(record)
    for estimate in [*record["estimates"], *record["groups"]]:
        yield ""
        yield f"{whom(estimate)}, policy {estimate['policy']}: {range_text(estimate)}"
        told: set[str] = set()
        for number, step in enumerate(estimate["steps"], 1):
            yield f"  {number}. {step['detail'] or step['rule']}  [{step['rule']}]"
            yield from (f"       {line}" for line in _evidence_text(step["evidence"], told))
        if estimate["set_aside"]:
            yield "  Set aside:"
        for reason, claims in _by_reason(estimate["set_aside"]).items():
            yield f"   - {reason}"
            yield from (f"       {_cited_text(cited, told)}" for cited in claims)
        if estimate["flags"]:
            yield f"  Flags: {', '.join(estimate['flags'])}"
    if not record["estimates"]:
        yield ""
        yield "No article of this event states a figure."


def show_text(record: Record) -> Iterator[str]:
    """The lines of an event's card: its ranges, its articles, and what each voice said over time."""
    yield from heading(record)
    yield ""
    yield "Ranges"
    for estimate in record["estimates"]:
        flags = f"  ({', '.join(estimate['flags'])})" if estimate["flags"] else ""
        yield f"  {estimate['category']:<8} {estimate['policy']}: {range_text(estimate)}{flags}"
    for estimate in record["groups"]:
        yield f"  {whom(estimate)}, {estimate['policy']}: {range_text(estimate)}"
    yield ""
    yield "Articles"
    for article in record["articles"]:
        told = article["published"] or "undated"
        yield f"  {told}  {article['outlet'] or '?'}: {article['title']}  [{article['ref']}]"
    yield ""
    yield "What was said, in order"
    for step in record["revisions"]:
        voice = step["voice"]["name"] or "the outlet itself"
        before, after = bounds_text(step["before_low"], step["before_high"]), step["says"]
        moved = after if step["direction"] == "first" else f"{before} -> {after}"
        told = f"{step['at'] or 'undated'}  {step['category']}: {voice}: {moved}"
        yield f"  {told} ({step['direction']})  [{step['claim']}]"


def claim_text(record: Record) -> Iterator[str]:
    """The lines of a claim's explanation."""
    claim, article = record["claim"], record["article"]
    yield f"Claim {claim['id']}: {_says(claim)}"
    yield f"  read in {_told(article)}: {article['title']}"
    if article["url"]:
        yield f"  {article['url']}"
    start, end = record["quote_at"]
    said = record["sentence"]
    yield f"  “{_flat(said[:start])}>>{_flat(said[start:end])}<<{_flat(said[end:])}”"
    yield f"  said by: {_voices(claim, article)}"
    yield f"  kind {claim['kind']}, {claim['qualifier']}, {claim['status']}" + (
        f"; kept out of this event: {claim['scope']}" if claim["scope"] else ""
    )
    if claim["victims"]:
        yield f"  victims: {claim['victims']}"
    reads = f", {record['rule_reads']}" if record["rule_reads"] else ""
    yield f"  rule: {claim['rule']}{reads}" + (f" ({record['rule_measured']})" if record["rule_measured"] else "")
    yield f"  characters {claim['span']['start']} to {claim['span']['end']} of article {claim['article']}"
    for step in record["revisions"]:
        before = bounds_text(step["before_low"], step["before_high"])
        after = bounds_text(step["after_low"], step["after_high"])
        yield f"  changed {step['category']} {before} -> {after} ({step['direction']})"
    for use in record["uses"]:
        yield f"  {use['category']}, {use['policy']}: {use['use']}" + (f": {use['detail']}" if use["detail"] else "")
    if not record["uses"]:
        yield "  no estimate uses it"


def link_text(record: Record) -> Iterator[str]:
    """The lines of a link's waterfall, weights in log-odds."""
    for article in record["articles"]:
        yield f"{_told(article)}: {article['title']}  [{article['ref']}]"
    yield ""
    for step in record["steps"]:
        weight = "" if step["weight"] is None else f"{step['weight']:+.2f}"
        yield f"  {weight:>7}  {step['rule']:<18} {_flat(step['detail'])}"
    yield ""
    yield f"Verdict of the two alone: {VERDICTS[record['verdict']]}."
    events = dict.fromkeys(article["event"] or "unknown" for article in record["articles"])
    yield f"With all other articles weighed in: {' and '.join(f'event {event}' for event in events)}."
    for judged in record["because"]:
        others = "".join(f" With {other['title']}  [{other['ref']}]" for other in judged["with"])
        yield f"  [{judged['article']['ref']}] is there by {judged['actor']}: {_flat(judged['detail'])}{others}"


def heading(record: Record) -> Iterator[str]:
    """What happened, where and when."""
    event, articles = record["event"], record["articles"]
    facts = [part for part in (event["type"], place_text(Place(**event["place"])), event["date"]) if part]
    yield f"{event['title'] or 'Untitled event'}  [{event['id']}]"
    counted = counted_text(article["outlet"] for article in articles)
    yield f"  {'; '.join(facts) or 'type, place and date unknown'}; {counted}"


def counted_text(outlets: Iterable[str]) -> str:
    """How many articles there are, from the outlets that are known.

    >>> counted_text(["Herald", "Herald", ""]), counted_text([""])
    ('3 articles from 1 outlet and others unknown', '1 article, outlet unknown')
    """
    told = list(outlets)
    known = len(set(told) - {""})
    articles = count(len(told), "article")
    if not known:
        return f"{articles}, outlet unknown"
    return f"{articles} from {count(known, 'outlet')}" + (" and others unknown" if "" in told else "")


def step_text(revision: Revision, claim: Claim | None) -> str:
    """What a voice says since a step: a vague word as it was told, with the numbers that it is taken for."""
    bounds = (revision.after_low, revision.after_high)
    told = bounds_text(*bounds)
    return f"“{claim.word}” ({told})" if claim and claim.word and (claim.low, claim.high) == bounds else told


def measured_text(claim: Claim) -> str:
    """How often the rule of a claim was right where that was measured; empty where too few cases were."""
    cases = measured().get(claim.rule, 0)
    if claim.confidence is None or cases < FEWEST:
        return ""
    return f"right in {claim.confidence:.0%} of {cases} cases measured"


def whom(estimate: Record) -> str:
    """What an estimate counts: `killed`, or `killed, children` of a group."""
    return ", ".join(part for part in (estimate["category"], estimate["group"]) if part)


def range_text(estimate: Record) -> str:
    """The three figures of an estimate in words."""
    parts = (f"{part} {'unknown' if estimate[part] is None else estimate[part]}" for part in ("low", "best", "high"))
    return ", ".join(parts)


def bounds_text(low: int | None, high: int | None) -> str:
    """A pair of bounds in words.

    >>> bounds_text(5, 5), bounds_text(5, None), bounds_text(3, 9), bounds_text(None, None)
    ('5', 'at least 5', '3-9', 'no figure')
    """
    if low is None:
        return "no figure" if high is None else f"at most {high}"
    if high is None:
        return f"at least {low}"
    return str(low) if low == high else f"{low}-{high}"


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


def _revision(result: Result, revision: Revision) -> Record:
    claim = result.claim.get(revision.claim)
    return {**to_record(revision), "quote": claim.quote if claim else None, "says": step_text(revision, claim)}


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


def _evidence_text(evidence: Iterable[Record], told: set[str]) -> Iterator[str]:
    """The quote of every claim; where it comes from when it is first `told`."""
    for cited in evidence:
        if "claim" in cited:
            claim, article = cited["claim"], cited["article"]
            yield f"“{_flat(claim['quote'])}” ({_says(claim)})"
            if claim["id"] not in told:
                origin = f"{_told(article)}; {_voices(claim, article)}"
                yield f"    {origin}; rule {claim['rule'] or '?'}; claim {claim['id']}"
            told.add(claim["id"])
        elif "article" in cited:
            yield f"article {cited['article']['id']}: {_told(cited['article'])}: {cited['article']['title']}"
        else:
            yield cited["id"]


def _by_reason(set_aside: Iterable[Record]) -> dict[str, list[Record]]:
    told = ((aside["reason"], aside["claim"]) for aside in set_aside)
    return gathered((f"{why['detail'] or why['rule']}  [{why['rule']}]", claim) for why, claim in told)


def gathered(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """What goes by each key, the keys in the order in which they first come.

    >>> gathered([("a", 1), ("b", 2), ("a", 3)])
    {'a': [1, 3], 'b': [2]}
    """
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _cited_text(cited: Record, told: set[str]) -> str:
    """A claim on one line."""
    if "claim" not in cited:
        return " ".join(_evidence_text([cited], told))
    claim, article = cited["claim"], cited["article"]
    origin = "" if claim["id"] in told else f" {_told(article)}; {_voices(claim, article)};"
    told.add(claim["id"])
    return f"“{_flat(claim['quote'])}” ({_says(claim)}){origin} claim {claim['id']}"


def _says(claim: Record) -> str:
    return f"{claim['category']} {bounds_text(claim['low'], claim['high'])}, {claim['kind']}"


def _told(article: Record) -> str:
    return f"{article['outlet'] or article['ref']}, {article['published'] or 'undated'}"


def voices_text(voices: Iterable[tuple[str, str]], outlet: str) -> str:
    """A chain of (name, type) as a reporter would write it: the source, as told by those who passed it on."""
    names = [name or f"an unnamed {kind} source" for name, kind in voices]
    if not names:
        return f"{outlet or 'the outlet'} in its own words"
    return names[-1] + "".join(f", told by {name}" for name in reversed(names[:-1]))


def _voices(claim: Record, article: Record) -> str:
    return voices_text(((voice["name"], voice["type"]) for voice in claim["voices"]), article["outlet"])


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def count(number: int, noun: str) -> str:
    """`1 article`, `2 articles`."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
