"""Several sources read at once, their results in the order of the sources."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

S = TypeVar("S")
T = TypeVar("T")
AHEAD = 256  # results of one source that wait to be taken
_DONE = object()


class _Failure:
    def __init__(self, error: BaseException) -> None:
        self.error = error


def abreast(read: Callable[[S], Iterable[T]], sources: Sequence[S], workers: int) -> Iterator[T]:
    """What `read` gives of every source, in order, while others are read ahead in threads of their own.

    No more than twice as many sources as `workers` are begun and not yet taken. The threads are let go, not waited
    for, when nobody wants the rest: a server that hangs holds up no Ctrl-C.
    """
    results: list[queue.Queue[Any]] = [queue.Queue(AHEAD) for _ in sources]
    waiting = iter(list(zip(sources, results, strict=True)))
    lock, stop, ahead = threading.Lock(), threading.Event(), threading.Semaphore(2 * workers)

    def put(out: queue.Queue[Any], item: object) -> None:
        while not stop.is_set():
            with contextlib.suppress(queue.Full):
                out.put(item, timeout=0.2)
                return

    def work() -> None:
        while ahead.acquire() and not stop.is_set():
            with lock:
                source, out = next(waiting, (None, None))
            if source is None or out is None:
                return
            try:
                for item in read(source):
                    put(out, item)
                    if stop.is_set():
                        return
                put(out, _DONE)
            except BaseException as error:  # noqa: BLE001 (raised again where the results are taken)
                put(out, _Failure(error))

    for _ in range(min(workers, len(sources))):
        threading.Thread(target=work, daemon=True).start()
    try:
        for out in results:
            while (item := out.get()) is not _DONE:
                if isinstance(item, _Failure):
                    raise item.error
                yield item
            ahead.release()
    finally:
        stop.set()
        ahead.release(workers)
