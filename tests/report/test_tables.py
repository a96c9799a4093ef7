from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pandas
import pytest

from casualties.model import Direction, Moment, Revision, Voice
from casualties.pipeline import Result
from casualties.report.csvfile import cell
from casualties.report.rows import last_move
from casualties.report.tables import SUMMARY, TABLES, Table
from casualties.report.write import FILES, dictionary, package, write

PROMISED = {
    "events": "event_id title type place country date killed_low killed_best killed_high injured_low injured_best "
    "injured_high missing_low missing_best missing_high n_articles n_voices first_reported last_revised flags "
    "date_told",
    "estimates": "event_id category policy as_of low best high basis set_aside",
    "groups": "event_id category group policy low best high basis",
    "history": "event_id category policy at low best high basis",
    "revisions": "event_id category voice at before_low before_high after_low after_high direction claim_id "
    "voice_id basis",
    "claims": "id claim_id category kind low high qualifier status victims voices start end quote rule confidence "
    "event_id outlet url published article_id may_be_of decided",
    "articles": "id article_id event_id url outlet published title killed killed_low killed_high killed_confidence "
    "injured injured_low injured_high injured_confidence missing missing_low missing_high missing_confidence "
    "killed_basis killed_open injured_basis injured_open missing_basis missing_open",
    "redirects": "event_id change into n_articles",
}


