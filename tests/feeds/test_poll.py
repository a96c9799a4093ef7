"""Rounds over a site that changes as the test tells it: what is asked, what is read, what is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hostile.cases import dated, item, page, redirect, rss
from hostile.server import Server, Wire, http, serving

from casualties.feeds import Feed, Network, Problem, Visit, Visits, read
from casualties.feeds.poll import Poll
from casualties.model import Article, Moment, identity

NETWORK = Network(allow_private=True, timeout=5, deadline=9, back_off=0.01)
NOW = Moment.parse("2024-01-10T00:00:00Z")
FIRST = dated("Thu, 04 Jan 2024 09:30:00 GMT")


class Site:
    """Pages by path, each with an ETag of its content; `/robots.txt` is missing unless it is put."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | str] = {}
        self.server: Server

    def answer(self, wire: Wire) -> None:
        held = self.pages.get(wire.path)
        if isinstance(held, bytes) or held is None:
            wire.send(held or http(status="404 None"))
            return
        tag = f'"{abs(hash(held))}"'
        if f"If-None-Match: {tag}" in wire.head:
            wire.send(http(status="304 Same", ETag=tag))
        else:
            kind = "application/xml" if held.startswith(("<rss", "<opml", "<feed")) else "text/html"
            wire.send(http(held, kind, ETag=tag))

    def round(self, memory: Visits, *paths: str, network: Network = NETWORK, now: Moment = NOW) -> Round:
        """One poll of the feeds at some paths."""
        self.server.asked.clear()
        poll = Poll(network, memory, now=lambda: now)
        found = list(poll.read([Feed(self.server.site + path) for path in paths or ("/feed",)]))
        return Round(self.server.asked[:], poll, found)


class Round:
    def __init__(self, asked: list[str], poll: Poll, found: list[Any]) -> None:
        self.asked = [path for path in asked if path != "/robots.txt"]
        self.tally = poll.tally
        self.articles = [one for one in found if isinstance(one, Article)]
        self.problems = [one for one in found if isinstance(one, Problem)]


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    with serving(made.answer) as server:
        made.server = server
        yield made


@pytest.fixture
def daily(site: Site) -> Site:
    site.pages = {"/feed": rss(item(1, more=FIRST), item(2)), "/a/1": page(1), "/a/2": page(2)}
    return site


def test_the_first_round_reads_the_linked_pages(daily: Site) -> None:
    done = daily.round(Visits())
    assert [one.url for one in done.articles] == [f"{daily.server.site}/a/{n}" for n in (1, 2)]
    assert "three people were killed" in done.articles[0].text
    assert (str(done.articles[0].published), done.articles[0].outlet) == ("2024-01-04T09:30:00Z", "Daily")
    assert str(done.tally) == "feeds: 1, unchanged 0, failed 0; items: 2, known 0; pages opened: 2; new articles: 2"


def test_a_round_without_a_change_asks_for_the_feed_alone_and_is_told_304(daily: Site) -> None:
    memory = Visits()
    daily.round(memory)
    for known in (memory, Visits(memory.taken())):
        again = daily.round(known)
        assert (again.asked, again.articles, again.problems, again.tally.unchanged) == (["/feed"], [], [], 1)


@pytest.mark.parametrize(
    ("header", "value", "asked"),
    [("ETag", 'W/"7f"', "If-None-Match"), ("ETag", "no quotes", "If-None-Match"),
     ("Last_Modified", "Thu, 31 Dec 2099 23:59:59 GMT", "If-Modified-Since")],
)  # fmt: skip
def test_what_a_server_knows_its_answer_by_is_given_back_as_it_was(
    header: str, value: str, asked: str, daily: Site
) -> None:
    memory = Visits()
    daily.pages["/feed"] = http(rss(item(1)), **{header: value})
    daily.round(memory)
    daily.server.heads.clear()
    daily.round(Visits(memory.taken()))
    assert [head for head in daily.server.heads if f"{asked}: {value}\r\n" in head and "/feed" in head]


