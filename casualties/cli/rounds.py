"""What a run is asked to do: its options, and what casualties.toml says where they do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casualties.cli import options, talk

if TYPE_CHECKING:
    from casualties.feeds import Feed, Network, Visits
    from casualties.feeds.poll import Poll
    from casualties.model import Moment
    from casualties.pipeline import Result
    from casualties.report.changes import Before
    from casualties.report.tables import Row

STAMP = "casualties:round"  # the visit that remembers what the last round was made of


@dataclass(frozen=True)
class Round:
    """What a run reads and where it writes; a `configured` one remembers, and tells what moved."""

    sources: tuple[str | Feed, ...]
    out: Path
    ledger: Path | str | None
    policies: tuple[str, ...]
    network: Network
    configured: bool

    @property
    def memory(self) -> Path | None:
        """Where the visits of a configured round are kept; without a ledger everything is read each time."""
        if not self.configured or not self.ledger:
            return None
        beside = self.ledger if isinstance(self.ledger, Path) else self.out
        return beside.with_name(f".{beside.name}.visits")


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

    found = options.configured(config)
    if not sources and not found:
        raise click.MissingParameter(param_hint="'SOURCE...'", param_type="argument")
    network = found.network if found else Network()
    if found is None or (sources and not config):
        return Round(sources, out or Path("out"), ledger, policies, network, False)
    named: tuple[str | Feed, ...] = sources or (*found.sources, *found.feeds)
    if not named:
        raise click.UsageError(f"{found.path} names no feed; `casualties feeds add URL` adds one")
    return Round(named, out or found.out or Path("out"), ledger or found.ledger, policies or found.policies, network,
                 True)  # fmt: skip


def remembered(plan: Round) -> Visits:
    """The visits of earlier rounds; none where the ledger with what was read then is no longer there."""
    from casualties import store
    from casualties.feeds import visits

    there = plan.memory and plan.ledger and store.exists(plan.ledger)
    return visits.load(plan.memory) if plan.memory and there else visits.Visits()


def keep(plan: Round, memory: Visits, stamp: str) -> None:
    """Keep the visits of a round that is done, with the stamp of what it was made of."""
    from casualties import store
    from casualties.feeds import Visit, visits

    memory.put(Visit(STAMP, hash=stamp))
    if plan.memory:
        with store.staged(plan.memory.parent, f"{plan.memory.name}.new") as new:
            visits.save(new / plan.memory.name, memory)


def stamp(plan: Round, as_of: Moment | None, attackers: str, key: str) -> str:
    """The same as long as the tables are the same; `key` is that of the ledger: its articles, decisions and rules."""
    from importlib.metadata import version

    from casualties.model import identity

    return identity(version("casualties"), key, *plan.policies, "as of", as_of, attackers)


def is_idle(plan: Round, memory: Visits, made_of: str) -> bool:
    """Whether there is nothing to do: the tables are of what there is, by the last round that came to its end."""
    last = memory.get(STAMP)
    return plan.configured and last is not None and last.hash == made_of and (
        plan.out / "events.csv").exists()  # fmt: skip


def summed_up(poll: Poll, quiet: bool) -> None:
    """One line about the feeds that were read, if there were any."""
    from dataclasses import asdict

    if poll.tally.feeds and not quiet:
        talk.say(str(poll.tally), **asdict(poll.tally))


def write_changes(folder: Path, plan: Round, before: Before, result: Result | None) -> list[Row]:
    """Write what moved since `before` into a folder, where the round is a configured one."""
    from casualties.report import changes

    if not plan.configured:
        return []
    changed = list(changes.rows(before, result)) if result else []
    (folder / changes.FILE).write_text(changes.text(changed), encoding="utf-8", newline="")
    return changed


def put_changes(changed: Iterable[Row], policy: str) -> None:
    """Print the changes of the first policy, a line each."""
    from casualties.report.changes import line

    for row in changed:
        if row["policy"] == policy:
            click.echo(line(row))
