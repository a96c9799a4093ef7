"""The ledger in a database by its address. CASUALTIES_DATABASE names one that may be emptied:

CASUALTIES_DATABASE=postgresql+psycopg://user@127.0.0.1/test python -m pytest tests/store/test_database.py
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from casualties import pipeline, store
from casualties.feeds import read as read_sources
from casualties.model import Article, Decision, Moment
from casualties.store import book, contents, tables

SEEDS = Path(__file__).parents[2] / "seeds"
STREAM = SEEDS / "baghdad-strike.jsonl"
NOW = Moment.parse("2026-11-23T01:00:00Z")
NEWS = [found for found in read_sources([str(STREAM)]) if isinstance(found, Article)]
URL = os.environ.get("CASUALTIES_DATABASE", "")
Run = Callable[..., subprocess.CompletedProcess[str]]
needs_database = pytest.mark.skipif(not URL, reason="CASUALTIES_DATABASE names no database that may be emptied")


@pytest.fixture
def database() -> str:
    engine = sa.create_engine(URL)
    tables.SCHEMA.drop_all(engine)
    engine.dispose()
    return URL


def remembered(place: Path | str) -> dict[tuple[str, str], str]:
    """All that a ledger remembers beside its entries."""
    return contents.memo(place, [tables.VISIT, *book.LINKAGE, *book.OUTCOMES])


def told(place: Path | str, articles: list[Article] = NEWS) -> pipeline.Result:
    """What a run on a ledger gives."""
    with store.alone(place):
        opened = store.open_book(place, NOW)
        opened.sight(articles)
        result = pipeline.run(opened.articles, known=opened.known(), noted=opened.note)
        opened.conclude(result)
    return result


@needs_database
def test_it_holds_what_a_file_holds(database: str, tmp_path: Path) -> None:
    for batch in (NEWS[:3], NEWS[2:], NEWS):
        assert told(database, batch) == told(tmp_path / "ledger", batch)
    assert store.load(database) == store.load(tmp_path / "ledger")
    assert contents.read(database) == contents.read(tmp_path / "ledger")
    for place in (database, tmp_path / "ledger"):
        store.open_book(place, NOW).visited({"feed": '["tag","","","",""]', "page": '["","","","",""]'})
        store.open_book(place, NOW).visited({"page": ""})
    assert remembered(database) == remembered(tmp_path / "ledger")
    assert remembered(database)["visit", "feed"] == '["tag","","","",""]'
    assert store.backup(database, tmp_path / "copy") == len(contents.read(tmp_path / "ledger")[0])
    assert contents.read(tmp_path / "copy") == contents.read(database)
    assert remembered(tmp_path / "copy") == remembered(database)


@needs_database
def test_decisions_and_pruning(database: str) -> None:
    claim = next(iter(told(database).claim))
    opened = store.open_book(database, NOW)
    opened.decide(Decision("reject", (claim,), "Kim", "misread", NOW))
    assert store.open_book(database, NOW).prune(NOW) == len(NEWS)
    kept = store.load(database)
    assert (len(kept.decisions), contents.read(database)[1]) == (1, {})
    assert store.verified(kept)[1] == []
    assert claim in {a.claim for r in told(database).reconciled.values() for e in r.estimates for a in e.set_aside}


@needs_database
def test_one_run_at_a_time(database: str, run: Run, tmp_path: Path) -> None:
    with store.alone(database):
        done = run("run", STREAM, "--ledger", database)
        assert (done.returncode, done.stderr.count("\n")) == (75, 1)
        assert store.load(database) == store.Ledger()  # readers need not wait
    assert run("run", STREAM, "--ledger", database).returncode == 0
    assert "nothing new" in run("run", STREAM, "--ledger", database).stderr
    assert run("verify").returncode == 0
    assert json.loads(run("events", "--ledger", database, "--format", "jsonl").stdout.splitlines()[0])
    for verb in ("info", "check"):
        done = run("ledger", verb, "--ledger", database.replace("@", ":secret@"))
        assert (done.returncode, "secret" in done.stdout + done.stderr) == (0, False)


@needs_database
def test_what_is_altered_is_named(database: str) -> None:
    told(database)
    engine = sa.create_engine(database)
    with engine.begin() as connection:
        connection.execute(sa.update(tables.TEXTS).values(text=tables.TEXTS.c.text + "."))
    engine.dispose()
    with pytest.raises(store.LedgerError, match=r"damaged .*not what was hashed"):
        told(database, [Article.create("Four people died in a fire in Dunsay.")])


@needs_database
def test_tables_of_others_are_left_alone_and_a_lost_version_is_no_new_ledger(database: str) -> None:
    engine = sa.create_engine(database)
    with engine.begin() as connection:
        connection.exec_driver_sql("create table if not exists visits (url text)")
    told(database)
    for spoil, why in (("delete from about", "damaged .*about holds nothing"), ("drop table about", "is no ledger")):
        with engine.begin() as connection:
            connection.exec_driver_sql(spoil)
        for ask in (told, store.load, contents.read):
            with pytest.raises(store.LedgerError, match=why):
                ask(database)
    with engine.begin() as connection:
        connection.exec_driver_sql("drop table visits")
    engine.dispose()


@needs_database
def test_of_first_runs_started_together_one_makes_the_ledger(database: str) -> None:
    start = threading.Barrier(6)
    ended: list[str] = []

    def first() -> None:
        start.wait()
        try:
            with store.alone(database):
                ended.append("done")
        except store.BusyError:
            ended.append("busy")

    runs = [threading.Thread(target=first) for _ in range(6)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert (len(ended), "done" in ended) == (6, True)
    assert store.load(database) == store.Ledger()


def test_a_server_that_is_not_there_is_one_line_without_the_password(run: Run) -> None:
    pytest.importorskip("psycopg")
    done = run("run", STREAM, "--ledger", "postgresql+psycopg://kim:secret@127.0.0.1:1/news")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "kim:***@127.0.0.1:1/news" in done.stderr
    assert "ask who looks after that database" in done.stderr
    assert "secret" not in done.stderr
    assert "damaged" not in done.stderr
