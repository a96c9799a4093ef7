"""Reading articles in one process or several, in order and in constant memory."""

from __future__ import annotations

import contextlib
import gc
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from casualties import extract
from casualties.lexicon.confidence import ConfidenceTable
from casualties.model import Article
from casualties.report.rows import Row, claim_row, toll_row

if TYPE_CHECKING:
    from concurrent.futures import Future

A = TypeVar("A")
B = TypeVar("B")
BATCH = 32  # articles handed to a process at a time


def claim_rows(article: Article) -> list[Row]:
    """What `extract` prints of an article."""
    return [claim_row(claim, article) for claim in extract.read(article)[0]]


def toll_rows(article: Article, attackers: str, weights: ConfidenceTable | None = None) -> list[Row]:
    """What `tolls` prints of an article."""
    return [toll_row(article, extract.read(article, attackers, weights)[1])]


def ordered(work: Callable[[A], B], items: Iterable[A], jobs: int) -> Iterator[B]:
    """The results in the order of the items; with several jobs a few batches are under way ahead of the reader."""
    gc.set_threshold(50_000)  # reading leaves no cycles behind: looking for them seldom saves 3 % of its time
    if jobs == 1:
        yield from map(work, items)
        return
    from concurrent.futures import ProcessPoolExecutor

    waiting: deque[Future[list[B]]] = deque()
    source = iter(items)
    with ProcessPoolExecutor(jobs, initializer=_let_parent_decide) as pool:
        with _interrupt_later():  # the first task starts the processes: before a source that is read in threads
            pool.submit(int)
        try:
            while batch := list(islice(source, BATCH)):
                waiting.append(pool.submit(partial(_each, work), batch))
                if len(waiting) > 2 * jobs:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _each(work: Callable[[A], B], batch: list[A]) -> list[B]:
    return [work(item) for item in batch]


@contextlib.contextmanager
def _interrupt_later() -> Iterator[None]:
    """Put off Ctrl-C, so that a process born here does not die of it before it has learned to let the parent decide."""
    pressed: list[int] = []
    usual = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
    if pressed:
        raise KeyboardInterrupt


def _let_parent_decide() -> None:
    """Ctrl-C reaches every process; only the parent says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
