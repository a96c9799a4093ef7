"""Packed bytes come out as they went in, in whatever pieces they arrive, and never more than was allowed."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualties.feeds.problem import FetchError
from casualties.feeds.unpack import PIECE, at_most, unpacked


def bare(data: bytes) -> bytes:
    """What some servers send as deflate: without the header of zlib."""
    return zlib.compress(data)[2:-4]


PACKING: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "deflate ": bare, "br": brotli.compress,
    "": bytes, "identity": bytes, "br, gzip": lambda data: gzip.compress(brotli.compress(data)),
}  # fmt: skip


@given(st.binary(), st.integers(1, 5000), st.sampled_from(sorted(PACKING)), st.integers(1, 5000))
def test_what_was_packed_comes_out(start: bytes, times: int, how: str, size: int) -> None:
    body = start * times
    packed = PACKING[how](body)
    pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
    if how:
        assert all(len(piece) <= max(PIECE, size) for piece in unpacked(pieces, how))
    assert at_most(unpacked(pieces, how), len(body)) == body
    if body:
        assert at_most(unpacked(pieces, how), len(body) - 1, cut=True) == body[:-1]
        with pytest.raises(FetchError, match="is more than"):
            at_most(unpacked(pieces, how), len(body) - 1)


@given(st.binary(), st.sampled_from(["gzip", "deflate", "br"]))
def test_noise_comes_out_as_something_or_is_refused(noise: bytes, how: str) -> None:
    try:
        assert isinstance(at_most(unpacked([noise], how), 10**6), bytes)
    except FetchError as error:
        assert error.passing  # noqa: PT017


@pytest.mark.parametrize("size", [PIECE - 1, PIECE, PIECE + 1, PIECE + 200, 2 * PIECE, 2 * PIECE + 1])
@pytest.mark.parametrize("how", sorted(PACKING))
@pytest.mark.parametrize("step", [1, 7, 10**6])
def test_the_end_comes_out_too_where_a_piece_is_just_full(size: int, how: str, step: int) -> None:
    packed = PACKING[how](b"a" * size)
    assert len(at_most(unpacked([packed[at : at + step] for at in range(0, len(packed), step)], how), 10**7)) == size
