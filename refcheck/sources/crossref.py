"""Crossref: habanero makes the calls, the session of `http` carries them."""

from __future__ import annotations

import importlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType
from urllib.parse import quote

import habanero  # type: ignore[import-untyped]  # no release of it has types
from habanero.exceptions import RequestError  # type: ignore[import-untyped]  # no release of it has types

from refcheck import csl
from refcheck.model import Answer, Answered, Record, Reference, Silent
from refcheck.parsing import searchable
from refcheck.sources.http import NoAnswer, Reply, Session

NAME = "crossref"
BASE_URL = "https://api.crossref.org"
ROWS = 10  # the right record is among the first five of a search, or nowhere near
SELECT = (
    "DOI,type,title,subtitle,original-title,author,container-title,short-container-title,volume,issue,page"
    ",article-number,issued,published,published-print,published-online,publisher,updated-by"
)
LONGEST_QUERY = 3000  # bytes once quoted; Crossref refuses request lines over 4,096
NOT_WORKS = frozenset(("component", "journal", "journal-issue", "journal-volume", "peer-review", "grant"))
UNREGISTERED = frozenset(
    """
    webpage post post-weblog software dataset patent standard legislation legal_case bill article-newspaper
    interview personal_communication broadcast motion_picture speech
    """.split()
)


class Crossref:
    """The registry most journal articles are in. Asked for DOIs and for references as printed."""

    name = NAME

    def __init__(self, session: Session, *, base_url: str = BASE_URL, mailto: str = "") -> None:
        self.at_once = 3 if mailto else 1
        self._session = session
        self._client = habanero.Crossref(base_url=base_url.rstrip("/"), mailto=mailto or None, ua_string=_agent())

    def registers(self, kind: str) -> bool:
        """Whether works of that kind are registered with Crossref as a rule."""
        return kind not in UNREGISTERED

    def by_doi(self, doi: str) -> Answer:
        """What the DOI is; one that Crossref does not hold is asked for at the other agencies' gate."""
        found = self._ask("works", doi)
        if isinstance(found, Silent):
            return found
        if found is None:
            return self._agency(doi)
        if not isinstance(found.message.get("DOI"), str):
            return Silent(NAME, "an answer without a DOI")
        return Answered(NAME, tuple(_records([found.message], found.date)), "Crossref")

    def by_work(self, reference: Reference) -> Answer:
        """The records that a search for the printed reference brings up."""
        query = _shortened(searchable(reference))
        if not query:
            return Answered(NAME)
        found = self._ask("works", "", query_bibliographic=query, limit=ROWS, select=SELECT)
        if isinstance(found, Silent):
            return found
        items = found.message.get("items") if found else None
        if not found or not isinstance(items, list):
            return Silent(NAME, "an answer without items")
        return Answered(NAME, tuple(_records(items, found.date)))

    def further(self, reference: Reference) -> None:
        """Nothing: `by_work` gives all."""

    def usage(self, phrases: Collection[str]) -> Mapping[str, int]:
        """Nothing: it would take a request a word."""
        return {}

    def _agency(self, doi: str) -> Answer:
        """The agency that holds the DOI; what is not said by name is not said at all."""
        found = self._ask("registration_agency", doi)
        if isinstance(found, Silent):
            return found
        if found is None:
            return Answered(NAME, (), "")
        agency = found.message.get("agency")
        label = agency.get("label") if isinstance(agency, Mapping) else None
        if not isinstance(label, str) or not label:
            return Silent(NAME, "an answer without an agency")
        return Answered(NAME, (), label)

    def _ask(self, method: str, doi: str, **options: object) -> _Found | Silent | None:
        """What was found, None for a 404, Silent for everything else that can go wrong."""
        errand = _Errand(self._session)
        token = _active.set(errand)
        try:
            # a DOI may hold "#", "?", "/../" and blanks, and habanero parts a string at blanks
            getattr(self._client, method)(ids=[quote(doi, safe="")] if doi else None, **options)
        except (NoAnswer, _Odd) as why:
            return Silent(NAME, str(why))
        except _Refused as refused:
            return None if refused.missing else Silent(NAME, f"the request was refused, {refused}")
        except (RequestError, LookupError, TypeError, ValueError, AttributeError) as error:
            # habanero takes an answer apart that is JSON, but not Crossref's
            return Silent(NAME, f"an answer that habanero cannot read ({type(error).__name__})")
        finally:
            _active.reset(token)
        return errand.found or Silent(NAME, "habanero sent no request")


