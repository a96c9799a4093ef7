"""casualties: a range per event, and the evidence for every number.

From Python, `from casualties import read, load`: `read(sources)` reads articles and `load(folder)` an earlier run; both
give a `Run`, whose tables are pandas DataFrames. Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casualties.api import Run, load, read

__all__ = ["Run", "load", "read"]


def __getattr__(name: str) -> Any:
    """Import the API when one of its names is asked for."""
    if name in __all__:
        from casualties import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
