"""Packed bytes to plain ones, a little at a time: no bomb is ever unpacked whole."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Callable, Iterable, Iterator

from casualties.feeds.problem import FetchError

PIECE = 65536  # bytes that come out at a time
DEEPEST = 3  # encodings one inside the other
PLAIN = ("", "identity", "none", "binary", "utf-8", "utf8")  # what is not packed, as some servers put it
GZIP, GZIP_SIGN = zlib.MAX_WBITS | 16, b"\x1f\x8b"
_Unpacking = Callable[[Iterable[bytes]], Iterator[bytes]]


def unpacked(pieces: Iterable[bytes], encodings: str) -> Iterator[bytes]:
    """The plain bytes behind a Content-Encoding, in pieces of about PIECE. Raises FetchError on damage."""
    names = [name for told in encodings.lower().split(",") if (name := told.strip()) not in PLAIN]
    if len(names) > DEEPEST:
        raise FetchError(f"is packed {len(names)} times")
    for name in reversed(names):
        if name not in UNPACKING:
            raise FetchError(f"comes in an encoding that was not asked for ({name[:40]})")
        pieces = UNPACKING[name](pieces)
    return iter(pieces)


def at_most(pieces: Iterable[bytes], largest: int, cut: bool = False) -> bytes:
    """All of the pieces, if they are no more than `largest`; else FetchError, or the first `largest` with `cut`."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) > largest:
            if cut:
                return bytes(held[:largest])
            raise too_large(largest)
    return bytes(held)


def too_large(largest: int) -> FetchError:
    """More than we are willing to hold."""
    return FetchError(f"is more than {largest / 1_000_000:g} MB unpacked", "`largest` of [network] allows more")


def _inflated(pieces: Iterable[bytes], wbits: int) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(wbits)
    started = False
    for piece in pieces:
        rest, more = piece, False
        while rest or more:
            if unpacking.eof:  # another member follows, or what some servers leave behind the last
                if wbits != GZIP or not GZIP_SIGN.startswith(rest[:2]):
                    return
                unpacking = zlib.decompressobj(wbits)
            try:
                made = unpacking.decompress(rest, PIECE)
            except zlib.error as error:
                raise FetchError("is damaged where it is packed", passing=True) from error
            started = True
            rest = unpacking.unused_data if unpacking.eof else unpacking.unconsumed_tail
            more = len(made) == PIECE and not unpacking.eof  # some may be held back, though all was taken in
            yield made
    if started and not unpacking.eof:
        raise FetchError("ends in the middle of what is packed", passing=True)


def _gzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    return _inflated(pieces, GZIP)


def _deflate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The format of zlib, or without its header, which some servers leave out."""
    rest, head = iter(pieces), b""
    while len(head) < 2 and (piece := next(rest, None)) is not None:
        head += piece
    headed = len(head) < 2 or (head[0] & 15 == zlib.DEFLATED and int.from_bytes(head[:2], "big") % 31 == 0)
    return _inflated(itertools.chain([head], rest), zlib.MAX_WBITS if headed else -zlib.MAX_WBITS)


def _brotli(pieces: Iterable[bytes]) -> Iterator[bytes]:
    import brotli

    unpacking = brotli.Decompressor()
    started = False
    try:
        for piece in pieces:
            started = started or bool(piece)
            made = unpacking.process(piece, output_buffer_limit=PIECE)
            while made or not unpacking.can_accept_more_data():  # some may be held back, though all was taken in
                yield from (made[at : at + PIECE] for at in range(0, len(made), PIECE))  # it gives some more at times
                made = unpacking.process(b"", output_buffer_limit=PIECE)
    except brotli.error as error:
        raise FetchError("is damaged where it is packed", passing=True) from error
    if started and not unpacking.is_finished():
        raise FetchError("ends in the middle of what is packed", passing=True)


UNPACKING: dict[str, _Unpacking] = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli}
ACCEPTED = "gzip, deflate, br"
