"""One reader per format: a stream of bytes to articles and problems. FORMATS is the table of them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import BinaryIO

from casualties.feeds.network import MEGABYTE, Feed
from casualties.feeds.page import LARGEST_PAGE, page_fields
from casualties.feeds.problem import FetchError, Problem
from casualties.feeds.records import FIELDS, LONGEST_TEXT, LONGEST_TITLE, article, too_long
from casualties.feeds.text import clean, decode, is_binary, lines
from casualties.feeds.warc import read_warc
from casualties.model import Article

Found = Iterator[Article | Problem]
LARGEST_FEED = 50 * MEGABYTE  # bytes
LARGEST_TEXT = 4 * LONGEST_TEXT  # bytes, in the widest of encodings
LONGEST_CELL = 2**31 - 1
LONGEST_ROW = 5000  # lines
_NOT_JSON = (ValueError, RecursionError)


def read_text(stream: BinaryIO, name: str) -> Found:
    """Plain text: one article, whose first line is the title."""
    data = stream.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        yield too_long(name)
        return
    if is_binary(data[:8192]):
        yield Problem(name, "is not text", "a binary file cannot be read")
        return
    text = clean(decode(data))
    title = text.partition("\n")[0].strip()
    yield from article({"text": text, "title": title if len(title) <= LONGEST_TITLE else "", "id": _ref(name)}, name)


def read_html(stream: BinaryIO, name: str) -> Found:
    """A web page: body, title, outlet and date as trafilatura finds them, without its comments."""
    data = stream.read(LARGEST_PAGE + 1)
    if len(data) > LARGEST_PAGE:
        yield Problem(name, f"page of more than {LARGEST_PAGE // MEGABYTE} MB", "save its text as .txt")
        return
    if not data.strip():
        yield Problem(name, "is empty")
        return
    fields = page_fields(data)
    if not fields["text"]:
        yield Problem(name, "no article text found in the page")
        return
    yield from article({**fields, "id": _ref(name)}, name)


def read_json(stream: BinaryIO, name: str) -> Iterator[Article | Problem | Feed]:
    """A list of records, an object with "articles", or one record; lines of JSON under the wrong name are read too."""
    data = stream.read()
    if not data.strip():
        yield Problem(name, "is empty")
        return
    try:
        held = json.loads(decode(data))
    except _NOT_JSON as error:
        if isinstance(error, json.JSONDecodeError) and error.msg == "Extra data":
            yield from read_jsonl(io.BytesIO(data), name)
        else:
            yield Problem(name, f"broken JSON: {_why(error)}")
        return
    if isinstance(held, dict) and "jsonfeed.org" in str(held.get("version")):
        yield from _announced(data, name)
        return
    if not isinstance(held, list) and not (isinstance(held, dict) and isinstance(held.get("articles"), list)):
        yield from article(held, name)
        return
    records = held if isinstance(held, list) else held["articles"]
    if not records:
        yield Problem(name, "holds no record")
    for number, record in enumerate(records, 1):
        yield from article(record, f"{name}, record {number}")


def read_jsonl(stream: BinaryIO, name: str) -> Found:
    """One JSON record a line, read in constant memory; a broken line is named and the rest is read."""
    empty = True
    for number, line in enumerate(lines(stream), 1):
        if not line.strip():
            continue
        empty = False
        where = f"{name}, line {number}"
        try:
            record = json.loads(line)
        except _NOT_JSON as error:
            yield Problem(where, f"broken JSON: {_why(error)}")
            continue
        inner = record.get("articles") if isinstance(record, dict) and "text" not in record else None
        for one in inner if isinstance(inner, list) else [record]:
            yield from article(one, where)
    if empty:
        yield Problem(name, "is empty")


def read_csv(stream: BinaryIO, name: str) -> Found:
    """A table with a header line that names a `text` column; comma, semicolon or tab between the cells."""
    csv.field_size_limit(LONGEST_CELL)
    told = lines(stream)
    above, head = next(((number, line) for number, line in enumerate(told, 1) if line.strip()), (0, ""))
    if not head:
        yield Problem(name, "is empty")
        return
    delimiter = max(",;\t", key=head.count)
    header = [cell.strip().lower() for cell in next(csv.reader([head], delimiter=delimiter))]
    if "text" not in header:
        yield Problem(name, "no column is named text", "the first line must name the columns")
        return
    for number, cells in _rows(told, delimiter, above + 1):
        where = f"{name}, line {number}"
        if isinstance(cells, csv.Error):
            yield Problem(where, f"broken row: {cells}")
        elif len(cells) != len(header):
            yield Problem(where, f"broken row: {len(cells)} cells where the header has {len(header)}")
        else:
            yield from article({key: cell for key, cell in zip(header, cells, strict=True) if cell}, where)


def _rows(told: Iterator[str], delimiter: str, number: int) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Each row and the number of its first line; after a broken row reading resumes on the line after its first."""
    waiting: deque[str] = deque()
    while True:
        taken: list[str] = []
        try:
            row = next(csv.reader(_taking(waiting, told, taken), delimiter=delimiter, strict=True), None)
        except csv.Error as error:
            waiting.extendleft(reversed(taken[1:]))
            yield number, error
            number += 1
            continue
        if row is None:
            return
        if row:
            yield number, row
        number += len(taken)


