"""What a run has learned of a server: how fast it may be asked, and whether it answers at all."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import requests

BUDGET = 12.0  # seconds, from the first request, in which a server must have given one proper answer
WHOLE = 45.0  # seconds for a whole answer after that, refusals waited out included
PATIENCE = 2.0  # seconds of nothing but refusals, after which none is tried again: an outage must not hold up the run
RETRIED = (429, 500, 502, 503, 504)
TWICE = 2  # failures in a row: the server is given up
LONGEST_GAP = 5.0  # seconds between requests that headers may ask for: five times as long as Crossref asks of anybody
MARGIN = 0.9  # of the rate allowed: requests sent a second apart may arrive closer together
MOST_AT_ONCE = 8  # whatever a header allows


class Failed(requests.ConnectionError):
    """A request that brought no answer; the message says why, in a few words."""


class Server:
    """What the run has learned of the server: how fast it may be asked, and whether it answers at all.

    `rates` are requests a second by kind, as last heard; `sent` counts requests, without their retries; `answered`
    tells whether any answer was the server's own. Until then, all requests share the `budget` of seconds.
    """

    def __init__(self, rates: Mapping[str, float], at_once: int, *, budget: float = BUDGET) -> None:
        self.rates = dict(rates)
        self.sent = 0
        self.answered = False
        self._at_once = dict.fromkeys(rates, at_once)
        self._running: defaultdict[str, int] = defaultdict(int)
        self._last: defaultdict[str, float] = defaultdict(float)  # when a request of the kind was let go
        self._failures = 0
        self._refusing_since = 0.0
        self._budget, self._spent_at = budget, 0.0
        self._given_up = ""
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, which: str) -> Iterator[float]:
        """Wait for a turn, which lasts as long as the request; gives the seconds that the request may take.

        Raises Failed where the server was given up.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._given_up or self._running[which] < self._at_once[which])
            self._running[which] += 1
            start = max(time.monotonic(), self._last[which] + 1 / (self.rates[which] * MARGIN))
            self._last[which] = start
        try:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._given_up), max(0.0, start - time.monotonic()))
                left = self._left()
                if self._given_up:
                    raise Failed(self._given_up)
                self.sent += 1
            yield left
        finally:
            with self._changed:
                self._running[which] -= 1
                self._changed.notify_all()

    def _left(self) -> float:
        """The seconds that an answer may take; a server that has spent its budget is given up."""
        if self.answered:
            return WHOLE
        self._spent_at = self._spent_at or time.monotonic() + self._budget
        left = self._spent_at - time.monotonic()
        if left <= 0:
            self._given_up = self._given_up or self.overdue
        return left

    @property
    def overdue(self) -> str:
        """What is said of an answer that took too long."""
        if self.answered:
            return f"no whole answer within {WHOLE:g} s"
        return f"no proper answer within {self._budget:g} s"

    def observe(self, which: str, response: requests.Response, *, sound: bool) -> None:
        """Learn from an answer: the limits in its headers, and whether it is a refusal or the server's own."""
        names = ("x-rate-limit-limit", "x-rate-limit-interval", "x-concurrency-limit")
        limit, interval, at_once = (_positive(response.headers.get(name)) for name in names)
        if limit and interval / limit > LONGEST_GAP:
            self.failed(f"asks to wait {interval / limit:.0f} s between requests", 1)
            return
        with self._changed:
            if limit and interval:
                self.rates[which] = limit / interval
            if at_once:
                self._at_once[which] = max(1, int(min(at_once, MOST_AT_ONCE)))
            if response.status_code not in RETRIED:
                self._failures, self._refusing_since = 0, 0.0
                # a sign-in page, or being sent there, proves no more than that somebody is in between
                self.answered = self.answered or (sound and not response.is_redirect)
        if response.status_code in RETRIED:
            self.failed(refusal(response.status_code), TWICE)

    def failed(self, why: str, most: int = 0) -> None:
        """Count a failure; with `most` of them in a row the server is given up for the rest of the run.

        Left unsaid, `most` is one for a server that has never answered, else two.
        """
        with self._changed:
            self._failures += 1
            if self._failures >= (most or (TWICE if self.answered else 1)):
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


def refusal(status: int) -> str:
    """What a status says, in a few words."""
    return "too many requests (429)" if status == 429 else f"server error {status}"
