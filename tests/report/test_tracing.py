"""Every figure of every page and table, worked out again from words in a stored article: streams and seeds.

`derivation.py` follows each range from the claims and steps that it cites. What is printed is held against that,
and a figure that is altered anywhere, by as little as one, is noticed: the second half of the tests alters each.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import pytest
from derivation import APART, NOTHING, Range, UntracedError, range_of, require, stand, without_attackers

from casualties import read
from casualties.extract.numerals import numerals
from casualties.lexicon import categories
from casualties.model import Claim, Estimate, Event, Toll
from casualties.pipeline import Result
from casualties.reconcile import POLICIES
from casualties.reconcile.figures import figure
from casualties.report import compare, site
from casualties.report.phrases import bounds_text
from casualties.report.site import words
from casualties.report.write import texts

ROOT = Path(__file__).parents[2]
PARTS = ("low", "best", "high")
Key = tuple[str, str, str]  # category, group, policy
Row = dict[str, str]


@dataclass
class Output:
    """What came of a run, as anybody reads it, and what follows from its claims."""

    result: Result
    rows: dict[str, list[Row]] = field(default_factory=dict)

    @cached_property
    def tables(self) -> dict[str, list[Row]]:
        told = ((name, text) for name, text in texts(self.result) if name.endswith(".csv"))
        return {name[:-4]: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in told}

    @cached_property
    def pages(self) -> dict[str, str]:
        return dict(site.pages(self.result))

    @cached_property
    def events(self) -> dict[str, Event]:
        return {event.id: event for event in self.result.linked.events}

    def claims(self, event: str) -> dict[str, Claim]:
        return {c.id: c for article in self.events[event].articles for c in self.result.claims[article]}

    @cached_property
    def ranges(self) -> dict[str, dict[Key, Range]]:
        """The ranges that follow from the claims, by event; they are not read off the estimates."""
        return {event: dict(self._ranges(event)) for event in self.events}

    def _ranges(self, event: str) -> Iterator[tuple[Key, Range]]:
        claims, found = self.claims(event), self.result.reconciled[event]
        told = {(e.category, e.group, e.policy): e for e in (*found.estimates, *found.groups)}
        for (category, group, policy), estimate in told.items():
            if group == APART:
                total, theirs = told[category, "", policy], told[category, "attackers", policy]
                yield (category, group, policy), without_attackers(total, theirs)
            else:
                yield (category, group, policy), range_of(estimate, claims)

    def compared(self, event: Event) -> list[Row]:
        if event.id not in self.rows:
            self.rows[event.id] = list(compare.rows(self.result, event))
        return self.rows[event.id]

    @cached_property
    def history(self) -> dict[tuple[str, str, str], list[Range]]:
        """The ranges that followed from what had been told each time one moved."""
        moves: dict[tuple[str, str, str], list[Range]] = {}
        for event, found in self.result.reconciled.items():
            for estimate in found.history:
                follows = range_of(estimate, self.claims(event))
                moves.setdefault((event, estimate.category, estimate.policy), []).append(follows)
        return moves


@pytest.fixture(scope="module", params=["seeds", "data/gold/streams"])
def out(request: pytest.FixtureRequest) -> Output:
    """What `casualties run` makes of a folder, by every policy."""
    return Output(read(ROOT / request.param, policies=list(POLICIES)).result)


def cells(range_: Range) -> list[str]:
    """A range as a table has it."""
    return ["" if number is None else str(number) for number in range_]


def shown(range_: Range) -> tuple[str, ...]:
    """A range as a page has it."""
    return tuple("–" if number is None else f"{number:,}" for number in range_)


# What is held against what: each of these raises UntracedError where a figure is not what follows from its words.


def check_claim(out: Output, row: Row) -> None:
    """Its words stand in the article, and say its figures."""
    claim = out.result.claim[row["claim_id"]]
    require(row["article_id"] == claim.article, "another article")
    text = out.result.article[claim.article].text
    quote = row["quote"].removeprefix("'") if row["quote"][:2] in ("'=", "'+", "'-", "'@") else row["quote"]
    require(text[int(row["start"]) : int(row["end"])] == quote != "", "other words")
    require([row["low"], row["high"]] == cells((claim.low, claim.high, None))[:2], "other figures than were read")
    given = [found.low or 0 for found in numerals(quote)]
    singular = len(re.findall(r"\ban?\b", quote, re.IGNORECASE))
    ways = {*given, *(found.high for found in numerals(quote)), sum(given), sum(given) + singular, len(claim.who)}
    implied = claim.low in (None, 0, 1, 2)  # "nobody", "a man", "children"
    require(implied or bool(ways & {claim.low, claim.high}), f"“{quote}” does not say {row['low']}")


def check_estimate(out: Output, row: Row) -> None:
    follows = out.ranges[row["event_id"]][row["category"], row.get("group") or "", row["policy"]]
    require([row[part] for part in PARTS] == cells(follows), f"{follows} follows")
    cited = set(filter(None, row["basis"].split(";")))
    require(bool(cited) or follows == NOTHING, "nothing is cited")
    require(cited <= out.claims(row["event_id"]).keys(), "claims of another event")


def check_history(out: Output, row: Row) -> None:
    """Each row, in its place among those of its estimate."""
    key = (row["event_id"], row["category"], row["policy"])
    rows = [r for r in out.tables["history"] if (r["event_id"], r["category"], r["policy"]) == key]
    place = next(number for number, r in enumerate(rows) if r["at"] == row["at"])
    require([row[part] for part in PARTS] == cells(out.history[key][place]), f"{out.history[key][place]} followed")
    require(row["basis"] != "" or out.history[key][place] == NOTHING, "nothing is cited")


def check_event(out: Output, row: Row) -> None:
    """The headlines: the ranges of the first policy."""
    for category in categories():
        follows = out.ranges[row["event_id"]].get((category, "", out.result.policies[0]), NOTHING)
        require([row[f"{category}_{part}"] for part in PARTS] == cells(follows), f"{follows} follows")


def check_revision(out: Output, row: Row) -> None:
    """What the voice says now follows from the claims; what it said before is what it said last."""
    claims = out.claims(row["event_id"])
    steps = [r for r in out.result.reconciled[row["event_id"]].revisions if r.category == row["category"]]
    number = next(n for n, r in enumerate(steps) if (r.claim, r.voice_id) == (row["claim_id"], row["voice_id"]))
    cited = [claims[id_] for id_ in row["basis"].split(";") if id_]
    says = stand(cited, row["category"], told_of(out, row, steps[number].basis)) if cited else None
    now = cells((says.low, says.high, None))[:2] if says else ["", ""]
    require([row["after_low"], row["after_high"]] == now, f"{now} follows")
    former = [r for r in steps[:number] if r.voice_id == row["voice_id"]][-1:]
    before = [(r.after_low, r.after_high) for r in former]
    require([row["before_low"], row["before_high"]] == cells((*(before or [(None, None)])[0], None))[:2], f"{before}")


def told_of(out: Output, row: Row, basis: tuple[str, ...]) -> str:
    """How a count was worked out, from an estimate that takes it."""
    found = out.result.reconciled[row["event_id"]]
    steps = (s for e in (*found.history, *found.estimates) if e.category == row["category"] for s in e.steps)
    return next((step.detail for step in steps if step.evidence == basis and step.rule == "transfer"), "")


def check_article(out: Output, row: Row) -> None:
    tolls = {toll.category: toll for toll in out.result.tolls[row["article_id"]]}
    for category in categories():
        toll, basis = tolls.get(category), row[f"{category}_basis"]
        told = cells((toll.figure, toll.low, toll.high)) if toll else ["", "", ""]
        require([row[category], row[f"{category}_low"], row[f"{category}_high"]] == told, f"{told} was read")
        cited = [out.result.claim[id_] for id_ in basis.split(";") if id_]
        require(all((c.article, c.category) == (row["article_id"], category) for c in cited), "words of others")
        for number in (toll.figure, toll.low, toll.high) if toll else ():
            require(number is None or number in sums(out, tolls, category, cited), f"{number} of {basis}")


def sums(out: Output, tolls: dict[str, Toll], category: str, cited: list[Claim]) -> set[int]:
    """What some of the cited claims come to, each person once; less the dead among those hurt, less who moved on."""
    some = [group for size in range(1, len(cited) + 1) for group in combinations(cited[:9], size)]
    found = {sum(map(figure, group)) for group in some} | {len({key for c in cited for key in c.who})}
    found |= {end for c in cited for end in (c.low, c.high) if end is not None}
    dead = tolls["killed"].figure if category == "injured" and "killed" in tolls else None
    ours = out.result.claims[cited[0].article] if cited else ()
    moved = [c.low or 0 for c in ours if c.kind == "transfer" and c.moved_from == category]
    return {number - less for number in found for less in (0, dead or 0, sum(moved))}


CHECKS = {
    "claims": check_claim, "estimates": check_estimate, "groups": check_estimate, "history": check_history,
    "events": check_event, "revisions": check_revision, "articles": check_article,
}  # fmt: skip
FIGURES = {
    "claims": ("low", "high"), "estimates": PARTS, "groups": PARTS, "history": PARTS,
    "events": tuple(f"{category}_{part}" for category in categories() for part in PARTS),
    "revisions": ("before_low", "before_high", "after_low", "after_high"),
    "articles": tuple(category + end for category in categories() for end in ("", "_low", "_high")),
}  # fmt: skip


class Places(HTMLParser):
    """Every figure of an event's page in its place: the text of each element that has a figure, by where it stands."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.marked: dict[str, str] = {}
        self.inside: list[str] = []
        self.feed(html)

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


