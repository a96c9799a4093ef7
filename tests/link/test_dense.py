"""Dense news: many killings of one city within days, each told by a few outlets in much the same words."""

import random
from collections import Counter
from itertools import combinations

import pytest

from casualties.link import link
from casualties.model import Article, Moment

FIRST = ["Aldo", "Bette", "Corin", "Dace", "Emlyn", "Fenna", "Garth", "Hilda", "Ivo", "Jorun", "Kit", "Liesl"]
LAST = ["Abdill", "Brannock", "Casteel", "Dunmore", "Eastlake", "Farrow", "Gantry", "Hobart", "Ingles", "Jessup",
        "Kettering", "Larkin", "Mawson", "Norcross", "Oakden", "Pruett"]  # fmt: skip
TREES = ["Alder", "Birch", "Cedar", "Elm", "Hazel", "Linden", "Maple", "Oak", "Pine", "Rowan", "Thorn", "Willow"]
ENDINGS = ["", "bank", "brook", "croft", "dale", "field", "gate", "hurst", "ley", "mere", "ridge", "stead", "ton",
           "view", "ville", "way", "well", "wood"]  # fmt: skip
STREETS = [tree + ending for tree in TREES for ending in ENDINGS]
KINDS = ["Street", "Avenue", "Road", "Lane", "Drive"]
WHERE = ["outside a store", "in a parked car", "on the porch of a house", "in an alley", "at a bus stop", "in a yard"]
REPORTS = [
    (
        "Man, {age}, fatally shot in {city}",
        "A {age}-year-old man was fatally shot {where} on {street} {when}, {city} police said. Officers were called at "
        "{hour} and found him with gunshot wounds. He was pronounced dead at the scene. No arrests have been made.",
    ),
    (
        "Police identify man killed on {street}",
        "{city} police have identified the man shot dead on {street} {when} as {first} {last}, {age}. He was found "
        "{where} shortly after {hour}. Detectives ask anyone who knows more to call.",
    ),
    (
        "{city} police investigate homicide",
        "Police in {city} are investigating a homicide after a man was shot on {street}. {first} {last}, {age}, was "
        "hit several times {where} at about {hour} {when} and died in hospital. A motive is not known.",
    ),
    (
        "Family mourns victim of {city} shooting",
        "The family of {first} {last}, {age}, asked for justice after he was shot and killed {where} on {street} in "
        "{city} {when}. Neighbours lit candles. Police have made no arrests.",
    ),
    (
        "One dead in {street} shooting",
        "One person died in a shooting {when} on {street} in {city}, police said. It was reported at {hour}. The man, "
        "{age}, was taken to hospital, where he died.",
    ),
]  # fmt: skip
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def killings(events, days, seed=1, city="Milwaukee"):
    """Reports of so many killings that happened within so many days, each with the number of its event."""
    chance = random.Random(seed)
    streets = chance.sample(STREETS, events)
    told = {}
    for event in range(events):
        day = 7 + event % days
        said = {
            "city": city,
            "first": chance.choice(FIRST),
            "last": chance.choice(LAST),
            "age": chance.randrange(18, 70),
            "street": f"{streets[event]} {chance.choice(KINDS)}",
            "where": chance.choice(WHERE),
            "when": f"on {WEEKDAYS[day % 7]}",
            "hour": f"{chance.randrange(1, 13)}:{chance.randrange(60):02} {chance.choice(['a.m.', 'p.m.'])}",
        }
        for number, (title, text) in enumerate(chance.sample(REPORTS, chance.randrange(1, 5))):
            published = Moment.parse(f"2018-01-{1 + day + number // 2:02}")  # 1 January 2018 was a Monday
            outlet = f"outlet{chance.randrange(40)}"
            told[Article.create(text.format(**said), title.format(**said), outlet=outlet, published=published)] = event
    return told


def pairs_of(told):
    """Precision and recall of the pairs that linking puts into one event."""
    home = {id_: event.id for event in link(list(told)).events for id_ in event.articles}
    found = Counter((told[a] == told[b], home[a.id] == home[b.id]) for a, b in combinations(told, 2))
    right = found[True, True]
    return right / max(1, right + found[False, True]), right / (right + found[True, False])


@pytest.mark.parametrize(("events", "days"), [(80, 1), (80, 14), (10, 3)])
def test_killings_of_one_city_are_not_drawn_into_one(events, days):
    precision, recall = pairs_of(killings(events, days))
    assert precision >= 0.93
    assert recall >= 0.95


def test_what_is_told_of_why_says_what_the_crowd_took():
    linked = link(list(killings(80, 1)))
    reasons = [{reason.rule: reason.weight for reason in why.reasons} for why in linked.judgements]
    crowded = [told for told in reasons if "crowd" in told]
    assert crowded
    for told in crowded:
        assert told["crowd"] < 0
        assert told["total"] == pytest.approx(sum(value for rule, value in told.items() if rule != "total"), abs=0.001)


def test_a_crowd_that_grows_is_told_as_if_all_had_come_at_once():
    told = sorted(killings(30, 2), key=lambda article: article.id)
    known = link(told[: len(told) // 2]).known
    assert link(told, known=known) == link(told)