def _taking(waiting: deque[str], told: Iterator[str], taken: list[str]) -> Iterator[str]:
    """Hand out lines, noting which; a row of more than LONGEST_ROW lines has lost its closing quote."""
    while len(taken) < LONGEST_ROW:
        line = waiting.popleft() if waiting else next(told, None)
        if line is None:
            return
        taken.append(line)
        yield line


def read_parquet(stream: BinaryIO, name: str) -> Found:
    """A Parquet table with a `text` column, read batch by batch (needs pyarrow)."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        yield Problem(name, "reading Parquet needs pyarrow", "pip install 'casualties[parquet]'")
        return
    number = 0
    try:
        table = pyarrow.parquet.ParquetFile(stream if stream.seekable() else io.BytesIO(stream.read()))
        if "text" not in table.schema_arrow.names:
            yield Problem(name, "no column is named text")
            return
        wanted = [column for column in table.schema_arrow.names if column in FIELDS]
        for batch in table.iter_batches(batch_size=1000, columns=wanted):
            for record in batch.to_pylist():
                number += 1
                yield from article(record, f"{name}, row {number}")
    except pyarrow.ArrowException as error:
        yield Problem(name, f"broken Parquet after row {number}: {str(error).splitlines()[0][:120]}")


def read_xml(stream: BinaryIO, name: str) -> Iterator[Article | Problem | Feed]:
    """A saved feed: what it says itself, without asking for the linked pages; of a list of feeds (OPML) the feeds."""
    yield from _announced(stream.read(LARGEST_FEED + 1), name)


def _announced(data: bytes, name: str) -> Iterator[Article | Problem | Feed]:
    from casualties.feeds.syndication import document, kind_of

    if len(data) > LARGEST_FEED:
        yield Problem(name, f"feed of more than {LARGEST_FEED // MEGABYTE} MB")
        return
    if not kind_of(data) and b"<html" in data[:4096].lower():  # XHTML
        yield from read_html(io.BytesIO(data), name)
        return
    try:
        found = document(data, "")
    except FetchError as error:
        yield error.at(name)
        return
    if found.cut:
        yield Problem(name, "ends in the middle, read as far as it goes")
    elif not found.entries and not found.feeds:
        yield Problem(name, "holds no item", lost=False)
    yield from found.feeds
    for number, one in enumerate(found.entries, 1):
        yield from article(
            {"url": one.link, "outlet": one.outlet or found.title, "title": one.title, "text": one.text or one.title,
             "published": one.published or one.updated, "id": one.link}, f"{name}, item {number}")  # fmt: skip


Reader = Callable[[BinaryIO, str], Iterator[Article | Problem | Feed]]
FORMATS: dict[str, Reader] = {
    "txt": read_text,
    "html": read_html,
    "json": read_json,
    "jsonl": read_jsonl,
    "csv": read_csv,
    "parquet": read_parquet,
    "xml": read_xml,
    "warc": read_warc,
}
NAMES = tuple(FORMATS)
ENDINGS = {
    ".txt": "txt", ".html": "html", ".htm": "html", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".csv": "csv", ".tsv": "csv", ".parquet": "parquet", ".xml": "xml", ".rss": "xml", ".atom": "xml", ".opml": "xml",
    ".warc": "warc",
}  # fmt: skip


def sniff(head: bytes) -> str:
    """The name of the format that a stream beginning with `head` (its first line with anything on it) is in."""
    if head.startswith((b"PAR1", b"WARC/")):
        return "parquet" if head.startswith(b"PAR1") else "warc"
    line = decode(head).strip()
    lower = line[:1000].lower()
    if lower.startswith("["):
        return "json"
    if lower.startswith("{"):
        return "json" if line == "{" else "jsonl"
    if lower.startswith("<"):
        xml = re.match(r"<(\?xml|rss|feed|opml|rdf|urlset|sitemapindex)", lower) and "html" not in lower
        return "xml" if xml else "html"
    cells = [cell.strip(' "') for cell in re.split(r"[,;\t]", lower)]
    return "csv" if "text" in cells and len({*cells} & {*FIELDS}) > 1 else "txt"


def _ref(name: str) -> str:
    """The file's name without its folders: the same wherever the collection is kept."""
    return name.rstrip("/").rpartition("/")[2]


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.colno}"
    return "nested too deeply" if isinstance(error, RecursionError) else "a number is too long"
