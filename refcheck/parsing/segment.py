"""Split a reference list into its entries, by its labels or, where it has none, by its layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from refcheck.parsing.labels import Labelled, labelled
from refcheck.parsing.layout import begins
from refcheck.parsing.openings import AUTHORS, HEAD, dated, opening, tail
from refcheck.parsing.page import Entry, Line, entry
from refcheck.text import CAPITAL

_GOES_ON = {"comma", "connective", "hyphen", "word"}  # ends of lines that are not the end of a reference
_CONTINUES = {"small", "number", "link", "sign"}  # openings of lines that are not the beginning of one
SHORTEST, LONGEST = 40, 1000  # code points of a reference on a line with others
WIDE = 4  # lines that go on, from which their spacing can be told
PROSE = 200  # code points; a longer line after an entry of one line is a paragraph
SINGLE = 0.8  # share of entries of one line from which a list is printed one a line


def entries(full: Sequence[Line]) -> Iterator[Entry]:
    """The entries of a list that is given as its printed lines."""
    if found := labelled(full):
        yield from by_labels(found)
    elif len(full) == 1:
        yield from filter(None, (entry([piece]) for piece in _sentences(full[0])))
    else:
        yield from by_layout(full)


def by_layout(full: Sequence[Line]) -> Iterator[Entry]:
    """The entries of a list without labels; every line belongs to one."""
    if full:
        marks = [i for i, first in enumerate(begins(full)) if first]
        for a, b in pairwise([*marks, len(full)]):
            yield from filter(None, [entry(full[a:b])])


_BETWEEN = re.compile(rf"(?<=[.)\]\d])\s+(?={CAPITAL})")  # where one reference may end and the next begin


def _sentences(line: Line) -> Iterator[Line]:
    """A list printed on one line, cut before each author list that follows a year; a single reference stays whole."""
    places = [0]
    for found in _BETWEEN.finditer(line.text):
        a, b = places[-1], found.end()
        held = line.text[a : min(found.start(), a + LONGEST)]  # what is longer holds its year before
        if len(held) > SHORTEST and dated(held) != "none" and opening(line.text[b : b + HEAD]) in AUTHORS:
            places.append(b)
    if len(places) > 1 and dated(line.text[places[-1] :]) == "none":
        places.pop()
    for a, b in pairwise([*places, len(line.text)]):
        yield Line(line.text[a:b], line.start + a, gap=True)


def by_labels(listed: Labelled) -> Iterator[Entry]:
    """The entries of a list with labels, and what stands between and after them as entries without one."""
    full = _close(listed)
    ends = [m.line for m in listed.marks[1:]] + [len(full)]
    lengths = [b - mark.line for mark, b in zip(listed.marks, ends, strict=True)]
    # the last entry may hold all that follows the list
    single = len(lengths) > 1 and lengths[:-1].count(1) >= SINGLE * (len(lengths) - 1)
    yield from by_layout(full[: listed.marks[0].line])
    for mark, b in zip(listed.marks, ends, strict=True):
        stop = _stop(full, mark.line, b, single=single)
        yield from filter(None, [entry(full[mark.line : stop], mark.label, mark.body)])
        yield from by_layout(full[stop:b])


def _close(listed: Labelled) -> list[Line]:
    """The lines of a list printed with wide spacing as if it were not: its gaps say nothing."""
    marked = {mark.line for mark in listed.marks}
    others = [line for i, line in enumerate(listed.lines) if i not in marked]
    if len(others) < WIDE or sum(line.gap for line in others) < 0.9 * len(others):
        return listed.lines
    return [Line(line.text, line.start) for line in listed.lines]


def _stop(full: Sequence[Line], a: int, b: int, *, single: bool) -> int:
    """Where an entry ends that begins with line `a`, at the latest before line `b`: at a gap that it does not cross."""
    for i in range(a + 1, b):
        begins = opening(full[i].text)
        parted = full[i].gap or (single and (begins in AUTHORS or len(full[i].text) > PROSE))
        if parted and tail(full[i - 1].text) not in _GOES_ON and begins not in _CONTINUES:
            return i
    return b
