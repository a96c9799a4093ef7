"""The rules of number distractors: read once, sound, and every bad row named."""

from pathlib import Path

import pytest

from casualties.lexicon import distractors as room
from casualties.lexicon.distractors import distractors, read_distractors
from casualties.lexicon.numbers import FORMS

LEXICON = Path(room.__file__).parent / "en" / "distractors.toml"


def test_lexicon_is_read_once_and_is_sound() -> None:
    table = distractors()
    assert table is distractors()
    assert all(rule.label in table.labels and (rule.forms or FORMS) for rule in table.rules)
    assert {label for label in table.measure.entities.values() if label} <= set(table.labels)


def test_every_bad_row_is_named() -> None:
    bad = (
        LEXICON.read_text("utf-8").replace('label = "age"', 'label = "aeg"', 1)
        + '\n[[rules]]\nlabel = "age"\nbefore = ["("]\n'
        + '\n[[rules]]\nlabel = "age"\nforms = ["digit"]\nvalues = [1]\nbefor = "x"\n'
        + '\n[[rules]]\nlabel = "age"\nafter = "old"\n'
        + '\n[[rules]]\nlabel = "age"\nafter_words = ["Years"]\nafter = ["x"]\n'
    )
    with pytest.raises(ValueError) as raised:
        read_distractors(bad, "bad.toml")
    message = str(raised.value)
    for part in (
        "bad.toml", "(aeg): label is not one of", "bad regular expression", "'digit'", "values must be",
        "unknown key 'befor'", "no condition", "after must be a list", "both after and after_words", "'Years'",
    ):  # fmt: skip
        assert part in message


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(ValueError, match=r"labels are missing.*guard.*measure"):
        read_distractors("")
