"""Rows of text with their places on a page, and the order in which they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

MIDDLE = (0.3, 0.7)  # share of the width of what is printed in which a gutter between two columns stands
FEWEST = 4  # rows that must stand on either side of it, or show it
MOSTLY = 0.5  # share of the rows that show it
CROSSING = 0.4  # share of the rows that may stand over both columns
TRIED = 50  # places at which most pieces begin
DEEPEST = 3  # times that a page is parted: four columns
LINES = 4  # of those found last that a piece may belong to


class Row(NamedTuple):
    """Signs that stand on one line, with their place on the page in points, from its left and lower edge.

    `bottom` is their base line, `body` where what follows a number at the beginning begins.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    body: float

    @property
    def size(self) -> float:
        """The size of its type."""
        return self.top - self.bottom

    def level(self, other: Row) -> bool:
        """Whether another row stands on the same line."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return shared > 0.6 * min(self.size, other.size)

    def apart(self, other: Row) -> bool:
        """Whether another row stands wholly to the left or to the right."""
        return self.right < other.left or other.right < self.left


def across(lines: Sequence[Sequence[Row]], left: float, right: float) -> bool:
    """Whether columns were drawn line by line: lines, cut where they leap, leap most often over the same place."""
    low, high = _middle(left, right)
    leaps = (sorted((a, b), key=lambda piece: piece.left) for line in lines for a, b in pairwise(line) if a.apart(b))
    gaps = [(a.right, b.left) for a, b in leaps if a.right < high and b.left > low]
    most = max((sum(a < (gap[0] + gap[1]) / 2 < b for a, b in gaps) for gap in gaps), default=0)
    return most >= max(FEWEST, MOSTLY * len(lines))


def _middle(left: float, right: float) -> tuple[float, float]:
    low, high = (left + share * (right - left) for share in MIDDLE)
    return low, high


def ordered(pieces: Sequence[Row]) -> list[Row]:
    """The pieces of a page column by column, from its top; what stands over several columns parts them.

    None where there are no columns.
    """
    return [] if _gutter(pieces) is None else list(_columns(pieces, DEEPEST))


def _columns(pieces: Sequence[Row], depth: int) -> Iterator[Row]:
    lines = _lines(pieces)
    gutter = _gutter(pieces) if depth else None
    band: list[Row] = []
    for line in lines:
        if gutter is None or any(p.left < gutter < p.right for p in line):
            yield from _halves(band, gutter, depth)
            yield from line
            band = []
        else:
            band += line
    yield from _halves(band, gutter, depth)


def _halves(band: Sequence[Row], gutter: float | None, depth: int) -> Iterator[Row]:
    if band and gutter is not None:
        yield from _columns([p for p in band if p.left < gutter], depth - 1)
        yield from _columns([p for p in band if p.left >= gutter], depth - 1)


def _gutter(pieces: Sequence[Row]) -> float | None:
    """Where a page parts into columns: few pieces stand over it, and many to its left and to its right."""
    if len(pieces) < 2 * FEWEST:
        return None
    low, high = _middle(min(p.left for p in pieces), max(p.right for p in pieces))
    places = Counter(round(p.left) for p in pieces if low < p.left < high).most_common(TRIED)
    rated = [(_crossing(pieces, x - 1), -_fewer(pieces, x - 1), x - 1) for x, _ in places]
    fit = [r for r in rated if -r[1] >= FEWEST and r[0] <= CROSSING * len(pieces)]
    return min(fit)[2] if fit else None


def _crossing(pieces: Sequence[Row], x: float) -> int:
    return sum(p.left < x < p.right for p in pieces)


def _fewer(pieces: Sequence[Row], x: float) -> int:
    """How many pieces stand to the left or to the right, whichever is less."""
    return min(sum(p.right <= x for p in pieces), sum(p.left >= x for p in pieces))


def _lines(pieces: Sequence[Row]) -> list[list[Row]]:
    """The pieces line by line, from the top, each from the left."""
    lines: list[list[Row]] = []
    for piece in sorted(pieces, key=lambda p: (-p.bottom, p.left)):
        near = next((line for line in reversed(lines[-LINES:]) if line[0].level(piece)), None)
        if near is None:
            lines.append([piece])
        else:
            near.append(piece)
    return [sorted(line, key=lambda p: p.left) for line in lines]
