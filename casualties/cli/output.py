"""Rows on standard output as a table, CSV or JSON lines, one by one as they come."""

from __future__ import annotations

import itertools
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import Any

from casualties.report import csvfile
from casualties.report.order import in_order
from casualties.report.rows import Row
from casualties.report.tables import Column

WIDTH = 120  # columns of a table that is not printed on a terminal
ROOMY = 105  # from this width on there is room for blanks and for the hour of a revision
Lines = Callable[[Iterable[Row]], None]


def chosen(form: str | None) -> str:
    """The format asked for; by default a table for a person, JSON lines for a program."""
    return form or ("table" if sys.stdout.isatty() else "jsonl")


def put(columns: tuple[Column, ...], rows: Iterable[Row], form: str, table: Lines) -> None:
    """Print rows in a format; `table` prints them for a person."""
    {"csv": put_csv, "jsonl": put_jsonl}.get(form, lambda _, rows: table(rows))(columns, rows)


def put_jsonl(columns: tuple[Column, ...], rows: Iterable[Row]) -> None:
    """One JSON object a line."""
    for row in rows:
        sys.stdout.write(json.dumps({column.name: row[column.name] for column in columns}, ensure_ascii=False) + "\n")


def put_csv(columns: tuple[Column, ...], rows: Iterable[Row]) -> None:
    """RFC 4180 with a header, formula signs made harmless."""
    csvfile.put_csv(sys.stdout, [column.name for column in columns], rows)


def put_tables(tables: dict[str, list[Row]], form: str) -> None:
    """Print several tables: each under its name, or all as one, with the name in the first column, `table`."""
    rows = [{"table": table, **row} for table, held in tables.items() for row in held]
    if form in ("csv", "jsonl"):
        put_rows(rows, form, str)
    else:
        for table, held in tables.items():
            put_lines([table, *columns(held), ""])


def put_rows(rows: list[Row], form: str, line: Callable[[Row], str]) -> None:
    """Print rows that say themselves which columns they have; `line` prints one for a person."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    if form == "csv":
        csvfile.put_csv(sys.stdout, names, ({name: row.get(name) for name in names} for row in rows))
    elif form == "jsonl":
        sys.stdout.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    else:
        put_lines(map(line, rows))


def put_record(
    record: Row, form: str, text: Callable[[Row], Iterable[str]], rows: Callable[[Row], Iterable[Row]] = lambda _: ()
) -> None:
    """Print one record as JSON, as the lines that `text` makes of it, or as its `rows`."""
    if form in ("csv", "jsonl"):
        put_rows(list(rows(record)), form, str)
    elif form == "json":
        sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    else:
        put_lines(text(record))


def put_lines(lines: Iterable[str]) -> None:
    """Print lines; on a terminal they are broken between words, under where they begin."""
    wide = console() if sys.stdout.isatty() else None
    for line in lines:
        if wide:
            from rich.padding import Padding
            from rich.text import Text

            told = line.lstrip()
            put_table(wide, Padding(Text(told), (0, 0, 0, min(len(line) - len(told), wide.width // 4))))
        else:
            sys.stdout.write(in_order(line) + "\n")


def named_texts(record: Row) -> Iterator[str]:
    """Each name with its text indented under it."""
    for name, text in record.items():
        yield name
        yield from (f"    {line}".rstrip() for line in text.splitlines())


def columns(rows: list[Row]) -> Iterator[str]:
    """Rows as aligned columns, numbers to the right."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[shown(row.get(name)) for name in names] for row in rows]
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    texts = [any(isinstance(row.get(name), str) for row in rows) for name in names]
    for line in (names, *cells):
        told = zip(line, widths, texts, strict=True)
        yield "  " + "  ".join(cell.ljust(width) if text else cell.rjust(width) for cell, width, text in told).rstrip()


def shown(value: object) -> str:
    """A cell for a person."""
    return "·" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def console() -> Any:
    """A rich console on standard output: coloured and as wide as the terminal, plain and WIDTH wide elsewhere."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)


def put_table(shown: Any, table: Any) -> None:
    """Print a rich table without the blanks at the ends of its lines, and in the order in which it stands."""
    with shown.capture() as held:
        shown.print(table)
    sys.stdout.write(re.sub(" +$", "", in_order(held.get()), flags=re.MULTILINE))


def summary_table(rows: Iterable[Row]) -> None:
    """The events with their ranges: a title, then one line per category."""
    shown, head = console(), True
    for _, told in itertools.groupby(rows, key=itemgetter("event_id")):
        lines = list(told)
        roomy = shown.width >= ROOMY
        table = _event_table(lines[0], head, shown.width)
        for row in lines:
            table.add_row(
                row["category"],
                *(figure(row[part]) for part in ("low", "best", "high", "n_voices")),
                moved(row, roomy),
                (row["flags"] or "").replace(";", ", "),
            )
        put_table(shown, table)
        head = False


def _event_table(row: Row, head: bool, width: int) -> Any:
    """An empty table under an event's title; columns are as wide in every one of them, and 80 hold them all."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    roomy = width >= ROOMY
    title = Text(row["title"] or "untitled", "bold").append(f"\n{facts(row)}", "not bold dim")
    table = Table(title=title, title_justify="left", title_style="", box=box.SIMPLE_HEAD, show_header=head, expand=True,
                  padding=(0, int(roomy)))  # fmt: skip
    table.add_column("category", width=9)
    for heading in ("low", "best", "high", "voices"):
        table.add_column(heading, justify="right", width=6)
    table.add_column(
        "last revision" if roomy else " last revision", width=28 if roomy else min(23, max(11, width - 57))
    )
    table.add_column("flags", ratio=1, overflow="fold")
    return table


def moved(row: Row, roomy: bool) -> str:
    """The last revision: when, to the minute where there is room, and what it did."""
    when = clock(row["last_revised"])
    told = " ".join(part for part in (when if roomy else when[:10], row["direction"]) if part)
    return told if roomy else f" {told}"


def facts(row: Row) -> str:
    """The short line under an event's title."""
    counted = f"{row['n_articles']} article" + ("" if row["n_articles"] == 1 else "s")
    day = f"by {row['date']}" if row["date_told"] == "no" else row["date"]
    return ", ".join(part for part in (row["place"], day, counted) if part) + f" [{row['event_id'][:8]}]"


def clock(time: str | None) -> str:
    """A time for a person, to the minute."""
    return (time or "").replace("T", " ")[:16].rstrip("Z")


def figure(number: int | None) -> str:
    """A number for a person; a dot where none is known."""
    return "·" if number is None else f"{number:,}"
