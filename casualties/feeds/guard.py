"""Connections that go nowhere they should not, and end when their time is up.

A name is looked up once, its addresses are checked, and the connection is made to the very address that was checked:
a name that points elsewhere a moment later gains nothing by it.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

from casualties.feeds.network import Network
from casualties.feeds.problem import FetchError

ALLOW = "allow_private = true under [network] of casualties.toml permits it"
_OPEN = ipaddress.ip_network("2000::/3")  # all of IPv6 that has been given out
_EMBEDDED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 addresses inside IPv6 ones, for networks without IPv4
_until: ContextVar[float] = ContextVar("until")


class Budget:
    """The seconds that an address may take; waiting for one's turn is not counted."""

    def __init__(self, seconds: float) -> None:
        self._left = self._all = seconds

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Let the time run: connections made here fail with FetchError when it is up."""
        began = time.monotonic()
        held = _until.set(began + self._left)
        try:
            yield
        except httpcore.TimeoutException:
            if time.monotonic() >= began + self._left:
                raise self.over() from None
            raise
        except _TimeUpError:
            raise self.over() from None
        finally:
            self._left -= time.monotonic() - began
            _until.reset(held)

    def over(self) -> FetchError:
        """The time is up."""
        told = f"was not done after {self._all:g} s"
        return FetchError(told, "`deadline` of [network] allows more", passing=True, hosts=True)


class _TimeUpError(Exception):
    """The time of a Budget is up."""


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, also where it is wrapped in another.

    >>> [is_public(a) for a in ("93.184.215.14", "127.0.0.1", "::ffff:10.0.0.1", "169.254.169.254", "fe80::1%eth0")]
    [True, False, False, False, False]
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _EMBEDDED:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip not in _OPEN:
            return False
    return ip.is_global and not ip.is_multicast


def is_local(host: str) -> bool:
    """Whether a host is written as a private address or as this machine; no name is looked up."""
    try:
        return not is_public(host.strip("[]"))
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def private(host: str) -> str:
    """The first private address that a host stands for, as far as this machine knows; empty where it knows none."""
    with contextlib.suppress(FetchError):
        return next((address for address in looked_up(host.strip("[]"), 0) if not is_public(address)), "")
    return host if is_local(host) else ""


def looked_up(host: str, port: int) -> list[str]:
    """The addresses of a host, each once. Raises FetchError where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"no such host: {host[:200]}", passing=True, hosts=True) from error
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


class Backend(httpcore.NetworkBackend):
    """Makes connections for httpcore, to public addresses alone unless private ones are allowed."""

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._inner = httpcore.SyncBackend()

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
                    socket_options: Iterable[Any] | None = None) -> httpcore.NetworkStream:  # fmt: skip
        """Connect to the first allowed address of a host that answers."""
        addresses = looked_up(host, port)
        allowed = [address for address in addresses if self._allow_private or is_public(address)]
        if not allowed:
            raise FetchError(f"leads to a private address, {addresses[0]}", ALLOW)
        for address in allowed:
            try:
                made = self._inner.connect_tcp(address, port, left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if address == allowed[-1]:
                    raise
            else:
                return _Timed(made)
        raise httpcore.ConnectError("no address")  # pragma: no cover

    def sleep(self, seconds: float) -> None:
        """Part of what httpcore asks of a backend."""
        time.sleep(seconds)


class _Timed(httpcore.NetworkStream):
    """A connection whose every step may take what is left of the Budget, however little comes at a time."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None,
                  timeout: float | None = None) -> httpcore.NetworkStream:  # fmt: skip
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def left(timeout: float | None) -> float:
    """The seconds that the next step may take. Raises _TimeUpError when there are none."""
    remaining = _until.get() - time.monotonic()
    if remaining <= 0:
        raise _TimeUpError
    return remaining if timeout is None else min(timeout, remaining)


class Transport(httpx.BaseTransport):
    """httpx over the guarded Backend, through the proxy that the environment names, if any."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._trust = httpx.create_ssl_context()
        self._pools: dict[str, httpcore.ConnectionPool] = {}
        self._private: dict[str, str] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask one question; redirects are not followed."""
        url = request.url
        proxy = proxy_of(url.scheme, url.host)
        if proxy and not self._network.allow_private:  # the proxy would go there for us
            if url.host not in self._private:
                self._private[url.host] = private(url.host)
            if found := self._private[url.host]:
                raise FetchError(f"leads to a private address, {found}", ALLOW)
        answer = self._pool(proxy).handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        assert isinstance(answer.stream, Iterable)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def _pool(self, proxy: str) -> httpcore.ConnectionPool:
        if proxy not in self._pools:
            self._pools[proxy] = httpcore.ConnectionPool(
                ssl_context=self._trust,
                proxy=httpcore.Proxy(proxy) if proxy else None,
                max_connections=None,  # whoever asks keeps count
                max_keepalive_connections=4 * self._network.concurrency,
                network_backend=Backend(self._network.allow_private or bool(proxy)),
            )
        return self._pools[proxy]

    def close(self) -> None:
        """Close every connection."""
        for pool in self._pools.values():
            pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def proxy_of(scheme: str, host: str) -> str:
    """The proxy that the environment names for a host (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY); empty = none.

    Raises FetchError for one that is not spoken to over HTTP.
    """
    from urllib.request import getproxies, proxy_bypass

    named = getproxies()
    proxy = named.get(scheme) or named.get("all") or ""
    if not proxy or proxy_bypass(host):
        return ""
    kind, sign, _ = proxy.partition("://")
    if sign and kind.lower() not in ("http", "https"):
        raise FetchError(f"is behind a {kind} proxy, which is not spoken here", "NO_PROXY names hosts that need none")
    return proxy if sign else f"http://{proxy}"
