"""One voice under its several names: how many there are, what each said over time, and what to call it at a step."""

from __future__ import annotations

from collections.abc import Iterable

from casualties.model import Revision
from casualties.report.phrases import gathered

UNNAMED = "the outlet itself"


def number(revisions: Iterable[Revision]) -> int:
    """How many voices there are; "police" and "a police spokesman" are one."""
    return len({revision.voice_id for revision in revisions})


def histories(revisions: Iterable[Revision]) -> list[list[Revision]]:
    """The steps of each voice, in the order in which the voices first spoke."""
    return list(gathered((revision.voice_id, revision) for revision in revisions).values())


def name(revision: Revision) -> str:
    """What the voice is called at a step."""
    return revision.voice.name or UNNAMED


def names(revisions: Iterable[Revision]) -> dict[Revision, str]:
    """What to call the voice of each step: where it gave the figure before by another name, both names.

    Else that figure would be put into the mouth of somebody who never gave it.
    """
    told, before = dict[Revision, str](), dict[tuple[str, str], str]()
    for step in revisions:
        now, former = name(step), before.get((step.category, step.voice_id), "")
        other = former.casefold() != now.casefold() and (step.before_low, step.before_high) != (None, None)
        told[step] = f"{now} (one voice with {former})" if former and other else now
        before[step.category, step.voice_id] = now
    return told
