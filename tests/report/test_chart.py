"""Where a range, its moves and the marks of what was said stand in the chart."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualties.model import Estimate, Moment, Revision, Voice
from casualties.report.site.chart import APART, HEIGHT, LEFT, TOP, WIDTH, chart

ROOT = Path(__file__).parents[2]


def said(at: str | None, number: int, direction: str = "first") -> Revision:
    moment = Moment.parse(at) if at else None
    return Revision("e", "killed", Voice("police"), moment, None, None, number, number, direction, "c")  # type: ignore[arg-type]


def estimates(*told: tuple[str | None, int | None, int | None, int | None]) -> list[Estimate]:
    return [
        Estimate("e", "killed", "full-range", Moment.parse(at) if at else None, low, best, high)
        for at, low, best, high in told
    ]


class TestChart:
    def test_the_line_steps_from_move_to_move(self) -> None:
        drawn = chart(estimates(("2024-01-01", 1, 5, 10), ("2024-01-03", 5, 10, None)), [], Moment.parse("2024-01-05"))
        assert drawn is not None
        assert re.fullmatch(r"M\S+ \S+H\S+V\S+H\S+", drawn.line)
        first, second = drawn.bands
        assert (first.open, second.open, second.y) == (False, True, TOP)
        assert first.x + first.width == pytest.approx(second.x)
        assert [tick.label for tick in drawn.ends] == ["10 best", "5 low", "open top"]

    def test_a_hole_breaks_the_line(self) -> None:
        moves = estimates(("2024-01-01", 1, 1, 1), ("2024-01-02", None, None, None), ("2024-01-03", 2, 2, 2))
        drawn = chart(moves, [], None)
        assert drawn is not None
        assert drawn.line.count("M") == 2

    @pytest.mark.parametrize("at", [None, "0001-01-01", "9999-12-31T23:59:59Z", "2024"])
    def test_odd_times_and_figures_stay_inside(self, at: str | None) -> None:
        moves = estimates((None, 0, 0, 0), (at, 0, 10**15, None), ("2024-01-02", 3, 4, 5))
        moment = Moment.parse(at) if at else None
        gone = Revision("e", "killed", Voice(""), moment, None, None, None, None, "retracted", "c")
        drawn = chart(moves, [gone, replace(gone, after_low=10**15), gone], moment)
        assert drawn is not None
        assert len(drawn.marks) == 3
        for mark in drawn.marks:
            assert 0 <= mark.x <= WIDTH
            assert 0 <= mark.y <= HEIGHT
        assert len(drawn.across) <= 7

    def test_a_date_alone_stands_at_noon_with_its_day_beside_it(self) -> None:
        drawn = chart(estimates(("2024-01-01", 1, 1, 1)), [said("2024-01-01", 1), said("2024-01-06T12:00Z", 2)], None)
        assert drawn is not None
        day, hour = drawn.marks
        whole = drawn.across[-1].at - drawn.across[0].at  # from the first midnight to the last
        days = int(drawn.across[-1].label.split()[0]) - int(drawn.across[0].label.split()[0])
        assert day.x == pytest.approx(LEFT + whole / days / 2, abs=0.5)
        assert (day.since, day.until) == (LEFT, pytest.approx(LEFT + whole / days, abs=0.5))
        assert (day.wide, hour.wide) == (True, False)
        assert drawn.bands[0].x == day.x

    def test_the_line_never_runs_back(self) -> None:
        moves = estimates(("2024-01-01", 1, 1, 1), ("2024-01-01T09:00Z", 2, 2, 2), ("2024-01-03", 3, 3, 3))
        drawn = chart(moves, [], None)
        assert drawn is not None
        ends = [float(end) for end in re.findall(r"H([\d.]+)", drawn.line)]
        assert ends == sorted(ends)
        assert all(band.width > 0 for band in drawn.bands)

    @given(st.lists(st.tuples(st.from_type(Moment), st.integers(0, 40)), min_size=1, max_size=60))
    def test_marks_stand_apart_and_keep_their_place(self, told: list[tuple[Moment, int]]) -> None:
        drawn = chart(estimates(("2024-01-01", 1, 5, 40)), [said(str(at), number) for at, number in told], None)
        assert drawn is not None
        spots = [(mark.x, mark.y) for mark in drawn.marks]
        for mark in drawn.marks:
            assert LEFT <= mark.x <= drawn.right
            assert TOP <= mark.y <= drawn.bottom
            assert abs(mark.x - mark.at[0]) <= 2.1 * APART
            assert mark.since <= mark.at[0] <= mark.until
        for one, other in combinations(spots[:12], 2):
            assert max(abs(one[0] - other[0]), abs(one[1] - other[1])) >= APART - 0.2
        places = {(mark.revision.at, mark.revision.after_low): mark.at for mark in drawn.marks}
        assert all(places[mark.revision.at, mark.revision.after_low] == mark.at for mark in drawn.marks)

    def test_nothing_dated_is_not_drawn(self) -> None:
        assert chart(estimates((None, 1, 1, 1)), [], None) is None
        assert chart([], [], Moment.parse("2024")) is None


def test_up_to_twenty_stands_at_twenty() -> None:
    upto = replace(said("2024-01-01", 0), after_high=20)
    drawn = chart(estimates(("2024-01-01", 0, 20, 20)), [upto, said("2024-01-02", 20)], None)
    assert drawn is not None
    one, two = drawn.marks
    assert one.at[1] == two.at[1]
