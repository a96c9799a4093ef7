"""Vocabulary as data: tables that a person can read and mend, and the modules that load and check them."""

from casualties.lexicon.category import categories, descriptions

__all__ = ["categories", "descriptions"]
