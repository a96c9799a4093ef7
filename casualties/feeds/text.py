"""Bytes to clean text. This is the only place that changes an article's text, and it does so before hashing."""

from __future__ import annotations

import codecs
import contextlib
import io
import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import BinaryIO

SAMPLE = 200_000  # bytes that are looked at to name an encoding
FEW = 30  # bytes beyond ASCII; statistics say nothing of fewer, nor where they are rare
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"PAR1")
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_NOT_OF_PAGES = {"idna", "punycode", "unicode_escape", "raw-unicode-escape", "utf-7", "undefined", "utf-8"}
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1f\x85]")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff]")
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¡¢£¤¥¦¬±²³µ¶¹¼½¾¿÷×]+[^\W\d_]")  # what Polish or Czech letters become
_SURROGATES = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile("[\udc80-\udcff]")


def clean(text: str) -> str:
    """Compose characters (NFC), make every line break a newline, drop control characters and lone surrogates.

    >>> clean("Cafe\\u0301\\x00\\r\\nbar")
    'Café\\nbar'
    """
    text = _SURROGATES.sub("\ufffd", _UNWANTED.sub("", _BREAKS.sub("\n", text)))
    return unicodedata.normalize("NFC", text).strip()


def one_line(text: str) -> str:
    """Clean text with every run of white space as one blank: titles, outlets, ids."""
    return " ".join(clean(text).split())


def is_binary(head: bytes) -> bool:
    """Whether the first bytes of a file are those of something that is not text."""
    if head.startswith(_SIGNATURES):
        return True
    if marked(head) or _unmarked_wide(head):
        return False
    controls = len(head) - len(head.translate(None, bytes(range(7)) + bytes(range(14, 27)) + b"\x7f"))
    return controls >= 8 and controls > len(head) / 20


def marked(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark at the start and the encoding it stands for."""
    return next(((mark, codec) for mark, codec in _BOMS if data.startswith(mark)), None)


def decode(data: bytes) -> str:
    """Text of bytes in any encoding; never raises.

    A byte order mark decides, then UTF-8. Bytes that are mostly UTF-8 with strays among them (pages pasted together)
    keep the UTF-8 and read the strays as Windows-1252. Latin text with too few accents to tell an encoding by is
    Windows-1252, the default of the web; anything else is read as charset-normalizer names it.
    """
    if mark := marked(data):
        return data[len(mark[0]) :].decode(mark[1], "replace")
    if codec := _unmarked_wide(data):
        return data.decode(codec, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        mixed = data.decode("utf-8", "surrogateescape")
    strays = len(_ESCAPED.findall(mixed))
    if sum(not char.isascii() for char in mixed) - strays >= strays:
        return _ESCAPED.sub(_windows, mixed)
    if western := _western(data):
        return western
    named = _charset(data)
    return data.decode(named, "replace") if named else _ESCAPED.sub(_windows, mixed)


def markup(data: bytes, told: str = "") -> str:
    """The text of a page or feed: where UTF-8 fails, the encoding that it declares, or that `told` does, is believed.

    `told` is the Content-Type that came with it.
    """
    if not marked(data) and not _unmarked_wide(data):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("utf-8")
        for declared in (_DECLARED.search(data[:4096]), _DECLARED.search(told.encode("ascii", "replace"))):
            with contextlib.suppress(LookupError, UnicodeError):
                name = codecs.lookup(declared.group(1).decode("ascii")).name if declared else ""
                if name and name not in _NOT_OF_PAGES:
                    return data.decode(name, "replace")
    return decode(data)


def lines(stream: BinaryIO) -> Iterator[str]:
    """The lines of a stream, decoded one by one so that memory stays constant and one bad line spoils no other."""
    first = stream.readline()
    mark = marked(first)
    if mark and mark[1] != "utf-8":
        rest = rejoined(first[len(mark[0]) :], stream)
        yield from io.TextIOWrapper(rest, mark[1], errors="replace", newline="\n")
        return
    for line in itertools.chain([first], stream):
        yield decode(line)


def rejoined(head: bytes, rest: BinaryIO) -> io.BufferedReader:
    """A stream that gives back the bytes already read from it, then the rest."""
    return io.BufferedReader(_Rejoined(head, rest))


class _Rejoined(io.RawIOBase):
    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._head:
            piece, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            read = getattr(self._rest, "read1", self._rest.read)
            piece = read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def _windows(match: re.Match[str]) -> str:
    return bytes([ord(match.group()) - 0xDC00]).decode("cp1252", "replace")


def _unmarked_wide(data: bytes) -> str:
    """UTF-16 without a mark gives itself away: every other byte of Latin text is zero."""
    sample = data[:2000]
    if len(sample) < 8 or sample.count(0) < len(sample) * 0.4:
        return ""
    if not any(sample[::2]):
        return "utf-16-be"
    return "" if any(sample[1::2]) else "utf-16-le"


def _western(data: bytes) -> str:
    """Windows-1252 text where its letters are mostly plain and its accents few; empty where it may be another's."""
    accents = sum(byte > 0x7F for byte in data)
    if accents > FEW and accents * 20 > len(data):
        return ""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return ""
    plain = sum(char.isascii() and char.isalpha() for char in text)
    return "" if accents * 2 > plain or _SIGN_IN_WORD.search(text) else text


def _charset(data: bytes) -> str:
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[:SAMPLE]).best()
    return best.encoding if best else ""
