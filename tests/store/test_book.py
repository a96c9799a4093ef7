"""The ledger on disk: real files, damaged, old, newer, full, pruned, read while they are written."""

from __future__ import annotations

import dataclasses
import json
import resource
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from casualties import pipeline, store
from casualties.feeds import read as read_sources
from casualties.link import records
from casualties.link.decisions import event_id
from casualties.model import Article, Decision, Moment
from casualties.reconcile import correct
from casualties.store import book, contents, opening, rules, tables
from casualties.store.ledger import VERSION

SEEDS = Path(__file__).parents[2] / "seeds"
OLD = Path(__file__).parent / "data/ledger-1.jsonl"  # as version 0.1.0 of 22 November 2026 wrote it
NOW = Moment.parse("2026-11-23T01:00:00Z")
LATE = Article.create("Four people died in a fire in Dunsay.", published=Moment.parse("2024-02-01"))
NEWS = [found for found in read_sources([str(SEEDS / "baghdad-strike.jsonl")]) if isinstance(found, Article)]


def told(path: Path, articles: list[Article] = NEWS) -> pipeline.Result:
    """What a run on a ledger gives."""
    opened = store.open_book(path, NOW)
    opened.sight(articles)
    result = pipeline.run(opened.articles, known=opened.known(), noted=opened.note)
    opened.conclude(result)
    return result


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "ledger"
    told(path)
    return path


@pytest.fixture
def ledger(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "ledger"))


def remembered(path: Path) -> dict[tuple[str, str], str]:
    """All that a ledger remembers beside its entries."""
    return contents.memo(path, [tables.VISIT, *book.LINKAGE, *book.OUTCOMES])


def tampered(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute(statement).rowcount  # -1 where a table is dropped
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("update entries set body = replace(body, 'killed', 'injured') where kind = 'reading'", "not what was hashed"),
        ("update texts set text = text || '.'", "url, title or text is not what was hashed"),
        ("update entries set learned = 'then' where kind = 'reading'", "was learned at no time"),
        ("update texts set text = x'ff00'", "the text of article .* is none"),
    ],
)
def test_a_ledger_that_was_altered_is_named_and_left_as_it_was(statement: str, why: str, ledger: Path) -> None:
    tampered(ledger, statement)
    before = ledger.read_bytes()
    with pytest.raises(store.LedgerError, match=f"ledger: damaged .*{why}.*backup"):
        store.open_book(ledger, NOW).sight([LATE])
    if why != "url, title or text is not what was hashed":  # a reader does not ask for that; `ledger check` does
        for at in (None, NOW):
            with pytest.raises(store.LedgerError, match=why):
                store.load(ledger, at)
    assert ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("delete from texts where rowid = 1", "its text is not in the ledger"),
        ("delete from entries where kind = 'sighting'", r"article \w+ is not in the ledger"),
        ("delete from about", "its table about holds nothing, not its version"),
        ("update about set version = 'two'", "its table about holds 'two'"),
        ("update about set version = -1", "its table about holds -1"),
        ("insert into about values (2)", "its table about holds 2, 2"),
        ("drop table texts", "no such table: texts"),
    ],
)
def test_what_is_missing_is_told_whatever_is_asked_of_a_ledger(
    statement: str, why: str, ledger: Path, tmp_path: Path
) -> None:
    tampered(ledger, statement)
    before = ledger.read_bytes()
    asked: list[Callable[[], object]] = [
        lambda: store.open_book(ledger, NOW), lambda: store.load(ledger), lambda: store.load(ledger, NOW),
    ]  # fmt: skip
    if "table" in why:  # a copy may be made of what has faults in it
        asked += [lambda: contents.read(ledger), lambda: store.backup(ledger, tmp_path / "copy")]
    for ask in asked:
        with pytest.raises(store.LedgerError, match=f"ledger: damaged .*{why}.*backup.*left as it is"):
            ask()
    assert ledger.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["ledger"]


