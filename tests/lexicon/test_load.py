"""The vocabulary: bad rows are all named at once, and the vocabulary of the package is whole."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from casualties.extract.lexemes import CUE_TAGS, WORD_TAGS
from casualties.lexicon import categories, load
from casualties.lexicon.load import SHAPES, LexiconError, Noun, bad_words, checked, forms, plural_of, read, vocabulary
from casualties.lexicon.templates import phrases, spelled_sets

EN = Path(load.__file__).parent / "en"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the vocabulary that a test may spoil; the loader reads it instead of the package's."""
    shutil.copytree(EN, tmp_path / "en")
    monkeypatch.setattr(load.resources, "files", lambda package: tmp_path)
    vocabulary.cache_clear()
    yield tmp_path / "en"
    vocabulary.cache_clear()


def spoil(path: Path, addition: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + addition, encoding="utf-8")


@pytest.mark.parametrize(
    ("word", "plural"),
    [("soldier", "soldiers"), ("witness", "witnesses"), ("baby", "babies"), ("boy", "boys"), ("coach", "coaches")],
)
def test_plurals(word: str, plural: str) -> None:
    assert plural_of(word) == plural


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("soldier", ("soldier", "soldiers")),
        ("man/men", ("man", "men")),
        ("/police", ("", "police")),
        ("=someone", ("someone", "")),
        ("sheep/sheep", ("sheep", "sheep")),
    ],
)
def test_forms_of_an_entry(entry: str, expected: tuple[str, str]) -> None:
    assert forms(entry) == expected


def test_the_vocabulary_of_the_package_is_read() -> None:
    words = vocabulary()
    assert words.people["men"] == Noun(True, words.people["man"].groups, "man")
    assert "cow" in words.things
    assert words.cues["killed"].category == "killed"
    assert words.tags["police said"[7:]] == "say"


def test_every_cue_speaks_of_a_category_and_every_tag_has_a_letter() -> None:
    """A shape or a tag without a letter would never meet a rule."""
    words = vocabulary()
    assert {cue.category for cue in words.cues.values()} <= {*categories(), "struck", "casualties", "same"}
    assert {cue.shape for cue in words.cues.values()} <= set(SHAPES) == set(CUE_TAGS)
    assert set(words.tags.values()) <= set(WORD_TAGS)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("killed", "must be a list"),
        ([3], "3 is not a word"),
        ([""], "'' is not a word"),
        (["/"], "'/' is not a word"),
        (["Killed"], "'Killed' must be lower-case"),
        ([" killed"], "without spaces at its ends"),
        (["killed", "slain", "killed"], "'killed' stands there twice"),
    ],
)
def test_bad_words(words: object, problem: str) -> None:
    (line,) = bad_words("cues.toml table 1", words)
    assert line.startswith("cues.toml table 1: ")
    assert problem in line


def test_good_words_are_not_reported() -> None:
    assert list(bad_words("x", ["killed", "=someone", "man/men", "shot and killed"])) == []


def test_every_bad_row_of_every_file_is_reported() -> None:
    bad = checked(
        people={"army": {"words": ["soldier", "Soldier"], "groups": [3]}, "none": {"groups": []}},
        things={"animals": {"words": ["cow", "cow"]}},
        cues={"cues": [{"words": ["killed"], "shape": "wrong", "category": 1}, {"shape": "pp", "category": "killed"}]},
        tags={"tags": {"of": ["of", ""]}},
    )
    expected = [
        "people.toml [army]: 'Soldier' must be lower-case, without spaces at its ends",
        "people.toml [army]: `groups` must be a list of names",
        "people.toml [none]: `words` must be a list",
        "things.toml [animals]: 'cow' stands there twice",
        "cues.toml table 1: shape 'wrong' is not one of " + ", ".join(SHAPES),
        "cues.toml table 1: `category` is missing",
        "cues.toml table 2: `words` must be a list",
        "words.toml of: '' is not a word",
    ]
    assert bad == expected


def test_one_error_names_every_bad_row(folder: Path) -> None:
    spoil(folder / "people.toml", '\n[robots]\nwords = ["Robot", "robot", "robot"]\ngroups = []\n')
    spoil(folder / "things.toml", '\n[spoiled]\nwords = [" box"]\n')
    spoil(folder / "cues.toml", '\n[[cues]]\ncategory = "killed"\nshape = "noon"\nwords = ["unalived", "unalived"]\n')
    with pytest.raises(LexiconError) as raised:
        vocabulary()
    told = str(raised.value)
    assert len(told.splitlines()) == 5
    for part in ("'Robot'", "'robot' stands there twice", "' box'", "shape 'noon'", "'unalived' stands there twice"):
        assert part in told


def test_a_file_that_is_not_toml_is_named(folder: Path) -> None:
    spoil(folder / "things.toml", "\n[open\n")
    with pytest.raises(LexiconError, match=r"^en/things\.toml: "):
        vocabulary()


def test_a_file_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        read("en", "nothing")


def test_a_row_that_names_an_unknown_set_is_reported(folder: Path) -> None:
    spoil(folder / "cues.toml", '\n[[cues]]\ncategory = "killed"\nshape = "pp"\nwords = ["lost {hiss} life"]\n')
    with pytest.raises(LexiconError, match=r"'lost \{hiss\} life' names 'hiss', which is no set"):
        vocabulary()


def test_no_two_rows_spell_one_cue() -> None:
    """The later one would silently win."""
    table = read("en", "cues")
    sets = spelled_sets(table["sets"])
    spelled = Counter(phrase for row in table["cues"] for phrase in phrases(row["words"], sets))
    assert [phrase for phrase, times in spelled.items() if times > 1] == []


def test_a_new_cue_needs_only_a_row(folder: Path) -> None:
    spoil(folder / "cues.toml", '\n[[cues]]\ncategory = "killed"\nshape = "pp"\nwords = ["unalived"]\n')
    assert vocabulary().cues["unalived"].category == "killed"
