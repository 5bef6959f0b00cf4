"""A line of what is read of marked-up text: blanks run together, markup left out, every piece with its place."""

from __future__ import annotations

import re
from typing import NamedTuple

from refcheck.markup import Text
from refcheck.reading import Reader

NOWHERE = -1  # where what was put in stands
_BLANKS = " \t\r\n\f"
_ODD = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")  # blanks that do not read as they are written
_RAISED = str.maketrans("0123456789-–−‑,", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻⁻˒", " \t\r\n\f")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")
_NUMBERS = re.compile(r"[0-9,–−‑-](?:[0-9,–−‑\s-]*[0-9,–−‑-])?")
RAISED = "raised"  # the kind of a stretch of raised numbers
VALUE = "value"  # … of the value of an attribute


class Piece(NamedTuple):
    """A stretch of text as it reads, and where it stands in the file."""

    text: str
    at: int
    end: int
    kind: str = ""


class Flow:
    """Puts the pieces of one line together, in the order in which they read."""

    def __init__(self, written: str) -> None:
        self._written = written
        self.pieces: list[Piece] = []
        self.length = 0
        self._blank: Piece | None = None  # is read where more follows

    def __str__(self) -> str:
        """What was read so far."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def ending(self) -> str:
        """The last character, "" at the beginning."""
        return self.pieces[-1].text[-1] if self.pieces else ""

    @property
    def parted(self) -> bool:
        """Whether what comes next stands behind a blank, or at the beginning."""
        return self._blank is not None or self.ending in ("", " ", "\n", "\t")

    @property
    def waiting(self) -> int:
        """How many blanks are to be read before what comes next."""
        return 1 if self._blank else 0

    def text(self, event: Text, *, raised: bool = False) -> None:
        """Read a text; numbers that stand raised are read as such."""
        said, at = event.text, event.at
        if self._written[at : event.end] != said:  # an entity
            if said.strip(_BLANKS):
                signs = raised and _NUMBERS.fullmatch(said)
                self.put(*(said.translate(_RAISED), at, event.end, RAISED) if signs else (said, at, event.end))
            else:
                self.blank(at, event.end)
            return
        if raised and _NUMBERS.fullmatch(said.strip()):
            lead = len(said) - len(said.lstrip())
            said = said.strip()
            self.put(said.translate(_RAISED), at + lead, at + lead + len(said), RAISED)
            return
        for odd in _ODD.finditer(self._written, at, event.end):
            self._plain(at, odd.start())
            self.blank(*odd.span())
            at = odd.end()
        self._plain(at, event.end)

    def _plain(self, at: int, end: int) -> None:
        """Read what holds no blanks but single ones; those at its ends are read where something stands beside them."""
        if at < end and self._written[at] == " ":
            self.blank(at, at + 1)
            at += 1
        if at < end:
            stop = end - 1 if self._written[end - 1] == " " else end
            self.put(self._written[at:stop], at, stop)
            if stop < end:
                self.blank(stop, end)

    def blank(self, at: int, end: int) -> None:
        """Blanks, which read as one."""
        if self._blank is None and self.ending not in ("", " ", "\n", "\t"):
            self._blank = Piece(" ", at, end)

    def put(self, text: str, at: int, end: int, kind: str = "") -> None:
        """Read a text for what is written there."""
        self._settle()
        self._append(Piece(text, at, end, kind))

    def add(self, text: str) -> None:
        """Read a text that stands nowhere; where it begins with a blank, it takes the place of one."""
        if text.startswith(tuple(_BLANKS)):
            self._blank = None
        self._settle()
        self._append(Piece(text, NOWHERE, NOWHERE))

    def _settle(self) -> None:
        if self._blank:
            self._append(self._blank)
            self._blank = None

    def _append(self, piece: Piece) -> None:
        if piece.text:
            self.pieces.append(piece)
            self.length += len(piece.text)

    def follow(self, other: Flow, between: str) -> None:
        """Read another line behind this one."""
        self._blank = None
        if self.pieces and other.pieces:
            self.add(between)
        for piece in other.pieces:
            self._append(piece)

    def cut(self, length: int) -> None:
        """Leave out what stands behind so many characters."""
        self._blank = None
        while self.pieces and self.length - len(self.pieces[-1].text) >= length:
            self.length -= len(self.pieces.pop().text)
        over = self.length - length
        if over > 0:
            text, at, end, kind = self.pieces.pop()
            self.length = length
            same = end - at == len(text)
            self.pieces.append(Piece(text[:-over], at, end - over if same and at >= 0 else end, kind))

    def unraise(self, start: int, numbers: re.Pattern[str], signs: tuple[str, str]) -> None:
        """Read raised numbers from there on, if they are nothing else, as they are written, between two signs."""
        i, at = len(self.pieces), self.length
        while i and at > start:
            i -= 1
            at -= len(self.pieces[i].text)
        raised = self.pieces[i:]
        texts = [self._written[p.at : p.end] if p.kind == RAISED else p.text for p in raised]
        if not numbers.fullmatch("".join(texts).strip()):
            return
        del self.pieces[i:]
        self.length = at
        if signs[0]:
            self.add(signs[0])
        for piece, text in zip(raised, texts, strict=True):
            self._append(piece._replace(text=text, kind="" if piece.kind == RAISED else piece.kind))
        self.add(signs[1])

    def into(self, reader: Reader) -> None:
        """Read the line."""
        for text, at, end, kind in self.pieces:
            if at == NOWHERE:
                reader.add(text)
            else:
                reader.put(text, at, end, kind)


def lowered(text: str) -> str:
    """Raised numbers as they are written."""
    return text.translate(_LOWERED)
