"""What is read of a file with markup, and edits of it made edits of the file."""

from __future__ import annotations

import pytest

from refcheck.model import Document, Edit, Landmark, Span
from refcheck.reading import Places, Reader, Unplaced, in_file, in_order, limited, rewritten, splice


def document(*, encoding: str = "utf-8") -> Document:
    """A file `<b>M&uuml;ller</b> <i>1</i>` that reads "1. Müller 1"."""
    written = "<b>M&uuml;ller</b> <i>1</i>"
    reader = Reader(written)
    reader.add("1. ")
    reader.keep(3, 4)
    reader.put("ü", 4, 10)
    reader.keep(10, 14)
    reader.keep(18, 19)
    reader.keep(22, 23)
    return Document(path="a", format="plain", text=reader.text, origin=reader.origin, encoding=encoding)


def edited(*edits: Edit) -> str:
    return rewritten(document(), edits, lambda text, _: text.replace("ü", "&uuml;")).decode()


def test_what_is_read_knows_where_it_stands() -> None:
    read = document()
    assert read.text == "1. Müller 1"
    assert read.located(Span(3, 9)) == Span(3, 14)
    assert read.located(Span(0, 2)) == Span(3, 3)  # what stands nowhere is where the text goes on
    assert read.located(Span(4, 5)) == Span(4, 10)
    assert read.located(Span(10, 11)) == Span(22, 23)
    assert read.located(Span(11, 11)) == Span(23, 23)


def test_an_edit_touches_the_characters_it_names_and_no_markup() -> None:
    assert edited() == "<b>M&uuml;ller</b> <i>1</i>"
    assert edited(Edit(Span(10, 11), "2")) == "<b>M&uuml;ller</b> <i>2</i>"
    assert edited(Edit(Span(5, 6), "")) == "<b>M&uuml;ler</b> <i>1</i>"


def test_what_stands_for_other_characters_is_written_as_a_whole() -> None:
    assert edited(Edit(Span(4, 5), "o")) == "<b>Moller</b> <i>1</i>"
    assert edited(Edit(Span(3, 5), "Hü")) == "<b>H&uuml;ller</b> <i>1</i>"


def test_two_edits_within_what_is_written_as_a_whole_are_one() -> None:
    reader = Reader("x&abc;y")
    reader.keep(0, 1)
    reader.put("one two", 1, 6)
    reader.keep(6, 7)
    read = Document(path="a", format="plain", text=reader.text, origin=reader.origin)
    edits = [Edit(Span(1, 4), "un"), Edit(Span(5, 8), "deux"), Edit(Span(8, 9), "z")]
    assert rewritten(read, edits, lambda text, _: f"&{text};") == b"x&un deux;&z;"


def test_edits_that_collide_in_the_file_are_refused_with_their_place_in_the_text() -> None:
    with pytest.raises(Unplaced) as raised:
        in_order([Edit(Span(0, 30), "a", Span(0, 2)), Edit(Span(20, 40), "b", Span(2, 4))])
    assert raised.value.span == Span(2, 4)


def test_an_edit_over_markup_leaves_it_where_it_is() -> None:
    assert edited(Edit(Span(8, 11), "n 2")) == "<b>M&uuml;llen 2</b><i></i>"


def test_what_is_put_in_goes_into_its_home() -> None:
    assert edited(Edit(Span(10, 10), "x", Span(10, 11))) == "<b>M&uuml;ller</b> <i>x1</i>"
    assert edited(Edit(Span(10, 10), "x", Span(3, 10))) == "<b>M&uuml;ller</b> x<i>1</i>"
    assert edited(Edit(Span(11, 11), "x")) == "<b>M&uuml;ller</b> <i>1x</i>"


@pytest.mark.parametrize("span", [Span(0, 1), Span(1, 1), Span(2, 4)])
def test_what_was_put_in_so_that_the_text_reads_cannot_be_edited(span: Span) -> None:
    with pytest.raises(Unplaced) as raised:
        edited(Edit(span, "2"))
    assert raised.value.span == span


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(Unplaced):
        in_order([Edit(Span(0, 3), "a"), Edit(Span(2, 4), "b")])


def test_a_text_without_markup_is_edited_as_it_is() -> None:
    plain = Document(path="a", format="plain", text="Müller 1", encoding="latin-1")
    assert rewritten(plain, [Edit(Span(7, 8), "2")]) == "Müller 2".encode("latin-1")
    assert list(in_file(plain, [], lambda text, _: text)) == []


def test_places_are_lines_and_columns_and_landmarks_of_the_file() -> None:
    start, end = Places(document()).span(Span(10, 11))
    assert ((start.line, start.column), (end.line, end.column)) == ((1, 23), (1, 24))
    marks = (Landmark(0, "paragraph", 1), Landmark(0, "run", 1), Landmark(2, "run", 2), Landmark(5, "paragraph", 2))
    paged = Document(path="a", format="docx", text="One\nTwo", landmarks=marks, data=b"PK")
    begin, _ = Places(paged).span(Span(4, 7))
    assert {(mark.kind, mark.number) for mark in begin.landmarks} == {("paragraph", 1), ("run", 2)}


def test_a_document_can_be_limited_to_what_is_cited() -> None:
    from refcheck import api

    read = api.parse(b"References\n\n1. Adams A. A test. J Test 2001;1:1-2.\n2. Baker B. A test. J Test 2002;2:3-4.\n")
    (kept,) = limited(read, frozenset({"2"})).references
    assert (kept.n, kept.label) == (1, "2")
    assert limited(read, None) is read
    assert splice("abc", [Edit(Span(1, 2), "x")]) == "axc"
