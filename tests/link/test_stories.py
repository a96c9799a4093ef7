"""The stories of twin events that the weights are fitted on, each linked by itself: most must come out right."""

import json
from itertools import combinations
from pathlib import Path

import pytest

from casualties.link import link
from casualties.model import Article, Moment

STORIES = Path(__file__).parents[2] / "data" / "twins.jsonl"
FIRST_UNLISTED = "twins-28"
"""From here on the places of the stories are in no list, or the two events are of two kinds."""


@pytest.mark.parametrize(("unlisted", "most_wrong", "most_lost"), [(False, 2, 7), (True, 0, 1)])
def test_stories_of_twins(unlisted, most_wrong, most_lost):
    """So many pairs of two events may be one, and so many of one may be two."""
    told = map(json.loads, STORIES.read_text(encoding="utf-8").splitlines())
    rows = [row for row in told if (row["id"] >= FIRST_UNLISTED) == unlisted]
    wrong, lost = [], []
    for story in dict.fromkeys(row["story"] for row in rows):
        told = {article(row): row["event_id"] for row in rows if row["story"] == story}
        home = {id_: event.id for event in link(list(told)).events for id_ in event.articles}
        for one, two in combinations(told, 2):
            together = home[one.id] == home[two.id]
            if together != (told[one] == told[two]):
                (wrong if together else lost).append((story, one.title, two.title))
    assert len(wrong) <= most_wrong, wrong
    assert len(lost) <= most_lost, lost


def article(row):
    published = Moment.parse(row["published"]) if "published" in row else None
    return Article.create(row["text"], row["title"], outlet=row["id"], published=published)
