"""The fold: a state follows from the set of the entries, not from their order or batches."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casualties import pipeline, store
from casualties.link import succession
from casualties.link.decisions import event_id
from casualties.link.succession import renamed
from casualties.model import Article, Claim, Decision, Moment, Span
from casualties.store import Book, open_book
from casualties.store.contents import read, state
from casualties.store.entries import MARGIN, Entry, fold, remains, remnant, until

NEWS = [
    Article.create(
        f"{count} people were killed in a fire at a mill in {place}, police said. {others} were hurt.",
        f"Mill fire in {place}",
        f"https://example.org/{place}/{count}",
        outlet=outlet,
        published=Moment.parse(day),
    )
    for place, count, others, outlet, day in (
        ("Corran", 3, 7, "Post", "2021-05-03"), ("Corran", 5, 7, "Times", "2021-05-04"),
        ("Dunsay", 2, 4, "Post", "2021-08-01"), ("Dunsay", 2, 6, "Wire", "2021-08-02"),
    )
]  # fmt: skip
TIMES = [Moment.parse(f"2022-01-0{day}T00:00:00Z") for day in range(1, 8)]


def lived(path: Path, batches: list[list[Article]]) -> store.Ledger:
    """The state of a ledger that was given articles in batches, a day after the other."""
    for time, batch in zip(TIMES, batches, strict=False):
        book = open_book(path, time)
        book.sight(batch)
        book.conclude(pipeline.run(book.articles, known=book.known(), noted=book.note))
    return state(path)


def unweighed(ledger: store.Ledger) -> store.Ledger:
    """The state without how judgements were weighed, which is remembered of the newest only."""
    told = tuple(dataclasses.replace(judgement, score=1.0, reasons=()) for judgement in ledger.judgements)
    return dataclasses.replace(ledger, judgements=told)


def of_first_articles(ledger: store.Ledger) -> store.Ledger:
    """The state with every event under the id of its first article: only by their ids does it know what came first."""
    told = renamed(ledger.linked, {event.id: event_id(event.articles[0]) for event in ledger.events})
    return dataclasses.replace(ledger, events=told.events, judgements=told.judgements, formerly={})


@settings(max_examples=12)
@given(order=st.permutations(NEWS), cuts=st.sets(st.integers(1, 3)))
def test_batches_and_their_order_change_nothing(
    order: list[Article], cuts: set[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("ledgers")
    edges = [0, *sorted(cuts), len(order)]
    batches = [order[start:end] for start, end in itertools.pairwise(edges)]
    grown = lived(folder / "grown", batches)
    whole = lived(folder / "whole", [NEWS])
    assert of_first_articles(grown) == whole == lived(folder / "again", [order[::-1]])
    assert store.to_result(of_first_articles(grown)) == pipeline.run(NEWS)
    entries, texts = read(folder / "grown")
    again = [fold(order, texts) for order in (entries[::-1], sorted(entries, key=lambda e: e.subject))]
    assert again[0] == again[1] == unweighed(grown)


@settings(max_examples=12)
@given(order=st.permutations(NEWS), cuts=st.sets(st.integers(1, 3)), decided=st.sampled_from(["", "merge", "split"]))
def test_published_ids_lead_to_their_articles_whatever_comes_late(
    order: list[Article], cuts: set[int], decided: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("ledgers") / "ledger"
    published: dict[str, tuple[str, ...]] = {}
    for start, end in itertools.pairwise([0, *sorted(cuts), len(order), len(order)]):
        ledger = lived(path, [order[start:end]])
        for id_, articles in published.items():
            now = [event.id for event in ledger.events if set(event.articles) & set(articles)]
            one = succession(ledger.linked).get(id_)
            assert set(now) <= {*(one.into if one else ()), id_}
            if not decided:
                assert now == [id_]
        published = {event.id: event.articles for event in ledger.events} | published
        assert len({event.id for event in ledger.events}) == len(ledger.events)
        assert lived(path, [[]]) == ledger
        again = fold(*read(path))
        assert (again.events, again.formerly) == (ledger.events, ledger.formerly)
        if decided and len(ledger.events) > 1:
            one, two = (ledger.events[at].articles for at in (0, 1))
            groups = ((*one, *two),) if decided == "merge" else (one[:1], (*one[1:], *two))
            open_book(path, TIMES[0]).decide(Decision("merge", (), "Kim", "x", TIMES[0], groups=groups))


def test_the_state_as_of_a_time_is_the_one_that_was_lived(tmp_path: Path) -> None:
    batches = [NEWS[:1], NEWS[1:2], NEWS[2:]]
    lived(tmp_path / "ledger", batches)
    for number, time in enumerate(TIMES[:3], 1):
        assert state(tmp_path / "ledger", time) == unweighed(lived(tmp_path / f"until {number}", batches[:number]))
    assert state(tmp_path / "ledger", Moment.parse("2021")) == store.Ledger()


def test_what_is_known_already_is_not_added_again(tmp_path: Path) -> None:
    lived(tmp_path / "ledger", [NEWS])
    before = read(tmp_path / "ledger")
    lived(tmp_path / "ledger", [NEWS, NEWS[:2], NEWS[::-1]])
    assert read(tmp_path / "ledger") == before


def test_known_claims_are_not_read_again_and_others_rules_claims_are(tmp_path: Path) -> None:
    lived(tmp_path / "ledger", [NEWS[:2]])
    read_now: list[str] = []
    for rules in (None, "other rules"):
        book = open_book(tmp_path / "ledger", TIMES[3])
        if rules:
            book.state = dataclasses.replace(book.state, rules=dict.fromkeys(book.state.rules, rules))
        book.sight(NEWS)
        pipeline.run(book.articles, known=book.known(), noted=lambda article, _: read_now.append(article.id))
        assert set(read_now) == {a.id for a in (NEWS if rules else NEWS[2:])}
        read_now.clear()


def test_what_the_linker_worked_out_is_handed_on_only_to_the_same_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from casualties.store import rules

    lived(tmp_path / "ledger", [NEWS[:2]])
    book = open_book(tmp_path / "ledger", TIMES[3])
    book.sight(NEWS)
    linking = book.known().linking
    assert linking is not None
    assert set(linking.profiles) == {article.id for article in NEWS[:2]}
    monkeypatch.setattr(rules, "version", lambda *_: "of other rules")
    assert open_book(tmp_path / "ledger", TIMES[3]).known().linking is None


def test_entries_are_filtered_by_when_they_were_learned() -> None:
    entries = [Entry.create("decision", "", {"number": n}, time) for n, time in enumerate(TIMES)]
    assert list(until(entries, TIMES[2])) == entries[:3]
    assert list(until(entries, Moment.parse("2022-01-02"))) == entries[:2]


def test_an_entry_knows_when_it_was_altered() -> None:
    entry = Entry.create("reading", "a" * 16, {"rules": "1", "claims": []}, TIMES[0])
    assert entry.wrong == ""
    assert dataclasses.replace(entry, learned="2030-01-01").id == entry.id
    for field in ("kind", "subject", "body", "replaces"):
        assert dataclasses.replace(entry, **{field: "x"}).wrong


def test_decisions_come_in_the_order_in_which_they_were_taken(tmp_path: Path) -> None:
    lived(tmp_path / "ledger", [NEWS])
    taken = [Decision("reject", ("c" * 16,), "Kim", f"reason {n}", TIMES[0]) for n in (3, 1, 2)]
    for decision in taken:
        open_book(tmp_path / "ledger", TIMES[0]).decide(decision)
    entries, texts = read(tmp_path / "ledger")
    assert fold(reversed(entries), texts).decisions == tuple(taken)


@given(
    text=st.text(alphabet="ab \n", max_size=900),
    title=st.text(alphabet="ab", max_size=5),
    spans=st.lists(st.tuples(st.integers(0, 900), st.integers(1, 20)), max_size=3),
)
def test_what_is_left_of_a_text_has_its_quotes_in_their_places(
    text: str, title: str, spans: list[tuple[int, int]]
) -> None:
    article = Article.create(text, title)
    ends = len(article.text)
    claims = [
        Claim.create(article, Span(min(start, ends), min(start + length, ends)), "killed", "toll", 1, 1)
        for start, length in spans
    ]
    left = remains(remnant(article, claims, ""))
    assert len(left) == ends
    assert left.startswith(title)
    for claim in claims:
        start, end = max(0, claim.span.start - MARGIN), min(ends, claim.span.end + MARGIN)
        assert left[start:end] == article.text[start:end]


def test_a_book_without_a_place_keeps_nothing() -> None:
    book = Book(None, TIMES[0])
    book.sight(NEWS)
    assert book.articles == pipeline.in_order(NEWS)
    book.note(NEWS[0], ())
    book.conclude(pipeline.run(NEWS))
    assert book.known() == pipeline.NOTHING
