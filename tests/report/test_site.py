"""The pages as text: every number leads to words, whatever the articles contain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from casualties import pipeline, read, store
from casualties.model import Article, Claim, Event, Place, Span, Voice
from casualties.pipeline import Result
from casualties.reconcile import POLICIES
from casualties.report import site
from casualties.report.cautions import CAUTIONS
from casualties.report.site.views import pieces

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "seeds", *sorted((ROOT / "data/gold/streams").glob("*.jsonl"))]
VOID = {"meta", "link", "input", "br", "hr", "img"}


class Page(HTMLParser):
    """The ids, links and visible text of a page; raises AssertionError for tags that do not close each other."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.words: dict[str, str] = {}
        self.marked: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        assert not [name for name in told if name.startswith("on") or name == "style"]
        if "id" in told:
            self.ids.append(told["id"])
        for name in ("href", "src"):
            if name in told:
                self.links.append((tag, told[name]))
        if tag not in VOID:
            self.open.append(tag)
            if tag == "mark":
                for id_ in told["data-claims"].split():
                    self.words.setdefault(id_, "")
                self.marked = told["data-claims"].split()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("line", "rect", "path", "circle")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "mark":
            for id_ in self.marked:
                self.words[id_] += data


def made(result: Result) -> dict[str, Page]:
    return {name: Page(text) for name, text in site.pages(result) if name.endswith(".html")}


@pytest.fixture(scope="module", params=SOURCES, ids=lambda path: path.stem)
def run(request: pytest.FixtureRequest) -> Result:
    """The starter articles, and every annotated stream, read by the program."""
    return read(request.param, policies=["full-range", "gtd"]).result


def cited(result: Result, event: Event) -> Iterator[str]:
    """The claims that every figure of an event's page rests on."""
    told = result.reconciled[event.id]
    for estimate in (*told.estimates, *told.history):
        figures = (estimate.low, estimate.best, estimate.high)
        assert estimate.basis or figures == (None, None, None)
        yield from estimate.basis
        yield from (id_ for step in estimate.steps for id_ in step.evidence)
        yield from (aside.claim for aside in estimate.set_aside)
    yield from (revision.claim for revision in told.revisions)


def test_every_figure_leads_to_words_in_a_stored_article(run: Result) -> None:
    found = made(run)
    assert set(found) == {"index.html", *(f"events/{event.id}.html" for event in run.linked.events)}
    for event in run.linked.events:
        page = found[f"events/{event.id}.html"]
        claims = {claim.id: claim for article in event.articles for claim in run.claims[article]}
        for id_ in {id_ for id_ in cited(run, event) if id_ not in run.article}:
            assert id_ in claims
        for id_, claim in claims.items():
            text = run.article[claim.article].text
            assert page.words[id_] == text[claim.span.start : claim.span.end] == claim.quote
            assert f"c-{id_}" in page.ids


def test_every_link_inside_the_site_has_its_end(run: Result) -> None:
    found = made(run)
    for name, page in found.items():
        assert len(page.ids) == len(set(page.ids))
        for tag, link in page.links:
            target, _, part = link.partition("#")
            if link.startswith("http"):
                assert tag == "a"
                continue
            place = str(Path(name).parent / target) if target else name
            place = place.removeprefix("events/../")
            if place.endswith((".css", ".js")) or link == "data:,":
                continue
            assert place in found, link
            assert not part or part in [*found[place].ids, "main"], link


def test_the_headline_is_two_clicks_from_the_words(run: Result) -> None:
    index = dict(site.pages(run))["index.html"]
    for event in run.linked.events:
        text = dict(site.pages(run))[f"events/{event.id}.html"]
        for estimate in run.reconciled[event.id].estimates:
            if estimate.policy != "full-range" or estimate.low is None:
                continue
            assert f'href="events/{event.id}.html#why-{estimate.category}"' in index
            headline = re.search(r'<div class="headline">.*?<p class="note">', text, re.DOTALL)
            assert headline
            assert f'href="#why-{estimate.category}"' in headline[0]
            why = re.search(rf'id="why-{estimate.category}".*?</ol>', text, re.DOTALL)
            assert why
            for claim in estimate.basis:
                assert f'href="#c-{claim}"' in why[0]


def test_the_same_articles_in_another_order_give_the_same_pages(run: Result) -> None:
    again = pipeline.run(reversed(run.sightings), run.policies)
    assert dict(site.pages(again)) == dict(site.pages(run))


def test_no_events_at_all(tmp_path: Path) -> None:
    site.write(tmp_path, pipeline.run([]))
    assert "No event was found" in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert list((tmp_path / "events").iterdir()) == []


