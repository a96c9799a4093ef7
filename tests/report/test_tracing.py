"""Every figure of every page and table, led back by claim ids to words in a stored article: streams and seeds."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from casualties import read
from casualties.model import Estimate
from casualties.pipeline import Result
from casualties.reconcile import POLICIES
from casualties.report import compare, site
from casualties.report.write import texts

ROOT = Path(__file__).parents[2]
Range = tuple[str, str, str]


@pytest.fixture(scope="module", params=["seeds", "data/gold/streams"])
def run(request: pytest.FixtureRequest) -> Result:
    """What `casualties run` makes of a folder, by every policy."""
    return read(ROOT / request.param, policies=list(POLICIES)).result


@pytest.fixture(scope="module")
def tables(run: Result) -> dict[str, list[dict[str, str]]]:
    """The rows of the files as anybody reads them."""
    return {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(text, newline="")))
        for name, text in texts(run)
        if name.endswith(".csv")
    }


def harmless(text: str) -> str:
    return text.removeprefix("'") if text[:2] in ("'=", "'+", "'-", "'@") else text


def test_every_claim_in_the_tables_stands_in_its_article(run: Result, tables: dict[str, list[dict[str, str]]]) -> None:
    stored = {article.ref: article.text for article in run.sightings}
    assert len(tables["claims"]) == sum(map(len, run.claims.values()))
    for row in tables["claims"]:
        assert stored[row["id"]][int(row["start"]) : int(row["end"])] == harmless(row["quote"]) != ""


@pytest.mark.parametrize("table", ["estimates", "groups"])
def test_every_range_in_the_tables_leads_to_claims_of_its_event(
    table: str, tables: dict[str, list[dict[str, str]]]
) -> None:
    claims = {row["claim_id"]: row for row in tables["claims"]}
    assert [row for row in tables[table] if row["low"]]
    for row in tables[table]:
        cited = [claims[id_] for id_ in row["basis"].split(";") if id_]
        assert cited or row["low"] == row["best"] == row["high"] == ""
        for claim in cited:
            assert claim["event_id"] == row["event_id"]
            assert row["category"] == claim["category"] or claim["kind"] == "transfer"
        for part in ("low", "best", "high") if table == "estimates" else ():
            assert row[part] == "" or follows(int(row[part]), cited)


def follows(figure: int, cited: list[dict[str, str]]) -> bool:
    """A figure is one that a cited claim gives; or it is worked out, and then several claims, or words, are cited."""
    given = {int(claim[part]) for claim in cited for part in ("low", "high") if claim[part]}
    vague = any(claim["qualifier"] == "vague" for claim in cited)
    moves = any(claim["kind"] in ("increment", "transfer", "partial") for claim in cited)
    return figure in given or vague or moves or len(given) > 1


def test_every_other_table_repeats_the_ranges_or_leads_to_claims(
    run: Result, tables: dict[str, list[dict[str, str]]]
) -> None:
    ranges = {(r["event_id"], r["category"], r["policy"]): r for r in tables["estimates"]}
    for row in tables["events"]:
        for category in ("killed", "injured", "missing"):
            told = ranges.get((row["event_id"], category, run.policies[0]))
            for part in ("low", "best", "high"):
                assert row[f"{category}_{part}"] == (told[part] if told else "")
    claims = {row["claim_id"]: row for row in tables["claims"]}
    for row in tables["revisions"]:
        assert claims[row["claim_id"]]["event_id"] == row["event_id"]
    last = {(row["event_id"], row["category"], row["policy"]): row for row in tables["history"]}
    for key, row in last.items():
        assert [row[part] for part in ("low", "best", "high")] == [
            ranges[key][part] for part in ("low", "best", "high")
        ]
    for event in run.linked.events:
        for moved in run.reconciled[event.id].history:
            assert moved.basis or (moved.low, moved.best, moved.high) == (None, None, None)
            assert set(moved.basis) <= claims.keys()
    tolls = {article: {t.category: t for t in found} for article, found in run.tolls.items()}
    for row in tables["articles"]:
        for category, toll in tolls[row["article_id"]].items():
            assert row[category] == "" or {claims[id_]["category"] for id_ in toll.basis} == {category}
            assert {run.claim[id_].article for id_ in toll.basis} <= {row["article_id"]}


class Page(HTMLParser):
    """What a page shows beside what it leads to: rows of tables, headings with their lists, marked words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.marked: dict[str, str] = {}
        self.inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "mark":
            self.inside = (dict(attrs)["data-claims"] or "").split()

    def handle_endtag(self, tag: str) -> None:
        self.inside = [] if tag == "mark" else self.inside

    def handle_data(self, data: str) -> None:
        for id_ in self.inside:
            self.marked[id_] = self.marked.get(id_, "") + data


