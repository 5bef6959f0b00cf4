"""The tagger on references in many styles, and on what is no reference at all."""

from __future__ import annotations

import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refcheck.model import Field
from refcheck.parsing import cited_item, references_by_line
from refcheck.parsing.network import shipped
from refcheck.parsing.tagger import split, split_all

ARTICLE = {
    "title": "A study of small things in large rooms",
    "container-title": "J Appl Test",
    "issued": "2010",
    "volume": "12",
    "issue": "3",
    "page": "100-9",
}
STYLES = {
    "vancouver": "Smith AB, Jones CD. A study of small things in large rooms. J Appl Test. 2010;12(3):100-9.",
    "apa": "Smith, A. B., & Jones, C. D. (2010). A study of small things in large rooms. J Appl Test, 12(3), 100-9.",
    "ieee": "A. B. Smith and C. D. Jones, “A study of small things in large rooms,” J Appl Test, vol. 12, no. 3, pp. 100-9, 2010.",
    "acs": "Smith, A. B.; Jones, C. D. A study of small things in large rooms. J Appl Test 2010, 12 (3), 100-9.",
    "chicago": "Smith, Anna B., and Carl D. Jones. 2010. “A study of small things in large rooms.” J Appl Test 12 (3): 100-9.",
    "mla": "Smith, Anna B., and Carl D. Jones. “A study of small things in large rooms.” J Appl Test, vol. 12, no. 3, 2010, pp. 100-9.",
    "german": "Smith, Anna B./Jones, Carl D. (2010): A study of small things in large rooms. In: J Appl Test 12 (3), S. 100-9.",
    "harvard": "Smith, A.B. and Jones, C.D. (2010) 'A study of small things in large rooms', J Appl Test, 12(3), pp. 100-9.",
    "no blanks": "Smith AB,Jones CD.A study of small things in large rooms.J Appl Test.2010;12(3):100-9.",
    "blanks": "Smith AB , Jones CD . A study of small things in large rooms . J Appl Test . 2010 ; 12 ( 3 ) : 100-9 .",
    "no-break": "Smith\u00a0AB, Jones\u00a0CD. A study of small things in large rooms. J\u00a0Appl\u00a0Test. 2010;12(3):100-9.",
}


def one(fields: tuple[Field, ...], name: str) -> str:
    return next((" ".join(f.text.split()) for f in fields if f.name == name), "")


@pytest.mark.parametrize("style", STYLES)
def test_an_article_has_the_same_fields_in_every_style(style: str) -> None:
    (reference,) = references_by_line(STYLES[style])
    assert {name: one(reference.fields, name) for name in ARTICLE} == ARTICLE
    assert [n.family for n in reference.work.author] == ["Smith", "Jones"]


BOOKS = {
    "Jones, Karl. The Handbook of Everything. Oxford: Oxford University Press, 2001.": {
        "author": "Jones, Karl",
        "title": "The Handbook of Everything",
        "publisher-place": "Oxford",
        "publisher": "Oxford University Press",
        "issued": "2001",
    },
    "Habermas, J. (1981). Theorie des kommunikativen Handelns. Frankfurt am Main: Suhrkamp.": {
        "author": "Habermas, J.",
        "title": "Theorie des kommunikativen Handelns",
        "publisher-place": "Frankfurt am Main",
        "publisher": "Suhrkamp",
        "issued": "1981",
    },
    "Flynn, Thomas (1994). Mapping of History. In Gary Gutting (Ed.), The Companion to Things (pp. 28-46). "
    "Cambridge: Cambridge University Press.": {
        "title": "Mapping of History",
        "editor": "Gary Gutting",
        "container-title": "The Companion to Things",
        "page": "28-46",
        "publisher": "Cambridge University Press",
    },
}


@pytest.mark.parametrize("text", BOOKS)
def test_books_and_chapters_have_their_imprint(text: str) -> None:
    fields = split(text)
    assert {name: one(fields, name) for name in BOOKS[text]} == BOOKS[text]


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("Smith J. Title. J Test. 2010;1:2. doi:10.5555/s11192- 021- 03975- 2.", "10.5555/s11192-021-03975-2"),
        ("Smith J. Title. J Test. 2010;1:2. 10.5555/j. clepro.2015.10.055", "10.5555/j.clepro.2015.10.055"),
        ("Smith J. Title. J Test. 2010;1:2. doi: 10.5555/abc. PMID: 12345678", "10.5555/abc"),
        ("Smith J. Title. J Test. 2010;1:2. doi:10.5555/jt.00019. 2010. PubMed PMID: 1234567", "10.5555/jt.00019.2010"),
        ("Smith J. Title. J Test. 2010;1:2. doi:10.5555/jtc. M707189200 (2008).", "10.5555/jtc.m707189200"),
        ("Smith J. Title. J Test. doi: 10.5555/abc. 2010.", "10.5555/abc"),
        (
            "Smith J. Title. J Test. 2010;1:2. doi:10.5555/JHEP03(2014)118[ arXiv:1309.3610[hep -th]].",
            "10.5555/jhep03(2014)118",
        ),
    ],
)
def test_a_broken_doi_is_whole_again(text: str, doi: str) -> None:
    (reference,) = references_by_line(text)
    assert reference.work.DOI == doi