@pytest.mark.parametrize(
    ("body", "what"),
    [(page(1), "is a web page where a feed was"), ("Down for maintenance.", "is no feed any more")],
)
def test_a_page_in_the_place_of_a_feed_is_no_article_and_the_feed_is_not_forgotten(
    body: str, what: str, daily: Site
) -> None:
    memory = Visits()
    daily.round(memory)
    feed, daily.pages["/feed"] = daily.pages["/feed"], http(body, "text/html")
    memory = Visits(memory.taken())
    for _ in range(2):
        done = daily.round(memory)
        assert (done.articles, [problem.what for problem in done.problems]) == ([], [what])
        assert (done.tally.failed, done.asked) == (1, ["/feed"])
    daily.pages["/feed"] = feed
    assert daily.round(memory).tally.unchanged == 1


def test_a_server_without_validators_is_known_by_the_content(daily: Site) -> None:
    memory = Visits()
    daily.pages["/feed"] = http(rss(item(1), item(2)))
    daily.round(memory)
    assert daily.round(memory).tally.unchanged == 1
    daily.pages["/feed"] = http(rss(item(3), item(2), item(1)))
    daily.pages["/a/3"] = page(3)
    assert daily.round(memory).asked == ["/feed", "/a/3"]


def test_ids_that_change_every_time_open_nothing_again(daily: Site) -> None:
    memory = Visits()
    for number in range(3):
        daily.pages["/feed"] = rss(item(1, more=f"<guid>{number}</guid>"))
        done = daily.round(memory)
        assert len(done.articles) == (number == 0)
        assert done.asked == ["/feed", "/a/1"][: 2 - (number > 0)]


def test_an_edited_page_is_a_new_version_of_the_same_url(daily: Site) -> None:
    memory = Visits()
    before = daily.round(memory).articles[0]
    daily.pages["/a/1"] = page(1).replace("three people", "five people")
    assert daily.round(memory).articles == []  # the feed does not say that anything changed
    daily.pages["/feed"] = rss(item(1, title="Blast in Aleppo: toll rises", more=FIRST), item(2))
    (after,) = daily.round(memory).articles
    assert (after.url, after.published) == (before.url, NOW)
    assert after.id != before.id
    assert "five people" in after.text


@pytest.mark.parametrize(
    ("updated", "published"),
    [("2024-01-10T06:00:00Z", "2024-01-10T06:00:00Z"), ("2024-01-04T12:00:00Z", "2024-01-11T00:00:00Z")],
)
def test_a_version_is_as_old_as_its_edit_or_as_our_finding_it(updated: str, published: str, daily: Site) -> None:
    memory = Visits()
    daily.round(memory)
    daily.pages["/a/1"] = page(1).replace("three people", "five people")
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="a/1"/><title>B</title><published>{}</published>'
    )
    daily.pages["/feed"] = (atom + "<updated>{}</updated></entry></feed>").format("2024-01-04T09:30:00Z", updated)
    later = Moment.parse("2024-01-11T00:00:00Z")
    (after,) = daily.round(memory, now=later).articles
    assert str(after.published) == published


def test_a_page_whose_article_stayed_the_same_is_no_new_version(daily: Site) -> None:
    memory = Visits()
    daily.round(memory)
    daily.pages["/a/1"] = page(1).replace("</article>", "</article><aside>Weather: rain</aside>")
    daily.pages["/feed"] = rss(item(1, text="a new teaser", more=FIRST), item(2))
    done = daily.round(memory)
    assert (done.asked, done.articles) == (["/feed", "/a/1"], [])


def test_a_connection_that_was_closed_while_idle_costs_no_feed() -> None:
    asked: list[str] = []
    pages = {"/feed": http(rss(item(1, more=FIRST))), "/a/1": http(page(1), "text/html")}

    def hangs_up_once(wire: Wire) -> None:
        asked.append(wire.path)
        if asked.count(wire.path) > 1:
            wire.send(pages.get(wire.path, http(status="404 None")))

    with serving(hangs_up_once) as server:
        found = list(Poll(NETWORK, now=lambda: NOW).read([Feed(f"{server.site}/feed")]))
    assert [one for one in found if isinstance(one, Problem)] == []
    assert len([one for one in found if isinstance(one, Article)]) == 1
    assert asked.count("/feed") == 2


