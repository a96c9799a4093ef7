"""Fit the weights of the linker's features and write casualties/lexicon/linkweights.toml.

    python data/fit_links.py GOLD... [--part 0] [--shift 2.6] [--version 3]

GOLD is a file or a folder of files, a ledger each. A gold row carries `text`, `event_id` (null: of no event) and, where
known, `title`, `url`, `source` and `published`. The first, many small stories, gives the prior; of it only the events
whose hash falls into `--part` (of two) are used, so that the other half stays an honest measure. It is read again with
its events moved into DENSER spans of days, for the same stories in denser news, and its events are made twins
(`twins`). The others count OTHERS as much, each with a prior of its own. STORIES, which are small ledgers of twin
events written for this project, count TAUGHT as much; each is judged alone, at the prior that the linker will have.

The fit is a logistic regression over the pairs that blocking brings up, and over pairs of one event that it misses. A
pair weighs as little as the larger of its events is large, so that no single event decides. Weights are held to the
sign that the feature's meaning gives it (`sign`), and pulled towards 0 by PENALTY on the standardised scale.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import itertools
import json
import zlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from casualties.lexicon.linking import Weights
from casualties.link.features import FEATURES
from casualties.link.judge import in_order, judge_of
from casualties.link.pairs import pair_up
from casualties.link.profile import Profile, Weighed, order
from casualties.link.readings import read_all
from casualties.link.when import month_of
from casualties.model import Article, Moment

TARGET = Path(__file__).parent.parent / "casualties" / "lexicon" / "linkweights.toml"
PENALTY = 2e-4
OTHERS = 0.2
STORIES = Path(__file__).parent / "twins.jsonl"
TAUGHT = 0.05
DENSER = (364, 56)
FOLD_TO = date(2016, 1, 4).toordinal()
TWINS = 4
TWIN_WEIGHT = 0.15
STEPS = 4000
MISSED_PER_EVENT = 60
AGAINST = ("differ", "gap", "apart")
"""A feature whose name has one of these speaks against, every other for."""
Row = dict[str, Any]


def half(row: Row) -> int:
    """Which half of the gold a row's event belongs to."""
    return int(hashlib.sha256(str(row["event_id"] or row["text"]).encode()).hexdigest(), 16) % 2