def cited(html: str) -> set[str]:
    return set(re.findall(r'href="#c-(\w+)"', html))


def shown(html: str) -> list[Range]:
    """The figures of each row of a table, with what the row leads to."""
    return re.findall(r'<td class="number"[^>]*>([^<]*)</td>' * 3, html)


def wanted(estimate: Estimate) -> Range:
    low, best, high = ("–" if n is None else f"{n:,}" for n in (estimate.low, estimate.best, estimate.high))
    return low, best, high


def test_every_figure_of_every_page_leads_to_its_words(run: Result) -> None:
    pages = dict(site.pages(run))
    for event in run.linked.events:
        html = pages[f"events/{event.id}.html"]
        marked = Page(html).marked
        claims = {claim.id: claim for article in event.articles for claim in run.claims[article]}
        assert {id_: claim.quote for id_, claim in claims.items()} == marked
        assert cited(html) <= marked.keys()
        for claim in claims.values():
            assert run.article[claim.article].text[claim.span.start : claim.span.end] == claim.quote
        found = run.reconciled[event.id]
        for estimate in (e for e in found.estimates if e.policy == run.policies[0]):
            section = html.partition(f'<h2 id="{estimate.category}">')[2].partition("</section>")[0]
            why = section.partition(f'id="why-{estimate.category}"')[2].partition("</ol>")[0]
            assert set(estimate.basis) <= cited(why)
            history = [e for e in found.history if (e.category, e.policy) == (estimate.category, estimate.policy)]
            drawn = section.partition("<tbody>")[2].partition("</tbody>")[0] if "<figure>" in section else ""
            rows = re.findall(r"<tr>.*?</tr>", drawn, re.DOTALL)
            assert not rows or len(rows) == len(history)
            for row, moved in zip(rows, history, strict=False):
                assert (shown(row), cited(row)) == ([wanted(moved)], set(moved.basis))
            groups = [e for e in found.groups if (e.category, e.policy) == (estimate.category, estimate.policy)]
            apart = section.partition(f'id="groups-{estimate.category}"')[2].partition("</table>")[0]
            assert shown(apart) == [wanted(e) for e in groups]
            assert cited(apart) == {id_ for e in groups for id_ in e.basis}
            steps = [r for r in found.revisions if r.category == estimate.category]
            voices = section.partition(f'id="voices-{estimate.category}"')[2].partition("</table>")[0]
            assert sorted(re.findall(r'href="#c-(\w+)"', voices)) == sorted(r.claim for r in steps)
        assert_policies(run, event.id, html)


def assert_policies(run: Result, id_: str, html: str) -> None:
    (event,) = (event for event in run.linked.events if event.id == id_)
    section = html.partition('id="policies"')[2].partition("</section>")[0]
    rows = [row for row in re.findall(r"<tr>.*?</tr>", section, re.DOTALL) if 'scope="row"' in row]
    expected = list(compare.rows(run, event))
    assert len(rows) == len(expected)
    for row, told in zip(rows, expected, strict=True):
        (figures,) = shown(row)
        assert figures == tuple("–" if told[part] is None else f"{told[part]:,}" for part in ("low", "best", "high"))
        assert cited(row) == set(filter(None, (told["basis"] or "").split(";")))
        assert cited(row) or set(figures) == {"–"}


def numbers(html: str) -> list[tuple[str, str, str]]:
    return re.findall(r'<a class="best" href="events/(\w+)\.html#why-(\w+)">([^<]*)</a>', html)


def test_every_figure_of_the_list_leads_to_the_page_that_says_why(run: Result) -> None:
    told = {
        (event.id, e.category, wanted(e)[1])
        for event in run.linked.events
        for e in run.reconciled[event.id].estimates
        if e.policy == run.policies[0] and (e.low is not None or e.high is not None)
    }
    assert set(numbers(dict(site.pages(run))["index.html"])) == told
