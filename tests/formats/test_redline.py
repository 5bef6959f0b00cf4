"""Word files written: tracked changes and comments, proved by reading them back and by LibreOffice."""

from __future__ import annotations

import re
from pathlib import Path

import office
import pytest
from conftest import SHARED, STUDY, Told
from word_files import (
    END,
    OTHER,
    REFERENCE,
    SEPARATE,
    THIRD,
    begin,
    cited,
    instruction,
    item,
    level,
    members,
    numbering,
    paragraph,
    run,
    shown,
    tracked,
    word,
)

from refcheck import api
from refcheck.finding import Change, Checked, Remark
from refcheck.formats import docx
from refcheck.model import Document, Span
from refcheck.reading import Unplaced

BODY = (
    paragraph("As was shown ", shown(f"ADDIN ZOTERO_ITEM CSL_CITATION {cited()}", "[1]"), " and said [2, 3]."),
    paragraph("References"),
    item(
        "1",
        "Smith AB, Jones CD. A stu",
        run("dy of small things in large rooms. "),
        run("J Appl Test", "<w:i/>"),
        run(" 2010;12", "<w:color w:val='FF0000'/>"),
        ":100-9.",
    ),
    item("1", OTHER),
    item("1", THIRD),
)
FILE = word(*BODY, numbering=numbering(level(0, "decimal", "[%1]"), lists={"1": "0"}))
TITLE = "A study of small things in large rooms"
CHANGES = (
    Change(1, "volume", "12", "13"),
    Change(1, "title", TITLE, TITLE.replace("study", "stady").replace(" in ", " in very ")),
    Change(
        2, "title", "Another test of references in long lists of works", "Another test of references in lists of works"
    ),
    Change(3, "DOI", "", "10.5555/length"),
)


def rewritten(changes: tuple[Change, ...] = CHANGES, data: bytes = FILE, remarks: tuple[Remark, ...] = ()) -> bytes:
    return docx.annotated(docx.read(data, "a.docx"), changes, remarks)


def xml(data: bytes, part: str = "document") -> str:
    return members(data)[f"word/{part}.xml"].decode()


def marked(data: bytes, kind: str) -> list[str]:
    """What is marked as inserted, or as deleted."""
    found = re.findall(rf"<w:{kind} [^>]*>(.*?)</w:{kind}>", xml(data))
    return ["".join(re.findall(r"<w:(?:t|delText)\b[^>]*>([^<]*)<", one)) for one in found]


def instructions(data: bytes) -> list[str]:
    """The instructions of fields."""
    return re.findall(r"<w:instrText.*?</w:instrText>", xml(data))


def test_without_a_change_the_bytes_are_the_same() -> None:
    assert docx.rewrite(docx.read(FILE, "a.docx"), ()) == FILE


def test_whole_words_are_marked() -> None:
    data = rewritten((Change(2, "title", CHANGES[2].old, CHANGES[2].old.replace("references", "preferences")),))
    assert (marked(data, "del"), marked(data, "ins")) == (["references"], ["preferences"])
    data = rewritten((Change(1, "issued", "2010", "2011"),))
    assert (marked(data, "del"), marked(data, "ins")) == (["2010"], ["2011"])


def test_a_word_over_two_runs_is_marked_in_both() -> None:
    data = rewritten(CHANGES[1:2])
    assert (marked(data, "del"), marked(data, "ins")) == (["stu", "dy"], ["stady", "very "])


def test_changes_read_as_promised_and_what_was_is_kept() -> None:
    old, data = docx.read(FILE, "a.docx"), rewritten()
    new = docx.read(data, "a.docx")
    assert [r.work.volume for r in new.references] == ["13", "14", "3"]
    assert new.references[0].work.title == CHANGES[1].new
    assert new.references[1].work.title == CHANGES[2].new
    assert new.references[2].work.DOI == "10.5555/length"
    assert docx.rejected(data, "a.docx").text == old.text


def test_only_the_text_is_touched_and_runs_keep_their_properties() -> None:
    before, after = members(FILE), members(rewritten())
    assert [name for name in before if before[name] != after[name]] == ["word/document.xml"]
    assert list(before) == list(after)
    assert len(instructions(FILE)) > 1
    assert instructions(FILE) == instructions(rewritten())
    inserted = re.search(r'<w:ins [^>]*w:author="refcheck"[^>]*>(<w:r>.*?)</w:ins>', xml(rewritten(CHANGES[:1])))
    assert inserted
    assert inserted[1] == '<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t xml:space="preserve">13</w:t></w:r>'


