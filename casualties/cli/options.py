"""Arguments and options that several verbs share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from casualties.model import Moment
    from casualties.pipeline import Result

F = TypeVar("F", bound=Callable[..., Any])
LEDGER = "ledger.jsonl"
INPUT_FORMATS = ("txt", "html", "json", "jsonl", "csv", "parquet")  # feeds.NAMES, which --help must not import


def sources(verb: F) -> F:
    """SOURCE... and --input-format."""
    verb = click.option(
        "--input-format", type=click.Choice(INPUT_FORMATS), help="Format of `-` and of the files named."
    )(verb)
    return click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")(verb)


def attackers(verb: F) -> F:
    """--attackers."""
    return click.option(
        "--attackers",
        type=click.Choice(("include", "exclude", "range")),
        default="include",
        show_default=True,
        help="Whether dead or hurt attackers are in an article's toll; range = low without, high with them.",
    )(verb)


def ledger(verb: F) -> F:
    """Where an earlier run is read from: --out and --ledger."""
    verb = click.option("--ledger", type=click.Path(path_type=Path), help="The ledger itself, if not in DIR.")(verb)
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


def there(out: Path, ledger: Path | None) -> Path:
    """The ledger of an earlier run. Raises click.UsageError where there is none."""
    path = ledger or out / LEDGER
    if not path.exists():
        raise click.UsageError(f"{path} is not there; `casualties run SOURCE... --out {out}` writes it")
    return path


def recall(out: Path, ledger: Path | None) -> Result:
    """The result of an earlier run. Raises click.UsageError where there is none, LedgerError where it is damaged."""
    from casualties import store

    return store.to_result(store.load(there(out, ledger)))
