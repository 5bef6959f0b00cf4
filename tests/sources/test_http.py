"""The seam to the network: what is cached, what is waited for, and when a server is given up."""

from __future__ import annotations

import json
import logging
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import responses
from fake_crossref import FakeCrossref, Said, item
from responses.registries import OrderedRegistry
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NameResolutionError, ReadTimeoutError

from refcheck.errors import UnusableSource
from refcheck.sources import cache as kept
from refcheck.sources import http, server
from refcheck.sources.http import NoAnswer, Session
from refcheck.sources.server import Server

BASE = "https://api.crossref.test"
QUICK = {"list": 1e6, "single": 1e6}
PAST = timedelta(seconds=-1)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "http.sqlite"


@pytest.fixture
def session(cache: Path) -> Iterator[Session]:
    opened = quick(cache)
    yield opened
    opened.close()


@pytest.fixture
def mocked() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


@pytest.fixture
def in_order() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False, registry=OrderedRegistry) as mock:
        yield mock


def quick(cache: Path, *, offline: bool = False, polite: bool = False, read: float = 2.0, **more: Any) -> Session:
    return Session(cache, offline=offline, polite=polite, rates=QUICK, backoff=0, read=read, **more)


def ask(session: Session, url: str = f"{BASE}/works/10.5555/a", **params: str) -> http.Reply:
    return session.fetch(url, params, {"User-Agent": "test"})


def why(session: Session, url: str = f"{BASE}/works/10.5555/a") -> str:
    with pytest.raises(NoAnswer) as caught:
        ask(session, url)
    return str(caught.value)


# what is kept


def test_the_same_question_goes_out_once(session: Session, mocked: responses.RequestsMock) -> None:
    mocked.get(f"{BASE}/works", json={"n": 1})
    first, second = ask(session, f"{BASE}/works", rows="3"), ask(session, f"{BASE}/works", rows="3")
    assert len(mocked.calls) == 1
    assert (first.from_cache, second.from_cache, second.stale) == (False, True, False)
    assert json.loads(second.body) == {"n": 1}
    assert first.retrieved == second.retrieved == datetime.now(UTC).date().isoformat()


def test_who_asks_is_no_part_of_the_question(cache: Path, mocked: responses.RequestsMock) -> None:
    mocked.get(f"{BASE}/works/10.5555/a", json={}, headers={"Vary": "User-Agent, Accept"})
    for agent in ("one (mailto:a@b.test)", "other"):
        session = quick(cache)
        session.fetch(f"{BASE}/works/10.5555/a", {}, {"User-Agent": agent, "X-USER-AGENT": agent})
        session.close()
    assert len(mocked.calls) == 1
    assert b"a@b.test" not in cache.read_bytes()


def test_the_cache_holds_json_and_no_code(session: Session, cache: Path, mocked: responses.RequestsMock) -> None:
    mocked.get(f"{BASE}/works/10.5555/a", json={})
    ask(session)
    with sqlite3.connect(cache) as rows:
        (value,) = rows.execute("SELECT value FROM responses").fetchone()
    assert json.loads(value)["status_code"] == 200


def test_a_not_found_is_an_answer_and_is_kept(session: Session, mocked: responses.RequestsMock) -> None:
    mocked.get(f"{BASE}/works/10.5555/a", status=404, body="Resource not found.", content_type="text/plain")
    assert [ask(session).status, ask(session).status] == [404, 404]
    assert len(mocked.calls) == 1


def test_a_not_found_is_asked_again_sooner_than_a_record(
    session: Session, mocked: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "KEPT_MISSING", PAST)
    mocked.get(f"{BASE}/works/10.5555/a", status=404)
    mocked.get(f"{BASE}/works/10.5555/b", json={})
    for _ in range(2):
        ask(session)
        ask(session, f"{BASE}/works/10.5555/b")
    assert [str(call.request.url)[-1] for call in mocked.calls] == ["a", "b", "a"]


def test_searches_and_records_are_kept_for_times_of_their_own(
    session: Session, cache: Path, mocked: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kept.KEPT, "list", PAST)
    mocked.get(f"{BASE}/works/10.5555/a", json={})
    mocked.get(f"{BASE}/works", json={})
    ask(session)
    ask(session, f"{BASE}/works", rows="1")
    assert (kept.info(cache)[0], kept.info(cache)[2]) == (2, 1)


