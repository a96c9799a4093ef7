"""How a number came about, as text for a person: the records of `records.py`, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from casualties.model import Place, Verdict
from casualties.report.phrases import bounds_text, counted_text, gathered, voices_text
from casualties.report.records import Record
from casualties.report.rows import place_text

VERDICTS: dict[Verdict, str] = {"same": "one event", "different": "two events", "unsure": "cannot be told"}


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
        before, after = bounds_text(step["before_low"], step["before_high"]), step["says"]
        moved = after if step["direction"] == "first" else f"{before} -> {after}"
        told = f"{step['at'] or 'undated'}  {step['category']}: {step['named']}: {moved}"
        counted_on = "".join(f" with {claim}" for claim in step["basis"] if claim != step["claim"])
        yield f"  {told} ({step['direction']})  [{step['claim']}{counted_on}]"


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
        yield f"  changed {step['category']} of {step['named']}: {before} -> {after} ({step['direction']})"
    for use in record["uses"]:
        yield f"  {use['category']}, {use['policy']}: {use['use']}" + (f": {use['detail']}" if use["detail"] else "")
    if not record["uses"]:
        yield "  no estimate uses it"
    for judged in record["may_be_of"]:
        yield f"  may be of event {judged['event']}: {judged['reasons'][0]['detail']}"


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
    if decided := record["decided"]:
        yield f"Decided by an analyst, which outranks that: {VERDICTS[decided['verdict']]}. {_flat(decided['detail'])}"
    yield f"With all other articles weighed in: {' and '.join(f'event {event}' for event in events)}."
    for judged in record["because"]:
        others = "".join(f" With {other['title']}  [{other['ref']}]" for other in judged["with"])
        yield f"  [{judged['article']['ref']}] is there by {judged['actor']}: {_flat(judged['detail'])}{others}"


def heading(record: Record) -> Iterator[str]:
    """What happened, where and when."""
    event, articles = record["event"], record["articles"]
    day = event["date"] if event["date_told"] or not event["date"] else f"by {event['date']}"
    facts = [part for part in (event["type"], place_text(Place(**event["place"])), day) if part]
    yield f"{event['title'] or 'Untitled event'}  [{event['id']}]"
    counted = counted_text(article["outlet"] for article in articles)
    yield f"  {'; '.join(facts) or 'type, place and date unknown'}; {counted}"


def whom(estimate: Record) -> str:
    """What an estimate counts: `killed`, or `killed, children` of a group."""
    return ", ".join(part for part in (estimate["category"], estimate["group"]) if part)


def range_text(estimate: Record) -> str:
    """The three figures of an estimate in words."""
    parts = (f"{part} {'unknown' if estimate[part] is None else estimate[part]}" for part in ("low", "best", "high"))
    return ", ".join(parts)


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


def _voices(claim: Record, article: Record) -> str:
    return voices_text(((voice["name"], voice["type"]) for voice in claim["voices"]), article["outlet"])


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
