"""The tables of the output folder: every column once, with its type, its meaning and where its value comes from.

TABLES is the one source of truth: the CSV files, datapackage.json and the column dictionary are made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casualties.lexicon import categories, descriptions
from casualties.report import rows
from casualties.report.rows import JOINT, Row

if TYPE_CHECKING:
    from casualties.pipeline import Result


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


ARTICLE_ID = Column("article_id", "string", "hash of url, title and text: the same for a repeated article")
EVENT_ID = Column(
    "event_id", "string", "id of the event; its meaning never changes; redirects.csv leads on from one that went"
)
TITLE = Column("title", "string", "what happened")
CATEGORY = Column("category", "string", f"what is counted: {', '.join(categories())}")
POLICY = Column("policy", "string", "the rule that chose the range (`casualties policies`)")
LOW = Column("low", "integer", "the smallest toll that the policy accepts")
BEST = Column("best", "integer", "the toll that the policy thinks likeliest")
HIGH = Column("high", "integer", "the largest toll that the policy accepts; empty beside a low = open top")
MAY_BE_OF = Column("may_be_of", "string", "id of the event that a figure told in passing may be of; it counts nowhere")
DECIDED = Column(
    "decided", "string", "what an analyst decided of it: rejected, corrected, or replaces and the id of another"
)
DATE_TOLD = Column("date_told", "string", "yes: an article names that day; no: `date` is the day of the first article")
BASIS = Column("basis", "string", f"ids of the claims it rests on, `{JOINT}` between them")
RANGE = (LOW, BEST, HIGH)
OUTLET = Column("outlet", "string", "who published the article")
URL = Column("url", "string", "where the article was published")
PUBLISHED = Column("published", "time", "when the article was published")
N_VOICES = Column("n_voices", "integer", "how many voices gave a figure; reprints and other names of one are one")
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
        ("_high", "integer", "the largest figure that it carries"),
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
            TITLE,
            Column("type", "string", "kind of event"),
            Column("place", "string", "where, as precisely as known"),
            Column("country", "string", "the country"),
            Column("date", "time", "when it happened; the day of the first article where none says"),
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
            DATE_TOLD,
        ),
        rows.events,
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
            *RANGE,
            BASIS,
            Column(
                "set_aside",
                "string",
                f"ids of the claims it does not rest on (`casualties explain` says why), `{JOINT}` between them",
            ),
        ),
        rows.estimates,
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
            *RANGE,
            BASIS,
        ),
        rows.groups,
        leads=(("event_id", "events.event_id"),),
    ),
    Table(
        "history",
        "One row whenever an estimate moved.",
        (EVENT_ID, CATEGORY, POLICY, Column("at", "time", "publication of what moved it"), *RANGE, BASIS),
        rows.history,
        leads=(("event_id", "events.event_id"),),
    ),
    Table(
        "revisions",
        "What each voice said over time: one row per step.",
        (
            EVENT_ID,
            CATEGORY,
            Column("voice", "string", "who gives the figure, as named there; empty = the outlet itself"),
            Column("at", "time", "when it was published"),
            Column("before_low", "integer", "what the voice had said before; empty = nothing"),
            Column("before_high", "integer", "what the voice had said before"),
            Column("after_low", "integer", "what it says now"),
            Column("after_high", "integer", "what it says now; empty beside a low = open top"),
            Column("direction", "string", "first, up, down, same, corrected, retracted, transferred or disputed"),
            Column("claim_id", "string", "the claim that made the step"),
            Column("voice_id", "string", "what all names of one voice share: by it goes what it had said before"),
            BASIS,
        ),
        rows.revisions,
        leads=(("event_id", "events.event_id"), ("claim_id", "claims.claim_id")),
    ),
    Table(
        "claims",
        "One row per claim: the fields of `casualties extract` and where the claim was read.",
        (*EXTRACT_COLUMNS, EVENT_ID, OUTLET, URL, PUBLISHED, ARTICLE_ID, MAY_BE_OF, DECIDED),
        rows.claims,
        key=("claim_id",),
        leads=(
            ("event_id", "events.event_id"),
            ("article_id", "articles.article_id"),
            ("may_be_of", "events.event_id"),
        ),
    ),
    Table(
        "articles",
        "One row per record that was read: its event, and the toll that the article alone stands by.",
        (
            RECORD_ID,
            ARTICLE_ID,
            EVENT_ID,
            URL,
            OUTLET,
            PUBLISHED,
            Column("title", "string", "the article's title"),
            *TOLL_COLUMNS,
            *_per_category(
                (
                    ("_basis", "string", f"ids of the claims that the figure rests on, `{JOINT}` between them"),
                    (
                        "_open",
                        "string",
                        "yes = its words leave room for more (`at least 16`, high 16), no = they do not",
                    ),
                )
            ),
        ),
        rows.articles,
        leads=(("event_id", "events.event_id"),),
    ),
    Table(
        "redirects",
        "Where the articles of an event went that is no more or was split: one row per event that holds some of them "
        "now. Runs without a ledger know of none.",
        (
            Column("event_id", "string", "the id that they were told of under in an earlier run"),
            Column(
                "change",
                "string",
                "merged (all are in one other event now) or split (the id, if it is still in "
                "`events.csv`, is that of most of them)",
            ),
            Column("into", "string", "id of the event that they are in now"),
            Column("n_articles", "integer", "how many of them are in it"),
        ),
        rows.redirects,
        key=("event_id", "into"),
        leads=(("into", "events.event_id"),),
    ),
)

# What `run` and `events` print: not a file.
SUMMARY = Table(
    "summary",
    "One row per event and category, with the range of the first policy asked for.",
    (
        EVENT_ID,
        TITLE,
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
        DATE_TOLD,
    ),
    rows.summary,
)
