"""The number words: read once, sound, and every bad row named."""

from pathlib import Path

import pytest

from casualties.lexicon import numbers as room
from casualties.lexicon.numbers import numbers, read_numbers

LEXICON = Path(room.__file__).parent / "en" / "numbers.toml"


def test_lexicon_is_read_once_and_is_sound() -> None:
    assert numbers() is numbers()
    assert numbers().cardinals["nineteen"] == 19
    assert numbers().vague["many"] == (10, None)


def test_every_bad_row_is_named() -> None:
    bad = (
        LEXICON.read_text("utf-8")
        .replace("seven = 7", 'Seven = "7"')
        .replace('"at least" = "at_least"', '"at least" = "atleast"')
        .replace("dozens = [24, 99]", "dozens = [99, 24]")
        .replace('fourty = "forty"', 'fourty = "fortish"')
        .replace('between = "between"', "between = 3")
        .replace('over = ["run",', 'ovr = ["Run",')
        .replace('"zero", "nil"', '"zero", "zero", "ten"')
    )
    with pytest.raises(ValueError) as raised:
        read_numbers(bad, "bad.toml")
    message = str(raised.value)
    for part in (
        "bad.toml",
        "'Seven'",
        "'atleast'",
        "'dozens'",
        "'fortish'",
        "ranges.between",
        "'zero' stands",
        "'ten'",
    ):
        assert part in message


def test_an_empty_lexicon_names_every_table() -> None:
    with pytest.raises(ValueError) as raised:
        read_numbers("")
    for part in ("[units]", "[vague]", "[bounds.before]", "one.before", "ranges.joins", "whole.fillers"):
        assert part in str(raised.value)
