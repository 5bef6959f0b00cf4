"""Word: what is read of a file and where it stands, and what no file may do."""

from __future__ import annotations

import json
import time
import tracemalloc
from pathlib import Path

import pytest
from conftest import SHARED
from word_files import (
    END,
    OTHER,
    REFERENCE,
    SEPARATE,
    SPACE,
    THIRD,
    archive,
    begin,
    cited,
    instruction,
    item,
    level,
    members,
    numbering,
    packed,
    paragraph,
    run,
    shown,
    tracked,
    word,
)

from refcheck import api, trees
from refcheck.errors import UnreadableDocument
from refcheck.formats import docx
from refcheck.model import Document, Span
from refcheck.reading import Places

DECIMAL = numbering(level(0, "decimal", "[%1]"), lists={"1": "0"})


def read(*body: str, **parts: str) -> Document:
    return docx.read(word(*body, **parts), "a.docx")  # type: ignore[arg-type]


def lines(*body: str, **parts: str) -> list[str]:
    return [line for line in read(*body, **parts).text.splitlines() if line]


def test_paragraphs_are_lines_whatever_runs_they_are_made_of() -> None:
    assert lines(paragraph("One ", run("two", "<w:i/>"), " three"), paragraph("Four")) == ["One two three", "Four"]


def test_blanks_around_a_text_count_where_it_says_so() -> None:
    assert lines("<w:p><w:r><w:t> a </w:t><w:t xml:space='preserve'> b</w:t></w:r></w:p>") == ["a b"]


def test_tables_are_read_in_their_place_cell_by_cell() -> None:
    cell = "<w:tc>{}</w:tc>".format
    row = f"<w:tr>{cell(paragraph('one'))}{cell(paragraph('two'))}</w:tr>"
    gone = f"<w:tr><w:trPr><w:del w:id='1' w:author='x'/></w:trPr>{cell(paragraph('gone'))}</w:tr>"
    table = f"<w:tbl>{row}{gone}</w:tbl>"
    assert lines(paragraph("before"), table, paragraph("after")) == ["before", "one", "two", "after"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<wps:txbx><w:txbxContent>{paragraph('in the box')}</w:txbxContent></wps:txbx>"
    both = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = paragraph("text ", f"<w:r>{both}</w:r>", "goes on"), paragraph("next")
    assert lines(*body) == ["text goes on", "in the box", "next"]


def test_content_controls_links_and_formulas_are_read() -> None:
    control = f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{run('held')}</w:sdtContent></w:sdt>"
    formula = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
    block = f"<w:sdt><w:sdtContent>{paragraph('block')}</w:sdtContent></w:sdt>"
    link = f"<w:hyperlink>{run('link')}</w:hyperlink>"
    assert lines(paragraph(control, " ", link, formula), block) == ["held linkx", "block"]


def test_signs_are_read_as_what_they_show() -> None:
    signs = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:softHyphen/><w:t>d</w:t><w:br/>"
        "<w:sym w:font='Symbol' w:char='F061'/><w:sym w:font='Wingdings' w:char='F04A'/></w:r>"
    )
    assert lines(paragraph(signs)) == ["a\tb-cd", "α"]


def test_hidden_text_and_comments_are_not_read() -> None:
    assert lines(paragraph(run("seen"), run("not", "<w:vanish/>"), run("too", "<w:vanish w:val='0'/>"))) == ["seentoo"]


def test_raised_numbers_are_read_as_raised() -> None:
    raised = "<w:vertAlign w:val='superscript'/>"
    body = paragraph("shown", run("12", raised), run(",14", raised), " 2", run("nd", raised))
    assert lines(body) == ["shown¹²,¹⁴ 2nd"]
    styles = (
        "<w:style w:styleId='up'><w:basedOn w:val='base'/></w:style>"
        "<w:style w:styleId='base'><w:rPr><w:vertAlign w:val='superscript'/></w:rPr></w:style>"
    )
    assert lines(paragraph("shown", run("3", "<w:rStyle w:val='up'/>")), styles=styles) == ["shown³"]


def test_insertions_are_read_and_deletions_are_not() -> None:
    neither = tracked("ins", tracked("del", "neither"))
    body = paragraph("Old text ", tracked("del", "wrong"), tracked("ins", "right"), neither)
    assert lines(body) == ["Old text right"]
    assert docx.rejected(word(body), "a.docx").text == "Old text wrong\n\n"


