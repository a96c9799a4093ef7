"""Where a connection may go, and that it goes where it was checked."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from hostile.cases import item, rss
from hostile.server import Server, Wire, http, serving

from casualties.feeds import Feed, Network, Problem, guard
from casualties.feeds.guard import is_local, is_public, proxy_of
from casualties.feeds.poll import Poll
from casualties.model import Article

PUBLIC = ("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e")
PRIVATE = (
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.31.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "192.0.2.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:0001::", "2002:c0a8:0001::", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "::127.0.0.1", "fec0::1", "64:ff9b:1::7f00:1", "::ffff:0:127.0.0.1", "5f00::1",
)  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_everything_else_is_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("host", "local"),
    [("localhost", True), ("LOCALHOST.", True), ("127.0.0.1", True), ("[::1]", True), ("example.org", False),
     ("93.184.215.14", False)],
)  # fmt: skip
def test_local_hosts(host: str, local: bool) -> None:
    assert is_local(host) == local


def named(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let names have addresses, other ones at every look; 93.184.215.14 is here. Returns the connections made."""
    waiting, made = list(answers), []
    real = socket.getaddrinfo
    connect = guard.httpcore.SyncBackend.connect_tcp

    def look(host: str, port: int, *more: Any, **told: Any) -> list[Any]:
        if host == "127.0.0.1":  # the connection itself
            return real(host, port, *more, **told)
        found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    def connected(self: Any, host: str, *more: Any) -> Any:
        made.append(host)
        return connect(self, "127.0.0.1" if host == "93.184.215.14" else host, *more)

    monkeypatch.setattr(guard.socket, "getaddrinfo", look)
    monkeypatch.setattr(guard.httpcore.SyncBackend, "connect_tcp", connected)
    return made


def found(server: Server) -> list[Article | Problem]:
    return list(Poll(Network(robots=False, retries=0)).read([Feed(f"http://news.test:{server.port}/feed")]))


def feed(wire: Wire) -> None:
    wire.send(http(rss(item(1, link="", text="Three died."))))


def test_a_name_that_changes_after_it_was_checked_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(feed) as server:
        made = named(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])
        assert isinstance(found(server)[0], Article)
        assert made == ["93.184.215.14"]
        (problem,) = found(server)
        assert isinstance(problem, Problem)
        assert problem.what == "leads to a private address, 127.0.0.1"
        assert made == ["93.184.215.14"]


def test_of_several_addresses_only_the_public_ones_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(feed) as server:
        made = named(monkeypatch, ["10.0.0.1", "93.184.215.14", "127.0.0.1"])
        assert isinstance(found(server)[0], Article)
        assert made == ["93.184.215.14"]


@pytest.mark.parametrize(
    ("variables", "scheme", "host", "proxy"),
    [
        ({}, "http", "example.org", ""),
        ({"http_proxy": "http://p:1"}, "http", "example.org", "http://p:1"),
        ({"http_proxy": "p:1"}, "http", "example.org", "http://p:1"),
        ({"http_proxy": "http://p:1"}, "https", "example.org", ""),
        ({"https_proxy": "http://p:2"}, "https", "example.org", "http://p:2"),
        ({"all_proxy": "http://p:3"}, "https", "example.org", "http://p:3"),
        ({"http_proxy": "http://p:1", "no_proxy": "example.org"}, "http", "example.org", ""),
        ({"http_proxy": "http://p:1", "no_proxy": "*"}, "http", "example.org", ""),
    ],
)
def test_proxies(
    variables: dict[str, str], scheme: str, host: str, proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert proxy_of(scheme, host) == proxy


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "ftp://proxy.test:21", "http://[bad", "proxy.test:port"])
def test_a_proxy_that_cannot_be_spoken_to_is_a_problem(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    (problem,) = Poll(Network(robots=False, retries=0)).read([Feed("http://news.test/feed")])
    assert isinstance(problem, Problem)
    assert "proxy" in problem.what or "cannot be asked" in problem.what
