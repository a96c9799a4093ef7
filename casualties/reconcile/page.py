"""What the fold keeps while it reads: the state of one event, and the page, one article while it is read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from casualties.lexicon.policies import Rank
from casualties.model import Claim, Direction, Event, Moment, Revision, Voice
from casualties.reconcile.agreed import Agreed, Tolls
from casualties.reconcile.extent import rises, together
from casualties.reconcile.figures import OWN_WORDS
from casualties.reconcile.live import Standing, standing
from casualties.reconcile.reprints import Passages
from casualties.reconcile.standing import Position, Tally
from casualties.reconcile.timeline import Telling
from casualties.reconcile.voices import Speaker

Bounds = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Count:
    """A count that a step can be resolved against; `source` says whose (own, article or event), `rank` its weight.

    `told` says what the count is, as the end of a sentence.
    """

    low: int
    high: int | None
    claims: tuple[str, ...]
    source: str
    rank: Rank | None = None
    position: Position | None = None
    told: str = ""


@dataclass(slots=True)
class Page:
    """One article while it is read.

    `stated` and `replaced` hold, by category, all current totals (with the voice's key) and all totals told as past;
    `demoted` the totals that are read as parts; `counts` the running count up to the present claim; `before` the
    position that led before the article.
    """

    telling: Telling
    number: int
    speakers: dict[str, Speaker]
    stated: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    replaced: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    counts: dict[str, Count] = field(default_factory=dict)
    before: dict[str, Position | None] = field(default_factory=dict)
    partials: dict[tuple[str, str], list[Claim]] = field(default_factory=lambda: defaultdict(list))
    demoted: dict[tuple[str, str], list[Claim]] = field(default_factory=lambda: defaultdict(list))
    said: dict[tuple[str, str], Claim] = field(default_factory=dict)
    given_up: set[tuple[str, str, int]] = field(default_factory=set)

    @property
    def at(self) -> Moment | None:
        """When the article was told."""
        return self.telling.at

    def place(self, claim: Claim) -> tuple[int, int]:
        """Where a claim stands in the order of all that is told of the event."""
        return (self.number, claim.span.start)

    def key(self, claim: Claim) -> str:
        """The key of the voice whose figure a claim is."""
        return self.speakers[claim.id].key

    def teller(self, claim: Claim) -> str:
        """The voice of a claim as a reader would name it."""
        return self.name(claim.id)

    def name(self, claim: str) -> str:
        """The voice of the claim with an id as a reader would name it."""
        return self.speakers[claim].voice.name or OWN_WORDS

    def whole(self, claim: Claim) -> bool:
        """Is a claim told of all places together?"""
        return bool(together(self.telling.article, claim))

    def rises(self, claim: Claim) -> bool:
        """Is the toll said to have risen to a claim's figure?"""
        return rises(self.telling.article, claim)

    def told_at(self, claim: Claim) -> Moment | None:
        """The time that a claim speaks of: that of the article, unless it says an earlier one."""
        return claim.as_of if claim.as_of and self.at and claim.as_of < self.at else self.at


@dataclass(slots=True)
class State:
    """Everything that the fold knows of one event.

    `people` holds the voices met so far, by surname; `dated` the categories whose total an article with a date gives;
    `tolls` what each article comes to by itself.
    """

    event: Event
    dated: frozenset[str] = frozenset()
    tolls: Tolls = field(default_factory=dict)
    agreed: dict[str, Agreed] = field(default_factory=lambda: defaultdict(Agreed))
    tallies: dict[str, Tally] = field(default_factory=dict)
    revisions: list[Revision] = field(default_factory=list)
    people: dict[str, Voice] = field(default_factory=dict)
    passages: Passages = field(default_factory=Passages)
    pages: int = 0
    stands: dict[str, Standing] = field(default_factory=dict)

    def tally(self, category: str) -> Tally:
        """The tally of a category, made when it is first spoken of."""
        return self.tallies.setdefault(category, Tally(category))

    def standing(self, category: str) -> Standing:
        """What stands in a category, worked out once for as long as no article tells of it."""
        if category not in self.stands:
            self.stands[category] = standing(self.tally(category))
        return self.stands[category]

    def revise(
        self,
        page: Page,
        tally: Tally,
        claim: Claim,
        now: Position | None,
        direction: Direction,
    ) -> None:
        """Write down a step of a voice, named as the claim names it, from what it last said; None = it takes that back.

        What it said stays what it last said where others closed its position: it has not spoken since.
        """
        who = page.speakers[claim.id]
        former = tally.spoken.pop(who.key, None)
        if now:
            tally.spoken[who.key] = now
        before: Bounds = (former.low, former.high) if former else (None, None)
        after: Bounds = (now.low, now.high) if now else (None, None)
        made = Revision(
            self.event.id, tally.category, who.voice, page.at, *before, *after, direction, claim.id, who.key,
            now.claims if now else (),
        )  # fmt: skip
        self.revisions.append(made)
