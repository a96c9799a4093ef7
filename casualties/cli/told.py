"""What the last round of an output folder that came to its end has told: what moved is told of the difference.

It is replaced when a round is done with telling, so that what a killed round did not tell is told by the next.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casualties.report.changes import Before

TOLD = ".casualties-told"


@dataclass(frozen=True)
class Told:
    """The ranges, titles and redirects that were told; the same `stamp` as now: they are those of now."""

    stamp: str = ""
    ranges: list[list[str | int | None]] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    redirects: list[list[str]] = field(default_factory=list)

    @property
    def before(self) -> Before:
        """What a round compares with."""
        from casualties.report.changes import Before

        ranges = {(row[0], row[1], row[2]): (row[3], row[4], row[5]) for row in self.ranges}
        return Before(ranges, self.titles, frozenset((old, new) for old, new in self.redirects))  # type: ignore[arg-type]


def last(folder: Path) -> Told:
    """What was told of a folder; nothing where no round came to its end, or the file is not as it was written."""
    try:
        return Told(**json.loads((folder / TOLD).read_bytes()))
    except (OSError, ValueError, TypeError):
        return Told()


def keep(folder: Path, stamp: str) -> None:
    """Note that what the tables of a folder say is told. Raises OSError where the disk does."""
    from casualties import store
    from casualties.report import changes

    now = changes.read(folder)
    ranges = [[*key, *told] for key, told in now.ranges.items()]
    record = {"stamp": stamp, "ranges": ranges, "titles": now.titles, "redirects": sorted(now.redirects)}
    with store.staged(folder, f"{TOLD}.new") as new:
        (new / TOLD).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8", newline="\n")
