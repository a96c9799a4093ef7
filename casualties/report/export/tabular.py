"""The tables as JSON lines and as Parquet: the values of the CSV files, without the apostrophes of spreadsheets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from casualties.model import Event
from casualties.pipeline import Result
from casualties.report.rows import Row
from casualties.report.tables import TABLES, Table
from casualties.report.write import frame


def write_jsonl(folder: Path, result: Result, event: Event | None = None) -> Iterator[Path]:
    """One file per table, one object per row; of one event where that is given."""
    for table in TABLES:
        path = folder / f"{table.name}.jsonl"
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for row in _rows(table, result, event):
                told = {column.name: row[column.name] for column in table.columns}
                file.write(json.dumps(told, ensure_ascii=False) + "\n")
        yield path


def write_parquet(folder: Path, result: Result, event: Event | None = None) -> Iterator[Path]:
    """One file per table."""
    import pyarrow
    import pyarrow.parquet

    for table in TABLES:
        path = folder / f"{table.name}.parquet"
        told = frame(table, _rows(table, result, event))
        pyarrow.parquet.write_table(pyarrow.Table.from_pandas(told, _schema(table), preserve_index=False), path)
        yield path


def _schema(table: Table) -> object:
    import pyarrow

    types = {"integer": pyarrow.int64(), "number": pyarrow.float64()}
    return pyarrow.schema([(column.name, types.get(column.type, pyarrow.string())) for column in table.columns])


def _rows(table: Table, result: Result, event: Event | None) -> Iterator[Row]:
    return (row for row in table.rows(result) if event is None or row["event_id"] == event.id)
