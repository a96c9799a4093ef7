"""The tables of the output folder: every column once, with its type, its meaning and where its value comes from.

TABLES is the one source of truth: the CSV files, datapackage.json and the column dictionary are made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casualties.lexicon import categories, descriptions
from casualties.model import Article, Claim, Estimate, Event, Moment, Place, Revision, Toll

if TYPE_CHECKING:
    from casualties.pipeline import Result

JOINT = ";"  # between the items of one cell
Row = dict[str, Any]
Range = tuple[int | None, int | None, int | None]  # low, best, high
NOTHING: Range = (None, None, None)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `type` is string, integer, number or time (ISO 8601, UTC, cut at the precision that is known)."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the output: its columns in order and the function that gives its rows in order."""

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: Callable[[Result], Iterator[Row]]
    key: tuple[str, ...] = ()
    leads: tuple[tuple[str, str], ...] = ()  # column -> table.column that it refers to


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


def _events(result: Result) -> Iterator[Row]:
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
            "n_voices": len({revision.voice for revision in revisions}),
            "first_reported": when(min((at for at in told if at), default=None)),
            "last_revised": when(moved.at) if moved else None,
            "flags": joined(sorted({flag for estimate in estimates.values() for flag in estimate.flags})),
        }


def _estimates(result: Result) -> Iterator[Row]:
    for event in result.linked.events:
        for estimate in result.reconciled[event.id].estimates:
            aside = joined(item.claim for item in estimate.set_aside)
            yield _figures(estimate) | {
                "as_of": when(estimate.as_of), "basis": joined(estimate.basis), "set_aside": aside
            }  # fmt: skip


def _groups(result: Result) -> Iterator[Row]:
    for event in result.linked.events:
        for estimate in result.reconciled[event.id].groups:
            yield _figures(estimate) | {"group": estimate.group, "basis": joined(estimate.basis)}


def _history(result: Result) -> Iterator[Row]:
    for event in result.linked.events:
        for estimate in result.reconciled[event.id].history:
            yield _figures(estimate) | {"at": when(estimate.as_of)}


def _revisions(result: Result) -> Iterator[Row]:
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
            }


def _claims(result: Result) -> Iterator[Row]:
    event_of = result.event_of
    for article in result.articles:
        for claim in result.claims[article.id]:
            yield claim_row(claim, article) | {
                "voices": joined(voice.name for voice in claim.voices),
                "event_id": event_of.get(article.id),
                "outlet": article.outlet,
                "url": article.url,
                "published": when(article.published),
            }


def _articles(result: Result) -> Iterator[Row]:
    event_of = result.event_of
    for article in result.sightings:
        yield {
            "id": article.ref,
            "article_id": article.id,
            "event_id": event_of.get(article.id),
            "url": article.url,
            "outlet": article.outlet,
            "published": when(article.published),
            "title": article.title,
        } | toll_row(article, result.tolls[article.id])


def _summary(result: Result) -> Iterator[Row]:
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
                "n_voices": len({revision.voice for revision in revisions}),
                "last_revised": when(moved.at) if moved else None,
                "direction": moved.direction if moved else None,
                "flags": joined(estimate.flags),
            }


EVENT_ID = Column("event_id", "string", "id of the event; it never changes its meaning")
CATEGORY = Column("category", "string", f"what is counted: {', '.join(categories())}")
POLICY = Column("policy", "string", "the rule that chose the range (`casualties policies`)")
LOW = Column("low", "integer", "the smallest toll that the policy accepts")
BEST = Column("best", "integer", "the toll that the policy thinks likeliest")
HIGH = Column("high", "integer", "the largest toll that the policy accepts; empty beside a low = open top")
BASIS = Column("basis", "string", f"ids of the claims it rests on, `{JOINT}` between them")
OUTLET = Column("outlet", "string", "who published the article")
URL = Column("url", "string", "where the article was published")
PUBLISHED = Column("published", "time", "when the article was published")
N_VOICES = Column("n_voices", "integer", "how many different voices gave a figure; reprints of one voice are one")
FLAGS = Column("flags", "string", f"words of caution, `{JOINT}` between them")
LAST_REVISED = Column("last_revised", "time", "when a voice last changed, added or withdrew a figure")
RECORD_ID = Column("id", "string", "the record's own id, or the file's name, or else the article's id")


def _per_category(parts: Iterable[tuple[str, str, str]]) -> tuple[Column, ...]:
    return tuple(
        Column(category + suffix, type_, text.format(meaning=descriptions()[category]))
        for category in categories()
        for suffix, type_, text in parts
    )