def test_paragraphs_whose_mark_is_deleted_are_one() -> None:
    mark = "<w:rPr><w:{} w:id='1' w:author='x'/></w:rPr>".format
    joined, parted = paragraph("one ", properties=mark("del")), paragraph("three ", properties=mark("ins"))
    body = (joined, paragraph("two"), parted, paragraph("four"))
    assert lines(*body) == ["one two", "three ", "four"]
    assert docx.rejected(word(*body), "a.docx").text.split("\n\n") == ["one ", "two", "three four", ""]


def test_instructions_of_fields_are_not_read_but_what_they_show_is() -> None:
    nested = begin() + instruction(" IF ") + shown("PAGE", "7") + instruction(" x ") + SEPARATE + run("yes") + END
    simple = f"<w:fldSimple w:instr='PAGE'>{run('8')}</w:fldSimple>"
    assert lines(paragraph("page ", nested, " ", simple)) == ["page yes 8"]


def test_a_field_that_never_ends_hides_nothing() -> None:
    assert lines(paragraph("before ", begin(), "after"), paragraph("next")) == ["before after", "next"]


@pytest.mark.parametrize(
    ("form", "text", "said"),
    [
        ("decimal", "%1.", ["1.", "2.", "3."]),
        ("lowerLetter", "(%1)", ["(a)", "(b)", "(c)"]),
        ("upperRoman", "%1", ["I", "II", "III"]),
        ("decimalZero", "[%1]", ["[01]", "[02]", "[03]"]),
        ("decimalEnclosedCircle", "%1", ["①", "②", "③"]),
        ("bullet", "•", ["", "", ""]),
        ("none", "%1", ["", "", ""]),
    ],
)
def test_the_numbers_of_lists_are_read_as_they_are_printed(form: str, text: str, said: list[str]) -> None:
    part = numbering(level(0, form, text), lists={"7": "0"})
    found = lines(*(item("7", word) for word in ("one", "two", "three")), numbering=part)
    assert [line.rpartition("\t")[0] for line in found] == said


def test_levels_count_under_one_another_and_begin_anew() -> None:
    part = numbering(level(0, "decimal", "%1.") + level(1, "lowerLetter", "%1.%2)"), lists={"1": "0"})
    found = lines(*(item("1", "x", level=at) for at in (0, 1, 1, 0, 1)), numbering=part)
    assert [line.partition("\t")[0] for line in found] == ["1.", "1.a)", "1.b)", "2.", "2.a)"]


def test_lists_of_one_kind_count_on_unless_they_start_anew() -> None:
    anew = "0<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>"
    part = numbering(level(0, "decimal", "%1", start=3), lists={"1": "0", "2": "0", "3": anew})
    found = lines(item("1", "x"), item("2", "x"), item("3", "x"), item("3", "x"), numbering=part)
    assert [line.partition("\t")[0] for line in found] == ["3", "4", "5", "6"]


def test_a_style_may_say_that_its_paragraphs_are_numbered() -> None:
    styles = "<w:style w:styleId='Ref'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
    none = "<w:pStyle w:val='Ref'/><w:numPr><w:numId w:val='0'/></w:numPr>"
    body = paragraph("one", properties="<w:pStyle w:val='Ref'/>"), paragraph("two", properties=none)
    assert lines(*body, styles=styles, numbering=DECIMAL) == ["[1]\tone", "two"]


def test_references_are_found_with_their_numbers_and_places() -> None:
    listed = (item("1", r) for r in (REFERENCE, OTHER, THIRD))
    found = read(paragraph("Text [1, 2] and [3]."), paragraph("References"), *listed, numbering=DECIMAL)
    assert [r.label for r in found.references] == ["1", "2", "3"]
    assert [r.work.volume for r in found.references] == ["12", "14", "3"]
    assert len(found.citations) == 3
    start, _ = Places(found).span(found.references[1].span)
    assert {m.kind: m.number for m in start.landmarks} == {"paragraph": 4, "run": 4}


def notes(kind: str, *said: str) -> str:
    separator = f"<w:{kind} w:id='-1' w:type='separator'>{paragraph('---')}</w:{kind}>"
    return separator + "".join(f"<w:{kind} w:id='{n}'>{paragraph(text)}</w:{kind}>" for n, text in enumerate(said, 1))


