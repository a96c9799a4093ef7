"""How sure a toll is: readable labels, a small table, no look at the size of a number, never an exception."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualties.extract import claims, tolls
from casualties.extract.confidence import chance, confidence
from casualties.extract.features import FEATURES, labels, page
from casualties.extract.secondreader import second_reading
from casualties.lexicon import categories
from casualties.lexicon.confidence import MOST, ConfidenceTable, confidence_table, parsed, written
from casualties.lexicon.load import LexiconError
from casualties.model import Article, Toll


def seen(text: str, category: str = "killed") -> dict[str, str]:
    article = Article.create(text)
    found = claims(article)
    (toll,) = (toll for toll in tolls(article, found) if toll.category == category)
    return dict(labels(page(article, found), toll))


@pytest.mark.parametrize(
    ("text", "feature", "label"),
    [
        ("Three people were killed.", "rests_on", "killed total"),
        ("A man was killed.", "rests_on", "killed person"),
        ("No one was killed.", "rests_on", "killed zero"),
        ("The bridge reopened.", "rests_on", "killed none"),
        ("At least three people were killed.", "qualifier", "at_least"),
        ("Three people were killed.", "qualifier", "exact"),
        ("Three die in fire\n\nThree people were killed in a fire, police said.", "repeats", "one, total"),
        ("Three die in fire\n\nThree people were killed in a fire, police said.", "place", "title"),
        ("Three die in fire\n\nThe fire began at night. Four people were killed.", "rivals", "one"),
        ("Three people were killed.", "second_opinion", "agrees, figure"),
        ("A man was killed.", "second_opinion", "silent, figure"),
        ("THREE PEOPLE WERE KILLED.", "layout", "capitals, figure"),
        ("Three people were killed.", "voice", "outlet"),
        ("The bridge reopened.", "other_categories", "killed none, nothing"),
        ("Three people were injured.", "other_categories", "killed none, injured"),
        ("Three people were killed. Last year seven were killed in Leeds.", "set_aside", "background, figure"),
    ],
)
def test_labels(text: str, feature: str, label: str) -> None:
    assert seen(text)[feature] == label


def test_the_second_reader_takes_the_nearest_number() -> None:
    cues, near = second_reading("forty-three people were killed, police said, and 1,200 hurt in 2 towns")
    assert near == {"killed": [43], "injured": [1200]}
    assert {category: len(places) for category, places in cues.items()} == {"killed": 1, "injured": 1}


def test_every_category_has_its_chance_whether_told_or_not() -> None:
    article = Article.create("Three people were killed.")
    found = tolls(article, claims(article))
    assert [toll.category for toll in found] == list(categories())
    assert [toll.figure for toll in found] == [3, None, None]
    assert all(0 < toll.confidence < 1 for toll in found)
    assert all((toll.low, toll.high, toll.basis) == (None, None, ()) for toll in found[1:])


def test_a_plain_count_is_surer_than_a_muddle() -> None:
    plain = Article.create("Three people were killed when a bus overturned, police said.")
    muddle = Article.create(
        "Two feared dead\n\nReports said 9 people were killed. Another report put the toll at 4. A man died in "
        "hospital.\nOfficials said 6 were killed and did not know whether two missing were among them."
    )
    sure, unsure = (tolls(article, claims(article))[0].confidence for article in (plain, muddle))
    assert sure > unsure + 0.1


def test_another_table_changes_the_chance_and_nothing_else() -> None:
    article = Article.create("Three people were killed.")
    found = claims(article)
    doubtful = ConfidenceTable(-1.0, {"rests_on": {"killed total": -1.0}})
    ours, theirs = tolls(article, found), tolls(article, found, table=doubtful)
    assert [(t.figure, t.low, t.high, t.basis) for t in ours] == [(t.figure, t.low, t.high, t.basis) for t in theirs]
    assert [t.confidence for t in theirs] == [0.119, 0.269, 0.269]
    assert confidence(article, found, ours[0], doubtful) == 0.119


def test_the_table_is_small_and_of_features_that_there_are() -> None:
    table = confidence_table()
    assert 50 < 1 + sum(map(len, table.weights.values())) <= MOST
    assert table.weights.keys() <= {feature.__name__ for feature in FEATURES}
    assert all(feature.__doc__ for feature in FEATURES)


NAMES = st.text("abc xyz,", min_size=1, max_size=8)
WEIGHTS = st.dictionaries(
    st.text("abc_", min_size=1, max_size=8).filter(lambda name: name != "prior"),
    st.dictionaries(NAMES, st.integers(-500, 500).map(lambda n: n / 100), max_size=5),
    max_size=5,
)


@given(st.integers(-500, 500), WEIGHTS)
def test_what_is_written_is_read_again(prior: int, weights: dict[str, dict[str, float]]) -> None:
    table = ConfidenceTable(prior / 100, weights)
    assert parsed(written(table, "about\n\nthis table"), "here") == table


def test_too_many_weights_are_refused() -> None:
    rows = "".join(f"w{n} = 1\n" for n in range(MOST))
    with pytest.raises(LexiconError, match="201 weights"):
        parsed(f"prior = 0\n[rule]\n{rows}", "here")


@given(st.text(max_size=300), st.sampled_from(("killed", "injured")), st.none() | st.integers(0, 10**9))
def test_any_text_and_any_figure_have_a_chance(text: str, category: str, figure: int | None) -> None:
    article = Article.create(text)
    toll = Toll(article.id, category, figure, figure, figure, 0.0)
    assert 0 <= confidence(article, claims(article), toll) <= 1


def test_no_weight_is_too_heavy_to_add_up() -> None:
    assert chance([("rule", "passive")], ConfidenceTable(0.0, {"rule": {"passive": 1e9}})) == 1.0