TOLL_COLUMNS = _per_category(
    (
        ("", "integer", "{meaning}: the one figure that the article stands by; empty = not stated, 0 = stated none"),
        ("_low", "integer", "the smallest figure that the article itself carries"),
        ("_high", "integer", "the largest; empty beside a low = open top"),
        ("_confidence", "number", "the chance (0 to 1) that the figure, or that none is stated, is right"),
    )
)
EXTRACT_COLUMNS = (
    RECORD_ID,
    Column("claim_id", "string", "hash of what the claim says and where it stands"),
    CATEGORY,
    Column("kind", "string", "toll, partial, increment, transfer, previous, trend, background or period"),
    Column("low", "integer", "the smallest number that the words mean; empty = no figure was given"),
    Column("high", "integer", "the largest; empty beside a low = open top (`at least 12`)"),
    Column("qualifier", "string", "exact, at_least, more_than, up_to, fewer_than, about, range or vague"),
    Column("status", "string", "asserted, unconfirmed, feared, denied or hypothetical"),
    Column("victims", "string", "who they are, in the article's words"),
    Column("voices", "string", f"who says so, the outermost teller first, `{JOINT}` between them; empty = the outlet"),
    Column("start", "integer", "where the quote begins: characters from the start of the article's text"),
    Column("end", "integer", "where it ends (exclusive)"),
    Column("quote", "string", "the words themselves"),
    Column("rule", "string", "the extraction rule that fired"),
    Column("confidence", "number", "measured precision of that rule (0 to 1)"),
)

TABLES = (
    Table(
        "events",
        "One row per event, with the range of the first policy asked for.",
        (
            EVENT_ID,
            Column("title", "string", "what happened"),
            Column("type", "string", "kind of event"),
            Column("place", "string", "where, as precisely as known"),
            Column("country", "string", "the country"),
            Column("date", "time", "when it happened"),
            *_per_category(
                (
                    ("_low", "integer", "{meaning}: the smallest accepted toll"),
                    ("_best", "integer", "{meaning}: the likeliest toll"),
                    ("_high", "integer", "{meaning}: the largest accepted toll; empty beside a low = open top"),
                )
            ),
            Column("n_articles", "integer", "how many articles tell of it"),
            N_VOICES,
            Column("first_reported", "time", "publication of its first dated article"),
            LAST_REVISED,
            FLAGS,
        ),
        _events,
        key=("event_id",),
    ),
    Table(
        "estimates",
        "One row per event, category and policy: the range and the claims it rests on.",
        (
            EVENT_ID,
            CATEGORY,
            POLICY,
            Column("as_of", "time", "the time the estimate is for; empty = all that is known"),
            LOW,
            BEST,
            HIGH,
            BASIS,
            Column(
                "set_aside",
                "string",
                f"ids of the claims it does not rest on (`casualties explain` says why), `{JOINT}` between them",
            ),
        ),
        _estimates,
        leads=(("event_id", "events.event_id"),),
    ),
    Table(
        "groups",
        "One row per event, category, group of victims and policy, where the claims count a group apart.",
        (
            EVENT_ID,
            CATEGORY,
            Column("group", "string", "whom the range is of: children, civilians, attackers, without attackers ..."),
            POLICY,
            LOW,
            BEST,
            HIGH,
            BASIS,
        ),
        _groups,
        leads=(("event_id", "events.event_id"),),
    ),
    Table(
        "history",
        "One row whenever an estimate moved.",
        (EVENT_ID, CATEGORY, POLICY, Column("at", "time", "publication of what moved it"), LOW, BEST, HIGH),
        _history,
        leads=(("event_id", "events.event_id"),),
    ),
    Table(
        "revisions",
        "What each voice said over time: one row per step.",
        (
            EVENT_ID,
            CATEGORY,
            Column("voice", "string", "who gives the figure; empty = the outlet itself"),
            Column("at", "time", "when it was published"),
            Column("before_low", "integer", "what the voice had said before; empty = nothing"),
            Column("before_high", "integer", "what the voice had said before"),
            Column("after_low", "integer", "what it says now"),
            Column("after_high", "integer", "what it says now; empty beside a low = open top"),
            Column("direction", "string", "first, up, down, same, corrected, retracted, transferred or disputed"),
            Column("claim_id", "string", "the claim that made the step"),
        ),
        _revisions,
        leads=(("event_id", "events.event_id"), ("claim_id", "claims.claim_id")),
    ),
    Table(
        "claims",
        "One row per claim: the fields of `casualties extract` and where the claim was read.",
        (*EXTRACT_COLUMNS, EVENT_ID, OUTLET, URL, PUBLISHED),
        _claims,
        key=("claim_id",),
        leads=(("event_id", "events.event_id"),),
    ),
    Table(
        "articles",
        "One row per record that was read: its event, and the toll that the article alone stands by.",
        (
            RECORD_ID,
            Column("article_id", "string", "hash of url, title and text: the same for a repeated article"),
            EVENT_ID,
            URL,
            OUTLET,
            PUBLISHED,
            Column("title", "string", "the article's title"),
            *TOLL_COLUMNS,
        ),
        _articles,
        leads=(("event_id", "events.event_id"),),
    ),
)

# What `run` and `events` print: not a file.
SUMMARY = Table(
    "summary",
    "One row per event and category, with the range of the first policy asked for.",
    (
        EVENT_ID,
        Column("title", "string", "what happened"),
        Column("place", "string", "where"),
        Column("date", "time", "when"),
        Column("n_articles", "integer", "how many articles tell of it"),
        CATEGORY,
        POLICY,
        LOW,
        BEST,
        HIGH,
        N_VOICES,
        LAST_REVISED,
        Column("direction", "string", "what that last revision did"),
        FLAGS,
    ),
    _summary,
)
