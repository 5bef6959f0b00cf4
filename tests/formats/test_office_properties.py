"""What holds for any Word file at all: no exception but one that says why, true spans, changes that can be undone."""

from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st
from test_properties import PIECES, sound
from word_files import (
    END,
    OTHER,
    REFERENCE,
    SEPARATE,
    THIRD,
    archive,
    begin,
    instruction,
    item,
    members,
    paragraph,
    run,
    tracked,
    word,
)

from refcheck.errors import UnreadableDocument
from refcheck.formats import docx, odt
from refcheck.model import Edit, Span
from refcheck.reading import Unplaced
from refcheck.word.document import Word
from refcheck.word.redline import redlined

WRITABLE = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
said = st.one_of(st.sampled_from([p for p in PIECES if "\r" not in p]), st.text(WRITABLE, max_size=12))
runs = st.one_of(
    said.map(run),
    said.map(lambda text: run(text, "<w:i/>")),
    said.map(lambda text: run(text, "<w:vertAlign w:val='superscript'/>")),
    st.sampled_from(["12", "3,4"]).map(lambda text: run(text, "<w:vertAlign w:val='superscript'/>")),
    said.map(lambda text: tracked("ins", text)),
    said.map(lambda text: tracked("del", text)),
    said.map(lambda text: f"<w:hyperlink>{run(text)}</w:hyperlink>"),
    st.sampled_from(["<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", "<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>"]),
    st.sampled_from([begin(), instruction("ADDIN ZOTERO_BIBL {}"), instruction("PAGE"), SEPARATE, END]),
)
own = st.sampled_from([REFERENCE, OTHER, THIRD])
paragraphs = st.one_of(
    st.lists(runs, max_size=6).map(lambda parts: paragraph(*parts)),
    own.map(paragraph),
    own.map(lambda text: item("1", text)),
    st.lists(runs, max_size=3).map(lambda parts: f"<w:tbl><w:tr><w:tc>{paragraph(*parts)}</w:tc></w:tr></w:tbl>"),
)
bodies = st.lists(paragraphs, max_size=8)


@given(bodies)
@settings(max_examples=60)
def test_any_word_file_is_read_and_its_spans_are_true(body: list[str]) -> None:
    data = word(paragraph("References"), *body)
    document = docx.read(data, "a.docx")
    sound(document, document.text)
    assert docx.rewrite(document, ()) == data
    origin = document.origin
    assert origin
    for stretch in origin.stretches:
        if stretch.same:
            assert document.text[stretch.start : stretch.end] == origin.written[stretch.at : stretch.until]


@given(bodies, st.data())
@settings(max_examples=60)
def test_any_change_reads_as_promised_and_can_be_rejected(body: list[str], data: st.DataObject) -> None:
    file = word(*body, paragraph("kept"))
    document = docx.read(file, "a.docx")
    start = data.draw(st.integers(0, len(document.text) - 1))
    end = data.draw(st.integers(start, min(len(document.text), start + 30)))
    new = data.draw(st.text(st.sampled_from("abc .-12"), min_size=1, max_size=6))
    try:
        changed = redlined(document, Word(file, "a.docx"), [Edit(Span(start, end), new)], ())
    except Unplaced:
        return
    assert docx.rejected(changed, "a.docx").text == docx.rejected(file, "a.docx").text
    old, read = document.text, docx.read(changed, "a.docx").text
    lowered = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")  # what is raised depends on what stands beside it
    assert read.translate(lowered) == (old[:start] + new + old[end:]).translate(lowered)


@given(st.binary(max_size=40), st.integers(0, 3000), st.booleans())
@settings(max_examples=100)
def test_damaged_files_are_read_or_refused(noise: bytes, at: int, packed: bool) -> None:
    whole = word(paragraph("References"), paragraph(REFERENCE), paragraph(tracked("ins", OTHER)))
    if packed:
        data = whole[:at] + noise + whole[at + len(noise) :]
    else:
        held = members(whole)
        part = held["word/document.xml"]
        data = archive(held | {"word/document.xml": part[:at] + noise + part[at + len(noise) :]})
    for part_ in (docx, odt):
        with contextlib.suppress(UnreadableDocument):
            part_.read(data, "a")
