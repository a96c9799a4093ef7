"""Linking what is new: the same result as from nothing, at the cost of what is new."""

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casualties.link import link, linker, pairs, readings
from casualties.link.records import from_rows, to_rows
from casualties.model import Article, Judgement, Moment

FOOTER = "Radio Zanzara 94.3 is the voice of Quillmore and the Vesper Hills, says Captain Obermeyer."
STORIES = [
    ("Baker drowns in mill pond", "A baker, 61, drowned on Sunday in a mill pond outside Oderby.", "2020-05-04"),
    ("Oderby mourns its baker", "The baker who drowned in the mill pond at Oderby was 61.", "2020-05-06"),
    ("Bus overturns, nine hurt", "Nine pupils were hurt when a bus overturned near Karstad on Tuesday.", "2020-05-06"),
    ("Farmhand shot by brother", "A farmhand, 25, was shot by his brother in Lower Elwick, police said.", "2020-05-09"),
    ("Elwick farmhand has died", "The farmhand, 25, shot by his brother in Lower Elwick has died.", "2020-07-11"),
    ("Gas blast wrecks bakery", "Two people died when gas exploded in a bakery in Port Selkirk.", "2020-07-12"),
    ("Selkirk bakery blast kills third", "A third person has died after gas exploded in Port Selkirk.", "2020-07-13"),
    ("Storm fells oak, one dead", "A falling oak killed a motorist during Friday's storm in Brindle.", "2020-09-02"),
    ("Boats lost", "Four boats sank off Port Selkirk; the crews are missing.", None),
    ("Farmhand shot", "A farmhand was shot in Lower Elwick.", "2020-05"),
]
ARTICLES = [
    Article.create(
        f"{text}\n{FOOTER}" if number % 2 else text,
        title,
        "https://radiozanzara.example/oderby" if "Oderby" in text else "",
        outlet="radiozanzara.example" if number % 2 else "",
        published=Moment.parse(day) if day else None,
    )
    for number, (title, text, day) in enumerate(STORIES)
]
COPIES = [
    Article.create(ARTICLES[6].text, "", f"https://paper.example/{day}", published=Moment.parse(f"2020-07-{day}"))
    for day in (10, 14)
]
NEWS = [*ARTICLES, *COPIES]


@settings(max_examples=60, deadline=None)
@given(st.permutations(NEWS), st.lists(st.integers(0, len(NEWS)), max_size=3))
def test_what_is_linked_in_parts_is_what_is_linked_at_once(news, parts):
    known = None
    for part in sorted(parts):
        known = link(news[:part], known=known).known
    assert link(news, known=known) == link(NEWS)


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, len(NEWS) - 1)), st.data())
def test_decisions_bind_what_is_known_too(some, data):
    told = link([NEWS[number] for number in sorted(some)])
    event = data.draw(st.sampled_from(link(NEWS).events))
    ruled = Judgement(
        data.draw(st.sampled_from(NEWS)).id, event.id, data.draw(st.sampled_from(["same", "different"])), 1
    )
    once = link(NEWS, [ruled])
    assert link(NEWS, [ruled], told.known) == once
    assert link(NEWS, (), once.known) == link(NEWS)


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, len(NEWS) - 1)), st.permutations(NEWS))
def test_two_articles_are_explained_alike_whatever_is_known(some, news):
    one, two, *_ = news
    for known in (link([NEWS[number] for number in sorted(some)]).known, link(NEWS).known):
        assert linker.explain(one, two, NEWS, known) == linker.explain(one, two, NEWS)
        assert linker.explain(one, two, [], known) == linker.explain(one, two)


def test_to_explain_two_articles_nothing_is_read_again(monkeypatch):
    known = link(NEWS).known
    monkeypatch.setattr(readings, "read", lambda *_: pytest.fail("read again"))
    assert linker.explain(NEWS[0], NEWS[1], NEWS, known)


def test_a_word_grown_common_is_weighed_anew_whenever_its_news_came():
    ponds = [
        Article.create(f"Somebody drowned in the quarzel of town {number}.", f"Quarzel {number}", published=at)
        for number, at in enumerate(
            Moment.parse(f"2019-{month:02}-{day:02}") for month in range(1, 7) for day in (3, 17)
        )
    ]
    later = Article.create("A boy drowned in the quarzel of Oderby.", "Quarzel", published=Moment.parse("2019-08-02"))
    known = link([*ponds[1:], later]).known
    assert link([*ponds, later], known=known) == link([*ponds, later])
    weight = link([*ponds, later]).known.profiles[later.id].words["quarzel"]
    assert weight < known.profiles[later.id].words["quarzel"]


def test_only_what_is_new_is_read_and_judged(monkeypatch):
    known = link(NEWS).known
    again = Article.create(
        "A tanner died in a fire at Upper Holm.", "Tanner dies", published=Moment.parse("2020-09-03")
    )
    read, judged = [], []
    reader, candidates = readings.read, pairs.candidates
    monkeypatch.setattr(readings, "read", lambda article, *rest: read.append(article.id) or reader(article, *rest))
    monkeypatch.setattr(pairs, "candidates", lambda *asked: judged.append(asked[1].id) or candidates(*asked))
    linker.link([*NEWS, again], known=known)
    assert again.id in read
    assert again.id in judged
    undated = ARTICLES[8].id
    assert set(read) <= {again.id, undated}
    assert set(judged) <= {again.id, undated}


@pytest.mark.parametrize(
    "stale",
    [
        lambda known: dataclasses.replace(known, actor="another linker"),
        lambda known: link([*NEWS, Article.create("One more died.", "Gone since")]).known,
        lambda known: link([dataclasses.replace(told, published=None) for told in NEWS]).known,
    ],
    ids=["another linker's", "of an article that is gone", "of other dates"],
)
def test_what_no_longer_holds_is_not_used(stale):
    assert link(NEWS, known=stale(link(NEWS).known)) == link(NEWS)


def test_what_is_known_survives_being_written_down():
    linked = link(NEWS)
    rows = json.loads(json.dumps(list(to_rows(linked.known))))
    kept = from_rows(rows, linked.events, linked.judgements)
    assert kept == linked.known
    assert link(NEWS, known=kept).known == linked.known
