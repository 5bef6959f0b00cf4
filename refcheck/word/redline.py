"""Edits of a Word file as tracked changes, and remarks as comments: runs are split, their formatting is kept."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise

from refcheck.finding import Remark
from refcheck.model import Document, Edit, Span
from refcheck.reading import Unplaced, as_read, in_file, in_order
from refcheck.trees import Element, attribute, local, writable
from refcheck.word.comments import Comments
from refcheck.word.document import LOWER, RAISED, Word
from refcheck.word.text import Piece

AUTHOR = "refcheck"
_PRESERVED = "{http://www.w3.org/XML/1998/namespace}space"
_WORD = re.compile(r"\w")


def redlined(document: Document, word: Word, edits: Sequence[Edit], remarks: Sequence[Remark]) -> bytes:
    """The file with the edits tracked and the remarks beside what they are about; raises Unplaced."""
    placed = in_order(in_file(document, _whole_words(document, edits), _lowered))
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    cuts = [_cut(word, document, edit) for edit in placed]
    changed = Comments(word, AUTHOR, now).add((_pieces(document, word, r.span), r.said) for r in remarks)
    tracked = _Tracked(word, now)
    for run in dict.fromkeys(cut.piece.run for cut in cuts):
        changed.add(tracked.split(run, [c for c in cuts if c.piece.run is run]))
    return word.package.rewritten(changed)


def _lowered(text: str, kind: str) -> str:
    return text.translate(LOWER) if kind == RAISED else text


def _whole_words(document: Document, edits: Sequence[Edit]) -> list[Edit]:
    """The edits, each of whole words; those that would meet stay as they are."""
    wide = [_whole(document, edit) for edit in edits]
    met = {i for i, (a, b) in enumerate(pairwise(wide)) if a.span.end > b.span.start}
    return [edits[i] if {i - 1, i} & met else edit for i, edit in enumerate(wide)]


def _whole(document: Document, edit: Edit) -> Edit:
    """An edit that begins or ends within a word as one of the whole word, as far as the file has it in one."""
    text, start, end, new = document.text, edit.span.start, edit.span.end, edit.new
    least, most = _room(document, edit)
    if _WORD.match(text[start : start + 1] if start < end else new) or _WORD.match((new + text[end : end + 1])[:1]):
        while start > least and _WORD.match(text[start - 1]):
            start -= 1
    if _WORD.match((text[:end] if edit.span.start < end else new)[-1:]) or _WORD.match((text[:start] + new)[-1:]):
        while end < most and _WORD.match(text[end]):
            end += 1
    if (start, end) == (edit.span.start, edit.span.end):
        return edit
    widened = text[start : edit.span.start] + new + text[edit.span.end : end]
    return replace(edit, span=Span(start, end), new=widened)


def _room(document: Document, edit: Edit) -> tuple[int, int]:
    """How far around an edit the file's own characters reach without a gap."""
    stretches = document.origin.stretches if document.origin else ()
    first = max(0, bisect_right(stretches, edit.span.start, key=lambda s: s.start) - 1)
    last = min(len(stretches) - 1, bisect_left(stretches, edit.span.end, key=lambda s: s.end))
    if not stretches or not (stretches[first].same and stretches[last].same):
        return edit.span.start, edit.span.end
    while first and stretches[first - 1].same and stretches[first - 1].end == stretches[first].start:
        first -= 1
    while last + 1 < len(stretches) and stretches[last + 1].same and stretches[last + 1].start == stretches[last].end:
        last += 1
    return stretches[first].start, stretches[last].end


@dataclass(frozen=True, slots=True)
class _Cut:
    """In a piece, from one offset to another, another text."""

    piece: Piece
    start: int
    end: int
    new: str


def _cut(word: Word, document: Document, edit: Edit) -> _Cut:
    """The piece that an edit of the file's characters is in; raises Unplaced for one that is not to be edited."""
    at = bisect_right(word.pieces, edit.span.start, key=lambda p: p.start) - 1
    piece = word.pieces[at]
    if writable(edit.new) != edit.new:
        raise Unplaced(as_read(document, edit.span))
    if not piece.free or piece.writer or edit.span.end > piece.start + len(piece.text):
        said = f"{piece.writer.name} writes it anew; change it there" if piece.writer else ""
        raise Unplaced(as_read(document, edit.span), said)
    return _Cut(piece, edit.span.start - piece.start, edit.span.end - piece.start, edit.new)


def _pieces(document: Document, word: Word, span: Span) -> list[Piece]:
    """The pieces in which a span of the text stands; in a note, the mark of the note in the body."""
    found = document.origin.span(span) if document.origin else span
    first = bisect_right(word.pieces, found.start, key=lambda p: p.start) - 1
    last = bisect_left(word.pieces, max(found.end, found.start + 1), key=lambda p: p.start)
    pieces = word.pieces[max(0, first) : max(last, first + 1)]
    notes = {id(p): paragraph.note for kind in word.notes.values() for paragraph in kind for p in paragraph.pieces}
    note = next((notes[id(p)] for p in pieces if id(p) in notes), "")
    return [m for m in word.marks if m.note == note][:1] if note else pieces


