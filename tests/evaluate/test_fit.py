"""Fitting a table: what goes with right figures weighs up, the cap holds, a user's table starts from the package's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualties.evaluate import fit
from casualties.extract.confidence import chance
from casualties.lexicon.confidence import ConfidenceTable

GOOD, BAD = ("rule", "good"), ("rule", "bad")


def sample(label: tuple[str, str], right: bool, source: str = "a", article: str = "x") -> fit.Sample:
    return fit.Sample(source, article, "killed", (label,), right)


def mixed(good: int, bad: int) -> list[fit.Sample]:
    """A hundred rows of each label, of which so many are right."""
    return [sample(GOOD, n < good) for n in range(100)] + [sample(BAD, n < bad) for n in range(100)]


def test_chances_come_near_the_shares_and_err_towards_doubt() -> None:
    table = fit.fit(mixed(90, 30))
    good, bad = chance([GOOD], table), chance([BAD], table)
    assert 0.84 < good < 0.9
    assert 0.27 < bad < 0.34


def test_a_rare_label_has_no_weight() -> None:
    table = fit.fit([*mixed(90, 30), *[sample(("rule", "rare"), True)] * (fit.RAREST - 1)])
    assert table.weights["rule"].keys() == {"good", "bad"}


def test_no_table_is_larger_than_asked_for_and_the_telling_labels_stay() -> None:
    rows = [*mixed(95, 10), *(sample(("place", str(n % 20)), n % 3 > 0) for n in range(400))]
    table = fit.fit(rows, most=3)
    assert table.weights == {"rule": table.weights["rule"]}
    assert table.weights["rule"]["good"] > 1 > -1 > table.weights["rule"]["bad"]


def test_a_large_source_does_not_decide_alone() -> None:
    many = [sample(GOOD, n % 10 > 0, "large") for n in range(1000)]
    few = [sample(GOOD, n % 10 == 0, "small") for n in range(100)]
    alone, beside = chance([GOOD], fit.fit(many)), chance([GOOD], fit.fit(many + few))
    assert beside < alone * (9 * 1000 + 100) / (9 * 1100) - 0.05


def test_an_own_table_moves_from_the_package_as_far_as_rows_bear() -> None:
    start = ConfidenceTable(0.0, {"rule": {"good": 3.0, "bad": 3.0, "other": 1.5}})
    own = fit.fit([sample(GOOD, n % 2 > 0) for n in range(20)] + [sample(BAD, True) for _ in range(20)], start)
    assert own.weights["rule"]["good"] < 2.5
    assert own.weights["rule"]["other"] == 1.5
    before, after = fit.losses([sample(GOOD, n % 2 > 0, article=str(n)) for n in range(60)], start)
    assert after < before


def test_one_answer_alone_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="right and rows that are not"):
        fit.fit([sample(GOOD, True)] * 10)


LABELS = st.sampled_from([(feature, label) for feature in ("rule", "place", "status") for label in "abc"])
SAMPLES = st.lists(
    st.builds(fit.Sample, st.sampled_from("st"), st.text("12", max_size=2), st.just("killed"),
              st.lists(LABELS, unique=True, max_size=4).map(tuple), st.booleans()),
    min_size=2, max_size=40,
).filter(lambda rows: len({row.right for row in rows}) == 2)  # fmt: skip


@given(SAMPLES, st.integers(-400, 400))
def test_it_always_ends_with_finite_weights_that_fit_no_worse_than_the_start(
    rows: list[fit.Sample], prior: int
) -> None:
    start = ConfidenceTable(prior / 100, {"rule": {"a": 4.0, "b": -4.0}})
    own = fit.fit(rows, start)
    assert all(abs(weight) < 50 for row in own.weights.values() for weight in row.values())
    assert fit.loss(rows, own) <= fit.loss(rows, start) + 0.05 + fit.DOUBT * 8
