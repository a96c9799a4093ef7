"""The geometry of a step chart: where the low, best and high of a range stood over time, and who moved them.

Plain numbers for a template to draw; the vector graphic itself is `templates/chart.svg`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from casualties.model import Estimate, Moment, Revision

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 86, 16, 38
APART = 11  # between two marks that would cover each other
ROW = 6  # marks beside each other before they go on above
LABEL = 20  # between two labels
STEPS = (1, 2, 5)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
UNITS = tuple(HOUR * n for n in (1, 2, 3, 6, 12)) + tuple(DAY * n for n in (1, 2, 7, 14, 30, 91, 182, 365))
MOST_TICKS = 5


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
    """One revision: where it stands."""

    x: float
    y: float
    revision: Revision


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is drawn: `line` is the path of the best figure, `ends` are the figures at the right end."""

    bands: tuple[Band, ...]
    line: str
    marks: tuple[Mark, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    ends: tuple[Tick, ...]


def chart(history: Sequence[Estimate], revisions: Sequence[Revision], end: Moment | None) -> Chart | None:
    """The chart of one category and policy; None where there is nothing to draw over time."""
    moments = [moment for moment in (*(e.as_of for e in history), *(r.at for r in revisions), end) if moment]
    if not history or not moments:
        return None
    first, last = min(moments).at, max(moments).at
    across = _Scale(first, max(last - first, DAY))
    told = [n for e in history for n in (e.low, e.best, e.high) if n is not None]
    said = [n for r in revisions for n in (r.after_low, r.after_high) if n is not None]
    step, most = _rounded(max([1, *told, *said]))
    up = _Height(most)
    return Chart(
        bands=tuple(_bands(history, across, up)),
        line=_line(history, across, up),
        marks=tuple(_marks(revisions, across, up)),
        across=tuple(across.ticks()),
        up=tuple(Tick(up(number), f"{number:,}") for number in range(0, most + 1, step)),
        ends=tuple(_ends(history[-1], up)),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: datetime
    span: timedelta

    def __call__(self, moment: Moment | None) -> float:
        """Pixels; what is undated stands at the left edge."""
        share = (moment.at - self.first) / self.span if moment else 0.0
        return round(LEFT + share * 0.94 * (WIDTH - LEFT - RIGHT), 1)

    def ticks(self) -> Iterable[Tick]:
        """The first of the round units of time that gives few enough labels."""
        unit = next((unit for unit in UNITS if self.span / unit <= MOST_TICKS), self.span / MOST_TICKS)
        epoch = datetime(1, 1, 1, tzinfo=UTC)
        at = self.first if unit >= DAY else epoch + -(-(self.first - epoch) // unit) * unit
        if unit >= DAY:
            at = at.replace(hour=0, minute=0, second=0)
            at += DAY * (at < self.first)
        while at <= self.first + self.span:
            yield Tick(self(Moment(at)), _label(at, unit))
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


def _marks(revisions: Sequence[Revision], across: _Scale, up: _Height) -> Iterable[Mark]:
    """Marks that would cover each other stand side by side, and then above each other."""
    taken = Counter[tuple[int, int]]()
    for revision in revisions:
        told = (revision.after_low, revision.after_high, revision.before_low, revision.before_high, 0)
        x, y = across(revision.at), up(next(number for number in told if number is not None))
        spot = (int(x // APART), int(y // APART))
        row, column = divmod(taken[spot], ROW)
        taken[spot] += 1
        yield Mark(min(x + column * APART, WIDTH - RIGHT), max(y - row * APART, TOP), revision)


def _ends(last: Estimate, up: _Height) -> Iterable[Tick]:
    """The figures that stand now; low and high are moved away where they would cover the best."""
    if last.best is None:
        return
    best, low, high = up(last.best), last.low, last.high
    yield Tick(best, f"{last.best:,} best")
    if low is not None and low != last.best:
        yield Tick(max(up(low), best + LABEL), f"{low:,} low")
    if high is None:
        yield Tick(min(TOP, best - LABEL), "no known top")
    elif high != last.best:
        yield Tick(min(up(high), best - LABEL), f"{high:,} high")