@pytest.mark.parametrize("failure", [503, 429, requests.ConnectionError("boom")])
def test_an_old_answer_is_better_than_none(
    failure: int | Exception,
    session: Session,
    in_order: responses.RequestsMock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setitem(kept.KEPT, "single", PAST)
    in_order.get(f"{BASE}/works/10.5555/a", json={"n": 1})
    for _ in range(4):
        if isinstance(failure, int):
            in_order.get(f"{BASE}/works/10.5555/a", status=failure)
        else:
            in_order.get(f"{BASE}/works/10.5555/a", body=failure)
    ask(session)
    again = ask(session)
    assert (again.status, again.from_cache, again.stale) == (200, True, True)
    assert not [r for r in caplog.records if r.levelno >= logging.WARNING]


def test_an_answer_far_too_old_is_not_served(
    session: Session, in_order: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kept.KEPT, "single", timedelta(days=-400))
    in_order.get(f"{BASE}/works/10.5555/a", json={})
    for _ in range(4):
        in_order.get(f"{BASE}/works/10.5555/a", status=503)
    ask(session)
    assert why(session) == "server error 503"


def test_offline_serves_what_is_kept_and_sends_nothing(
    cache: Path, mocked: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kept.KEPT, "single", PAST)
    mocked.get(f"{BASE}/works/10.5555/a", json={"n": 1}, headers={"Vary": "User-Agent"})
    online = quick(cache)
    ask(online)
    online.close()
    offline = quick(cache, offline=True)
    assert ask(offline).stale
    assert why(offline, f"{BASE}/works/10.5555/b") == "offline, and not in the cache"
    assert len(mocked.calls) == 1
    offline.close()


# a cache that is of no use


def test_a_damaged_cache_is_left_alone_and_said(cache: Path, mocked: responses.RequestsMock) -> None:
    cache.write_bytes(b"not a database" * 100)
    mocked.get(f"{BASE}/works/10.5555/a", json={})
    session = quick(cache)
    assert [ask(session).from_cache, ask(session).from_cache] == [False, True]
    assert session.note.startswith(f"{cache}: the cache cannot be used (")
    session.close()
    assert cache.read_bytes() == b"not a database" * 100


def test_a_cache_in_an_impossible_place_is_said(tmp_path: Path, mocked: responses.RequestsMock) -> None:
    (tmp_path / "file").write_text("")
    mocked.get(f"{BASE}/works/10.5555/a", json={})
    session = quick(tmp_path / "file" / "http.sqlite")
    assert ask(session).status == 200
    assert "answers are not kept" in session.note
    session.close()


def test_a_cache_that_fails_on_the_way_does_not_end_the_run(
    session: Session, mocked: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(kept._File, "save_response", full)
    mocked.get(f"{BASE}/works/10.5555/a", json={})
    assert [ask(session).status, ask(session).status] == [200, 200]
    assert "disk is full" in session.note


def test_a_sound_cache_needs_no_note(session: Session) -> None:
    assert session.note == ""


def test_the_cache_is_counted_pruned_and_cleared(
    session: Session, cache: Path, mocked: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "KEPT_MISSING", PAST)
    mocked.get(f"{BASE}/works/10.5555/a", status=404)
    mocked.get(f"{BASE}/works/10.5555/b", json={})
    ask(session)
    ask(session, f"{BASE}/works/10.5555/b")
    session.close()
    entries, size, expired = kept.info(cache)
    assert (entries, expired) == (2, 1)
    assert size > 0
    kept.prune(cache)
    assert kept.info(cache)[::2] == (1, 0)
    kept.clear(cache)
    assert kept.info(cache) == (0, 0, 0)
    assert not list(cache.parent.glob("http.sqlite*"))


def test_no_cache_is_an_empty_cache(cache: Path) -> None:
    kept.prune(cache)
    kept.clear(cache)
    assert kept.info(cache) == (0, 0, 0)
    assert not cache.exists()


def test_a_damaged_cache_is_told_by_name_and_can_be_cleared(cache: Path) -> None:
    cache.write_bytes(b"not a database" * 100)
    for use in (kept.info, kept.prune):
        with pytest.raises(UnusableSource, match="not a cache"):
            use(cache)
    kept.clear(cache)
    assert not cache.exists()


# how fast


@pytest.mark.parametrize("spelt", [str, str.lower, str.upper, str.title])
def test_limits_are_read_from_the_headers_of_each_kind(
    spelt: type[str], session: Session, mocked: responses.RequestsMock
) -> None:
    headers = {"X-Rate-Limit-Limit": "3", "X-Rate-Limit-Interval": "2s", "X-Concurrency-Limit": "2"}
    mocked.get(f"{BASE}/works", json={}, headers={spelt(k): v for k, v in headers.items()})
    ask(session, f"{BASE}/works", rows="1")
    assert session.server.rates == {"list": 1.5, "single": 1e6}


@pytest.mark.parametrize("odd", ["", "many", "0", "-1", "nan", "inf", "1e99", "0s", "1 per second"])
def test_odd_limits_change_nothing(odd: str, session: Session, mocked: responses.RequestsMock) -> None:
    names = ("X-Rate-Limit-Limit", "X-Rate-Limit-Interval", "X-Concurrency-Limit")
    mocked.get(f"{BASE}/works/10.5555/a", json={}, headers=dict.fromkeys(names, odd))
    ask(session)
    assert session.server.rates == QUICK


def test_the_pools_of_crossref_are_the_start(tmp_path: Path) -> None:
    public, polite = Session(tmp_path / "a.sqlite"), Session(tmp_path / "b.sqlite", polite=True)
    assert public.server.rates == {"list": 1.0, "single": 5.0}
    assert polite.server.rates == {"list": 3.0, "single": 10.0}
    public.close()
    polite.close()


def test_requests_of_a_kind_are_spaced_and_kinds_do_not_wait_for_one_another() -> None:
    asked = Server({"list": 20.0, "single": 1e6}, 1)
    began = time.monotonic()
    for which in ("list", "single", "single", "list", "list"):
        with asked.turn(which):
            pass
    assert 0.1 <= time.monotonic() - began < 0.5


def test_no_more_run_at_once_than_the_server_allows(cache: Path) -> None:
    with FakeCrossref(limits={"single": (1000, 2), "list": (1000, 2)}, pause=0.01) as fake:
        session = quick(cache, polite=True)
        ask(session, f"{fake.url}/works/10.5555/first")
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda n: ask(session, f"{fake.url}/works/10.5555/{n}"), range(16)))
        assert fake.busiest == 2
        session.close()


