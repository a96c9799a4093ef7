"""Fit the weights that tell how sure a toll is and write casualties/lexicon/en/confidence.toml.

    python data/fit_confidence.py GOLD[:ATTACKERS]... [--version 1]

A GOLD is a JSONL file or a folder of them, and a source of its own; ATTACKERS (include, exclude, range) tells how it
counts attackers. Rows that are held back are not fitted on.

Before it writes the table it prints how surely tables like it are right: on sources that they have not seen (each
fitted on the others) and on unseen rows of sources that they have seen.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

from casualties.cli.evaluate import article_of
from casualties.evaluate.fit import MEANING, Sample, fit, folds, samples
from casualties.evaluate.gold import read
from casualties.evaluate.tolls import BINS, SURE
from casualties.extract.confidence import chance
from casualties.lexicon import categories
from casualties.lexicon.confidence import ConfidenceTable, written

TARGET = Path(__file__).parent.parent / "casualties" / "lexicon" / "en" / "confidence.toml"
Judged = list[tuple[Sample, float]]


def judged(found: Sequence[Sample], table: ConfidenceTable) -> Judged:
    """The chance that a table gives to every sample."""
    return [(sample, chance(sample.seen, table)) for sample in found]


def unseen_sources(found: Sequence[Sample]) -> Judged:
    """Every source judged by a table that was fitted on the others."""
    return [
        row
        for source in dict.fromkeys(sample.source for sample in found)
        for row in judged(
            [sample for sample in found if sample.source == source],
            fit([sample for sample in found if sample.source != source]),
        )
    ]


def unseen_rows(found: Sequence[Sample]) -> Judged:
    """Every row judged by a table that was fitted on other rows of all sources."""
    return [row for part, rest in folds(found) for row in judged(part, fit(rest))]


def share(rows: Judged) -> float:
    """The share that is right."""
    return sum(sample.right for sample, _ in rows) / max(1, len(rows))


def show(title: str, rows: Judged) -> None:
    """Print sure70 per source and category, and the reliability bins."""
    print(f"\n{title}")
    for source in dict.fromkeys(sample.source for sample, _ in rows):
        for category in categories():
            mine = [row for row in rows if row[0].source == source and row[0].category == category]
            if mine:
                surest = sorted(mine, key=lambda row: -row[1])[: math.ceil(SURE * len(mine))]
                sure = sum(p for _, p in mine) / len(mine)
                print(
                    f"{source:<12}{category:<9}n {len(mine):<5}exact {share(mine):.3f}  sure {sure:.3f}  "
                    f"sure70 {share(surest):.3f}"
                )
    below, error = -1.0, 0.0
    for top in BINS:
        mine = [row for row in rows if below < row[1] <= top]
        below = top
        if mine:
            sure = sum(p for _, p in mine) / len(mine)
            error += abs(sure - share(mine)) * len(mine) / len(rows)
            print(f"  up to {top:<5} n {len(mine):<5} sure {sure:.3f}  exact {share(mine):.3f}")
    print(f"  calibration error {error:.3f}")


def main() -> None:
    """Read the gold, report, fit, write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", nargs="+", help="FILE-or-FOLDER, or FILE-or-FOLDER:ATTACKERS")
    parser.add_argument("--version", default="1")
    told = parser.parse_args()
    found = []
    for argument in told.gold:
        path, _, attackers = argument.partition(":")
        rows = [row for row in read([Path(path)], article_of) if not row.held]
        found += samples(rows, attackers or "include", Path(path).stem)
    show("sources not seen", unseen_sources(found))
    show("sources seen, rows not seen", unseen_rows(found))
    table = fit(found)
    head = f"Version {told.version}, fitted by `make fit` on {len(found)} tolls.\n{MEANING}"
    TARGET.write_text(written(table, head), encoding="utf-8")
    print(f"\n{len(found)} tolls, {sum(map(len, table.weights.values())) + 1} weights")


if __name__ == "__main__":
    main()
