"""The table of categories: what the tool counts."""

import functools
import tomllib
from importlib import resources

from casualties.lexicon.load import LexiconError


@functools.cache
def descriptions() -> dict[str, str]:
    """Every category and what it means, in the order of the outputs' columns. Raises LexiconError where one is bad."""
    return parsed((resources.files(__package__) / "categories.toml").read_text(encoding="utf-8"))


def parsed(text: str) -> dict[str, str]:
    """The categories of a table. Raises LexiconError, which says in one line what to mend."""
    try:
        rows = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"categories.toml: {error}") from None
    for name, row in rows.items():
        if not isinstance(row, dict) or not isinstance(row.get("description"), str):
            raise LexiconError(f'categories.toml: {name}: write it as [{name}], and under it description = "..."')
    if not rows:
        raise LexiconError("categories.toml: no category; write one as [name], and under it description = ...")
    return {name: row["description"] for name, row in rows.items()}


def categories() -> tuple[str, ...]:
    """The names of the categories: ("killed", "injured", "missing")."""
    return tuple(descriptions())
