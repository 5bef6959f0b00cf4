"""What every source owes the pipeline, whatever it is asked: an answer, and never an exception."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from fake_crossref import FakeCrossref

from refcheck.contracts import Source
from refcheck.errors import UnusableSource
from refcheck.index.build import build
from refcheck.index.digest import Filter
from refcheck.model import Answer, Answered, Notice, Record, Reference, Silent, Span, Work
from refcheck.parsing import references_by_line
from refcheck.sources import Unasked, open_source
from refcheck.sources.crossref import Crossref
from refcheck.sources.http import Session
from refcheck.sources.local import Local

KNOWN = "10.2214/ajr.162.6.8192010"
RETRACTED = "10.5555/retracted"
NOTICE = {
    "type": "article-journal",
    "title": "Retraction notice",
    "DOI": "10.5555/notice",
    "update-to": [
        {
            "type": "retraction",
            "DOI": "10.5555/RETRACTED",
            "source": "publisher",
            "updated": {"date-parts": [[2001, 2, 3]]},
        }
    ],
}
PRINTED = (
    "8. Koch B. Intracranial extramedullary hematopoises. MR finding with pathology correlation. "
    "AJR Am J Roentgenol 1994;i62:1419-20."
)
DOIS = {
    "empty": "",
    "blank": " ",
    "a prefix": "10.5555/",
    "no DOI": "hello",
    "SICI": "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2",
    "a URL's signs": "10.1000/a#b?c%d e;f&g=h",
    "percent": "10.1000/%2e%2e%2f%00%zz",
    "dots": "10.1000/../../works",
    "slashes": "//10.1000//a//",
    "blanks": "10.1000/a b\tc\u00a0d\u2028e",
    "lines": "10.1000/a\r\nHost: b",
    "controls": "10.1000/\x00\x07\x1b[31m\x7f",
    "half a letter": "10.1000/\ud800",
    "letters": "10.1000/żółć漢字🎉",
    "direction": "10.1000/\u202eabc",
    "long": "10.1000/" + "a" * 5_000,
    "very long": "10.1000/" + "漢" * 100_000,
}
TEXTS = {
    "empty": "",
    "blank": " \t\n\u00a0",
    "stops": "...;;;---",
    "a number": "1.",
    "long": "Koch B. Extramedullary hematopoiesis. " * 500,
    "very long": "word " * 100_000,
    "one long word": "a" * 100_000,
    "half a letter": "Koch \ud800 B. \udfff Intracranial",
    "controls": "Koch\x00 B.\x07 Intra\x1b[31mcranial\x7f\x85",
    "direction": "\u202eKoch B. \u2066Intracranial\u2069",
    "marks": "K" + "\u0301" * 10_000,
    "signs": "a=b&c=d#e?f%20+g/../h\\i\"j'k<l>m{n}",
    "lines": "Koch B.\r\nHost: a\r\n\r\nGET /",
    "letters": "漢字 żółć 🎉 𝔎𝔬𝔠𝔥 \ufffd \ufeff",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What a source needs in order to be opened."""

    folder: Path
    records: Path
    held: ExitStack


def local(place: Place) -> Source:
    return Local(str(place.records))


@cache
def with_notice(records: Path) -> Path:
    """The records, and a notice about a work that is not among them; made once for all tests."""
    path = Path(tempfile.mkdtemp()) / "records.json"
    atexit.register(shutil.rmtree, path.parent)
    path.write_text(json.dumps([*json.loads(records.read_text(encoding="utf-8")), NOTICE]), encoding="utf-8")
    return path


