"""What is read of a file with markup, stretch by stretch; and edits of it made edits of the file."""

from __future__ import annotations

import gc
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from refcheck.encoding import encode
from refcheck.model import Document, Edit, Landmark, Origin, Span, Stretch
from refcheck.text import Lines

Written = Callable[[str, str], str]  # a text in a format's notation, for a stretch of that kind


class Unplaced(Exception):
    """An edit cannot be made: what it would change does not stand in the file so that it can be changed there."""

    def __init__(self, span: Span, said: str = "") -> None:
        super().__init__(said or f"nothing in the file can be changed at {span.start}")
        self.span = span


class Reader:
    """Puts together what is read of a file, in the file's order, and keeps where each stretch of it stands."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.length = 0
        self._parts: list[str] = []
        self._stretches: list[Stretch] = []

    @property
    def text(self) -> str:
        """What was read so far."""
        return "".join(self._parts)

    @property
    def origin(self) -> Origin:
        """Where it stands."""
        return Origin(self.written, tuple(self._stretches))

    @property
    def ending(self) -> str:
        """The last character read, "" at the beginning."""
        return self._parts[-1][-1] if self._parts else ""

    def since(self, start: int) -> str:
        """What was read from that offset on."""
        parts, length = [], self.length
        for part in reversed(self._parts):
            if length <= start:
                break
            parts.append(part)
            length -= len(part)
        return "".join(reversed(parts))[max(0, start - length) :]

    def keep(self, start: int, end: int, kind: str = "") -> None:
        """Read the characters of the file as they stand."""
        if start >= end:
            return
        last = self._stretches[-1] if self._stretches else None
        size = end - start
        if last and last.until == start and last.same and last.end == self.length and last.kind == kind:
            self._stretches[-1] = last._replace(end=last.end + size, until=end)
        else:
            self._stretches.append(Stretch(self.length, self.length + size, start, end, True, kind))
        self._parts.append(self.written[start:end])
        self.length += size

    def put(self, text: str, start: int, end: int, kind: str = "") -> None:
        """Read a text that stands for other characters of the file: "ü" for "&uuml;"."""
        if text == self.written[start:end]:
            self.keep(start, end, kind)
        else:
            self.stand_for(text, start, end, kind)

    def stand_for(self, text: str, start: int, end: int, kind: str = "") -> None:
        """Read a text that stands for characters of the file as a whole, be they the same: a number without braces."""
        if text:
            self._stretches.append(Stretch(self.length, self.length + len(text), start, end, False, kind))
            self._add(text)

    def add(self, text: str) -> None:
        """Read a text that stands nowhere in the file: the number of a list item, what parts two paragraphs."""
        if text:
            self._add(text)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)


@contextmanager
def all_kept() -> Iterator[None]:
    """While hundreds of thousands of objects are made, all of them kept, nobody looks for garbage among them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def as_it_is(text: str, kind: str) -> str:
    """The notation of a file that has none."""
    return text


def rewritten(
    document: Document, edits: Sequence[Edit], written: Written = as_it_is, more: Iterable[Edit] = ()
) -> bytes:
    """The bytes of the file with the edits of its text made, and those of what is written (`more`).

    Raises Unplaced where an edit cannot be made, UnicodeEncodeError where the encoding lacks a character.
    """
    placed = [*more, *(in_file(document, edits, written) if document.origin else edits)]
    return encode(splice(document.written, in_order(placed)), document.encoding, document.bom)


def in_order(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in their order; raises Unplaced, with the home of the second in the text, where two of them overlap."""
    ordered = sorted(edits, key=lambda e: (e.span.start, e.span.end))
    at = 0
    for edit in ordered:
        if edit.span.start < at:
            raise Unplaced(edit.home or edit.span)
        at = edit.span.end
    return ordered


def splice(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits made; every other character stays."""
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.span.start], edit.new]
        at = edit.span.end
    return "".join([*parts, text[at:]])


def in_file(document: Document, edits: Iterable[Edit], written: Written) -> Iterator[Edit]:
    """Edits of the text as edits of the file, whose homes are what they edit in the text; raises Unplaced."""
    stretches = document.origin.stretches if document.origin else ()
    for edit in _together(document.text, stretches, edits):
        if edit.span.start == edit.span.end:
            yield _edited(document.text, _beside(stretches, edit), edit.span, edit.new, written)
        else:
            yield from _replaced(document.text, stretches, edit, written)


