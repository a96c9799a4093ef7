"""What single words tell: of victims their sex, age and number; of figures how they stand to others."""

import functools

from casualties.lexicon.load import read
from casualties.lexicon.templates import phrases


@functools.cache
def traits(language: str = "en") -> dict[str, dict[str, str]]:
    """Return word -> trait per kind of trait.

    "sex": male or female; "counts": a number; "seats": a place on the road or in the air; "makes": a kind of
    vehicle; every other kind is a list of words, each its own trait ("more", "generic" and so on, see en/traits.toml).
    """
    table = read(language, "traits")
    lists = {kind: {word: word for word in phrases(words)} for kind, words in table.items() if isinstance(words, list)}
    return {
        **lists,
        "sex": {word: sex for sex in ("male", "female") for word in table[sex]},
        "counts": {word: str(count) for word, count in table["counts"].items()},
        "seats": table["seats"],
        "makes": table["makes"],
    }


def words(kind: str, language: str = "en") -> frozenset[str]:
    """Return the words of one kind of trait."""
    return _words(kind, language)


@functools.cache
def _words(kind: str, language: str) -> frozenset[str]:
    return frozenset(traits(language)[kind])


@functools.cache
def ages(language: str = "en") -> dict[str, tuple[int, int]]:
    """Return the youngest and the oldest that a word allows ("toddler": 0 and 6)."""
    return {word: (least, most) for word, (least, most) in read(language, "traits")["ages"].items()}