def triples(html: str) -> list[tuple[str, ...]]:
    """The figures of each row of a table of ranges."""
    return re.findall(r'<td class="number"[^>]*>([^<]*)</td>' * 3, html)


def between(html: str, start: str, end: str) -> str:
    return html.partition(start)[2].partition(end)[0]


def check_page(out: Output, event: Event, html: str) -> None:
    """Everything on an event's page that is a figure."""
    claims, found, first = out.claims(event.id), out.result.reconciled[event.id], out.result.policies[0]
    require(Places(html).marked == {id_: claim.quote for id_, claim in claims.items()}, "the words of every claim")
    require(cited(html) <= claims.keys(), "links to other words")
    for id_, strong in re.findall(r'<li data-claim="(\w+)"><strong>([^<]*)</strong>', html):
        require(strong == told(claims[id_]), f"{strong} of {claims[id_].quote}")
    for estimate in (e for e in found.estimates if e.policy == first):
        category, follows = estimate.category, out.ranges[event.id][estimate.category, "", first]
        card = between(html, f"<h3><span>{category.capitalize()}</span></h3>", "</div>")
        require(f">{shown(follows)[1]}</a>" in between(card, '<p class="best">', "</p>"), "the headline")
        true = replace(estimate, low=follows[0], best=follows[1], high=follows[2])
        require(f">{words.spread(true)}</a>" in between(card, '<p class="range">', "</p>"), "how far the range goes")
        section = between(html, f'<h2 id="{category}">', "</section>")
        require(f'id="why-{category}">Why {words.heading(true)}</h3>' in section, "the heading")
        check_why(estimate, between(section, f'id="why-{category}"', "</ol>"))
        moves = [e for e in found.history if (e.category, e.policy) == (category, first)]
        history = out.history.get((event.id, category, first), [])
        if "<figure>" in section:
            rows = re.findall(r"<tr>.*?</tr>", between(section, "<tbody>", "</tbody>"), re.DOTALL)
            require([triples(row) for row in rows] == [[shown(range_)] for range_ in history], "how the range moved")
            require([cited(row) for row in rows] == [set(e.basis) for e in moves], "what each move rests on")
            check_chart(out, event, category, between(section, "<figure>", "</figure>"), history[-1])
        groups = [e for e in found.groups if (e.category, e.policy) == (category, first)]
        apart = between(section, f'id="groups-{category}"', "</table>")
        wanted = [shown(out.ranges[event.id][category, e.group, first]) for e in groups]
        require(triples(apart) == wanted, "the groups")
        require(cited(apart) == {id_ for e in groups for id_ in e.basis}, "what the groups rest on")
        voices = between(section, f'id="voices-{category}"', "</table>")
        steps = [r for r in found.revisions if r.category == category]
        require(cited(voices) == {id_ for r in steps for id_ in (r.claim, *r.basis)}, "what the voices said")
        said = re.findall(r'<a href="#c-(\w+)"><strong>([^<]*)</strong>', voices)
        require(sorted(said) == sorted((r.claim, step_said(claims, r)) for r in steps), "the figures of the voices")
    check_policies(out, event, between(html, 'id="policies"', "</section>"))


