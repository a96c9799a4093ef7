"""Published ids stay with what they were told of; those that go lead to where their articles are now."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from casualties.link import Linked, Succession, named, succession
from casualties.link.decisions import event_id
from casualties.model import Event, Judgement


def linked(*groups: str) -> Linked:
    """As the linker tells it: every letter is an article, in order of time; each group is an event."""
    events = [Event(event_id(group[0]), "", tuple(group)) for group in groups]
    return Linked(tuple(events), tuple(Judgement(a, event.id, "same", 1.0) for event in events for a in event.articles))


def lived(*states: Sequence[str]) -> Linked:
    """What is told at last of a ledger that was told of these groups, one run after the other."""
    told = Linked()
    for groups in states:
        told = named(linked(*groups), told)
    return told


def names(told: Linked) -> dict[str, str]:
    """The articles of every event by its id."""
    return {event.id: "".join(event.articles) for event in told.events}


A, B, C, D = map(event_id, "abcd")


def test_where_nothing_was_told_an_event_goes_by_its_first_article() -> None:
    assert names(lived(["ac", "b"])) == {A: "ac", B: "b"}


def test_an_earlier_article_that_comes_later_does_not_rename_its_event() -> None:
    told = lived(["b", "c"], ["ab", "c"])
    assert names(told) == {B: "ab", C: "c"}
    assert {why.event for why in told.judgements} == {B, C}
    assert succession(told) == {}


def test_of_events_that_become_one_the_one_that_brings_most_stays_and_the_others_lead_to_it() -> None:
    told = lived(["a", "bc"], ["abc"])
    assert names(told) == {B: "abc"}
    assert succession(told) == {A: Succession(A, (B,), (1,))}
    assert (succession(told)[A].how, succession(told)[A].others) == ("merged", ((B, 1),))


def test_equals_are_told_apart_by_time() -> None:
    assert names(lived(["a", "b"], ["ab"])) == {A: "ab"}
    assert names(lived(["ab"], ["a", "b"])) == {A: "a", B: "b"}


def test_a_split_leaves_the_id_with_most_of_the_articles_and_names_the_others() -> None:
    told = lived(["abc"], ["a", "bc"])
    parts = names(told)
    assert parts.pop(A) == "bc"
    ((new, articles),) = parts.items()
    assert (articles, new in (A, B, C)) == ("a", False)  # the id of its first article means the other event
    assert succession(told) == {A: Succession(A, (A, new), (2, 1))}
    assert succession(told)[A].how == "split"


def test_an_id_whose_articles_went_to_several_others_names_them_all() -> None:
    told = lived(["abc", "defg", "hi"], ["abdefg", "chi"])
    assert succession(told) == {A: Succession(A, (D, event_id("h")), (2, 1))}


def test_redirects_lead_to_where_the_articles_are_now_however_often_they_moved() -> None:
    told = lived(["a", "bc", "defg"], ["abc", "defg"], ["abcdefg"])
    assert names(told) == {D: "abcdefg"}
    assert {id_: one.into for id_, one in succession(told).items()} == {A: (D,), B: (D,)}


def test_an_id_that_went_comes_back_with_its_articles_and_with_nothing_else() -> None:
    told = lived(["ab", "cde"], ["abcde"], ["ab", "cde"])
    assert names(told) == {A: "ab", C: "cde"}
    assert succession(told) == {C: Succession(C, (C, A), (3, 2))}
    told = lived(["ab", "cde"], ["abcde"], ["a", "bcde"])
    assert names(told).keys() - {C} == {A}  # of equal parts it goes with the earlier
    told = lived(["abx", "cdey"], ["abcdexy"], ["a", "bcdexy"])
    assert not names(told).keys() & {A, B}
    assert succession(told)[A].into[0] == C


PARTITIONS = st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=9), min_size=1, max_size=6)
"""For each run the number of the group of each article; what has none is not read yet, or came earlier than all."""


def groups(numbers: Sequence[int], late: bool) -> list[str]:
    """Groups of the articles that are there; `late` counts from the end, so that each run brings earlier ones."""
    told = "abcdefghi"
    there = told[-len(numbers) :] if late else told[: len(numbers)]
    found: dict[int, str] = {}
    for article, number in zip(there, numbers, strict=True):
        found[number] = found.get(number, "") + article
    return list(found.values())


@given(PARTITIONS, st.booleans())
@example([[0, 1, 1], [0, 0, 0], [0, 1, 2]], False)
@example([[0], [0, 1], [1, 1, 0]], True)
def test_every_id_that_was_ever_told_leads_to_its_articles(states: list[list[int]], late: bool) -> None:
    told = Linked()
    last: dict[str, str] = {}
    for numbers in itertools.accumulate(states, lambda before, now: now + before[len(now) :]):
        parted = linked(*groups(numbers, late))
        before, told = names(told), named(parted, told)
        now, leads = names(told), succession(told)
        assert sorted(now.values()) == sorted(names(parted).values())  # which articles are an event follows from them
        assert len(now) == len(told.events)
        assert named(parted, told) == told  # the same again changes nothing
        last |= before
        for id_, articles in last.items():
            into = {other for other, members in now.items() if set(members) & set(articles)}
            assert into <= {id_, *(leads[id_].into if id_ in leads else ())}
            if id_ not in now:
                assert into
                assert set(leads[id_].into) <= now.keys()
        for id_, articles in before.items():
            heirs = {other for other, members in now.items() if set(members) & set(articles)}
            rivals = [one for one, members in before.items() if set(members) & set(now[next(iter(heirs))])]
            if len(heirs) == len(rivals) == 1:
                assert heirs == {id_}  # what stayed together and alone kept its id
