"""What holds for any text at all: no exception, true spans, nothing lost, no change without a reason."""

from __future__ import annotations

import contextlib
from itertools import pairwise

from drawn_pdf import Drawn, pdf
from hypothesis import given
from hypothesis import strategies as st

from refcheck import api, formats
from refcheck.errors import UnreadableDocument
from refcheck.model import Document

PIECES = (
    "References\n",
    "Literatur\n\n",
    "1. ",
    "[2] ",
    "(3) ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "  ",
    "\u00a0",
    " et al. ",
    "Smith AB, ",
    "van der Berg, J.-P., ",
    "& Müller Ü. ",
    "(2010). ",
    "2010;12(3):100-9.",
    "vol. 12, no. 3, pp. 100–109, ",
    "In: ",
    "eds. ",
    "A study of small things in large rooms. ",
    "“Quoted title,” ",
    "J Appl Test ",
    "doi:10.1000/a-\nb",
    "https://doi.org/10.1/x",
    "arXiv:1706.03762",
    "New York: Springer",
    "Back to cited text no. 8",
    "参考文献",
    "…",
    "((((",
    "]]]]",
    "-----",
    "9" * 50,
    "A. " * 20,
)
MARKUP = (
    *(
        "*",
        "**",
        "_",
        "`",
        "``",
        "[",
        "](https://doi.org/10.5555/a)",
        "<https://doi.org/10.5555/b>",
        "\\",
        "&amp;",
        "> ",
    ),
    *(
        "## References\n\n",
        "- ",
        "#. ",
        "\n    ",
        "| a | b |\n|---|---|\n| ",
        "[^1]",
        "[^1]: ",
        "$",
        "<b>",
        "<!-- ",
        "-->",
    ),
    *("---\nbibliography: a.bib\n---\n", "@key ", "[@a; @b]", ".. [1] ", "[1]_", ".. note:: ", ":cite:`a`", "::\n\n"),
    *("References\n----------\n\n", "`doi <https://doi.org/10.5555/c>`_", "\n\n"),
)
MARKED = ("paper.md", "paper.rst")
CHARACTERS = st.characters(exclude_characters="\0")  # with which a file is binary
texts = st.one_of(
    st.text(CHARACTERS, max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(CHARACTERS, max_size=10)), max_size=30).map("".join),
)


marked = st.lists(
    st.one_of(st.sampled_from(PIECES), st.sampled_from(MARKUP), st.text(CHARACTERS, max_size=10)), max_size=30
).map("".join)


def sound(document: Document, text: str) -> None:
    assert document.written == text
    text, end = document.text, 0
    for n, reference in enumerate(document.references, 1):
        assert reference.n == n
        assert end <= reference.span.start < reference.span.end <= len(text)
        assert reference.raw == text[reference.span.start : reference.span.end]
        end = reference.span.end
        for field in reference.fields:
            assert field.text
            assert reference.raw[field.start : field.end] == field.text
        spans = sorted((f.start, f.end) for f in reference.fields)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(texts)
def test_any_text_is_read_and_its_spans_are_true(text: str) -> None:
    for lines in (False, True):
        sound(
            api.parse(text.encode("utf-8", "replace"), kind="lines" if lines else ""),
            text.encode("utf-8", "replace").decode(),
        )


@given(marked)
def test_any_text_with_markup_is_read_and_its_spans_are_true(text: str) -> None:
    sane = text.encode("utf-8", "replace").decode()
    for path in MARKED:
        document = api.parse(sane.encode(), path)
        sound(document, sane)
        stretches = document.origin.stretches if document.origin else ()
        assert all(a.end <= b.start and a.until <= b.at for a, b in pairwise(stretches))
        for s in stretches:
            assert not s.same or document.text[s.start : s.end] == sane[s.at : s.until]
        for citation in document.citations:
            assert document.text[citation.span.start : citation.span.end] == citation.raw


@given(texts)
def test_each_line_that_is_not_blank_is_one_reference(text: str) -> None:
    sane = text.encode("utf-8", "replace").decode()
    full = [line for line in sane.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    found = api.parse(sane.encode(), kind="lines").references
    assert len(found) == len(full)


@given(texts)
def test_without_a_change_the_bytes_are_the_same(text: str) -> None:
    for data in (text.encode("utf-8", "replace"), b"\xff\xfe" + text.encode("utf-16-le", "replace")):
        document = api.parse(data)
        assert formats.named(document.format).rewrite(document, ()) == data


@given(texts)
def test_fixing_what_the_text_alone_shows_is_proved_and_done_once(text: str) -> None:
    checked = api.check([api.parse(text.encode("utf-8", "replace"))], []).checked[0]
    once = api.fix(checked, unsafe=True)
    assert len(once.document.references) == len(checked.document.references)
    again = api.fix(api.check([once.document], []).checked[0])
    assert again.data == once.data


@given(marked)
def test_fixing_what_a_text_with_markup_shows_is_proved_and_done_once(text: str) -> None:
    for path in MARKED:
        checked = api.check([api.parse(text.encode("utf-8", "replace"), path)], []).checked[0]
        once = api.fix(checked, unsafe=True)
        assert len(once.document.references) == len(checked.document.references)
        again = api.fix(api.check([once.document], []).checked[0])
        assert again.data == once.data


DRAWN = st.builds(
    Drawn,
    x=st.floats(-20, 600),
    y=st.floats(-20, 850),
    text=st.one_of(st.sampled_from(PIECES), st.text(st.characters(codec="cp1252"), max_size=20)),
    size=st.sampled_from((0.5, 7.0, 10.0, 12.0, 40.0)),
    width=st.sampled_from((0.0, 5.0, 1e9, 1e37)),
    target=st.just(""),
    turned=st.booleans(),
)


@given(st.lists(st.lists(DRAWN, max_size=20), min_size=1, max_size=4))
def test_a_pdf_may_print_anything_anywhere(drawn: list[list[Drawn]]) -> None:
    with contextlib.suppress(UnreadableDocument):  # there may be no text on it
        document = api.parse(pdf(drawn))
        sound(document, document.text)
        assert formats.named("pdf").rewrite(document, ()) == document.data
        checked = api.check([document], []).checked[0]
        assert len(api.fix(checked, unsafe=True).document.references) == len(document.references)


PAPER = pdf([[Drawn(60, 780 - 12 * i, line) for i, line in enumerate("".join(PIECES).splitlines())]] * 2)
SPOILT = st.tuples(st.integers(0, len(PAPER)), st.integers(0, 40), st.binary(max_size=8))


@given(st.lists(SPOILT, max_size=6))
def test_a_broken_pdf_is_read_or_refused(spoilt: list[tuple[int, int, bytes]]) -> None:
    data = PAPER
    for at, length, new in spoilt:
        data = data[:at] + new + data[at + length :]
    with contextlib.suppress(UnreadableDocument):
        document = formats.named("pdf").read(data, "a.pdf")
        sound(document, document.text)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_an_error_that_says_so(data: bytes) -> None:
    for path in ("-", *MARKED):
        with contextlib.suppress(UnreadableDocument):
            document = api.parse(data, path)
            assert formats.named(document.format).rewrite(document, ()) == data
