from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from casualties import store
from casualties.pipeline import Result


@pytest.fixture
def ledger(finished: Path) -> store.Ledger:
    return store.load(finished / "ledger.jsonl")


def damaged(path: Path, ledger: store.Ledger, number: int, line: str | None) -> Path:
    """A ledger with one line replaced, or cut off where `line` is None."""
    store.write(path, ledger)
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[number - 1 : number if line is not None else None] = [line] if line is not None else []
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_what_is_written_is_read_back(ledger: store.Ledger, finished: Path, tmp_path: Path) -> None:
    assert len(ledger.articles) > 20
    assert ledger.claims
    assert ledger.events
    store.write(tmp_path / "again", ledger)
    assert (tmp_path / "again").read_bytes() == (finished / "ledger.jsonl").read_bytes()
    assert store.load(tmp_path / "again") == ledger


def test_a_result_can_be_had_back_from_its_ledger(ledger: store.Ledger) -> None:
    result = store.to_result(ledger)
    assert store.of_result(result) == ledger
    assert store.to_result(store.of_result(result)) == result


@pytest.mark.parametrize(
    ("number", "line"),
    [(3, '{"entry":"article","id":'), (3, "[]"), (3, '{"entry":"nothing"}'), (3, '{"entry":"article","colour":1}'),
     (3, "{}"),
     (1, '{"entry":"article"}'), (1, "\x00\x01")],
)  # fmt: skip
def test_a_damaged_line_is_named(number: int, line: str, ledger: store.Ledger, tmp_path: Path) -> None:
    path = damaged(tmp_path / "ledger", ledger, number, line)
    with pytest.raises(store.LedgerError, match=f"line {number}: damaged"):
        store.load(path)


def test_a_ledger_that_lost_its_end_is_named(ledger: store.Ledger, tmp_path: Path) -> None:
    with pytest.raises(store.LedgerError, match=r"holds .* of .* entries"):
        store.load(damaged(tmp_path / "ledger", ledger, 10, None))


def test_an_empty_file_is_not_a_ledger(tmp_path: Path) -> None:
    (tmp_path / "ledger").touch()
    with pytest.raises(store.LedgerError, match="empty"):
        store.load(tmp_path / "ledger")


def test_a_newer_ledger_is_refused_with_advice(ledger: store.Ledger, tmp_path: Path) -> None:
    store.write(tmp_path / "ledger", ledger)
    header = json.loads((tmp_path / "ledger").read_text(encoding="utf-8").splitlines()[0]) | {"version": 99}
    with pytest.raises(store.LedgerError, match=r"version 99.*update"):
        store.load(damaged(tmp_path / "ledger", ledger, 1, json.dumps(header)))


def test_a_sound_ledger_verifies(ledger: store.Ledger, finished: Path) -> None:
    told, faults = store.verified(ledger, finished)
    assert faults == []
    assert f"{len(ledger.claims)} claims" in told


def test_an_altered_text_is_found_with_the_claims_that_no_longer_stand(ledger: store.Ledger) -> None:
    claim = ledger.claims[0]
    altered = tuple(
        dataclasses.replace(article, text=article.text.replace(claim.quote, "x" * len(claim.quote)))
        if article.id == claim.article
        else article
        for article in ledger.articles
    )
    _, faults = store.verified(dataclasses.replace(ledger, articles=altered))
    assert {claim.id, claim.article} <= {fault.id for fault in faults}


@pytest.mark.parametrize("field", ["low", "category", "kind", "article", "span"])
def test_an_altered_claim_is_found(field: str, ledger: store.Ledger) -> None:
    claim = ledger.claims[0]
    other = {"low": 99, "category": "missing", "kind": "period", "article": "0" * 16, "span": ledger.claims[1].span}[
        field
    ]
    altered = dataclasses.replace(claim, **{field: other})
    _, faults = store.verified(dataclasses.replace(ledger, claims=(altered, *ledger.claims[1:])))
    assert claim.id in {fault.id for fault in faults}


def test_a_number_without_its_claim_is_found(result: Result) -> None:
    from casualties.store.verify import of_result

    assert list(of_result(result)) == []
    cited = next(iter(result.reconciled.values())).estimates[0].basis[0]
    claims = {id_: tuple(claim for claim in told if claim.id != cited) for id_, told in result.claims.items()}
    assert [fault for fault in of_result(dataclasses.replace(result, claims=claims)) if cited in fault.what]


def test_a_table_that_cites_nothing_is_found(tmp_path: Path) -> None:
    from casualties.store.verify import of_tables

    (tmp_path / "estimates.csv").write_text("event_id,basis,set_aside\ne1,c1;c2,c3\n")
    assert [str(fault) for fault in of_tables(tmp_path, ["c1", "c3"])] == ["e1: estimates.csv: c2 is not in the ledger"]


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (lambda rows: rows, []),
        (lambda rows: [",".join(f'"{cell}"' for cell in row.split(",")) for row in rows], []),
        (lambda rows: [*rows[:2], rows[2].replace("2", "3"), "", *rows[4:]], ["t.csv: row 3 is not of the ledger"]),
        (lambda rows: [*rows, rows[-1]], ["t.csv: row 5 is not of the ledger"]),
        (lambda rows: rows[:-1], ["t.csv: row 4 is missing"]),
        (lambda rows: [], ["t.csv: row 1 is missing"]),
        (lambda rows: ["\x00\udcff\"", *rows], ["t.csv: row 1 is not of the ledger"]),
    ],
)  # fmt: skip
def test_the_first_row_that_is_not_as_it_was_is_found(change, faults: list[str], tmp_path: Path) -> None:
    from casualties.store.verify import of_file

    rows = ["a,b", "1,2", "2,2", "3,x"]
    held = "".join(f"{row}\n" for row in change(rows))
    (tmp_path / "t.csv").write_text(held, encoding="utf-8", errors="surrogateescape", newline="")
    made = "".join(f"{row}\r\n" for row in rows)
    assert [str(fault) for fault in of_file(tmp_path, "t.csv", made)] == faults
    assert [str(fault) for fault in of_file(tmp_path, "none.csv", made)] == ["none.csv: is not there"]
