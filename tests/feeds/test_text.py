from __future__ import annotations

import io
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualties.feeds.text import clean, decode, is_binary, lines, one_line, rejoined

RUSSIAN = "Взрыв прогремел в центре города. По данным полиции, погибли трое, ранены двенадцать человек."
POLISH = "Trzy osoby zginęły w wypadku pod Łodzią, poinformowała policja w czwartek. Żołnierze pomagali rannym."
FRENCH = (
    "L'explosion a tué onze personnes près de l'hôtel, a annoncé le préfet à Orléans. L'enquête a été confiée à la PJ."
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_in_every_dress(encoding: str) -> None:
    text = "Police said that 3 people died. " + RUSSIAN if "utf-16-" not in encoding else "Police said that 3 died."
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "cp1251"), (FRENCH, "cp1252")])
def test_an_old_encoding_is_named(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_strays_in_utf8_do_not_spoil_it() -> None:
    data = "Zürich: drei Tote, sagt die Polizei. Später fünf. ".encode() + "Später sechs".encode("cp1252")
    assert decode(data) == "Zürich: drei Tote, sagt die Polizei. Später fünf. Später sechs"


@pytest.mark.parametrize(
    "text",
    ["José Peña … naïve", "José Peña said that a naïve driver was hit", "Müller",
     "Zürich: 3 dead", "5 dead near São Paulo",
     "The café’s owner said that “three” were killed – or more.", "A toll of £5 was paid; 3 £ were not. 4½ hours",
     "José Peña, 34, died in the crash near São Paulo, police said, and three others were hurt. " * 50],
)  # fmt: skip
def test_few_accents_are_read_as_the_web_reads_them(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN * 10, "koi8-r"), (RUSSIAN * 10, "cp1251"), (RUSSIAN, "iso8859-5"),
     (POLISH, "cp1250"),
     ("Τρεις άνθρωποι σκοτώθηκαν στην έκρηξη, είπε η αστυνομία.", "cp1253")],
)  # fmt: skip
def test_many_foreign_letters_are_named(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(st.binary())
def test_any_bytes_are_text(data: bytes) -> None:
    text = clean(decode(data))
    assert text.encode("utf-8").decode("utf-8") == text
    assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"]


@given(st.text())
def test_clean_text_is_composed_printable_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not [char for char in cleaned if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"]


def test_control_characters_go_and_words_stay() -> None:
    assert (
        clean("\ufeffThree\x00 dead\x1b[31m,\r\nfive hurt\r\x85two lost\ud800")
        == "Three dead[31m,\nfive hurt\n\ntwo lost�"
    )
    assert one_line("  Blast\n in\tAleppo ") == "Blast in Aleppo"


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))))
def test_lines_are_cut_at_newlines_only(texts: list[str]) -> None:
    whole = "\n".join(texts)
    if not whole.startswith("\ufeff") and not is_binary(whole.encode()):
        data = io.BytesIO(whole.encode())
        assert "".join(lines(data)) == whole or "\x00" in whole


def test_lines_of_a_wide_encoding() -> None:
    assert list(lines(io.BytesIO("один\nдва\n".encode("utf-16")))) == ["один\n", "два\n"]


@given(st.binary(), st.binary())
def test_a_rejoined_stream_gives_everything_back(head: bytes, rest: bytes) -> None:
    assert rejoined(head, io.BytesIO(rest)).read() == head + rest


def test_binary_is_told_from_text() -> None:
    noise = random.Random(1).randbytes(4000)
    assert is_binary(noise)
    assert is_binary(b"\x89PNG\r\n\x1a\n")
    assert is_binary(b"%PDF-1.7")
    assert not is_binary(RUSSIAN.encode("cp1251"))
    assert not is_binary(RUSSIAN.encode("utf-16"))
    assert not is_binary(b"Three\x00 dead")
    assert not is_binary(b"")
