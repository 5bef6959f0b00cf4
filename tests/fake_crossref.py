"""A loopback server that imitates api.crossref.org: works, searches, agencies, limits, refusals, and silence."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

Item = Mapping[str, object]
JSON = "application/json;charset=utf-8"
FAST = {"single": (1000, 3), "list": (1000, 3)}  # requests a second, requests at once


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it arrived."""

    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """An answer out of turn: a refusal, or anything else that a test wants to hear."""

    status: int
    body: str = "busy"
    type: str = "text/plain"
    headers: Mapping[str, str] = field(default_factory=dict)


DRIPS = {
    "head": (b"", b"X-More: 1\r\n"),
    "body": (b"Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n", b" "),
}
NOT_FOUND = Said(404, "Resource not found.")


class FakeCrossref:
    """The server; use it as a context manager and ask `url`.

    `items` are Crossref items. `agencies` names who else holds a DOI, `aliases` which DOI it has become.
    `plan` is said to the first requests in their order (None: the true answer), `always` to all that follow.
    With `stalls`, connections are accepted and nothing is ever said; with `drips`, the "head" or the "body" of an
    answer comes in pieces without end. `pause` is the seconds an answer takes. `always_to` is said to requests with a
    parameter of that name, in place of the true answer.
    """

    def __init__(
        self,
        items: Iterable[Item] = (),
        *,
        limits: Mapping[str, tuple[int, int]] = FAST,
        agencies: Mapping[str, str] | None = None,
        aliases: Mapping[str, str] | None = None,
        plan: Sequence[Said | None] = (),
        always: Said | None = None,
        always_to: Mapping[str, Said] | None = None,
        stalls: bool = False,
        drips: str = "",
        pause: float = 0.0,
    ) -> None:
        self.items = list(items)
        self.limits, self.agencies, self.aliases = limits, dict(agencies or {}), dict(aliases or {})
        self.plan, self.always, self.stalls, self.pause = list(plan), always, stalls, pause
        self.drips, self.always_to = drips, dict(always_to or {})
        self.asked: list[Asked] = []
        self.sockets: list[socket.socket] = []
        self.busiest = self.busy = 0
        self.lock, self.closing = threading.Lock(), threading.Event()
        self._server = _Threads(("127.0.0.1", 0), type("Handler", (_Handler,), {"world": self}))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        for connection in self.sockets:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def connections(self) -> int:
        """How many connections were opened."""
        return len(self.sockets)

    def answer(self, url: SplitResult) -> Said:
        """What Crossref would say to that request."""
        if url.path.rstrip("/") == "/works":
            asked = {key: values[0] for key, values in parse_qs(url.query).items()}
            return next((said for key, said in self.always_to.items() if key in asked), None) or self._search(asked)
        # a DOI comes as one part of the path, its slashes quoted
        doi = unquote(url.path.removeprefix("/works/").removesuffix("/agency")).lower()
        if url.path.endswith("/agency"):
            return self._agency(doi)
        if doi in self.aliases:
            return Said(301, "", headers={"Location": f"/works/{self.aliases[doi]}"})
        found = next((i for i in self.items if str(i.get("DOI")).lower() == doi), None)
        return _ok("work", found) if found else NOT_FOUND

    def _agency(self, doi: str) -> Said:
        known = {str(i.get("DOI")).lower(): "Crossref" for i in self.items} | self.agencies
        if doi not in known:
            return NOT_FOUND
        label = known[doi]
        return _ok("work-agency", {"DOI": doi, "agency": {"id": label.lower(), "label": label}})

    def _search(self, query: Mapping[str, str]) -> Said:
        rows = int(query.get("rows", "20"))
        if rows > 1000:
            said = {"type": "integer-not-valid", "value": str(rows), "message": "Integer specified as 1001 is bad"}
            body = {"status": "failed", "message-type": "validation-failure", "message": [said]}
            return Said(400, json.dumps(body), JSON)
        if "filter" in query:
            return self._notices(query["filter"].split(","), rows)
        wanted = _words(query.get("query.bibliographic", ""))
        scored = [(len(wanted & _words(json.dumps(i, ensure_ascii=False))), i) for i in self.items]
        best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])[:rows]
        kept = query["select"].split(",") if "select" in query else None
        items = [{k: v for k, v in i.items() if not kept or k in kept} | {"score": float(s)} for s, i in best]
        message = {"facets": {}, "total-results": len(scored), "items": items, "items-per-page": rows}
        return _ok("work-list", message | {"query": {"start-index": 0, "search-terms": None}})

    def _notices(self, filters: Sequence[str], rows: int) -> Said:
        """The items that say they update one of the works; a comma in a DOI begins another filter, an unknown one."""
        wanted = {value.lower() for name, _, value in (f.partition(":") for f in filters) if name == "updates"}
        if len(wanted) < len(set(filters)):
            said = {"type": "filter-not-available", "value": filters[-1], "message": "Filter is not available"}
            body = {"status": "failed", "message-type": "validation-failure", "message": [said]}
            return Said(400, json.dumps(body), JSON)
        found = [i for i in self.items if wanted & set(_named(i))]
        items = [{"DOI": i["DOI"], "update-to": i["update-to"]} for i in found[:rows]]
        return _ok("work-list", {"total-results": len(found), "items": items, "items-per-page": rows})


