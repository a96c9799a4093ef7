"""Sources read side by side: order, what goes wrong, and letting go."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualties.feeds.abreast import AHEAD, abreast


@given(st.lists(st.lists(st.integers())), st.integers(1, 5))
def test_the_results_come_in_the_order_of_the_sources(sources: list[list[int]], workers: int) -> None:
    assert list(abreast(iter, sources, workers)) == [one for source in sources for one in source]


def test_the_sources_are_read_side_by_side() -> None:
    together = threading.Barrier(4, timeout=20)
    assert list(abreast(lambda number: [(together.wait() and number) or number], range(4), 4)) == [0, 1, 2, 3]


def test_what_goes_wrong_is_raised_where_the_results_are_taken() -> None:
    def read(number: int) -> Iterator[int]:
        yield number
        if number:
            raise RuntimeError("a bug")

    taken = abreast(read, [0, 1, 2], 2)
    assert next(taken) == 0
    assert next(taken) == 1
    with pytest.raises(RuntimeError, match="a bug"):
        next(taken)


def test_the_threads_end_when_nobody_wants_the_rest_and_never_run_far_ahead() -> None:
    made: list[int] = []

    def read(number: int) -> Iterator[int]:
        for _ in range(10 * AHEAD):
            made.append(number)
            yield number

    before = threading.active_count()
    taken = abreast(read, range(100), 2)
    assert next(taken) == 0
    time.sleep(0.3)
    taken.close()  # type: ignore[attr-defined]
    until = time.monotonic() + 10
    while threading.active_count() > before and time.monotonic() < until:
        time.sleep(0.05)
    assert threading.active_count() <= before
    assert len(made) <= 2 * AHEAD + 6
