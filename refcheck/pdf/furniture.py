"""What pages print beside their text: running heads, page numbers, the numbers of lines in the margin."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from refcheck.pdf.document import Page
from refcheck.pdf.rows import Row

EDGE = 0.15  # share of a page, at its top and its foot, in which heads and numbers stand
OUTERMOST = 4  # rows at the top, and at the foot, that may be heads
LONG = 12  # letters of a head that is known again where two pages have it
OFTEN = 3  # pages that have a shorter one
ROOM = 1.6  # times the size of its type, which part a head from the text
NEAR = 3.0  # points by which the places of heads may differ
FEWEST = 8  # lines of a page that are numbered
MOSTLY = 0.8  # share of the lines, or of every fifth, that are numbered
_NO_LETTERS = re.compile(r"[\W\d_]+")
_COUNT = re.compile(
    r"(?:page|p\.|seite|стр\.)?\W{0,3}\d{1,4}\W{0,3}(?:(?:of|/|von|de)\s*\d{1,4})?|\d{1,4}\s+\d{1,4}", re.IGNORECASE
)
_DIGITS = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_NUMBERED = re.compile(r"(?P<number>\d{1,4})(?:\s+(?P<text>\S.*))?")


def without_furniture(all_pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages without what is printed on them again and again, and without what counts them or their lines."""
    heads = _heads(all_pages)
    kept = (p._replace(rows=tuple(r for i, r in enumerate(p.rows) if (p.number, i) not in heads)) for p in all_pages)
    return _without_line_numbers(tuple(kept))


class _Edge(NamedTuple):
    """A row near the edge of a page: on which page, which of its rows, and whether room parts it from the others."""

    page: int
    at: int
    row: Row
    apart: bool


def _heads(all_pages: Sequence[Page]) -> set[tuple[int, int]]:
    """The rows that are running heads or page numbers: by page, and by index in the page."""
    saying: dict[str, list[_Edge]] = defaultdict(list)
    counting: dict[int, list[_Edge]] = defaultdict(list)
    for edge in (edge for page in all_pages for edge in _edges(page)):
        if letters := _NO_LETTERS.sub("", edge.row.text).lower():
            saying[letters].append(edge)
        if _COUNT.fullmatch(edge.row.text):
            for number in _DIGITS.findall(edge.row.text):
                counting[int(number) - edge.page].append(edge)
    alike = [(group, len(letters)) for letters, found in saying.items() for group in _level(found)]
    often = len(all_pages) / 3
    return {
        (edge.page, edge.at)
        for group, letters in (*alike, *((found, LONG) for found in counting.values()))
        for edge in group
        if _again(group, 2 if letters >= LONG else OFTEN, often)
    }


def _again(group: Sequence[_Edge], least: int, often: float) -> bool:
    """Whether enough pages have it; lines of two references may begin alike, and stand at the head of two pages."""
    count = len({edge.page for edge in group})
    return count >= (least if all(edge.apart for edge in group) else max(OFTEN, often))


def _edges(page: Page) -> Iterator[_Edge]:
    """The rows in which heads may stand."""
    rows, far = page.rows, EDGE * page.height
    high = sorted((i for i, r in enumerate(rows) if r.top > page.height - far), key=lambda i: -rows[i].top)
    low = sorted((i for i, r in enumerate(rows) if r.bottom < far), key=lambda i: rows[i].bottom)
    for i in dict.fromkeys(high[:OUTERMOST] + low[:OUTERMOST]):
        room = ROOM * rows[i].size
        above, below = rows[i].bottom + room, rows[i].bottom - room
        inner = (r for r in rows if not r.level(rows[i]))
        near = (below < r.bottom < rows[i].bottom if i in high else rows[i].bottom < r.bottom < above for r in inner)
        yield _Edge(page.number, i, rows[i], not any(near))


def _level(found: Sequence[_Edge]) -> Iterator[list[_Edge]]:
    """Of rows that say the same those that stand at the same height."""
    group: list[_Edge] = []
    for edge in sorted(found, key=lambda e: e.row.bottom):
        if group and edge.row.bottom - group[0].row.bottom >= NEAR:
            yield group
            group = []
        group.append(edge)
    yield group


def _without_line_numbers(all_pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages without the numbers of their lines, where most pages have them: on others a list may be numbered so."""
    numbered = {page.number: found for page in all_pages if (found := _line_numbers(page))}
    full = sum(len(page.rows) >= FEWEST for page in all_pages)
    if len(numbered) < max(2, full / 2):
        return tuple(all_pages)
    return tuple(_cleared(page, numbered.get(page.number, {})) for page in all_pages)


def _line_numbers(page: Page) -> dict[int, str]:
    """What to read in place of the rows that begin with the number of their line, if the numbers count the lines."""
    lines = _lines(page.rows)
    found = list(_numbered(page.rows, lines))
    counted = Counter(number - at for at, _, number, _ in found).most_common(1)
    if not counted:
        return {}
    # a figure may take the place of a line
    true = [f for f in found if abs(f[2] - f[0] - counted[0][0]) <= 1]
    every = 5 if all(number % 5 == 0 for _, _, number, _ in true) else 1
    if len(true) < FEWEST / every or len(true) < MOSTLY * (len(lines) // every):
        return {}
    return {i: text for _, i, _, text in true}


def _numbered(rows: Sequence[Row], lines: Sequence[list[int]]) -> Iterator[tuple[int, int, int, str]]:
    """The lines that have a number: which line, which row, the number, and what follows it in the row."""
    for at, line in enumerate(lines):
        for i in line:
            if number := _NUMBERED.fullmatch(rows[i].text):
                yield at, i, int(number["number"]), number["text"] or ""
                break


def _lines(rows: Sequence[Row]) -> list[list[int]]:
    """The rows by the line that they stand on, from the top and from the left."""
    lines: list[list[int]] = []
    for i in sorted(range(len(rows)), key=lambda i: (-rows[i].bottom, rows[i].left)):
        if lines and rows[lines[-1][0]].level(rows[i]):
            lines[-1].append(i)
        else:
            lines.append([i])
    return [sorted(line, key=lambda i: rows[i].left) for line in lines]


def _cleared(page: Page, numbered: dict[int, str]) -> Page:
    """The page with these rows read so; of those that are nothing but a number nothing is left."""
    read = ((row, numbered.get(i)) for i, row in enumerate(page.rows))
    rows = (row if text is None else row._replace(text=text, left=row.body) for row, text in read)
    return page._replace(rows=tuple(row for row in rows if row.text))
