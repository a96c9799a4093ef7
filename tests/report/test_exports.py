"""Exports read back by the tools they are for, and every figure in them led back to words."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import shutil
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pandas
import pytest

from casualties import extract, load, pipeline, store
from casualties.model import Article, Claim, Decision, Event, Moment, Place, Span
from casualties.pipeline import Result
from casualties.reconcile.decided import RULE
from casualties.reconcile.figures import figure
from casualties.report import rows
from casualties.report.export import FORMATS, export, gdelt
from casualties.report.tables import TABLES


@pytest.fixture(scope="module")
def seeds(finished: Path) -> Result:
    return store.to_result(store.load(finished / "ledger.jsonl"))


def test_hxl_reads_back(seeds: Result, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import hxl

        (path,) = export("hxl", tmp_path, seeds)
        source = hxl.data(io.BytesIO(path.read_bytes()))
        told = {row.get("#event+id"): row for row in source}
    for row in load_events(seeds):
        for category in ("killed", "injured", "missing"):
            figures = {"+min": "low", "": "best", "+max": "high"}
            for tag, part in figures.items():
                expected = row[f"{category}_{part}"]
                found = told[row["event_id"]].get(f"#affected+{category}{tag}")  # as users write it
                assert (found or "") == ("" if expected is None else str(expected))


@pytest.mark.parametrize(
    ("words", "low", "high", "qualifier", "place", "block"),
    [
        ("up to 100 people died", 0, 100, "up_to", Place("Aleppo", "Syria", "city"), "KILL#100##4#Aleppo######0;"),
        ("at least 9 dead", 9, None, "at_least", Place("Texas", "United States", "region"), "KILL#9##2#Texas######0;"),
        ("15 to 20 dead", 15, 20, "range", Place("Lewiston", "United States", "city"), "KILL#15##3#Lewiston######0;"),
        ("9 dead", 9, 9, "exact", Place("", "United States", "country"), "KILL#9##1#United States######0;"),
        ("9 dead", 9, 9, "exact", Place("Idlib", "Syria", "region"), "KILL#9##5#Idlib######0;"),
    ],
)
def test_a_gdelt_count_has_the_number_told_and_the_code_of_its_place(
    words: str, low: int, high: int | None, qualifier: Any, place: Place, block: str
) -> None:
    article = Article.create(words)
    claim = Claim.create(article, Span(0, len(words)), "killed", "toll", low, high, qualifier=qualifier)
    assert gdelt.block(claim, place) == block


def load_events(result: Result) -> list[dict[str, Any]]:
    return list(next(table for table in TABLES if table.name == "events").rows(result))


def test_gdelt_counts_stand_where_the_offset_says(seeds: Result, tmp_path: Path) -> None:
    (path,) = export("gdelt", tmp_path, seeds)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].split("\t") == list(gdelt.HEADER)
    counted = 0
    for line, article in zip(lines[1:], seeds.articles, strict=True):
        date, outlet, address, counts = line.split("\t")
        assert (outlet, address) == (article.outlet, article.url or article.ref)
        assert len(date) == (14 if article.published else 0)
        claims = {(claim.span.start, str(figure(claim))): claim for claim in seeds.claims[article.id]}
        for block in filter(None, counts.split(";")):
            parts = block.split("#")
            assert len(parts) == 11
            claim = claims[int(parts[10]), parts[1]]
            assert article.text[int(parts[10]) :].startswith(claim.quote)
            assert claim.kind not in ("previous", "background", "period", "trend")
            assert parts[0] == {"killed": "KILL", "injured": "WOUND"}.get(claim.category, "AFFECT")
            counted += 1
    assert counted > 50


def test_ged_has_the_deaths_of_its_codebook(seeds: Result, tmp_path: Path) -> None:
    from casualties.reconcile import compare

    (path,) = export("ged", tmp_path, seeds)
    rows = {row["relid"]: row for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))}
    for event in seeds.linked.events:
        articles = [seeds.article[id_] for id_ in event.articles]
        claims = [claim for article in articles for claim in seeds.claims[article.id]]
        (killed,) = (
            c.estimate for c in compare(event, articles, claims, ("ucdp",)) if (c.category, c.group) == ("killed", "")
        )
        row = rows[event.id]
        assert killed is not None
        assert [row[part] for part in ("low", "best", "high")] == [
            "" if n is None else str(n) for n in (killed.low, killed.best, killed.high)
        ]
        assert (row["date_prec"], row["where_prec"], row["date_start"]) == ("1", "1", str(event.date))
        outlets = {seeds.article[seeds.claim[id_].article].outlet for id_ in killed.basis}
        assert set(row["source_office"].split(";")) == outlets
        assert int(row["number_of_sources"]) == len(row["source_article"].split(";"))


@pytest.mark.parametrize(
    ("victims", "low", "high", "category", "who"),
    [
        ("At least 18 people", 18, None, "killed", "people"),
        ("18", 18, 18, "killed", ""),
        ("Dozens of people", 24, 99, "killed", "people"),
        ("up to 20 miners", 0, 20, "killed", "miners"),
        ("six more", 6, 6, "injured", "more"),
        ("a commander and one of his aides", 2, 2, "killed", "a commander and one of his aides"),
        ("Eight children and two adults", 10, 10, "injured", "Eight children and two adults"),
        ("Mike Lynch, 59, and his daughter", 2, 2, "missing", "missing Mike Lynch, 59, and his daughter"),
        ("more than 80 people", 80, None, "missing", "missing people"),
        ("355 missing persons", 355, 355, "missing", "missing persons"),
        ("", 3, 3, "missing", "missing"),
        ("", 3, 3, "killed", ""),
    ],
)
def test_a_gdelt_count_names_whom_it_counts_and_not_their_number_again(
    victims: str, low: int, high: int | None, category: str, who: str
) -> None:
    article = Article.create("Dead in Aleppo")
    qualifier: Any = "up_to" if low == 0 else "exact"
    claim = Claim.create(article, Span(0, 4), category, "toll", low, high, victims=victims, qualifier=qualifier)
    assert gdelt.counted(claim) == who
    assert gdelt.block(claim, Place()).split("#")[2] == who


def test_addresses_still_open(tmp_path: Path) -> None:
    """`;` divides sources in GED and nothing in GDELT's field of the address; `#` divides neither."""
    from casualties import pipeline

    address = "https://example.org/a;b?c=1;d=2&e=f#part;two"
    told = pipeline.run([Article.create("9 people were killed in a blast in Aleppo, police said.", url=address)])
    (path,) = export("gdelt", tmp_path, told)
    assert path.read_text(encoding="utf-8").splitlines()[1].split("\t")[2] == address
    (path,) = export("ged", tmp_path, told)
    (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    assert ";" not in row["source_article"]
    assert unquote(row["source_article"]) == address
    assert row["source_article"].count("#") == 1


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_tables_have_the_same_values(form: str, seeds: Result, tmp_path: Path) -> None:
    for table, path in zip(TABLES, export(form, tmp_path, seeds), strict=True):
        expected = list(table.rows(seeds))
        if form == "jsonl":
            assert [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] == expected
        else:
            import pyarrow.parquet

            assert pyarrow.parquet.read_table(path).to_pylist() == [
                {name: None if value == "" else value for name, value in row.items()} for row in expected
            ]


def test_ged_does_not_say_day_and_place_more_exactly_than_they_are_known(tmp_path: Path) -> None:
    told = Article.create("A blast in Oderby killed nine people, police said.", published=Moment.parse("2026-03-02"))
    (path,) = export("ged", tmp_path, pipeline.run([told]))
    (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    assert (row["date_prec"], row["date_start"], row["date_end"]) == ("", "", "2026-03-02")
    assert (row["where_description"], row["where_prec"]) == ("Oderby", "")


def test_prov_leads_from_a_range_to_quotes_and_voices(seeds: Result, tmp_path: Path) -> None:
    from prov.model import ProvDocument

    event = seeds.linked.events[0]
    (path,) = export("prov", tmp_path, seeds, event)
    told = ProvDocument.deserialize(content=path.read_text(encoding="utf-8"), format="json")
    entities = {str(record.identifier) for record in told.get_records()}
    record = json.loads(path.read_text(encoding="utf-8"))
    derived = {(d["prov:generatedEntity"], d["prov:usedEntity"]) for d in record["wasDerivedFrom"].values()}
    for estimate in seeds.reconciled[event.id].estimates:
        name = f"cas:estimate-{event.id}-{estimate.category}-{estimate.policy}"
        assert name in entities
        for id_ in estimate.basis:
            claim = seeds.claim[id_]
            assert (name, f"cas:claim-{id_}") in derived
            assert (f"cas:claim-{id_}", f"cas:article-{claim.article}") in derived
            assert record["entity"][f"cas:claim-{id_}"]["prov:value"] == claim.quote


def test_prov_knows_a_voice_by_its_several_names_and_no_two_outlets_without_one_as_one(tmp_path: Path) -> None:
    telling = "A blast in Orsk killed {} people, {} said. {} were hurt."
    told = [("nine", "police", "Four"), ("ten", "a police spokesman", "Five"), ("ten", "the police", "Six")]
    articles = [
        Article.create(telling.format(*words), title="Blast in Orsk", published=Moment.parse("2026-03-02"))
        for words in told
    ]
    result = pipeline.run(articles)
    (event,) = result.linked.events
    (path,) = export("prov", tmp_path, result, event)
    record = json.loads(path.read_text(encoding="utf-8"))
    agents = {row["prov:entity"]: row["prov:agent"] for row in record["wasAttributedTo"].values()}
    by_category = {
        category: {agents[f"cas:claim-{c.id}"] for c in result.claim.values() if c.category == category}
        for category in ("killed", "injured")
    }
    assert len(by_category["killed"]) == 1
    assert len(by_category["injured"]) == 3


@pytest.mark.parametrize("form", FORMATS)
def test_awkward_events_break_no_shape(form: str, result: Result, tmp_path: Path) -> None:
    bare = result.linked.events[1]
    assert isinstance(bare, Event)
    assert bare.place == Place()
    written = export(form, tmp_path, result)
    assert sorted(tmp_path.iterdir()) == sorted(written)
    if form == "prov":
        assert [path.name for path in written] == [f"{event.id}.prov.json" for event in result.linked.events]
    for path in written:
        text = "" if path.suffix == ".parquet" else path.read_text(encoding="utf-8")
        if path.suffix == ".csv":
            rows = list(csv.reader(io.StringIO(text, newline="")))
            assert {len(row) for row in rows} == {len(rows[0])}
            assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
            assert "'=SUM(A1)" in text or form == "ged"  # which has no row without a number of deaths
        elif path.suffix == ".tsv":
            assert {line.count("\t") for line in text.splitlines()} == {len(gdelt.HEADER) - 1}
        elif path.suffix == ".jsonl":
            names = [column.name for column in next(t for t in TABLES if t.name == path.stem).columns]
            assert all(list(json.loads(line)) == names for line in text.splitlines())


def test_of_one_event_only(seeds: Result, tmp_path: Path) -> None:
    event = seeds.linked.events[1]
    for path in export("jsonl", tmp_path, seeds, event):
        told = {json.loads(line)["event_id"] for line in path.read_text(encoding="utf-8").splitlines()}
        assert told == (set() if path.stem == "redirects" else {event.id})


def test_the_data_package_validates(finished: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import frictionless

        report = frictionless.validate(str(finished / "datapackage.json"))
        assert report.valid, report.flatten(["title", "note"])


@pytest.mark.parametrize(
    ("table", "column"), [("claims", "article_id"), ("claims", "event_id"), ("revisions", "claim_id")]
)
def test_a_key_that_leads_nowhere_makes_the_package_invalid(
    table: str, column: str, finished: Path, tmp_path: Path
) -> None:
    for path in (*finished.glob("*.csv"), finished / "datapackage.json"):
        shutil.copy(path, tmp_path)
    (tmp_path / f"{table}.csv").write_text(
        pandas.read_csv(finished / f"{table}.csv", dtype=str).assign(**{column: "0" * 16}).to_csv(index=False)
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import frictionless

        report = frictionless.validate(str(tmp_path / "datapackage.json"))
        assert "foreign-key" in {type_ for (type_,) in report.flatten(["type"])}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_reader_of_csv_finds_the_same_values(table: Any, finished: Path) -> None:
    import duckdb

    path = finished / f"{table.name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        _, *plain = list(csv.reader(file))
    by_pandas = pandas.read_csv(path, dtype=str, keep_default_na=False)
    assert by_pandas.to_numpy().tolist() == plain
    by_duckdb = duckdb.sql(f"select * from read_csv('{path}', all_varchar=true, header=true)").fetchall()
    assert [["" if cell is None else cell for cell in row] for row in by_duckdb] == plain


def test_every_figure_in_every_table_leads_to_a_quote(finished: Path) -> None:
    run = load(finished)
    quotes = run.claims.set_index("claim_id")
    texts = {article.ref: article.text for article in run.result.articles}
    for row in run.claims.itertuples():
        assert texts[row.id][row.start : row.end] == row.quote
    for row in run.estimates.itertuples():
        assert row.basis or pandas.isna([row.low, row.best, row.high]).all()
        assert set(quotes.loc[row.basis.split(";"), "category"]) == {row.category}
    for row in run.groups.itertuples():
        assert row.basis or pandas.isna([row.low, row.best, row.high]).all()
        assert set((row.basis or "").split(";")) - {""} <= set(quotes.index)
    events = run.events.set_index("event_id")
    for row in run.estimates.itertuples():
        for part in ("low", "best", "high"):
            told, shown = getattr(row, part), events.loc[row.event_id, f"{row.category}_{part}"]
            assert (pandas.isna(told) and pandas.isna(shown)) or told == shown
    assert set(run.revisions["claim_id"]) <= set(quotes.index)
    for article, tolls in run.result.tolls.items():
        for toll in tolls:
            assert toll.figure is None or {run.result.claim[id_].article for id_ in toll.basis} == {article}
    for event in run.result.reconciled.values():
        assert all(estimate.basis for estimate in event.history if estimate.best is not None)


def test_what_an_analyst_rejected_is_no_count_and_what_was_corrected_is_one(tmp_path: Path) -> None:
    fire = Article.create("A fire in Aleppo killed nine people and injured 12, police said.", url="https://a.example/1")
    killed, injured = extract.claims(fire)
    right = dataclasses.replace(killed, id="0" * 16, low=8, high=8, rule=RULE)
    decisions = (
        Decision("reject", (injured.id,), "Kim", "another fire's"),
        Decision("correct", (killed.id,), "Kim", "one was counted twice", corrected=right),
    )
    result = pipeline.run([fire], known=pipeline.Known(decisions=decisions))
    (path,) = gdelt.write(tmp_path, result)
    assert re.findall(r"(KILL|WOUND)#(\d+)#", path.read_text(encoding="utf-8")) == [("KILL", "8")]
    told = {row["claim_id"]: row["decided"] for row in rows.claims(result)}
    assert told == {killed.id: "corrected", injured.id: "rejected", right.id: f"replaces {killed.id}"}


def test_a_day_that_no_article_names_is_not_when_it_occurred(tmp_path: Path) -> None:
    fire = Article.create("A fire in Aleppo killed nine people, police said.", published=Moment.parse("2024-05-03"))
    result = pipeline.run([fire])
    (path,) = export("hxl", tmp_path, result)
    (event,) = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))[1:]
    (row,) = rows.events(result)
    assert (row["date"], row["date_told"], event["date"]) == ("2024-05-03", "no", "")
