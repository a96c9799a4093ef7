"""How addresses are read: the [network] table of casualties.toml, and the feeds that are asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

MEGABYTE = 1_000_000
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SECRET = re.compile(r"//[^/?#\s]*@")
_LOGIN = re.compile(r"^([a-z][a-z0-9+.-]*://)[^/?#\s]*@", re.IGNORECASE)
_SITE = re.compile(r"(https?://)([^/?#\s]*@)?([\w.:\[\]-]+)(?=[/?#]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Network:
    """The settings of [network]; seconds and counts. `deadline` is for one address with its redirects.

    `delay` is kept between two questions to one host, except one at a private address. A host that fails at `give_up`
    addresses in a row is left alone for the rest of the round, and after `round` seconds nothing more is asked.
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
    give_up: int = 5
    round: float = 2700.0
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


def is_web(url: str) -> bool:
    """Whether an address can be asked for: by http or https, of a host.

    >>> [is_web(url) for url in ("HTTPS://example.org", "https://", "https://:80/", "http://[::1", "httpx://a/b")]
    [True, False, False, False, False]
    """
    if not is_address(url):
        return False
    try:
        place = urlsplit(url)
        return place.scheme in ("http", "https") and bool(place.hostname) and place.port != 0
    except ValueError:  # no port, or half of an address of the sixth version
        return False


def joined(base: str, link: str) -> str:
    """The address that a link at another address stands for; a link that is none, as it stands, fails when asked for.

    >>> joined("https://example.org/news/", "../a")
    'https://example.org/a'
    """
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def signed(url: str, like: str) -> str:
    """An address with the name and password of another one at the same site, whose links do not repeat them.

    >>> signed("https://example.org/a", "https://me:pw@example.org/feed")
    'https://me:pw@example.org/a'
    """
    here, there = _SITE.match(unsigned(url)), _SITE.match(like)
    if not (here and there and there[2]) or (here[1] + here[3]).lower() != (there[1] + there[3]).lower():
        return url
    return here[1] + there[2] + unsigned(url)[here.end(1) :]


def unsigned(url: str) -> str:
    """An address without the name and password in it, as an article may carry it."""
    return _LOGIN.sub(r"\1", url)


def shown(url: str) -> str:
    """An address as it may be printed: without the password in it, on one line."""
    return _SECRET.sub("//", re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", url))[:500]
