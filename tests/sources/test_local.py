"""A bibliography file as a source: what it may look like, what is said of one that cannot be used, what is found."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from refcheck.errors import UnusableSource
from refcheck.model import Answered, Name, Record
from refcheck.parsing import references_by_line
from refcheck.sources.local import MOST, Local

ONE = {"id": "a", "type": "article-journal", "title": "Tests of sources", "DOI": "10.5555/a"}
TWO = {"id": "b", "type": "book", "title": "A history of żółć and 漢字", "volume": 3}

Writing = Callable[..., Local]


@pytest.fixture
def written(tmp_path: Path) -> Writing:
    """A function that writes a file and opens it."""

    def writing(text: str | bytes, name: str = "library.json") -> Local:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Local(str(path))

    return writing


@pytest.fixture
def library(seeds: Path) -> Local:
    return Local(str(seeds / "records.json"))


def found(source: Local, text: str) -> tuple[Record, ...]:
    """What a search for a printed reference brings up."""
    answer = source.by_work(references_by_line(text)[0])
    assert isinstance(answer, Answered)
    assert answer.source == source.name
    return answer.records


def titles(source: Local) -> list[str]:
    """The titles of all the works read."""
    return [r.work.title for r in source._records]


def lines(*items: object) -> str:
    return "\n".join(json.dumps(i) for i in items)


# what a file may look like


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (json.dumps([ONE, TWO]), "list.json"),
        (json.dumps({"items": [ONE, TWO]}), "items.json"),
        (json.dumps([ONE, TWO], ensure_ascii=False), "unescaped.json"),
        (json.dumps([ONE, TWO], indent=1).replace("\n", "\r\n"), "windows.json"),
        (json.dumps([ONE, TWO]), "LIST.JSON"),
        (lines(ONE, TWO), "lines.jsonl"),
        (lines(ONE, TWO) + "\n", "ended.jsonl"),
        (f"\n{lines(ONE)}\n \n{lines(TWO)}\n\n", "blank.jsonl"),
        (lines(ONE, TWO).replace("\n", "\r\n"), "windows.jsonl"),
        (lines([1], ONE, None, TWO, "x", {}), "odd.jsonl"),
        (json.dumps([[1], ONE, None, TWO, "x", {}]), "odd.json"),
    ],
    ids=lambda value: value if len(value) < 20 else "",
)
def test_items_are_read_from(text: str, name: str, written: Writing) -> None:
    assert titles(written(text, name)) == [ONE["title"], TWO["title"]]


def test_a_file_may_be_one_item(written: Writing) -> None:
    assert titles(written(json.dumps(ONE))) == [ONE["title"]]


@pytest.mark.parametrize("name", ["library.json", "library.jsonl"])
def test_a_byte_order_mark_is_no_part_of_the_text(name: str, written: Writing) -> None:
    assert titles(written(b"\xef\xbb\xbf" + json.dumps(ONE).encode(), name)) == [ONE["title"]]


def test_a_line_of_items_may_hold_other_line_ends(written: Writing) -> None:
    item = {"title": "One\u2028two\u2029three\x85four"}
    assert len(titles(written(json.dumps(item, ensure_ascii=False), "library.jsonl"))) == 1


def test_half_a_letter_in_a_file_does_no_harm(written: Writing) -> None:
    source = written('[{"title": "half \\ud800 a letter"}]')
    assert [r.work.title.encode() for r in found(source, "Half a letter.")] == [b"half ? a letter"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "@article{a, title={Tests of sources}, author={Adams, Bo}, doi={10.5555/A}}\n@book{b, title={Other}}",
            "l.bib",
        ),
        ("TY - JOUR\nTI - Tests of sources\nAU - Adams, Bo\nDO - 10.5555/A\nTY - BOOK\nTI - Other\nER -\n", "L.RIS"),
    ],
)
def test_entries_of_a_library_are_found(text: str, name: str, written: Writing) -> None:
    source = written(text, name)
    assert titles(source) == ["Tests of sources", "Other"]
    (record,) = found(source, "Adams B. Tests of sources. 2001.")
    assert record.work.author == (Name("Adams", "Bo"),)
    assert source.by_doi("10.5555/a") == Answered(source.name, (record,))


def test_a_broken_entry_of_a_library_is_told_and_the_rest_is_used(
    written: Writing, caplog: pytest.LogCaptureFixture
) -> None:
    source = written(
        "@article{a, title={One}}\n" + "@article{b, title={Broken\n" * 9 + "@book{c, title={Two}}\n", "l.bib"
    )
    assert titles(source) == ["One", "Two"]
    assert "l.bib:2: a broken entry: @article{b: " in caplog.text
    assert "l.bib: 4 more could not be read" in caplog.text


def test_records_bear_the_name_of_the_file(written: Writing) -> None:
    source = written(json.dumps([ONE, TWO]))
    assert source.name.endswith("library.json")
    assert {(r.source, r.retrieved) for r in source._records} == {(source.name, "")}


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("RETRACTED: Tests of sources", ["retraction"]),
        ("Withdrawn article: Tests of sources", ["withdrawal"]),
        ("Tests of sources", []),
        ("Retracted works and their tests", []),
    ],
)
def test_a_retraction_is_told_by_the_title(title: str, kinds: list[str], written: Writing) -> None:
    (record,) = written(json.dumps([ONE | {"title": title}]))._records
    assert [n.kind for n in record.notices] == kinds


# what is said of a file that cannot be used


@pytest.mark.parametrize(
    ("text", "name", "complaint"),
    [
        ("", "empty.json", "not JSON: line 1 column 1"),
        ("", "empty.jsonl", "holds no CSL-JSON items"),
        ("[]", "none.json", "holds no CSL-JSON items"),
        ('{"items": []}', "none.json", "holds no CSL-JSON items"),
        ('[{"id": "a", "note": "nothing to go by"}]', "bare.json", "holds no CSL-JSON items"),
        ("null", "null.json", "holds no CSL-JSON items"),
        ('[{"title": "One"},\n {"title": }]', "broken.json", "not JSON: line 2 column 12"),
        ('{"title": "One"}\n\n{"title": }', "broken.jsonl", "not JSON: line 3 column 11"),
        ('{"title": "One"} {"title": "Two"}', "two.jsonl", "not JSON: line 1 column 18"),
        ("@article{a, title={One}}", "bibtex.json", "not JSON: line 1 column 1"),
        (b'[{"title": "caf\xe9"}]', "latin.json", "not UTF-8 at byte 15; save it as UTF-8"),
        ("[]".encode("utf-16"), "wide.json", "not UTF-8 at byte 0; save it as UTF-8"),
        ("@article{a}", "bare.bib", "holds no entries"),
        ("", "empty.bib", "holds no entries"),
        ("TY  - JOUR", "bare.ris", "holds no entries"),
        ("[]", "none.ris", "holds no entries"),
        ("<PubmedArticleSet/>", "set.xml", "holds no entries"),
        ("[]", "library", "not read; use CSL-JSON (.json or .jsonl), BibTeX (.bib), RIS (.ris), PubMed's"),
        ("[" * 100_000, "bomb.json", "not CSL-JSON: line 1: maximum recursion"),
        ("{}\n" + '{"a":' * 100_000, "bomb.jsonl", "not CSL-JSON: line 2: maximum recursion"),
        ('{"volume": ' + "1" * 5000 + "}", "number.json", "not CSL-JSON: line 1: "),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 15 else "",
)
def test_a_file_that_cannot_be_used_says_why(text: str | bytes, name: str, complaint: str, written: Writing) -> None:
    with pytest.raises(UnusableSource) as caught:
        written(text, name)
    path, _, said = str(caught.value).partition(": ")
    assert path.endswith(name)
    assert complaint in said
    assert len(said) < 200


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnusableSource, match="no such file"):
        Local(str(tmp_path / "missing.json"))


def test_a_folder_is_no_bibliography(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(UnusableSource, match="cannot be read: is a directory"):
        Local(str(tmp_path / "folder.json"))


# what is found


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        (
            "8. Koch B. Intracranial extramedullary hematopoises. MR finding with pathology correlation. "
            "AJR Am J Roentgenol 1994;i62:1419-20.",
            "10.2214/ajr.162.6.8192010",
        ),
        (
            "10. Kaya H, Sureyya S. Tc-99m nanocoloid scintigrafic imagng of intracranial menigeal extramedullary "
            "hematopoesis. Ann Nucl Med 2006;20:565-8.",
            "10.1007/bf03026823",
        ),
        (
            "Haidar. intracranial envolvement in extramedulary hematopoiesis, pediatr radiol",
            "10.1007/s00247-004-1361-y",
        ),
        ("THALASSEMIA, A RARE CASE - TRANSFUSION 2012", "10.1111/j.1537-2995.2011.03499.x"),
    ],
)
def test_a_garbled_reference_finds_its_record_first(text: str, doi: str, library: Local) -> None:
    first = found(library, text)[0].work.DOI
    assert first == doi


@pytest.mark.parametrize("word", ["Nanocollodial", "scintigrafy", "intracraniel"])
def test_a_long_word_is_found_by_its_beginning(word: str, library: Local) -> None:
    assert "10.1007/bf03026823" in [r.work.DOI for r in found(library, word)]


def test_a_record_without_a_title_is_found_by_the_rest(library: Local) -> None:
    assert found(library, "Koch CA. Mayo Clinic Proceedings 2003;78:1223-33.")[0].work.DOI == "10.4065/78.10.1223"


def test_what_shares_no_word_is_not_found(library: Local) -> None:
    assert found(library, "Qwerty Z. Uiop asdf ghjkl. Zxcvb 1777;999:888.") == ()


def test_a_doi_is_answered_with_its_record_and_no_agency(library: Local) -> None:
    answer = library.by_doi("10.1007/bf03026823")
    assert isinstance(answer, Answered)
    assert [r.work.volume for r in answer.records] == ["20"]
    assert answer.agency is None


def test_of_a_doi_it_does_not_list_a_file_knows_nothing(library: Local) -> None:
    assert library.by_doi("10.5555/none") == Answered(library.name, (), None)


def test_a_doi_is_known_by_any_of_its_spellings_in_the_file(written: Writing) -> None:
    source = written(json.dumps([ONE | {"DOI": "https://doi.org/10.5555/A"}]))
    assert source.by_doi("10.5555/a") == Answered(source.name, source._records)


def test_of_two_records_with_a_doi_the_first_answers(written: Writing) -> None:
    answer = written(json.dumps([ONE, ONE | {"title": "Again"}])).by_doi("10.5555/a")
    assert isinstance(answer, Answered)
    assert [r.work.title for r in answer.records] == [ONE["title"]]


def test_a_file_may_hold_works_of_any_kind(library: Local) -> None:
    assert all(library.registers(kind) for kind in ("article-journal", "webpage", ""))


def test_a_large_file_answers_at_once(written: Writing) -> None:
    syllables = ("ra", "no", "ti", "mu", "ke", "lo", "si", "va", "du", "pe")
    words = ["".join(syllables[int(d)] for d in f"{n:04}") for n in range(5000)]
    items = [
        {
            "id": str(n),
            "title": f"A common study of {word} in the treatment of disease",
            "author": [{"family": f"{word.title()}son", "given": "A"}],
            "container-title": "Journal of Common Studies",
            "issued": {"date-parts": [[1980 + n % 40]]},
            "DOI": f"10.5555/{n}",
        }
        for n, word in enumerate(words)
    ]
    source = written(lines(*items), "large.jsonl")
    began = time.process_time()
    for n in range(0, 5000, 100):
        text = (
            f"{words[n].title()}son A. A comon study of {words[n]} in the treatment. J Common Studies {1980 + n % 40}."
        )
        dois = [r.work.DOI for r in found(source, text)]
        assert dois[0] == f"10.5555/{n}"
        assert len(dois) <= MOST
    assert time.process_time() - began < 5


def test_a_path_that_no_system_can_hold_is_said() -> None:
    with pytest.raises(UnusableSource, match="cannot be read"):
        Local("a\0.json")