def told(claim: Claim) -> str:
    """What was read in a claim's words, as its page says it."""
    number = claim.word or bounds_text(claim.low, claim.high)
    return f"{number} {claim.category}" if (claim.low, claim.high) != (None, None) else f"{claim.category}: {number}"


SAID = {
    "exact": "{low}", "at_least": "at least {low}", "more_than": "more than {low}", "up_to": "up to {high}",
    "fewer_than": "fewer than {over}", "about": "about {low}", "range": "{low} to {high}",
}  # fmt: skip


def step_said(claims: dict[str, Claim], step: object) -> str:
    """`73 → at least 91`, a vague word as it was told."""
    before, after = (step.before_low, step.before_high), (step.after_low, step.after_high)  # type: ignore[attr-defined]
    claim = claims[step.claim]  # type: ignore[attr-defined]
    now = bounds_text(*after)
    if (claim.low, claim.high) == after:
        now = (
            f"“{claim.word}” ({now})"
            if claim.word
            else SAID[claim.qualifier].format(low=claim.low, high=claim.high, over=(claim.high or 0) + 1)
        )
    return now if before == (None, None) else f"{bounds_text(*before)} → {now}"


def check_why(estimate: Estimate, html: str) -> None:
    require(set(estimate.basis) <= cited(html), "the words that it rests on")
    steps = re.findall(r'<li><p dir="auto">([^<]*)</p>', html)
    require([plain(step) for step in steps] == [step.detail for step in estimate.steps], "the steps")