NASTY = [
    "<script>alert(1)</script>",
    "\" onload='alert(1)' x=\"",
    "</title><b>bold",
    "line\nbreak\r\nand\ttab",
    "\u202eright to left \u05e9\u05dc\u05d5\u05dd",
    "&amp; &lt; {{ 7 * 7 }} {% raw %}",
    "n" * 10_000,
    "",
]


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_whatever_the_articles_contain_the_page_stands(nasty: str) -> None:
    text = f"{nasty} said 7 people were killed."
    article = Article.create(text, nasty, "javascript:alert(1)", outlet=nasty, ref=nasty or "r")
    start = article.text.index("7 people") if "7 people" in article.text else 0
    voice = Voice(nasty or "police", "police")
    quoted = Claim.create(article, Span(0, start + 8), "killed", "toll", 7, 7, voices=(voice,), victims=nasty)
    figure = Claim.create(article, Span(start, start + 8), "killed", "toll", 8, None, voices=(voice,))
    event = Event("a" * 16, nasty, (article.id,), nasty, Place(nasty, nasty))
    result = pipeline.settle([article], {article.id: (quoted, figure)}, pipeline.Linked((event,), ()))
    found = made(result)
    page = found[f"events/{event.id}.html"]
    assert page.words == {claim.id: claim.quote.replace("\u202e", "") for claim in (quoted, figure)} or "\r" in nasty
    assert "\u202e" not in "".join(dict(site.pages(result)).values())
    assert not [link for _, link in page.links if link.startswith("javascript")]
    for each in found.values():
        assert "b" not in each.tags
        assert [link for tag, link in each.links if tag == "script"] in (["site.js"], ["../site.js"])
    whole = dict(site.pages(result))
    assert "Date unknown" in whole[f"events/{event.id}.html"]
    if not nasty:
        assert "Untitled event" in whole["index.html"]
        assert "Place unknown" in whole["index.html"]
    if "{{" in nasty:  # not taken for a template
        assert "{{ 7 * 7 }} {% raw %}" in whole["index.html"]


def test_an_event_that_is_no_more_keeps_its_address_and_states_no_figure(result: Result) -> None:
    told = dict(site.pages(result, ["0" * 16, result.linked.events[0].id]))
    assert "No event goes by this id any more" in told[f"events/{'0' * 16}.html"]
    assert "No event goes" not in told[f"events/{result.linked.events[0].id}.html"]


def test_overlapping_claims_are_each_marked_whole() -> None:
    article = Article.create("from 103 to 95 dead")
    wide = Claim.create(article, Span(0, 14), "killed", "toll", 95, 95)
    inner = Claim.create(article, Span(5, 8), "killed", "previous", 103, 103)
    across = Claim.create(article, Span(6, 19), "killed", "toll", 95, 95)
    cut = list(pieces(article.text, Span(0, 19), [wide, inner, across]))
    assert "".join(piece["text"] for piece in cut) == article.text
    for claim in (wide, inner, across):
        assert "".join(piece["text"] for piece in cut if claim.id in piece["claims"]) == claim.quote
        assert sum(claim.id in piece["begins"] for piece in cut) == 1


def test_no_flag_of_any_policy_is_without_words(run: Result) -> None:
    told = pipeline.settle(run.sightings, run.claims, run.linked, tuple(POLICIES))
    flags = {flag for found in told.reconciled.values() for e in (*found.estimates, *found.groups) for flag in e.flags}
    assert flags <= CAUTIONS.keys()


def test_groups_that_are_counted_apart_stand_on_the_page_with_their_words() -> None:
    text = "A raid on Orsk killed 12 civilians and 3 soldiers, police said. Two of the attackers also died."
    result = pipeline.run([Article.create(text, outlet="Herald")])
    (event,) = result.linked.events
    page = dict(site.pages(result))[f"events/{event.id}.html"]
    section = page.partition('id="groups-killed"')[2].partition("</table>")[0]
    for group, figure in [("civilians", 12), ("soldiers", 3), ("attackers", 2)]:
        row = re.search(rf'<th scope="row">{group}</th>.*?</tr>', section, re.DOTALL)
        assert row
        assert re.findall(r'data-label="(?:Low|Best)">(\d+)<', row[0]) == [str(figure)] * 2
        (estimate,) = (e for e in result.reconciled[event.id].groups if e.group == group)
        assert {f"#c-{claim}" for claim in estimate.basis} == set(re.findall(r'href="(#c-\w+)"', row[0]))
    assert "<summary>Killed, civilians</summary>" in page


def test_a_reading_that_several_policies_use_names_each_of_them(result: Result) -> None:
    told = pipeline.settle(result.sightings, result.claims, result.linked, ("gtd", "ibc"))
    uses = [
        re.findall(r'<span class="use">(?:By ([a-z-]+): )?', line)
        for name, page in site.pages(told)
        if name.startswith("events/")
        for line in re.findall(r"<li data-claim=.*", page)
    ]
    assert any(set(names) == {"gtd", "ibc"} for names in uses)
    assert not any("" in names and len(set(names)) > 1 for names in uses)


def test_what_each_mark_means_is_told_where_it_is_drawn(run: Result) -> None:
    for name, page in site.pages(run):
        for figure in re.findall(r"<figure>.*?</figure>", page, re.DOTALL) if name.startswith("events/") else ():
            drawing, _, legend = figure.partition("<figcaption>")
            drawn = set(re.findall(r'<path class="(\w+)"', drawing)) - {"line"}
            assert set(re.findall(r'<path class="(\w+)"', legend)) == drawn


def test_unchanged_pages_are_not_rewritten(result: Result, tmp_path: Path) -> None:
    times = []
    for _ in range(2):
        with store.staged(tmp_path) as new:
            site.write(new, result, site.earlier(tmp_path))
        times.append({path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")})
    assert times[0] == times[1]
    changed = replace(result, reconciled=result.reconciled | {"f" * 16: result.reconciled["e" * 16]})
    with store.staged(tmp_path) as new:
        site.write(new, changed, site.earlier(tmp_path))
    kept = [path for path, time in times[0].items() if path.stat().st_mtime_ns == time]
    assert tmp_path / "events" / f"{'e' * 16}.html" in kept
    assert tmp_path / "index.html" not in kept
