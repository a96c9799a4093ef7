"""The table of categories: what the tool counts."""

import functools
import tomllib
from importlib import resources


@functools.cache
def descriptions() -> dict[str, str]:
    """Every category and what it means, in the order of the outputs' columns."""
    text = (resources.files(__package__) / "categories.toml").read_text(encoding="utf-8")
    return {name: row["description"] for name, row in tomllib.loads(text).items()}


def categories() -> tuple[str, ...]:
    """The names of the categories: ("killed", "injured", "missing")."""
    return tuple(descriptions())
