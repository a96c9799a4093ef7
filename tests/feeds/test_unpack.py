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

PACKING: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "": bytes,
    "identity": bytes, "br, gzip": lambda data: gzip.compress(brotli.compress(data)),
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