@pytest.mark.parametrize("mode", ["delete", "wal"])
@pytest.mark.parametrize("crashed", [False, True])
def test_the_database_of_another_program_is_refused_and_not_touched(mode: str, crashed: bool, tmp_path: Path) -> None:
    """Even where that program was killed, and its last changes wait beside the file."""
    path = tmp_path / "history.db"
    made = sqlite3.connect(path)
    made.execute(f"pragma journal_mode = {mode}")
    made.execute("create table visits (url text)")
    made.commit()
    made.close()
    if crashed:
        writer = sqlite3.connect(path)
        writer.execute("insert into visits values ('https://example.org')")
        if mode == "wal":
            writer.commit()
        files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
        writer.close()
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert len(before) > crashed
    for ask in (
        lambda: store.open_book(path, NOW), lambda: store.load(path), lambda: store.backup(path, tmp_path / "copy"),
    ):  # fmt: skip
        with pytest.raises(store.LedgerError, match=r"history\.db: is no ledger .*something else.* name another one"):
            ask()
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_ledger_with_only_other_tables_waiting_beside_it_is_none_either(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    writer = sqlite3.connect(path)
    writer.execute("pragma journal_mode = wal")
    writer.execute("create table visits (url text)")
    with pytest.raises(store.LedgerError, match="is no ledger"):
        store.open_book(path, NOW)
    writer.close()


@pytest.mark.parametrize(
    "spoil", [lambda data: data[:100], lambda data: data[:5000], lambda data: data[:16] + b"x" * 9000]
)
def test_a_file_that_is_no_whole_database_is_named_and_left_as_it_was(
    spoil: Callable[[bytes], bytes], ledger: Path
) -> None:
    spoilt = spoil(ledger.read_bytes())
    ledger.write_bytes(spoilt)
    with pytest.raises(store.LedgerError, match=r"ledger: damaged .*backup"):
        store.open_book(ledger, NOW)
    assert ledger.read_bytes() == spoilt


def test_a_newer_ledger_is_refused_with_advice(ledger: Path) -> None:
    tampered(ledger, "update about set version = 99")
    with pytest.raises(store.LedgerError, match=r"version 99.*update casualties"):
        store.open_book(ledger, NOW)


def test_every_released_version_has_a_migration() -> None:
    assert set(opening.MIGRATIONS) == set(range(1, VERSION))


def test_version_1_is_brought_over_and_kept_beside(tmp_path: Path) -> None:
    path = Path(shutil.copy(OLD, tmp_path / "ledger"))
    old = store.load(path)
    assert old.policies == ("gtd",)
    result = told(path, [])
    assert (tmp_path / "ledger.v1").read_bytes() == OLD.read_bytes()
    assert result == pipeline.run(old.articles)
    assert {article.id for article in result.articles} == {article.id for article in old.articles}
    assert {entry.subject for entry in contents.read(path)[0] if entry.kind == "event"} >= {e.id for e in old.events}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger", "ledger.v1"]


def test_bringing_over_goes_on_after_a_kill_and_never_overwrites(tmp_path: Path) -> None:
    path = Path(shutil.copy(OLD, tmp_path / "ledger"))
    shutil.copy(OLD, tmp_path / "ledger.v1")
    assert told(path, []).articles
    shutil.copy(OLD, path)
    (tmp_path / "ledger.v1").write_text("another")
    with pytest.raises(store.LedgerError, match="in the way"):
        store.open_book(path, NOW)
    assert (path.read_bytes(), (tmp_path / "ledger.v1").read_text()) == (OLD.read_bytes(), "another")


def test_a_damaged_old_ledger_is_not_brought_over(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    path.write_text(OLD.read_text(encoding="utf-8").replace("three", "eight"), encoding="utf-8")
    with pytest.raises(store.LedgerError, match="damaged"):
        store.open_book(path, NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["ledger"]


def test_a_backup_is_the_ledger(ledger: Path, tmp_path: Path) -> None:
    assert store.backup(ledger, tmp_path / "copy") == len(contents.read(ledger)[0])
    assert contents.read(tmp_path / "copy") == contents.read(ledger)
    assert remembered(tmp_path / "copy") == remembered(ledger) != {}
    with pytest.raises(store.LedgerError, match="is there already"):
        store.backup(ledger, tmp_path / "copy")


def test_a_backup_takes_no_name_that_is_taken(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("ledger", "link"):
        with pytest.raises(store.LedgerError, match="is there already"):
            store.backup(ledger, tmp_path / name)
    with store.locked(*store.locks(tmp_path / "copy")), pytest.raises(store.BusyError):
        store.backup(ledger, tmp_path / "copy")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger", "link"]


def test_a_ledger_on_a_disk_that_is_not_there_is_not_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "ledger").symlink_to(tmp_path / "disk/ledger")
    with pytest.raises(store.LedgerError, match=r"is a link to .*disk/ledger, which is not there"):
        store.open_book(tmp_path / "ledger", NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["ledger"]


def test_pruning_keeps_numbers_quotes_and_events(ledger: Path, tmp_path: Path) -> None:
    far = "A sentence that stands far away from every figure. "
    told(ledger, [Article.create(f"Two people died in Dunsay. {far * 9}", published=Moment.parse("2021"))])
    before = told(ledger)
    assert far.encode() in ledger.read_bytes()
    opened = store.open_book(ledger, NOW)
    assert opened.prune(NOW) == len(before.articles)
    assert store.open_book(ledger, NOW).prune(NOW) == 0
    assert contents.read(ledger)[1] == {}
    assert far.encode() * 5 not in ledger.read_bytes()
    after = told(ledger)  # the articles come again, whole
    assert contents.read(ledger)[1] == {}
    assert after.claims == before.claims
    assert [event.articles for event in after.linked.events] == [event.articles for event in before.linked.events]
    assert {id_: r.estimates for id_, r in after.reconciled.items()} == {
        id_: r.estimates for id_, r in before.reconciled.items()
    }
    kept = store.load(ledger)
    checked, faults = store.verified(kept)
    assert faults == []
    assert f"{len(before.articles)} of the articles only as far as their quotes" in checked
    store.write(tmp_path / "snapshot", store.of_result(after, kept))
    assert store.load(tmp_path / "snapshot") == kept


def test_only_what_is_older_is_pruned(ledger: Path) -> None:
    times = sorted(article.published.at for article in NEWS if article.published)
    opened = store.open_book(ledger, NOW)
    assert opened.prune(Moment(times[1])) == sum(time < times[1] for time in times)


def decided(path: Path, decision: Decision) -> pipeline.Result:
    store.open_book(path, NOW).decide(decision)
    return told(path, [])


def test_a_rejected_claim_counts_no_more_and_says_why(ledger: Path) -> None:
    event, before = next(iter(told(ledger).reconciled.items()))
    claim = before.estimates[0].basis[0]
    result = decided(ledger, Decision("reject", (claim,), "Kim", "misread", NOW))
    for estimate in result.reconciled[event].estimates:
        assert claim not in estimate.basis
        if estimate.category == before.estimates[0].category:
            assert "decided" in estimate.flags
            assert "Kim rejected a claim on 2026-11-23: misread" in [step.detail for step in estimate.steps]
            assert claim in [aside.claim for aside in estimate.set_aside if aside.reason.rule == "reject"]
    assert claim in result.claim
    assert store.verified(store.load(ledger))[1] == []
    assert told(ledger) == result == store.to_result(store.load(ledger))


def test_a_corrected_claim_stands_in_the_place_of_the_one_read_and_the_newest_holds(ledger: Path) -> None:
    event, before = next(iter(told(ledger).reconciled.items()))
    read = told(ledger).claim[before.estimates[0].basis[0]]
    for low in (40, 41):
        new = correct(read, {"low": low, "high": low})
        result = decided(ledger, Decision("correct", (read.id,), "Kim", "forty", NOW, corrected=new))
        assert any(
            new.id in e.basis or new.id in {a.claim for a in e.set_aside} for e in result.reconciled[event].estimates
        )
        assert read.id in {a.claim for e in result.reconciled[event].estimates for a in e.set_aside}
    assert correct(read, {"low": 40, "high": 40}).id not in result.claim
    assert store.verified(store.load(ledger))[1] == []
    assert store.to_result(store.load(ledger)) == result


def test_a_category_whose_only_claim_was_rejected_still_shows_the_decision(tmp_path: Path) -> None:
    article = Article.create("Two people were killed in a fire in Dunsay.", published=Moment.parse("2021-05-03"))
    (claim,) = told(tmp_path / "ledger", [article]).claim
    result = decided(tmp_path / "ledger", Decision("reject", (claim,), "Kim", "a drill", NOW))
    ((estimate,),) = (reconciled.estimates for reconciled in result.reconciled.values())
    assert (estimate.low, estimate.best, estimate.high, estimate.flags) == (None, None, None, ("decided",))
    assert [toll.figure for tolls in result.tolls.values() for toll in tolls if toll.figure] == []


def test_a_split_and_then_a_merge_of_the_same_articles(ledger: Path) -> None:
    (event, *_) = sorted(told(ledger).linked.events, key=lambda e: -len(e.articles))
    stay, out = event.articles[:-2], event.articles[-2:]
    apart = decided(ledger, Decision("split", (event.id, *out), "Kim", "another strike", NOW, groups=(stay, out)))
    assert {out, stay} <= {e.articles for e in apart.linked.events}
    assert all("decided" in e.flags for r in apart.reconciled.values() for e in r.estimates if e.event == event.id)
    whole = decided(ledger, Decision("merge", (event.id, "x"), "Lee", "one after all", NOW, groups=(event.articles,)))
    assert event.articles in {e.articles for e in whole.linked.events}


FIRE, FLOOD, FIRST = (
    Article.create(text, title, published=Moment.parse(day))
    for text, title, day in (
        ("A fire killed two in a bakery on Hollis Street in Oderby.", "Two die in Oderby fire", "2020-03-02"),
        ("Floods swept away a campsite near Karstad, killing a camper.", "Camper dies in flood", "2020-03-05"),
        ("A fire in a bakery on Hollis Street in Oderby has killed two.", "Fire in Oderby bakery", "2020-03-01"),
    )
)


@pytest.mark.parametrize("gone", [False, True], ids=["decided", "pinned"])
def test_an_article_from_before_a_merged_event_leaves_it_its_id(gone: bool, tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    one, two = told(path, [FIRE, FLOOD]).linked.events
    merged = decided(path, Decision("merge", (one.id, two.id), "Kim", "one", NOW, groups=((FIRE.id, FLOOD.id),)))
    assert [event.id for event in merged.linked.events] == [one.id]
    if gone:
        store.open_book(path, NOW).prune(Moment.parse("2020-03-06"))
    result = told(path, [FIRST])
    assert [(event.id, event.articles) for event in result.linked.events] == [(one.id, (FIRST.id, FIRE.id, FLOOD.id))]
    assert {id_: told.into for id_, told in result.succession.items()} == {two.id: (one.id,)}
    assert told(path, []) == result == store.to_result(store.load(path))


def test_a_text_that_is_dropped_stays_in_its_event_whatever_that_is_called(tmp_path: Path) -> None:
    """Its event goes by the id of an article that was taken out of it."""
    path = tmp_path / "ledger"
    (event,) = told(path, [FIRST, FIRE]).linked.events
    text = "The fire in a bakery on Hollis Street in Oderby killed three."
    later = Article.create(text, "Fire in Oderby bakery: third death", published=Moment.parse("2020-03-03"))
    told(path, [later])
    apart = decided(path, Decision("split", (), "Kim", "another", NOW, groups=((FIRE.id, later.id), (FIRST.id,))))
    assert {e.articles: e.id for e in apart.linked.events}[FIRE.id, later.id] == event.id
    store.open_book(path, NOW).prune(Moment.parse("2020-03-06"))
    pins = {pin.subject: pin.event for pin in store.load(path).pins}
    assert pins[later.id] == pins[FIRE.id] == event_id(FIRE.id) != event.id
    again = told(path, [FLOOD])
    assert {e.articles for e in again.linked.events} == {(FIRST.id,), (FIRE.id, later.id), (FLOOD.id,)}


def test_a_ledger_that_renamed_events_says_where_the_old_ids_lead(tmp_path: Path) -> None:
    """As it was written before events kept their ids: the fire was told of under FIRE's, and then under FIRST's."""
    path = tmp_path / "ledger"
    connection = sqlite3.connect(path)
    connection.executescript((OLD.parent / "ledger-2.sql").read_text(encoding="utf-8"))
    connection.close()
    renamed = {event_id("035c368bbe05476a"): (event_id("3d56a1ec6ca9c5ab"),)}
    for result in (store.to_result(store.load(path)), told(path, [])):
        assert {id_: one.into for id_, one in result.succession.items()} == renamed
        assert {id_ for into in renamed.values() for id_ in into} < {event.id for event in result.linked.events}
    assert store.load(path, Moment.parse("2026-11-23T01:30:00Z")).formerly == {}
    assert list(contents.of_entries(*contents.read(path))) == []


def test_only_events_that_something_came_to_are_reconciled(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told(ledger)
    late = Article.create("A fire in Dunsay killed two people.", published=Moment.parse("2024-06-03"))
    anew: list[str] = []
    reconcile = pipeline.reconcile
    monkeypatch.setattr(pipeline, "reconcile", lambda event, *rest: anew.append(event.id) or reconcile(event, *rest))
    after = told(ledger, [late])
    assert anew == [after.event_of[late.id]]
    assert told(ledger, []) == after
    assert anew == [after.event_of[late.id]]
    assert store.to_result(store.load(ledger)) == after


def test_only_what_differs_is_written_and_what_is_remembered_is_what_was_worked_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[str, str]] = []
    remember = tables.remember

    def watched(connection: Any, rows: Iterable[tables.Row]) -> None:
        remember(connection, (written.append(row[0]) or row for row in rows))  # type: ignore[func-returns-value]

    monkeypatch.setattr(tables, "remember", watched)
    path = tmp_path / "ledger"
    for batch in (NEWS[:3], NEWS[1:], [LATE], []):
        written.clear()
        result = told(path, batch)
        opened = store.open_book(path, NOW)
        assert opened.known().kept == result.kept
        if batch:
            rows = ((*row, json.loads(text)) for row, text in remembered(path).items() if row[0] in records.KINDS)
            worked_out = dataclasses.replace(result.linked.known, events={})  # the ledger has these already
            assert records.from_rows(rows, (), ()) == worked_out
        else:
            assert [kind for kind, _ in written] == [book.RECKONER]
    told(path, [Article.create("Two died in a fire in Corran.", published=Moment.parse("2025-02-01"))])
    assert not {("profile", one.id) for one in NEWS} & {*written}


def test_what_was_read_in_the_articles_is_told_of_a_ledger_and_of_no_snapshot(ledger: Path, tmp_path: Path) -> None:
    result = told(ledger)
    read = store.as_read(ledger)
    assert read is not None
    assert read.profiles == told(tmp_path / "other").linked.known.profiles
    store.write(tmp_path / "snapshot", store.of_result(result))
    assert store.as_read(tmp_path / "snapshot") is None
    tampered(ledger, "update memo set value = 'others' where kind = 'rules'")
    assert store.as_read(ledger) is None


def test_what_other_rules_worked_out_goes(ledger: Path) -> None:
    tampered(ledger, "update memo set value = 'others' where kind in ('rules', 'reckoner')")
    tampered(ledger, "update memo set key = 'nobody' where rowid in (select min(rowid) from memo group by kind "
                     "having kind in ('profile', 'outcome', 'judgements'))")  # fmt: skip
    told(ledger, [LATE])
    assert "nobody" not in {key for _, key in remembered(ledger)}
    assert remembered(ledger)["rules", ""] == rules.version(rules.LINKERS)


def test_what_was_kept_of_an_event_and_is_damaged_is_named(ledger: Path) -> None:
    told(ledger)
    tampered(ledger, "update memo set value = '{}' where kind = 'outcome'")
    with pytest.raises(store.LedgerError, match="damaged"):
        told(ledger, [])


def test_a_piece_that_the_linker_worked_out_and_is_lost_is_worked_out_again(ledger: Path) -> None:
    whole = told(Path(shutil.copy(ledger, ledger.with_name("whole"))), [LATE])
    tampered(ledger, "delete from memo where rowid = (select min(rowid) from memo where kind = 'profile')")
    assert told(ledger, [LATE]) == whole
    assert remembered(ledger) == remembered(ledger.with_name("whole"))


def test_what_the_linker_worked_out_and_is_damaged_is_named(ledger: Path) -> None:
    tampered(ledger, "update memo set value = '[]' where kind = 'profile'")
    with pytest.raises(store.LedgerError, match="damaged"):
        told(ledger, [LATE])


def test_the_version_of_the_rules_follows_what_they_are_made_of(tmp_path: Path) -> None:
    import hashlib

    def hashed() -> str:
        digest = hashlib.sha256()
        rules._take(digest, tmp_path / "rules")
        return digest.hexdigest()

    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/a.toml").write_text("a = 1")
    one = hashed()
    (tmp_path / "rules/a.toml").write_text("a = 2")
    assert hashed() != one
    assert len({rules.version(), rules.version(rules.LINKERS)}) == 2


@pytest.fixture
def little_room() -> Iterator[None]:
    """A disk that takes no file of more than 60 kB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_one_line_and_leaves_what_was_kept_before(ledger: Path, little_room: None) -> None:
    store.open_book(ledger, NOW).sight([LATE])
    before = contents.read(ledger)
    long = [dataclasses.replace(NEWS[0], ref=str(n)) for n in range(900)]
    opened = store.open_book(ledger, NOW)
    with pytest.raises((store.LedgerError, OSError), match=r"ledger: .*(full|I/O).*what it held before .* still holds"):
        opened.sight(long)
    assert contents.read(ledger) == before


def test_readers_meanwhile_see_one_state_or_the_other(ledger: Path) -> None:
    """Ten readers while a run writes: each sees what was before a step or after it, never half of it."""
    whole: list[str] = []
    done = threading.Event()

    def reads() -> None:
        while not done.is_set():
            entries, texts = contents.read(ledger)
            faults = list(contents.of_entries(entries, texts))
            whole.append("damaged" if faults else json.dumps(len(entries)))
            store.load(ledger)

    readers = [threading.Thread(target=reads) for _ in range(10)]
    for reader in readers:
        reader.start()
    for n in range(6):
        told(ledger, [Article.create(f"{n} people died in Dunsay.", url=f"https://example.org/{n}")])
    done.set()
    for reader in readers:
        reader.join()
    assert len(whole) >= 10
    assert "damaged" not in whole


def test_a_ledger_is_read_where_nothing_can_be_written(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = store.load(ledger)
    monkeypatch.setattr("casualties.store.tables.os.access", lambda *_: False)
    assert store.load(ledger) == before
    with (
        pytest.raises(store.LedgerError, match="readonly database; what it held"),
        tables.connected(ledger, reading=True) as connection,
    ):
        tables.add(connection, [], {"x": "y"})
    assert [path.name for path in ledger.parent.iterdir()] == ["ledger"]


def test_a_ledger_that_nobody_may_write_is_read_without_a_trace(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casualties.store.tables.os.access", lambda path, _: path != ledger)
    assert store.load(ledger).articles
    assert [path.name for path in ledger.parent.iterdir()] == ["ledger"]
    with pytest.raises(store.LedgerError, match="readonly"), tables.connected(ledger, reading=True) as connection:
        tables.add(connection, [], {"x": "y"})


def test_somebody_else_at_work_is_no_damage(ledger: Path) -> None:
    other = sqlite3.connect(ledger, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(store.BusyError), tables.connected(ledger) as connection:
        tables.add(connection, [], {"x": "y"})
    other.close()
    reader = sqlite3.connect(ledger, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM texts").fetchall()
    with pytest.raises(store.LedgerError, match="somebody reads it"):
        tables.compact(ledger, patience=0.1)
    reader.close()
    tables.compact(ledger)