def test_notes_are_read_after_the_text_in_the_order_of_their_marks() -> None:
    mark = "<w:r><w:footnoteReference w:id='{}'/></w:r>".format
    body = paragraph("First", mark(2), " and second", mark(1), "."), paragraph("End")
    found = lines(*body, footnotes=notes("footnote", "about the second", "about the first"))
    assert found == ["First and second.", "End", "Footnotes", "1. about the first", "2. about the second"]


def test_endnotes_that_are_the_list_are_cited_by_their_marks() -> None:
    mark = "<w:r><w:endnoteReference w:id='{}'/></w:r>".format
    body = paragraph("As was shown", mark(1), " and again", mark(2), ", and once more", mark(3), ".")
    found = read(body, endnotes=notes("endnote", REFERENCE, OTHER, THIRD))
    assert found.text.startswith("As was shown¹ and again², and once more³.")
    assert [r.label for r in found.references] == ["1", "2", "3"]
    assert [c.labels for c in found.citations] == [("1",), ("2",), ("3",)]  # type: ignore[union-attr]


def test_a_doi_that_only_a_link_tells_is_read_after_the_text() -> None:
    link = f"<w:hyperlink r:id='l'>{run('Crossref')}</w:hyperlink>"
    field = begin() + instruction('HYPERLINK "https://doi.org/10.5555/other"') + SEPARATE + run("link") + END
    body = (paragraph("References"), paragraph(REFERENCE, " ", link), paragraph(OTHER, " ", field), paragraph(THIRD))
    found = docx.read(word(*body, links={"l": "https://doi.org/10.5555%2FStudy"}), "a.docx")
    assert [r.work.DOI for r in found.references] == ["10.5555/study", "10.5555/other", ""]


ENDNOTE = (
    '<EndNote><Cite><Author>Smith</Author><record><ref-type name="Journal Article">17</ref-type><contributors><authors>'
    '<author><style face="normal">Smith, Ann B</style></author><author>Jones, Carl D</author></authors></contributors>'
    "<titles><title>A study of small things in large rooms</title><secondary-title>Journal of Applied Tests"
    "</secondary-title></titles><pages>100-109</pages><volume>13</volume><dates><year>2010</year></dates>"
    "<electronic-resource-num>10.5555/study</electronic-resource-num></record></Cite></EndNote>"
)
MANAGERS = {
    "Zotero": shown(f" ADDIN ZOTERO_ITEM CSL_CITATION {cited()} ", "[1]"),
    "Mendeley": shown(f"ADDIN CSL_CITATION {cited()}", "(Smith and Jones 2010)"),
    "EndNote": shown(f" ADDIN EN.CITE {ENDNOTE}", "(1)"),
    "EndNote long": shown(" ADDIN EN.CITE.DATA ", "(1)", packed(ENDNOTE)),
    "Mendeley Cite": (
        f"<w:sdt><w:sdtPr><w:tag w:val='MENDELEY_CITATION_v3_{packed(cited())}'/></w:sdtPr>"
        f"<w:sdtContent>{run('(1)')}</w:sdtContent></w:sdt>"
    ),
}


@pytest.mark.parametrize("name", MANAGERS)
def test_what_a_reference_manager_keeps_is_the_authors_own_record(name: str) -> None:
    found = read(
        paragraph("Shown ", MANAGERS[name], "."), paragraph("References"), paragraph(REFERENCE), paragraph(OTHER)
    )
    (own,) = found.own
    assert own.source == name.split()[0]
    assert (own.work.volume, own.work.DOI, own.work.years) == ("13", "10.5555/study", (2010,))
    assert [a.family for a in own.work.author] == ["Smith", "Jones"]
    assert [r.witness for r in found.references] == [own, None]
    assert [found.text[m.span.start : m.span.end] for m in found.managed] == [found.text.splitlines()[0][6:-1]]


@pytest.mark.parametrize(
    "broken", ["{", "{}", '{"citationItems": 3}', '{"citationItems": [3, {"itemData": []}]}', "[" * 9000]
)
def test_a_broken_record_of_a_manager_is_passed_over(broken: str) -> None:
    assert read(paragraph(shown(f"ADDIN CSL_CITATION {broken}", "(1)"))).own == ()


