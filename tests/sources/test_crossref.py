"""Crossref as a source: what is asked, what is read from the answers, and what stays silent instead of failing."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import habanero  # type: ignore[import-untyped]  # no release of it has types
import pytest
import responses
from conftest import SHARED
from fake_crossref import JSON, NOT_FOUND, Asked, FakeCrossref, Said, item

from refcheck.model import UNCITED, Answer, Answered, Notice, Reference, Silent, Span, Work
from refcheck.parsing import references_by_line
from refcheck.sources import crossref
from refcheck.sources.crossref import Crossref, own
from refcheck.sources.http import Session

BASE = "https://api.crossref.test"
QUICK = {"list": 1e6, "single": 1e6}
PRINTED = "Tester A. A test of references. Journal of Invented Tests 2019;7:11-19."
SICI = "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2"

EXAMPLES = SHARED / "data" / "crossref_examples"
recorded = pytest.mark.skipif(not EXAMPLES.is_dir(), reason=f"the recorded answers are not here: {EXAMPLES}")

Opening = Callable[..., Crossref]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opening]:
    """A function that opens Crossref at an address, all with one cache."""
    sessions: list[Session] = []

    def opening(url: str = BASE, *, mailto: str = "", offline: bool = False) -> Crossref:
        rates = dict(QUICK)
        sessions.append(
            Session(tmp_path / "http.sqlite", offline=offline, polite=True, rates=rates, backoff=0, read=2, sound=own)
        )
        return Crossref(sessions[-1], base_url=url, mailto=mailto)

    yield opening
    for session in sessions:
        session.close()


@pytest.fixture
def mocked() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def printed(text: str = PRINTED) -> Reference:
    return references_by_line(text)[0]


def bare(raw: str) -> Reference:
    """A reference of which nothing was read."""
    return Reference(n=1, label="", span=Span(0, len(raw)), raw=raw, work=Work(), fields=())


def dois(answer: Answer) -> list[str]:
    assert isinstance(answer, Answered), answer
    return [r.work.DOI for r in answer.records]


def why(answer: Answer) -> str:
    assert isinstance(answer, Silent), answer
    assert answer.source == "crossref"
    return answer.reason


def query(asked: Asked) -> dict[str, str]:
    return {key: value for key, (value,) in parse_qs(urlsplit(asked.path).query).items()}


def said(asked: Asked) -> str:
    """All that a request tells the server."""
    return unquote(asked.path) + json.dumps(dict(asked.headers))


# what is read


def test_a_doi_is_answered_with_its_record(opened: Opening) -> None:
    with FakeCrossref([item("10.5555/A"), item("10.5555/b")]) as fake:
        answer = opened(fake.url).by_doi("10.5555/a")
    assert isinstance(answer, Answered)
    assert (answer.source, answer.agency) == ("crossref", "Crossref")
    (record,) = answer.records
    assert (record.source, record.work.DOI, record.notices) == ("crossref", "10.5555/a", ())
    assert (record.work.title, record.work.volume, record.work.years) == ("A test of references", "7", (2019,))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", record.retrieved)


def test_a_search_is_answered_with_records_best_first(opened: Opening) -> None:
    others = [item(f"10.5555/{n}", "Quite another subject") for n in range(3)]
    with FakeCrossref([*others, item("10.5555/right")]) as fake:
        answer = opened(fake.url).by_work(printed())
    assert dois(answer)[0] == "10.5555/right"
    assert isinstance(answer, Answered)
    assert answer.agency is None


def test_a_search_that_finds_nothing_is_an_answer(opened: Opening) -> None:
    with FakeCrossref() as fake:
        assert opened(fake.url).by_work(printed()) == Answered("crossref")


def test_an_alias_leads_to_the_record(opened: Opening) -> None:
    with FakeCrossref([item("10.5555/new")], aliases={"10.5555/old": "10.5555/new"}) as fake:
        answer = opened(fake.url).by_doi("10.5555/old")
    assert dois(answer) == ["10.5555/new"]


@pytest.mark.parametrize("kind", ["component", "journal", "journal-issue", "peer-review", "grant"])
def test_what_is_no_work_is_told_for_its_doi_only(kind: str, opened: Opening) -> None:
    with FakeCrossref([item("10.5555/part", type=kind), item("10.5555/work")]) as fake:
        source = opened(fake.url)
        assert dois(source.by_work(printed())) == ["10.5555/work"]
        answer = source.by_doi("10.5555/part")
    assert isinstance(answer, Answered)
    assert [(r.work.DOI, r.work.type) for r in answer.records] == [("10.5555/part", kind)]


def test_a_record_without_a_title_is_left_out(opened: Opening) -> None:
    with FakeCrossref([item("10.5555/a") | {"title": []}, item("10.5555/b")]) as fake:
        assert dois(opened(fake.url).by_work(printed())) == ["10.5555/b"]


# what was published about a work


def update(kind: str, doi: str = "10.5555/notice", **fields: object) -> dict[str, object]:
    return {"type": kind, "DOI": doi, "updated": {"date-time": "2010-02-06T00:00:00Z"}} | fields


def notices(opened: Opening, title: str = "A test of references", **fields: object) -> tuple[Notice, ...]:
    with FakeCrossref([item("10.5555/a", title, **fields)]) as fake:
        answer = opened(fake.url).by_doi("10.5555/a")
    assert isinstance(answer, Answered)
    return answer.records[0].notices


def test_a_retraction_is_told_with_its_date_and_doi(opened: Opening) -> None:
    found = notices(opened, updated_by=[update("retraction", "10.5555/NOTICE")])
    assert found == (Notice("retraction", "2010-02-06", "10.5555/notice"),)


def test_a_search_asks_for_retractions_too(opened: Opening) -> None:
    with FakeCrossref([item("10.5555/a", updated_by=[update("retraction")])]) as fake:
        answer = opened(fake.url).by_work(printed())
    assert isinstance(answer, Answered)
    assert [n.kind for n in answer.records[0].notices] == ["retraction"]


def test_a_retraction_may_be_told_by_the_title_alone(opened: Opening) -> None:
    assert notices(opened, title="RETRACTED: A test of references") == (Notice("retraction", "", "", "title"),)


def test_a_retraction_told_twice_is_one(opened: Opening) -> None:
    twice = [update("retraction"), update("retraction")]
    assert len(notices(opened, title="RETRACTED: A test of references", updated_by=twice)) == 1


@pytest.mark.parametrize("kind", ["new_version", "correction", "erratum", "addendum"])
def test_what_a_work_says_of_itself_is_no_news_while_it_stands(kind: str, opened: Opening) -> None:
    assert notices(opened, updated_by=[update(kind, "10.5555/a")], update_to=[update(kind, "10.5555/A")]) == ()


@pytest.mark.parametrize("kind", ["retraction", "withdrawal", "removal", "partial_retraction", "expression_of_concern"])
def test_a_publisher_may_put_the_notice_in_the_place_of_the_work(kind: str, opened: Opening) -> None:
    found = notices(opened, update_to=[update(kind, "10.5555/A")])
    assert found == (Notice(kind, "2010-02-06", "10.5555/a"),)


def test_a_notice_is_no_retraction_of_itself(opened: Opening) -> None:
    assert notices(opened, update_to=[update("retraction")]) == ()
    assert notices(opened, title="Retracted: A test of references", update_to=[update("retraction")]) == ()


@pytest.mark.parametrize(
    ("updated", "date"),
    [
        ({"date-parts": [[2010, 2, 6]]}, "2010-02-06"),
        ({"date-parts": [[2010]]}, "2010"),
        ({"date-parts": [[None]]}, ""),
        ({"date-parts": []}, ""),
        ({}, ""),
        ("2010", ""),
        (None, ""),
    ],
)
def test_the_date_of_a_notice_is_told_as_far_as_it_is_known(updated: object, date: str, opened: Opening) -> None:
    assert notices(opened, updated_by=[update("retraction", updated=updated)])[0].date == date


@pytest.mark.parametrize("odd", [None, 1, "retraction", {"type": "retraction"}, [None, 1, "x", [], {}, {"type": 1}]])
def test_odd_notices_are_none(odd: object, opened: Opening) -> None:
    assert notices(opened, updated_by=odd) == ()


# notices that name a work


def notice(doi: str, *works: str, kind: str = "retraction", **fields: object) -> dict[str, object]:
    """A notice about works, as Crossref holds it."""
    return item(doi, "Retraction notice", update_to=[update(kind, work, **fields) for work in works])


def test_a_notice_is_found_that_the_record_of_the_work_does_not_name(opened: Opening) -> None:
    said = notice("10.5555/N", "10.5555/A", "10.5555/z", source="retraction-watch")
    with FakeCrossref([item("10.5555/a"), said]) as fake:
        told = opened(fake.url).notices(["10.5555/a", "10.5555/b"])
    assert told == {
        "10.5555/a": (Notice("retraction", "2010-02-06", "10.5555/n", "retraction-watch"),),
        "10.5555/b": (),
    }


def test_notices_about_a_list_are_asked_for_in_one_question_and_kept(opened: Opening) -> None:
    dois = [f"10.5555/{n}" for n in range(40)]
    with FakeCrossref([notice("10.5555/n", "10.5555/7")]) as fake:
        source = opened(fake.url)
        told = source.notices(dois)
        assert source.notices(dois) == told
    (asked,) = fake.asked
    assert query(asked)["filter"].split(",") == [f"updates:{doi}" for doi in dois]
    assert set(query(asked)["select"].split(",")) == {"DOI", "update-to"}
    assert [doi for doi in dois if told[doi]] == ["10.5555/7"]


def test_a_long_list_is_asked_for_in_request_lines_that_are_short_enough(opened: Opening) -> None:
    dois = [f"10.5555/{n:0100}" for n in range(100)]
    with FakeCrossref([notice("10.5555/n", *dois)]) as fake:
        told = opened(fake.url).notices(dois)
    assert 1 < len(fake.asked) < 10
    assert max(len(asked.path) for asked in fake.asked) < 4000
    assert all(told[doi] for doi in dois)


def test_a_doi_with_a_comma_is_looked_up_by_itself_and_spoils_nothing(opened: Opening) -> None:
    held = item("10.5555/a,b", updated_by=[update("retraction")])
    with FakeCrossref([held, notice("10.5555/n", "10.5555/c")]) as fake:
        told = opened(fake.url).notices(["10.5555/a,b", "10.5555/c"])
    assert [n.DOI for n in told["10.5555/a,b"]] == ["10.5555/notice"]  # type: ignore[union-attr]
    assert [n.DOI for n in told["10.5555/c"]] == ["10.5555/n"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "said",
    [
        Said(500),
        Said(404, "Resource not found."),
        Said(400, json.dumps({"status": "failed", "message-type": "validation-failure", "message": []}), JSON),
        Said(200, json.dumps({"message": {}}), JSON),
        Said(200, json.dumps({"message": {"items": {}}}), JSON),
        Said(200, json.dumps({"message": {"items": [], "total-results": 501}}), JSON),
    ],
)
def test_whatever_is_no_list_of_notices_is_a_silence(said: Said, opened: Opening) -> None:
    with FakeCrossref(always=said) as fake:
        told = opened(fake.url).notices(["10.5555/a", "10.5555/b"])
    assert all(isinstance(told[doi], Silent) and told[doi].reason for doi in ("10.5555/a", "10.5555/b"))  # type: ignore[union-attr]


def test_offline_only_what_was_asked_before_is_told(opened: Opening, tmp_path: Path) -> None:
    with FakeCrossref([notice("10.5555/n", "10.5555/a")]) as fake:
        online = opened(fake.url).notices(["10.5555/a"])
        offline = opened(fake.url, offline=True)
        assert offline.notices(["10.5555/a"]) == online
        assert offline.notices(["10.5555/b"]) == {"10.5555/b": Silent("crossref", "offline, and not in the cache")}
    assert len(fake.asked) == 1


# what is asked


def test_a_search_asks_for_the_reference_as_printed(opened: Opening) -> None:
    with FakeCrossref() as fake:
        opened(fake.url).by_work(printed())
    (asked,) = fake.asked
    assert urlsplit(asked.path).path == "/works"
    found = query(asked)
    assert found["query.bibliographic"] == PRINTED.rstrip(".")
    assert int(found["rows"]) == crossref.ROWS
    assert {"DOI", "title", "author", "updated-by", "issued"} <= set(found["select"].split(","))


def test_an_address_is_carried_along(opened: Opening) -> None:
    with FakeCrossref([item("10.5555/a")]) as fake:
        source = opened(fake.url, mailto="ann@lab.test")
        source.by_doi("10.5555/a")
        source.by_work(printed())
    assert len(fake.asked) == 2
    assert all("mailto:ann@lab.test" in said(asked) for asked in fake.asked)


def test_without_an_address_none_is_carried(opened: Opening) -> None:
    with FakeCrossref([item("10.5555/a")]) as fake:
        source = opened(fake.url)
        source.by_doi("10.5555/a")
        source.by_work(printed())
    assert len(fake.asked) == 2
    assert not [asked for asked in fake.asked if "mailto" in said(asked) or "@" in said(asked)]


def test_refcheck_says_who_it_is(opened: Opening) -> None:
    with FakeCrossref() as fake:
        opened(fake.url).by_work(printed())
    assert "refcheck/" in said(fake.asked[0])


def test_who_gives_an_address_may_ask_more_at_once(opened: Opening) -> None:
    assert (opened().at_once, opened(mailto="ann@lab.test").at_once) == (1, 3)


def test_the_same_question_is_asked_once(opened: Opening) -> None:
    with FakeCrossref([item("10.5555/a")]) as fake:
        answers = [(s.by_doi("10.5555/a"), s.by_work(printed())) for s in (opened(fake.url), opened(fake.url))]
    assert answers[0] == answers[1]
    assert len(fake.asked) == 2


def test_a_question_with_an_address_and_without_is_the_same(opened: Opening) -> None:
    with FakeCrossref([item("10.5555/a")]) as fake:
        for mailto in ("", "ann@lab.test"):
            opened(fake.url, mailto=mailto).by_doi("10.5555/a")
    assert len(fake.asked) == 1


def test_offline_tells_what_is_kept_and_says_what_is_not(opened: Opening) -> None:
    with FakeCrossref([item("10.5555/a")]) as fake:
        online = opened(fake.url).by_doi("10.5555/a")
        offline = opened(fake.url, offline=True)
        assert offline.by_doi("10.5555/a") == online
        assert why(offline.by_doi("10.5555/b")) == "offline, and not in the cache"
        assert why(offline.by_work(printed())) == "offline, and not in the cache"
    assert len(fake.asked) == 1


def test_a_mirror_may_end_with_a_slash(opened: Opening) -> None:
    with FakeCrossref([item("10.5555/a")]) as fake:
        assert dois(opened(f"{fake.url}/").by_doi("10.5555/a")) == ["10.5555/a"]
    assert [asked.path for asked in fake.asked] == ["/works/10.5555%2Fa"]


@pytest.mark.parametrize(
    "doi", [SICI, "10.1000/a#b?c%d e;f", "10.1000/a%2Fb", "10.1000/a//b", "10.1000/a+b&c=d", "10.1000/ż ó\tł"]
)
def test_an_awkward_doi_arrives_as_it_is(doi: str, opened: Opening) -> None:
    with FakeCrossref([item(doi)]) as fake:
        answer = opened(fake.url).by_doi(doi)
    (asked,) = fake.asked
    assert unquote(urlsplit(asked.path).path) == f"/works/{doi}"
    assert urlsplit(asked.path).query == ""
    assert isinstance(answer, Answered)
    assert answer.agency == "Crossref"


def test_an_awkward_doi_arrives_at_the_agencies_gate_as_it_is(opened: Opening) -> None:
    with FakeCrossref(agencies={SICI.lower(): "Elsewhere"}) as fake:
        answer = opened(fake.url).by_doi(SICI)
    assert answer == Answered("crossref", (), "Elsewhere")
    assert [unquote(asked.path) for asked in fake.asked] == [f"/works/{SICI}", f"/works/{SICI}/agency"]


def test_the_doi_of_the_record_is_the_one_asked_for(opened: Opening) -> None:
    with FakeCrossref([item(SICI)]) as fake:
        assert dois(opened(fake.url).by_doi(SICI)) == [SICI.lower()]


@pytest.mark.parametrize("doi", ["10.5555/./a", "10.5555/../a", "10.5555/a/", "10.5555/a/agency", "10.5555/works"])
def test_a_doi_is_never_taken_for_another(doi: str, opened: Opening) -> None:
    with FakeCrossref([item("10.5555/a"), item("a")]) as fake:
        assert opened(fake.url).by_doi(doi) == Answered("crossref", (), "")


@pytest.mark.parametrize("status", [200, 404])
def test_a_sign_in_page_is_silence_and_is_not_kept(status: int, opened: Opening) -> None:
    portal = Said(status, "<html>Please sign in</html>", "text/html")
    with FakeCrossref([item("10.5555/a")], plan=[portal]) as fake:
        source = opened(fake.url)
        assert why(source.by_doi("10.5555/a"))
        assert dois(source.by_doi("10.5555/a")) == ["10.5555/a"]


@pytest.mark.parametrize("raw", ["", " ", "\n\t", "[]", "(.)", "..."])
def test_an_empty_reference_is_not_asked_for(raw: str, opened: Opening) -> None:
    with FakeCrossref([item("10.5555/a")]) as fake:
        assert opened(fake.url).by_work(bare(raw)) == Answered("crossref")
    assert fake.asked == []


@pytest.mark.parametrize("word", ["word ", "żółć ", "漢字 ", "&=+# ", "x", "漢", "\ud800 "])
def test_an_overlong_reference_is_cut_to_what_crossref_takes(word: str, opened: Opening) -> None:
    with FakeCrossref() as fake:
        assert opened(fake.url).by_work(bare(word * 5000)) == Answered("crossref")
    (asked,) = fake.asked
    assert 1000 < len(asked.path) < 4000
    sent, whole = query(asked)["query.bibliographic"], (word * 5000).encode("utf-8", "replace").decode()
    assert whole.startswith(sent)
    assert whole[len(sent)] == " " or " " not in word


@pytest.mark.parametrize(
    "raw", ["half \ud800 a letter", "nul \x00 and bell \x07", "two\r\nlines", "\u202eright to left"]
)
def test_odd_characters_are_asked_for_all_the_same(raw: str, opened: Opening) -> None:
    with FakeCrossref() as fake:
        assert opened(fake.url).by_work(bare(raw)) == Answered("crossref")
    assert len(fake.asked) == 1


# DOIs that Crossref does not hold


def test_a_doi_not_found_is_asked_for_at_the_agencies_gate(opened: Opening) -> None:
    with FakeCrossref(agencies={"10.5284/1011335": "DataCite"}) as fake:
        answer = opened(fake.url).by_doi("10.5284/1011335")
    assert answer == Answered("crossref", (), "DataCite")
    assert [asked.path for asked in fake.asked] == ["/works/10.5284%2F1011335", "/works/10.5284%2F1011335/agency"]


def test_a_doi_that_nobody_holds_has_no_agency(opened: Opening) -> None:
    with FakeCrossref() as fake:
        assert opened(fake.url).by_doi("10.5555/none") == Answered("crossref", (), "")


def test_a_gate_that_does_not_answer_is_silence_and_no_verdict(opened: Opening) -> None:
    with FakeCrossref(plan=[NOT_FOUND], always=Said(503)) as fake:
        assert why(opened(fake.url).by_doi("10.5555/none")) == "server error 503"


@pytest.mark.parametrize("agency", [None, "DataCite", {}, {"label": None}, {"label": ""}, {"label": ["DataCite"]}, []])
def test_an_agency_without_a_name_is_silence(agency: object, opened: Opening) -> None:
    said = Said(200, json.dumps({"message": {"DOI": "10.5555/a", "agency": agency}}), JSON)
    with FakeCrossref(plan=[NOT_FOUND, said]) as fake:
        assert why(opened(fake.url).by_doi("10.5555/a")).startswith("an answer ")


def test_a_search_that_is_not_found_is_silence(opened: Opening) -> None:
    with FakeCrossref(always=NOT_FOUND) as fake:
        assert why(opened(fake.url).by_work(printed())) == "an answer without items"


@pytest.mark.parametrize(
    ("kind", "registers"), [("article-journal", True), ("", True), ("book", True), ("webpage", False), ("bill", False)]
)
def test_crossref_registers_some_kinds_of_works(kind: str, registers: bool, opened: Opening) -> None:
    assert opened().registers(kind) is registers


# answers that are none


def refusing(*messages: str) -> str:
    told = [{"type": "integer-not-valid", "value": "1001", "message": m} for m in messages]
    return json.dumps({"status": "failed", "message-type": "validation-failure", "message": told})


SILENCES = {
    "a list of messages": (Said(400, refusing("Integer specified as 1001 is bad"), JSON), "Integer specified as 1001"),
    "an empty list": (Said(400, refusing(), JSON), "status 400"),
    "a text": (Said(403, '{"message": "not for you"}', JSON), "not for you"),
    "a refusal in HTML": (Said(403, "<html>no</html>", "text/html"), "status 403"),
    "deep brackets": (Said(400, '{"message": ' + "[" * 100_000, JSON), "status 400"),
    "a refusal of nothing": (Said(418, "null", JSON), "status 418"),
    "a made record": (Said(201, '{"message": {"DOI": "10.5555/a"}}', JSON), "status 201"),
    "an exception": (Said(500, '{"status": "error", "message": {"name": "ExceptionInfo"}}', JSON), "server error 500"),
    "a gateway": (Said(504, "<html><h1>504 Gateway Time-out</h1></html>", "text/html"), "server error 504"),
    "a captive portal": (Said(200, "<html>Welcome to our hotel</html>", "text/html"), "not JSON"),
    "half an answer": (Said(200, '{"message": {"DOI": "10.5555/a", "ti', JSON), "not JSON"),
    "no answer at all": (Said(200, "", JSON), "not JSON"),
}


@pytest.mark.parametrize(("said", "reason"), SILENCES.values(), ids=SILENCES)
def test_a_failure_is_silence_that_says_what_failed(said: Said, reason: str, opened: Opening) -> None:
    with FakeCrossref(always=said) as fake:
        source = opened(fake.url)
        assert reason in why(source.by_doi("10.5555/a"))
        assert reason in why(source.by_work(printed()))


ODD = (
    "null",
    "[]",
    "1",
    '"message"',
    "{}",
    '{"message": null}',
    '{"message": []}',
    '{"message": "works"}',
    '{"message": {}}',
    '{"message": {"items": null}}',
    '{"message": {"items": null, "total-results": 0}}',
    '{"message": {"items": {}, "total-results": 0}}',
    '{"message": {"DOI": null, "total-results": null}}',
    "[" * 100_000,
    '{"message":' * 100_000,
    '{"message":' * 900 + "1" + "}" * 900,
    '{"message": {"total-results": ' + "1" * 5000 + "}}",
)


@pytest.mark.parametrize("body", ODD, ids=lambda body: body[:50])
@pytest.mark.parametrize("kind", [JSON, "text/plain"])
def test_odd_json_is_silence_the_first_time_and_from_the_cache(body: str, kind: str, opened: Opening) -> None:
    with FakeCrossref(always=Said(200, body, kind)) as fake:
        source = opened(fake.url)
        for _ in range(2):
            assert why(source.by_doi("10.5555/a"))
            assert why(source.by_work(printed()))


def test_odd_items_are_left_out(opened: Opening) -> None:
    items: list[object] = [None, 1, "x", [], {}, {"title": None}, {"title": {}}, {"DOI": 1, "title": ["One"]}]
    body = json.dumps({"message": {"items": items, "total-results": len(items)}})
    with FakeCrossref(always=Said(200, body, JSON)) as fake:
        answer = opened(fake.url).by_work(printed())
    assert isinstance(answer, Answered)
    assert [r.work.title for r in answer.records] == ["One"]


def test_half_a_letter_in_a_record_does_no_harm(opened: Opening) -> None:
    with FakeCrossref([item("10.5555/a", "half \ud800 a letter")]) as fake:
        answer = opened(fake.url).by_doi("10.5555/a")
    assert isinstance(answer, Answered)
    assert answer.records[0].work.title.encode()


def test_refusals_are_tried_again(opened: Opening) -> None:
    with FakeCrossref([item("10.5555/a")], plan=[Said(429, headers={"Retry-After": "0"}), Said(503)]) as fake:
        assert dois(opened(fake.url).by_doi("10.5555/a")) == ["10.5555/a"]
    assert len(fake.asked) == 3


def test_a_server_that_is_not_there_is_silence(opened: Opening) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        source = opened(f"http://127.0.0.1:{unused.getsockname()[1]}")
    assert why(source.by_doi("10.5555/a")) == "connection refused"
    assert why(source.by_work(printed())) == "connection refused"


@pytest.mark.parametrize("url", ["", "crossref", "ftp://a.test", "http://[::1", "http://a b"])
def test_an_address_that_is_none_is_silence(url: str, opened: Opening) -> None:
    assert why(opened(url).by_doi("10.5555/a"))
    assert why(opened(url).by_work(printed()))


# habanero is shared


def test_several_threads_get_their_own_answers(opened: Opening) -> None:
    names = [f"10.5555/{n}" for n in range(24)]
    with FakeCrossref(
        [item(doi) for doi in names], limits={"single": (1000, 8), "list": (1000, 8)}, pause=0.005
    ) as fake:
        source = opened(fake.url)
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(source.by_doi, names * 2))
    assert [dois(a) for a in answers] == [[doi] for doi in names * 2]
    assert len(fake.asked) == len(names)


def test_two_sources_in_one_thread_do_not_mix(opened: Opening) -> None:
    with FakeCrossref([item("10.5555/a", "One")]) as one, FakeCrossref([item("10.5555/a", "Two")]) as two:
        sources = [opened(one.url), opened(two.url)]
        titles = [a.records[0].work.title for s in sources for a in [s.by_doi("10.5555/a")] if isinstance(a, Answered)]
    assert titles == ["One", "Two"]


def other_user(url: str) -> habanero.Crossref:
    return habanero.Crossref(base_url=url, mailto="someone@else.test")


def test_other_users_of_habanero_are_not_carried(opened: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    carried: list[str] = []
    monkeypatch.setattr(Session, "fetch", lambda _self, url, *_: carried.append(url))
    with FakeCrossref([item("10.5555/a")]) as fake:
        opened(fake.url)
        for _ in range(2):
            assert other_user(fake.url).works(ids="10.5555/a")["message"]["DOI"] == "10.5555/a"
        assert other_user(fake.url).works(query="references", limit=1)["status"] == "ok"
    assert carried == []
    assert len(fake.asked) == 3
    assert "someone@else.test" in said(fake.asked[0])
    assert "refcheck" not in said(fake.asked[0])


def test_other_users_of_habanero_see_its_own_errors(opened: Opening) -> None:
    with FakeCrossref(always=NOT_FOUND) as fake:
        opened(fake.url).by_doi("10.5555/a")
        with pytest.raises(Exception, match="404") as caught:
            other_user(fake.url).works(ids="10.5555/a")
    assert type(caught.value).__module__.partition(".")[0] in ("requests", "httpx", "httpx2")


def test_other_users_are_not_carried_while_an_errand_is_on_its_way(
    opened: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[str] = []
    theirs: list[Mapping[str, object]] = []
    fetch = Session.fetch

    def slow(session: Session, url: str, *rest: Mapping[str, str]) -> object:
        carried.append(url)
        other = threading.Thread(target=lambda: theirs.append(other_user(fake.url).works(ids="10.5555/b")))
        other.start()
        other.join(5)
        return fetch(session, url, *rest)

    monkeypatch.setattr(Session, "fetch", slow)
    with FakeCrossref([item("10.5555/a"), item("10.5555/b")]) as fake:
        assert dois(opened(fake.url).by_doi("10.5555/a")) == ["10.5555/a"]
    assert [url.removeprefix(fake.url) for url in carried] == ["/works/10.5555%2Fa"]
    assert len(theirs) == 1
    assert crossref._active.get() is None


def test_after_a_failure_no_errand_is_left(opened: Opening) -> None:
    with FakeCrossref(always=Said(200, "null", JSON)) as fake:
        assert why(opened(fake.url).by_doi("10.5555/a"))
    assert crossref._active.get() is None


def test_a_habanero_that_calls_nothing_is_silence(opened: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(habanero.Crossref, "works", lambda *_, **__: None)
    assert why(opened().by_doi("10.5555/a")) == "habanero sent no request"


# answers that were recorded: real ones, not part of the project


def replies(kind: str) -> list[Path]:
    """The recorded answers of one message type."""
    return [p for p in sorted(EXAMPLES.glob("*.json")) if f'"message-type": "{kind}"' in p.read_text("utf-8")[:200]]


def message(path: Path) -> dict[str, object]:
    found = json.loads(path.read_text(encoding="utf-8"))["message"]
    assert isinstance(found, dict)
    return found


@recorded
@pytest.mark.parametrize("path", replies("work"), ids=lambda p: p.stem)
def test_a_recorded_work_is_read(path: Path, opened: Opening, mocked: responses.RequestsMock) -> None:
    mocked.get(re.compile(f"{BASE}/works/.*"), body=path.read_bytes(), content_type="application/json")
    known = message(path)
    doi = str(known["DOI"])
    answer = opened().by_doi(doi)
    assert isinstance(answer, Answered)
    assert answer.agency == "Crossref"
    assert unquote(str(mocked.calls[0].request.url)) == f"{BASE}/works/{doi}"
    is_told = bool(known.get("title")) or known["type"] in UNCITED
    assert dois(answer) == ([doi.lower()] if is_told else [])
    assert all(n.kind and (n.kind, n.DOI) != ("new_version", doi.lower()) for r in answer.records for n in r.notices)
    assert all(u.of and u.of != doi.lower() for r in answer.records for u in r.updates)


@recorded
@pytest.mark.parametrize("path", replies("work-list"), ids=lambda p: p.stem)
def test_a_recorded_search_is_read(path: Path, opened: Opening, mocked: responses.RequestsMock) -> None:
    mocked.get(f"{BASE}/works", body=path.read_bytes(), content_type="application/json")
    items = message(path)["items"]
    assert isinstance(items, list)
    found = dois(opened().by_work(printed()))
    assert found == [i["DOI"].lower() for i in items if i.get("title")]


@recorded
def test_a_recorded_retraction_is_told(opened: Opening, mocked: responses.RequestsMock) -> None:
    body = (EXAMPLES / "retracted_wakefield_1998.json").read_bytes()
    mocked.get(re.compile(f"{BASE}/works/.*"), body=body, content_type="application/json")
    answer = opened().by_doi("10.1016/s0140-6736(97)11096-0")
    assert isinstance(answer, Answered)
    (record,) = answer.records
    assert "retraction" in [n.kind for n in record.notices]
    assert not record.work.title.startswith("RETRACTED")


@recorded
@pytest.mark.parametrize("path", replies("work-agency"), ids=lambda p: p.stem)
def test_a_recorded_agency_is_named(path: Path, opened: Opening, mocked: responses.RequestsMock) -> None:
    known = message(path)
    doi = quote(str(known["DOI"]), safe="")
    mocked.get(f"{BASE}/works/{doi}", status=404, body="Resource not found.", content_type="text/plain")
    mocked.get(f"{BASE}/works/{doi}/agency", body=path.read_bytes(), content_type="application/json")
    agency = known["agency"]
    assert isinstance(agency, dict)
    assert opened().by_doi(str(known["DOI"])) == Answered("crossref", (), agency["label"])


@recorded
@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("errors/*.json")), ids=lambda p: p.stem)
def test_a_recorded_refusal_is_no_record(path: Path, opened: Opening, mocked: responses.RequestsMock) -> None:
    reply = json.loads(path.read_text(encoding="utf-8"))
    left_out = ("transfer-encoding", "connection", "content-length", "content-type", "status", "location")
    headers = {k: v for k, v in reply["headers"].items() if k.lower() not in left_out}
    kind = {k.lower(): v for k, v in reply["headers"].items()}.get("content-type", "text/plain")
    status = reply["status"]
    mocked.get(re.compile(f"{BASE}/works.*"), status=status, body=reply["body"], headers=headers, content_type=kind)
    source = opened()
    if status == 404:
        assert source.by_doi("10.5555/a") == Answered("crossref", (), "")
        assert len(mocked.calls) == 2
        return
    reason = why(source.by_work(printed()))
    assert str(status) in reason
    if status == 400:
        assert json.loads(reply["body"])["message"][0]["message"] in reason


@recorded
def test_a_recorded_429_in_html_is_too_many_requests(opened: Opening, mocked: responses.RequestsMock) -> None:
    body = (EXAMPLES / "errors" / "429_too_many_requests_html_2016_2021.html").read_bytes()
    mocked.get(f"{BASE}/works", status=429, body=body, content_type="text/html")
    assert why(opened().by_work(printed())) == "too many requests (429)"
