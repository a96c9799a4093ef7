"""What a run is asked to do: its options, and what casualties.toml says where they do not."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casualties.cli import options, talk, told

if TYPE_CHECKING:
    from casualties.feeds import Feed, Network
    from casualties.model import Moment
    from casualties.pipeline import Result
    from casualties.report.rows import Row
    from casualties.store import Book


@dataclass(frozen=True)
class Round:
    """What a run reads and where it writes; a `configured` one remembers, and tells what moved."""

    sources: tuple[str | Feed, ...]
    out: Path
    ledger: Path | str | None
    policies: tuple[str, ...]
    network: Network
    configured: bool


def planned(
    sources: tuple[str, ...],
    config: Path | None,
    out: Path | None,
    ledger: Path | str | None,
    policies: tuple[str, ...],
) -> Round:
    """The round that is asked for. Without SOURCE it is the configured one; with SOURCE and no --config, only the
    settings of the network are taken from a configuration of this folder.

    Raises click.UsageError where there is nothing to read, ConfigError where the configuration does not fit.
    """
    from casualties.feeds import Network
    from casualties.pipeline import DEFAULT_POLICIES

    found = options.configured(config)
    if not sources and not found:
        raise click.MissingParameter(param_hint="'SOURCE...'", param_type="argument")
    network = found.network if found else Network()
    if found is None or (sources and not config):
        return Round(sources, out or Path("out"), ledger, policies or DEFAULT_POLICIES, network, False)
    named: tuple[str | Feed, ...] = sources or (*found.sources, *found.feeds)
    if not named:
        raise click.UsageError(f"{found.path} names no feed; `casualties feeds add URL` adds one")
    return Round(named, out or found.out or Path("out"), ledger or found.ledger,
                 policies or found.policies or DEFAULT_POLICIES, network, True)  # fmt: skip


def stamp(plan: Round, book: Book, as_of: Moment | None, attackers: str) -> str:
    """The same as long as the tables are the same, which follow from the ledger, the settings and our own code."""
    from casualties.model import identity

    return identity(made_by(), book.key, *plan.policies, "as of", as_of, attackers)


def made_by() -> str:
    """The version of all that tables and pages are made by."""
    from importlib.metadata import version

    from casualties.store import rules

    return f"{version('casualties')} {version('jinja2')} {rules.version(rules.WRITERS)}"


@dataclass(frozen=True)
class Made:
    """What a run prints of its tables: the `rows` of the summary, what was `found` in words, the event that most
    articles tell of, and what `changed` if they are `new`."""

    rows: list[Row]
    found: str
    most_told: str
    new: bool = False
    changed: tuple[Row, ...] = ()

    def closing(self, out: Path) -> str:
        """The last lines of talk: what was found, where it is, and what to type next."""
        if not self.new:
            return f"nothing new; tables in {out} are as they were"
        where = f"{self.found}; tables and pages in {out}"
        if not self.most_told:
            return where
        return f"{where}, to begin with {out / 'index.html'}\nNext: casualties explain {self.most_told} --out {out}"


def read(plan: Round, book: Book, input_format: str | None, quiet: bool) -> int:
    """Add to the ledger what is new in the sources of a run; the status that this leaves with."""
    from casualties import feeds
    from casualties.feeds.poll import Poll

    memory = feeds.Visits(book.visits if plan.configured else {})
    kept = plan.configured and plan.ledger
    skip = [plan.out, *([plan.ledger] if isinstance(plan.ledger, Path) else [])]
    with talk.progress() as progress:
        poll = Poll(plan.network, memory, progress=progress)
        reading = talk.Reading(feeds.read(plan.sources, input_format or "", skip, poll))
        new = book.sight(reading, memory.taken if kept else dict)
    if kept:
        book.visited(memory.outdated(options.now()))
    if poll.tally.feeds and not quiet:
        tally = replace(poll.tally, articles=new)  # the ledger knows which of those that were read are new
        talk.say(str(tally), **asdict(tally))
    return reading.status


def standing(plan: Round, book: Book, as_of: Moment | None, attackers: str) -> Made | None:
    """The tables that are there, if they are those of now, and what moved was told."""
    from casualties import store
    from casualties.report import changes

    now = stamp(plan, book, as_of, attackers)
    if plan.configured and told.last(plan.out).stamp != now:
        return None
    said = store.sealed(plan.out, now)
    if said and plan.configured:
        with store.staged(plan.out) as new:
            (new / changes.FILE).write_text(changes.text([]), encoding="utf-8", newline="")
    return Made(**said) if said else None


def make(plan: Round, book: Book, as_of: Moment | None, attackers: str) -> Made | None:
    """Work out what follows from the ledger, and write it; None where there is no article."""
    from casualties import pipeline, store
    from casualties.report import changes, site
    from casualties.report.tables import SUMMARY
    from casualties.report.write import write

    articles = book.articles
    if not articles:
        return None
    with talk.progress() as progress:
        result = pipeline.run(articles, plan.policies, as_of, attackers, progress, book.known(), book.note)
    book.conclude(result)
    found: dict[str, Any] = {"rows": list(SUMMARY.rows(result)), **_found(result)}
    changed = tuple(changes.rows(told.last(plan.out).before, result)) if plan.configured else ()
    before = store.before(plan.out, made_by())
    with store.staged(plan.out, last=store.MADE) as new:
        write(new, result)
        pages = site.write(new, result, site.earlier(plan.out), before.stands)
        store.write(new / store.LEDGER, store.of_result(result, book.state))
        store.seal(new, stamp(plan, book, as_of, attackers), found, made_by(), pages, before.files)
        if plan.configured:
            (new / changes.FILE).write_text(changes.text(changed), encoding="utf-8", newline="")
    return Made(**found, new=True, changed=changed)


def _found(result: Result) -> dict[str, str]:
    from casualties.report.phrases import count

    events, claims = result.linked.events, sum(map(len, result.claims.values()))
    told = (count(len(events), "event"), count(len(result.articles), "article"), count(claims, "claim"))
    most_told = max(events, key=lambda event: len(event.articles)).id[:8] if events else ""
    return {"found": ", ".join(told), "most_told": most_told}


def put_changes(changed: Iterable[Row], policy: str) -> None:
    """Print the changes of the first policy, a line each."""
    from casualties.report.changes import line

    for row in changed:
        if row["policy"] == policy:
            click.echo(line(row))
    sys.stdout.flush()