def test_a_list_that_a_manager_writes_is_read_paragraph_by_paragraph() -> None:
    said = ' ADDIN ZOTERO_BIBL {"uncited":[]} CSL_BIBLIOGRAPHY '
    body = (
        paragraph("Sources that we used and want to thank for"),
        paragraph(begin(), instruction(said), SEPARATE, "1. ", REFERENCE),
        paragraph("2. ", OTHER),
        paragraph("3. ", "Doe J. Untitled typescript, in the author's possession", END),
        paragraph("What follows is no reference."),
    )
    found = read(*body)
    assert [r.label for r in found.references] == ["1", "2", "3"]
    (managed,) = found.managed
    assert managed.by == "Zotero"
    assert managed.span == Span(found.references[0].span.start, found.references[-1].span.end)


def test_files_with_namespaces_of_the_strict_kind_are_read() -> None:
    held = members(word(paragraph("References"), paragraph(REFERENCE)))
    old, new = SPACE.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    assert REFERENCE in docx.read(archive({n: d.replace(old, new) for n, d in held.items()}), "a.docx").text


def test_a_word_file_is_known_by_what_it_holds() -> None:
    assert api.parse(word(paragraph("a")), "a.bin").format == "docx"
    assert not docx.sniff(b"PK\x03\x04 other")


BOMB = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w><body>&b;</body></w>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w><body>&a;</body></w>'


def with_document(data: bytes) -> bytes:
    return archive(members(word(paragraph("a"))) | {"word/document.xml": data})


def locked() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def flagged() -> bytes:
    data = bytearray(word(paragraph("a")))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(sign, at + 1)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is no Word"),
        (word(paragraph("a"))[:300], "is no Word"),
        (locked(), "protected with a password"),
        (flagged(), "protected with a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old Office file"),
        (archive({"a.txt": b"a"}), "holds no word/document.xml"),
        (archive({"word/document.xml": b"<a/>"}), "holds no text"),
        (archive({"word/document.xml": bytes(20_000_000)}), "unpacks to more"),
        (archive({f"{n}": b"" for n in range(10_001)}), "unpacks to more"),
        (with_document(b"<w:document"), "is damaged"),
        (with_document(BOMB), "document type"),
        (with_document(OUTSIDE), "document type"),
        (with_document(b"<w>" * 400 + b"</w>" * 400), "is damaged"),
    ],
)
def test_what_is_no_word_file_is_refused_with_a_reason(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said):
        docx.read(data, "a.docx")


def test_a_file_of_nothing_but_tags_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "MOST", 1_000)
    with pytest.raises(UnreadableDocument, match="more marks"):
        docx.read(word(*[paragraph("a")] * 400), "a.docx")


def test_a_damaged_part_is_told() -> None:
    data = bytearray(word(paragraph("a" * 400)))
    at = data.find(b"word/document.xml") + len(b"word/document.xml")
    data[at + 20 : at + 60] = bytes(40)
    with pytest.raises(UnreadableDocument, match="is damaged"):
        docx.read(bytes(data), "a.docx")


def test_no_more_is_unpacked_than_the_archive_says_it_holds() -> None:
    burst = 50_000_000
    said = burst.to_bytes(4, "little")
    data = with_document(b" " * burst).replace(said, (1000).to_bytes(4, "little"))
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableDocument, match="is damaged"):
            docx.read(data, "a.docx")
        assert tracemalloc.get_traced_memory()[1] < burst / 2
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "made",
    [
        '<w:fldSimple w:instr="ADDIN EN.CITE ' + "&lt;EndNote>" * 60_000 + '"/>',
        (begin() + SEPARATE + run("a")) * 20_000 + END * 20_000,
        "".join(shown(f'HYPERLINK "http://example.org/{n}"', "a") for n in range(30_000)),
    ],
    ids=["EndNote", "fields", "links"],
)
def test_time_grows_with_the_fields_and_no_faster(made: str) -> None:
    data, begun = word(paragraph(made)), time.process_time()
    docx.read(data, "a.docx")
    assert time.process_time() - begun < 4


REAL = sorted((SHARED / "data" / "docs").glob("docx_*/*/*.docx")) if SHARED.exists() else []


@pytest.mark.skipif(not REAL, reason="real documents are not here")
@pytest.mark.parametrize("path", REAL, ids=lambda p: p.parent.name)
def test_real_files_are_read_whole_and_written_as_they_are(path: Path) -> None:
    document = api.read(str(path))
    truth = json.loads((path.parent / "truth.json").read_text(encoding="utf-8"))["references"]
    assert len(document.references) == len(truth)
    assert docx.rewrite(document, ()) == path.read_bytes()
