"""The rows of the tables: what a finished run says, cell by cell, in a stable order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from casualties.lexicon import categories
from casualties.model import Article, Claim, Decision, Estimate, Event, Moment, Place, Revision, Toll
from casualties.reconcile import docket
from casualties.report import voices

if TYPE_CHECKING:
    from casualties.pipeline import Result

JOINT = ";"  # between the items of one cell
Row = dict[str, Any]
Range = tuple[int | None, int | None, int | None]  # low, best, high
NOTHING: Range = (None, None, None)


def when(moment: Moment | None) -> str | None:
    """A time as the tables write it; None = not known."""
    return str(moment) if moment else None


def joined(items: Iterable[str]) -> str | None:
    """Several values in one cell; None = none."""
    return JOINT.join(items) or None


def range_of(estimate: Estimate) -> Range:
    """The three figures of an estimate."""
    return (estimate.low, estimate.best, estimate.high)


def place_text(place: Place) -> str:
    """Where, in words: the place and its country, once where they are the same; empty = not known."""
    return ", ".join(dict.fromkeys(part for part in (place.name, place.country) if part))


def claim_row(claim: Claim, article: Article) -> Row:
    """The fields of `casualties extract`; `voices` is a list."""
    return {
        "id": article.ref,
        "claim_id": claim.id,
        "category": claim.category,
        "kind": claim.kind,
        "low": claim.low,
        "high": claim.high,
        "qualifier": claim.qualifier,
        "status": claim.status,
        "victims": claim.victims,
        "voices": [voice.name for voice in claim.voices],
        "start": claim.span.start,
        "end": claim.span.end,
        "quote": claim.quote,
        "rule": claim.rule,
        "confidence": claim.confidence,
    }


def toll_row(article: Article, tolls: Iterable[Toll]) -> Row:
    """The fields of `casualties tolls`: the record's id, then per category the figure, its bounds and its chance."""
    stated = {toll.category: toll for toll in tolls}
    row: Row = {"id": article.ref}
    for category in categories():
        toll = stated.get(category)
        row[category] = toll.figure if toll else None
        row[f"{category}_low"] = toll.low if toll else None
        row[f"{category}_high"] = toll.high if toll else None
        row[f"{category}_confidence"] = toll.confidence if toll else None
    return row


def first_estimates(result: Result, event: Event) -> dict[str, Estimate]:
    """The estimates of the first policy that was asked for, by category."""
    estimates = result.reconciled[event.id].estimates
    return {estimate.category: estimate for estimate in estimates if estimate.policy == result.policies[0]}


def last_move(revisions: Iterable[Revision]) -> Revision | None:
    """The last revision, in the order of telling, that changed a figure."""
    return next((move for move in reversed(list(revisions)) if move.direction != "same"), None)


def _figures(estimate: Estimate) -> Row:
    """The columns that every table of ranges has."""
    low, best, high = range_of(estimate)
    named = {"event_id": estimate.event, "category": estimate.category, "policy": estimate.policy}
    return named | {"low": low, "best": best, "high": high}


def events(result: Result) -> Iterator[Row]:
    """One row per event."""
    articles = result.article
    for event in result.linked.events:
        revisions = result.reconciled[event.id].revisions
        estimates = first_estimates(result, event)
        moved = last_move(revisions)
        told = [articles[article].published for article in event.articles]
        row: Row = {
            "event_id": event.id,
            "title": event.title,
            "type": event.type,
            "place": event.place.name,
            "country": event.place.country,
            "date": when(event.date),
        }
        for category in categories():
            for part in ("low", "best", "high"):
                estimate = estimates.get(category)
                row[f"{category}_{part}"] = getattr(estimate, part) if estimate else None
        yield row | {
            "n_articles": len(event.articles),
            "n_voices": voices.number(revisions),
            "first_reported": when(min((at for at in told if at), default=None)),
            "last_revised": when(moved.at) if moved else None,
            "flags": joined(sorted({flag for estimate in estimates.values() for flag in estimate.flags})),
            "date_told": _date_told(event),
        }


def _date_told(event: Event) -> str | None:
    return ("yes" if event.date_told else "no") if event.date else None


