"""Every type that travels between rooms.

All are frozen and plain. `to_record` and `from_record` are the one serialisation (law 7): they are derived from the
dataclass fields, so a new field needs no other change. Offsets are Python string indices into `Article.text`.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import sys
import types
import typing
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

Kind = Literal["toll", "partial", "increment", "transfer", "previous", "trend", "background", "period"]
Qualifier = Literal["exact", "at_least", "more_than", "up_to", "fewer_than", "about", "range", "vague"]
Status = Literal["asserted", "unconfirmed", "feared", "denied", "hypothetical"]
Precision = Literal["second", "minute", "hour", "day", "month", "year"]
Direction = Literal["first", "up", "down", "same", "corrected", "retracted", "transferred", "disputed"]
T = typing.TypeVar("T")
Verdict = Literal["same", "different", "unsure"]
Act = Literal["merge", "split", "reject", "correct"]

SHORT = 64  # characters of a text that is kept in memory once
KINDS: tuple[str, ...] = typing.get_args(Kind)
QUALIFIERS: tuple[str, ...] = typing.get_args(Qualifier)
STATUSES: tuple[str, ...] = typing.get_args(Status)
VOICE_TYPES = (
    "official", "police", "military", "health", "rescue", "armed group", "perpetrator",
    "witness", "ngo", "media", "anonymous", "unknown",
)  # fmt: skip


def identity(*parts: object) -> str:
    """Sixteen hexadecimal digits that depend on the parts alone: the identity law (law 2).

    >>> identity("a", 1) == identity("a", "1")
    True
    """
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@functools.total_ordering
@dataclass(frozen=True, slots=True)
class Moment:
    """A time as precisely as it was told: `at` is its earliest instant (UTC), `precision` its width.

    A date alone is an interval of a day. Moments sort by their earliest instant, the wider first.
    """

    at: datetime
    precision: Precision = "second"

    @property
    def latest(self) -> datetime:
        """The last instant that the moment may mean."""
        try:
            if self.precision == "month":
                following = (self.at.replace(day=1) + timedelta(days=32)).replace(day=1)
            elif self.precision == "year":
                following = self.at.replace(year=self.at.year + 1)
            else:
                following = self.at + _PERIODS.get(self.precision, timedelta(days=1))
        except (OverflowError, ValueError):  # the last year that can be told
            return datetime.max.replace(tzinfo=UTC)
        return following - timedelta(microseconds=1)

    def __lt__(self, other: Moment) -> bool:
        return (self.at, -_WIDTHS.index(self.precision)) < (other.at, -_WIDTHS.index(other.precision))

    def __str__(self) -> str:
        """ISO 8601, cut at the precision: `2024`, `2024-01`, `2024-01-04`, `2024-01-04T14:05Z`."""
        text = self.at.replace(tzinfo=None).isoformat(timespec="seconds")
        return (
            text + "Z"
            if self.precision == "second"
            else text[: _CUTS[self.precision]] + "Z" * (_CUTS[self.precision] > 10)
        )

    @classmethod
    def parse(cls, text: str) -> Moment:
        """Read what `str` wrote; any other ISO 8601 time with an offset is read too. Raises ValueError."""
        told = text.removesuffix("Z")
        for precision, cut in _CUTS.items():
            if len(told) == cut and text.endswith("Z") == (cut > 10):
                return cls(datetime.fromisoformat(told + "0000-01-01T00:00:00"[cut:]).replace(tzinfo=UTC), precision)
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError(f"time without an offset: {text}")
        return cls(moment.astimezone(UTC).replace(microsecond=0), "second")


_WIDTHS: tuple[str, ...] = typing.get_args(Precision)
_PERIODS = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
_CUTS: dict[Precision, int] = {"year": 4, "month": 7, "day": 10, "hour": 13, "minute": 16, "second": 19}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character offsets into `Article.text`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a number or a judgement is what it is: `rule` names the function or row that fired.

    `detail` is a sentence for a reader, `evidence` holds claim or article ids, `weight` is set where reasons add up.
    """

    rule: str
    detail: str = ""
    evidence: tuple[str, ...] = ()
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one page. `text` begins with the title; an edited page is a new Article of the same url.

    `ref` is the id the caller gave (the line's `id`, or the file's name); `id` is ours, a hash of url, title and text.
    """

    id: str
    text: str
    title: str = ""
    ref: str = ""
    url: str = ""
    outlet: str = ""
    published: Moment | None = None
    fetched: Moment | None = None
    language: str = "en"

    @classmethod
    def create(cls, text: str, title: str = "", url: str = "", **fields: Any) -> Article:
        """Build an article and its id; the title is put before the text unless the text begins with it."""
        if title and not text.startswith(title):
            text = f"{title}\n\n{text}"
        made = identity(url, title, text)
        fields.setdefault("ref", made)
        return cls(id=made, text=text, title=title, url=url, **fields)


@dataclass(frozen=True, slots=True)
class Voice:
    """Someone who gives a figure. `type` is one of VOICE_TYPES; an empty name means the outlet itself."""

    name: str
    type: str = "unknown"


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many of a claim's victims are told to be of one group: children, civilians, attackers and so on."""

    group: str
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure that one voice gives in one place of one article.

    `low` and `high` count people; `high` None is an open top ("at least 12"), `low` None says that no figure was given
    (a trend). `voices` runs from the outermost teller to the innermost source; empty means the outlet's own words.
    `who` holds keys of the victims where they are known one by one, so that the same victim is counted once: keys that
    begin with the article's id hold inside this article, others ("name:abu taqwa") everywhere.
    `groups` names the groups that any of the victims are of, `parts` counts them where the words do.
    `moved_from` names the category a transfer takes its people from. `word` keeps a vague word as told ("dozens").
    `scope` is empty for the article's main event, else it says why the claim belongs elsewhere ("last month").
    `confidence` is the measured precision of the rule.
    """

    id: str
    article: str
    span: Span
    quote: str
    category: str
    kind: Kind
    low: int | None
    high: int | None
    qualifier: Qualifier = "exact"
    status: Status = "asserted"
    victims: str = ""
    groups: tuple[str, ...] = ()
    parts: tuple[GroupCount, ...] = ()
    who: tuple[str, ...] = ()
    voices: tuple[Voice, ...] = ()
    scope: str = ""
    moved_from: str = ""
    word: str = ""
    as_of: Moment | None = None
    rule: str = ""
    confidence: float | None = None

    @classmethod
    def create(cls, article: Article, span: Span, category: str, kind: Kind, low: int | None, high: int | None,
               **fields: Any) -> Claim:  # fmt: skip
        """Build a claim with its quote and id from the place it stands in (laws 1 and 2)."""
        made = identity(article.id, span.start, span.end, category, kind, low, high)
        quote = article.text[span.start : span.end]
        return cls(made, article.id, span, quote, category, kind, low, high, **fields)

    @property
    def voice(self) -> Voice | None:
        """The innermost voice, whose figure this is; None when the outlet speaks for itself."""
        return self.voices[-1] if self.voices else None


@dataclass(frozen=True, slots=True)
class Toll:
    """What one article stands by for its main event, per category.

    `figure` None = not stated, 0 = stated none. `high` None beside a `low` = open top. `basis` holds claim ids.
    """

    article: str
    category: str
    figure: int | None
    low: int | None
    high: int | None
    confidence: float
    basis: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where, as precisely as known. `precision` is one of address, city, region, country, unknown.

    A name that no list of places holds is of unknown precision: it may be a village, a mine or a valley.
    """

    name: str = ""
    country: str = ""
    precision: str = "unknown"