def test_threads_that_ask_the_same_send_one_request(cache: Path) -> None:
    with FakeCrossref([item("10.5555/a")], pause=0.02) as fake:
        session = quick(cache, polite=True)
        with ThreadPoolExecutor(8) as pool:
            replies = list(pool.map(lambda _: ask(session, f"{fake.url}/works/10.5555/a"), range(8)))
        assert {r.status for r in replies} == {200}
        assert len(fake.asked) == 1
        session.close()


def test_one_connection_is_used_again(session: Session) -> None:
    with FakeCrossref() as fake:
        for n in range(20):
            ask(session, f"{fake.url}/works/10.5555/{n}")
        assert (fake.connections, len(fake.asked)) == (1, 20)


def test_a_moved_record_is_followed_even_one_at_a_time(session: Session) -> None:
    with FakeCrossref([item("10.5555/new")], aliases={"10.5555/old": "10.5555/new"}) as fake:
        moved = [ask(session, f"{fake.url}/works/10.5555/old") for _ in range(2)]
        assert [json.loads(m.body)["message"]["DOI"] for m in moved] == ["10.5555/new"] * 2
        assert len(fake.asked) == 2


# what is tried again, and when to give up


def test_refusals_are_tried_again(session: Session) -> None:
    with FakeCrossref([item("10.5555/a")], plan=[Said(429, headers={"Retry-After": "0"}), Said(503)]) as fake:
        assert ask(session, f"{fake.url}/works/10.5555/a").status == 200
        assert len(fake.asked) == 3


