"""Laws of reading that hold for any text, however broken, and for texts of any size."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casualties.extract import claims, tolls
from casualties.extract.lexemes import LONGEST, lexicon, lowered, read_sentence, sentences
from casualties.extract.phrases import phrases
from casualties.model import Article, Claim

FUZZ = Path(__file__).parents[2] / "data" / "fuzz_extract.py"
SPEC = importlib.util.spec_from_file_location("fuzz_extract", FUZZ)
assert SPEC
assert SPEC.loader
fuzz: ModuleType = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(fuzz)

WORDS = (
    "killed", "Killing", "DEAD", "died", "injured", "wounded", "missing", "shot", "toll", "deaths", "among",
    "including", "hurt", "no one", "three", "12", "1,200", "a dozen", "at least", "up to", "between", "and", "or",
    "of", "from", "to", "in", "the", "a", "a third", "his", "man", "woman", "children", "soldiers", "people",
    "others", "them", "Ann Lee", "22-year-old", "cows", "he", "was", "were", "had", "been", "not", "said", "police",
    "according to", "who", "when", "after", ",", ".", ";", ":", "(", ")", "\"", "-", "—", "\n", "\n\n", "İ", "’s",
)  # fmt: skip
news = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
any_text = st.text(st.characters(), max_size=200)
mixed = st.lists(st.one_of(st.sampled_from(WORDS), st.text(st.characters(), max_size=3)), max_size=30).map("".join)
texts = st.one_of(news, mixed, any_text)


def read(text: str) -> tuple[Claim, ...]:
    return claims(Article.create(text))


@given(texts)
@example("")
@example(" \n\t\x00 ")
@example("\ud800 killed 3 \udfff")
@example("İ" * 40 + " killed three men, İlker said")
@example("\u202e3 killed\u202c 😀 2 hurt 👩‍👩‍👧 \u200ddead")
@example("killed ((((three [[[men]]]")
@example("<p>Three&nbsp;people were <b>killed</b></p>&amp;#8217;")
@example("THREE PEOPLE WERE KILLED AND 5 INJURED IN A CRASH")
@example("three people were killed and 5 injured in a crash police said a man died")
@example(
    "count was later reduced to kept the rebels claim to have inflicted 30 casualties on pointing 3264 twin killing"
)
def test_any_text_is_read_within_the_laws(text: str) -> None:
    assert list(fuzz.broken(text)) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_short_run_of_the_fuzzer(seed: int) -> None:
    """A thousand of the inputs of `make fuzz`."""
    assert fuzz.batch(seed, 1_000) == []


def test_the_fuzzer_sees_a_broken_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim whose quote stands elsewhere is reported, and so is an exception."""
    article = Article.create("Three people were killed.")
    (claim,) = claims(article)
    other = Article.create("Yesterday three people were killed.")
    assert list(fuzz.broken_claim(claim, article)) == []
    assert "the quote stands at its span" in list(fuzz.broken_claim(claim, other))
    monkeypatch.setattr(fuzz, "claims", lambda article: 1 // 0)
    assert {law for _, law in fuzz.batch(0, 5)} == {"ZeroDivisionError('integer division or modulo by zero')"}


@given(texts)
def test_sentences_and_their_pieces_cover_the_text(text: str) -> None:
    spans = list(sentences(text))
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(0 < end - start <= LONGEST for start, end in spans)


@given(texts)
def test_lowering_keeps_every_offset(text: str) -> None:
    assert len(lowered(text)) == len(text)


@given(texts)
def test_tokens_stand_in_order_and_phrases_cover_them(text: str) -> None:
    lex = lexicon()
    for start, end in sentences(text):
        sentence = read_sentence(text, lowered(text), start, end, lex)
        edges = [edge for pair in zip(sentence.starts, sentence.ends, strict=True) for edge in pair]
        assert edges == sorted(edges)
        assert len(sentence.tags) == len(sentence.words) == len(sentence.starts)
        edges_of_words = zip(sentence.starts, sentence.ends, strict=True)
        assert sentence.words == [lowered(text)[first:last] for first, last in edges_of_words]
        found = phrases(sentence)
        covered = [at for i in range(len(found)) for at in range(found[i].first, found[i].last)]
        assert covered == list(range(len(sentence.tags)))


@given(news)
def test_what_stands_before_a_text_does_not_change_its_first_sentence(text: str) -> None:
    """Spans move with the text, figures do not change: offsets are read from the text, not remembered."""
    ahead = "The river rose.\n\n"
    plain, moved = read(text), read(ahead + text)
    assert [(c.quote, c.category, c.low, c.high) for c in plain] == [
        (c.quote, c.category, c.low, c.high) for c in moved
    ]
    assert [c.span.start + len(ahead) for c in plain] == [c.span.start for c in moved]


@given(
    st.sampled_from(("Three people were killed.", "A man died and two others were hurt in Adra.")), st.integers(0, 30)
)
def test_a_repeated_sentence_adds_nobody(sentence: str, times: int) -> None:
    """Nobody dies twice, however often a page repeats itself."""
    once, often = (Article.create(sentence + f" {sentence}" * more) for more in (0, times))
    assert [t.figure for t in tolls(once, claims(once))] == [t.figure for t in tolls(often, claims(often))]


HUGE = {
    "no full stop": "the men and women of the town walked on and on ",
    "one number": "1",
    "blank lines": "\n",
    "killed 3": "killed 3 ",
    "found to be": "found to be ",
    "said to have": "said to have ",
    "brackets": "(((",
    "and a man": ", and a man",
    "chain": "1 and 2 and 3 and four and ",
    "he died": "he died. ",
    "a named victim": "Ann Lee, 22, was killed. ",
    "died of wounds": "a man died of wounds, ",
    "quotes": '"killed" said ',
    "capitals": "THREE MEN KILLED ",
    "markup": "<b>killed</b>&nbsp;3 ",
    "dots": "a.b.c.",
    "hyphens": "killed-",
    "separators": "1,",
    "according to": "according to police killed ",
    "ages": "22-year-old and ",
    "dashes": "killed — 3 — ",
    "nested": "killed [ 3 ( ",
    "including": "killed 3 including a man, ",
}


@pytest.mark.parametrize("unit", HUGE.values(), ids=HUGE)
def test_texts_with_one_thing_over_and_over_are_read(unit: str) -> None:
    """30,000 characters of one thing, after a cue that lets the text through the gate: no path takes for ever."""
    text = "Two killed. " + unit * (30_000 // len(unit))
    article = Article.create(text)
    found = claims(article)
    assert all(article.text[c.span.start : c.span.end] == c.quote for c in found)
    assert any(c.low == 2 for c in found)
    tolls(article, found)


@pytest.mark.parametrize(
    "text",
    ["the men and women of the town walked on " * 250_000, "7" * 1_000_000, "\n" * 10_000_000, "kil led " * 1_000_000],
    ids=["10 MB without a full stop", "a million digits", "ten million blank lines", "near misses"],
)
def test_huge_texts_without_a_casualty_word_have_no_claims(text: str) -> None:
    assert read(text) == ()


def test_a_claim_at_the_end_of_ten_megabytes_without_a_full_stop_is_found() -> None:
    text = "the men and women of the town walked on " * 250_000 + "and three people were killed"
    (claim,) = read(text)
    assert (claim.low, claim.quote, claim.span.end) == (3, "three people were killed", len(text))
