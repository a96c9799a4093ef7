"""From Python: the tables of a run as DataFrames, and why each number is what it is."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casualties import pipeline
from casualties.model import Article, Claim
from casualties.report.tables import TABLES

if TYPE_CHECKING:
    import pandas

Source = str | os.PathLike[str] | Mapping[str, Any]
NAMES = {table.name: table for table in TABLES}


@dataclass(frozen=True)
class Run:
    """A finished run: its tables, its explanations, and what could not be read.

    `result` holds the typed objects (casualties.model) that everything else is made of. Each table has the columns of
    the CSV file of its name; unknown values are missing ones, and no cell has a spreadsheet's apostrophe.
    """

    result: pipeline.Result
    problems: tuple[str, ...] = ()

    @property
    def events(self) -> pandas.DataFrame:
        """One row per event, with its ranges."""
        return self.table("events")

    @property
    def estimates(self) -> pandas.DataFrame:
        """One row per event, category and policy."""
        return self.table("estimates")

    @property
    def groups(self) -> pandas.DataFrame:
        """One row per event, category and group of victims that is told of apart."""
        return self.table("groups")

    @property
    def history(self) -> pandas.DataFrame:
        """One row whenever an estimate moved."""
        return self.table("history")

    @property
    def revisions(self) -> pandas.DataFrame:
        """What each voice said over time."""
        return self.table("revisions")

    @property
    def claims(self) -> pandas.DataFrame:
        """One row per claim, with its words and where they stand."""
        return self.table("claims")

    @property
    def articles(self) -> pandas.DataFrame:
        """One row per article, with the toll that it alone stands by."""
        return self.table("articles")

    @property
    def redirects(self) -> pandas.DataFrame:
        """Where the articles of events went that are no more or were split."""
        return self.table("redirects")

    def table(self, name: str) -> pandas.DataFrame:
        """A table by its name. Raises KeyError for a name that is none."""
        from casualties.report.write import frame

        table = NAMES[name]
        return frame(table, table.rows(self.result))

    def explain(self, subject: str) -> str:
        """How the numbers of an event, or what a claim did to them, came about. Raises LookupError."""
        from casualties.report import explain, find, records

        found = find.subject(self.result, subject)
        if isinstance(found, Claim):
            return "\n".join(explain.claim_text(records.claim_record(self.result, found)))
        return "\n".join(explain.event_text(records.event_record(self.result, found)))


def read(
    sources: Source | Iterable[Source],
    policies: Sequence[str] = pipeline.DEFAULT_POLICIES,
    as_of: str | None = None,
    attackers: str = "include",
) -> Run:
    """Read articles and make everything of them, in memory.

    A source is a file, a folder, or a record: a mapping with `text` and, where known, `id`, `url`, `outlet`, `title`
    and `published`. Raises ValueError for an unknown policy or a time that cannot be read.
    """
    from casualties.feeds.dates import moment

    given = [sources] if isinstance(sources, str | os.PathLike | Mapping) else list(sources)
    articles: list[Article] = []
    problems: list[str] = []
    for found in _found(given):
        if isinstance(found, Article):
            articles.append(found)
        else:
            problems.append(str(found))
    result = pipeline.run(articles, tuple(policies), moment(as_of) if as_of else None, attackers)
    return Run(result, tuple(problems))


def load(folder: str | os.PathLike[str]) -> Run:
    """The run that `casualties run --out FOLDER` left. Raises OSError or casualties.store.LedgerError."""
    from casualties import store

    return Run(store.to_result(store.load(Path(folder) / store.LEDGER)))


def _found(sources: Sequence[Source]) -> Iterable[Any]:
    from casualties import feeds
    from casualties.feeds import records

    for number, source in enumerate(sources, 1):
        if isinstance(source, Mapping):
            yield from records.article(source, f"record {number}")
        else:
            yield from feeds.read([os.fspath(source)])