def estimates(result: Result) -> Iterator[Row]:
    """One row per event, category and policy."""
    for event in result.linked.events:
        for estimate in result.reconciled[event.id].estimates:
            aside = joined(item.claim for item in estimate.set_aside)
            yield _figures(estimate) | {
                "as_of": when(estimate.as_of), "basis": joined(estimate.basis), "set_aside": aside
            }  # fmt: skip


def groups(result: Result) -> Iterator[Row]:
    """One row per event, category, group of victims and policy."""
    for event in result.linked.events:
        for estimate in result.reconciled[event.id].groups:
            yield _figures(estimate) | {"group": estimate.group, "basis": joined(estimate.basis)}


def history(result: Result) -> Iterator[Row]:
    """One row whenever an estimate moved."""
    for event in result.linked.events:
        for estimate in result.reconciled[event.id].history:
            yield _figures(estimate) | {"at": when(estimate.as_of), "basis": joined(estimate.basis)}


def revisions(result: Result) -> Iterator[Row]:
    """One row per step of a voice."""
    for event in result.linked.events:
        for revision in result.reconciled[event.id].revisions:
            yield {
                "event_id": revision.event,
                "category": revision.category,
                "voice": revision.voice.name,
                "at": when(revision.at),
                "before_low": revision.before_low,
                "before_high": revision.before_high,
                "after_low": revision.after_low,
                "after_high": revision.after_high,
                "direction": revision.direction,
                "claim_id": revision.claim,
                "voice_id": revision.voice_id,
                "basis": joined(revision.basis),
            }


def claims(result: Result) -> Iterator[Row]:
    """One row per claim."""
    event_of = result.event_of
    decided = _decided(result.decisions)
    passing = {one.subject: one.event for told in result.asides.values() for one in told}
    for article in result.articles:
        for claim in result.claims[article.id]:
            yield claim_row(claim, article) | {
                "voices": joined(voice.name for voice in claim.voices),
                "event_id": event_of.get(article.id),
                "outlet": article.outlet,
                "url": article.url,
                "published": when(article.published),
                "article_id": article.id,
                "may_be_of": passing.get(claim.id),
                "decided": decided.get(claim.id),
            }


def _decided(decisions: Iterable[Decision]) -> dict[str, str]:
    """What analysts decided of claims, by their ids: the newest decision about each."""
    found: dict[str, str] = {}
    for claim, told in docket(decisions).of_claim.items():
        newest = told[max(told)]
        found[claim] = "corrected" if newest.corrected else "rejected"
        if newest.corrected:
            found[newest.corrected.id] = f"replaces {claim}"
    return found


def articles(result: Result) -> Iterator[Row]:
    """One row per record that was read."""
    event_of = result.event_of
    for article in result.sightings:
        tolls = result.tolls[article.id]
        led = {toll.category: _led(result, toll) for toll in tolls}
        yield {
            "id": article.ref,
            "article_id": article.id,
            "event_id": event_of.get(article.id),
            "url": article.url,
            "outlet": article.outlet,
            "published": when(article.published),
            "title": article.title,
            **toll_row(article, tolls),
            **{
                f"{category}_{part}": led[category][part] if category in led else None
                for category in categories()
                for part in ("basis", "open")
            },
        }


def redirects(result: Result) -> Iterator[Row]:
    """One row per event and other event that holds articles once told of under its id."""
    for id_, one in result.succession.items():
        for into, number in one.others:
            yield {"event_id": id_, "change": one.how, "into": into, "n_articles": number}


def _led(result: Result, toll: Toll) -> Row:
    """What an article's toll rests on, and whether those words leave room for more."""
    open_top = any(result.claim[id_].high is None for id_ in toll.basis)
    return {"basis": joined(toll.basis), "open": None if toll.figure is None else "yes" if open_top else "no"}


def summary(result: Result) -> Iterator[Row]:
    """One row per event and category."""
    for event in result.linked.events:
        estimates = first_estimates(result, event)
        for category in categories():
            estimate = estimates.get(category)
            if not estimate:
                continue
            revisions = [r for r in result.reconciled[event.id].revisions if r.category == category]
            moved = last_move(revisions)
            yield _figures(estimate) | {
                "title": event.title,
                "place": event.place.name,
                "date": when(event.date),
                "n_articles": len(event.articles),
                "n_voices": voices.number(revisions),
                "last_revised": when(moved.at) if moved else None,
                "direction": moved.direction if moved else None,
                "flags": joined(estimate.flags),
                "date_told": _date_told(event),
            }
