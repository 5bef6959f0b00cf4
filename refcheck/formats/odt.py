"""OpenDocument: paragraphs are lines, the lists are found among them, and in what a reference manager writes.

A corrected document is the document with the changed characters, all else as it was; no changes are tracked in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from refcheck.finding import Change
from refcheck.matching.witness import witnessed
from refcheck.model import Document, Landmark, Managed, Span
from refcheck.opendocument import Line, OpenDocument, Piece, shown
from refcheck.parsing import located, references_of
from refcheck.parsing.citations import citations
from refcheck.parsing.edits import edits
from refcheck.reading import Reader, Unplaced, as_it_is, as_read, in_file, in_order
from refcheck.text import bare_doi
from refcheck.trees import writable, written
from refcheck.word.managers import Writer

NAME = "odt"
SUFFIXES: tuple[str, ...] = (".odt", ".ott")


def sniff(head: bytes) -> bool:
    """A zip archive that begins with what OpenDocument says of itself."""
    return head.startswith(b"PK\x03\x04") and b"mimetypeapplication/vnd.oasis.opendocument.text" in head


def read(data: bytes, path: str) -> Document:
    """The document with the references of its lists and its notes."""
    opened = OpenDocument(data, path)
    made = _laid_out(opened, ())
    entries = [e for section in made.sections for e in located(made.reader.text, section, made.listed)]
    if linked := set(_linked(made, [e.start for e in entries])):
        made = _laid_out(opened, linked)
        entries = [e for section in made.sections for e in located(made.reader.text, section, made.listed)]
    own = tuple(dict.fromkeys(opened.records))
    listed = witnessed(references_of(made.reader.text, entries), own)
    cited = citations(made.reader.text, listed)
    document = Document(
        path=path,
        format=NAME,
        text=made.reader.text,
        references=listed,
        origin=made.reader.origin,
        landmarks=tuple(made.landmarks),
        data=data,
        own=own,
        managed=tuple(made.managed),
    )
    return cited.of(document)


@dataclass(slots=True)
class _Layout:
    """What is read: the text, and where in it paragraphs, lists of reference managers and notes stand."""

    reader: Reader
    lines: list[Span] = field(default_factory=list)
    doi: list[str] = field(default_factory=list)  # which only a link under the line tells
    listed: list[Span] = field(default_factory=list)
    managed: list[Managed] = field(default_factory=list)
    landmarks: list[Landmark] = field(default_factory=list)
    sections: tuple[Span, ...] = ()  # the body, then the notes
    writer: Writer | None = None  # of the last piece


def _laid_out(opened: OpenDocument, linked: Collection[int]) -> _Layout:
    """The text; after the lines of the numbers `linked` the DOI is read that only a link under them tells."""
    made, noted = _Layout(Reader(opened.written)), 0
    for number, line in enumerate(opened.lines, 1):
        if line.note and not noted:
            made.reader.add("Notes\n\n")
            noted = made.reader.length
        start = made.reader.length
        _line(made, number, line)
        if number in linked:
            made.reader.add(f" https://doi.org/{made.doi[-1]}")
        made.lines.append(Span(start, made.reader.length))
        made.reader.add("\n\n")
    end = made.reader.length
    made.sections = (Span(0, noted), Span(noted, end)) if noted else (Span(0, end),)
    return made


def _line(made: _Layout, number: int, line: Line) -> None:
    reader, start = made.reader, made.reader.length
    made.landmarks.append(Landmark(start, "paragraph", number))
    reader.add(line.label)
    before = ""
    for piece in line.pieces:
        begin, end = reader.length, piece.start + len(piece.text)
        said = piece.text if piece.fixed else shown(piece.text, before)
        reader.put(said, piece.start, end)
        before = said[-1:] or before
        _manage(made, piece, begin)
    found = {doi for target in line.targets if "doi.org/" in target and (doi := bare_doi(unquote(target)))}
    made.doi.append(found.pop() if len(found) == 1 else "")
    if any(piece.writer and piece.writer.lists for piece in line.pieces):
        made.listed.append(Span(start, reader.length))


def _manage(made: _Layout, piece: Piece, begin: int) -> None:
    """Note who writes a piece anew; what follows it in the same stretch is joined to it."""
    who, before, end = piece.writer, made.writer, made.reader.length
    made.writer = who
    if who and who == before and made.managed:
        made.managed[-1] = replace(made.managed[-1], span=Span(made.managed[-1].span.start, end))
    elif who:
        made.managed.append(Managed(Span(begin, end), who.name))


def _linked(made: _Layout, begins: Sequence[int]) -> Iterator[int]:
    """The lines with a reference whose DOI only a link tells."""
    for number, (span, doi) in enumerate(zip(made.lines, made.doi, strict=True), 1):
        if doi and not bare_doi(made.reader.text[span.start : span.end]):
            at = bisect_right(begins, span.end - 1)
            if at and begins[at - 1] >= span.start:
                yield number


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changed characters put into its content; raises Unplaced."""
    placed = in_order(in_file(document, edits(document, changes), as_it_is))
    if not placed:
        return document.data
    opened = OpenDocument(document.data, document.path)
    for edit in reversed(placed):
        piece = opened.pieces[bisect_right(opened.pieces, edit.span.start, key=lambda p: p.start) - 1]
        low, high = edit.span.start - piece.start, edit.span.end - piece.start
        if piece.fixed or piece.writer or high > len(piece.text) or writable(edit.new) != edit.new:
            said = f"{piece.writer.name} writes it anew; change it there" if piece.writer else ""
            raise Unplaced(as_read(document, edit.span), said)
        piece.text = piece.text[:low] + edit.new + piece.text[high:]
        if piece.tail:
            piece.element.tail = piece.text
        else:
            piece.element.text = piece.text
    return opened.rewritten(written(opened.root))
