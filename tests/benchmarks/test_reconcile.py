"""What it costs to reconcile an event: the time must grow linearly with the claims.

`make bench` runs the small size. CASUALTIES_BENCH=1000,10000,100000 in the environment measures other numbers of
articles of one event (each with about one claim).
"""

import os
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from casualties.model import Article, Claim, Event, Moment, Span, Voice
from casualties.reconcile import reconcile

SIZES = [int(size) for size in os.environ.get("CASUALTIES_BENCH", "1000").split(",")]
VOICES = [(), *((Voice(n, k),) for n, k in (("police", "police"), ("the mayor", "official"), ("rescuers", "rescue")))]


def long_event(size):
    """One disaster: a toll that rises over ten days, told by fifty outlets with reprints, parts and stray figures."""
    random = Random(size)
    start = datetime(2024, 1, 1, tzinfo=UTC)
    articles, claims = [], []
    for number in range(size):
        share = number / size
        standing = int(500 * share**0.5) + 1
        kind = random.choices(("toll", "partial", "previous", "trend", "toll"), (60, 20, 5, 5, 10))[0]
        low = {"partial": standing // 3, "previous": max(0, standing - 10)}.get(kind, standing)
        stray = random.random() < 0.03
        words = f"story {number % 400 if random.random() < 0.3 else number} "
        text = words * 8 + f"{low} people were killed " + words * 8
        article = Article.create(
            text, url=f"https://news.example/{number}", outlet=f"Outlet {random.randrange(50)}",
            published=Moment(start + timedelta(days=10) * share),
        )  # fmt: skip
        at = text.index("people")
        articles.append(article)
        figure = None if kind == "trend" else low * random.randrange(3, 40) if stray else low
        span, voices = Span(at, at + 6), random.choice(VOICES)
        claims.append(Claim.create(article, span, "killed", kind, figure, figure, voices=voices))
    return Event("e", "A disaster", tuple(article.id for article in articles)), articles, claims


@pytest.mark.parametrize("size", SIZES)
def test_one_long_event(benchmark, size):
    found = benchmark.pedantic(reconcile, long_event(size), rounds=1 if size > 5000 else 3)
    assert found.estimates
    assert found.history


@pytest.mark.parametrize("size", SIZES)
def test_many_small_events(benchmark, size):
    drawn = [long_event(10) for _ in range(size // 10)]

    def all_events():
        return [reconcile(*event) for event in drawn]

    assert all(found.estimates for found in benchmark.pedantic(all_events, rounds=1))
