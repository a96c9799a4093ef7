"""The floor gate: no measure on a pinned gold set may fall, and nobody may change the gold unseen.

The file of floors has, per set, its gold files with their sha256, how attackers count, and the floor of every measure.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casualties.evaluate.gold import GoldError


@dataclass(frozen=True, slots=True)
class Pinned:
    """One gold set: `sha256` by file, as told from the floors' folder."""

    name: str
    attackers: str
    sha256: Mapping[str, str]
    floors: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Failure:
    """A measure below its floor, or a gold file that is not the one that was pinned."""

    set: str
    measure: str
    floor: float | str
    value: float | str

    def __str__(self) -> str:
        return f"{self.set}: {self.measure}: floor {self.floor}, now {self.value}"


def load(path: Path) -> list[Pinned]:
    """Read the file of floors. Raises GoldError when it is not one."""
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return [Pinned(name, row["attackers"], dict(row["sha256"]), dict(row["floors"])) for name, row in told.items()]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoldError(f"{path}: is not a file of floors ({error!r})") from None


def save(path: Path, sets: list[Pinned]) -> None:
    """Write the file of floors, in a fixed order."""
    rows = {
        pinned.name: {
            "attackers": pinned.attackers,
            "sha256": dict(sorted(pinned.sha256.items())),
            "floors": dict(sorted(pinned.floors.items())),
        }
        for pinned in sets
    }
    path.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def hashes(pinned: Pinned, folder: Path) -> dict[str, str]:
    """The hashes that the set's files have now; empty for one that is not there."""
    paths = {name: folder / name for name in pinned.sha256}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "" for name, path in paths.items()
    }


def failures(pinned: Pinned, now: Mapping[str, str], measured: Mapping[str, float]) -> Iterator[Failure]:
    """Every measure below its floor or no longer there, and every file that has another hash."""
    for name, wanted in pinned.sha256.items():
        if now[name] != wanted:
            yield Failure(pinned.name, f"sha256 of {name}", wanted[:12], now[name][:12] or "no file")
    for measure, floor in pinned.floors.items():
        value = measured.get(measure)
        if value is None or value < floor:
            yield Failure(pinned.name, measure, floor, "not measured" if value is None else value)


def rounded(value: float) -> float:
    """A floor for a measured value: down to hundredths.

    >>> rounded(0.8974), rounded(1.0), rounded(0.29)
    (0.89, 1.0, 0.29)
    """
    return math.floor(value * 100 + 1e-9) / 100


def raised(pinned: Pinned, now: Mapping[str, str], measured: Mapping[str, float]) -> Pinned:
    """The set with floors as high as what is measured, none lower than before; new measures get one."""
    floors = {name: max(pinned.floors.get(name, 0.0), rounded(value)) for name, value in measured.items()}
    return dataclasses.replace(pinned, sha256=now, floors=dict(pinned.floors) | floors)


def lowered(pinned: Pinned, now: Mapping[str, str], measured: Mapping[str, float]) -> Pinned:
    """The set with floors no higher than what is measured; a measure that is gone loses its floor."""
    floors = {name: min(floor, rounded(measured[name])) for name, floor in pinned.floors.items() if name in measured}
    return dataclasses.replace(pinned, sha256=now, floors=floors)
