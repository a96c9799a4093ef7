"""What stands at a time: the positions of the voices, the floors under them, and what was set aside and why."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace

from casualties.lexicon.policies import Rank
from casualties.model import Moment, Reason, Voice
from casualties.reconcile.figures import OWN_WORDS, about, beyond, said
from casualties.reconcile.timeline import surely_after


@dataclass(frozen=True, slots=True)
class Position:
    """The toll that one voice stands by in one category.

    `low` and `high` as in a claim (`high` None = open top). `at` and `order` say when it was taken, `last` when it was
    last repeated. `source` is "stated", or how the count was resolved: against the voice's "own" count, the "article"'s
    or the "event"'s. `reports` counts the distinct passages that give the figure, whoever speaks, `seen` the reports of
    the category before it. `corrects` = its article calls a larger figure replaced. `since` counts later reports, from
    the first that told more: those that told the figure again, and those that told more.
    `whole` = told of all places together, `rises` = the toll is said to have risen to the figure.
    """

    key: str
    voice: Voice
    rank: Rank
    low: int
    high: int | None
    claims: tuple[str, ...]
    at: Moment | None
    order: tuple[int, int]
    last: Moment | None
    source: str = "stated"
    qualifier: str = "exact"
    word: str = ""
    unconfirmed: bool = False
    corrects: bool = False
    reports: int = 1
    seen: int = 0
    since: tuple[int, int] = (0, 0)
    whole: bool = False
    rises: bool = False
    reason: Reason = Reason("toll")  # noqa: RUF009 - a frozen value

    @property
    def figure(self) -> int:
        """The one number that the voice gives: "up to 20" gives 20, "15 to 20" gives 15."""
        return self.high if self.qualifier in ("up_to", "fewer_than") and self.high is not None else self.low

    @property
    def own_words(self) -> bool:
        """Is it an outlet that speaks for itself?"""
        return self.key.startswith("outlet ")

    @property
    def name(self) -> str:
        """The voice as a reader would name it."""
        return self.voice.name or OWN_WORDS

    @property
    def says(self) -> str:
        """The figure as a reader would say it: "at least 12", "50 to 60", a vague word in quotes."""
        return said(self.figure, self.high, self.qualifier, self.word)


@dataclass(frozen=True, slots=True)
class Floor:
    """The victims that one voice told of in part: the toll cannot be below `low`."""

    key: str
    voice: Voice
    rank: Rank
    low: int
    claims: tuple[str, ...]
    at: Moment | None
    page: int


@dataclass(slots=True)
class Tally:
    """One category of one event as the fold goes along; changed by the fold only.

    `positions` holds what each voice stands by, `spoken` what it last said, also where others have closed that.
    """

    category: str
    positions: dict[str, Position] = field(default_factory=dict)
    giving: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    passed: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    floors: dict[str, Floor] = field(default_factory=dict)
    aside: dict[str, Reason] = field(default_factory=dict)
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    steps: dict[tuple[int, str], tuple[Moment | None, str, str, frozenset[str]]] = field(default_factory=dict)
    told: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    since: dict[str, tuple[int, int]] = field(default_factory=dict)
    well_told: dict[str, Position] = field(default_factory=dict)
    spoken: dict[str, Position] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    left: dict[int, tuple[Moment | None, str]] = field(default_factory=dict)
    trend: tuple[tuple[int, int], str] | None = None
    counted: tuple[int, int] = (-1, 0)
    reports: int = 0
    lowered: bool = False

    def stand(self, position: Position) -> None:
        """Take a position; the voice's former one is set aside as superseded."""
        former = self.positions.get(position.key)
        if former:
            self._leave(former, _followed(former, position), set(position.claims))
            if former.own_words and self.times(former.figure) > 1 and former.figure != position.figure:
                self.well_told[former.key] = former
            if former.figure != position.figure:
                self.since.pop(position.key, None)
        self.positions[position.key] = position
        self.giving[position.figure].add(position.key)
        for claim in position.claims:
            self.aside.pop(claim, None)

    def close(self, key: str, reason: Reason) -> None:
        """End a voice's position for a reason."""
        former = self.positions.pop(key)
        self.since.pop(key, None)
        self._leave(former, reason, set())

    def repeat(self, key: str, **changes: object) -> None:
        """Note that a position was repeated (`last`, `reports`)."""
        self.positions[key] = replace(self.positions[key], **changes)  # type: ignore[arg-type]

    def reported(self, position: Position) -> Position:
        """A position with the reports of its figure so far."""
        reports = max(position.reports, self.times(position.figure))
        stands = self.positions.get(position.key, position).figure == position.figure
        since = self.since.get(position.key, (0, 0)) if stands else (0, 0)
        same = (reports, since) == (position.reports, position.since)
        return position if same else replace(position, reports=reports, since=since)

    @property
    def rising(self) -> str:
        """The claim that the toll moves, with no figure, if no figure was told after it; else nothing."""
        return self.trend[1] if self.trend and self.trend[0] > self.counted else ""

    def support(self, low: int) -> int:
        """How many reports give about this figure, within a tenth of it."""
        return sum(len(reports) for figure, reports in self.told.items() if about(figure, low))

    def hear(self, figure: int | None, at: Moment | None, independent: bool) -> None:
        """Count a report, and the figure that it gives where that is a number, for or against what stands.

        A later figure that is larger tells against one, unless it is out of all proportion; from then on a report of
        the same figure tells for it.
        """
        self.reports += 1
        if figure is None:
            return
        self.told[figure].append(self.reports)
        for key, position in self.positions.items():
            again, more = self.since.get(key, (0, 0))
            larger = position.figure < figure and not beyond(figure, position.figure)
            if figure == position.figure and more:
                self.since[key] = (again + 1, more)
            elif larger and independent and surely_after(at, position.at):
                self.since[key] = (again, more + 1)

    def times(self, figure: int, since: int = 0) -> int:
        """How many reports have given a figure, of those after the one that is number `since`."""
        told = self.told.get(figure, [])
        return len(told) - bisect_right(told, since)

    def first(self, figure: int) -> int:
        """The number of the first report of a figure."""
        return self.told[figure][0] if figure in self.told else self.reports

    def set_aside(self, claim: str, rule: str, detail: str, *evidence: str) -> None:
        """Keep a claim out of the estimate, with the reason."""
        self.aside[claim] = Reason(rule, detail, evidence)

    def flag(self, flag: str, *claims: str) -> None:
        """Note something that a reader of the estimate should know."""
        self.notes[flag] = claims

    def _leave(self, former: Position, reason: Reason, carried: set[str]) -> None:
        self.passed[former.key].add(former.figure)
        self.giving[former.figure].discard(former.key)
        if not self.giving[former.figure]:
            del self.giving[former.figure]
        for claim in former.claims:
            if claim not in carried:
                self.aside[claim] = reason


def _followed(former: Position, position: Position) -> Reason:
    """What a voice's new position makes of its former one: told again, or moved on from."""
    if former.says == position.says:
        return Reason(
            "told_again", f"{position.says} according to {position.name} was told again later.", position.claims
        )
    same = "" if former.name.casefold() == position.name.casefold() else f" (one voice with {former.name})"
    return Reason(
        "superseded", f"{position.name}{same} moved on from {former.says} to {position.says}.", position.claims
    )
