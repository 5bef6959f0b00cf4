"""The one seam to the network: a session that caches, throttles, retries, and knows when to give up."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

import requests
from requests.adapters import HTTPAdapter
from requests_cache import CachedSession
from requests_cache.models import AnyResponse
from urllib3.exceptions import HTTPError, MaxRetryError
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

from refcheck.sources.cache import KEPT, kind, opened, unkept

KEPT_STALE = timedelta(days=365)  # how long after that an answer is served because the server fails
CONNECT, FIRST_READ, READ = 4.0, 9.0, 30.0  # seconds; a server that has answered once is given more time
RETRY_AFTER = 10.0  # seconds; a server may ask for hours
PATIENCE = 2.0  # seconds of nothing but refusals, after which none is tried again: an outage must not hold up the run
RETRIED = (429, 500, 502, 503, 504)
TWICE = 2  # failures in a row: the server is given up
MARGIN = 0.9  # of the rate allowed: requests sent a second apart may arrive closer together
MOST_AT_ONCE = 8  # whatever a header allows
OFFLINE = "offline, and not in the cache"

# requests a second before a header has told: Crossref's limits since December 2025
PUBLIC: Mapping[str, float] = {"list": 1.0, "single": 5.0}
POLITE: Mapping[str, float] = {"list": 3.0, "single": 10.0}

logging.getLogger("requests_cache").setLevel(logging.CRITICAL)  # it logs a traceback for each stale answer


class NoAnswer(Exception):
    """A server did not answer; the message says why, in a few words."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered; `retrieved` is the ISO date on which it did."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    retrieved: str
    from_cache: bool = False
    stale: bool = False  # past its time, and served because the server fails or is not to be asked


class Session:
    """One cache file and one connection pool, for one server; asked by all threads of a run.

    `sound` tells from status and body whether an answer is the server's own; no other is kept.
    `note` says what the user should know of the cache, and is "" where all is well.
    """

    def __init__(
        self,
        path: Path,
        *,
        offline: bool = False,
        polite: bool = False,
        rates: Mapping[str, float] | None = None,
        backoff: float = 0.5,
        read: float = FIRST_READ,
        sound: Callable[[int, bytes], bool] = lambda status, body: True,
    ) -> None:
        self.server = Server(rates or (POLITE if polite else PUBLIC), 3 if polite else 1)
        self._line = _Line(self.server, offline=offline, backoff=backoff, read=read)
        store, self.note = opened(path)
        self._session = CachedSession(
            backend=store,
            expire_after=KEPT["single"],
            allowable_codes=(200, 404),
            # a sign-in page of the network between is no answer of the server, and must not be kept for one
            filter_fn=lambda response: sound(response.status_code, response.content or b""),
            ignored_parameters=("mailto", "User-Agent", "X-USER-AGENT", "Authorization"),
            stale_if_error=int(KEPT_STALE.total_seconds()),
            only_if_cached=offline,
        )
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, self._line)
        # a fixed number of locks, so that a run of a million requests does not keep a million
        self._locks = tuple(threading.Lock() for _ in range(64))

    def fetch(self, url: str, params: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        """The answer from the cache or the server; raises NoAnswer where there is none.

        Threads that ask the same thing at the same time send one request. A 404 is an answer.
        """
        whole = f"{url}?{urlencode(sorted(params.items()))}" if params else url
        with self._locks[hash(whole) % len(self._locks)]:
            try:
                response = self._kept_or_sent(whole, headers)
            except requests.HTTPError as error:  # what is kept is too old to stand in for the refusal
                raise NoAnswer(refusal(error.response.status_code)) from None
            except (requests.RequestException, UnicodeError) as error:
                raise NoAnswer(str(error)[:100]) from None
        if response.status_code == 504 and response.reason == "Not Cached":
            raise NoAnswer(OFFLINE)
        if response.status_code in RETRIED:
            raise NoAnswer(refusal(response.status_code))
        day = response.created_at.date().isoformat()
        body, kept = response.content or b"", response.from_cache
        return Reply(response.status_code, response.headers, body, day, kept, kept and response.is_expired)

    def _kept_or_sent(self, url: str, headers: Mapping[str, str]) -> AnyResponse:
        sent = {key: value.encode().decode("latin-1") for key, value in headers.items()}  # UTF-8 on the wire
        try:
            return self._session.get(url, headers=sent)
        except sqlite3.Error as error:  # a full disk, a share without locks: go on without keeping
            self.note = unkept(str(self._session.cache.cache_name), error)
            self._session.settings.disabled = True
            return self._session.get(url, headers=sent)

    def close(self) -> None:
        """Close the connections and the cache."""
        self._line.close()
        self._session.cache.close()  # type: ignore[no-untyped-call]  # the library gives it no types


def refusal(status: int) -> str:
    """What a status says, in a few words."""
    return "too many requests (429)" if status == 429 else f"server error {status}"


class _Failed(requests.ConnectionError):
    """A request that brought no answer; the message says why, in a few words."""


class Server:
    """What the run has learned of the server: how fast it may be asked, and whether it answers at all.

    `rates` are requests a second by kind, as last heard; `sent` counts requests, without their retries.
    """

    def __init__(self, rates: Mapping[str, float], at_once: int) -> None:
        self.rates = dict(rates)
        self.sent = 0
        self.answered = False
        self._at_once = dict.fromkeys(rates, at_once)
        self._running: defaultdict[str, int] = defaultdict(int)
        self._last: defaultdict[str, float] = defaultdict(float)  # when a request of the kind was let go
        self._failures = 0
        self._refusing_since = 0.0
        self._given_up = ""
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, which: str) -> Iterator[None]:
        """Wait for a turn, which lasts as long as the request; no server that was given up gives one."""
        with self._changed:
            self._changed.wait_for(lambda: self._given_up or self._running[which] < self._at_once[which])
            self._running[which] += 1
            start = max(time.monotonic(), self._last[which] + 1 / (self.rates[which] * MARGIN))
            self._last[which] = start
        try:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._given_up), max(0.0, start - time.monotonic()))
                if self._given_up:
                    raise _Failed(self._given_up)
                self.sent += 1
            yield
        finally:
            with self._changed:
                self._running[which] -= 1
                self._changed.notify_all()

    def observe(self, which: str, response: requests.Response) -> None:
        """Learn from an answer: the limits in its headers, and whether it is a refusal."""
        names = ("x-rate-limit-limit", "x-rate-limit-interval", "x-concurrency-limit")
        limit, interval, at_once = (_positive(response.headers.get(name)) for name in names)
        with self._changed:
            if limit and interval:
                self.rates[which] = limit / interval
            if at_once:
                self._at_once[which] = max(1, int(min(at_once, MOST_AT_ONCE)))
            if response.status_code not in RETRIED:
                self.answered, self._failures, self._refusing_since = True, 0, 0.0
        if response.status_code in RETRIED:
            self.failed(refusal(response.status_code), TWICE)

    def failed(self, why: str, most: int) -> None:
        """Count a failure; with `most` of them in a row the server is given up for the rest of the run."""
        with self._changed:
            self._failures += 1
            if self._failures >= most:
                self._given_up = self._given_up or why
                self._changed.notify_all()

    def bears(self) -> bool:
        """Whether a refused request may be tried again."""
        with self._changed:
            self._refusing_since = self._refusing_since or time.monotonic()
            return time.monotonic() - self._refusing_since < PATIENCE


