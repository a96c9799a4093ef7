"""casualties.toml: what a configured round reads, and where it writes. Every key is a row of a table here.

A file that does not fit is refused whole: ConfigError names the file, the key, and what is allowed there.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from casualties.feeds.network import MEGABYTE, Feed, Network, is_address, is_web, shown

NAME = "casualties.toml"
DEFAULTS = Network()


class ConfigError(ValueError):
    """The configuration does not fit; the message is one line that names the file, the key and what is allowed."""


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration as it was read; relative paths in it are relative to its folder."""

    path: Path
    ledger: Path | str | None = None
    out: Path | None = None
    policies: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    feeds: tuple[Feed, ...] = ()
    network: Network = DEFAULTS


@dataclass(frozen=True, slots=True)
class Key:
    """What may stand under a key: in words, and as a test."""

    allowed: str
    fits: Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(least: float, most: float, whole: bool = False) -> Callable[[Any], bool]:
    kinds = (int,) if whole else (int, float)
    return lambda value: type(value) in kinds and least <= value <= most


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _are_files(value: Any) -> bool:
    return _are_texts(value) and not any(map(is_address, value))


def _is_feed(value: Any) -> bool:
    return _is_text(value) and is_web(value)


def _are_policies(value: Any) -> bool:
    from casualties.reconcile import POLICIES

    return _are_texts(value) and set(value) <= set(POLICIES)


TEXT = Key("a text in quotes", lambda value: isinstance(value, str))
PATH = Key("the name of a file or folder, in quotes", _is_text)
YES = Key("true or false", lambda value: isinstance(value, bool))
TOP = {
    "ledger": Key("the name of a file, or the address of a database, in quotes", _is_text),
    "out": PATH,
    "policies": Key("a list of names that `casualties policies` prints", _are_policies),
    "sources": Key("a list of files and folders, in quotes (a web address is the url of a [[feeds]])", _are_files),
    "feeds": Key("tables that begin with [[feeds]]",
                 lambda value: isinstance(value, list) and all(isinstance(one, dict) for one in value)),
    "network": Key("a table that begins with [network]", lambda value: isinstance(value, dict)),
}  # fmt: skip
FEED = {
    "url": Key("an address that begins with http:// or https:// and the name of a host", _is_feed),
    "name": TEXT,
    "outlet": TEXT,
}  # fmt: skip
NETWORK = {
    "allow_private": YES,
    "robots": YES,
    "timeout": Key("seconds from 0.01 to 600", _is_number(0.01, 600)),
    "deadline": Key("seconds from 0.01 to 3600", _is_number(0.01, 3600)),
    "largest": Key("a whole number of bytes from 1000 to 1000000000", _is_number(1000, 1000 * MEGABYTE, whole=True)),
    "redirects": Key("a whole number from 0 to 20", _is_number(0, 20, whole=True)),
    "retries": Key("a whole number from 0 to 10", _is_number(0, 10, whole=True)),
    "back_off": Key("seconds from 0 to 60", _is_number(0, 60)),
    "concurrency": Key("a whole number from 1 to 64", _is_number(1, 64, whole=True)),
    "per_host": Key("a whole number from 1 to 16", _is_number(1, 16, whole=True)),
    "delay": Key("seconds from 0 to 60", _is_number(0, 60)),
    "give_up": Key("a whole number from 1 to 1000", _is_number(1, 1000, whole=True)),
    "round": Key("seconds from 1 to 1000000", _is_number(1, 1_000_000)),
    "contact": Key("an address of yours, in quotes, in plain ASCII",
                   lambda value: isinstance(value, str) and value.isascii() and (value == "" or value.isprintable())),
}  # fmt: skip
assert set(NETWORK) == {field.name for field in fields(Network)}