def read_gold(path: Path) -> list[Row]:
    """The rows of a file, or of all files of a folder, which are one ledger."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [{"event_id": None, **json.loads(line)} for line in lines]


def article(row: Row) -> Article:
    """The article of a gold row; a time without an offset is read as a day."""
    told = row.get("published")
    published = (
        Moment.parse(told if len(told) > 19 or told.endswith("Z") or "+" in told else told[:10]) if told else None
    )
    return Article.create(
        row["text"], row.get("title") or "", row.get("url") or "", outlet=row.get("source") or "", published=published
    )


def crowd_into(rows: Sequence[Row], days: int) -> list[Row]:
    """The rows with each event moved as a whole, by whole weeks, so that all of them begin within so many days."""
    first: dict[str, int] = {}
    for row in rows:
        if row.get("published"):
            day = date.fromisoformat(row["published"][:10]).toordinal()
            first[row["event_id"]] = min(day, first.get(row["event_id"], day))
    moved = []
    for row in rows:
        if row.get("published"):
            begun = first[row["event_id"]]
            start = FOLD_TO + 7 * (zlib.crc32(str(row["event_id"]).encode()) % (days // 7))
            day = date.fromisoformat(row["published"][:10]).toordinal() + (start - begun) // 7 * 7
            row = {**row, "published": date.fromordinal(day).isoformat()}
        moved.append(row)
    return moved


def pairs(rows: Sequence[Row], with_twins: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Feature values, labels and weights of the pairs of one ledger."""
    known: dict[str, tuple[Article, str]] = {}
    for row in rows:
        made = article(row)
        known[made.id] = (made, row["event_id"] or f"none:{made.id}")
    ordered = sorted((made for made, _ in known.values()), key=order)
    events = [known[made.id][1] for made in ordered]
    sizes = Counter(events)
    readings = read_all(ordered)
    profiles = readings.profiles
    blank = Weights(0.0, {feature.__name__: 0.0 for feature in FEATURES}, "")
    paired = pair_up(readings, judge_of(blank))
    repeats, chosen = paired.repeats, {(one, two) for _, one, two in paired.edges}
    for event, size in sizes.items():
        members = [number for number, other in enumerate(events) if other == event and number not in repeats]
        if size > 1:
            every = list(itertools.combinations(members, 2))
            chosen |= set(every[:: max(1, len(every) // MISSED_PER_EVENT)])
    values, labels, weights = [], [], []
    for a, b in twins(profiles, events) if with_twins else ():
        values.append([feature(a, b) for feature in FEATURES])
        labels.append(False)
        weights.append(TWIN_WEIGHT)
    for one, two in sorted(chosen):
        a, b = in_order(profiles[one], profiles[two])
        values.append([feature(a, b) for feature in FEATURES])
        labels.append(events[one] == events[two])
        weights.append(1 / max(sizes[events[one]], sizes[events[two]]))
    return np.array(values), np.array(labels, float), np.array(weights)


def twins(profiles: Sequence[Profile], events: Sequence[str]) -> list[tuple[Profile, Profile]]:
    """Two events made neighbours: every article beside others of its type, moved to its place and its days.

    What is left to tell them apart is what tells twin events apart: people, streets, ages, times of day, words.
    """
    found = []
    for number, profile in enumerate(profiles):
        if profile.day is None or not (profile.where.cities or profile.where.names):
            continue
        others = [
            other
            for at, other in enumerate(profiles)
            if events[at] != events[number] and other.type == profile.type and other.day is not None
        ]
        others.sort(key=lambda other: zlib.crc32(f"{profile.id}{other.id}".encode()))
        found += [(profile, move(other, profile)) for other in others[:TWINS]]
    return found


def move(profile: Profile, to: Profile) -> Profile:
    """The profile with another's place, published up to three days after that one, or up to 60."""
    chance = zlib.crc32(profile.id.encode())
    day = (to.day or 0) + (chance // 2 % 4 if chance % 2 else chance // 2 % 60)
    gone, come = profile.where.words, to.where.words

    def moved(words: dict[str, float], model: dict[str, float]) -> Weighed:
        kept = {word: bits for word, bits in words.items() if word not in gone}
        return Weighed(kept | {word: bits for word, bits in model.items() if word in come})

    days = tuple(told + day - (profile.day or 0) for told in profile.days)
    return dataclasses.replace(
        profile,
        day=day,
        order=(to.order[0] + "+", profile.id),
        days=days,
        weekdays=frozenset(date.fromordinal(told).weekday() for told in days),
        months=frozenset(month - month_of(profile.day or 1) + month_of(day or 1) for month in profile.months),
        where=to.where,
        words=moved(profile.words, to.words),
        title=moved(profile.title, to.title),
        lead=moved(profile.lead, to.lead),
    )


def taught() -> tuple[np.ndarray, ...]:
    """Feature values, labels and weights of the pairs of every story of STORIES."""
    by_story: dict[str, list[Row]] = {}
    for line in STORIES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        by_story.setdefault(row["story"], []).append(row)
    parts = [
        (*values, weights / weights.sum()) for *values, weights in (pairs(rows, False) for rows in by_story.values())
    ]
    return tuple(map(np.concatenate, zip(*parts, strict=True)))


def fit(
    x: np.ndarray, y: np.ndarray, w: np.ndarray, ledger: np.ndarray, lift: np.ndarray, signs: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Penalised logistic regression with bounds, by projected gradient steps on standardised values.

    Every ledger (a number per pair) has a prior of its own, so that how many pairs of it are of one event says nothing
    about the features; `lift` is added to it. Returns the priors and the weights.
    """
    scale = x.std(axis=0) + 1e-9
    ledgers = np.eye(int(ledger.max()) + 1)[ledger]
    z = np.column_stack([ledgers, x / scale])
    free = np.zeros(ledgers.shape[1])
    bound, pull = np.concatenate([free, signs]), np.concatenate([free, np.full(x.shape[1], PENALTY)])
    beta, momentum, velocity = np.zeros(z.shape[1]), np.zeros(z.shape[1]), np.zeros(z.shape[1])
    for step in range(1, STEPS + 1):
        p = 1 / (1 + np.exp(-np.clip(z @ beta + lift, -30, 30)))
        slope = z.T @ (w * (p - y)) / w.sum() + pull * beta
        momentum = 0.9 * momentum + 0.1 * slope
        velocity = 0.999 * velocity + 0.001 * slope**2
        beta = beta - 0.02 * (momentum / (1 - 0.9**step)) / (np.sqrt(velocity / (1 - 0.999**step)) + 1e-8)
        beta = np.where(bound * beta < 0, 0.0, beta)
    return beta[: len(free)], beta[len(free) :] / scale


def sign(name: str) -> float:
    """The direction a feature may speak in: 1 for, -1 against."""
    return -1.0 if any(part in name for part in AGAINST) else 1.0


def main() -> None:
    """Read the gold, fit, write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", nargs="+", help="the first file gives the prior")
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument(
        "--shift", type=float, default=2.6, help="added to the fitted prior: groups are judged by means"
    )
    parser.add_argument("--version", default="3")
    told = parser.parse_args()
    values, labels, weights = taught()
    found, ledgers, shares = [(values, labels)], [np.zeros(len(labels), int)], [weights / weights.sum() * TAUGHT]
    for number, path in enumerate(told.gold):
        rows = [row for row in read_gold(Path(path)) if number or half(row) == told.part]
        for version in (rows, *(crowd_into(rows, days) for days in DENSER)) if number == 0 else (rows,):
            values, labels, weights = pairs(version, number == 0 and version is rows)
            found.append((values, labels))
            ledgers.append(np.full(len(labels), number))
            shares.append(weights / weights.sum() * (1.0 if number == 0 else OTHERS))
    x, y = (np.concatenate(part) for part in zip(*found, strict=True))
    w, ledger = np.concatenate(shares), np.concatenate(ledgers)
    lift = np.concatenate([np.full(len(shares[0]), told.shift), np.zeros(len(ledger) - len(shares[0]))])
    names = [feature.__name__ for feature in FEATURES]
    priors, beta = fit(x, y, w, ledger, lift, np.array([sign(name) for name in names]))
    TARGET.write_text(
        "# Fitted by data/fit_links.py. The log-odds that two articles tell of one event: the prior plus the sum of\n"
        "# weight times value. What a feature means is its docstring in casualties/link/features.py.\n"
        f'version = "{told.version}"\nprior = {priors[0] + told.shift:.3f}\n\n[features]\n'
        + "".join(f"{name} = {value:.3f}\n" for name, value in zip(names, beta, strict=True)),
        encoding="utf-8",
    )
    p = np.clip(1 / (1 + np.exp(-(priors[ledger] + lift + x @ beta))), 1e-9, 1 - 1e-9)
    loss = -(w * (y * np.log(p) + (1 - y) * np.log(1 - p))).sum() / w.sum()
    print(f"{len(y)} pairs, {int(y.sum())} of one event; mean log-loss {loss:.4f}; priors {priors.round(2)}")
    for name, value, spread in zip(names, beta, x.std(axis=0), strict=True):
        print(f"{name:20s} {value:8.3f}  standardised {value * spread:6.2f}")


if __name__ == "__main__":
    main()