def test_marks_have_numbers_of_their_own() -> None:
    data = rewritten(data=word(*BODY, paragraph(tracked("ins", "new"))))
    numbers = re.findall(r'<w:(?:ins|del) w:id="(\d+)"', xml(data))
    assert len(numbers) == len(set(numbers)) > 5


def test_what_somebody_has_inserted_can_be_changed_and_is_parted() -> None:
    body = (paragraph("References"), paragraph(tracked("ins", REFERENCE)), paragraph(OTHER), paragraph(THIRD))
    data = rewritten(CHANGES[:1], word(*body))
    assert docx.read(data, "a.docx").references[0].work.volume == "13"
    assert not re.search(r"<w:ins [^>]*>(?:(?!</w:ins>).)*<w:ins ", xml(data))
    assert re.search(r'w:author="Ed"[^>]*><w:r>[^/]*</w:t></w:r><w:del [^>]*w:author="refcheck"', xml(data))
    assert docx.rejected(data, "a.docx").text == docx.rejected(word(*body), "a.docx").text


def test_no_two_marks_share_a_number() -> None:
    """Marks of all kinds draw on the same numbers, and so do the parts of what was parted."""
    begin, end = REFERENCE.split("2010;12")
    changed = f"<w:i/><w:rPrChange w:id='2' w:author='Ann' w:date='{DAY}'><w:rPr/></w:rPrChange>"
    data = word(
        paragraph("References"),
        paragraph(begin, "<w:bookmarkStart w:id='9' w:name='a'/>", tracked("ins", "2010;12"), end),
        paragraph(OTHER.split("14")[0], run("14", changed), OTHER.split("14")[1]),
        paragraph(THIRD),
    )
    written = xml(rewritten((Change(1, "volume", "12", "13"), Change(2, "volume", "14", "15")), data))
    numbers = re.findall(r"<w:(?:ins|del|rPrChange|bookmarkStart) w:id=[\"'](\d+)", written)
    assert len(numbers) == len(set(numbers)) == 8


DAY = "2020-01-01T00:00:00Z"


def test_a_remark_about_a_run_outside_of_paragraphs_is_written() -> None:
    begin, end = REFERENCE.split("2010")
    data = word(paragraph("References"), paragraph(begin), run(f"2010{end}"), paragraph(OTHER), paragraph(THIRD))
    document = docx.read(data, "a.docx")
    made = docx.annotated(document, (), [Remark(document.references[0].span, "said")])
    assert docx.read(made, "a.docx").text == document.text
    assert "said" in xml(made, "comments")


def test_hyphens_tabs_and_raised_numbers_can_be_changed() -> None:
    start = "Smith AB, Jones CD. A study of small things. J Appl Test 2010;12:100"
    hyphen = f"<w:r><w:t>{start}</w:t><w:noBreakHyphen/><w:t>9.</w:t></w:r>"
    data = word(paragraph("References"), paragraph(hyphen), paragraph(OTHER), paragraph(THIRD))
    new = rewritten((Change(1, "page", "100-9", "100–109"),), data)
    assert docx.read(new, "a.docx").references[0].work.page == "100–109"
    assert docx.rejected(new, "a.docx").text == docx.read(data, "a.docx").text


LIST = ' ADDIN ZOTERO_BIBL {"uncited":[]} CSL_BIBLIOGRAPHY '
MANAGED = word(
    paragraph("As was shown ", shown(f"ADDIN ZOTERO_ITEM CSL_CITATION {cited()}", "[1]"), "."),
    paragraph("References"),
    paragraph(begin(), instruction(LIST), SEPARATE, REFERENCE),
    paragraph(OTHER),
    paragraph(THIRD, END),
)


def checked(data: bytes) -> Checked:
    return api.check([docx.read(data, "a.docx")], [Told([STUDY])]).checked[0]


def test_what_a_manager_writes_is_commented_and_never_edited() -> None:
    with pytest.raises(Unplaced, match="Zotero"):
        rewritten(CHANGES[:1], MANAGED)
    found = checked(MANAGED)
    fixed = api.fix(found, unsafe=True)
    assert fixed.data == MANAGED
    assert [r for r in fixed.refused if "written by Zotero" in r]
    data = api.annotated(found, fixed)
    assert not marked(data, "ins") + marked(data, "del")
    assert "cited volume 12, recorded 13" in xml(data, "comments")
    assert docx.read(data, "a.docx").text == found.document.text


def test_the_list_of_a_managed_document_can_be_had_corrected() -> None:
    fixed = api.listed(checked(MANAGED), unsafe=True)
    assert fixed.document.references[0].raw == f"{REFERENCE.replace('12:', '13:')} doi:10.5555/study"
    assert {f.name for f in fixed.mended} >= {"volume-mismatch", "doi-missing"}
    assert not fixed.refused