@pytest.fixture(scope="module")
def out(result: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    write(folder, result)
    return folder


def rows(out: Path, name: str) -> list[dict[str, str]]:
    with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_files_are_those_that_are_promised(out: Path) -> None:
    assert sorted(path.name for path in out.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("name", PROMISED)
def test_scripts_lean_on_these_columns(name: str, out: Path) -> None:
    header = (out / f"{name}.csv").read_bytes().split(b"\r\n")[0].decode()
    assert header.split(",") == PROMISED[name].split()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_row_has_every_column_and_reads_back(table, result: Result, out: Path) -> None:
    told = [{key: cell(value) for key, value in row.items()} for row in table.rows(result)]
    assert told or table.name in ("groups", "revisions", "redirects")
    back = rows(out, table.name)
    assert back == [{key: "" if value is None else str(value) for key, value in row.items()} for row in told]
    assert list(pandas.read_csv(out / f"{table.name}.csv").columns) == [column.name for column in table.columns]
    for column in table.columns:
        for row in back:
            if column.type == "integer":
                assert re.fullmatch(r"\d*", row[column.name])


@pytest.mark.parametrize("table", [*TABLES, SUMMARY], ids=lambda table: table.name)
def test_every_row_has_the_columns_of_its_table(table: Table, result: Result) -> None:
    for row in table.rows(result):
        assert set(row) == {column.name for column in table.columns}


def step(at: str | None, direction: Direction, claim: str) -> Revision:
    return Revision("e", "killed", Voice("police"), Moment.parse(at) if at else None, 1, 1, 2, 2, direction, claim)


@pytest.mark.parametrize(
    ("told", "last"),
    [
        ([], None),
        ([step("2024-01-04T09:00Z", "first", "a"), step("2024-01-04", "up", "b")], "b"),
        ([step(None, "first", "a"), step("2024-01-04", "up", "b"), step("2024-01-04T09:00Z", "up", "c")], "c"),
        ([step("2024-01-04", "up", "a"), step("2024-01-05", "same", "b")], "a"),
    ],
)
def test_the_last_move_is_the_last_in_the_order_of_telling(told: list[Revision], last: str | None) -> None:
    moved = last_move(told)
    assert (moved and moved.claim) == last


def test_figures_come_from_the_first_policy(result: Result, out: Path) -> None:
    (estimate,) = next(iter(result.reconciled.values())).estimates
    event, bare = rows(out, "events")
    assert (event["killed_low"], event["killed_best"], event["killed_high"]) == (
        str(estimate.low),
        str(estimate.best),
        "",
    )
    assert (event["injured_low"], event["flags"], event["n_voices"]) == ("", "disputed", "1")
    assert (bare["killed_low"], bare["first_reported"], bare["place"]) == ("", "", "")


def test_cells_that_a_spreadsheet_would_compute_are_harmless(out: Path) -> None:
    bare = next(row for row in rows(out, "articles") if row["id"] == "'@bare")
    assert (bare["title"], bare["outlet"], bare["published"]) == ("'=SUM(A1)", "'-Outlet, Ltd", "")
    for sign in "=+-@\t\r":
        assert cell(sign + "1") == f"'{sign}1"
    assert cell(-1) == -1


def test_every_claim_id_leads_to_a_quote(result: Result, out: Path) -> None:
    quotes = {row["claim_id"]: row["quote"] for row in rows(out, "claims")}
    texts = {article.ref: article.text for article in result.articles}
    for row in rows(out, "claims"):
        assert texts[row["id"]][int(row["start"]) : int(row["end"])] == row["quote"].removeprefix("'")
    for row in rows(out, "estimates"):
        for claim in [*row["basis"].split(";"), *filter(None, row["set_aside"].split(";"))]:
            assert quotes[claim]
    assert all(quotes[row["claim_id"]] for row in rows(out, "revisions"))


def test_the_data_package_describes_every_column(out: Path) -> None:
    held = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert held == package()
    assert held["profile"] == "tabular-data-package"
    names = {
        resource["name"]: [field["name"] for field in resource["schema"]["fields"]] for resource in held["resources"]
    }
    assert names == {table: columns.split() for table, columns in PROMISED.items()}
    for resource in held["resources"]:
        assert (out / resource["path"]).exists()
        for field in resource["schema"]["fields"]:
            assert field["type"] in ("string", "integer", "number")
            assert field["description"]
        for key in resource["schema"].get("foreignKeys", ()):
            assert key["reference"]["fields"] in names[key["reference"]["resource"]]


def test_times_match_their_pattern(out: Path) -> None:
    for resource in package()["resources"]:
        for field in resource["schema"]["fields"]:
            pattern = field.get("constraints", {}).get("pattern")
            for row in rows(out, resource["name"]) if pattern else ():
                assert row[field["name"]] == "" or re.fullmatch(pattern, row[field["name"]])


def test_every_column_is_in_the_dictionary() -> None:
    for columns in PROMISED.values():
        for column in columns.split():
            assert f"| `{column}` |" in dictionary()


def test_groups_that_are_counted_apart(tmp_path: Path) -> None:
    from casualties import pipeline
    from casualties.model import Article
    from casualties.report import explain, records

    text = "A raid on Orsk killed 12 civilians and 3 soldiers, police said. Two of the attackers also died."
    result = pipeline.run([Article.create(text, outlet="Herald")])
    write(tmp_path, result)
    quotes = {row["claim_id"]: row["quote"] for row in rows(tmp_path, "claims")}
    told = [(row["category"], row["group"], row["low"], row["best"], row["high"]) for row in rows(tmp_path, "groups")]
    assert ("killed", "civilians", "12", "12", "12") in told
    assert ("killed", "soldiers", "3", "3", "3") in told
    assert all(quotes[claim] for row in rows(tmp_path, "groups") for claim in row["basis"].split(";"))
    record = records.event_record(result, result.linked.events[0])
    assert "killed, civilians, policy full-range: low 12, best 12, high 12" in list(explain.event_text(record))
    assert "  killed, civilians, full-range: low 12, best 12, high 12" in list(explain.show_text(record))


def test_no_events_at_all(tmp_path: Path) -> None:
    from casualties import pipeline

    write(tmp_path, pipeline.run([]))
    assert rows(tmp_path, "events") == []
    assert (tmp_path / "events.csv").read_bytes().startswith(b"event_id,")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("At least 16 people were killed in a blast in Orsk.", ("16", "16", "16", "yes")),
        ("More than 16 people were killed in a blast in Orsk.", ("16", "16", "16", "yes")),
        ("16 people were killed in a blast in Orsk.", ("16", "16", "16", "no")),
        ("Between 15 and 20 people were killed in a blast in Orsk.", ("15", "15", "20", "no")),
        ("Nobody was killed in a blast in Orsk.", ("0", "0", "0", "no")),
        ("A blast shook Orsk.", ("", "", "", "")),
    ],
)
def test_whether_an_article_leaves_room_for_more(words: str, told: tuple[str, ...], tmp_path: Path) -> None:
    from casualties import pipeline
    from casualties.model import Article

    write(tmp_path, pipeline.run([Article.create(words)]))
    (row,) = rows(tmp_path, "articles")
    assert tuple(row[f"killed{part}"] for part in ("", "_low", "_high", "_open")) == told