@dataclass(frozen=True, slots=True)
class _Found:
    """The message of an answer, and the ISO date on which it came."""

    message: Mapping[str, object]
    date: str


class _Refused(Exception):
    """Crossref answered with an error; habanero has four shapes for that, this is the one used here."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(_complaint(reply))
        self.missing = reply.status == 404 and own(reply.status, reply.body)


class _Odd(Exception):
    """An answer that is not Crossref's; the message says what is odd about it."""


def own(status: int, body: bytes) -> bool:
    """Whether an answer is Crossref's: a wrong address or a sign-in page says 200 and 404 as well."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return status == 404 and body.strip() == b"Resource not found."
    return isinstance(answer, dict) and ("message-type" in answer if status == 404 else "message" in answer)


def _complaint(reply: Reply) -> str:
    """What Crossref says of a request that it refuses: a text, or a list of messages in JSON."""
    try:
        message = json.loads(reply.body)["message"]
        said = message[0]["message"] if isinstance(message, list) else message
    except (ValueError, LookupError, TypeError, RecursionError):
        said = ""
    return f"status {reply.status}" + (f": {said}" if isinstance(said, str) and said else "")


def _message(reply: Reply) -> Mapping[str, object]:
    """The message in a body; raises _Odd with what is odd about it."""
    try:
        answer = json.loads(reply.body)
    except (ValueError, RecursionError):
        raise _Odd("an answer that is not JSON, or not all of it") from None
    message = answer.get("message") if isinstance(answer, dict) else None
    if not isinstance(message, dict):
        raise _Odd("an answer without a message")
    return message


@dataclass(slots=True)
class _Errand:
    """One question on its way: the session that carries it, and what it brings home."""

    session: Session
    found: _Found | None = None


_active: ContextVar[_Errand | None] = ContextVar("refcheck_errand", default=None)


@dataclass(frozen=True, slots=True)
class _Response:
    """A sound answer as habanero reads responses, whichever of its three HTTP libraries it was written for."""

    content: bytes
    status_code = 200

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Content-Type": "application/json"}

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    def json(self) -> object:
        return json.loads(self.content)

    def raise_for_status(self) -> None:
        """Nothing to raise: an error never comes this far."""


class _Carrier:
    """Stands where habanero has its HTTP library; inert unless an errand is active in this context.

    habanero offers no way to hand it a session, and calls `<library>.get(…)` as a module's function. Other users
    of habanero in the process are not affected.
    """

    def __init__(self, library: ModuleType) -> None:
        self._library = library

    def __getattr__(self, name: str) -> object:
        return getattr(self._library, name)

    def get(self, url: str, **options: object) -> object:
        errand = _active.get()
        if errand is None:
            return self._library.get(url, **options)
        params, headers = (_strings(options.get(key)) for key in ("params", "headers"))
        reply = errand.session.fetch(url, params, headers)
        if reply.status != 200:
            raise _Refused(reply)
        errand.found = _Found(_message(reply), reply.retrieved)
        return _Response(reply.body)


def _strings(value: object) -> dict[str, str]:
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, Mapping) else {}


def _install() -> None:
    """Put the carrier into habanero; raises ImportError where habanero has changed beyond recognition."""
    modules = [importlib.import_module(f"habanero.{name}") for name in ("request", "request_class")]
    for library in ("httpx2", "httpx", "requests"):
        if all(hasattr(module, library) for module in modules):
            for module in modules:
                if not isinstance(getattr(module, library), _Carrier):
                    setattr(module, library, _Carrier(getattr(module, library)))
            return
    number = habanero.__version__
    raise ImportError(f"habanero {number} is not known to refcheck; it needs habanero>=1.2.6,<3")


_install()


def _agent() -> str:
    try:
        number = version("refcheck-bib")
    except PackageNotFoundError:
        number = "0"
    return f"refcheck/{number} (https://pypi.org/project/refcheck-bib/)"


def _shortened(query: str) -> str:
    """The query without its last words, until the request line is one that Crossref takes."""
    sound = query.encode("utf-8", "replace").decode()
    sizes = (len(quote(character, safe="")) for character in sound)
    total = end = 0
    for end, size in enumerate(sizes):
        total += size
        if total > LONGEST_QUERY:
            return sound[:end].rpartition(" ")[0] or sound[:end]
    return sound


def _records(items: Iterable[object], date: str) -> Iterator[Record]:
    """The works among the items, with what was published about them."""
    for item in items:
        if isinstance(item, Mapping) and item.get("type") not in NOT_WORKS:
            record = csl.record(item, NAME, date)
            if record.work.title:
                yield record
