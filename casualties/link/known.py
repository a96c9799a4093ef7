"""What an earlier call worked out, so that the next one pays for what is new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from casualties.link.background import Common
from casualties.link.copies import Repeat
from casualties.link.profile import Profile
from casualties.model import Event, Judgement


@dataclass(frozen=True, slots=True)
class Known:
    """The dearest results of linking a set of articles, by article id: plain data, true of those articles only.

    Linking reads from it what still holds and works out the rest, so it changes the cost of a result and never the
    result. `actor` is the linker that made it; another one's is of no use. `profiles` are the articles as read,
    `months` what made words common by then. `repeats` says which report an article repeats, `edges` which earlier
    reports each one may share an event with, at what log-odds; `pairs` are further pairs that were judged, and
    `stories` groups that were compared, by a key of their members. `events` holds each event with its articles'
    judgements.
    """

    actor: str = ""
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    months: Mapping[int, Common] = field(default_factory=dict)
    repeats: Mapping[str, Repeat] = field(default_factory=dict)
    edges: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], float] = field(default_factory=dict)
    stories: Mapping[str, float] = field(default_factory=dict)
    events: Mapping[str, tuple[Event, tuple[Judgement, ...]]] = field(default_factory=dict)

    def holds(self, actor: str, places: Mapping[str, tuple[str, str]]) -> bool:
        """Whether it is whole, of the same linker, and of none but these articles, placed in time as they are."""
        whole = self.edges.keys() <= self.profiles.keys()
        return whole and self.actor == actor and all(places.get(i) == one.order for i, one in self.profiles.items())


NOTHING = Known()
