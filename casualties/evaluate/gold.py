"""Gold: what a careful reader says that texts say, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casualties.model import Article

Row = dict[str, Any]
MakeArticle = Callable[[Row, str], Article]


class GoldError(ValueError):
    """A gold or predicted file that cannot be read; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Gold:
    """One gold row: the article, the tolls (`killed_min`, `killed_max` ...), and the annotated claims, if any were."""

    id: str
    article: Article
    tolls: Mapping[str, Any]
    claims: tuple[Row, ...] | None = None
    held: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)

    def range(self, category: str) -> tuple[int, int | None] | None:
        """The toll of a category from low to high (None = open); None where the gold does not know it."""
        low = self.tolls.get(f"{category}_min")
        return None if low is None else (low, self.tolls.get(f"{category}_max"))

    @property
    def distractor(self) -> bool:
        """Whether the row tells no toll of its own: any claim of a toll, a part or an addition is a false alarm."""
        stated = any(self.tolls.get(name) is not None for name in self.tolls if name.endswith("_min"))
        return self.claims is not None and not stated and not any(c["kind"] in OWN for c in self.claims)


OWN = ("toll", "partial", "increment", "transfer")
"""Kinds of claim that count the victims of the article's own event."""


def records(path: Path) -> Iterator[tuple[str, Row]]:
    """Every object of a JSONL file, with its place for messages. Raises GoldError on a line that is none."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            where = f"{path}:{number}"
            try:
                record = json.loads(line)
            except ValueError as error:
                raise GoldError(f"{where}: not JSON ({error})") from None
            if not isinstance(record, dict) or "id" not in record:
                raise GoldError(f"{where}: not an object with an `id`")
            yield where, record


def files(paths: Sequence[Path]) -> list[Path]:
    """The JSONL files named, and those in the folders named, in sorted order."""
    return [file for path in paths for file in (sorted(path.glob("*.jsonl")) if path.is_dir() else [path])]


def read(paths: Sequence[Path], make: MakeArticle) -> list[Gold]:
    """Every gold row of files and folders; `make` makes the article of a record. Raises GoldError."""
    rows: dict[str, Gold] = {}
    for path in files(paths):
        for where, record in records(path):
            told = record.get("gold")
            if not isinstance(told, dict) or not isinstance(record.get("text"), str):
                raise GoldError(f"{where}: needs a `text` and a `gold`")
            key = str(record["id"])
            if key in rows:
                raise GoldError(f"{where}: the id {key} stands there twice")
            tolls = {name: value for name, value in told.items() if name != "claims"}
            noted = tuple(told["claims"]) if "claims" in told else None
            more: Row = {name: record[name] for name in ("phenomenon", "type") if name in record}
            rows[key] = Gold(key, make(record, where), tolls, noted, bool(record.get("held")), more)
    return list(rows.values())
