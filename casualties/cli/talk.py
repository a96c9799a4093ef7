"""What is said on standard error: problems as they come, progress on a terminal."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from casualties.cli.options import LOG
from casualties.report.order import in_order

if TYPE_CHECKING:
    from casualties.feeds import Problem
    from casualties.model import Article, Event
    from casualties.pipeline import Result

PACE = 0.1  # seconds between two pictures of the progress


def say(line: str, level: str = "info", **told: object) -> None:
    """One line of talk; with `--log json` an object with its `level` and whatever is `told` apart."""
    context = click.get_current_context(silent=True)
    if context and context.meta.get(LOG) == "json":
        at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        line = json.dumps({"at": at, "level": level, "message": line, **told}, ensure_ascii=False)
    click.echo(in_order(line), err=True)


def trouble(problem: Problem) -> None:
    """Say a problem."""
    say(f"casualties: {problem}", "error" if problem.lost else "warning",
        where=problem.where, what=problem.what, advice=problem.advice)  # fmt: skip


def note(result: Result, told: str, found: Event) -> None:
    """Say where an event was asked for by an id that is no more, or where articles have left it."""
    from casualties.report import find

    if line := find.note(result, told, found):
        say(line)


class Reading:
    """Passes articles on and says each problem; `lost` counts what could not be read."""

    def __init__(self, found: Iterable[Article | Problem]) -> None:
        self._found = found
        self.lost = 0

    def __iter__(self) -> Iterator[Article]:
        from casualties.feeds import Problem

        for item in self._found:
            if isinstance(item, Problem):
                trouble(item)
                self.lost += item.lost
            else:
                yield item

    @property
    def status(self) -> int:
        """Exit status: 1 where something was lost."""
        return int(self.lost > 0)


@contextlib.contextmanager
def progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """A progress line on a terminal, None elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=None)
        drawn = 0.0

        def draw(stage: str, done: int, total: int) -> None:
            nonlocal drawn
            if time.monotonic() - drawn > PACE:
                bar.update(task, description=stage, completed=done, total=total or None, refresh=True)
                drawn = time.monotonic()

        yield draw