@dataclass(frozen=True, slots=True)
class Event:
    """One happening and the articles about it (`Article.id`s in order of publication).

    `date` is the day the articles name; where they name none (`date_told` is false), that of the first of them, before
    which it happened.
    """

    id: str
    title: str
    articles: tuple[str, ...]
    type: str = ""
    place: Place = Place()
    date: Moment | None = None
    date_told: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """This article (or claim) belongs, or does not belong, to this event. Never overwritten, only added to.

    `subject` is an article or claim id; `actor` names the rule set and its version, or the analyst.
    """

    subject: str
    event: str
    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...] = ()
    actor: str = ""
    at: Moment | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What an analyst decided, with the reason: it outranks the machine in every run from then on.

    `subjects` are the ids that were named: events, an event and articles, or a claim. `groups` holds what a merge puts
    into one event, or what a split keeps apart: article ids, each group in order of publication. `corrected` is the
    claim that a correction puts in the place of the one named.
    """

    act: Act
    subjects: tuple[str, ...]
    by: str
    reason: str
    at: Moment | None = None
    groups: tuple[tuple[str, ...], ...] = ()
    corrected: Claim | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One step in what one voice said of one event and category; `claim` is the claim that made the step.

    `voice` is named as that claim names it, `voice_id` is the key that all names of the voice share: only by it is one
    voice told from another. `basis` holds the ids of the claims that the new figure rests on: for a step ("two more")
    also those of the count that it was added to, which may be another voice's.
    """

    event: str
    category: str
    voice: Voice
    at: Moment | None
    before_low: int | None
    before_high: int | None
    after_low: int | None
    after_high: int | None
    direction: Direction
    claim: str
    voice_id: str = ""
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A claim that an estimate does not rest on, and why."""

    claim: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Estimate:
    """One policy's range for one event and category as of a time; of one `group` of the victims where that is named.

    `basis` holds the ids of the claims it rests on. `steps` is the derivation as it was computed, in order: explain
    prints it and adds nothing. `flags` are words such as "corrected-down", "fell", "disputed", "single-source".
    """

    event: str
    category: str
    policy: str
    as_of: Moment | None
    low: int | None
    best: int | None
    high: int | None
    basis: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    steps: tuple[Reason, ...] = ()
    flags: tuple[str, ...] = ()
    group: str = ""


def to_record(value: Any) -> Any:
    """Turn a dataclass into plain JSON values: objects to dicts, tuples and sets to lists, moments to text."""
    kind = type(value)
    if kind is Moment:
        return str(value)
    if kind is tuple:
        return [to_record(item) for item in value]
    if kind is frozenset:
        return sorted(value)
    names = _names(typing.cast(Hashable, kind))
    return {name: to_record(getattr(value, name)) for name in names} if names else value


def from_record(cls: type[T], record: Any) -> T:
    """Build `cls` from what `to_record` made of it. Raises TypeError, KeyError or ValueError on any other record."""
    return typing.cast(T, _builder(typing.cast(Hashable, cls))(record))


@functools.cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


@functools.cache
def _builder(hint: Any) -> Callable[[Any], Any]:
    """What builds a value of a type from its record: worked out once per type, for a ledger holds many."""
    origin, inner = typing.get_origin(hint), [part for part in typing.get_args(hint) if part is not types.NoneType]
    if hint is Moment:
        return functools.lru_cache(4096)(Moment.parse)
    if hint is str or origin is typing.Literal:
        return _shared
    if dataclasses.is_dataclass(hint):
        return _of_fields(typing.cast(type, hint))
    if origin in (typing.Union, types.UnionType):
        build = _builder(inner[0])
        return lambda value: None if value is None else build(value)
    if origin in (tuple, frozenset):
        build = _builder(inner[0])
        return origin if build is _as_it_is else lambda value: origin(map(build, value))
    return hint if isinstance(hint, type) and issubclass(hint, dict) else _as_it_is


def _of_fields(cls: type) -> Callable[[Any], Any]:
    builders = {name: _builder(hint) for name, hint in typing.get_type_hints(cls).items()}

    def build(record: Any) -> Any:
        if not builders.keys() >= record.keys():
            raise TypeError(f"unknown field {min(record.keys() - builders.keys())}")
        return cls(**{name: builders[name](value) for name, value in record.items()})

    return build


def _shared(value: Any) -> Any:
    """A short text, such as an id or a name, in memory once however many records hold it."""
    return sys.intern(value) if type(value) is str and len(value) <= SHORT else value


def _as_it_is(value: Any) -> Any:
    return value