def plain(html: str) -> str:
    return html.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")


def check_chart(out: Output, event: Event, category: str, html: str, last: Range) -> None:
    ends = dict(reversed(text.split(" ", 1)) for text in re.findall(r'<text class="end"[^>]*>([^<]*)</text>', html))
    low, best, high = shown(last)
    wanted = {"best": best} | ({"low": low} if low != best else {})
    wanted |= {"top": "open"} if last[2] is None else {"high": high} if high != best else {}
    require(ends == (wanted if last[1] is not None else {}), f"{ends} at the end of the chart")
    claims, found = out.claims(event.id), out.result.reconciled[event.id].revisions
    steps = [r for r in found if r.category == category]
    labels = re.findall(r'<a href="#c-(\w+)" aria-label="([^"]*)">.*?<title>([^<]*)</title>', html)
    require([(id_, label) for id_, label, _ in labels] == [(id_, title) for id_, _, title in labels], "label and title")
    for (id_, label, _), step in zip(labels, steps, strict=True):
        told = f": {step_said(claims, step)} ({words.course(step.direction)})"
        require(id_ == step.claim and label.endswith(told), f"{label} at a mark")


def check_policies(out: Output, event: Event, html: str) -> None:
    rows = [row for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if 'scope="row"' in row]
    for row, made in zip(rows, out.compared(event), strict=True):
        follows = out.ranges[event.id].get((made["category"], made["group"], made["policy"]), NOTHING)
        require(triples(row) == [shown(follows)], f"{made['policy']}: {follows} follows")
        require(bool(cited(row)) or follows == NOTHING, "nothing is cited")


def check_list(out: Output, html: str) -> None:
    """The list of events: likeliest figures that lead to the page that says why, and the range beside them."""
    cells = re.findall(r'<a class="best" href="events/(\w+)\.html#why-(\w+)">([^<]*)</a>(.*?)</td>', html, re.DOTALL)
    listed = {(event, category): (best, re.sub(r"<span class=\"hidden\">.*?</span>|<[^>]*>", "", rest).strip())
              for event, category, best, rest in cells}  # fmt: skip
    wanted = {}
    for event, ranges in out.ranges.items():
        for category in categories():
            low, best, high = ranges.get((category, "", out.result.policies[0]), NOTHING)
            if (low, high) != (None, None):
                told = shown((low, None, high))
                rest = "" if low == best == high else f"{told[0]}–{'?' if high is None else told[2]}"
                wanted[event, category] = (shown((None, best, None))[1], rest)
    require(listed == wanted, "the list of events")


# That it is so.


@pytest.mark.parametrize("table", CHECKS)
def test_every_figure_of_the_tables_follows_from_its_words(table: str, out: Output) -> None:
    assert out.tables[table]
    for row in out.tables[table]:
        CHECKS[table](out, row)


def test_every_figure_of_the_pages_follows_from_its_words(out: Output) -> None:
    for event in out.events.values():
        check_page(out, event, out.pages[f"events/{event.id}.html"])
    check_list(out, out.pages["index.html"])


def test_every_policy_and_every_kind_of_step_is_met(out: Output) -> None:
    """Else a check of what nobody meets would say nothing."""
    if len(out.events) > 3:
        steps = {s.rule for f in out.result.reconciled.values() for e in (*f.estimates, *f.history) for s in e.steps}
        assert steps >= {"toll", "increment", "transfer", "low", "high", "best", "floor", "majority", "credible"}
        assert {key[1] for ranges in out.ranges.values() for key in ranges} >= {"children", APART}
    assert {key[2] for ranges in out.ranges.values() for key in ranges} == set(POLICIES)


