"""How addresses are read: the [network] table of casualties.toml, and the feeds that are asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

MEGABYTE = 1_000_000
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SECRET = re.compile(r"//[^/@\s]*@")


@dataclass(frozen=True, slots=True)
class Network:
    """The settings of [network]; seconds and counts. `deadline` is for one address with its redirects.

    `delay` is kept between two questions to one host, except one at a private address.
    """

    allow_private: bool = False
    robots: bool = True
    timeout: float = 10.0
    deadline: float = 40.0
    largest: int = 10 * MEGABYTE
    redirects: int = 5
    retries: int = 2
    back_off: float = 1.0
    concurrency: int = 8
    per_host: int = 2
    delay: float = 0.5
    contact: str = ""

    @property
    def agent(self) -> str:
        """What the program calls itself: its name, its version, and whom to write to where that is told."""
        from importlib.metadata import version

        return f"casualties/{version('casualties')}" + (f" (+{self.contact})" if self.contact else "")


@dataclass(frozen=True, slots=True)
class Feed:
    """An address that is read every round; `outlet` names who publishes it where its articles do not say so."""

    url: str
    name: str = ""
    outlet: str = ""


def is_address(source: str) -> bool:
    """Whether a source is a web address and not a file."""
    return bool(_ADDRESS.match(source))


def unsigned(url: str) -> str:
    """An address without the name and password in it, as an article may carry it."""
    return _SECRET.sub("//", url)


def shown(url: str) -> str:
    """An address as it may be printed: without the password in it, on one line."""
    return unsigned(re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", url))[:500]
