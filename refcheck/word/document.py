"""A Word file as what is read of it: one paragraph a line, the notes after the text, each stretch with its place.

Blank lines part the paragraphs, for no reference goes on in the next.

The characters of the file are those of all pieces of text, in the order in which they are read, with a line end between
any two (so that the end of one is another place than the beginning of the next).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from urllib.parse import unquote

from refcheck.errors import UnreadableDocument
from refcheck.model import Landmark, Managed, Record, Span
from refcheck.reading import Reader
from refcheck.text import bare_doi
from refcheck.trees import Element, attribute, local
from refcheck.word.managers import Writer
from refcheck.word.numbering import Numbering
from refcheck.word.package import Package
from refcheck.word.styles import Styles
from refcheck.word.text import Paragraph, Piece, Text

NOTES = {"footnotes": "Footnotes", "endnotes": "Endnotes"}
RAISED = "raised"  # the kind of stretches that stand for raised digits
_RESOLVER = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_DIGITS = "0123456789"
_LIFTED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
LIFT, LOWER = str.maketrans(_DIGITS, _LIFTED), str.maketrans(_LIFTED, _DIGITS)
_NUMBERS = re.compile(r"[\d\s,;‐-―-]*\d[\d\s,;‐-―-]*")  # what is raised that cites by number
_BLANKS = str.maketrans("\r\n\t\v\f\x85\u2028\u2029", " " * 8)  # in a text they are blanks; lines are Word's own signs


class Word:
    """An opened file: its parts and the paragraphs in them, those of the body first."""

    def __init__(self, data: bytes, path: str, *, rejected: bool = False) -> None:
        self.package = Package(data, path)
        styles, numbers = (self.package.tree(self.package.part(kind)) for kind in ("styles", "numbering"))
        text = Text(Styles(styles), Numbering(numbers), rejected=rejected)
        root = self.package.tree(self.package.main)
        if root is None or not any(local(e) == "body" for e in root):
            raise UnreadableDocument(f"{path}: holds no text that Word could show; save it again")
        text.read(root, self.package.targets(self.package.main))
        self.roots: dict[str, Element] = {self.package.main: root}
        self.body = list(text.paragraphs)
        self.marks = [piece for p in self.body for piece in p.pieces if piece.note]
        self.notes = {kind: self._notes(text, kind) for kind in NOTES}
        self.records: tuple[Record, ...] = tuple(dict.fromkeys(text.records))
        self.pieces = [piece for p in text.paragraphs for piece in p.pieces]
        at = 0
        for piece in self.pieces:
            piece.start = at
            at += len(piece.text) + 1

    @property
    def written(self) -> str:
        """The characters of all pieces."""
        return "\n".join(piece.text for piece in self.pieces)

    def _notes(self, text: Text, kind: str) -> list[Paragraph]:
        """The paragraphs of the notes of a kind, in the order of their marks, each note with its number."""
        part = self.package.part(kind)
        root = self.package.tree(part)
        if root is None:
            return []
        self.roots[part] = root
        notes = {attribute(note, "id"): note for note in root if isinstance(note.tag, str)}
        before = len(text.paragraphs)
        for number, name in enumerate(self.numbered(kind), 1):
            first = len(text.paragraphs)
            if (note := notes.get(name.partition(" ")[2])) is not None:
                text.read(note, self.package.targets(part), name)
            for paragraph in text.paragraphs[first : first + 1]:
                paragraph.label = f"{number}. "
        return text.paragraphs[before:]

    def numbered(self, kind: str) -> list[str]:
        """The notes of a kind in the order of their marks, which is their number."""
        return list(dict.fromkeys(m.note for m in self.marks if m.note.startswith(kind.removesuffix("s"))))


@dataclass(slots=True)
class Layout:
    """What is read: the text, and where in it lines, lists of reference managers and notes stand."""

    reader: Reader
    landmarks: list[Landmark] = field(default_factory=list)
    managed: list[Managed] = field(default_factory=list)
    lines: list[tuple[Span, Paragraph]] = field(default_factory=list)
    sections: list[Span] = field(default_factory=list)  # the body, then the notes of each kind

    _writer: Writer | None = None  # of the last piece

    def manage(self, piece: Piece, begin: int) -> None:
        """Note who writes a piece anew; what follows in the same field is joined to it, line ends included."""
        who, before, end = piece.writer, self._writer, self.reader.length
        self._writer = who
        if who and who == before and self.managed:
            self.managed[-1] = replace(self.managed[-1], span=Span(self.managed[-1].span.start, end))
        elif who:
            self.managed.append(Managed(Span(begin, end), who.name))

    def listed(self) -> Iterator[Span]:
        """The lines in which a reference manager writes the list of references."""
        for span, paragraph in self.lines:
            if any(piece.writer and piece.writer.lists for piece in paragraph.pieces):
                yield span


def laid_out(word: Word, *, marks: bool = False, linked: Collection[int] = ()) -> Layout:
    """The text of a file, with the marks of notes where `marks` says so.

    After the paragraphs of the numbers `linked` the DOI is read that only a link under them tells.
    """
    made = Layout(Reader(word.written))
    notes = {name: str(n) for kind in NOTES for n, name in enumerate(word.numbered(kind), 1)} if marks else {}
    for heading, paragraphs in (("", word.body), *((said, word.notes[kind]) for kind, said in NOTES.items())):
        if heading and paragraphs:
            made.reader.add(f"{heading}\n\n")
        start = made.reader.length
        for paragraph in (p for p in paragraphs if p.pieces or p.label):
            _line(made, paragraph, notes)
            if paragraph.number in linked:
                made.reader.add(f" https://doi.org/{doi_under(paragraph)}")
            made.reader.add("\n\n")
        made.sections.append(Span(start, made.reader.length))
    return made


def doi_under(paragraph: Paragraph) -> str:
    """The one DOI to which the links of a paragraph lead, "" where there is none or several."""
    found = {doi for target in paragraph.targets if _RESOLVER.match(target) and (doi := bare_doi(unquote(target)))}
    return found.pop() if len(found) == 1 else ""


def _line(made: Layout, paragraph: Paragraph, notes: Mapping[str, str]) -> None:
    reader, start, run = made.reader, made.reader.length, 0
    if paragraph.pieces:
        run = paragraph.pieces[0].number
        made.landmarks += (Landmark(start, "paragraph", paragraph.number), Landmark(start, "run", run))
    reader.add(paragraph.label)
    for raised, pieces in groupby(paragraph.pieces, key=lambda p: p.raised or bool(p.note)):
        group = list(pieces)
        lifted = raised and _NUMBERS.fullmatch("".join(notes.get(p.note, p.text) for p in group)) is not None
        for piece in group:
            if piece.number != run:
                run = piece.number
                made.landmarks.append(Landmark(reader.length, "run", run))
            begin = reader.length
            _piece(reader, piece, notes, lifted=lifted)
            if piece.text:
                made.manage(piece, begin)
    made.lines.append((Span(start, reader.length), paragraph))


def _piece(reader: Reader, piece: Piece, notes: Mapping[str, str], *, lifted: bool) -> None:
    end = piece.start + len(piece.text)
    shown = notes.get(piece.note, piece.text)
    if lifted:
        reader.put(shown.translate(LIFT), piece.start, end, RAISED)
    elif local(piece.element) in ("t", "delText") and shown != (said := shown.translate(_BLANKS)):
        reader.put(said, piece.start, end)
    elif shown:
        reader.put(shown, piece.start, end)
