"""The stories of twin events that the weights are fitted on, each linked by itself: most must come out right."""

import json
from itertools import combinations
from pathlib import Path

from casualties.link import link
from casualties.model import Article, Moment

STORIES = Path(__file__).parents[2] / "data" / "twins.jsonl"
MOST_WRONG, MOST_LOST = 2, 8
"""Pairs of two events that may be one, and of one that may be two."""


def test_stories_of_twins():
    rows = [json.loads(line) for line in STORIES.read_text(encoding="utf-8").splitlines()]
    wrong, lost = [], []
    for story in dict.fromkeys(row["story"] for row in rows):
        told = {article(row): row["event_id"] for row in rows if row["story"] == story}
        home = {id_: event.id for event in link(list(told)).events for id_ in event.articles}
        for one, two in combinations(told, 2):
            together = home[one.id] == home[two.id]
            if together != (told[one] == told[two]):
                (wrong if together else lost).append((story, one.title, two.title))
    assert len(wrong) <= MOST_WRONG, wrong
    assert len(lost) <= MOST_LOST, lost


def article(row):
    published = Moment.parse(row["published"]) if "published" in row else None
    return Article.create(row["text"], row["title"], outlet=row["id"], published=published)
