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


class FetchError(Exception):
    """An address that could not be read, and why.

    `passing` troubles may be gone in the next round; of these, `again` says that it is worth trying at once, after
    `wait` seconds where the server has named a time. `hosts` troubles are of the whole host, not of one address.
    """

    def __init__(
        self,
        what: str,
        advice: str = "",
        passing: bool = False,
        again: bool = False,
        wait: float | None = None,
        hosts: bool = False,
    ) -> None:
        super().__init__(what)
        self.what, self.advice, self.passing, self.again, self.wait = what, advice, passing, again, wait
        self.hosts = hosts

    def of(self, what: str) -> FetchError:
        """The same trouble with `what` has to be read first, where the server gave an answer about it."""
        told = what + self.what if self.what.startswith("answered") else self.what
        return FetchError(told, self.advice, self.passing, self.again, self.wait, self.hosts)

    def at(self, where: str, lost: bool = True) -> Problem:
        """The problem that it makes of an address."""
        return Problem(where, self.what, self.advice, lost)


class ForbiddenError(FetchError):
    """An address that we may not read: not a failure."""


class WordlessError(FetchError):
    """A page in which no article stands: what the feed itself says has to do."""


class LeftError(FetchError):
    """An address that is not asked in this round, for its host is in trouble or the round has taken too long."""

    def __init__(self, why: str, advice: str) -> None:
        super().__init__(f"is not asked: {why}", advice, passing=True)

    def of(self, what: str) -> LeftError:
        """The same, for it is no answer."""
        return self
