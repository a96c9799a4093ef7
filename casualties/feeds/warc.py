"""Articles from web archives (WARC): every HTML page that a crawler was given (needs warcio)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from casualties.feeds.page import LARGEST_PAGE, page_fields
from casualties.feeds.problem import Problem
from casualties.feeds.records import article
from casualties.model import Article

_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(stream: BinaryIO, name: str) -> Iterator[Article | Problem]:
    """The pages of an archive one by one; a page without an article in it (a section, a map) is passed over."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        yield Problem(name, "reading WARC needs warcio", "pip install 'casualties[warc]'")
        return
    pages = number = 0
    try:
        for number, record in enumerate(ArchiveIterator(stream), 1):
            if record.rec_type == "response" and _is_page(record):
                found = list(_of_record(record, f"{name}, record {number}"))
                pages += bool(found)
                yield from found
    except (ArchiveLoadFailed, ValueError, AttributeError, TypeError) as error:
        yield Problem(name, f"broken archive after record {number}: {(str(error).splitlines() or ['?'])[0][:120]}")
    if not pages:
        yield Problem(name, "no article found in the archive")


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    kind = headers.get_header("content-type", "") if headers else ""
    return bool(headers) and headers.get_statuscode() == "200" and kind.lower().startswith(_PAGES)


def _of_record(record: Any, where: str) -> Iterator[Article | Problem]:
    data = record.content_stream().read(LARGEST_PAGE + 1)
    if len(data) > LARGEST_PAGE:
        yield Problem(where, "page of more than 20 MB")
        return
    fields = page_fields(data, record.http_headers.get_header("content-type", ""))
    if fields["text"]:
        url = record.rec_headers.get_header("WARC-Target-URI") or fields["url"]
        yield from article({**fields, "url": url, "id": url}, where)
