from __future__ import annotations

import csv
from pathlib import Path

import casualties.lexicon
from casualties.reconcile import POLICIES
from casualties.report import policies

FOLDER = Path(casualties.lexicon.__file__).parent / "policies"


def test_every_policy_says_what_it_does() -> None:
    texts = policies.texts()
    assert list(texts) == list(POLICIES)
    assert all(texts.values())


def test_the_tables_are_those_of_the_files() -> None:
    assert policies.tables().keys() == policies.TOLD.keys()
    for name, rows in policies.tables().items():
        with (FOLDER / name).open(encoding="utf-8", newline="") as file:
            written = [{cell: told or None for cell, told in row.items()} for row in csv.DictReader(file)]
        shown = [{cell: None if told is None else str(told) for cell, told in row.items()} for row in rows]
        assert sorted(shown, key=str) == sorted(({key: row[key] for key in shown[0]} for row in written), key=str)


def test_the_weightiest_voice_comes_first() -> None:
    ranks = [row["rank"] for row in policies.tables()["ranking.csv"]]
    assert ranks == sorted(ranks)
    assert ranks[0] == 1