def _named(item: Item) -> Iterator[str]:
    updates = item.get("update-to")
    yield from (u["DOI"].lower() for u in (updates if isinstance(updates, list) else ()))


def item(doi: str, title: str = "A test of references", **fields: object) -> dict[str, object]:
    """A Crossref item of an invented article; underscores in names stand for dashes."""
    plain: dict[str, object] = {
        "DOI": doi,
        "type": "journal-article",
        "title": [title],
        "author": [{"given": "Ann", "family": "Tester", "sequence": "first", "affiliation": []}],
        "container-title": ["Journal of Invented Tests"],
        "volume": "7",
        "issue": "2",
        "page": "11-19",
        "issued": {"date-parts": [[2019, 3]]},
        "publisher": "Nobody",
    }
    return plain | {name.replace("_", "-"): value for name, value in fields.items()}


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _ok(kind: str, message: object) -> Said:
    body = {"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message}
    return Said(200, json.dumps(body), JSON)


class _Threads(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the play."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    world: FakeCrossref

    def setup(self) -> None:
        super().setup()
        with self.world.lock:
            self.world.sockets.append(self.connection)

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""

    def do_GET(self) -> None:
        world = self.world
        with world.lock:
            world.asked.append(Asked(self.path, dict(self.headers)))
            planned = world.plan.pop(0) if world.plan else world.always
            world.busy += 1
            world.busiest = max(world.busiest, world.busy)
        if world.stalls:
            world.closing.wait()
            return
        if world.drips:
            self._drip(*DRIPS[world.drips])
            return
        if world.pause:
            time.sleep(world.pause)
        with world.lock:
            world.busy -= 1
        url = urlsplit(self.path)
        self._say(planned or world.answer(url), "list" if url.path.rstrip("/") == "/works" else "single")

    def _drip(self, head: bytes, drop: bytes) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n" + head)
        while not self.world.closing.wait(0.05):
            self.wfile.write(drop)

    def _say(self, said: Said, kind: str) -> None:
        body = said.body.encode()
        rate, at_once = self.world.limits[kind]
        headers = {
            "Content-Type": said.type,
            "Content-Length": str(len(body)),
            "Vary": "Accept-Encoding, User-Agent",
            "x-api-pool": f"polite-{kind}",
            "x-rate-limit-limit": str(rate),
            "x-rate-limit-interval": "1s",
            "x-concurrency-limit": str(at_once),
        }
        self.send_response(said.status)
        for name, value in (headers | dict(said.headers)).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = headers["Content-Length"] != said.headers.get("Content-Length", str(len(body)))
