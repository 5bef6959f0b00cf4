"""Locating, segmenting and splitting: the shapes that lists and references come in."""

from __future__ import annotations

import pytest

from refcheck.finding import Change
from refcheck.formats import plain
from refcheck.model import Name, Reference
from refcheck.parsing import references, references_by_line, searchable
from refcheck.parsing.edits import combined, edits
from refcheck.parsing.identifiers import identifiers
from refcheck.parsing.names import initials, written_like
from refcheck.parsing.people import named
from refcheck.reading import splice

A = "Smith AB, Jones CD. A study of small things in large rooms. J Appl Test 2010;12(3):100-9."
B = "Brown E. Another study of other things. Ann Test Sci 2011;13(4):200-12."
C = "Green F, White G. The third study in a row. Test Lett 2012;14(5):300-21."
PROSE = "In this paper we study things. They were studied before, in 1994 and 1999, by many.\n\n"


def raws(text: str) -> list[str]:
    return [r.raw for r in references(text)]


def one(line: str) -> Reference:
    (reference,) = references_by_line(line)
    return reference


@pytest.mark.parametrize(
    "heading", ["References", "REFERENCES", "Bibliography", "Literatur", "Références", "Bibliografía", "参考文献", ""]
)
def test_a_list_is_found_under_any_heading_or_none(heading: str) -> None:
    text = f"{PROSE}{heading}\n\n1. {A}\n2. {B}\n3. {C}\n"
    assert raws(text) == [f"1. {A}", f"2. {B}", f"3. {C}"]


@pytest.mark.parametrize("mark", ["{}. ", "[{}] ", "({}) ", "{}) "])
def test_numbers_of_every_form_are_labels(mark: str) -> None:
    text = "References\n" + "".join(f"{mark.format(n)}{r}\n" for n, r in enumerate((A, B, C), 1))
    found = references(text)
    assert [r.label for r in found] == ["1", "2", "3"]
    assert [r.work.volume for r in found] == ["12", "13", "14"]


def test_a_list_without_numbers_is_parted_by_its_lines() -> None:
    assert raws(f"{PROSE}References\n\n{A}\n\n{B}\n\n{C}\n") == [A, B, C]


def test_a_reference_may_go_over_several_lines() -> None:
    broken = A.replace("small things ", "small\n   things ")
    found = references(f"References\n1. {broken}\n2. {B}\n3. {C}\n")
    assert [r.label for r in found] == ["1", "2", "3"]
    assert found[0].work.title == "A study of small things in large rooms"


def test_a_word_hyphenated_over_a_line_end_is_one_word() -> None:
    broken = A.replace("study", "stu-\n   dy")
    found = references(f"References\n1. {broken}\n2. {B}\n")
    assert found[0].work.title == "A study of small things in large rooms"


def test_what_follows_the_list_is_no_reference() -> None:
    text = f"References\n1. {A}\n2. {B}\n\nAppendix A\n\nHere we list the small things that were not in the rooms.\n"
    assert raws(text) == [f"1. {A}", f"2. {B}"]


def test_prose_is_no_reference() -> None:
    assert raws(PROSE * 3) == []