class _Tracked:
    """Splits runs; every change has a number, its author and its time."""

    def __init__(self, word: Word, now: str) -> None:
        self._word, self._now = word, now
        # marks of all kinds share their numbers: insertions, moves, changed properties, bookmarks
        used = (attribute(e, "id") for root in word.roots.values() for e in root.iter("{*}*"))
        self._number = max((int(n) for n in used if n.isdecimal() and len(n) < 10), default=0)

    def split(self, run: Element, cuts: Sequence[_Cut]) -> str:
        """Put in place of a run its parts, those that go marked as deleted and what comes as inserted.

        Returns the part of the file that it stands in.
        """
        parent = run.getparent()
        assert parent is not None
        name = next(n for n, root in self._word.roots.items() if root is run.getroottree().getroot())
        made = list(self._parts(run, cuts))
        # what somebody else has inserted is parted: no insertion stands within another
        if local(parent) in ("ins", "moveTo"):
            self._parted(parent, run, made)
        else:
            at = parent.index(run)
            made[-1].tail, run.tail = run.tail, None
            parent[at : at + 1] = made
        return name

    def _parts(self, run: Element, cuts: Sequence[_Cut]) -> Iterator[Element]:
        held: list[Element] = []
        for element in [c for c in run if local(c) != "rPr"]:
            own = [c for c in cuts if c.piece.element is element]
            at = 0
            for cut in own:
                held += _between(cut.piece, at, cut.start)
                if held:
                    yield self._run(run, held)
                    held = []
                if cut.start < cut.end:
                    yield self._mark(run, "del", [_deleted(e) for e in _between(cut.piece, cut.start, cut.end)])
                if cut.new:
                    yield self._mark(run, "ins", list(_written(run, cut.new)))
                at = cut.end
            held += _between(own[0].piece, at, len(own[0].piece.text)) if own else [element]
        if held:
            yield self._run(run, held)

    def _mark(self, run: Element, kind: str, held: Sequence[Element]) -> Element:
        made = self._numbered(_element(run, kind))
        made.set(_own(run, "author"), AUTHOR)
        made.set(_own(run, "date"), self._now)
        made.append(self._run(run, held))
        return made

    def _run(self, run: Element, held: Iterable[Element]) -> Element:
        """A run with the same properties that holds something else."""
        made = _like(run)
        made.extend([deepcopy(p) for p in run if local(p) == "rPr"])
        for mark in made.iter("{*}rPrChange"):
            self._numbered(mark)
        made.extend(list(held))
        return made

    def _parted(self, parent: Element, run: Element, made: Sequence[Element]) -> None:
        """Part an insertion of somebody else around what is inserted in it."""
        outer, at = parent.getparent(), parent.index(run)
        assert outer is not None
        rows = list(parent)
        rows[at : at + 1] = made
        placed: list[Element] = []
        part: Element | None = None  # of the insertion, while nothing else stands behind it
        for element in rows:
            element.tail = None
            if local(element) == "ins" and element in made:
                placed.append(element)
                part = None
                continue
            if part is None:
                part = self._numbered(_like(parent))
                placed.append(part)
            part.append(element)
        index = outer.index(parent)
        placed[-1].tail = parent.tail
        outer[index : index + 1] = placed

    def _numbered(self, mark: Element) -> Element:
        """The mark with a number that no other has."""
        self._number += 1
        mark.set(_own(mark, "id"), str(self._number))
        return mark


def _own(element: Element, name: str) -> str:
    """A name in the namespace of an element."""
    return f"{element.tag[: element.tag.rfind('}') + 1]}{name}"


def _element(like: Element, name: str) -> Element:
    return like.makeelement(_own(like, name))


def _like(element: Element) -> Element:
    """An element of the same name and attributes that holds nothing."""
    made = element.makeelement(element.tag)
    for name, said in element.attrib.items():
        made.set(str(name), str(said))
    return made


def _between(piece: Piece, start: int, end: int) -> list[Element]:
    """A part of a piece as an element of its own, none of what is empty."""
    if start >= end:
        return []
    made = deepcopy(piece.element)
    made.tail = None
    if local(made) in ("t", "delText"):
        made.text = piece.text[start:end]
        made.set(_PRESERVED, "preserve")
    return [made]


def _deleted(element: Element) -> Element:
    if local(element) == "t":
        element.tag = _own(element, "delText")
    return element


def _written(run: Element, text: str) -> Iterator[Element]:
    """A text as the elements of a run: tabs and line ends are signs of their own."""
    for part in filter(None, re.split(r"([\t\n])", text)):
        made = _element(run, {"\t": "tab", "\n": "br"}.get(part, "t"))
        if local(made) == "t":
            made.text = part
            made.set(_PRESERVED, "preserve")
        yield made
