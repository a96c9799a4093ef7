"""Clustering: average link over judged pairs, the surest first."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable

MOST_SPEAKERS = 6
"""Members that speak for a group when two groups are compared: bounds the judgements of a merge."""

Pair = tuple[int, int]


def average_link(
    edges: Iterable[tuple[float, int, int]], judge: Callable[[int, int], float], threshold: float
) -> dict[int, list[int]]:
    """Group numbers into events: first member -> members in order. Numbers without an edge are not mentioned.

    Two groups are joined while the mean judgement between their speakers (at most MOST_SPEAKERS each, evenly spread
    over their members in order) is at least `threshold`; the pair of groups with the highest mean goes first.
    """
    groups: dict[int, list[int]] = {}
    home: dict[int, int] = {}
    versions: dict[int, int] = {}
    queue: list[tuple[float, int, int, int, int]] = []
    for value, one, two in edges:
        for number in (one, two):
            groups.setdefault(number, [number])
            home[number] = number
            versions[number] = 0
        if value >= threshold:
            queue.append((-value, min(one, two), max(one, two), 0, 0))
    heapq.heapify(queue)
    refused: dict[Pair, Pair] = {}
    while queue:
        value, one, two, seen_one, seen_two = heapq.heappop(queue)
        a, b = sorted((home[one], home[two]))
        if a == b or refused.get((a, b)) == (versions[a], versions[b]):
            continue
        current = (versions[home[one]], versions[home[two]])
        if (seen_one, seen_two) != current or home[one] != one or home[two] != two:
            mean = _mean(groups[a], groups[b], judge)
            if mean < threshold:
                refused[a, b] = (versions[a], versions[b])
            else:
                heapq.heappush(queue, (-mean, a, b, versions[a], versions[b]))
            continue
        groups[a] = sorted(groups[a] + groups.pop(b))
        versions[a] += 1
        for number in groups[a]:
            home[number] = a
    return groups


def speakers(members: list[int]) -> list[int]:
    """At most MOST_SPEAKERS members, evenly spread, the first and the last among them."""
    if len(members) <= MOST_SPEAKERS:
        return members
    return [members[round(step * (len(members) - 1) / (MOST_SPEAKERS - 1))] for step in range(MOST_SPEAKERS)]


def _mean(one: list[int], two: list[int], judge: Callable[[int, int], float]) -> float:
    pairs = [(a, b) for a in speakers(one) for b in speakers(two)]
    return sum(judge(a, b) for a, b in pairs) / len(pairs)
