"""What PDFium tells of one page: its rows of text, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double, c_ushort
from math import hypot, isfinite
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from refcheck.pdf.rows import FEWEST, Row, across, ordered
from refcheck.pdf.signs import ACCENT, BELOW, cleaned, composed

_ROW = re.compile("[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_HYPHENS = ("\ufffe", "\x02")  # what PDFium gives in place of a hyphen at a line end, the next line joined on
_SIGN = re.compile(r"\S")
_NUMBER = re.compile(r"\s*\d{1,4}\s+(?=\S)")
_LETTER = re.compile(r"[^\W\d_]")
SMALLEST = 1.0  # points; type that has no size
FARTHEST = 100_000.0  # points; the largest pages have 14,400
QUARTER = 1.5708  # of a turn
WIDE = 0.55  # share of the width of what is printed from which a row may be one of two columns
GAP = 0.85  # of the size of the type, from which a gap in a row is wider than any blank
BACK = 4.0  # … by which what is drawn goes back to where another column stands
PROBED = 12  # rows of a page that are looked at closely, if a few of them show anything
FIRST = 3


def _text(shown: pypdfium2.PdfTextPage, count: int) -> str:
    """What PDFium gives of so many signs; the methods of pypdfium2 for it differ from release to release."""
    buffer = (c_ushort * (count + 1))()
    units = pdfium.FPDFText_GetText(shown, 0, count, buffer) - 1  # a zero ends them
    return bytes(buffer)[: 2 * max(0, units)].decode("utf-16-le", "replace")


class _Found(NamedTuple):
    """A row, and where it stands in the text that PDFium gives."""

    row: Row
    start: int
    text: str

    @property
    def back(self) -> bool:
        """Whether it ends to the left of its beginning."""
        return self.row.left == self.row.right and len(self.row.text) > 1


class Shown:
    """Reads one page."""

    def __init__(self, shown: pypdfium2.PdfTextPage, count: int) -> None:
        self._shown = shown
        self._text = _text(shown, count)
        # PDFium counts in units of UTF-16, and leaves out of its text what has no sign
        self._plain = len(self._text) == count
        self._wide = not self._plain and any(sign > "\uffff" for sign in self._text)
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y = c_double(), c_double()

    def rows(self) -> list[Row]:
        """The rows as they were drawn or, where columns were drawn line by line, column by column."""
        found = list(self._found())
        pieces = [piece for f in found for piece in self._pieces(f)] if self._across(found) else []
        return ordered(pieces) or [f.row for f in found]

    def _found(self) -> Iterator[_Found]:
        texts = [m for m in _ROW.finditer(self._text) if m[0].strip()]
        turns = [self._turn(m.start() + len(m[0]) - len(m[0].lstrip())) for m in texts]
        upright = max(set(turns), key=turns.count, default=0)  # what a repository prints along the margin is not
        signs = self._accented() if ACCENT.search(self._text) else self._text
        for m, turn in zip(texts, turns, strict=True):
            read = "".join(signs[m.start() : m.end()])
            if turn == upright and (row := self._row(m.start(), m[0], read)):
                yield _Found(row, m.start(), m[0])

    def _row(self, start: int, text: str, read: str) -> Row | None:
        """The row of a stretch of the text, which is read so."""
        hyphen = text.endswith(_HYPHENS)
        said = cleaned(read.removesuffix(text[-1]) if hyphen else read)
        if not said:
            return None
        first = start + len(text) - len(text.lstrip())
        letter = _LETTER.search(text)  # a raised number may stand at an end
        low, size = self._type(start + letter.start() if letter else first)
        left, _ = self._sides(first)
        _, right = self._sides(start + len(text.rstrip()) - 1 - hyphen)
        number = _NUMBER.match(text)
        body = self._sides(start + number.end())[0] if number else left
        return Row(f"{said}-" if hyphen else said, left, low, max(left, right), low + size, body)

    def _across(self, found: Sequence[_Found]) -> bool:
        """Whether columns were drawn line by line, so that rows hold a line of each, or take turns."""
        if len(found) < FEWEST:
            return False
        left, right = min(f.row.left for f in found), max(f.row.right for f in found)
        rows = [f.row for f in found]
        turns = (
            a.apart(b) and b.apart(c) and not a.apart(c) for a, b, c in zip(rows, rows[1:], rows[2:], strict=False)
        )
        if sum(turns) >= FEWEST:
            return True
        wide = [f for f in found if f.row.right - f.row.left > WIDE * (right - left) or f.back]
        probed = wide[:: max(1, len(wide) // PROBED)]
        first = probed[:: max(1, len(probed) // FIRST)]
        return any(len(self._pieces(f)) > 1 for f in first) and across([self._pieces(f) for f in probed], left, right)

    def _pieces(self, found: _Found) -> list[Row]:
        """A row cut at its wide gaps."""
        pieces: list[Row] = []
        begin, until = found.start, 0.0
        for m in _SIGN.finditer(found.text):
            at = found.start + m.start()
            left, right = self._sides(at)
            # columns that are not level may be drawn from the right one back to the left one
            if until and (left - until > GAP * found.row.size or until - left > BACK * found.row.size):
                pieces += self._piece(found, begin, at)
                begin = at
            until = right
        return [*pieces, *self._piece(found, begin, found.start + len(found.text))]

    def _piece(self, found: _Found, begin: int, end: int) -> list[Row]:
        text = found.text[begin - found.start : end - found.start]
        row = self._row(begin, text, text) if text.strip() else None
        return [row] if row else []

    def _accented(self) -> list[str]:
        """What to read for each sign: letters with the accents that are set over them, and nothing for those."""
        signs = list(self._text)
        for found in ACCENT.finditer(self._text):
            under = self._under(found.start(), below=found[0] in BELOW)
            letter = composed(self._text[under], found[0]) if 0 <= under < len(signs) else ""
            if letter:
                signs[under], signs[found.start()] = letter, ""
        return signs

    def _under(self, offset: int, *, below: bool) -> int:
        """Where in the text the letter is that an accent is set over; -1 where there is none."""
        left, right, low, high = (c_double() for _ in range(4))
        i = self._index(offset)
        pdfium.FPDFText_GetCharBox(self._shown, i, byref(left), byref(right), byref(low), byref(high))
        far = high.value - low.value
        y = high.value + far if below else low.value - far
        under = int(pdfium.FPDFText_GetCharIndexAtPos(self._shown, (left.value + right.value) / 2, y, 1.0, 2.0))
        if under < 0 or under == i or self._wide:
            return -1
        return under if self._plain else int(pdfium.FPDFText_GetTextIndexFromCharIndex(self._shown, under))

    def _index(self, offset: int) -> int:
        if self._plain:
            return offset
        if self._wide:
            offset = len(self._text[:offset].encode("utf-16-le", "surrogatepass")) // 2
        return int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._shown, offset))

    def _turn(self, offset: int) -> int:
        """How a sign is turned, in quarters."""
        turn = _bounded(pdfium.FPDFText_GetCharAngle(self._shown, self._index(offset)) / QUARTER)
        return round(turn) % 4

    def _type(self, offset: int) -> tuple[float, float]:
        """The base line of a sign, and the size of its type."""
        i = self._index(offset)
        pdfium.FPDFText_GetCharOrigin(self._shown, i, byref(self._x), byref(self._y))
        pdfium.FPDFText_GetMatrix(self._shown, i, byref(self._matrix))
        size = pdfium.FPDFText_GetFontSize(self._shown, i) * hypot(self._matrix.c, self._matrix.d)
        return _bounded(self._y.value), max(SMALLEST, _bounded(size))

    def _sides(self, offset: int) -> tuple[float, float]:
        """Where a sign begins and ends."""
        pdfium.FPDFText_GetLooseCharBox(self._shown, self._index(offset), self._box)
        return _bounded(self._box.left), _bounded(self._box.right)


def _bounded(points: float) -> float:
    """A place on a page, whatever a file says: none is further away than that, or nowhere."""
    return min(max(points, -FARTHEST), FARTHEST) if isfinite(points) else 0.0
