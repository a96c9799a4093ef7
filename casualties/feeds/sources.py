"""Sources as a user names them (files, folders, standard input, web addresses) to articles and problems."""

from __future__ import annotations

import errno
import gzip
import io
import itertools
import json
import os
import sys
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from casualties.feeds.formats import ENDINGS, FORMATS, sniff
from casualties.feeds.network import Feed, is_address
from casualties.feeds.problem import Problem
from casualties.feeds.text import is_binary, rejoined
from casualties.feeds.unpack import DEEPEST
from casualties.model import Article

if TYPE_CHECKING:
    from casualties.feeds.poll import Poll

STDIN = "standard input"
GZIP = b"\x1f\x8b"
PACKAGE = "datapackage.json"  # in every output folder of ours: lists the tables beside it
LEDGER = "ledger.jsonl"
CHANGES = "changes.csv"
_LEDGER_START = b'{"entry":"ledger"'
_HEAD = 65536  # bytes of the first line that are looked at
_SAMPLE = 8192  # further bytes that tell whether a file is text


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to open: `path` None is standard input; an empty `format` is found out from the content."""

    name: str
    path: Path | None
    format: str = ""


def read(
    sources: Sequence[str | Feed], input_format: str = "", skip: Collection[Path] = (), poll: Poll | None = None
) -> Iterator[Article | Problem]:
    """Every article of every source in order, and every problem where it arose; nothing is raised for a bad source.

    `input_format` is a key of FORMATS and overrides names and sniffing for files named outright and standard input.
    `skip` names files and folders (our own outputs) that are passed over where they lie inside a source. `poll` reads
    web addresses, those that stand together side by side; feeds that a file lists (OPML) are read too.
    """
    for web, group in itertools.groupby(sources, key=_is_web):
        named = list(group)
        found = map(_feed, named) if web else _of_files(cast("list[str]", named), input_format, skip)
        for feeds, items in itertools.groupby(found, key=lambda item: isinstance(item, Feed)):
            if feeds:
                poll = poll or _poll()
                yield from poll.read(cast("list[Feed]", list(items)))
            else:
                yield from cast("Iterator[Article | Problem]", items)


def _is_web(source: str | Feed) -> bool:
    return isinstance(source, Feed) or is_address(source)


def _feed(source: str | Feed) -> Feed:
    return source if isinstance(source, Feed) else Feed(source)


def _poll() -> Poll:
    from casualties.feeds.poll import Poll

    return Poll()


def _of_files(sources: Sequence[str], input_format: str, skip: Collection[Path]) -> Iterator[Article | Problem | Feed]:
    for found in inputs(sources, input_format, skip):
        if isinstance(found, Problem):
            yield found
        else:
            yield from _opened(found)


def inputs(sources: Sequence[str], input_format: str = "", skip: Collection[Path] = ()) -> Iterator[Input | Problem]:
    """What is to be opened: folders give their readable files, in sorted order, hidden ones left out."""
    for source in sources:
        if source == "-":
            yield Input(STDIN, None, input_format)
        elif Path(source).is_dir():
            held = list(_within(Path(source), {path.absolute() for path in skip}))
            yield from held or [
                Problem(_shown(source), "no article file in this folder", f"looked for {' '.join(ENDINGS)}")
            ]
        else:
            yield Input(_shown(source), Path(source), input_format or format_of(source))


def format_of(name: str) -> str:
    """The format that a file's name promises; empty where it promises none."""
    return ENDINGS.get(Path(_unpacked(name.lower())).suffix, "")


def _within(folder: Path, skip: Collection[Path]) -> Iterator[Input | Problem]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Problem(_shown(folder), _why(error))
        return
    ours = _ours(folder)
    if ours:
        yield Problem(_shown(folder), "holds the output of a run, which is passed over", lost=False)
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith(".") or entry.name in ours or path.absolute() in skip:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _within(path, skip)
        elif entry.is_file() and (promised := format_of(entry.name)):
            yield Input(_shown(path), path, promised)


def _ours(folder: Path) -> set[str]:
    """The names of the files in a folder that a run has written, as the data package beside them lists them."""
    try:
        package = json.loads((folder / PACKAGE).read_bytes())
        tables = {table["path"] for table in package["resources"]}
        ours = {PACKAGE, LEDGER, CHANGES, *tables, *package.get("pages", ())}
        return ours if package["name"] == "casualties" else set()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()


def _opened(found: Input) -> Iterator[Article | Problem | Feed]:
    try:
        with _stream(found) as stream:
            yield from _parsed(stream, found)
    except (OSError, EOFError, zlib.error) as error:
        yield Problem(found.name, _why(error))


def _stream(found: Input) -> BinaryIO:
    if found.path is None and sys.stdin is None:
        raise OSError(errno.EBADF, "is closed")
    if found.path is None:
        return cast(BinaryIO, io.BufferedReader(io.FileIO(sys.stdin.fileno(), closefd=False)))
    return found.path.open("rb")


def _parsed(stream: BinaryIO, found: Input, depth: int = 0) -> Iterator[Article | Problem | Feed]:
    head = _first_line(stream)
    start = head if found.path is None else head + stream.read(_SAMPLE)  # never wait for more of a slow pipe
    whole = cast(BinaryIO, rejoined(start, stream))
    if head.startswith(GZIP) and depth == DEEPEST:
        yield Problem(found.name, f"is packed more than {DEEPEST} times", "unpack it")
    elif head.startswith(GZIP):
        with gzip.GzipFile(fileobj=whole) as unpacked:
            yield from _parsed(cast(BinaryIO, unpacked), replace(found, name=_unpacked(found.name)), depth + 1)
    elif not head.strip():
        yield Problem(found.name, "is empty")
    elif _unpacked(found.name) != found.name:
        yield Problem(found.name, "is not a gzip file", "take .gz off its name, or pack it")
    elif head.startswith(_LEDGER_START):
        yield Problem(found.name, "is a ledger of ours, which is passed over", "--ledger adds to it", lost=False)
    elif is_binary(start) and not head.startswith((b"PAR1", b"WARC/")):
        yield Problem(found.name, "is not text", "a binary file cannot be read")
    else:
        yield from FORMATS[found.format or sniff(head)](whole, found.name)


def _first_line(stream: BinaryIO) -> bytes:
    """The bytes up to the end of the first line with anything on it, at most _HEAD of them."""
    head = b""
    while len(head) < _HEAD and not head.strip():
        line = stream.readline(_HEAD - len(head))
        if not line:
            break
        head += line
    return head


def _unpacked(name: str) -> str:
    """A file's name without the ending of gzip."""
    return name[:-3] if name.lower().endswith(".gz") else name


def _shown(path: str | Path) -> str:
    """A path that can be printed, whatever bytes it is made of."""
    return os.fsencode(path).decode("utf-8", "replace")


def _why(error: Exception) -> str:
    if isinstance(error, gzip.BadGzipFile | EOFError | zlib.error):
        return "damaged gzip file, read as far as it goes"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
