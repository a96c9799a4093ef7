"""Analyst decisions outrank the machine."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from casualties.link import judgements, link
from casualties.model import Article, Decision, Judgement, Moment

FIRE = Article.create(
    "A fire killed two people in a bakery on Hollis Street in Oderby on Monday.",
    "Two die in Oderby bakery fire",
    published=Moment.parse("2020-03-02"),
)
FOLLOW = Article.create(
    "A third person has died after Monday's bakery fire on Hollis Street in Oderby.",
    "Oderby bakery fire: third death",
    published=Moment.parse("2020-03-04"),
)
FLOOD = Article.create(
    "Floods swept away a campsite near Karstad on Wednesday, killing a camper.",
    "Camper dies in Karstad flood",
    published=Moment.parse("2020-03-05"),
)
NEWS = [FIRE, FOLLOW, FLOOD]


def decision(article, event, verdict):
    return Judgement(article.id, event.id, verdict, 1.0, actor="analyst:kim")


def home(linked, article):
    return next(event for event in linked.events if article.id in event.articles)


def test_without_decisions_the_follow_up_joins_and_the_flood_does_not():
    linked = link(NEWS)
    assert home(linked, FOLLOW) == home(linked, FIRE) != home(linked, FLOOD)


def test_an_article_kept_out_stays_out():
    fire = home(link(NEWS), FIRE)
    linked = link(NEWS, [decision(FOLLOW, fire, "different")])
    assert home(linked, FOLLOW) != home(linked, FIRE)


def test_an_article_put_in_stays_in_and_the_decision_is_its_judgement():
    put = decision(FLOOD, home(link(NEWS), FIRE), "same")
    linked = link(NEWS, [put])
    assert home(linked, FLOOD) == home(linked, FIRE)
    assert put in linked.judgements


EARLIER = Article.create(
    "A fire broke out in a bakery on Hollis Street in Oderby on Monday; two people died.",
    "Fire in Oderby bakery",
    published=Moment.parse("2020-03-01"),
)
VERDICTS = st.tuples(st.sampled_from(NEWS), st.sampled_from(NEWS), st.sampled_from(["same", "different"]))


@settings(max_examples=30, deadline=None)
@given(st.lists(VERDICTS, max_size=5), st.booleans())
def test_every_judgement_names_an_event_that_there_is(verdicts, earlier):
    """Also when an article from before those that were decided about begins their event."""
    alone = {told: link([told]).events[0] for told in NEWS}
    decisions = [decision(subject, alone[first], verdict) for subject, first, verdict in verdicts]
    linked = link([*NEWS, *([EARLIER] if earlier else [])], decisions)
    assert {why.event for why in linked.judgements} == {event.id for event in linked.events}
    assert {(event.id, told) for event in linked.events for told in event.articles} == {
        (why.event, why.subject) for why in linked.judgements
    }


def test_a_decision_follows_its_event_to_the_id_that_an_earlier_article_gives_it():
    put = decision(FLOOD, home(link(NEWS), FIRE), "same")
    linked = link([EARLIER, *NEWS], [put])
    assert home(linked, FLOOD) == home(linked, FIRE) == home(linked, EARLIER)
    assert replace(put, event=home(linked, EARLIER).id) in linked.judgements


def test_the_newest_decision_holds():
    fire = home(link(NEWS), FIRE)
    linked = link(NEWS, [decision(FLOOD, fire, "same"), decision(FLOOD, fire, "different")])
    assert linked.events == link(NEWS).events


def test_a_decision_about_unknown_articles_or_events_changes_nothing():
    other = Article.create("Nobody was hurt.", "Elsewhere")
    stray = [decision(other, home(link(NEWS), FIRE), "same"), Judgement(FIRE.id, "0" * 16, "different", 1.0)]
    assert link(NEWS, stray) == link(NEWS)


def test_a_second_split_leaves_the_first_as_it_was_decided():
    texts = ["A bus fell off the bridge in Leeds on Monday, killing nine.", "The Leeds bridge bus plunge killed nine.",
             "Nine died as a bus fell off a bridge in Leeds."]  # fmt: skip
    one, two, three = (Article.create(text, published=Moment.parse("2026-03-02")) for text in texts)
    first = Decision("split", (), "Kim", "another bus", groups=((one.id, two.id), (three.id,)))
    second = Decision("split", (), "Kim", "and another", groups=((two.id,), (one.id,)))
    linked = link([one, two, three], judgements([first, second]))
    assert {event.articles for event in linked.events} == {(one.id,), (two.id,), (three.id,)}
