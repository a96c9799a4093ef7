"""Clustering: groups of articles are joined the surest first, as long as the groups as a whole agree."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Sequence

Members = tuple[int, ...]
Linkage = Callable[[Members, Members], float]
Edge = tuple[float, int, int]

MOST_SPEAKERS = 6
"""Members that speak for a group when two groups are compared: bounds the judgements of a merge."""


def agglomerate(start: Iterable[Members], edges: Iterable[Edge], linkage: Linkage, threshold: float) -> list[Members]:
    """Join groups of numbers, best first, while the best linkage of two groups is at least `threshold`.

    Only groups that an edge (value, number, number) connects are compared, in the order of the edges' values at first
    and of `linkage` after a group has changed. The result does not depend on the order of the edges.
    """
    groups = {members[0]: members for members in start}
    home = {number: first for first, members in groups.items() for number in members}
    changes = dict.fromkeys(groups, 0)
    queue = [(-value, min(one, two), max(one, two), -1) for value, one, two in edges]
    heapq.heapify(queue)
    refused: dict[tuple[int, int], int] = {}
    while queue:
        _, one, two, as_of = heapq.heappop(queue)
        a, b = sorted((home[one], home[two]))
        if a == b:
            continue
        now = changes[a] + changes[b]
        if as_of == now and (one, two) == (a, b):
            groups[a] = tuple(sorted(groups[a] + groups.pop(b)))
            changes[a] = now + 1
            home.update(dict.fromkeys(groups[a], a))
        elif refused.get((a, b)) != now:
            agreed = linkage(groups[a], groups[b])
            if agreed >= threshold:
                heapq.heappush(queue, (-agreed, a, b, now))
            else:
                refused[a, b] = now
    return list(groups.values())


def average_link(judge: Callable[[int, int], float]) -> Linkage:
    """The mean judgement between the speakers of two groups."""

    def linkage(one: Members, two: Members) -> float:
        pairs = [(a, b) for a in speakers(one) for b in speakers(two)]
        return math.fsum(judge(a, b) for a, b in pairs) / len(pairs)

    return linkage


def speakers(members: Members) -> Sequence[int]:
    """At most MOST_SPEAKERS members, evenly spread, the first and the last among them."""
    if len(members) <= MOST_SPEAKERS:
        return members
    return [members[round(step * (len(members) - 1) / (MOST_SPEAKERS - 1))] for step in range(MOST_SPEAKERS)]