def test_where_no_redirect_is_followed_pages_are_read_all_the_same(daily: Site) -> None:
    daily.pages["/a/2"] = '<html><head><meta http-equiv="refresh" content="0; url=/a/1"></head></html>'
    done = daily.round(Visits(), network=replace(NETWORK, redirects=0))
    assert [one.url for one in done.articles] == [f"{daily.server.site}/a/1"]
    assert [one.what for one in done.problems] == ["sends on more than 0 times"]


def test_what_failed_for_a_while_is_asked_for_again_and_what_is_gone_is_not(daily: Site) -> None:
    memory = Visits()
    network = replace(NETWORK, retries=0)
    daily.pages |= {"/a/1": http(status="503 Busy"), "/a/2": http(status="404 Gone")}
    daily.pages["/feed"] = rss(item(1, text="One died."), item(2, text="Two died."))
    first = daily.round(memory, network=network)
    assert [one.text.rpartition("\n")[2] for one in first.articles] == ["One died.", "Two died."]
    assert [(one.lost, one.advice) for one in first.problems] == [(True, "read from the feed's own words")] * 2
    assert daily.round(memory, network=network).asked == ["/feed", "/a/1"]
    daily.pages["/a/1"] = page(1)
    assert "three people were killed" in daily.round(memory, network=network).articles[0].text
    assert daily.round(memory, network=network).asked == ["/feed"]


def test_an_article_of_two_feeds_is_that_of_the_first(daily: Site) -> None:
    memory = Visits()
    daily.pages["/other"] = rss(item(2, title="Another title"), item(1))
    for paths in (("/feed", "/other"), ("/other", "/feed")):
        done = daily.round(Visits(), *paths)
        assert len(done.articles) == 2
    daily.round(memory, "/feed", "/other")
    assert daily.round(memory, "/feed", "/other").asked.count("/a/1") == 0


def test_a_list_of_feeds_and_a_plain_page_are_sources_too(daily: Site) -> None:
    daily.pages["/list.opml"] = '<opml><body><outline text="x"><outline xmlUrl="feed"/></outline></body></opml>'
    memory = Visits()
    done = daily.round(memory, "/list.opml", "/a/2")
    assert [one.url.rpartition("/")[2] for one in done.articles] == ["1", "2", "2"]
    again = daily.round(memory, "/list.opml", "/a/2")
    assert (sorted(again.asked), again.articles) == (["/a/2", "/feed", "/list.opml"], [])
    daily.pages |= {"/feed": rss(item(3), item(1), item(2)), "/a/3": page(3)}
    assert [one.url[-1] for one in daily.round(memory, "/list.opml", "/a/2").articles] == ["3"]


def test_a_saved_feed_is_read_without_asking_and_a_saved_list_is_polled(daily: Site, tmp_path: Path) -> None:
    saved = tmp_path / "saved.rss"
    saved.write_text(rss(item(1, link=f"{daily.server.site}/a/1", text="Three &lt;b&gt;people&lt;/b&gt; died.")))
    (article,) = read([str(saved)])
    assert isinstance(article, Article)
    assert (article.text, article.title, article.outlet) == (
        "Blast in Aleppo\n\nThree people died.", "Blast in Aleppo", "Daily")  # fmt: skip
    assert daily.server.asked == []
    (tmp_path / "list.opml").write_text(f'<opml><body><outline xmlUrl="{daily.server.site}/feed"/></body></opml>')
    assert len(list(read([str(tmp_path)], poll=Poll(NETWORK)))) == 3


@pytest.mark.parametrize(
    ("rules", "asked"),
    [
        ("User-agent: *\nDisallow: /a/2", ["/feed", "/a/1"]),
        ("User-agent: casualties\nDisallow: /a/*\n\nUser-agent: *\nAllow: /", ["/feed"]),
        ("User-agent: *\nDisallow: /", []),
        ("User-agent: other\nDisallow: /", ["/feed", "/a/1", "/a/2"]),
        ("<html>not rules</html>", ["/feed", "/a/1", "/a/2"]),
    ],
)
def test_robots_are_heeded(rules: str, asked: list[str], daily: Site) -> None:
    daily.pages["/robots.txt"] = http(rules, "text/plain")
    done = daily.round(Visits())
    assert done.asked == asked
    assert all("robots.txt" in problem.what for problem in done.problems)
    assert len(done.problems) == 3 - len(asked) if asked else 1
    assert daily.round(Visits(), network=replace(NETWORK, robots=False)).asked == ["/feed", "/a/1", "/a/2"]