def test_what_is_not_compared_is_told_too() -> None:
    text = "Müller, K. (Hrsg.) (1998a): Die Theorie der Dinge. 2. Aufl. Berlin: Beispielverlag. ISBN 3-518-58001-5."
    (reference,) = references_by_line(text)
    item = cited_item(reference)
    assert item["editor"] == [{"family": "Müller", "given": "K."}]
    assert item["year-suffix"] == "a"
    assert item["publisher-place"] == "Berlin"
    assert item["ISBN"] == "3-518-58001-5"


def test_month_language_and_date_of_access_are_told() -> None:
    text = "Roe P, Poe A. A study of things [in German]. J Appl Test. 2010 Mar;12(3):100-9. Accessed 3 May 2018."
    (reference,) = references_by_line(text)
    item = cited_item(reference)
    assert item["issued"] == {"date-parts": [[2010, 3]]}
    assert item["language"] == "de"
    assert item["accessed"] == {"raw": "3 May 2018"}
    assert item["title"] == "A study of things"


@pytest.mark.parametrize(
    "text",
    [
        "王小明, 李四. 中文标题研究[J]. 计算机学报, 2010, 12(3): 45-50.",
        "Иванов И. И. Исследование малых вещей // Вестник науки. 2010. Т. 12, № 3. С. 45–50.",
        "山田太郎: 小さなものの研究, 応用試験学会誌, 12(3), 45-50, 2010.",
        "김철수. 작은 것들의 연구. 응용시험학회지. 2010;12(3):45-50.",
    ],
)
def test_numbers_are_read_in_every_script(text: str) -> None:
    fields = split(text)
    assert one(fields, "issued") == "2010"
    assert one(fields, "volume") == "12"
    assert one(fields, "page").replace("–", "-") == "45-50"


def sound(text: str, fields: tuple[Field, ...]) -> None:
    assert all(text[f.start : f.end] == f.text and f.text for f in fields)
    assert all(0 <= f.confidence <= 1 for f in fields)
    assert all(a.end <= b.start for a, b in pairwise(fields))


@given(st.lists(st.text(st.characters(), max_size=80), max_size=5))
def test_any_strings_are_read_together_and_their_spans_are_true(texts: list[str]) -> None:
    found = split_all([(text, 0) for text in texts])
    assert len(found) == len(texts)
    for text, fields in zip(texts, found, strict=True):
        sound(text, fields)


@pytest.mark.parametrize(
    "text",
    [
        "Smith J. A study. J Foo. 2010;12(3):123-" + " " * 9000 + "129.",
        "PMID" + " " * 9000 + "x",
        "doi:http://org/" * 600,
        "proc." * 1900,
        "\ud800" * 50,
        "\x00\x07 2010;1:2",
        "\u202e" * 30 + "Smith",
        "(" * 5000,
        "1 " * 4000,
        "a" * 9000,
        "10.1/" * 1500,
    ],
    ids=[
        "page",
        "PMID",
        "DOI",
        "proc",
        "surrogates",
        "control",
        "right-to-left",
        "brackets",
        "numbers",
        "one word",
        "almost DOIs",
    ],
)
def test_odd_strings_are_read(text: str) -> None:
    sound(text, split(text))


def test_what_is_longer_than_any_reference_is_kept_without_fields() -> None:
    assert split("Smith J. Title. " * 6500) == ()


def test_a_list_helps_its_references_and_never_loses_one() -> None:
    texts = list(STYLES.values())
    together = split_all([(text, 0) for text in texts])
    assert [one(fields, "title") for fields in together] == [ARTICLE["title"]] * len(texts)


def test_every_field_has_a_curve_for_its_confidence() -> None:
    calibration = shipped().calibration
    assert {"", "*", "author", "title", "container-title", "volume", "issue", "page", "issued"} <= calibration.keys()
    assert {"publisher", "publisher-place", "editor"} <= calibration.keys()


TYPES = {
    "Doe A, Roe B. Metrics for software engineering. J Syst Softw. 2010;12:100-9.": "article-journal",
    "Doe A. How to write a dissertation. Nurse Educ. 2010;12:100-9.": "article-journal",
    "Doe A. A thing. Proc Natl Acad Sci USA 2001;99:12-15.": "article-journal",
    "Doe A, Roe B. Fast things. In Proceedings of the Conference on\nThings, pp. 100-110, 2010.": "paper-conference",
    "Smith J. On stuff. PhD thesis, University of Somewhere, 1999.": "thesis",
    "Jones, Karl. The Handbook of Everything. Oxford: Oxford University Press, 2001.": "book",
}


@pytest.mark.parametrize("text", TYPES)
def test_the_kind_of_work_is_told_by_its_fields(text: str) -> None:
    (reference,) = references_by_line(text.replace("\n", " "))
    assert reference.work.type == TYPES[text]


def test_two_dois_are_two() -> None:
    assert [f.text for f in split("doi:10.5555/abc1 10.5555/xyz2")] == ["10.5555/abc1", "10.5555/xyz2"]


def test_a_long_reference_among_short_ones_takes_no_more_memory_than_it_needs() -> None:
    texts = [STYLES["apa"]] * 191 + ["1 " * 4990]
    tracemalloc.start()
    found = split_all([(text, 0) for text in texts])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == 192
    assert peak < 150_000_000
