"""The policies: named functions from what stands to low, best and high. Each docstring cites the rule it follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from casualties.model import Reason
from casualties.reconcile.live import Standing, leader
from casualties.reconcile.standing import Position


@dataclass(frozen=True, slots=True)
class Choice:
    """What a policy chose: the range, the claims it rests on, the steps that led there and the flags."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    basis: tuple[str, ...] = ()
    steps: tuple[Reason, ...] = ()
    flags: tuple[str, ...] = ()


Policy = Callable[[Standing], Choice]


def full_range(standing: Standing) -> Choice:
    """Ours, the default. Low and high are the smallest and largest toll that a live independent voice stands by.

    "At least n" is no rival of a larger closed figure, so it does not lower the range under one. The top is open where
    the largest figure is told only as "at least". Best is the newest toll of the highest-ranked kind of voice, then the
    majority, then the lower. Partial figures raise low where they exceed it and never lower it.
    """
    chosen = leader(standing)
    if chosen is None:
        return _floors_only(standing)
    closed = [p for p in standing.positions if p.high is not None]
    least = min([*closed, chosen], key=lambda p: (p.low, p.order))
    most = max(standing.positions, key=lambda p: (p.low if p.high is None else p.high, p.high is not None, p.order))
    steps = [
        Reason("low", f"The smallest toll that a live voice stands by is {least.low} ({least.name}).", least.claims),
        Reason("high", _told_high(most), most.claims),
        Reason("best", f"{chosen.name} ({chosen.rank.kind}) gives the leading figure: {chosen.figure}.", chosen.claims),
    ]
    choice = Choice(least.low, chosen.figure, most.high, _claims(least, most, chosen), tuple(steps))
    return _above_floors(choice, standing)


POLICIES: Mapping[str, Policy] = {"full-range": full_range}


def _told_high(most: Position) -> str:
    if most.high is None:
        return f"The largest toll is told as at least {most.low} ({most.name}), so the top is open."
    return f"The largest toll that a live voice stands by is {most.high} ({most.name})."


def _floors_only(standing: Standing) -> Choice:
    if not standing.floors:
        return Choice(steps=(Reason("no figure", "Nobody gives a figure that can be used."),))
    floor = max(standing.floors, key=lambda f: (f.low, f.order))
    detail = f"No total is told; the victims that {floor.voice.name or 'the article'} tells of add up to {floor.low}."
    return Choice(
        floor.low, floor.low, floor.low, floor.claims, (Reason("partial", detail, floor.claims),), ("partials-only",)
    )


def _above_floors(choice: Choice, standing: Standing) -> Choice:
    """Raise a choice to the largest floor, where that is higher."""
    floor = max(standing.floors, key=lambda f: (f.low, f.order), default=None)
    if floor is None or choice.low is None or floor.low <= choice.low:
        return choice
    who = floor.voice.name or "the article in its own words"
    detail = f"{who} tells of {floor.low} victims in part, so the toll is at least {floor.low}."
    return Choice(
        floor.low,
        max(floor.low, choice.best or 0),
        None if choice.high is None else max(floor.low, choice.high),
        tuple(dict.fromkeys(choice.basis + floor.claims)),
        (*choice.steps, Reason("floor", detail, floor.claims)),
        choice.flags,
    )


def _claims(*positions: Position) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim for position in positions for claim in position.claims))
