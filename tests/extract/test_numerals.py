"""Numerals: tables of (text, expected), an oracle for spelled numbers, and laws that hold for any text."""

import csv
import hashlib
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words
from text_to_num import text2num
from word2number import w2n

from casualties.extract.numerals import Numeral, fold, numerals
from casualties.lexicon.numbers import numbers
from casualties.model import QUALIFIERS

DATA = Path(__file__).parent / "data"
FORMS = {"digits", "words", "vague", "range", "ordinal", "fraction", "zero", "dozen"}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tables() -> list[tuple[str, list[dict[str, str]]]]:
    """Each text of numerals.csv with all its numerals; a row without `told` says that there is none."""
    return [
        (text, [row for row in group if row["told"]])
        for text, group in itertools.groupby(rows("numerals.csv"), key=lambda row: row["text"])
    ]


def as_row(text: str, numeral: Numeral) -> dict[str, str]:
    return {
        "text": text,
        "told": text[numeral.start : numeral.end],
        "core": text[numeral.core_start : numeral.core_end],
        "low": "" if numeral.low is None else str(numeral.low),
        "high": "" if numeral.high is None else str(numeral.high),
        "qualifier": numeral.qualifier,
        "form": numeral.form,
    }


@pytest.mark.parametrize(("text", "expected"), tables(), ids=[text for text, _ in tables()])
def test_table(text: str, expected: list[dict[str, str]]) -> None:
    assert [as_row(text, numeral) for numeral in numerals(text)] == expected


@pytest.mark.parametrize("row", rows("whole_numbers.csv"), ids=lambda row: row["text"])
def test_whole_numbers(row: dict[str, str]) -> None:
    """Phrases that are one whole number, over the phenomena of the English suite of Recognizers-Text."""
    value = int(row["value"])
    assert [(numeral.low, numeral.high) for numeral in numerals(row["text"])] == [(value, value)]
    assert [(numeral.low, numeral.high) for numeral in numerals(f"they said {row['text']} people")] == [(value, value)]


def spread(count: int) -> list[int]:
    """Numbers of one to seven digits, the same on every run."""
    digests = (int(hashlib.sha256(str(index).encode()).hexdigest(), 16) for index in range(count))
    return [digest % 10 ** (1 + index % 7) for index, digest in enumerate(digests)]


def test_spelled_numbers_agree_with_text2num() -> None:
    """12,000 of 12,000, with and without the commas of the spelling."""
    wrong = []
    for number in spread(12_000):
        spelled = num2words(number)
        plain = spelled.replace(",", "")
        assert text2num(plain, "en") == number
        wrong += [text for text in {spelled, plain} if [found.low for found in numerals(text)] != [number]]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "ours", "theirs"),
    [
        ("one million two hundred thousand", 1_200_000, 1_201_200),
        ("twenty-one,", 21, 20),
        ("fourty-five", 45, 5),
        ("three score", 60, 3),
        ("twenty five hundred", 2500, 200),
        ("hundred five", 105, 500),
    ],
)
def test_traps_of_word2number(text: str, ours: int, theirs: int) -> None:
    """Why word2number is asked about validated spans below a thousand only."""
    assert w2n.word_to_num(text) == theirs
    assert [numeral.low for numeral in numerals(text)] == [ours]


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "Seven died here. At least 12 were hurt there."
    found = numerals(text, text.index("At"))
    assert [text[numeral.start : numeral.end] for numeral in found] == ["At least 12"]
    assert [text[numeral.core_start : numeral.core_end] for numeral in found] == ["12"]
    assert [numeral.low for numeral in numerals(text, 0, text.index("At"))] == [7]


@pytest.mark.parametrize("gap", [" ", "  ", "\n", "\r\n", "\xa0", "\u202f", "-"])
def test_phrases_bridge_any_single_gap(gap: str) -> None:
    assert [(numeral.low, numeral.high) for numeral in numerals(f"at{gap}least{gap}twenty{gap}one")] == [(21, None)]


def test_phrases_do_not_cross_paragraphs() -> None:
    assert [numeral.low for numeral in numerals("twenty\n\none people, at least\n\n4")] == [20, 1, 4]
    assert all(numeral.qualifier == "exact" for numeral in numerals("at least\n\n4"))