def test_every_finding_becomes_a_comment_with_code_message_and_evidence() -> None:
    found = checked(FILE)
    fixed = api.fix(found, unsafe=True)
    data = api.annotated(found, fixed)
    comments = re.findall(r"<w:comment .*?</w:comment>", xml(data, "comments"))
    assert len(comments) == len(found.findings) > 1
    told = next(c for c in comments if "RC204 volume-mismatch: cited volume 12, recorded 13" in c)
    assert "probability" in told
    assert 'w:author="refcheck"' in told
    for kind in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert sorted(re.findall(rf'<w:{kind} w:id="(\d+)"', xml(data))) == sorted(map(str, range(len(comments))))
    assert docx.read(data, "a.docx").text == fixed.document.text
    types, related = members(data)["[Content_Types].xml"], members(data)["word/_rels/document.xml.rels"]
    assert types.count(b"/word/comments.xml") == related.count(b"comments.xml") == 1


def test_comments_that_are_there_stay() -> None:
    own = '<w:comment w:id="4" w:author="Ed"><w:p><w:r><w:t>mine</w:t></w:r></w:p></w:comment>'
    data = word(*BODY, comments=own)
    document = docx.read(data, "a.docx")
    new = rewritten((), data, (Remark(document.references[0].span, "said"),))
    assert re.findall(r'<w:comment w:id="(\d+)"', xml(new, "comments")) == ["4", "5"]
    assert "mine" in xml(new, "comments")
    assert docx.read(new, "a.docx").text == document.text


def test_a_remark_about_a_note_stands_at_its_mark() -> None:
    mark = "<w:r><w:endnoteReference w:id='{}'/></w:r>".format
    notes = "".join(
        f"<w:endnote w:id='{n}'>{paragraph(r)}</w:endnote>" for n, r in enumerate((REFERENCE, OTHER, THIRD), 1)
    )
    data = word(paragraph("One", mark(1), " two", mark(2), " three", mark(3)), endnotes=notes)
    document = docx.read(data, "a.docx")
    new = rewritten(CHANGES[:1], data, (Remark(document.references[0].span, "said"),))
    assert "commentRangeStart" in xml(new)
    assert "commentRangeStart" not in xml(new, "endnotes")
    assert docx.read(new, "a.docx").references[0].work.volume == "13"


def test_what_xml_cannot_hold_is_not_written() -> None:
    with pytest.raises(Unplaced):
        rewritten((Change(1, "volume", "12", "1\x003"),))


def words(text: str) -> list[str]:
    """The words of a text, whatever parts them."""
    return text.split()


def plain(document: Document) -> list[str]:
    return words(document.text)


needs_office = pytest.mark.skipif(not office.PROGRAM, reason="LibreOffice (soffice) is not installed")


@needs_office
def test_libreoffice_accepts_and_rejects_all_of_it(tmp_path: Path) -> None:
    found = checked(FILE)
    fixed = api.fix(found, unsafe=True)
    data = api.annotated(found, fixed)
    assert marked(data, "ins")
    assert words(office.settled(data, tmp_path, accepted=True)) == plain(fixed.document)
    assert words(office.settled(data, tmp_path, accepted=False)) == plain(found.document)


REAL = sorted((SHARED / "data" / "docs").glob("docx_*/*/*.docx")) if SHARED.exists() else []


@needs_office
@pytest.mark.skipif(not REAL, reason="real documents are not here")
@pytest.mark.parametrize("path", REAL, ids=lambda p: p.parent.name)
def test_real_files_with_changes_open_in_libreoffice(path: Path, tmp_path: Path) -> None:
    document = api.read(str(path))
    last = document.managed[-1].span if document.managed else Span(0, 0)  # where there is a list of a manager's
    free = [r for r in document.references if r.span.end <= last.start or last.end <= r.span.start]
    changes = [Change(r.n, "issued", f.text, "1066") for r in free if (f := r.field("issued"))]
    remarks = [Remark(r.span, f"RC203 year-mismatch: {r.n}") for r in document.references]
    data = docx.annotated(document, changes, remarks)
    assert docx.rejected(data, "a.docx").text == document.text
    accepted, rejected = (words(office.settled(data, tmp_path, accepted=a)) for a in (True, False))
    assert rejected == words(office.settled(path.read_bytes(), tmp_path, accepted=True))
    assert changes or document.managed
    assert " ".join(accepted).count("1066") == len(changes)
