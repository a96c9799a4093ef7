"""Expressions made of word lists."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualties.lexicon.patterns import last_word, trie_pattern


@given(st.lists(st.text(st.characters(categories=["Ll"]), min_size=1), min_size=1))
def test_trie_matches_its_words_and_nothing_else(words: list[str]) -> None:
    pattern = re.compile(trie_pattern(words))
    assert all(pattern.fullmatch(word) for word in words)
    assert not pattern.fullmatch(max(words, key=len) + "!")


@pytest.mark.parametrize(
    ("text", "word"), [("in the u.s. highway ", "highway"), ("on i-", "i"), ("rs. ", "rs"), ("", ""), ("- ", "")]
)
def test_last_word(text: str, word: str) -> None:
    assert last_word(text) == word
