"""The text of pages as one: rows in order, with the gaps and the indents that part one paragraph from the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from refcheck.model import Landmark
from refcheck.pdf.addresses import goes_on, targets
from refcheck.pdf.document import Page
from refcheck.pdf.furniture import without_furniture
from refcheck.pdf.rows import Row

WIDER = 1.25  # times the usual distance of two lines: a gap
OTHER = 1.12  # times the size of the type: another one
BESIDE = 2.5  # times the size of the type, within which what stands on the same line goes on
LABEL = 8  # signs of a number or key that may stand further away
BLANK = 0.5  # of the size of the type: the width of a blank in an indent
DEEPEST = 12  # blanks of an indent


class Place(NamedTuple):
    """Where in the text a row of a page begins."""

    start: int
    page: int
    row: Row


class Printed(NamedTuple):
    """What is read of a document: its text, where its pages begin, and where each row stands."""

    text: str
    landmarks: tuple[Landmark, ...]
    places: tuple[Place, ...]


def printed(all_pages: Sequence[Page]) -> Printed:
    """The pages as one text."""
    text = _Text()
    for page in without_furniture(all_pages):
        text.turn(page)
        for row, gap, indent in _spaced(_joined(page.rows)):
            text.add(row, gap, indent)
    return text.printed()


class _Text:
    """Puts the text together, row by row."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._landmarks: list[Landmark] = []
        self._places: list[Place] = []
        self._length = 0
        self._page = 0
        self._before: Row | None = None
        self._targets: frozenset[str] = frozenset()

    def turn(self, page: Page) -> None:
        """Begin a page."""
        self._landmarks.append(Landmark(self._length, "page", page.number))
        self._page = page.number
        self._targets = targets(page)

    def add(self, row: Row, gap: bool | None, indent: int) -> None:
        """Add a row: behind a gap or not (None: it begins a column), indented by so many blanks."""
        before, self._before = self._before, row
        if before and (link := goes_on(before.text, row.text, self._targets)) is not None:
            self._parts.pop()  # the line end
            self._parts.append(self._parts.pop()[: len(link) - len(before.text) or None])
            self._length += len(link) - len(before.text) - 1
        else:
            # what goes on in type of another size in the next column is another text
            apart = gap if gap is not None else before is not None and _another(before, row)
            self._put("\n" * apart + " " * indent)
        self._places.append(Place(self._length, self._page, row))
        self._put(row.text)
        self._put("\n")

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def printed(self) -> Printed:
        """What was put together."""
        return Printed("".join(self._parts), tuple(self._landmarks), tuple(self._places))


def _another(a: Row, b: Row) -> bool:
    return max(a.size, b.size) > OTHER * min(a.size, b.size)


def _joined(rows: Sequence[Row]) -> list[Row]:
    """The rows, those that go on beside one another on a line joined: a raised number, a label, and what follows."""
    joined: list[Row] = []
    for row in rows:
        last = joined[-1] if joined else None
        if last and last.level(row) and _goes_on(last, row):
            size = max(last.size, row.size)
            between = " " if row.left - last.right > 0.1 * size else ""
            larger = max(last, row, key=lambda r: r.size)
            joined[-1] = larger._replace(text=f"{last.text}{between}{row.text}", left=last.left, right=row.right)
        else:
            joined.append(row)
    return joined


def _goes_on(last: Row, row: Row) -> bool:
    size = max(last.size, row.size)
    between = row.left - last.right
    return -0.3 * size < between < (4 * BESIDE if len(last.text) <= LABEL else BESIDE) * size


def _spaced(rows: Sequence[Row]) -> Iterator[tuple[Row, bool | None, int]]:
    """Each row with whether a gap stands before it (None: it begins a column), and its indent in blanks."""
    usual = _leading(rows)
    for column in _columns(rows):
        left = min(row.left for row in column)
        for before, row in zip((None, *column), column, strict=False):
            gap = None if before is None else _parted(before, row, usual)
            yield row, gap, max(0, min(DEEPEST, round((row.left - left) / (BLANK * row.size))))


def _parted(before: Row, row: Row, usual: Mapping[int, float]) -> bool:
    """Whether more room is left between two lines than usual, or the type is another."""
    size = max(before.size, row.size)
    return before.bottom - row.bottom > WIDER * usual.get(round(size), 1.2 * size) or _another(before, row)


def _columns(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows that stand below one another."""
    column: list[Row] = []
    for row in rows:
        below = column and row.bottom < column[-1].bottom + 0.5 * row.size
        beside = column and (
            row.left > max(r.right for r in column[-3:]) or row.right < min(r.left for r in column[-3:])
        )
        if column and (not below or beside):
            yield column
            column = []
        column.append(row)
    if column:
        yield column


def _leading(rows: Sequence[Row]) -> dict[int, float]:
    """The usual distance of two lines, by the size of their type."""
    steps: dict[int, list[float]] = {}
    for a, b in pairwise(rows):
        if 0.5 * b.size < a.bottom - b.bottom < 3 * b.size and not _another(a, b):
            steps.setdefault(round(max(a.size, b.size)), []).append(a.bottom - b.bottom)
    return {size: sorted(found)[len(found) // 4] for size, found in steps.items()}
