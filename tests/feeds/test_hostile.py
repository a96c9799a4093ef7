"""Every case of the hostile corpus: what it says, what is read in spite of it, and that the rest is done."""

from __future__ import annotations

import itertools
import json
import re
import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hostile.cases import CASES, LARGEST, Case, page
from hostile.server import Server, Wire, http, serving

from casualties import store
from casualties.cli import main
from casualties.feeds import Feed, Network, Problem, guard
from casualties.feeds.abreast import abreast
from casualties.feeds.poll import Poll, Tally
from casualties.feeds.visits import Visit
from casualties.model import Article, Moment

NETWORK = Network(timeout=3.0, deadline=6.0, largest=LARGEST, redirects=4, retries=1, back_off=0.01, concurrency=16,
                  per_host=64, delay=0)  # fmt: skip
NOW = Moment.parse("2024-01-05T00:00:00Z")
BY_NAME = {case.name: case for case in CASES}
Items = dict[str, list[Any]]
ELSEWHERE = ("links-", "list-", "same-host", "script-in-the-words", "archive", "records")
"""What these hold is at an address of its own, which does not name the case."""


def address(world: Server, name: str) -> str:
    """Where the feed of a case is: every case has a host of its own, for a host that fails is left alone."""
    return f"http://{name}.case.test:{world.port}/{name}/feed"


def answers(wire: Wire) -> None:
    _, name, *rest = wire.path.split("/")
    case, where = BY_NAME.get(name), "/".join(rest)
    if where == "x" * len(where) + "feed"[: len(where)] or case is None or name == "robots.txt":
        wire.send(http("none", status="404 None"))
        return
    usual = http(page(where.rpartition("/")[2][:9]), "text/html")
    does = case.does if where.startswith("feed") else case.at.get(where.partition("?")[0].rstrip("x"), usual)
    wire.send(does) if isinstance(does, bytes) else does(wire)


@pytest.fixture(scope="module")
def world() -> Iterator[Server]:
    """Names and addresses as if 127.0.0.1 were the open internet, and everything else what it is."""
    public, look = guard.is_public, socket.getaddrinfo
    with serving(answers) as server, serving(answers, tls=True) as secure, pytest.MonkeyPatch.context() as patch:
        places = {"hostile.test": ("127.0.0.1", secure.port), "rebound.test": ("10.9.8.7", 80)}

        def found(host: str, port: int, *more: Any, **named: Any) -> Any:
            if host == "nowhere.test":
                raise socket.gaierror("no such name")
            if host.endswith(".case.test"):
                host = "127.0.0.1"
            return look(*places.get(host, (host, port)), *more, **named)

        connect = guard.httpcore.SyncBackend.connect_tcp

        def connected(self: Any, host: str, port: int, *more: Any) -> Any:
            return connect(self, host, secure.port if port == 443 else port, *more)

        patch.setattr(guard, "is_public", lambda address: address == "127.0.0.1" or public(address))
        patch.setattr(socket, "getaddrinfo", found)
        patch.setattr(guard.httpcore.SyncBackend, "connect_tcp", connected)
        yield server


@pytest.fixture(scope="module")
def outcome(world: Server) -> Items:
    """What came of every case, read side by side."""
    poll = Poll(NETWORK, now=lambda: NOW)

    def read(case: Case) -> Iterator[tuple[str, Any]]:
        for item in poll.feed(Feed(address(world, case.name))):
            yield case.name, item

    found: Items = {case.name: [] for case in CASES}
    for name, item in abreast(read, CASES, NETWORK.concurrency):
        found[name].append(item)
    return found


def test_there_are_enough_cases_and_no_name_is_used_twice() -> None:
    assert len(CASES) == len(BY_NAME) >= 150


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_is_what_the_table_says(case: Case, outcome: Items) -> None:
    items = outcome[case.name]
    problems = [item for item in items if isinstance(item, Problem)]
    articles = [item for item in items if isinstance(item, Article)]
    told = "\n".join(map(str, problems))
    assert len(articles) == case.articles, told
    assert case.says in told
    assert bool(problems) == bool(case.says), told
    assert any(problem.lost for problem in problems) == case.lost, told
    assert sum(item.feeds for item in items if isinstance(item, Tally)) >= 1
    for problem in problems:
        assert not re.search(r"[\x00-\x1f\x7f]", str(problem))
        assert len(str(problem)) < 900
        assert "secret" not in str(problem)
    for article in articles:
        assert article.text.startswith(article.title)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]|<script|<img|onerror", article.text)
        assert len(article.title) <= 300
        assert article.text.encode("utf-8")
        assert article.published is None or "1990" < str(article.published) < "2024-01-08"
        assert "root:" not in article.text


@pytest.mark.parametrize("status", [0, 1])
def test_the_program_says_each_in_its_log_and_by_its_status_and_does_the_rest(
    status: int, world: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    cases = [case for case in CASES if case.lost == bool(status)]
    feeds = "".join(f'[[feeds]]\nurl = "{address(world, case.name)}"\n' for case in cases)
    settings = asdict(NETWORK) | {"per_host": 16, "robots": "true", "allow_private": "false", "contact": '""'}
    told = "".join(f"{name} = {value}\n" for name, value in settings.items())
    (tmp_path / "casualties.toml").write_text(f'ledger = "ledger.db"\nout = "out"\n{feeds}[network]\n{told}')
    with pytest.raises(SystemExit) as end:
        main(["run", "--log", "json"])
    assert end.value.code == status
    log = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    here = [case for case in cases if not case.name.startswith(ELSEWHERE)]
    for case in here:
        of_it = [line for line in log if f"/{case.name}/" in line.get("where", "")]
        assert any(case.says in line["message"] for line in of_it) == bool(case.says), case.name
        assert any(line["level"] == "error" for line in of_it) == case.lost, case.name
    urls = [one.url for one in store.load(tmp_path / "ledger.db").articles]
    kept = Counter(url.split("/")[3] for url in urls if f".case.test:{world.port}/" in url)
    assert [case.name for case in here if case.articles != kept[case.name]] == []
    with pytest.raises(SystemExit) as end:
        main(["ledger", "check", "--ledger", "ledger.db"])
    assert end.value.code == 0


def test_what_may_be_gone_in_the_next_round_is_asked_for_again(outcome: Items) -> None:
    """A feed that failed, or one of whose articles failed for a while, has not been read."""
    for case in CASES:
        kept = {item.url.rpartition("/")[2] for item in outcome[case.name] if isinstance(item, Visit)}
        if case.name in ("article-status-503", "article-hangs", "article-busy-but-words", "half-a-feed", "status-403"):
            assert "feed" not in kept, case.name
        if case.name in ("sound", "article-status-404", "article-is-a-picture", "ids-change"):
            assert "feed" in kept, case.name


def test_the_rest_is_done(world: Server) -> None:
    bad = [Feed(address(world, name)) for name in ("bomb-gzip", "entity-bomb", "status-500", "drips-the-head")]
    good = Feed(address(world, "sound"))
    poll = Poll(NETWORK, now=lambda: NOW)
    found = list(poll.read(list(itertools.chain(*((one, good) for one in bad)))))
    assert [item.where for item in found if isinstance(item, Problem)] == [one.url for one in bad]
    assert len([item for item in found if isinstance(item, Article)]) == 2
    assert (poll.tally.feeds, poll.tally.failed) == (8, 4)