def _positive(text: str | None) -> float:
    """The number in a header such as "50" or "1s"; 0 where there is none that makes sense."""
    try:
        number = float((text or "").strip().rstrip("s"))
    except ValueError:
        return 0.0
    return number if 0 < number < 1e9 else 0.0


class _Retry(Retry):
    """Retries of refused requests, as the server asks for them but within bounds."""

    server: Server

    def new(self, **changes: object) -> Self:
        copy = super().new(**changes)
        copy.server = self.server
        return copy

    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:
        return super().is_retry(method, status_code, has_retry_after) and self.server.bears()

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        asked = super().get_retry_after(response)
        return None if asked is None else min(asked, RETRY_AFTER)


class _Line(HTTPAdapter):
    """Below the cache: what goes out does so in its turn, and not at all once the server is given up."""

    def __init__(self, server: Server, *, offline: bool, backoff: float, read: float) -> None:
        self._server, self._offline, self._read = server, offline, read
        # what timed out is not tried again: an outage must not hold up the run
        retry = _Retry(total=3, connect=0, read=0, other=0, backoff_factor=backoff, status_forcelist=RETRIED)
        retry.raise_on_status, retry.server = False, server
        super().__init__(max_retries=retry)

    def send(self, request: requests.PreparedRequest, *args: object, **options: object) -> requests.Response:
        """Send it and read all of the answer; raises _Failed where there is none."""
        if self._offline:
            raise _Failed(OFFLINE)
        which, read = kind(request.url or ""), READ if self._server.answered else self._read
        options["timeout"] = (CONNECT, read)
        with self._server.turn(which):
            try:
                response = super().send(request, *args, **options)  # type: ignore[arg-type]  # passed through
                _ = response.content  # the turn lasts until the answer is read
            except requests.RequestException as error:
                why = reason(error, read)
                self._server.failed(why, TWICE if self._server.answered else 1)
                raise _Failed(why) from error
            self._server.observe(which, response)
        # every request is sent with the same headers, so nothing varies with them
        response.headers.pop("Vary", None)
        return response


# a failure is known by the name of an error among its causes, or by a word in what they say
_REASONS = (
    ("name not resolved", ("NameResolutionError", "name resolution")),
    ("connection refused", ("refused",)),
    (f"no connection within {CONNECT:g} s", ("ConnectTimeout",)),
    ("no answer within {read:g} s", ("ReadTimeout", "read timed out")),
    ("no secure connection", ("SSLError",)),
    ("the proxy does not answer", ("ProxyError",)),
    ("an answer cut short", ("ChunkedEncodingError", "ContentDecodingError")),
    ("not an address that can be asked", ("InvalidURL",)),
)


def reason(error: requests.RequestException, read: float) -> str:
    """Why a request failed, in a few words; `read` is the time it was given, in seconds."""
    said = " ".join(f"{type(cause).__name__} {cause}" for cause in _causes(error))
    found = (why for why, words in _REASONS if any(word.lower() in said.lower() for word in words))
    return next(found, "the connection failed").format(read=read)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error with what led to it, as far as libraries tell."""
    yield error
    for cause in (error.reason,) if isinstance(error, MaxRetryError) else error.args:
        if isinstance(cause, requests.RequestException | HTTPError):
            yield from _causes(cause)
