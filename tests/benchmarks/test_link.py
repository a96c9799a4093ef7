"""What linking costs: per article it should not grow with the number of articles."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from casualties.lexicon.linking import background
from casualties.lexicon.places import gazetteer
from casualties.link import link
from casualties.model import Article, Moment

KINDS = {
    "shooting": ("shot", "gunfire"),
    "crash": ("killed in a crash", "collision"),
    "fire": ("killed in a fire", "blaze"),
    "blast": ("killed by a blast", "bombing"),
}
SYLLABLES = ["ba", "do", "ka", "li", "mo", "na", "ru", "se", "ti", "vo", "wen", "zar"]


def made_up_news(size: int, seed: int = 1) -> list[Article]:
    """Stories of one to four reports over a year, of some 200 words each, in the cities of the gazetteer."""
    chance = random.Random(seed)
    filler = sorted(word for word, rarity in background("en").items() if 3 <= rarity <= 9)
    cities = sorted(found[0][1] for found in gazetteer("en").rows.values() if int(found[0][4]) > 100)
    articles: list[Article] = []
    while len(articles) < size:
        city, kind = chance.choice(cities), chance.choice(sorted(KINDS))
        victim = " ".join("".join(chance.choices(SYLLABLES, k=3)).title() for _ in range(2))
        street, age, day = chance.choice(filler).title(), chance.randrange(18, 90), chance.randrange(365)
        told, noun = KINDS[kind]
        for report in range(chance.randrange(1, 5)):
            at = datetime(2023, 1, 1, tzinfo=UTC) + timedelta(days=day + report, minutes=chance.randrange(1440))
            words = chance.choices(filler, k=170)
            sentences = [" ".join(words[start : start + 17]).capitalize() + "." for start in range(0, 170, 17)]
            lead = f"{victim}, {age}, was {told} on {street} Street in {city}, police said of the {noun}."
            title = f"{city} {noun}: {chance.choice(['one dead', 'victim named', 'police appeal', 'man dies'])}"
            outlet = f"outlet{chance.randrange(200)}"
            text = " ".join([lead, *sentences])
            articles.append(Article.create(text, title, outlet=outlet, published=Moment(at)))
    return articles[:size]


@pytest.mark.parametrize("size", [1_000, 10_000])
def test_linking(benchmark, size):
    news = made_up_news(size)
    linked = benchmark.pedantic(link, args=(news,), rounds=1, iterations=1)
    assert sum(len(event.articles) for event in linked.events) == size


@pytest.mark.parametrize("size", [1_000, 10_000])
def test_adding_a_hundred(benchmark, size):
    """The newest hundred of a ledger whose other articles are known."""
    news = sorted(made_up_news(size), key=lambda article: str(article.published))
    known = link(news[:-100]).known
    linked = benchmark.pedantic(link, args=(news,), kwargs={"known": known}, rounds=1, iterations=1)
    assert sum(len(event.articles) for event in linked.events) == size
