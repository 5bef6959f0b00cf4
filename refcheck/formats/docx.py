"""Word: paragraphs are lines, the lists are found among them, and in what a reference manager writes.

A corrected document has tracked changes, and comments where it is to be annotated; all else stays as it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from refcheck.finding import Change, Remark
from refcheck.matching.witness import witnessed
from refcheck.model import Document, Span
from refcheck.parsing import Entry, located, references_of
from refcheck.parsing.citations import citations
from refcheck.parsing.edits import edits
from refcheck.text import bare_doi
from refcheck.word.document import Layout, Word, doi_under, laid_out
from refcheck.word.redline import redlined

NAME = "docx"
SUFFIXES: tuple[str, ...] = (".docx", ".docm")
MOSTLY = 0.5  # of the notes, from which they are the list of references


def sniff(head: bytes) -> bool:
    """A zip archive that begins with what Office puts first, and holds a text."""
    return head.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in head and b"word/" in head


def read(data: bytes, path: str) -> Document:
    """The document with the references of its lists, of its notes, and of the fields of reference managers."""
    return _read(data, path)


def rejected(data: bytes, path: str) -> Document:
    """The document as it was before the tracked changes that are in it."""
    return _read(data, path, rejected=True)


def _read(data: bytes, path: str, *, rejected: bool = False) -> Document:
    word = Word(data, path, rejected=rejected)
    made = laid_out(word)
    entries = _entries(made)
    marks, linked = _noted(made, entries), set(_linked(made, entries))
    if marks or linked:
        made = laid_out(word, marks=marks, linked=linked)
        entries = _entries(made)
    text = made.reader.text
    listed = witnessed(references_of(text, entries), word.records)
    cited = citations(text, listed)
    document = Document(
        path=path,
        format=NAME,
        text=text,
        references=listed,
        origin=made.reader.origin,
        landmarks=tuple(made.landmarks),
        data=data,
        own=word.records,
        managed=tuple(made.managed),
    )
    return cited.of(document)


def _entries(made: Layout) -> list[Entry]:
    """The entries of all lists: body and notes are looked through by themselves, for a list ends with the body."""
    text, known = made.reader.text, list(made.listed())
    return [e for section in made.sections for e in located(text, section, known)]


def _noted(made: Layout, entries: Sequence[Entry]) -> bool:
    """Whether the notes are the list of references, so that their marks are citations."""
    notes = [span for span, paragraph in made.lines if paragraph.note and paragraph.label]
    begins = [e.start for e in entries]
    return bool(notes) and sum(_holds(span, begins) for span in notes) >= MOSTLY * len(notes)


def _linked(made: Layout, entries: Sequence[Entry]) -> Iterator[int]:
    """The paragraphs with a reference whose DOI only a link tells."""
    text, begins = made.reader.text, [e.start for e in entries]
    for span, paragraph in made.lines:
        if doi_under(paragraph) and _holds(span, begins) and not bare_doi(text[span.start : span.end]):
            yield paragraph.number


def _holds(span: Span, begins: Sequence[int]) -> bool:
    """Whether a reference begins in a line."""
    at = bisect_left(begins, span.start)
    return at < len(begins) and begins[at] < span.end


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document with the changes tracked; raises Unplaced for one in what another program writes anew."""
    return annotated(document, changes, ())


def annotated(document: Document, changes: Sequence[Change], remarks: Sequence[Remark]) -> bytes:
    """The document with the changes tracked and the remarks as comments."""
    if not changes and not remarks:
        return document.data
    return redlined(document, Word(document.data, document.path), edits(document, changes), remarks)
