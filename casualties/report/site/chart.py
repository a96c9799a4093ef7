"""The geometry of a step chart: where the low, best and high of a range stood over time, and who moved them.

Plain numbers for a template to draw (the macro `drawing` of `templates/parts.html`).
"""

from __future__ import annotations

import typing
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from casualties.model import Direction, Estimate, Moment, Revision

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 112, 16, 38
APART = 11  # between two marks, so that none covers another
ROOM = sorted(
    ((across * APART, up * APART) for across in range(-2, 3) for up in range(-8, 9)),
    key=lambda moved: (4 * moved[0] ** 2 + moved[1] ** 2, moved),
)  # how far a mark may give way, the nearest first; to another time less readily than to another height
LABEL = 20  # between two labels
STEPS = (1, 2, 5)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
UNITS = tuple(HOUR * n for n in (1, 2, 3, 6, 12)) + tuple(DAY * n for n in (1, 2, 7, 14, 30, 91, 182, 365))
MOST_TICKS = 5
EXACT = ("second", "minute", "hour")
DIRECTIONS = typing.get_args(Direction)


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Band:
    """The range while it stood; `open` = its top is not known, so it goes on to the top of the chart."""

    x: float
    y: float
    width: float
    height: float
    open: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One revision: the place of its time and figure, and where its mark is drawn, which gave way to other marks.

    `since` and `until` are the ends of the time that it may be of, where that is wider than the mark.
    """

    at: tuple[float, float]
    x: float
    y: float
    since: float
    until: float
    revision: Revision

    @property
    def moved(self) -> bool:
        """Whether it is drawn beside its place."""
        return self.at != (self.x, self.y)

    @property
    def wide(self) -> bool:
        """Whether its time is told too coarsely for a mark to show."""
        return self.until - self.since > APART


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is drawn: `line` is the path of the best figure, `ends` are the figures at the right end.

    `directions` are those of the marks, for the legend.
    """

    bands: tuple[Band, ...]
    line: str
    marks: tuple[Mark, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    ends: tuple[Tick, ...]
    directions: tuple[str, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def chart(history: Sequence[Estimate], revisions: Sequence[Revision], end: Moment | None) -> Chart | None:
    """The chart of one category and policy; None where there is nothing to draw over time."""
    moments = [moment for moment in (*(e.as_of for e in history), *(r.at for r in revisions), end) if moment]
    told = [n for e in history for n in (e.low, e.best, e.high) if n is not None]
    said = [n for r in revisions for n in (r.after_low, r.after_high) if n is not None]
    if not history or not moments or not (told or said):
        return None
    first, last = min(moments).at, max(map(middle, moments))
    across = _Scale(first, max(last - first, DAY))
    step, most = _rounded(max([1, *told, *said]))
    up = _Height(most)
    return Chart(
        bands=tuple(_bands(history, across, up)),
        line=_line(history, across, up),
        marks=tuple(_marks(revisions, across, up)),
        directions=tuple(name for name in DIRECTIONS if name in {revision.direction for revision in revisions}),
        across=tuple(across.ticks()),
        up=tuple(Tick(up(number), f"{number:,}") for number in range(0, most + 1, step)),
        ends=tuple(_ends(history[-1], up)),
    )


def middle(moment: Moment) -> datetime:
    """Where a time stands that may be any of an interval: a date alone is noon, so that it is wrong by half a day."""
    return moment.at if moment.precision in EXACT else moment.at + (moment.latest - moment.at) / 2


@dataclass(frozen=True, slots=True)
class _Scale:
    first: datetime
    span: timedelta

    def __call__(self, moment: Moment | None) -> float:
        """Pixels; what is undated stands at the left edge."""
        return self.pixels(middle(moment)) if moment else LEFT

    def pixels(self, at: datetime) -> float:
        """The place of an instant; what is out of the chart stands at its edge."""
        share = (at - self.first) / self.span
        return min(max(LEFT, round(LEFT + share * 0.94 * (WIDTH - LEFT - RIGHT), 1)), WIDTH - RIGHT)

    def ticks(self) -> Iterable[Tick]:
        """The first of the round units of time that gives few enough labels."""
        unit = next((unit for unit in UNITS if self.span / unit <= MOST_TICKS), self.span / MOST_TICKS)
        epoch = datetime(1, 1, 1, tzinfo=UTC)
        at = self.first if unit >= DAY else epoch + -(-(self.first - epoch) // unit) * unit
        if unit >= DAY:
            at = at.replace(hour=0, minute=0, second=0)
            at += DAY * (at < self.first)
        while at <= self.first + self.span:
            yield Tick(self.pixels(at), _label(at, unit))
            if at > datetime.max.replace(tzinfo=UTC) - unit:
                return
            at += unit


@dataclass(frozen=True, slots=True)
class _Height:
    most: int

    def __call__(self, number: float) -> float:
        return round(HEIGHT - BOTTOM - number / self.most * (HEIGHT - TOP - BOTTOM), 1)


def _label(at: datetime, unit: timedelta) -> str:
    if unit >= DAY * 365:
        return str(at.year)
    if unit >= DAY * 91:
        return f"{at:%b} {at.year}"
    return f"{at.day} {at:%b}" if unit >= DAY or at.hour == 0 else f"{at:%H:%M}"


def _rounded(number: int) -> tuple[int, int]:
    """A round step, and the smallest multiple of it that is no smaller than the number."""
    power = 1
    while True:
        for step in (power * n for n in STEPS):
            if number <= 5 * step:
                return step, -(-number // step) * step
        power *= 10


def _periods(history: Sequence[Estimate], across: _Scale) -> Iterable[tuple[Estimate, float, float]]:
    starts = [across(estimate.as_of) for estimate in history]
    for number, estimate in enumerate(history[1:], 1):  # a day that was told after an hour of it
        if estimate.as_of and estimate.as_of.precision not in EXACT:
            starts[number] = max(starts[number], starts[number - 1])
    for number in range(len(starts) - 2, -1, -1):  # never after what followed it
        starts[number] = min(starts[number], starts[number + 1])
    return zip(history, starts, [*starts[1:], WIDTH - RIGHT], strict=True)


def _bands(history: Sequence[Estimate], across: _Scale, up: _Height) -> Iterable[Band]:
    for estimate, start, end in _periods(history, across):
        if estimate.low is not None and end > start:
            top = TOP if estimate.high is None else up(estimate.high)
            yield Band(start, top, round(end - start, 1), round(up(estimate.low) - top, 1), estimate.high is None)


def _line(history: Sequence[Estimate], across: _Scale, up: _Height) -> str:
    """Right to the next move, then up or down; broken where nobody gives a figure."""
    path, drawn = "", False
    for estimate, start, end in _periods(history, across):
        if estimate.best is not None:
            height = up(estimate.best)
            path += (f"V{height}" if drawn else f"M{start} {height}") + f"H{end}"
        drawn = estimate.best is not None
    return path


def _marks(revisions: Sequence[Revision], across: _Scale, up: _Height) -> Iterator[Mark]:
    """A mark that would cover another gives way; a line then leads from it to its place."""
    taken = defaultdict[tuple[int, int], list[tuple[float, float]]](list)
    for revision in revisions:
        at = (across(revision.at), up(_height_of(revision)))
        x, y = _free(at, taken)
        taken[_cell(x, y)].append((x, y))
        coarse = revision.at if revision.at and revision.at.precision not in EXACT else None
        since, until = (across.pixels(coarse.at), across.pixels(coarse.latest)) if coarse else (at[0], at[0])
        yield Mark(at, x, y, since, until, revision)


def _height_of(revision: Revision) -> int:
    """The figure that a mark stands at: "up to 20" stands at 20, what is withdrawn where it stood."""
    low, high = revision.after_low, revision.after_high
    if low is None and high is None:
        low, high = revision.before_low, revision.before_high
    return low or high or 0


def _free(at: tuple[float, float], taken: dict[tuple[int, int], list[tuple[float, float]]]) -> tuple[float, float]:
    """The nearest place where no mark is yet; the place itself where there is none."""
    for right, down in ROOM:
        x, y = round(at[0] + right, 1), round(at[1] + down, 1)
        column, row = _cell(x, y)
        near = (spot for i in (-1, 0, 1) for j in (-1, 0, 1) for spot in taken.get((column + i, row + j), ()))
        inside = LEFT <= x <= WIDTH - RIGHT and TOP <= y <= HEIGHT - BOTTOM
        if inside and all(abs(x - other) >= APART or abs(y - level) >= APART for other, level in near):
            return x, y
    return at


def _cell(x: float, y: float) -> tuple[int, int]:
    return int(x // APART), int(y // APART)


def _ends(last: Estimate, up: _Height) -> Iterable[Tick]:
    """The figures that stand now; low and high are moved away where they would cover the best."""
    if last.best is None:
        return
    best, low, high = up(last.best), last.low, last.high
    yield Tick(best, f"{last.best:,} best")
    if low is not None and low != last.best:
        yield Tick(max(up(low), best + LABEL), f"{low:,} low")
    if high is None:
        yield Tick(min(TOP, best - LABEL), "open top")
    elif high != last.best:
        yield Tick(min(up(high), best - LABEL), f"{high:,} high")
