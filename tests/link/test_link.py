"""What any linking must hold to, and bad input."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casualties.lexicon.linking import weights
from casualties.link import Linked, explain, link
from casualties.link.features import FEATURES
from casualties.model import Article, Moment, Place


def article(title: str, text: str, published: str | None = None, url: str = "", outlet: str = "") -> Article:
    return Article.create(text, title, url, outlet=outlet, published=Moment.parse(published) if published else None)


QUAKE = [
    article(
        "Quake kills 41 near Dushkol",
        "At least 41 people died when an earthquake struck near the town of Dushkol on Monday evening. Houses fell "
        "in three valleys and soldiers dug for survivors.",
        "2021-03-02",
    ),
    article(
        "Dushkol earthquake toll rises to 68",
        "The number of people killed by Monday's earthquake near Dushkol has risen to 68, officials said. It "
        "flattened houses in three valleys. Soldiers were still digging for survivors.",
        "2021-03-03",
    ),
]
CRASH = [
    article(
        "Cyclist badly hurt in Norvale hit-and-run",
        "A 33-year-old cyclist was in a critical condition on Saturday after a van struck him on Tannery Road in "
        "Norvale and drove off, police said. He was named as Ilja Sorensen.",
        "2022-05-14",
    ),
    article(
        "Norvale cyclist dies after hit-and-run",
        "The cyclist struck by a van on Tannery Road in Norvale has died in hospital, police said on Sunday. Ilja "
        "Sorensen, 33, worked as a baker. The driver has not been found.",
        "2022-05-15",
    ),
]

TRIAL = article(
    "Driver found after baker dies in hospital in Norvale",
    "The driver who was not found when the man who worked as a baker died in hospital in Norvale on Sunday gave "
    "himself up to police.",
    "2022-05-16",
)


def test_nothing_gives_nothing():
    assert link([]) == Linked((), ())


def test_a_single_undated_article_is_an_event():
    told = article("US Carries Out Strike in Baghdad", "A drone hit a vehicle at a base in Baghdad, Iraqi police said.")
    (event,) = link([told]).events
    assert event.title == "US Carries Out Strike in Baghdad"
    assert event.place == Place("Baghdad", "Iraq", "city")
    assert event.type == "strike"
    assert event.date is None
    assert event.articles == (told.id,)


def test_an_event_is_described_by_its_articles():
    crash, quake = sorted(link([*QUAKE, *CRASH]).events, key=lambda event: event.title)
    assert (crash.title, crash.type, str(crash.date)) == (CRASH[0].title, "vehicle-crash", "2022-05-14")
    assert (quake.title, quake.type, str(quake.date)) == (QUAKE[0].title, "earthquake", "2021-03-01")
    assert quake.place.name == "Dushkol"


@settings(max_examples=20, deadline=None)
@given(st.permutations([*QUAKE, *CRASH]))
def test_the_order_given_does_not_matter(articles):
    assert link(articles) == link([*QUAKE, *CRASH])


def test_an_event_keeps_its_id_when_a_later_article_joins():
    (before,) = link(QUAKE[:1]).events
    (after,) = link(QUAKE).events
    assert before.id == after.id
    assert after.articles == tuple(told.id for told in QUAKE)


def test_what_was_linked_does_not_depend_on_what_comes_later():
    early = {event.id: set(event.articles) for event in link(QUAKE).events}
    late = {event.id: set(event.articles) for event in link([*QUAKE, *CRASH]).events}
    assert early.items() <= late.items()


def test_every_article_has_one_judgement_with_reasons():
    linked = link([*QUAKE, *CRASH])
    assert {judgement.subject for judgement in linked.judgements} == {told.id for told in (*QUAKE, *CRASH)}
    assert all(judgement.reasons and judgement.actor for judgement in linked.judgements)


def test_an_explanation_adds_up():
    reasons = explain(*QUAKE)
    assert reasons[0].rule == "prior"
    assert reasons[-1].rule == "total"
    parts = sum(reason.weight for reason in reasons[:-1])
    assert math.isclose(parts, reasons[-1].weight, abs_tol=0.01)
    assert reasons == explain(*reversed(QUAKE))


def test_two_that_share_an_event_by_way_of_others_are_judged_against_those():
    crash, death = CRASH
    linked = link([crash, death, TRIAL])
    assert len(linked.events) == 1
    assert explain(crash, TRIAL, [death])[-1].weight < 0
    matched = {judgement.subject: judgement.reasons[-1].evidence for judgement in linked.judgements}
    assert matched == {crash.id: (crash.id, death.id), death.id: (crash.id, death.id), TRIAL.id: (death.id, TRIAL.id)}


def test_every_feature_has_a_weight_and_a_docstring():
    names = {feature.__name__ for feature in FEATURES}
    assert names == set(weights().features)
    assert all(feature.__doc__ for feature in FEATURES)


def test_an_article_given_twice_is_an_error():
    told = article("A", "One died.")
    with pytest.raises(ValueError, match="twice"):
        link([told, told])


@pytest.mark.parametrize("text", ["", "\n\n", "One died.", "DIED", "\ud800", "1 2 3", "..." * 50, "A " * 5000])
def test_any_text_gives_an_event(text):
    (event,) = link([Article.create(text)]).events
    assert len(event.articles) == 1


def test_texts_that_say_nothing_are_not_linked():
    vague = [article("", f"{count} people died.", "2020-01-01") for count in range(1, 9)]
    linked = link(vague)
    assert len(linked.events) == 8
    assert {judgement.reasons[0].detail for judgement in linked.judgements} == {"Says too little to be linked."}


def test_a_page_with_new_text_is_a_version_of_the_same_event():
    url = "https://example.org/news/quake"
    first = article("Quake near Dushkol", "A quake shook Dushkol, houses fell.", "2021-03-01", url)
    later = article("What we know so far", "Rescue dogs arrive, says the army; 70 are dead.", "2021-03-04", url)
    linked = link([first, later])
    assert len(linked.events) == 1
    assert linked.judgements[1].reasons[0].rule == "same_url"


def test_the_front_page_of_a_site_is_no_page():
    site = "https://example.org/"
    other = article(CRASH[0].title, CRASH[0].text, "2022-05-14", site)
    assert len(link([article(QUAKE[0].title, QUAKE[0].text, "2021-03-02", site), other]).events) == 2


def test_copies_of_a_report_are_one_event_at_once():
    text = QUAKE[0].text
    copies = [article("", text, "2021-03-02", f"https://paper{number}.org/a/b") for number in range(5000)]
    linked = link(copies)
    assert len(linked.events) == 1
    assert sum(judgement.reasons[0].rule == "near_copy" for judgement in linked.judgements) == 4999


def test_boilerplate_does_not_glue_a_site_together():
    footer = (
        "Radio Zanzara 94.3 is the voice of Quillmore and the Vesper Hills. Download our app Zanzarino, follow Zanzara "
        "on every network, win a balloon trip with Captain Obermeyer, call the Zanzara tip line, write to the newsroom."
    )
    stories = [
        ("Baker drowns in mill pond", "A baker, 61, drowned on Sunday in a mill pond outside Oderby."),
        ("Bus overturns, nine hurt", "Nine pupils were hurt when a school bus overturned near Karstad on Tuesday."),
        ("Farmhand shot by brother", "A farmhand, 25, was shot dead by his brother in Lower Elwick, police said."),
        ("Gas blast wrecks bakery", "Two people died when gas exploded in a bakery in Port Selkirk."),
        ("Storm fells oak, one dead", "A falling oak killed a motorist during Friday's storm in Brindle."),
        ("Climber dies on Mount Ferrow", "A climber, 44, fell to her death on Mount Ferrow, rescuers said."),
    ]
    pages = [
        article(title, f"{text}\n{footer}", f"2020-05-{day:02}", outlet="radiozanzara.example")
        for day, (title, text) in enumerate(stories, 4)
    ]
    assert len(link(pages).events) == len(pages)


def test_a_report_that_others_carry_among_their_own_is_no_boilerplate():
    report = "A crane fell on a market hall in Oderby on Monday and killed four people, the mayor said."
    carried = ["Baker wins a prize", "Storm fells oak", "Choir sings abroad", "Pond freezes over"]
    pages = [article(title, f"{report}\n{title}, twice.", "2020-05-04", outlet="w.example") for title in carried]
    alone = [article("", report, f"2020-05-0{day}", f"https://w.example/{day}/a", "w.example") for day in (5, 6, 7)]
    linked = link([*pages, *alone])
    home = {told: event.id for event in linked.events for told in event.articles}
    assert len({home[told.id] for told in alone}) == 1
    assert not any("too little" in why.reasons[0].detail for why in linked.judgements)


def test_a_roundup_links_no_two_events():
    roundup = article(
        "Weekend shootings in Norvale and Dushkol leave four dead",
        "A cyclist was struck by a van on Tannery Road in Norvale. Ilja Sorensen, 33, died. On Hollis Street a man "
        "was shot. On Quarry Avenue a woman was wounded. On Maple Street a boy, 9, was hurt. A quake near Dushkol "
        "flattened houses in three valleys, soldiers dug for survivors.",
        "2022-05-16",
    )
    linked = link([*QUAKE, *CRASH, roundup])
    home = {told: event.id for event in linked.events for told in event.articles}
    assert home[QUAKE[0].id] != home[CRASH[0].id]
    (own,) = {event.id for event in linked.events if roundup.id in event.articles}
    assert all(
        judgement.verdict == "unsure"
        for judgement in linked.judgements
        if judgement.event != own and judgement.subject == roundup.id
    )


def test_a_roundup_that_came_first_keeps_its_event_and_the_event_its_id():
    roundup = article(
        "Weekend shootings in Norvale and Dushkol leave four dead",
        "A cyclist was struck by a van on Tannery Road in Norvale. Ilja Sorensen, 33, died. On Hollis Street a man "
        "was shot. On Quarry Avenue a woman was wounded. On Maple Street a boy, 9, was hurt. A quake near Dushkol "
        "flattened houses in three valleys, soldiers dug for survivors.",
        "2022-05-14",
    )
    quake = article(
        "Quake flattens Dushkol houses",
        "A quake near Dushkol flattened houses in three valleys; soldiers dug for survivors.",
        "2022-05-15",
    )
    likelier = article(
        "Norvale cyclist dies after hit-and-run",
        "The cyclist struck by a van on Tannery Road in Norvale has died, police said. Ilja Sorensen, 33, worked as a "
        "baker. Shootings followed on Hollis Street and Quarry Avenue and Maple Street.",
        "2022-05-16",
    )
    (alone,), (joined,) = link([roundup]).events, link([roundup, quake]).events
    first, second = link([roundup, quake, likelier]).events
    assert joined.articles == first.articles == (roundup.id, quake.id)
    assert alone.id == joined.id == first.id
    assert joined.title == quake.title
    assert second.articles == (likelier.id,)


def test_a_page_of_ten_unrelated_stories_joins_no_two_events():
    towns = ["Oderby", "Karstad", "Elwick", "Selkirk", "Brindle", "Holm", "Ferrow", "Alder", "Wexcombe", "Tarn"]
    victims = ["a baker", "nine pupils", "a farmhand", "two cooks", "a motorist", "a tanner", "a climber", "a diver",
               "three nuns", "a vet"]  # fmt: skip
    stories = [f"In {town}, {victim} died on {town} Lane." for town, victim in zip(towns, victims, strict=True)]
    pages = [article(f"Death of {v} in {t}", s, "2020-05-04") for t, v, s in zip(towns, victims, stories, strict=True)]
    linked = link([*pages, article("Deaths of the day", "\n".join(stories), "2020-05-05")])
    home = {told: event.id for event in linked.events for told in event.articles}
    assert len({home[page.id] for page in pages}) == len(pages)
