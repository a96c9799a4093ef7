"""One voice under several names is one voice wherever it is counted, and no name gets a figure that another gave."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from casualties import pipeline
from casualties.model import Article, Direction, Moment, Revision, Voice
from casualties.pipeline import Result
from casualties.report import explain, records, site, voices
from casualties.report.digest import lines
from casualties.report.export import export
from casualties.report.tables import SUMMARY
from casualties.report.write import texts

TOLD = (
    ("Police said that 12 people were killed by a bomb in Aleppo.", "2024-01-04T09:00Z"),
    ("Doctors said that 14 people were killed by a bomb in Aleppo.", "2024-01-04T10:00Z"),
    ("A spokesman for the police said that 15 people were killed by a bomb in Aleppo.", "2024-01-04T12:00Z"),
)


@pytest.fixture(scope="module")
def run() -> Result:
    """Police, and a spokesman for the police: one voice, and the doctors are another."""
    return pipeline.run(
        Article.create(text, "Bomb in Aleppo", f"https://example.org/{at}", outlet="Herald", published=Moment.parse(at))
        for text, at in TOLD
    )


def test_the_names_of_one_voice_have_one_id_in_the_table(run: Result) -> None:
    rows = list(csv.DictReader(io.StringIO(dict(texts(run))["revisions.csv"], newline="")))
    told = [(row["voice"], row["before_low"], row["after_low"]) for row in rows]
    assert told == [("Police", "", "12"), ("Doctors", "", "14"), ("spokesman for the police", "12", "15")]
    police, doctors, spokesman = (row["voice_id"] for row in rows)
    assert police == spokesman != doctors


def test_every_count_of_voices_counts_the_spokesman_with_the_police(run: Result, tmp_path: Path) -> None:
    (event,) = csv.DictReader(io.StringIO(dict(texts(run))["events.csv"], newline=""))
    (summed,) = SUMMARY.rows(run)
    (path,) = export("hxl", tmp_path, run)
    tags, told = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))[1:]
    hxl = dict(zip(tags, told, strict=True))["#meta+voices+num"]
    assert (event["n_voices"], summed["n_voices"], hxl) == ("2", 2, "2")


def test_a_figure_is_never_put_into_the_mouth_of_another_name(run: Result) -> None:
    (event,) = run.linked.events
    both = "spokesman for the police (one voice with Police)"
    record = records.event_record(run, event)
    assert [step["named"] for step in record["revisions"]] == ["Police", "Doctors", both]
    assert f"killed: {both}: 12 -> 15 (up)" in "\n".join(explain.show_text(record))
    last = run.claim[record["revisions"][-1]["claim"]]
    assert f"changed killed of {both}: 12 -> 15 (up)" in "\n".join(explain.claim_text(records.claim_record(run, last)))
    assert "spokesman for the police (one voice with Police): killed 15 (up)" in "\n".join(
        lines(run, Moment.parse("2024-01-04T11:00Z"))
    )
    page = dict(site.pages(run))[f"events/{event.id}.html"]
    assert f"{both}: 12 → 15 (up)" in page


def test_a_page_has_one_row_per_voice_and_each_name_where_it_was_told(run: Result) -> None:
    (event,) = run.linked.events
    page = dict(site.pages(run))[f"events/{event.id}.html"]
    table = page.partition('id="voices-killed"')[2].partition("</table>")[0]
    assert re.findall(r'<th scope="row"><bdi>([^<]+)', table) == ["Police", "Doctors"]
    assert re.findall(r'<span class="as">as <bdi>([^<]+)', table) == ["spokesman for the police"]


def step(name: str, id_: str, before: int | None, after: int, direction: Direction = "up") -> Revision:
    return Revision("e", "killed", Voice(name), None, before, before, after, after, direction, f"c{after}", id_)


@pytest.mark.parametrize(
    ("steps", "named"),
    [
        ([step("police", "p", None, 1), step("Police", "p", 1, 2)], ["police", "Police"]),
        ([step("police", "p", None, 1), step("chief", "p", None, 2)], ["police", "chief"]),
        ([step("police", "p", None, 1), step("chief", "q", 1, 2)], ["police", "chief"]),
        ([step("", "outlet", None, 1), step("Herald", "outlet", 1, 2)],
         ["the outlet itself", "Herald (one voice with the outlet itself)"]),
        ([step("a", "p", None, 1), step("b", "p", 1, 2), step("c", "p", 2, 3)],
         ["a", "b (one voice with a)", "c (one voice with b)"]),
    ],
)  # fmt: skip
def test_both_names_are_told_only_where_a_figure_passes_between_them(steps: list[Revision], named: list[str]) -> None:
    assert list(voices.names(steps).values()) == named
    assert voices.number(steps) == len({revision.voice_id for revision in steps})
    assert [revision for history in voices.histories(steps) for revision in history] == sorted(
        steps, key=lambda revision: [revision.voice_id for revision in steps].index(revision.voice_id)
    )
