"""The tables as files: RFC 4180 CSV and the data package that describes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casualties.report import cautions, changes
from casualties.report.csvfile import LINE_END, csv_text
from casualties.report.rows import Row
from casualties.report.tables import TABLES, Column, Table

if TYPE_CHECKING:
    import pandas

    from casualties.pipeline import Result

PACKAGE = "datapackage.json"
PAGES = ("index.html", "events", "export", "site.css", "site.js")  # what else a run and its exports put beside it
FILES = (*(f"{table.name}.csv" for table in TABLES), PACKAGE)
_DTYPES = {"integer": "Int64", "number": "Float64", "string": "object", "time": "object"}
_TIME = r"\d{4}(-\d{2}(-\d{2}(T\d{2}(:\d{2}){0,2}Z)?)?)?"


def write(folder: Path, result: Result) -> None:
    """Write every table and its description into a folder. Raises OSError when the disk does."""
    for name, text in texts(result):
        (folder / name).write_text(text, encoding="utf-8", newline="")


def texts(result: Result) -> Iterator[tuple[str, str]]:
    """The name of every table's file and of their description, and what stands in it."""
    yield PACKAGE, json.dumps(package(), ensure_ascii=False, indent=2) + "\n"
    for table in TABLES:
        yield f"{table.name}.csv", csv_text([column.name for column in table.columns], table.rows(result))


def frame(table: Table, rows: Iterable[Row]) -> pandas.DataFrame:
    """Rows of a table as a DataFrame of typed columns; empty text is not known, as in a CSV file."""
    import pandas

    made = [{name: None if value == "" else value for name, value in row.items()} for row in rows]
    return pandas.DataFrame(
        {
            column.name: pandas.array([row[column.name] for row in made], dtype=_DTYPES[column.type])  # type: ignore[call-overload]
            for column in table.columns
        }
    )


def package() -> dict[str, Any]:
    """The Frictionless data package: every file, every column with its type and meaning, keys and references."""
    return {
        "profile": "tabular-data-package",
        "name": "casualties",
        "title": "Casualties per event, with the evidence of every number",
        "resources": [_resource(table) for table in TABLES],
        "pages": list(PAGES),
    }


def _resource(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.leads:
        schema["foreignKeys"] = [_reference(column, target) for column, target in table.leads]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": LINE_END,
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field = {"name": column.name, "type": column.type, "description": column.description}
    return field | {"type": "string", "constraints": {"pattern": _TIME}} if column.type == "time" else field


def _reference(column: str, target: str) -> dict[str, Any]:
    table, _, field = target.partition(".")
    return {"fields": column, "reference": {"resource": table, "fields": field}}


def dictionary() -> str:
    """The column dictionary as Markdown, one table per file."""
    files = [(f"{table.name}.csv", table.description, table.columns) for table in TABLES]
    files.append((changes.FILE, changes.DESCRIPTION, changes.COLUMNS))
    parts = []
    for name, description, columns in files:
        parts.append(f"### {name}\n\n{description}\n\n| column | type | meaning |\n|---|---|---|")
        parts[-1] += "".join(f"\n| `{c.name}` | {c.type} | {c.description} |" for c in columns)
    flags = "".join(f"\n| `{flag}` | {text} |" for flag, text in sorted(cautions.CAUTIONS.items()))
    parts.append(f"### Flags\n\nThe words of caution in the columns `flags`.\n\n| flag | means |\n|---|---|{flags}")
    return "\n\n".join(parts) + "\n"