def _together(text: str, stretches: Sequence[Stretch], edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits, those that follow one another within a stretch that is written as a whole made one."""
    held: Edit | None = None
    for edit in edits:
        at = bisect_right(stretches, edit.span.start, key=lambda s: s.start) - 1
        if held and at >= 0 and not stretches[at].same and held.span.end > stretches[at].start:
            between = text[held.span.end : edit.span.start]
            held = Edit(Span(held.span.start, edit.span.end), held.new + between + edit.new, held.home)
            continue
        if held:
            yield held
        held = edit
    if held:
        yield held


def _replaced(text: str, stretches: Sequence[Stretch], edit: Edit, written: Written) -> Iterator[Edit]:
    """The new text goes into the first stretch; of the others that are touched, what was replaced goes out."""
    at, new = edit.span.start, edit.new
    i = bisect_right(stretches, at, key=lambda s: s.end)
    while at < edit.span.end:
        if i == len(stretches) or stretches[i].start > at:
            raise Unplaced(edit.span)  # what was put in so that the text reads
        high = min(edit.span.end, stretches[i].end)
        yield _edited(text, stretches[i], Span(at, high), new, written)
        at, new, i = high, "", i + 1


def _beside(stretches: Sequence[Stretch], edit: Edit) -> Stretch:
    """The stretch that something is put into: that it stands in, or the one of its home which it stands beside."""
    at, home = edit.span.start, edit.home or edit.span
    first = bisect_left(stretches, at, key=lambda s: s.end)
    beside = [s for s in stretches[first : first + 2] if s.start <= at <= s.end]
    if not beside:
        raise Unplaced(edit.span)
    return next((s for s in beside if s.start < home.end and s.end > home.start), beside[0])


def _edited(text: str, stretch: Stretch, span: Span, new: str, written: Written) -> Edit:
    """The edit of a part of one stretch; what is not the file's own characters is written anew as a whole."""
    low, high = span.start - stretch.start, span.end - stretch.start
    if stretch.same:
        return Edit(Span(stretch.at + low, stretch.at + high), written(new, stretch.kind) if new else "", span)
    whole = text[stretch.start : span.start] + new + text[span.end : stretch.end]
    return Edit(Span(stretch.at, stretch.until), written(whole, stretch.kind), span)


def as_read(document: Document, written: Span) -> Span:
    """The stretch of the text that stands for what begins at a place of the file."""
    stretches = document.origin.stretches if document.origin else ()
    at = bisect_right(stretches, written.start, key=lambda s: s.at) - 1
    return Span(stretches[at].start, stretches[at].end) if at >= 0 else Span(0, 0)


def limited(document: Document, only: frozenset[str] | None) -> Document:
    """The document with the references of these labels only, counted anew; None leaves all of them."""
    if only is None:
        return document
    kept = (r for r in document.references if r.label in only)
    return replace(document, references=tuple(replace(r, n=n) for n, r in enumerate(kept, 1)), only=only)


class Place(NamedTuple):
    """Where something stands in a file: line and column, counted from 1, and what it has beside lines.

    Of a file that is no text, lines and columns are those of what is read of it.
    """

    line: int
    column: int
    landmarks: tuple[Landmark, ...] = ()


class Places:
    """The places of a document's text in its file."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._lines = Lines.of(document.written)

    def span(self, span: Span) -> tuple[Place, Place]:
        """Where a span of the text begins and ends."""
        found = self._document.located(span)
        return self._place(found.start, span.start), self._place(found.end, span.end)

    def _place(self, written: int, offset: int) -> Place:
        return Place(*self._lines.position(written), tuple(self._near(offset)))

    def _near(self, offset: int) -> Iterator[Landmark]:
        """The last landmark of each kind before an offset."""
        marks = self._document.landmarks
        i = bisect_right(marks, offset, key=lambda m: m.start) - 1
        seen: set[str] = set()
        kinds = {m.kind for m in marks[:1]} | {m.kind for m in marks[1:2]}  # a file has one, or two that take turns
        while i >= 0 and seen < kinds:
            if marks[i].kind not in seen:
                seen.add(marks[i].kind)
                yield marks[i]
            i -= 1
