"""What went wrong with a source, as a value: reading goes on with the rest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a reader of the log has to know: `where` it is (file and line), `what` it is, what to do (`advice`).

    `lost` is False for a warning: the article was read, something of it was left out.
    """

    where: str
    what: str
    advice: str = ""
    lost: bool = True

    def __str__(self) -> str:
        """One line: `file, line 3: what it is (what to do)`."""
        return f"{self.where}: {self.what}" + (f" ({self.advice})" if self.advice else "")
