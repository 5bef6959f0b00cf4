"""The one seam to the network: a session that caches, throttles, retries, and knows when to give up."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Self
from urllib.parse import quote, urlencode

import requests
from requests.adapters import HTTPAdapter
from requests_cache import CachedSession
from requests_cache.models import AnyResponse
from urllib3.exceptions import HTTPError, MaxRetryError
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

from refcheck.sources.cache import KEPT, kind, opened, unkept
from refcheck.sources.server import BUDGET, RETRIED, Failed, Server, refusal

KEPT_STALE = timedelta(days=365)  # how long after that an answer is served because the server fails
CONNECT, FIRST_READ, READ = 4.0, 9.0, 30.0  # seconds; a server that has answered once is given more time
LONGEST_QUERY = 3000  # bytes once quoted; Crossref refuses request lines over 4,096
RETRY_AFTER = 10.0  # seconds; a server may ask for hours
REDIRECTS = 5  # in a row; Crossref needs one, for a DOI that became another
OFFLINE = "offline, and not in the cache"
CIRCLE = f"redirected more than {REDIRECTS} times"

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
        budget: float = BUDGET,
        sound: Callable[[int, bytes], bool] = lambda status, body: True,
    ) -> None:
        self.server = Server(rates or (POLITE if polite else PUBLIC), 3 if polite else 1, budget=budget)
        self._line = _Line(self.server, offline=offline, backoff=backoff, read=read, sound=sound)
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
        self._session.max_redirects = REDIRECTS
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
            except requests.TooManyRedirects:
                self.server.failed(CIRCLE)
                raise NoAnswer(CIRCLE) from None
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

    def __init__(
        self, server: Server, *, offline: bool, backoff: float, read: float, sound: Callable[[int, bytes], bool]
    ) -> None:
        self._server, self._offline, self._read, self._sound = server, offline, read, sound
        # what timed out is not tried again: an outage must not hold up the run
        retry = _Retry(total=3, connect=0, read=0, other=0, backoff_factor=backoff, status_forcelist=RETRIED)
        retry.raise_on_status, retry.server = False, server
        super().__init__(max_retries=retry)

    def send(self, request: requests.PreparedRequest, *args: object, **options: object) -> requests.Response:
        """Send it and read all of the answer; raises Failed where there is none."""
        if self._offline:
            raise Failed(OFFLINE)
        which, read = kind(request.url or ""), READ if self._server.answered else self._read
        options["timeout"] = (CONNECT, read)
        with self._server.turn(which) as left:
            try:
                response = _within(left, lambda: self._whole(request, *args, **options))
            except (requests.RequestException, TimeoutError) as error:
                why = self._server.overdue if isinstance(error, TimeoutError) else reason(error, read)
                self._server.failed(why)
                raise Failed(why) from error
            sound = self._sound(response.status_code, response.content or b"")
            self._server.observe(which, response, sound=sound)
        # every request is sent with the same headers, so nothing varies with them
        response.headers.pop("Vary", None)
        return response

    def _whole(self, request: requests.PreparedRequest, *args: object, **options: object) -> requests.Response:
        response = super().send(request, *args, **options)  # type: ignore[arg-type]  # passed through
        _ = response.content  # an answer is one when all of it is here
        return response


def _within(seconds: float, send: Callable[[], requests.Response]) -> requests.Response:
    """What `send` brings; raises TimeoutError where it takes longer, whatever it waits for.

    A time limit of requests is one for silence: a name that is not resolved, or an answer that comes byte by byte,
    can take for ever. So another thread waits, and is left to itself when the time is up; it ends with the program.
    """
    future: Future[requests.Response] = Future()

    def fulfil() -> None:
        try:
            future.set_result(send())
        except (requests.RequestException, HTTPError, UnicodeError) as error:
            future.set_exception(error)
        finally:
            future.cancel()  # an error that nobody foresaw is told by this thread; who waits need not wait on

    threading.Thread(target=fulfil, daemon=True).start()
    return future.result(seconds)


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


def shortened(query: str) -> str:
    """The query without its last words, until the request line is one that a server takes."""
    sound = query.encode("utf-8", "replace").decode()
    sizes = (len(quote(character, safe="")) for character in sound)
    total = end = 0
    for end, size in enumerate(sizes):
        total += size
        if total > LONGEST_QUERY:
            return sound[:end].rpartition(" ")[0] or sound[:end]
    return sound


def batches(values: Iterable[str], before: str) -> Iterator[list[str]]:
    """The values in lists, each of which makes a request line that a server takes with `before` put before each."""
    batch: list[str] = []
    size = 0
    for value in values:
        longer = len(quote(before + value, safe=""))
        if batch and size + longer > LONGEST_QUERY:
            yield batch
            batch, size = [], 0
        batch.append(value)
        size += longer
    if batch:
        yield batch