def test_a_server_may_ask_for_ten_seconds_at_most(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    with FakeCrossref([item("10.5555/a")], plan=[None, Said(429, headers={"Retry-After": "3600"})]) as fake:
        ask(session, f"{fake.url}/works/10.5555/warm")
        monkeypatch.setattr("urllib3.util.retry.time.sleep", waits.append)
        assert ask(session, f"{fake.url}/works/10.5555/a").status == 200
    assert waits == [http.RETRY_AFTER]


def test_an_outage_is_not_waited_out(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.0)
    with FakeCrossref(always=Said(503, headers={"Retry-After": "10"})) as fake:
        assert why(session, f"{fake.url}/works/10.5555/a") == "server error 503"
        assert len(fake.asked) == 1


def test_a_server_that_only_refuses_is_given_up_after_two_requests(session: Session) -> None:
    with FakeCrossref(always=Said(503)) as fake:
        reasons = {why(session, f"{fake.url}/works/10.5555/{n}") for n in range(10)}
        assert reasons == {"server error 503"}
        assert len(fake.asked) == 2 * 4
        assert session.server.sent == 2


def test_a_refusal_between_answers_gives_nothing_up(session: Session) -> None:
    refused = [Said(503)] * 4
    with FakeCrossref([item("10.5555/a")], plan=[*refused, None, *refused]) as fake:
        assert why(session, f"{fake.url}/works/10.5555/1") == "server error 503"
        assert ask(session, f"{fake.url}/works/10.5555/2").status == 404
        assert why(session, f"{fake.url}/works/10.5555/3") == "server error 503"
        assert ask(session, f"{fake.url}/works/10.5555/a").status == 200


def test_a_black_hole_is_waited_for_once(cache: Path) -> None:
    with FakeCrossref(stalls=True) as fake:
        session = quick(cache, read=0.2)
        began = time.monotonic()
        assert {why(session, f"{fake.url}/works/10.5555/{n}") for n in range(5)} == {"no answer within 0.2 s"}
        assert time.monotonic() - began < 2
        assert len(fake.asked) == 1
        session.close()


def test_a_server_that_is_not_there_is_asked_once(session: Session) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/works/10.5555/"
    assert {why(session, f"{url}{n}") for n in range(5)} == {"connection refused"}
    assert session.server.sent == 1


def test_a_server_that_has_answered_may_fail_once(session: Session, in_order: responses.RequestsMock) -> None:
    in_order.get(f"{BASE}/works/10.5555/1", json={})
    in_order.get(f"{BASE}/works/10.5555/2", body=requests.ReadTimeout("read timed out"))
    in_order.get(f"{BASE}/works/10.5555/3", json={})
    ask(session, f"{BASE}/works/10.5555/1")
    assert why(session, f"{BASE}/works/10.5555/2") == "no answer within 30 s"
    assert ask(session, f"{BASE}/works/10.5555/3").status == 200


def test_what_is_kept_is_served_after_the_server_is_given_up(cache: Path) -> None:
    with FakeCrossref([item("10.5555/a")]) as fake:
        url = fake.url
        session = quick(cache)
        ask(session, f"{url}/works/10.5555/a")
    assert {why(session, f"{url}/works/10.5555/{n}") for n in range(5)} == {"connection refused"}
    assert ask(session, f"{url}/works/10.5555/a").from_cache
    assert session.server.sent == 1 + server.TWICE
    session.close()


def test_who_waits_for_a_turn_is_let_go_when_the_server_is_given_up() -> None:
    asked = Server({"list": 0.01, "single": 1.0}, 2)
    with asked.turn("list"):
        waiting = threading.Thread(target=_refused, args=(asked,))
        waiting.start()
        asked.failed("connection refused", 1)
        waiting.join(5)
    assert not waiting.is_alive()


def _refused(asked: Server) -> None:
    with pytest.raises(requests.ConnectionError), asked.turn("list"):
        pass


# how long a server that never answers may hold up a run


def own_words(status: int, body: bytes) -> bool:
    """Whether an answer is the server's own, for a server that speaks JSON."""
    return body.startswith(b"{")


@pytest.mark.parametrize("drip", ["body", "head"])
def test_an_answer_that_comes_byte_by_byte_is_not_waited_for(cache: Path, drip: str) -> None:
    with FakeCrossref(drips=drip) as fake:
        session = quick(cache, budget=0.3)
        began = time.monotonic()
        reasons = [why(session, f"{fake.url}/works/10.5555/{n}") for n in range(5)]
        assert time.monotonic() - began < 2
        assert set(reasons) == {"no proper answer within 0.3 s"}
        assert len(fake.asked) == 1
        session.close()


def test_an_answer_that_comes_slowly_but_in_time_is_one(cache: Path) -> None:
    with FakeCrossref([item("10.5555/a")], pause=0.1) as fake:
        session = quick(cache, budget=0.3)
        assert {ask(session, f"{fake.url}/works/10.5555/{n}").status for n in range(5)} == {404}
        session.close()


def test_a_server_that_has_answered_is_not_waited_for_without_end(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "WHOLE", 0.3)
    with FakeCrossref([item("10.5555/a")]) as fake:
        session = quick(cache)
        ask(session, f"{fake.url}/works/10.5555/a")
        fake.drips = "body"
        reasons = [why(session, f"{fake.url}/works/10.5555/{n}") for n in range(5)]
        assert set(reasons) == {"no whole answer within 0.3 s"}
        assert session.server.sent == 1 + server.TWICE
        session.close()


def test_a_circle_of_redirects_is_left(session: Session) -> None:
    with FakeCrossref(always=Said(302, "", headers={"Location": "/login"})) as fake:
        reasons = {why(session, f"{fake.url}/works/10.5555/{n}") for n in range(5)}
        assert reasons == {"redirected more than 5 times"}
        assert len(fake.asked) == 1 + http.REDIRECTS


def test_a_page_that_is_not_the_servers_own_is_no_sign_of_life(cache: Path) -> None:
    with FakeCrossref(always=Said(200, "<html>Welcome to our hotel</html>", "text/html"), pause=0.1) as fake:
        session = quick(cache, budget=0.25, sound=own_words)
        heard = [ask(session, f"{fake.url}/works/10.5555/{n}").body[:6] for n in range(2)]
        assert heard == [b"<html>"] * 2
        reasons = [why(session, f"{fake.url}/works/10.5555/{n}") for n in range(2, 5)]
        assert set(reasons) == {"no proper answer within 0.25 s"}
        assert len(fake.asked) <= 3
        session.close()


@pytest.mark.parametrize(("limit", "interval", "wait"), [("1", "3600s", "3600"), ("0.01", "1s", "100")])
def test_a_server_that_asks_to_wait_for_hours_is_given_up(
    limit: str, interval: str, wait: str, session: Session, mocked: responses.RequestsMock
) -> None:
    headers = {"X-Rate-Limit-Limit": limit, "X-Rate-Limit-Interval": interval}
    mocked.get(f"{BASE}/works/10.5555/a", json={}, headers=headers)
    assert ask(session).status == 200
    assert why(session, f"{BASE}/works/10.5555/b") == f"asks to wait {wait} s between requests"
    assert ask(session).from_cache


def test_an_error_that_nobody_foresaw_is_not_waited_for(
    session: Session, mocked: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    mocked.get(f"{BASE}/works/10.5555/a", body=ZeroDivisionError("a surprise"))
    with pytest.raises(CancelledError):
        ask(session)


def test_an_answer_cut_short_is_none(session: Session) -> None:
    with FakeCrossref(always=Said(200, '{"message": {', headers={"Content-Length": "999"})) as fake:
        assert why(session, f"{fake.url}/works/10.5555/a") == "an answer cut short"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            requests.ConnectionError(
                MaxRetryError(None, "/", NameResolutionError("nowhere.test", None, socket.gaierror(-2)))  # type: ignore[arg-type]
            ),
            "name not resolved",
        ),
        (requests.ConnectionError(ConnectionRefusedError(111, "Connection refused")), "connection refused"),
        (requests.ConnectTimeout(MaxRetryError(None, "/", ConnectTimeoutError())), "no connection within 4 s"),  # type: ignore[arg-type]
        (
            requests.ConnectionError(MaxRetryError(None, "/", ReadTimeoutError(None, "/", "Read timed out"))),  # type: ignore[arg-type]
            "no answer within 2 s",
        ),
        (requests.exceptions.SSLError("certificate verify failed"), "no secure connection"),
        (requests.exceptions.ProxyError("cannot connect"), "the proxy does not answer"),
        (requests.ConnectionError("boom"), "the connection failed"),
    ],
)
def test_every_failure_has_a_short_reason(
    error: Exception, reason: str, session: Session, mocked: responses.RequestsMock
) -> None:
    mocked.get(f"{BASE}/works/10.5555/a", body=error)
    assert why(session) == reason


@pytest.mark.parametrize("url", ["", "works", "ftp://a.test/works", "http://", "http://[::1/works", "http://a b/"])
def test_what_is_no_address_is_no_answer(url: str, session: Session) -> None:
    assert why(session, url)


@pytest.mark.parametrize("agent", ["Żółć (mailto:żółć@a.test)", "two\nlines", "half \ud800 a letter"])
def test_odd_headers_do_not_end_the_run(agent: str, session: Session, mocked: responses.RequestsMock) -> None:
    mocked.get(f"{BASE}/works/10.5555/a", json={})
    try:
        session.fetch(f"{BASE}/works/10.5555/a", {}, {"User-Agent": agent})
    except NoAnswer as silent:
        assert str(silent)