@pytest.mark.parametrize(
    "line",
    [
        "Smith AB, Jones CD. A study of small things. J Appl Test. 2010;12(3):100-9.",
        "Smith, A. B., & Jones, C. D. (2010). A study of small things. J Appl Test, 12(3), 100-9.",
        "A. B. Smith and C. D. Jones, “A study of small things,” J Appl Test, vol. 12, no. 3, pp. 100-9, 2010.",
        "Smith, A. B.; Jones, C. D. A study of small things. J Appl Test 2010, 12 (3), 100-9.",
    ],
    ids=["vancouver", "apa", "ieee", "acs"],
)
def test_one_article_in_several_styles_has_the_same_fields(line: str) -> None:
    work = one(line).work
    assert (work.title, work.container_title, work.years) == ("A study of small things", "J Appl Test", (2010,))
    assert (work.volume, work.issue, work.page) == ("12", "3", "100-9")
    assert [(n.family, initials(n.given)) for n in work.author] == [("Smith", "ab"), ("Jones", "cd")]


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("doi:10.1000/xyz123.", "DOI", "10.1000/xyz123"),
        ("https://doi.org/10.1002/(SICI)1097(1998)17:15<16::AID-S9>3.0.CO;2-2", "DOI", None),
        ("doi: 10.1007/s11192-\n021-03975-2.", "DOI", "10.1007/s11192-\n021-03975-2"),
        ("PMID: 12345678", "PMID", "12345678"),
        ("arXiv:1706.03762v5", "arXiv", "1706.03762v5"),
        ("Available from: https://example.org/a_(b).", "URL", "https://example.org/a_(b)"),
    ],
)
def test_identifiers_are_found_as_printed(text: str, name: str, value: str | None) -> None:
    found = [f for f in identifiers(text) if f.name == name]
    assert len(found) == 1
    assert value is None or found[0].text == value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Koch BL", Name("Koch", "BL")),
        ("van der Berg J", Name("van der Berg", "J")),
        ("Sanei Taheri M", Name("Sanei Taheri", "M")),
        ("Müller-Lüdenscheidt, H.-J.", Name("Müller-Lüdenscheidt", "H.-J.")),
        ("O'Brien P Jr", Name("O'Brien", "P", "Jr")),
        ("World Health Organization", Name(literal="World Health Organization")),
    ],
)
def test_names_are_parted_as_csl_has_them(text: str, name: Name) -> None:
    assert named(text) == name


def test_names_are_written_as_the_list_writes_them() -> None:
    name = Name("Cerci", "Sureyya S")
    assert [written_like(example, name) for example in ("Kaya H", "Kaya, H.", "H. Kaya")] == [
        "Cerci SS",
        "Cerci, S.S.",
        "S.S. Cerci",
    ]


def test_what_is_searched_for_is_without_label_and_doi() -> None:
    assert searchable(one(f"12. {A} doi:10.1000/x")) == A.rstrip(".")


# placing changes


def changed(text: str, *changes: Change) -> str:
    document = plain.read(text.encode(), "list.txt")
    return splice(document.text, edits(document, changes))


def test_a_change_touches_only_the_characters_that_differ() -> None:
    document = plain.read(f"References\n1. {A}\n2. {B}\n".encode(), "list.txt")
    (edit,) = edits(document, [Change(1, "page", "100-9", "100-19")])
    assert (document.text[edit.span.start : edit.span.end], edit.new) == ("", "1")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (" doi:10.5555/a", " doi:10.5555/b"),
        (" https://doi.org/10.5555/a", " https://doi.org/10.5555/b"),
        (" doi: 10.5555/a.", " doi: 10.5555/b."),
        ("", " doi:10.5555/b"),
    ],
)
def test_a_doi_is_added_in_the_form_of_the_list(first: str, second: str) -> None:
    text = f"References\n1. {A}{first}\n2. {B}\n"
    assert changed(text, Change(2, "DOI", "", "10.5555/b")) == f"References\n1. {A}{first}\n2. {B}{second}\n"


def test_changes_of_one_field_are_made_as_one_where_they_touch_different_characters() -> None:
    old = "A teste of the the ﬁrst lists"
    first = Change(1, "title", old, "A test of the the ﬁrst lists")
    second = Change(1, "title", old, "A teste of the ﬁrst lists")
    third = Change(1, "title", old, "A teste of the the first lists")
    (one,) = combined([first, second, third, first])
    assert one == Change(1, "title", old, "A test of the first lists")


def test_changes_of_the_same_characters_stay_apart() -> None:
    changes = [Change(1, "title", "A teste", "A test"), Change(1, "title", "A teste", "A testing")]
    assert combined(changes) == changes
    others = [Change(1, "DOI", "", "10.5555/a"), Change(2, "title", "A teste", "A test"), changes[0]]
    assert combined(others) == others
