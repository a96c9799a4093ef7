"""Link made-up news of growing size, and hold the cost to limits.

    python data/link_trial.py [--sizes 1000 10000 100000] [--growth 2] [--kilobytes 40] [--seconds 30]

Every size is linked in a process of its own: the processor time and peak memory of each article, then of the newest
hundred with what the first call learned; how many of the stories came out whole, with nobody else's report. All news is
of one year, so the larger collections are also the denser ones. Exit status 1, and a line for each, where an article of
the largest size costs more than `growth` times what one of the smallest does, or more than so many kilobytes, or where
the newest hundred take more than so many seconds.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from casualties.lexicon.linking import background
from casualties.lexicon.places import gazetteer
from casualties.link import link
from casualties.model import Article, Moment

NEW = 100  # articles that are added
KINDS = {
    "shooting": ("shot", "gunfire"),
    "crash": ("killed in a crash", "collision"),
    "fire": ("killed in a fire", "blaze"),
    "blast": ("killed by a blast", "bombing"),
}
SYLLABLES = ["ba", "do", "ka", "li", "mo", "na", "ru", "se", "ti", "vo", "wen", "zar"]


@dataclass(frozen=True)
class Cost:
    """What one size took: processor seconds for all and for the newest, peak KB beside what was there before, the share
    of stories that came out whole."""

    articles: int
    seconds: float
    added: float
    kilobytes: float
    whole: float

    def __str__(self) -> str:
        each = f"{1e6 * self.seconds / self.articles:.0f} µs and {self.kilobytes / self.articles:.1f} KB each"
        added = f"{NEW} more in {self.added:.2f} s"
        return (
            f"{self.articles:7,} articles: {self.seconds:.1f} s, {each}; {added}; {self.whole:.1%} of the stories whole"
        )


def made_up_news(size: int, seed: int = 1) -> list[tuple[int, Article]]:
    """Reports of some 200 words over a year, each with the number of its story, the newest last.

    A story has one to four reports. Every other one is of a city of the gazetteer, the rest of places that no list has.
    """
    chance = random.Random(seed)
    filler = sorted(word for word, rarity in background("en").items() if 3 <= rarity <= 9)
    cities = sorted({found[0][1] for found in gazetteer("en").rows.values() if int(found[0][4] or 0) > 100})
    made: list[tuple[int, Article]] = []
    story = 0
    while len(made) < size:
        story += 1
        place = chance.choice(cities) if story % 2 else name(chance, 4)
        victim = f"{name(chance, 3)} {name(chance, 3)}"
        told, noun = KINDS[chance.choice(sorted(KINDS))]
        street, age, day = chance.choice(filler).title(), chance.randrange(18, 90), chance.randrange(365)
        for report in range(chance.randrange(1, 5)):
            at = datetime(2023, 1, 1, tzinfo=UTC) + timedelta(days=day + report, minutes=chance.randrange(1440))
            words = chance.choices(filler, k=170)
            sentences = [" ".join(words[start : start + 17]).capitalize() + "." for start in range(0, 170, 17)]
            lead = f"{victim}, {age}, was {told} on {street} Street in {place}, police said of the {noun}."
            title = f"{place} {noun}: {chance.choice(['one dead', 'victim named', 'police appeal', 'man dies'])}"
            outlet = f"outlet{chance.randrange(200)}"
            made.append(
                (story, Article.create(" ".join([lead, *sentences]), title, outlet=outlet, published=Moment(at)))
            )
    return sorted(made[:size], key=lambda told: str(told[1].published))


def name(chance: random.Random, length: int) -> str:
    """A word that no list holds, of which there are many."""
    return "".join(chance.choices(SYLLABLES, k=length)).title()


def peak() -> float:
    """The most memory that the process has held, in KB."""
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def measured(size: int) -> Cost:
    """Link a number of articles, and then some more."""
    link([article for _, article in made_up_news(NEW)])  # tables are read once, whatever the size
    made = made_up_news(size + NEW)
    every = [article for _, article in made]
    before, began = peak(), time.process_time()
    linked = link(every[:size])
    seconds, held = time.process_time() - began, peak() - before
    began = time.process_time()
    added = link(every, known=linked.known)
    spent = time.process_time() - began
    stories: dict[int, set[str]] = defaultdict(set)
    for story, article in made:
        stories[story].add(article.id)
    found = {frozenset(event.articles) for event in added.events}
    return Cost(size, seconds, spent, held, sum(frozenset(told) in found for told in stories.values()) / len(stories))


def exceeded(costs: Sequence[Cost], growth: float, kilobytes: float, seconds: float) -> list[str]:
    """The limits that were not kept, in words."""
    first, last = costs[0], costs[-1]
    grown = (last.seconds / last.articles) / (first.seconds / first.articles)
    each = last.kilobytes / last.articles
    limits = {
        f"an article costs {grown:.1f} times as much among {last.articles:,}; the limit is {growth:g}": grown > growth,
        f"an article takes {each:.1f} KB; the limit is {kilobytes:g}": each > kilobytes,
        f"{NEW} new articles took {last.added:.1f} s; the limit is {seconds:g}": last.added > seconds,
    }
    return [limit for limit, broken in limits.items() if broken]


def main() -> None:
    """Each size in a process of its own, so that the peak is its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--growth", type=float, default=2)
    parser.add_argument("--kilobytes", type=float, default=40)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.one:
        print(json.dumps(asdict(measured(told.one))))
        return
    costs = []
    for size in told.sizes:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(size)], capture_output=True, text=True, check=True
        )
        costs.append(Cost(**json.loads(done.stdout)))
        print(costs[-1], flush=True)
    broken = exceeded(costs, told.growth, told.kilobytes, told.seconds)
    print("".join(f"link_trial: {limit}\n" for limit in broken), file=sys.stderr, end="")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
