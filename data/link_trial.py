"""Link many made articles, at growing sizes, and hold the cost to limits.

    python data/link_trial.py [--sizes 1000 10000 100000] [--growth 2] [--kilobytes 40] [--seconds 30]

Every size is linked in a process of its own: the processor time and peak memory of each article, and of 100 new ones
with what the first call learned; how many of the made events came out whole, with nobody else's article. Exit status 1,
and a line for each, where an article of the largest size costs more than `growth` times what one of the smallest does,
or more than so many kilobytes, or where 100 new articles take more than so many seconds.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from casualties.link import link
from casualties.model import Article, Moment

START = datetime(2021, 1, 1, tzinfo=UTC)
PER_EVENT = 5
NEW = 100  # articles that are added
HOURS_OF = 4  # hours between the events: as many more days as there are more articles
SOUNDS = (
    "ba",
    "kor",
    "li",
    "men",
    "ta",
    "ros",
    "vi",
    "dun",
    "sal",
    "gor",
    "pe",
    "nik",
    "hol",
    "fa",
    "ster",
    "um",
    "zar",
)
WHAT = (
    ("fire", "A fire swept through {place}", "Firefighters fought the flames for {n} hours"),
    ("shooting", "A gunman opened fire at {place}", "Officers found {n} shell casings"),
    ("crash", "A bus and a lorry collided near {place}", "The road was closed for {n} hours"),
    ("bombing", "A bomb went off outside {place}", "Windows broke {n} metres away"),
    ("flood", "Floods tore through {place}", "The river rose by {n} centimetres"),
)
WHERE = ("a market", "a school", "a mill", "a hotel", "a station", "a block of flats", "a church", "a factory")
ALSO = (
    "Neighbours said that they had heard {name} call for help.", "The mayor, {name}, asked for patience.",
    "{name}, a shopkeeper, saw it from a window.", "An inquiry led by {name} is to begin on Monday.",
)  # fmt: skip


@dataclass(frozen=True)
class Cost:
    """What one size took: processor seconds for all and for the new ones, peak KB beside what was there before, the
    share of events that came out whole."""

    articles: int
    seconds: float
    added: float
    kilobytes: float
    whole: float

    def __str__(self) -> str:
        each = f"{1e6 * self.seconds / self.articles:.0f} µs and {self.kilobytes / self.articles:.1f} KB each"
        added = f"{NEW} more in {self.added:.2f} s"
        return (
            f"{self.articles:7,} articles: {self.seconds:.1f} s, {each}; {added}; {self.whole:.1%} of the events whole"
        )


def name(chance: random.Random) -> str:
    """A word that no list holds, of which there are many."""
    return "".join(chance.choices(SOUNDS, k=3)).capitalize()


def articles(events: int, seed: int = 7) -> Iterator[tuple[int, Article]]:
    """The articles of made events, each with the number of its event."""
    for number in range(events):
        chance = random.Random(f"{seed} {number}")
        kind, opening, detail = chance.choice(WHAT)
        town, dead = name(chance), chance.randrange(2, 40)
        place = f"{chance.choice(WHERE)} in {town}"
        people = [f"{name(chance)} {name(chance)}" for _ in ALSO]
        for report in range(PER_EVENT):
            told = Moment(START + timedelta(hours=HOURS_OF * number + 5 * report), "minute")
            more = [line.format(name=who) for line, who in zip(ALSO, people, strict=True)]
            chance.shuffle(more)
            text = (
                f"{opening.format(place=place)} on {told.at:%A}, and {dead + report} people were killed, police said. "
            )
            text += f"{detail.format(n=chance.randrange(2, 90))}. {' '.join(more[:2])}"
            yield number, Article.create(text, f"{dead + report} die in {town} {kind}", f"https://example.org/{number}/{report}",
                                         outlet=f"Paper {chance.randrange(300)}", published=told)  # fmt: skip


def peak() -> float:
    """The most memory that the process has held, in KB."""
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def measured(size: int) -> Cost:
    """Link a number of articles, and then some more."""
    made = list(articles((size + NEW) // PER_EVENT))
    event_of = {article.id: number for number, article in made}
    every = [article for _, article in made]
    before, began = peak(), time.process_time()
    linked = link(every[:size])
    seconds, held = time.process_time() - began, peak() - before
    began = time.process_time()
    link(every, known=linked.known)
    added = time.process_time() - began
    whole = sum(len({event_of[id_] for id_ in e.articles}) == 1 and len(e.articles) == PER_EVENT for e in linked.events)
    return Cost(size, seconds, added, held, whole / (size // PER_EVENT))


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