# --- laws

PIECES = st.sampled_from(
    [
        *numbers().cardinals, *numbers().scales, *numbers().groups, *numbers().vague, *numbers().zero,
        *numbers().ordinals, *numbers().fractions, *numbers().bounds_before, *numbers().bounds_after, "and", "of", "a",
        "the", "to", "or", "between", "from", "people", "12", "1,200", "3.5", "7th", "2k", "007", "230 000", "-", "–",
        ",", ".", "½", "٣", "İ", "ſ", "\n", "(", ")", "%", "$", ":", "/",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=12).map("".join))


@given(TEXTS)
def test_any_text(text: str) -> None:
    """Never an exception; spans in order, inside the text, without overlap; values that make sense."""
    floor = 0
    for numeral in numerals(text):
        assert floor <= numeral.start <= numeral.core_start < numeral.core_end <= numeral.end <= len(text)
        floor = numeral.end
        assert numeral.form in FORMS
        assert numeral.qualifier in QUALIFIERS
        assert (numeral.low is None) <= (numeral.form == "fraction")
        assert numeral.low is None or numeral.high is None or 0 <= numeral.low <= numeral.high
        assert bool(numeral.word) == (numeral.form == "vague")


@given(TEXTS)
def test_the_core_says_the_same_alone(text: str) -> None:
    """The words of the core, read alone, give the number again."""
    for numeral in numerals(text):
        core = text[numeral.core_start : numeral.core_end]
        if numeral.form == "fraction" and numeral.low is None:
            core += " of"
        if core.lower().endswith(("couple", "score")):
            core += " of"
        alone = numerals(core)
        assert [(found.core_start, found.form) for found in alone] == [(0, numeral.form)]
        if (
            numeral.qualifier in ("exact", "range", "vague")
            and numeral.start == numeral.core_start
            and numeral.end == numeral.core_end
        ):
            assert [(found.low, found.high) for found in alone] == [(numeral.low, numeral.high)]


@given(st.integers(0, 10**12))
def test_digits_with_separators(number: int) -> None:
    for mark in (",", "'", "’", "\xa0", "\u2009", "\u202f", " "):
        assert [(found.low, found.start) for found in numerals(f"{number:,}".replace(",", mark))] == [(number, 0)]


@given(st.integers(0, 9_999_999), st.sampled_from(sorted(numbers().bounds_before.items())))
def test_bounds(number: int, bound: tuple[str, str]) -> None:
    """The corpora's conventions: at_least, more_than N = N and open; up_to N = 0 to N; fewer_than N = 0 to N - 1."""
    phrase, qualifier = bound
    ranges = {
        "at_least": (number, None), "more_than": (number, None), "up_to": (0, number),
        "fewer_than": (0, max(number - 1, 0)), "about": (number, number), "exact": (number, number),
    }  # fmt: skip
    gap = " " if phrase[-1].isalpha() or phrase[-1] == "." else ""
    (found,) = numerals(f"{phrase}{gap}{number} people")
    assert (found.start, found.low, found.high, found.qualifier) == (0, *ranges[qualifier], qualifier)


@given(st.text())
def test_folding_keeps_every_character_in_place(text: str) -> None:
    assert len(fold(text)) == len(text)


LONG = 300_000  # characters


@pytest.mark.parametrize(
    "text",
    [
        "7" * 1_000_000,
        "1,234," * (LONG // 6),
        "1 234 567x " * (LONG // 11),
        "12.34." * (LONG // 6),
        "two " * (LONG // 4),
        "twenty-" * (LONG // 7),
        "one hundred and " * (LONG // 16),
        "a third of the " * (LONG // 15),
        "dozens and " * (LONG // 11),
        "at least " * (LONG // 9),
        "between 1 and " * (LONG // 14),
        "(" * LONG,
        "no" + " " * LONG,
        "two" + "\n" * LONG,
        "-" * LONG,
        "10-15-" * (LONG // 6),
        "½" * LONG,
        "1\u20092" * (LONG // 3),
    ],
    ids=lambda text: text[:12],
)
def test_no_slow_path(text: str) -> None:
    """A quadratic reader would not come back from these."""
    found = numerals(text)
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))
