from __future__ import annotations

import re
from pathlib import Path

import pytest

from casualties import pipeline, store
from casualties.model import Article, Moment
from casualties.pipeline import Result
from casualties.report.digest import fresh, lines, plain


@pytest.fixture(scope="module")
def seeds(finished: Path) -> Result:
    return store.to_result(store.load(finished / "ledger.jsonl"))


def test_what_moved_is_told_with_what_stood_before(seeds: Result) -> None:
    text = "\n".join(lines(seeds, Moment.parse("2024-01-05")))
    assert "1 event of 3 moved." in text
    assert re.search(r"- \*\*killed: (?:at least )?91[^*]*\*\* \(was ", text)
    event = next(event for event in seeds.linked.events if event.place.name == "Kerman")
    for revision in fresh(seeds, event, Moment.parse("2024-01-05")):
        assert plain(seeds.claim[revision.claim].quote) in text


def test_from_the_beginning_everything_is_new(seeds: Result) -> None:
    text = "\n".join(lines(seeds, Moment.parse("2000")))
    assert "3 events of 3 moved." in text
    assert "(was" not in text


def test_nothing_moved(seeds: Result) -> None:
    assert list(lines(seeds, Moment.parse("2030")))[-1] == "Nothing moved."


@pytest.mark.parametrize(("since", "moved"), [("2024-01-05T18:00Z", True), ("2024-01-06", False)])
def test_news_with_a_date_alone_is_told_all_day(since: str, moved: bool) -> None:
    told = [("2024-01-04", "12"), ("2024-01-05", "15")]
    result = pipeline.run(
        Article.create(
            f"Police said that {number} people were killed by a bomb in Aleppo.",
            title="Bomb in Aleppo market",
            url=f"https://example.org/{number}",
            published=Moment.parse(day),
        )
        for day, number in told
    )
    text = "\n".join(lines(result, Moment.parse(since)))
    assert ("- **killed: 15** (was 12)" in text) == moved
    assert ("Nothing moved." in text) != moved


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n# b", r"a \# b"),
        ("[x](y)", r"\[x\](y)"),
        ("<b>*x*", r"\<b\>\*x\*"),
        ("Reuters (AFP)", "Reuters (AFP)"),
        ("\u202e12", "12"),
    ],
)
def test_markup_is_only_text(text: str, expected: str) -> None:
    assert plain(text) == expected
