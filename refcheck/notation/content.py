"""The text of a block, out of the lines that hold it, each piece of which knows where it stands in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from refcheck.reading import Reader

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
WIDEST = 130  # code points; a paragraph with longer lines is not wrapped, so that its line ends mean something
_PIPE = re.compile(r"(?=\|)")


def wide(line: str) -> bool:
    """Whether a line would have been wrapped, if its paragraph were; a link may stand out of one that is."""
    return len(line) > WIDEST and len(line) - max(map(len, line.split()), default=0) > WIDEST


class Piece(NamedTuple):
    """A piece of a block's text that stands in the file as it is: where in the text, where in the file, how long."""

    start: int
    at: int
    size: int


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of a file, and where each begins."""

    lines: tuple[str, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, written: str) -> Source:
        """The lines of a text; as in Markdown, a NUL reads as U+FFFD."""
        found = [(m[1], m.start()) for m in _LINE.finditer(written.replace("\0", "\ufffd"))]
        return cls(tuple(text for text, _ in found), tuple(start for _, start in found))

    def find(self, i: int, text: str, after: int) -> int | None:
        """Where a text stands in a line, at its end before anywhere else behind an offset of the file."""
        line, start = self.lines[i], self.starts[i]
        for held in (line, line.rstrip()):
            if held.endswith(text) and start + len(held) - len(text) >= after:
                return start + len(held) - len(text)
        found = line.find(text, max(0, after - start))
        return start + found if found >= 0 else None


class Content:
    """The text of a block and its pieces; what is read of it goes to a reader."""

    def __init__(self, text: str, pieces: Sequence[Piece]) -> None:
        self.text = text
        self._pieces = pieces

    @classmethod
    def of(cls, text: str, source: Source, lines: range, after: int) -> Content:
        """The text of the block that these lines hold, behind an offset of the file."""
        return cls(text, list(_laid(text, source, lines, after)))

    def at(self, offset: int) -> int | None:
        """Where an offset stands in the file."""
        i = bisect_right(self._pieces, offset, key=lambda p: p.start) - 1
        if i < 0:
            return None
        piece = self._pieces[i]
        return piece.at + min(offset - piece.start, piece.size)

    def keep(self, reader: Reader, start: int, end: int, kind: str = "") -> None:
        """Read a stretch of the text as it stands; a line end in it is a blank."""
        at = start
        i = max(0, bisect_right(self._pieces, start, key=lambda p: p.start) - 1)
        while i < len(self._pieces) and (piece := self._pieces[i]).start < end:
            low, high = max(at, piece.start), min(end, piece.start + piece.size)
            if low < high:
                self._between(reader, at, low)
                reader.keep(piece.at + low - piece.start, piece.at + high - piece.start, kind)
                at = high
            i += 1
        self._between(reader, at, end)

    def put(self, reader: Reader, text: str, start: int, end: int, kind: str = "") -> None:
        """Read a text that stands for a stretch of this one."""
        low, high = self.at(start), self.at(end)
        if low is None or high is None or high < low:
            reader.add(text)
        else:
            reader.put(text, low, high, kind)

    def _between(self, reader: Reader, start: int, end: int) -> None:
        """What no piece holds: the blanks at a line end, or what was not found in the file."""
        if start >= end:
            return
        if missing := self.text[start:end].strip(" \t\n"):
            reader.add(missing)
        else:
            self.put(reader, " ", start, end)


def _laid(text: str, source: Source, lines: range, after: int) -> Iterator[Piece]:
    """The pieces of a text: its lines, each in the next line of the file that holds it."""
    start, rows = 0, iter(lines)
    for part in text.split("\n"):
        body = part.lstrip(" \t")
        lead = start + len(part) - len(body)
        for i in rows:
            if pieces := list(_pieces(body, lead, source, i, after)):
                yield from pieces
                break
        start += len(part) + 1


def _pieces(body: str, start: int, source: Source, i: int, after: int) -> Iterator[Piece]:
    """The pieces of one line's text; in a table a bar is written with a backslash before it."""
    if (at := source.find(i, body, after)) is not None:
        yield Piece(start, at, len(body))
    elif "|" in body and (at := source.find(i, body.replace("|", r"\|"), after)) is not None:
        for part in _PIPE.split(body):
            at += part.startswith("|")
            yield Piece(start, at, len(part))
            start, at = start + len(part), at + len(part)