# That it would be noticed if it were not so.


def untrue(check: object, *arguments: object) -> bool:
    try:
        check(*arguments)  # type: ignore[operator]
    except UntracedError:
        return True
    return False


@pytest.mark.parametrize("table", [table for table in CHECKS if table != "articles"])
def test_a_figure_that_is_altered_in_a_table_is_noticed(table: str, out: Output) -> None:
    for row in out.tables[table]:
        for column in FIGURES[table]:
            for other in {str(int(row[column] or 0) + 1), str(abs(int(row[column] or 1) - 1)), "7"} - {row[column]}:
                assert untrue(CHECKS[table], out, row | {column: other}), (column, row, other)


def test_a_figure_that_is_altered_in_an_article_is_noticed(out: Output) -> None:
    for row in out.tables["articles"]:
        for column in FIGURES["articles"]:
            assert untrue(check_article, out, row | {column: str(int(row[column] or 0) + 1)}), (column, row)


@pytest.mark.parametrize("part", PARTS)
def test_an_estimate_that_does_not_follow_from_its_steps_is_noticed(part: str, out: Output) -> None:
    """Even where every table and page agrees with it."""
    for event, found in out.result.reconciled.items():
        for estimate in (*found.estimates, *found.history, *found.groups):
            if estimate.group != APART:
                other = replace(estimate, **{part: (getattr(estimate, part) or 0) + 1})
                assert range_of(other, out.claims(event)) != tuple(getattr(other, part) for part in PARTS)


def test_words_that_say_another_figure_are_noticed(out: Output) -> None:
    """A claim that a range rests on, with one more: the range no longer follows, or the step no longer says so."""
    for event, found in out.result.reconciled.items():
        claims = out.claims(event)
        for estimate in found.estimates:
            for id_ in estimate.basis:
                claim = claims[id_]
                more = replace(claim, low=(claim.low or 0) + 1, high=None if claim.high is None else claim.high + 1)
                told = tuple(getattr(estimate, part) for part in PARTS)
                if not claim.word:
                    assert untrue(lambda held, e, told: require(range_of(e, held) == told, ""),
                                  claims | {id_: more}, estimate, told)  # fmt: skip


FIGURE = r"\d[\d,]*"
WHERE = {
    "headline": rf'<p class="best"><a [^>]*>({FIGURE})<',
    "spread": rf'<p class="range"><a [^>]*>[a-z ]*({FIGURE})',
    "heading": rf"<h3 id=\"why-\w+\">Why ({FIGURE})",
    "step": rf'<li><p dir="auto">[^<]*?({FIGURE})[^<]*</p>',
    "cell": rf'<td class="number"[^>]*>({FIGURE})</td>',
    "voice": rf'<a href="#c-\w+"><strong>[^<\d]*({FIGURE})[^<]*</strong>',
    "mark": rf'aria-label="[^"]*: [^"\d]*({FIGURE}) \(',
    "end of the chart": rf'<text class="end"[^>]*>({FIGURE}) (?:low|best|high)<',
    "reading": rf'<li data-claim="\w+"><strong>[^<\d]*({FIGURE})',
    "words": rf'<mark data-claims="[^"]*">[^<\d]*({FIGURE})',
}


@pytest.mark.parametrize("where", WHERE)
def test_a_figure_that_is_altered_on_a_page_is_noticed(where: str, out: Output) -> None:
    altered = 0
    for event in out.events.values():
        html = out.pages[f"events/{event.id}.html"]
        for found in list(re.finditer(WHERE[where], html))[:15]:
            number = f"{int(found[1].replace(',', '')) + 1:,}"
            assert untrue(check_page, out, event, html[: found.start(1)] + number + html[found.end(1) :]), found[0]
            altered += 1
    assert altered


@pytest.mark.parametrize(
    "where", [rf"#why-\w+\">({FIGURE})<", rf'<span class="range">({FIGURE})', rf"–</span>({FIGURE})"]
)
def test_a_figure_that_is_altered_in_the_list_is_noticed(where: str, out: Output) -> None:
    html = out.pages["index.html"]
    found = list(re.finditer(where, html))
    assert found
    for one in found:
        number = f"{int(one[1].replace(',', '')) + 1:,}"
        assert untrue(check_list, out, html[: one.start(1)] + number + html[one.end(1) :]), one[0]
