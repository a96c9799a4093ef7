"""casualties decide: what an analyst knows better goes into the ledger, with the reason, and outranks the machine."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from casualties.cli import options

if TYPE_CHECKING:
    from casualties.model import Act, Claim, Decision, Event
    from casualties.pipeline import Result

F = TypeVar("F", bound=Callable[..., Any])
Place = Path | str
NEEDED = "a decision is kept in a ledger; name it with --ledger (`casualties run SOURCE... --ledger FILE` makes one)"


def signed(verb: F) -> F:
    """--ledger, --reason and --by, which every decision has."""
    verb = click.option("--by", required=True, metavar="NAME", help="Who decides; shown wherever the decision is.")(
        verb
    )
    verb = click.option("--reason", required=True, metavar="TEXT", help="Why; shown wherever the decision is.")(verb)
    return click.option("--ledger", type=options.LedgerType(), help="The ledger that the decision goes into.")(verb)


@click.group()
def command() -> None:
    """Record a decision about events or claims. It outranks the machine in every run from then on.

    Decisions are never overwritten: a newer one about the same thing holds. Events, claims and articles are named as
    `casualties explain` takes them.
    """


@command.command()
@click.argument("event")
@click.argument("other", metavar="EVENT")
@signed
def merge(event: str, other: str, ledger: Place | None, reason: str, by: str) -> int:
    """Two EVENTs are one."""
    with _deciding(ledger) as (result, keep):
        one, two = _event(result, event), _event(result, other)
        if one.id == two.id:
            raise click.UsageError(f"{event!r} and {other!r} are the same event")
        together = _in_order(result, {*one.articles, *two.articles})
        keep(_decision("merge", (one.id, two.id), by, reason, groups=(together,)))
    return 0


@command.command()
@click.argument("event")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@signed
def split(event: str, articles: tuple[str, ...], ledger: Place | None, reason: str, by: str) -> int:
    """These ARTICLEs of an EVENT tell of another one."""
    from casualties.report import find

    with _deciding(ledger) as (result, keep):
        found = _event(result, event)
        out = {find.article(result, article).id for article in articles}
        strange = out - set(found.articles)
        if strange:
            raise click.UsageError(f"article {min(strange)} is not in event {found.id}")
        stay = set(found.articles) - out
        if not stay:
            raise click.UsageError(f"these are all articles of event {found.id}; leave at least one in it")
        groups = (_in_order(result, stay), _in_order(result, out))
        keep(_decision("split", (found.id, *groups[1]), by, reason, groups=groups))
    return 0


@command.command()
@click.argument("claim")
@signed
def reject(claim: str, ledger: Place | None, reason: str, by: str) -> int:
    """A CLAIM does not count: it was misread, or is not to be relied upon."""
    with _deciding(ledger) as (result, keep):
        keep(_decision("reject", (_claim(result, claim).id,), by, reason))
    return 0


@command.command()
@click.argument("claim")
@click.option("--low", type=click.IntRange(0), help="The smallest number that the words mean.")
@click.option("--high", type=click.IntRange(0), help="The largest.")
@click.option("--open-top", is_flag=True, help="There is no largest: `at least`.")
@click.option("--category", help="What is counted.")
@click.option("--kind", help="toll, partial, increment, transfer, previous, trend, background or period.")
@click.option("--status", help="asserted, unconfirmed, feared, denied or hypothetical.")
@signed
def correct(
    claim: str,
    low: int | None,
    high: int | None,
    open_top: bool,
    category: str | None,
    kind: str | None,
    status: str | None,
    ledger: Place | None,
    reason: str,
    by: str,
) -> int:
    """A CLAIM says something else; what is not named stays. A --low alone is the one figure that was meant."""
    from casualties.lexicon import categories
    from casualties.model import KINDS, STATUSES
    from casualties.reconcile import correct as corrected

    for option, told, allowed in (
        ("category", category, categories()),
        ("kind", kind, KINDS),
        ("status", status, STATUSES),
    ):
        if told is not None and told not in allowed:
            raise click.BadParameter(f"{told!r} is not one of {', '.join(allowed)}", param_hint=f"--{option}")
    named = {"low": low, "high": low if high is None else high, "category": category, "kind": kind, "status": status}
    changes: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
    if open_top:
        changes["high"] = None
    if not changes:
        raise click.UsageError("say what the claim says: --low, --high, --open-top, --category, --kind or --status")
    with _deciding(ledger) as (result, keep):
        read = _claim(result, claim)
        new = corrected(read, changes)
        if new.high is not None and (new.low is None or new.low > new.high):
            raise click.UsageError(f"a low of {new.low} and a high of {new.high} are no range; give both")
        if new.id == read.id and new.status == read.status:
            raise click.UsageError(f"claim {read.id} says that already")
        keep(_decision("correct", (read.id,), by, reason, corrected=new))
    return 0


@contextlib.contextmanager
def _deciding(ledger: Place | None) -> Iterator[tuple[Result, Callable[[Decision], None]]]:
    """What the ledger says, and a function that adds a decision to it; under its lock."""
    from casualties import store
    from casualties.cli import talk

    if ledger is None or (isinstance(ledger, Path) and not ledger.exists()):
        raise click.UsageError(NEEDED if ledger is None else f"{ledger} is not there: {NEEDED}")
    with store.alone(ledger):
        book = store.open_book(ledger, options.now())
        yield store.to_result(book.state), book.decide
    talk.say("recorded; the next run with this ledger follows it")


def _decision(act: Act, subjects: tuple[str, ...], by: str, reason: str, **more: Any) -> Decision:
    from casualties.feeds.text import one_line
    from casualties.model import Decision

    return Decision(act, subjects, one_line(by), one_line(reason), options.now(), **more)


def _in_order(result: Result, articles: set[str]) -> tuple[str, ...]:
    return tuple(article.id for article in result.articles if article.id in articles)


def _event(result: Result, told: str) -> Event:
    from casualties.cli import talk
    from casualties.report import find

    found = find.event(result, told)
    talk.note(result, told, found)
    return found


def _claim(result: Result, told: str) -> Claim:
    from casualties.model import Claim
    from casualties.report import find

    found = find.subject(result, told)
    if not isinstance(found, Claim):
        raise click.UsageError(f"{told!r} is an event; name a claim (claims.csv lists them)")
    return found
