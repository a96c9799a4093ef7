"""Rows with braces stand for every phrase that they spell."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualties.lexicon.templates import phrases, spelled_out, spelled_sets

SETS = {"his": ["his", "her"], "dead": ["deaths", "dead"]}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("killed", ["killed"]),
        ("lost {his} life", ["lost his life", "lost her life"]),
        ("{|very }ill", ["ill", "very ill"]),
        ("{total|number} of {dead}", ["total of deaths", "total of dead", "number of deaths", "number of dead"]),
        ("{|non{-| }fatal }wounds", ["wounds", "non-fatal wounds", "non fatal wounds"]),
    ],
)
def test_rows(row: str, expected: list[str]) -> None:
    assert phrases([row], SETS) == expected


def test_a_set_may_use_the_sets_above_it_alone() -> None:
    assert spelled_sets({"a": ["x", "y"], "b": ["{a} z"]})["b"] == ["x z", "y z"]
    with pytest.raises(KeyError, match="a"):
        spelled_sets({"b": ["{a} z"], "a": ["x"]})


def test_an_unknown_set_is_named() -> None:
    with pytest.raises(KeyError, match="nobody"):
        phrases(["{nobody} died"], SETS)


@given(st.lists(st.lists(st.text("abc", min_size=1), min_size=2, max_size=4), min_size=1, max_size=3))
def test_a_row_spells_the_product_of_its_choices(choices: list[list[str]]) -> None:
    row = " ".join("{" + "|".join(some) + "}" for some in choices)
    assert list(spelled_out(row)) == [" ".join(parts) for parts in itertools.product(*choices)]
