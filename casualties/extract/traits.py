"""What single words tell of victims: sex, stage of life, and how many people a noun holds."""

import functools

from casualties.lexicon.load import read


@functools.cache
def traits(language: str = "en") -> dict[str, dict[str, str]]:
    """Return word -> trait per kind: "sex" (male, female), "stage" (child, teen, adult), "counts" (a number)."""
    table = read(language, "traits")
    return {
        "sex": {word: sex for sex in ("male", "female") for word in table[sex]},
        "stage": {word: stage for stage in ("adult", "teen", "child") for word in table[stage]},
        "counts": {word: str(count) for word, count in table["counts"].items()},
    }