TEMPLATE = """\
# What `casualties run` does in this folder when it is given no SOURCE. Lines that begin with # are notes.
# Names of files are relative to the folder of this file.

ledger = "ledger.db"            # every article that was ever read, and where it was found
out = "out"                     # the tables, and changes.csv: what moved since the last run
policies = ["full-range"]       # the first fills events.csv; `casualties policies` lists them
# sources = ["incoming/"]       # files and folders that are read each time, besides the feeds

[network]
allow_private = false           # true: feeds on this machine and in private networks may be read
robots = true                   # false: read pages that the robots.txt of their host forbids
# contact = "desk@example.org"  # told to every server with the name and version of the program
# timeout = 10                  # seconds without a byte
# deadline = 40                 # seconds for one address, however busily it sends
# largest = 10000000            # bytes of one page or feed, unpacked
# redirects = 5
# retries = 2                   # of what may work a moment later (503, a broken connection)
# back_off = 1                  # seconds before the first retry; the next waits twice as long
# concurrency = 8               # feeds that are read at once
# per_host = 2                  # questions to one host at once,
# delay = 0.5                   # and seconds between two of them
# give_up = 5                   # addresses in a row at which a host fails before it is left alone for this round
# round = 2700                  # seconds after which nothing more is asked; the next round goes on

# One [[feeds]] per feed: RSS, Atom, JSON Feed, a news sitemap, a list of feeds (OPML), a plain page, an archive.
# `casualties feeds add URL` adds one here, `casualties feeds check` tells what each is good for.
#
# [[feeds]]
# url = "https://example.org/world.rss"
# name = "Example, world"
# outlet = "Example News"       # who publishes its articles, where they do not say so
"""


def load(path: Path) -> Config:
    """Read a configuration. Raises ConfigError where it does not fit, OSError where it cannot be read."""
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: is not TOML: {error}") from error
    _check(path, "", held, TOP)
    network = held.get("network", {})
    _check(path, "network.", network, NETWORK)
    for number, feed in enumerate(held.get("feeds", ()), 1):
        _check(path, f"[[feeds]] number {number}: ", feed, FEED)
        if "url" not in feed:
            raise ConfigError(f"{path}: [[feeds]] number {number}: url is missing; it must be {FEED['url'].allowed}")
    return Config(
        path,
        ledger=_ledger(path, held.get("ledger")),
        out=_placed(path, held.get("out")),
        policies=tuple(dict.fromkeys(held.get("policies", ()))),
        sources=tuple(str(_placed(path, source)) for source in held.get("sources", ())),
        feeds=_distinct(Feed(**feed) for feed in held.get("feeds", ())),
        network=Network(**network),
    )


def _check(path: Path, where: str, held: Mapping[str, Any], allowed: Mapping[str, Key]) -> None:
    for name, value in held.items():
        if name not in allowed:
            near = difflib.get_close_matches(name, allowed, 1)
            told = f"did you mean {near[0]}?" if near else f"there are {', '.join(allowed)}"
            raise ConfigError(f"{path}: {where}{name}: no such key; {told}")
        if not allowed[name].fits(value):
            raise ConfigError(f"{path}: {where}{name}: must be {allowed[name].allowed}, not {quoted(value)}")


def quoted(value: Any) -> str:
    """A value as a message repeats it: not all of it, and no password."""
    return shown(repr(value))[:80]


def _placed(path: Path, name: str | None) -> Path | None:
    try:
        return None if name is None else path.parent / Path(name).expanduser()
    except RuntimeError as error:  # ~ of nobody
        raise ConfigError(f"{path}: {name}: {error}") from error


def _ledger(path: Path, name: str | None) -> Path | str | None:
    from casualties.store import named

    try:
        told = named(name) if name else None
    except (ValueError, RuntimeError) as error:
        raise ConfigError(f"{path}: ledger: {error}") from error
    return path.parent / told if isinstance(told, Path) else told


def _distinct(feeds: Iterable[Feed]) -> tuple[Feed, ...]:
    """Every feed once, by its address."""
    first: dict[str, Feed] = {}
    for feed in feeds:
        first.setdefault(feed.url, feed)
    return tuple(first.values())


def with_feeds(text: str, feeds: Iterable[Feed]) -> str:
    """The text of a configuration with more feeds at its end; everything else stays as it was written."""
    import tomlkit
    import tomlkit.items

    held = tomlkit.parse(text)
    if "feeds" not in held:
        held["feeds"] = tomlkit.aot()
    tables = held["feeds"]
    inline = not isinstance(tables, tomlkit.items.AoT)
    for feed in feeds:
        table = tomlkit.inline_table() if inline else tomlkit.table()
        for name in FEED:
            if value := getattr(feed, name):
                table[name] = value
        tables.append(table)
    return tomlkit.dumps(held)


def without_feed(text: str, url: str) -> str:
    """The text of a configuration without the feed at an address."""
    import tomlkit

    held = tomlkit.parse(text)
    tables = held["feeds"]
    for number in reversed(range(len(tables))):
        if tables[number]["url"] == url:
            del tables[number]
    return tomlkit.dumps(held)
