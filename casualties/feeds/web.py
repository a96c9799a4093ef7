"""Pages and feeds over HTTP, politely and within limits."""

from __future__ import annotations

import email.utils
import hashlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpcore
import httpx
import tenacity

from casualties.feeds.guard import Budget, Transport, is_local
from casualties.feeds.network import MEGABYTE, Network, shown, signed, unsigned
from casualties.feeds.problem import FetchError, ForbiddenError, LeftError
from casualties.feeds.unpack import ACCEPTED, at_most, too_large, unpacked
from casualties.feeds.visits import Visit
from casualties.model import Moment

WANTED = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, */*;q=0.5"
ROBOTS_LARGEST = MEGABYTE // 2  # bytes of robots.txt that have to be looked at (RFC 9309)
LONGEST_PAUSE = 10.0  # seconds between two questions that a robots.txt may ask for
PASSING = {408, 425, 429}  # statuses that may be gone in the next round, as all of the server's own troubles (5xx)
AGAIN = {408, 429, 502, 503, 504}  # of these, the ones worth trying at once
OVERLOADED = {429, 503}  # of these, the ones that are not about one address
MEANING = {401: "wants a password", 403: "refuses us", 404: "is not there", 410: "is gone",
           429: "has been asked too often", 451: "is withheld for legal reasons"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: `url` is where the redirects ended, `type` the Content-Type."""

    url: str
    body: bytes
    type: str
    visit: Visit


class Web:
    """Asks addresses, for several threads at once."""

    def __init__(self, network: Network, now: Callable[[], Moment]) -> None:
        self.network = network
        self._now = now
        self._transport = Transport(network)
        self._headers = {"User-Agent": network.agent, "Accept": WANTED, "Accept-Encoding": ACCEPTED}
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self._end = time.monotonic() + network.round

    def get(self, url: str, visit: Visit | None = None) -> Page | None:
        """What stands at an address; None where it is still what it was at the last visit. Raises FetchError.

        A name and a password in it are told to its own site alone, wherever it redirects to.
        """
        if time.monotonic() > self._end:
            told = f"the round has taken {self.network.round:g} s"
            raise LeftError(told, "`round` of [network] allows more; the next round goes on")
        asking = tenacity.Retrying(
            retry=tenacity.retry_if_exception(self._worth_it),
            stop=tenacity.stop_after_attempt(1 + self.network.retries),
            wait=self._pause,
            reraise=True,
        )
        budget = Budget(self.network.deadline)
        return asking(self._followed, url, visit, budget)

    def close(self) -> None:
        """Close every connection."""
        self._transport.close()

    def _worth_it(self, error: BaseException) -> bool:
        return isinstance(error, FetchError) and error.again and (error.wait or 0) <= self.network.deadline

    def _pause(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        told = error.wait if isinstance(error, FetchError) else None
        return self.network.back_off * 2 ** (state.attempt_number - 1) if told is None else told

    def _followed(self, url: str, visit: Visit | None, budget: Budget) -> Page | None:
        """Where the redirects of an address end."""
        place = _parsed(url)
        for _ in range(self.network.redirects + 1):
            self._ask_robots(place, budget)
            told = self._one(place, visit, budget, self.network.largest)
            if not isinstance(told, httpx.URL):
                return told and Page(unsigned(told.url), told.body, told.type, replace(told.visit, url=unsigned(url)))
            place = _parsed(signed(str(told), url))
        raise FetchError(f"redirects more than {self.network.redirects} times")

    def _one(self, place: httpx.URL, visit: Visit | None, budget: Budget, largest: int, cut: bool = False,
             ) -> Page | httpx.URL | None:  # fmt: skip
        """One question: a page, where the answer redirects to, or None for one that has not changed."""
        host = self._host(place)
        if host.down:
            raise host.down.of("")
        try:
            told = self._asked(place, visit, budget, largest, cut)
        except FetchError as error:
            host.failing(error, self.network)
            raise
        host.failed = 0
        return told

    def _asked(self, place: httpx.URL, visit: Visit | None, budget: Budget, largest: int, cut: bool,
               ) -> Page | httpx.URL | None:  # fmt: skip
        asked = _validators(visit)
        with self._turn(place), _told_plainly(), budget.running(), self._answer(place, asked) as answer:
            if answer.status_code == 304 and asked:
                return None
            if answer.has_redirect_location:
                return _target(place, answer.headers["location"])
            if answer.status_code not in (200, 203):
                raise _refused(answer, self._now())
            length = answer.headers.get("content-length", "")
            if length.isdecimal() and int(length) > largest and not cut:
                raise too_large(largest)
            body = at_most(unpacked(answer.iter_raw(), answer.headers.get("content-encoding", "")), largest, cut)
            return Page(str(place), body, answer.headers.get("content-type", ""), Visit(
                str(place), answer.headers.get("etag", "")[:500], answer.headers.get("last-modified", "")[:100],
                hashlib.sha256(body).hexdigest(), self._now()))  # fmt: skip

    @contextmanager
    def _answer(self, place: httpx.URL, asked: dict[str, str]) -> Iterator[httpx.Response]:
        """The answer to one question, no more of it than its head yet; no cookie is kept."""
        timeout = httpx.Timeout(self.network.timeout).as_dict()
        request = httpx.Request("GET", place, headers=self._headers | asked, extensions={"timeout": timeout})
        if place.userinfo:
            request = next(httpx.BasicAuth(place.username, place.password).auth_flow(request))
        answer = self._transport.handle_request(request)
        try:
            yield answer
        finally:
            answer.close()

    @contextmanager
    def _turn(self, place: httpx.URL) -> Iterator[None]:
        """Wait until the host may be asked again; hosts at private addresses need no such care."""
        host = self._host(place)
        if is_local(place.host):
            yield
            return
        with host.gate:
            with host.lock:
                begin = max(time.monotonic(), host.free)
                host.free = begin + max(self.network.delay, host.pause)
            time.sleep(max(0.0, begin - time.monotonic()))
            yield

    def _host(self, place: httpx.URL) -> _Host:
        with self._lock:
            return self._hosts.setdefault(_site(place), _Host(self.network.per_host))

    def _ask_robots(self, place: httpx.URL, budget: Budget) -> None:
        """Raise FetchError where the robots.txt of a host forbids an address."""
        if not self.network.robots:
            return
        host = self._host(place)
        with host.asking:
            if host.down:
                raise host.down.of("")
            if host.rules is None:
                host.rules = self._rules(place, budget, host)
                pause = host.rules.crawl_delay(self.network.agent)
                host.pause = min(float(pause or 0), LONGEST_PAUSE)
        if not host.rules.can_fetch(str(place), self.network.agent):
            raise ForbiddenError("is forbidden by the robots.txt of its host", "`robots` of [network] overrides it")

    def _rules(self, place: httpx.URL, budget: Budget, host: _Host) -> Any:
        """The rules of a host; one that has none, or hides them, allows everything (RFC 9309)."""
        import protego

        here: Page | httpx.URL | None = place.copy_with(raw_path=b"/robots.txt", fragment="")
        text = ""
        try:
            for _ in range(self.network.redirects + 1):
                if not isinstance(here, httpx.URL):
                    break
                here = self._one(here, None, budget, ROBOTS_LARGEST, cut=True)
            text = here.body.decode("utf-8", "replace") if isinstance(here, Page) else ""
        except FetchError as error:
            if error.passing:
                told = error.of("robots.txt of its host ")
                if not error.again:  # it hangs, and need not be waited for again in this round
                    host.down = told
                raise told from error
        return protego.Protego.parse(text)


class _Host:
    """What is known of one host: when it may be asked again, and its rules once they were read.

    `failed` counts its troubles in a row; one that is `down` is not asked in this round any more.
    """

    def __init__(self, at_once: int) -> None:
        self.gate = threading.BoundedSemaphore(at_once)
        self.lock = threading.Lock()
        self.free = 0.0
        self.pause = 0.0
        self.asking = threading.Lock()
        self.rules: Any = None
        self.failed = 0
        self.down: FetchError | None = None

    def failing(self, error: FetchError, network: Network) -> None:
        """One of its addresses could not be read: leave it alone for as long as it asks, or once it fails for long."""
        self.failed = self.failed + 1 if error.hosts else 0
        if error.wait and error.wait > network.deadline:
            self.down = LeftError(f"its host asked to be left alone for {error.wait:.0f} s", "the next round goes on")
        elif error.wait:
            self.free = max(self.free, time.monotonic() + error.wait)
        elif self.failed >= network.give_up * (1 + network.retries):
            self.down = LeftError(f"its host failed {self.failed} times in a row", "the next round tries it again")


def _site(place: httpx.URL) -> str:
    return f"{place.scheme}://{place.netloc.decode('ascii', 'replace').lower()}"


def _parsed(url: str) -> httpx.URL:
    try:
        place = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"is not an address: {error}") from error
    if place.scheme not in ("http", "https") or not place.host or not 0 < (place.port or 80) < 65536:
        raise FetchError("is not a web address", "it must begin with http:// or https://")
    return place


def _target(place: httpx.URL, location: str) -> httpx.URL:
    try:
        return _parsed(unsigned(str(place.join(location))))
    except (httpx.InvalidURL, ValueError, FetchError) as error:
        raise FetchError(f"redirects to {shown(location)[:100]!r}, which is no web address") from error


def _validators(visit: Visit | None) -> dict[str, str]:
    told = {"If-None-Match": visit.etag, "If-Modified-Since": visit.modified} if visit else {}
    return {name: value for name, value in told.items() if value and value.isascii() and value.isprintable()}


def _refused(answer: httpx.Response, now: Moment) -> FetchError:
    status = answer.status_code
    passing = status in PASSING or status >= 500
    told = f"answered {status}" + (f": {MEANING[status]}" if status in MEANING else "")
    wait = _seconds(answer.headers.get("retry-after", ""), now) if passing else None
    advice = f"it asks to come back in {wait:.0f} s" if wait else ""
    return FetchError(told, advice, passing, status in AGAIN, wait, status in OVERLOADED)


def _seconds(told: str, now: Moment) -> float | None:
    """The seconds of a Retry-After, which is a number or a date."""
    if told.strip().isdecimal():
        return float(told.strip()[:9])
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(told) - now.at).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Whatever goes wrong on the way as a FetchError that a person understands."""
    try:
        yield
    except httpcore.ConnectTimeout as error:
        raise FetchError("does not answer", passing=True, hosts=True) from error
    except (httpcore.TimeoutException, httpx.TimeoutException) as error:
        advice = "`timeout` of [network] waits longer"
        raise FetchError("stopped answering", advice, passing=True, hosts=True) from error
    except httpcore.ConnectError as error:
        raise _unconnected(error) from error
    except (httpcore.RemoteProtocolError, httpcore.LocalProtocolError, httpx.ProtocolError) as error:
        # again: a server may close an idle connection at the moment that it is used once more (RFC 9112, 9.3.1)
        again = isinstance(error, httpcore.RemoteProtocolError)
        what = f"does not speak HTTP as it should: {_first_line(error)}"
        raise FetchError(what, passing=True, again=again, hosts=True) from error
    except (httpcore.NetworkError, httpx.TransportError) as error:
        raise FetchError("broke off the connection", passing=True, again=True, hosts=True) from error
    except (httpcore.ProxyError, httpcore.UnsupportedProtocol) as error:
        what = f"cannot be reached through the proxy: {_first_line(error)}"
        raise FetchError(what, passing=True, hosts=True) from error
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError(f"cannot be asked: {_first_line(error)}") from error


def _unconnected(error: BaseException) -> FetchError:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return FetchError(f"has a certificate that is not trusted: {cause.verify_message}", passing=True, hosts=True)
    if isinstance(cause, ssl.SSLError):
        return FetchError(f"does not speak TLS as it should: {(cause.reason or 'broken').lower().replace('_', ' ')}",
                          passing=True, hosts=True)  # fmt: skip
    return FetchError("cannot be connected to", passing=True, again=True, hosts=True)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