@cache
def built(records: Path) -> str:
    """The folder of an index of a file of records, made once for all tests."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder)
    build([records], Path(folder), Filter(), 1, lambda _share, _works: None)
    return folder


def indexed(place: Place) -> Source:
    return open_source(built(place.records), offline=True, mailto="", crossref_url="", cache=place.folder / "none")


def crossref(place: Place) -> Source:
    fake = place.held.enter_context(FakeCrossref(items(place.records)))
    quick = {"list": 1e6, "single": 1e6}
    session = Session(place.folder / "http.sqlite", rates=quick, backoff=0, read=2)
    place.held.callback(session.close)
    return Crossref(session, base_url=fake.url)


def silent_crossref(place: Place) -> Source:
    cache = place.folder / "kept.sqlite"
    session = Session(cache, offline=True)
    place.held.callback(session.close)
    return Crossref(session)


def unasked(place: Place) -> Source:
    return Unasked("crossref", "offline, and the cache is empty")


HOLDING: tuple[Callable[[Place], Source], ...] = (local, indexed, crossref)
EVERY = (*HOLDING, silent_crossref, unasked)


def items(records: Path) -> Iterator[dict[str, object]]:
    """The records of a CSL-JSON file as Crossref would give them."""
    for known in json.loads(records.read_text(encoding="utf-8")):
        lists = {key: [known[key]] for key in ("title", "container-title") if key in known}
        if "DOI" in known:
            yield known | lists | {"type": "journal-article"}


@pytest.fixture
def place(tmp_path: Path, seeds: Path) -> Iterator[Place]:
    with ExitStack() as held:
        yield Place(tmp_path, with_notice(seeds / "records.json"), held)


@pytest.fixture(params=EVERY, ids=lambda opening: opening.__name__)
def source(request: pytest.FixtureRequest, place: Place) -> Source:
    opening: Callable[[Place], Source] = request.param
    return opening(place)


@pytest.fixture(params=HOLDING, ids=lambda opening: opening.__name__)
def holding(request: pytest.FixtureRequest, place: Place) -> Source:
    opening: Callable[[Place], Source] = request.param
    return opening(place)


def sound(answer: Answer, source: Source) -> None:
    """An answer is what the contract says, down to its last record."""
    assert answer.source == source.name
    if isinstance(answer, Silent):
        assert answer.reason
        assert answer.reason == " ".join(answer.reason.split())
        assert len(answer.reason) < 200
        return
    assert isinstance(answer, Answered)
    assert isinstance(answer.records, tuple)
    for record in answer.records:
        assert isinstance(record, Record)
        assert record.source == source.name
        assert record.work != Work()
        doi = record.work.DOI
        assert doi == doi.lower()


def bare(raw: str) -> Reference:
    """A reference of which nothing was read."""
    return Reference(n=1, label="", span=Span(0, len(raw)), raw=raw, work=Work(), fields=())


# every source, whatever it is asked


def test_a_source_has_a_name_and_a_number_of_questions_at_once(source: Source) -> None:
    assert isinstance(source.name, str)
    assert source.name
    assert source.at_once >= 1


@pytest.mark.parametrize("kind", ["", "article-journal", "webpage", "no such kind", "\x00"])
def test_a_source_knows_which_kinds_it_registers(kind: str, source: Source) -> None:
    assert source.registers(kind) in (True, False)


def test_a_kind_that_is_not_known_may_be_anywhere(source: Source) -> None:
    assert source.registers("") is True


@pytest.mark.parametrize("doi", DOIS.values(), ids=DOIS)
def test_an_awkward_doi_is_answered(doi: str, source: Source) -> None:
    answer = source.by_doi(doi)
    sound(answer, source)
    assert isinstance(answer, Silent) or not answer.records


@pytest.mark.parametrize("raw", TEXTS.values(), ids=TEXTS)
def test_an_awkward_reference_is_answered(raw: str, source: Source) -> None:
    sound(source.by_work(bare(raw)), source)
    if further := source.further(bare(raw)):
        sound(further, source)


@pytest.mark.parametrize("raw", TEXTS.values(), ids=TEXTS)
def test_an_awkward_reference_that_was_parsed_is_answered(raw: str, source: Source) -> None:
    for reference in references_by_line(raw[:5_000]):
        sound(source.by_work(reference), source)


def test_a_source_answers_the_same_twice(source: Source) -> None:
    reference = references_by_line(PRINTED)[0]
    assert source.by_doi(KNOWN) == source.by_doi(KNOWN)
    assert source.by_work(reference) == source.by_work(reference)


PHRASES = {*TEXTS.values(), "hematopoiesis", "extramedullary hematopoiesis", "the", "no such word", "10.1000/a"}


def test_a_source_counts_every_phrase_or_none(source: Source) -> None:
    counts = source.usage(PHRASES)
    assert all(isinstance(n, int) and n >= 0 for n in counts.values())
    assert not counts or counts.keys() >= {p for p in PHRASES if p.split()}


def test_notices_are_asked_for_and_answered_for_each_doi(source: Source) -> None:
    told = source.notices([KNOWN, "10.5555/unknown", *DOIS.values()])
    assert set(told) == {KNOWN, "10.5555/unknown", *DOIS.values()}
    for said in told.values():
        if isinstance(said, Silent):
            assert (said.source, bool(said.reason)) == (source.name, True)
        else:
            assert all(isinstance(n, Notice) and n.kind for n in said)


def test_of_no_work_nothing_is_told(source: Source) -> None:
    assert not source.notices([])


# the sources that hold the record


def test_a_known_doi_is_answered_with_its_record(holding: Source) -> None:
    answer = holding.by_doi(KNOWN)
    sound(answer, holding)
    assert isinstance(answer, Answered)
    assert [(r.work.DOI, r.work.volume, r.work.author[0].family) for r in answer.records] == [(KNOWN, "162", "Koch")]


def test_an_unknown_doi_is_answered_without_a_record(holding: Source) -> None:
    answer = holding.by_doi("10.5555/unknown")
    sound(answer, holding)
    assert isinstance(answer, Answered)
    assert (answer.records, bool(answer.agency)) == ((), False)


def test_a_printed_reference_brings_up_its_record_first(holding: Source) -> None:
    answer = holding.by_work(references_by_line(PRINTED)[0])
    sound(answer, holding)
    assert isinstance(answer, Answered)
    assert answer.records[0].work.DOI == KNOWN


def test_a_notice_is_told_of_the_work_that_it_names(holding: Source) -> None:
    told = holding.notices([KNOWN, RETRACTED, "10.5555/unknown"])
    assert told == {
        KNOWN: (),
        RETRACTED: (Notice("retraction", "2001-02-03", "10.5555/notice", "publisher"),),
        "10.5555/unknown": (),
    }


# how a source is opened


def opened(name: str, folder: Path, *, offline: bool = False, url: str = "https://api.crossref.test") -> Source:
    return open_source(name, offline=offline, mailto="", crossref_url=url, cache=folder / "http.sqlite")


def refused(name: str, folder: Path) -> str:
    with pytest.raises(UnusableSource) as caught:
        opened(name, folder)
    return str(caught.value)


def test_crossref_is_opened_at_the_address_given(tmp_path: Path, place: Place) -> None:
    with FakeCrossref(items(place.records)) as fake:
        answer = opened("crossref", tmp_path, url=fake.url).by_doi(KNOWN)
    assert isinstance(answer, Answered)
    assert len(fake.asked) == 1


def test_offline_without_a_cache_there_is_no_crossref_to_ask(tmp_path: Path) -> None:
    source = opened("crossref", tmp_path, offline=True)
    assert source.by_doi(KNOWN) == Silent("crossref", "offline, and the cache is empty")
    assert not (tmp_path / "http.sqlite").exists()


def test_offline_with_a_cache_the_cache_is_asked(tmp_path: Path, place: Place) -> None:
    with FakeCrossref(items(place.records)) as fake:
        online = opened("crossref", tmp_path, url=fake.url).by_doi(KNOWN)
    offline = opened("crossref", tmp_path, url=fake.url, offline=True)
    assert offline.by_doi(KNOWN) == online
    assert offline.by_doi("10.5555/b") == Silent("crossref", "offline, and not in the cache")


def test_the_path_of_a_file_opens_the_file(tmp_path: Path, seeds: Path) -> None:
    path = str(seeds / "records.json")
    assert opened(path, tmp_path).name == path


@pytest.mark.parametrize("near", ["crosref", "Crossref", "cross-ref", "CROSSREF"])
def test_an_unknown_name_is_answered_with_the_nearest(near: str, tmp_path: Path) -> None:
    assert refused(near, tmp_path) == f"unknown source '{near}'; did you mean 'crossref'?"


def test_a_folder_without_an_index_says_how_to_make_one(tmp_path: Path) -> None:
    assert "refcheck index build" in refused(str(tmp_path), tmp_path)


@pytest.mark.parametrize("name", ["", "wikipedia", "no/such/place", "\x00"])
def test_a_name_like_no_other_is_answered_with_all_of_them(name: str, tmp_path: Path) -> None:
    said = refused(name, tmp_path)
    assert said.startswith("unknown source '")
    assert said.endswith(
        "known are crossref, bibliography files (.json, .jsonl, .bib, .ris, .nbib, .xml), and folders of an index"
    )


def test_a_file_that_is_not_there_is_no_unknown_source(tmp_path: Path) -> None:
    assert refused(str(tmp_path / "library.json"), tmp_path) == f"{tmp_path / 'library.json'}: no such file"


@pytest.mark.parametrize("name", ["library.enl", "library.txt"])
def test_a_file_of_another_kind_is_not_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("@article{a}")
    assert "this kind of bibliography file is not read" in refused(str(tmp_path / name), tmp_path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "library.json").write_bytes(b'[{"title": "\xff"}]')
    assert refused(str(tmp_path / "library.json"), tmp_path).startswith(f"{tmp_path / 'library.json'}: not UTF-8")


# what an index knows of words


def test_an_index_large_enough_knows_how_many_works_use_words_and_phrases(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("refcheck.sources.indexed.ENOUGH", 1)
    counts = indexed(place).usage({"hematopoiesis", "hematopoises", "extramedullary hematopoiesis", "hematopoiesis 1"})
    assert counts["hematopoiesis"] >= counts["extramedullary hematopoiesis"] > 0
    assert (counts["hematopoises"], counts["hematopoiesis 1"]) == (0, 0)


def test_a_small_index_cannot_tell_a_rare_word_from_a_wrong_one(place: Place) -> None:
    assert indexed(place).usage({"hematopoiesis", "hematopoises"}) == {}