@pytest.mark.parametrize(
    ("answer", "reads"),
    [
        (http(status="404 None"), True), (http(status="403 No"), True), (redirect("/robots.txt"), True),
        (http("x" * 600_000, "text/plain"), True), (http(status="500 Broken"), False), (http(status="503 Busy"), False),
        (b"", False),
    ],
)  # fmt: skip
def test_rules_that_are_hidden_allow_and_rules_that_fail_forbid(answer: bytes, reads: bool, daily: Site) -> None:
    daily.pages["/robots.txt"] = answer or b"nothing that is HTTP"
    done = daily.round(Visits(), network=replace(NETWORK, retries=0))
    assert bool(done.articles) == reads
    assert bool(done.problems) != reads


def test_servers_are_told_who_asks(daily: Site) -> None:
    from importlib.metadata import version

    daily.round(Visits(), network=replace(NETWORK, contact="desk@example.org"))
    for head in daily.server.heads:
        assert f"User-Agent: casualties/{version('casualties')} (+desk@example.org)\r\n" in head
        assert "Accept-Encoding: gzip, deflate, br\r\n" in head
        assert "Cookie" not in head


def test_a_password_goes_to_its_host_alone_and_into_no_article(daily: Site) -> None:
    there = daily.server.site.removeprefix("http://")
    for path in ("/feed", "/a/1"):
        found = list(Poll(NETWORK, Visits()).read([Feed(f"http://me:secret@{there}{path}")]))
        assert found
        assert "secret" not in repr(found)
    assert all("Authorization: Basic" in head for head in daily.server.heads)
    assert any(head.startswith("GET /a/2") for head in daily.server.heads)
    with serving(daily.answer) as other:
        daily.pages["/feed"] = rss(item(link=f"{other.site}/a/1"))
        list(Poll(NETWORK, Visits()).read([Feed(f"http://me:secret@{there}/feed")]))
        assert other.heads
        assert not any("Authorization" in head for head in other.heads)


def test_a_password_in_an_address_is_sent_and_never_shown(daily: Site) -> None:
    daily.pages["/feed"] = redirect(f"http://localhost:{daily.server.port}/elsewhere")
    poll = Poll(NETWORK, Visits())
    (problem,) = poll.read([Feed(daily.server.site.replace("//", "//me:secret@") + "/feed")])
    assert isinstance(problem, Problem)
    assert "secret" not in str(problem)
    sent = [("Authorization: Basic" in head) for head in daily.server.heads if "robots" not in head]
    assert sent == [True, False]


