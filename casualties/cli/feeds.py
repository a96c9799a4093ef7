"""casualties feeds: the feeds of casualties.toml."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casualties.cli import options

if TYPE_CHECKING:
    from casualties.config import Config
    from casualties.feeds import Feed

CONFIG = click.option("--config", type=click.Path(dir_okay=False, path_type=Path), default=options.CONFIG,
                      show_default=True, metavar="FILE", help="The configuration that names the feeds.")  # fmt: skip


@click.group()
def command() -> None:
    """Add, list, check, remove or import the feeds that `casualties run` reads."""


def _loaded(config: Path) -> Config:
    from casualties.config import load

    if not config.exists():
        raise click.UsageError(f"{config} is not there; `casualties init` writes one")
    return load(config)


@command.command()
@click.argument("url")
@click.option("--name", default="", help="What you call it.")
@click.option("--outlet", default="", help="Who publishes its articles, where they do not say so.")
@CONFIG
def add(url: str, name: str, outlet: str, config: Path) -> int:
    """Add the feed at URL."""
    from casualties.config import FEED, quoted
    from casualties.feeds import Feed

    if not FEED["url"].fits(url):
        raise click.BadParameter(f"must be {FEED['url'].allowed}, not {quoted(url)}", param_hint="URL")
    return _add(config, [Feed(url, name, outlet)])


@command.command("import")
@click.argument("opml")
@CONFIG
def import_(opml: str, config: Path) -> int:
    """Add every feed of a list of feeds: OPML is a file or a web address. What is left out is named, status 1."""
    from casualties.cli import talk
    from casualties.config import FEED
    from casualties.feeds import Problem
    from casualties.feeds.check import listed
    from casualties.feeds.network import shown

    found = listed(opml, _loaded(config).network)
    if isinstance(found, Problem):
        raise click.UsageError(str(found))
    good = [feed for feed in found if FEED["url"].fits(feed.url)]
    if not good:
        raise click.UsageError(f"{shown(opml)}: names no feed with an address")
    _add(config, good)
    left = [feed for feed in found if feed not in good]
    for feed in left:
        talk.say(f"casualties: {shown(feed.url)}: left out (must be {FEED['url'].allowed})")
    return int(bool(left))


def _add(config: Path, feeds: Iterable[Feed]) -> int:
    from casualties import config as configuration
    from casualties.cli import talk
    from casualties.report.phrases import count

    wanted = {feed.url: feed for feed in feeds}
    with _changing(config) as (found, write):
        there = {feed.url for feed in found.feeds}
        new = [feed for url, feed in wanted.items() if url not in there]
        if new:
            write(lambda text: configuration.with_feeds(text, new))
    known = len(wanted) - len(new)
    talk.say(f"{count(len(new), 'feed')} added to {config}" + (f"; {known} there already" if known else ""))
    return 0


@command.command()
@click.argument("feed")
@CONFIG
def remove(feed: str, config: Path) -> int:
    """Remove FEED: its name, or its address without the password. What was read from it stays in the ledger."""
    from casualties import config as configuration
    from casualties.cli import talk
    from casualties.feeds.network import shown

    with _changing(config) as (held, write):
        found = _called(held.feeds, feed)
        if len(found) != 1:
            told = f"{len(found)} feeds are called so; give the address as {config} has it" if found else "no such feed"
            raise click.UsageError(f"{shown(feed)}: {told}; `casualties feeds list` shows them")
        write(lambda text: configuration.without_feed(text, found[0].url))
    talk.say(f"{shown(found[0].url)} removed from {config}")
    return 0


def _called(feeds: Sequence[Feed], told: str) -> list[Feed]:
    """The feeds at an address; if there are none, of a name, or else at an address without the password in it."""
    from casualties.feeds.network import unsigned

    names = [(feed, (feed.url, feed.name or feed.url, unsigned(feed.url))) for feed in feeds]
    ranked = ([feed for feed, called in names if called[rank] == told] for rank in range(3))
    return next(filter(None, ranked), [])


@command.command("list")
@options.form("table", "csv", "jsonl")
@CONFIG
def list_(form: str | None, config: Path) -> int:
    """List the feeds; a password in an address is left out."""
    from casualties.cli import output
    from casualties.feeds.check import FEED_COLUMNS
    from casualties.feeds.network import unsigned
    from casualties.report.tables import Column

    rows = [{"url": unsigned(feed.url), "name": feed.name, "outlet": feed.outlet} for feed in _loaded(config).feeds]
    columns = tuple(Column(*column) for column in FEED_COLUMNS)
    output.put(columns, rows, output.chosen(form), _table)
    return 0


@command.command()
@click.argument("urls", nargs=-1, metavar="[FEED]...")
@options.form("table", "csv", "jsonl")
@CONFIG
def check(urls: tuple[str, ...], form: str | None, config: Path) -> int:
    """Read every feed, or those named, and tell what each is good for; nothing is kept.

    Tells whether it can be reached, its format, its newest item, and how many of its articles make claims. Status 1
    where one of them cannot be read.
    """
    from casualties import extract
    from casualties.cli import output, talk
    from casualties.feeds import Feed
    from casualties.feeds.check import CHECK_COLUMNS, reports
    from casualties.report.tables import Column

    found = options.configured(config)
    if found is None and not urls:
        _loaded(config)
    there = found.feeds if found else ()
    wanted = [feed for url in urls for feed in _called(there, url) or [Feed(url)]] or there
    failed = 0

    def rows() -> Iterable[dict[str, object]]:
        nonlocal failed
        for report in reports(wanted, options.network(config)):
            for problem in report.problems:
                talk.trouble(problem)
            failed += any(problem.lost for problem in report.problems)
            yield report.row() | {"with_claims": sum(bool(extract.read(one)[0]) for one in report.articles)}

    output.put(tuple(Column(*column) for column in CHECK_COLUMNS), rows(), output.chosen(form), _table)
    return int(failed > 0)


Write = Callable[[Callable[[str], str]], None]


@contextlib.contextmanager
def _changing(config: Path) -> Iterator[tuple[Config, Write]]:
    """A configuration, and what writes another text of it into its place: one change at a time, links followed, and
    open to nobody to whom it was not."""
    from casualties import store

    path = config.resolve()

    def write(change: Callable[[str], str]) -> None:
        with store.staged(path.parent, f".{path.name}.new") as new:
            made = new / path.name
            made.write_text(change(path.read_text(encoding="utf-8-sig")), encoding="utf-8", newline="")
            shutil.copymode(path, made)

    _loaded(config)
    with store.locked(path.with_name(f".{path.name}.lock")):
        yield _loaded(config), write


def _table(rows: Iterable[dict[str, object]]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from casualties.cli.output import console, put_table

    held = list(rows)
    if not held:
        click.echo("no feed yet; `casualties feeds add URL` adds one")
        return
    table = Table(box=box.SIMPLE_HEAD)
    for name, value in held[0].items():
        number = isinstance(value, int) and not isinstance(value, bool)
        table.add_column(name.replace("_", " "), justify="right" if number else "left", overflow="fold")
    for row in held:
        table.add_row(*(Text("·" if value in (None, "") else str(value)) for value in row.values()))
    put_table(console(), table)
