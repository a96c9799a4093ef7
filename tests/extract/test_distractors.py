"""Distractors: a table of (text, number, label), quantulum3's part, and laws that hold for any text."""

import csv
import itertools
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualties.extract.distractors import distractor
from casualties.extract.numerals import numerals
from casualties.lexicon.distractors import distractors

DATA = Path(__file__).parent / "data"


def tables() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each text of distractors.csv with all its numbers and their labels; no label: it may count people."""
    with (DATA / "distractors.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (text, [(row["told"], row["label"]) for row in group])
        for text, group in itertools.groupby(rows, key=lambda row: row["text"])
    ]


def labelled(text: str) -> list[tuple[str, str]]:
    return [(text[numeral.start : numeral.end], distractor(text, numeral)) for numeral in numerals(text)]


@pytest.mark.parametrize(("text", "expected"), tables(), ids=[text for text, _ in tables()])
def test_table(text: str, expected: list[tuple[str, str]]) -> None:
    assert labelled(text) == expected


def test_every_label_is_in_the_table() -> None:
    assert {label for _, rows in tables() for _, label in rows} - {""} == set(distractors().labels)


# --- quantulum3


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("a 33 kV line", "measure"),
        ("rated at 10 megawatts", "measure"),
        ("a tone of 40 hertz", "measure"),
        ("12 µm wide", "distance"),
        ("15 km² of forest", "area"),
        ("20 m/s gusts", "speed"),
        ("some 3 leagues off", "distance"),
    ],
)
def test_units_that_no_row_knows(text: str, label: str) -> None:
    assert [found for _, found in labelled(text)] == [label]


@pytest.mark.parametrize(
    "text", ["12 slain", "6 ypg fighters", "3 idf men", "2 slain, one fatally", "5 un staff", "7 crpf men"]
)
def test_units_made_up_of_letters_count_for_nothing(text: str) -> None:
    assert labelled(text)[0][1] == ""


def test_quantulum_is_imported_late_and_leaves_logging_alone() -> None:
    """Its `parse` would add a handler to the root logger; ordinary news must not import it at all."""
    program = (
        "import logging, sys\n"
        "from casualties.extract.distractors import distractor\n"
        "from casualties.extract.numerals import numerals\n"
        "def label(text): return [distractor(text, numeral) for numeral in numerals(text)]\n"
        "label('At least 12 people were killed on May 3, 5 miles north of the 200 block of Main Street.')\n"
        "label('3 TMF men and 11 OPD units came')\n"
        "assert 'quantulum3' not in sys.modules\n"
        "level = logging.root.level\n"
        "assert label('a 33 kV line') == ['measure']\n"
        "assert 'quantulum3' in sys.modules\n"
        "assert logging.root.handlers == [] and logging.root.level == level\n"
        "assert not sys.modules['quantulum3.classifier'].USE_CLF\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)


def test_handlers_of_the_caller_stay() -> None:
    handler = logging.NullHandler()
    logging.root.addHandler(handler)
    try:
        before = list(logging.root.handlers)
        assert labelled("a 44 kV line") == [("44", "measure")]
        assert logging.root.handlers == before
    finally:
        logging.root.removeHandler(handler)


# --- laws

CONTEXT = st.lists(
    st.sampled_from(
        ["12", "7", "2019", "1,200", "two", "third", "dozens", "911", "people", "years old", "May", "Smith,", ",", "(",
         ")", "$", "%", "-", "/", ":", "km", "kV", "miles", "Highway", "block", "p.m.", "and", "of the", "was", "\n",
         "aged", "Channel", "İ"]
    ),
    max_size=10,
)  # fmt: skip


@given(st.one_of(st.text(), CONTEXT.map(" ".join), CONTEXT.map("".join)))
def test_any_text(text: str) -> None:
    known = {"", *distractors().labels}
    assert all(distractor(text, numeral) in known for numeral in numerals(text))


@given(CONTEXT.map(" ".join), st.text(max_size=60), st.text(max_size=60))
def test_only_the_neighbourhood_counts(text: str, before: str, after: str) -> None:
    """Text farther away than the reach of the rules changes nothing."""
    pad = "  zzz " * 8
    middle = pad + text + pad
    moved = before + middle + after
    start = len(before)
    assert [distractor(middle, numeral) for numeral in numerals(middle)] == [
        distractor(moved, numeral) for numeral in numerals(moved, start, start + len(middle))
    ]


@pytest.mark.parametrize(
    "filler",
    ["1, 2, 3, 4 and 5 ", "aaaa, 1 ", "Aaa Bbb, 1 ", "May 3, ", "((((7", "12-12-", "http://a/1/b/", "1 and a half "],
)
def test_no_rule_runs_away(filler: str) -> None:
    """A window full of what the rules look for; an expression that backtracks without end would hang here."""
    known = {"", *distractors().labels}
    found = labelled(filler * 500)
    assert len(found) >= 500
    assert {label for _, label in found} <= known
