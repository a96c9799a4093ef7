"""What single sentences are read as: data/readings.toml, a row for each phenomenon."""

import csv
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from casualties.extract import claims, tolls
from casualties.model import Article, Claim, Moment

TABLE = tomllib.loads((Path(__file__).parent / "data" / "readings.toml").read_text(encoding="utf-8"))["readings"]
UNLESS_TOLD = {"low": None, "high": None, "qualifier": "exact", "status": "asserted"}


def rows() -> list[Any]:
    return [
        pytest.param(
            row["text"],
            [UNLESS_TOLD | claim for claim in row["claims"]],
            id=row["about"],
            marks=pytest.mark.xfail(reason=row["wrong"], strict=True) if "wrong" in row else (),
        )
        for row in TABLE
    ]


def told(claim: Claim) -> dict[str, object]:
    """A claim in the terms of the table."""
    voice = claim.voice
    names = (
        "category",
        "kind",
        "low",
        "high",
        "qualifier",
        "status",
        "quote",
        "victims",
        "scope",
        "moved_from",
        "rule",
    )
    found: dict[str, object] = {name: getattr(claim, name) for name in names}
    return found | {
        "groups": ",".join(claim.groups), "voice": voice.name if voice else "", "type": voice.type if voice else "",
    }  # fmt: skip


def key(claim: dict[str, Any]) -> tuple[str, str, str]:
    return claim["quote"], claim["category"], claim["kind"]


@pytest.mark.parametrize(("text", "expected"), rows())
def test_reading(text: str, expected: list[dict[str, Any]]) -> None:
    expected = sorted(expected, key=key)
    found = sorted((told(claim) for claim in claims(Article.create(text))), key=key)
    assert [[claim["quote"] for claim in found], found[len(expected) :]] == [[claim["quote"] for claim in expected], []]
    seen = [{name: here[name] for name in row} for row, here in zip(expected, found, strict=True)]
    assert seen == expected


def test_each_row_has_its_own_sentence_and_name() -> None:
    for field in ("about", "text"):
        values = [row[field] for row in TABLE]
        assert len(values) == len(set(values))


def figures(text: str, attackers: str = "include") -> dict[str, int | None]:
    article = Article.create(text)
    return {toll.category: toll.figure for toll in tolls(article, claims(article), attackers)}


@pytest.mark.parametrize(
    ("text", "killed", "injured", "missing"),
    [
        ("Twelve people were killed and 30 injured. Four of the dead were children.", 12, 30, None),
        ("Nobody was killed, but two riders were hurt.", 0, 2, None),
        ("The river rose. The council met.", None, None, None),
        ("A man was killed in Adra. The man, 40, died at the scene. He was killed at noon.", 1, None, None),
        ("A similar bombing last month killed seven people.", None, None, None),
        ("The death toll rose to 27, up from 22. Eleven are still missing.", 27, None, 11),
        ("Up to 15 people were killed.", 15, None, None),
        ("Ten are missing. All ten were found safe on Friday.", None, None, 0),
        ("Ten are missing. Four people were found safe; two others are missing still.", None, None, 2),
        ("The fire has killed 91 people, up from an earlier toll, after two victims died of burns.", 91, None, None),
        ("The fire killed nine people. Two more died in hospital on Sunday.", 11, None, None),
        ("Early reports that three had died turned out to be false.", None, None, None),
        ("The mayor had earlier spoken of five dead.", None, None, None),
        ("Of 20 aboard the boat and 4 aboard the barge there were no survivors.", None, None, None),
        ("City kill off Albion 4-0\nThe striker had two goals. The coach has three men injured.", None, None, None),
        ("Rally ends 4-0\nA stand fell in the second hour and three people were killed.", 3, None, None),
        ("World news in brief\nA flood killed six in Orna. A fire killed two in Belt.", None, None, None),
    ],
)  # fmt: skip
def test_what_an_article_stands_by(text: str, killed: int | None, injured: int | None, missing: int | None) -> None:
    assert figures(text) == {"killed": killed, "injured": injured, "missing": missing}


def stood_by() -> list[tuple[str, ...]]:
    """The rows of data/tolls.csv: a short text and its killed, injured and missing; "-" where it states nothing."""
    with (Path(__file__).parent / "data" / "tolls.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


@pytest.mark.parametrize(("text", "killed", "injured", "missing"), stood_by())
def test_what_a_short_text_stands_by(text: str, killed: str, injured: str, missing: str) -> None:
    article = Article.create(text)
    found = {
        toll.category: "-"
        if toll.figure is None
        else str(toll.low)
        if toll.low == toll.high
        else f"{toll.low}-{toll.high}"
        for toll in tolls(article, claims(article))
    }
    assert found == {"killed": killed, "injured": injured, "missing": missing}


def dated() -> list[tuple[str, ...]]:
    """The rows of data/dated.csv: a short text of 3 May 2024 and its killed; "-" where it states nothing."""
    with (Path(__file__).parent / "data" / "dated.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


@pytest.mark.parametrize(("text", "killed"), dated())
def test_what_was_told_of_another_time_is_left_out_and_what_was_told_beside_is_not(text: str, killed: str) -> None:
    article = Article.create(text, published=Moment(datetime(2024, 5, 3, 10, tzinfo=UTC)))
    figure = tolls(article, claims(article))[0].figure
    assert ("-" if figure is None else str(figure)) == killed


@pytest.mark.parametrize(("attackers", "killed"), [("include", 5), ("exclude", 3)])
def test_attackers_are_in_or_out_as_asked(attackers: str, killed: int) -> None:
    text = "The blast killed three shoppers. Two attackers were also killed."
    assert figures(text, attackers)["killed"] == killed


def test_attackers_as_a_range() -> None:
    """Low without them, high with them."""
    article = Article.create("The blast killed three shoppers. Two attackers were also killed.")
    killed = tolls(article, claims(article), "range")[0]
    assert (killed.low, killed.high) == (3, 5)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Early in December five people were killed when a drone hit the base.", "background"),
        ("In late October five people were killed when a drone hit the base.", "background"),
        ("Five people were killed in early January when a drone hit the base.", "toll"),
        ("On November 3 five people were killed when a drone hit the base.", "background"),
        ("On January 2 five people were killed when a drone hit the base.", "toll"),
        ("On December 25, 2023, two people were killed when a drone hit the base.", "toll"),
        ("On June 25, 2023, two people were killed when a drone hit the base.", "background"),
    ],
)
def test_a_day_far_from_publication_is_another_events(text: str, kind: str) -> None:
    published = Moment(datetime(2024, 1, 5, 8, tzinfo=UTC))
    assert [claim.kind for claim in claims(Article.create(text, published=published))] == [kind]
