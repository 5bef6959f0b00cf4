"""OpenDocument: what is read of a file, and what is written of it."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from conftest import STUDY, Told
from word_files import OTHER, REFERENCE, THIRD, archive, cited, members

from refcheck import api
from refcheck.errors import UnreadableDocument
from refcheck.finding import Change
from refcheck.formats import odt
from refcheck.model import Document
from refcheck.reading import Unplaced

_SPACE = "urn:oasis:names:tc:opendocument:xmlns"
_OPEN = (
    f'<office:document-content xmlns:office="{_SPACE}:office:1.0" xmlns:text="{_SPACE}:text:1.0" '
    f'xmlns:style="{_SPACE}:style:1.0" xmlns:table="{_SPACE}:table:1.0" xmlns:xlink="http://www.w3.org/1999/xlink">'
)
STYLES = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-prefix="[" style:num-suffix="]"/><text:list-level-style-number text:level="2" style:num-format="a" '
    'style:num-suffix=")" text:display-levels="2"/></text:list-style>'
    '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/></text:list-style>'
)


def p(*parts: str) -> str:
    """A paragraph; what is no markup is its text."""
    return f"<text:p>{''.join(s if s.startswith('<') else escape(s) for s in parts)}</text:p>"


def items(*said: str, style: str = "L", more: str = "") -> str:
    """A list."""
    made = "".join(f"<text:list-item>{s}</text:list-item>" for s in said)
    return f'<text:list text:style-name="{style}" {more}>{made}</text:list>'


def file(*body: str, more: dict[str, bytes] | None = None) -> bytes:
    content = f"{_OPEN}<office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:text>"
    content += f"{''.join(body)}</office:text></office:body></office:document-content>"
    held = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()}
    return archive(held | {"Thumbnails/a.png": b"as it is"} | (more or {}))


def read(*body: str) -> Document:
    return odt.read(file(*body), "a.odt")


def lines(*body: str) -> list[str]:
    return [line for line in read(*body).text.splitlines() if line]


def test_paragraphs_are_lines_and_blanks_are_as_printed() -> None:
    body = p("One  ", "<text:span>two\n three</text:span>", "<text:s text:c='2'/>", "<text:tab/>", "x"), p("Four")
    assert lines(*body) == ["One two three  \tx", "Four"]
    assert lines(p("a<", "<text:line-break/>", "b")) == ["a<", "b"]


def test_tables_are_read_and_comments_and_deletions_are_not() -> None:
    deleted = f"<text:tracked-changes><text:deletion>{p('gone')}</text:deletion></text:tracked-changes>"
    row = f"<table:table-row><table:table-cell>{p('cell')}</table:table-cell></table:table-row>"
    table = f"<table:table>{row}</table:table>"
    body = p("kept ", f"<office:annotation>{p('said')}</office:annotation>", "text")
    assert lines(deleted, body, table, p("after")) == ["kept text", "cell", "after"]


def test_items_of_lists_have_their_numbers() -> None:
    nested = p("two") + items(p("a"), p("b"))
    assert lines(items(p("one") + p("more"), nested), items(p("dot"), style="B")) == [
        "[1]\tone", "more", "[2]\ttwo", "2.a)\ta", "2.b)\tb", "dot",
    ]  # fmt: skip


def test_lists_begin_anew_unless_they_go_on() -> None:
    going_on = items(p("three"), more='text:continue-numbering="true"')
    found = lines(items(p("one"), p("two")), going_on, items(p("one")))
    assert found == ["[1]\tone", "[2]\ttwo", "[3]\tthree", "[1]\tone"]


def note(number: int, text: str) -> str:
    mark = f"<text:note-citation>{number}</text:note-citation>"
    return f"<text:note>{mark}<text:note-body>{p(text)}</text:note-body></text:note>"


def test_notes_are_read_after_the_text() -> None:
    assert lines(p("One", note(1, "first"), " and."), p("End")) == ["One and.", "End", "Notes", "1. first"]


def test_references_are_found_with_the_doi_that_only_a_link_tells() -> None:
    link = '<text:a xlink:href="https://doi.org/10.5555/other">link</text:a>'
    found = read(p("References"), items(p(REFERENCE), p(OTHER, " ", link), p(THIRD)))
    assert [(r.label, r.work.DOI) for r in found.references] == [("1", ""), ("2", "10.5555/other"), ("3", "")]


def managed() -> bytes:
    name = quoteattr(f"ZOTERO_ITEM CSL_CITATION {cited()} RNDabc")
    citation = f"<text:reference-mark-start text:name={name}/>(1)<text:reference-mark-end text:name={name}/>"
    section = quoteattr(' ZOTERO_BIBL {"uncited":[]} CSL_BIBLIOGRAPHY RNDx')
    listed = f"<text:section text:name={section}>{p(REFERENCE)}{p(OTHER)}{p(THIRD)}</text:section>"
    return file(p("Shown ", citation, "."), p("References"), listed)


def test_what_a_reference_manager_keeps_is_the_authors_own_record() -> None:
    found = odt.read(managed(), "a.odt")
    (own,) = found.own
    assert (own.source, own.work.volume) == ("Zotero", "13")
    assert [r.witness for r in found.references] == [own, None, None]
    assert [found.text[m.span.start : m.span.end][:5] for m in found.managed] == ["(1)", "Smith"]
    with pytest.raises(Unplaced, match="Zotero"):
        odt.rewrite(found, [Change(1, "volume", "12", "13")])


def test_only_the_changed_characters_differ() -> None:
    title, journal, rest = REFERENCE.partition("J Appl Test")
    data = file(p("References"), items(p(title, f"<text:span>{journal}</text:span>", rest), p(OTHER), p(THIRD)))
    document = odt.read(data, "a.odt")
    assert odt.rewrite(document, ()) == data
    new = odt.rewrite(document, [Change(1, "volume", "12", "1<3")])
    before, after = members(data), members(new)
    assert [name for name in before if before[name] != after[name]] == ["content.xml"]
    assert list(before) == list(after)
    assert after["content.xml"].count(b"2010;1&lt;3:100-9") == 1
    assert odt.read(new, "a.odt").text == document.text.replace("12:100", "1<3:100")


def test_a_document_is_corrected_and_proved(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    path.write_bytes(file(p("References"), items(p(REFERENCE), p(OTHER), p(THIRD))))
    found = api.check([api.read(str(path))], [Told([STUDY])]).checked[0]
    fixed = api.fix(found, unsafe=True)
    assert fixed.document.references[0].raw == f"[1]\t{REFERENCE.replace('12:', '13:')} doi:10.5555/study"
    assert api.annotated(found, fixed) == fixed.data
    assert not fixed.refused


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is no OpenDocument"),
        (file(p("a"))[:200], "is no OpenDocument"),
        (archive({"a": b""}), "holds no content.xml"),
        (archive({"content.xml": b"<a/>"}), "is no text"),
        (archive({"content.xml": b"<a"}), "is damaged"),
        (archive({"content.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "document type"),
        (file(more={"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), "protected with a password"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_reason(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said):
        odt.read(data, "a.odt")


def test_such_a_file_is_known_by_what_it_holds() -> None:
    stored = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text"
    assert odt.sniff(stored)
    assert api.parse(file(p("a")), "a.odt").format == "odt"
