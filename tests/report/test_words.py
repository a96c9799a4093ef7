"""Ranges and flags in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from casualties.model import Estimate, Reason, SetAside
from casualties.reconcile import decided
from casualties.reconcile.estimate import FLAGS
from casualties.report.cautions import CAUTIONS
from casualties.report.rows import Range
from casualties.report.site import words

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("figures", "flags", "steps", "aside", "expected"),
    [
        ((3, 4, 9), ("disputed",), (), (), "4, between 3 and 9"),
        ((3, 1234, None), ("open-top",), (), (), "1,234, at least 3"),
        ((None, None, None), (), (), (), "no figure is known"),
        ((3, None, 3), (), (), (), "3, the voices that count agree"),
        ((3, 3, 3), (), (), ("stale",), "3, the voices that count agree"),
        ((3, 3, 3), ("single-source",), (), (), "3, one voice alone"),
        ((3, 3, 3), ("disputed",), (), (), "3, others stand by other figures"),
        ((3, 3, 3), (), (), ("not_chosen",), "3, others stand by other figures"),
        ((3, 3, 3), ("partials-only",), ("partial",), (), "3, the victims told of, added up"),
        ((3, 3, 3), ("single-source",), ("low", "floor"), (), "3, the victims told of, added up"),
    ],
)
def test_a_range_in_words_claims_no_more_agreement_than_there_is(
    figures: Range, flags: tuple[str, ...], steps: tuple[str, ...], aside: tuple[str, ...], expected: str
) -> None:
    told = Estimate(
        "e", "killed", "full-range", None, *figures, flags=flags, steps=tuple(Reason(step) for step in steps),
        set_aside=tuple(SetAside("c", Reason(rule)) for rule in aside),
    )  # fmt: skip
    assert words.heading(told) == expected


NAMED = [
    "corrected-down",
    "fell",
    "partials-only",
    "provisional",
    "unconfirmed",
    "grade-fair",
    "grade-weak",
    decided.FLAG,
]


def test_every_flag_has_words() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "casualties/reconcile").glob("*.py"))
    noted = set(re.findall(r'\.flag\("([a-z-]+)"', source))
    assert noted == {"retracted", "disputed", "implausible"}
    for flag in (*noted, *FLAGS, *NAMED):
        assert CAUTIONS[flag].endswith(".")