def test_the_proxy_of_the_environment_is_used(daily: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    daily.pages["http://news.test/feed"] = http(rss(item(1, link="", text="Three died.")))
    monkeypatch.setenv("http_proxy", daily.server.site)
    (article,) = Poll(Network(robots=False), Visits()).read([Feed("http://news.test/feed")])
    assert isinstance(article, Article)
    for host in ("10.0.0.1", "127.1", "0x7f000001", "2130706433", "localhost", "[::1]"):
        (problem,) = Poll(Network(robots=False), Visits()).read([Feed(f"http://{host}/feed")])
        assert "private address" in str(problem), host
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert len(daily.round(Visits()).articles) == 2


def test_a_hosts_turn_comes_no_sooner_than_politeness_allows(daily: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    from casualties.feeds import web

    monkeypatch.setattr(web, "is_local", lambda _: False)
    daily.pages["/robots.txt"] = http("User-agent: *\nCrawl-delay: 0.2", "text/plain")
    began = time.monotonic()
    assert len(daily.round(Visits(), network=replace(NETWORK, delay=0.1)).articles) == 2
    assert time.monotonic() - began >= 0.5  # robots.txt, then three questions


def test_more_than_fits_into_a_round_goes_on_in_the_next(daily: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from casualties.feeds import poll

    monkeypatch.setattr(poll, "MOST", 1)
    memory = Visits()
    for number in (1, 2):
        done = daily.round(memory)
        assert [one.url[-1] for one in done.articles] == [str(number)]
        assert [one.lost for one in done.problems] == [False] * (2 - number)


def test_a_host_that_hangs_is_waited_for_once(daily: Site) -> None:
    import time

    daily.pages = {}
    answer = daily.server.answers
    daily.server.answers = lambda wire: time.sleep(1) if wire.path == "/robots.txt" else answer(wire)
    network = replace(NETWORK, timeout=0.3, concurrency=4)
    done = daily.round(Visits(), *(f"/feed{number}" for number in range(8)), network=network)
    assert [problem.what for problem in done.problems] == ["stopped answering"] * 8
    assert daily.server.asked == ["/robots.txt"]


def test_visits_are_forgotten_after_a_while_and_damaged_rows_at_once() -> None:
    memory = Visits()
    for day in ("2024-01-01", "2024-03-01", "2024-03-02"):
        memory.put(Visit(day, etag='"x"', at=Moment.parse(f"{day}T00:00:00Z")))
    memory.put(Visit("always"))
    rows = memory.taken() | {"spoilt": '{"damaged'}
    assert memory.taken() == {}
    kept = Visits(rows)
    assert kept.outdated(Moment.parse("2024-03-03")) == {"spoilt": "", identity("2024-01-01"): ""}
    assert [kept.get(url) for url in ("2024-03-01", "always", "never")] == [
        Visit("2024-03-01", etag='"x"', at=Moment.parse("2024-03-01T00:00:00Z")), Visit("always"), None
    ]  # fmt: skip
    assert Visits({identity("x"): "[1]"}).get("x") is None


def test_no_link_and_no_redirect_makes_up_a_login_or_uses_that_of_another_feed(daily: Site) -> None:
    there = daily.server.site.removeprefix("http://")
    daily.pages["/feed"] = rss(item(link=f"http://you:other@{there}/a/1"), item(2))
    daily.pages["/a/2"] = redirect(f"http://you:other@{there}/a/1")
    daily.pages["/closed"] = rss(item(link="/a/3"))
    list(Poll(NETWORK, Visits()).read([Feed(f"http://me:secret@{there}/closed"), Feed(f"http://{there}/feed")]))
    sent = {head.split()[1]: "Authorization" in head for head in daily.server.heads if "robots" not in head}
    assert sent == {"/closed": True, "/a/3": True, "/feed": False, "/a/1": False, "/a/2": False}


def test_a_page_behind_a_password_is_known_in_the_next_round(daily: Site) -> None:
    memory = Visits()
    signed = Feed(daily.server.site.replace("//", "//me:secret@") + "/a/1")
    assert [len([one for one in Poll(NETWORK, memory).read([signed]) if isinstance(one, Article)]) for _ in (1, 2)] == [
        1, 0
    ]  # fmt: skip
    assert "If-None-Match" in daily.server.heads[-1]


def test_a_page_as_a_source_is_followed_where_it_sends_on(daily: Site) -> None:
    daily.pages["/live"] = '<html><head><meta http-equiv="refresh" content="0; url=/a/1"></head></html>'
    (article,) = daily.round(Visits(), "/live").articles
    assert (article.url, "three people" in article.text) == (f"{daily.server.site}/live", True)


@pytest.mark.parametrize(
    ("refusing", "path", "held"),
    [
        ({"largest": 1000}, "/a/1", page(1).replace("</article>", f"<!-- {'x' * 2000} --></article>")),
        ({"redirects": 0}, "/a/1", redirect("/a/3")),
        ({"robots": True}, "/robots.txt", http("User-agent: *\nDisallow: /a/1", "text/plain")),
        ({"contact": "nobody@example.org"}, "/a/1", http(status="403 No")),
    ],
)
def test_what_was_refused_under_other_settings_is_asked_for_again(
    refusing: dict[str, Any], path: str, held: bytes | str, daily: Site
) -> None:
    daily.pages |= {path: held, "/a/3": page(3)}
    memory, usual = Visits(), replace(NETWORK, robots=False)
    assert [one.url[-1] for one in daily.round(memory, network=replace(usual, **refusing)).articles] == ["2"]
    memory = Visits(memory.taken())
    assert daily.round(memory, network=replace(usual, **refusing)).asked == ["/feed"]
    if path == "/a/1" and held == http(status="403 No"):
        daily.pages["/a/1"] = page(1)
    assert [one.url[-1] for one in daily.round(memory, network=usual).articles] == ["1"]
    assert "/a/2" not in daily.server.asked
    assert daily.round(memory, network=usual).asked == ["/feed"]


def test_a_page_that_is_read_after_the_feeds_own_words_is_a_later_version(daily: Site) -> None:
    memory = Visits()
    daily.pages["/feed"] = rss(item(1, text="Three people died, police said.", more=FIRST))
    there = daily.pages.pop("/a/1")
    daily.pages["/a/1"] = http(status="500 Broken")
    (words,) = daily.round(memory).articles
    daily.pages["/a/1"] = there
    (version,) = daily.round(memory, now=Moment.parse("2024-01-10T01:00:00Z")).articles
    assert words.url == version.url
    assert [str(one.published) for one in (words, version)] == ["2024-01-04T09:30:00Z", "2024-01-10T01:00:00Z"]


def test_a_host_is_left_alone_for_as_long_as_it_asks(daily: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    from casualties.feeds import web

    monkeypatch.setattr(web, "is_local", lambda _: False)
    daily.pages |= {f"/feed/{number}": rss(item(link=f"/a/{number}")) for number in range(1, 9)}
    daily.pages |= {f"/a/{number}": page(number) for number in range(1, 9)}
    asked: list[float] = []
    answer = daily.server.answers

    def busy_once(wire: Wire) -> None:
        if wire.path.startswith("/a/"):
            asked.append(time.monotonic())
        wire.send(http(status="503 Busy", Retry_After="1")) if len(asked) == 1 else answer(wire)

    daily.server.answers = busy_once
    feeds = [f"/feed/{number}" for number in range(1, 9)]
    assert len(daily.round(Visits(), *feeds, network=replace(NETWORK, delay=0, per_host=2)).articles) == 8
    assert sum(moment < asked[0] + 0.9 for moment in asked) <= 3  # those that were on their way


def test_a_host_that_fails_and_fails_is_left_until_the_next_round(daily: Site) -> None:
    daily.pages = {"/feed": rss(*(item(number) for number in range(9))), "/a/8": page(8)}
    daily.pages |= {f"/a/{number}": http(status="503 Busy") for number in range(8)}
    network, memory = replace(NETWORK, give_up=2, retries=1), Visits()
    done = daily.round(memory, network=network)
    assert done.asked == ["/feed", "/a/0", "/a/0", "/a/1", "/a/1"]
    told = "7 linked pages not read: the first is not asked: its host failed 4 times in a row"
    assert [problem.what for problem in done.problems][-1] == told
    daily.pages |= {f"/a/{number}": page(number) for number in range(8)}
    assert len(daily.round(memory, network=network).articles) == 9


def test_a_round_ends_in_time_and_the_next_goes_on(daily: Site) -> None:
    import time

    answer = daily.server.answers
    memory = Visits()

    def slowly(wire: Wire) -> None:
        time.sleep(2.2 if wire.path == "/a/1" else 0)
        answer(wire)

    daily.server.answers = slowly
    done = daily.round(memory, network=replace(NETWORK, round=2))
    assert [one.url[-1] for one in done.articles] == ["1"]
    (problem,) = done.problems
    assert problem.what == "1 linked page not read: the first is not asked: the round has taken 2 s"
    assert [one.url[-1] for one in daily.round(memory).articles] == ["2"]


def test_what_nobody_has_foreseen_costs_one_article_and_is_told(daily: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from casualties.feeds import poll

    read = poll.page_fields
    memory = Visits()

    def breaks(data: bytes, told: str = "") -> dict[str, str]:
        if b"market 1" in data:
            raise IndexError("list index out of range")
        return read(data, told)

    monkeypatch.setattr(poll, "page_fields", breaks)
    done = daily.round(memory)
    assert [one.url[-1] for one in done.articles] == ["2"]
    (problem,) = done.problems
    assert (problem.what, problem.lost) == ("could not be read: IndexError: list index out of range", True)
    monkeypatch.undo()
    assert [one.url[-1] for one in daily.round(memory).articles] == ["1"]


def test_a_headline_that_changes_over_an_unchanged_page_is_a_new_version(daily: Site) -> None:
    memory = Visits()
    daily.round(memory)
    daily.pages["/feed"] = rss(item(1, title="Blast in Aleppo kills 15", more=FIRST), item(2))
    (after,) = daily.round(memory).articles
    assert after.title == "Blast in Aleppo kills 15"


def test_a_feed_that_tells_more_than_its_unchanged_page_is_read_again(daily: Site) -> None:
    memory, words = Visits(), "{} people died in the blast, police said. " + "The market was full. " * 30
    daily.pages["/feed"] = rss(item(1, text=words.format("Three"), more=FIRST))
    assert "Three people died" in daily.round(memory).articles[0].text
    daily.pages["/feed"] = rss(item(1, text=words.format("Eight"), more=FIRST))
    (after,) = daily.round(memory).articles
    assert "Eight people died" in after.text


@pytest.mark.parametrize("status", ["507 Full", "520 Odd", "522 Late", "524 Later"])
def test_every_trouble_of_a_server_may_pass(status: str, daily: Site) -> None:
    memory, there = Visits(), daily.pages["/a/1"]
    daily.pages["/a/1"] = http(status=status)
    assert len(daily.round(memory).articles) == 1
    daily.pages["/a/1"] = there
    assert [one.url for one in daily.round(memory).articles] == [f"{daily.server.site}/a/1"]


@pytest.mark.parametrize("held", [http(status="403 No"), http(status="404 None"), "<html><title>x</title></html>"])
def test_what_is_refused_is_asked_for_again_after_a_while(held: bytes | str, daily: Site) -> None:
    memory, there = Visits(), daily.pages["/a/1"]
    daily.pages["/a/1"] = held
    assert len(daily.round(memory).articles) == 1
    daily.pages["/a/1"] = there
    soon, late = (Moment.parse(f"2024-01-10T{hour}:00:00Z") for hour in ("01", "07"))
    assert daily.round(memory, now=soon).articles == []
    assert [one.url for one in daily.round(memory, now=late).articles] == [f"{daily.server.site}/a/1"]
    assert daily.round(memory, now=late).asked == ["/feed"]


@pytest.mark.parametrize("abreast", [1, 8])
def test_a_page_of_two_feeds_is_known_as_the_first_told_it(abreast: int, daily: Site) -> None:
    memory, network = Visits(), replace(NETWORK, concurrency=abreast)
    daily.pages["/other"] = rss(item(1, title="Another title"))
    daily.round(memory, "/feed", "/other", network=network)
    daily.pages["/feed"] = rss(item(1, text="Updated.", more=FIRST), item(2))
    assert daily.round(memory, "/feed", "/other", network=network).articles == []


@pytest.mark.parametrize("tagged", [True, False])
@pytest.mark.parametrize("grows", [True, False])
def test_a_feed_remembers_that_something_of_it_was_refused(tagged: bool, grows: bool, daily: Site) -> None:
    """Whether it answers 304 or says the same again, and whether it tells of something else in the meantime."""
    memory, there = Visits(), daily.pages["/a/1"]
    feed = rss(item(1), item(2))
    daily.pages |= {"/a/1": http(status="403 No"), "/a/3": page(3), "/feed": feed if tagged else http(feed)}
    daily.round(memory)
    if grows:
        feed = rss(item(1), item(2), item(3))
        daily.pages["/feed"] = feed if tagged else http(feed)
    for hour in range(1, 6):
        daily.round(memory, now=Moment.parse(f"2024-01-10T0{hour}:00:00Z"))
    daily.pages["/a/1"] = there
    late = Moment.parse("2024-01-10T13:00:00Z")
    assert [one.url for one in daily.round(memory, now=late).articles] == [f"{daily.server.site}/a/1"]
