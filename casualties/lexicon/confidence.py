"""What tells how sure a toll is: the weights of what was seen, and the words of the crude second reader."""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from casualties.lexicon.load import LexiconError, read

MOST = 200
"""Weights that a table may hold: more than a person can read are none."""


@dataclass(frozen=True, slots=True)
class ConfidenceTable:
    """The log-odds that a toll is right: `prior` plus the weight of every label that its features show.

    `weights` goes by feature (a function of extract/features.py), then by label; a label without a weight adds 0.
    """

    prior: float
    weights: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class SecondReader:
    """Words of the crude second reader: stem to category, number word to value."""

    stems: Mapping[str, str]
    numbers: Mapping[str, int]


def parsed(text: str, where: str) -> ConfidenceTable:
    """Read a table from TOML. Raises LexiconError when it is not one; `where` names it there."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{where}: {error}") from None
    prior = told.pop("prior", None)
    numbers = [prior, *(w for row in told.values() for w in (row.values() if isinstance(row, dict) else [None]))]
    if not all(isinstance(number, int | float) and math.isfinite(number) for number in numbers):
        raise LexiconError(f"{where}: needs a number `prior`, and tables of numbers")
    if len(numbers) > MOST:
        raise LexiconError(f"{where}: {len(numbers)} weights, more than {MOST}")
    return ConfidenceTable(float(prior), told)


def written(table: ConfidenceTable, head: str) -> str:
    """A table as TOML, after `head` as a comment: what `parsed` reads."""
    lines = [f"# {line}".rstrip() for line in head.splitlines()] + [f"prior = {table.prior:.2f}"]
    for feature, weights in table.weights.items():
        lines += ["", f"[{feature}]"]
        lines += [f'"{label}" = {weight:.2f}' for label, weight in sorted(weights.items(), key=lambda row: -row[1])]
    return "\n".join(lines) + "\n"


@functools.cache
def confidence_table(language: str = "en") -> ConfidenceTable:
    """The table of the package, which `make fit` writes."""
    name = f"{language}/confidence.toml"
    return parsed(files(__package__).joinpath(name).read_text(encoding="utf-8"), name)


@functools.cache
def second_reader(language: str = "en") -> SecondReader:
    """The words of the crude second reader."""
    told = read(language, "secondreader")
    stems = {stem: category for category, stems in told["stems"].items() for stem in stems}
    return SecondReader(stems, told["numbers"])
