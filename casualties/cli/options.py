"""Arguments and options that several verbs share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from casualties.config import Config
    from casualties.feeds import Network
    from casualties.model import Moment
    from casualties.pipeline import Result
    from casualties.store import Ledger

F = TypeVar("F", bound=Callable[..., Any])
CONFIG = "casualties.toml"
KNOWN_AT = "casualties.known_at"  # under this name a context keeps the time for which a ledger is asked
LOG = "casualties.log"  # and under this one how to talk
INPUT_FORMATS = ("txt", "html", "json", "jsonl", "csv", "parquet", "xml", "warc")  # feeds.NAMES; --help imports none


def sources(required: bool = True) -> Callable[[F], F]:
    """SOURCE..., --input-format, --config and --log."""

    def added(verb: F) -> F:
        verb = click.option(
            "--log", type=click.Choice(("text", "json")), default="text", show_default=True, callback=_log,
            expose_value=False, help="How to talk on standard error: in lines for a person, or in JSON objects.",
        )(verb)  # fmt: skip
        verb = click.option(
            "--config", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
            help=f"Settings, such as those of the network. [default: {CONFIG} if it is there]",
        )(verb)  # fmt: skip
        verb = click.option(
            "--input-format", type=click.Choice(INPUT_FORMATS), help="Format of `-` and of the files named."
        )(verb)
        return click.argument("sources", nargs=-1, required=required, metavar="SOURCE...")(verb)

    return added


def _log(ctx: click.Context, _: click.Parameter, value: str) -> None:
    ctx.meta[LOG] = value


def configured(config: Path | None) -> Config | None:
    """The configuration named, or the one of this folder, or None. Raises ConfigError where it does not fit."""
    from casualties import config as configuration

    path = config or Path(configuration.NAME)
    return configuration.load(path) if path.exists() else None


def network(config: Path | None) -> Network:
    """The settings of the network, as they are configured or as they are by default."""
    from casualties.feeds import Network

    found = configured(config)
    return found.network if found else Network()


def attackers(verb: F) -> F:
    """--attackers."""
    return click.option(
        "--attackers",
        type=click.Choice(("include", "exclude", "range")),
        default="include",
        show_default=True,
        help="Whether dead or hurt attackers are in an article's toll; range = low without, high with them.",
    )(verb)


class LedgerType(click.ParamType[Any]):
    """A ledger: a file, or the address of a database as SQLAlchemy writes it."""

    name = "FILE-or-URL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        """Tell the two apart."""
        from casualties.store import named

        try:
            return named(str(value))
        except (ValueError, RuntimeError) as error:
            self.fail(str(error), param, ctx)


def keep(verb: F) -> F:
    """--ledger of a verb that adds to it."""
    return click.option(
        "--ledger", type=LedgerType(), help="Keep everything read here from run to run, and add to it."
    )(verb)


def kept(verb: F) -> F:
    """--ledger of a verb that needs one."""
    return click.option("--ledger", type=LedgerType(), required=True, help="The ledger.")(verb)


def ledger(verb: F) -> F:
    """Where an earlier run is read from: --out and --ledger, and the time for which --ledger is asked."""
    verb = click.option(
        "--known-at", type=TimeType(), callback=_known_at, expose_value=False,
        help="What --ledger held at this time, whatever was learned since.",
    )(verb)  # fmt: skip
    verb = click.option("--ledger", type=LedgerType(), help="The ledger itself, if not in DIR.")(verb)
    return click.option(
        "--out",
        type=click.Path(path_type=Path),
        default="out",
        show_default=True,
        metavar="DIR",
        help="Folder of the run.",
    )(verb)


def form(*names: str, default: str | None = None) -> Callable[[F], F]:
    """--format."""
    told = "table on a terminal, jsonl in a pipe" if default is None else default
    return click.option(
        "--format", "form", type=click.Choice(names), default=default, help=f"How to print. [default: {told}]"
    )


RECORD = ("text", "table", "json", "csv", "jsonl")  # the formats of what is one record: text and table are the same


def policies(told: str) -> Callable[[F], F]:
    """--policy; `known` checks the names."""
    return click.option("--policy", "policies", multiple=True, metavar="NAME", help=told)


def known(policies: tuple[str, ...]) -> tuple[str, ...]:
    """The policies asked for, each once. Raises click.BadParameter for one that is not there."""
    from casualties.reconcile import POLICIES

    for name in policies:
        if name not in POLICIES:
            raise click.BadParameter(f"no policy {name!r}; there are {', '.join(POLICIES)}", param_hint="--policy")
    return tuple(dict.fromkeys(policies))


def jobs(verb: F) -> F:
    """--jobs."""
    return click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes to read with.")(
        verb
    )


class TimeType(click.ParamType[Any]):
    """A time in any spelling that feeds can read."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Moment:
        """Read it, or say what is wrong."""
        from casualties.feeds.dates import moment

        try:
            return moment(value)
        except ValueError:
            self.fail(f"cannot read the time {value!r}; write it as 2024-01-05 or 2024-01-05T12:00Z", param, ctx)


def as_of(verb: F) -> F:
    """--as-of."""
    return click.option("--as-of", type=TimeType(), help="What was believed at this time.")(verb)


def _known_at(ctx: click.Context, _: click.Parameter, value: Moment | None) -> None:
    ctx.meta[KNOWN_AT] = value


def now() -> Moment:
    """The time at which what is read or decided now is learned: the one clock that the ledger has."""
    from datetime import UTC, datetime

    from casualties.model import Moment

    return Moment(datetime.now(UTC).replace(microsecond=0))


def there(out: Path, ledger: Path | str | None) -> Path | str:
    """The ledger of an earlier run. Raises click.UsageError where there is none."""
    from casualties import store

    path = ledger or out / store.LEDGER
    if isinstance(path, Path) and not path.exists():
        raise click.UsageError(f"{path} is not there; `casualties run SOURCE... --out {out}` writes it")
    return path


def held(out: Path, ledger: Path | str | None) -> Ledger:
    """What an earlier run left, by the time asked for. Raises click.UsageError, or LedgerError where it is damaged."""
    from casualties import store

    return store.load(there(out, ledger), click.get_current_context().meta.get(KNOWN_AT))


def recall(out: Path, ledger: Path | str | None) -> Result:
    """The result of an earlier run. Raises click.UsageError where there is none, LedgerError where it is damaged."""
    from casualties import store

    return store.to_result(held(out, ledger))
