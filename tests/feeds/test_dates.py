from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualties.feeds.dates import moment
from casualties.model import Moment

ROWS = [line.split("\t") for line in (Path(__file__).parent / "dates.tsv").read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("written", "read"), ROWS)
def test_a_date_is_read_as_precisely_as_it_was_told(written: str, read: str) -> None:
    if read == "-":
        with pytest.raises(ValueError):
            moment(written)
    else:
        assert str(moment(written)) == read


@given(st.text())
def test_any_text_is_a_moment_or_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(moment(text), Moment)


@given(st.from_type(Moment))
def test_what_we_print_we_read(told: Moment) -> None:
    assert moment(str(told)) == told


def test_a_megabyte_is_not_a_date() -> None:
    with pytest.raises(ValueError):
        moment("1" * 1_000_000)
