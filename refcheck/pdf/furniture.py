"""What pages print beside their text: running heads, page numbers, the numbers of lines in the margin."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from refcheck.pdf.document import Page
from refcheck.pdf.rows import Row

EDGE = 0.15  # share of a page, at its top and its foot, in which heads and numbers stand
OUTERMOST = 4  # rows at the top, and at the foot, that may be heads
LONG = 12  # letters of a head that is known again where two pages have it
OFTEN = 3  # pages that have a shorter one
NEAR = 3.0  # points by which the places of heads may differ
FEWEST = 8  # lines of a page that are numbered
MOSTLY = 0.8  # share of the lines, or of every fifth, that are numbered
_NO_LETTERS = re.compile(r"[\W\d_]+")
_NUMBER = re.compile(
    r"(?:page|p\.|seite|стр\.)?\W{0,3}(?P<number>\d{1,4})\W{0,3}(?:(?:of|/|von|de)\s*\d{1,4})?", re.IGNORECASE
)
_DIGITS = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_NUMBERED = re.compile(r"(?P<number>\d{1,4})(?:\s+(?P<text>\S.*))?")


def without_furniture(all_pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages without what is printed on them again and again, and without what counts them or their lines."""
    heads = _heads(all_pages)
    kept = (p._replace(rows=tuple(r for i, r in enumerate(p.rows) if (p.number, i) not in heads)) for p in all_pages)
    return _without_line_numbers(tuple(kept))


def _heads(all_pages: Sequence[Page]) -> set[tuple[int, int]]:
    """The rows that are running heads or page numbers: by page, and by index in the page."""
    places: dict[str, list[tuple[int, int, Row]]] = defaultdict(list)
    counts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for page in all_pages:
        for i in _outer(page):
            row = page.rows[i]
            if letters := _NO_LETTERS.sub("", row.text).lower():
                places[letters].append((page.number, i, row))
            if _NUMBER.fullmatch(row.text) or not letters:
                for number in _DIGITS.findall(row.text):
                    counts[int(number) - page.number].append((page.number, i))
    often = (group for found in places.values() for group in _alike(found))
    repeated = {(number, i) for group in often for number, i, _ in group}
    return repeated | {place for found in counts.values() if len({n for n, _ in found}) > 1 for place in found}


def _outer(page: Page) -> Iterator[int]:
    """The rows in which heads may stand."""
    edge = EDGE * page.height
    high = sorted((i for i, r in enumerate(page.rows) if r.top > page.height - edge), key=lambda i: -page.rows[i].top)
    low = sorted((i for i, r in enumerate(page.rows) if r.bottom < edge), key=lambda i: page.rows[i].bottom)
    yield from dict.fromkeys(high[:OUTERMOST] + low[:OUTERMOST])


def _alike(found: Sequence[tuple[int, int, Row]]) -> Iterator[list[tuple[int, int, Row]]]:
    """Of rows that say the same those that stand at the same height on several pages."""
    groups: list[list[tuple[int, int, Row]]] = []
    for place in found:
        near = next((g for g in groups if abs(g[0][2].bottom - place[2].bottom) < NEAR), None)
        if near is None:
            groups.append([place])
        else:
            near.append(place)
    for group in groups:
        letters = len(_NO_LETTERS.sub("", group[0][2].text))
        if len({number for number, _, _ in group}) >= (2 if letters >= LONG else OFTEN):
            yield group


def _without_line_numbers(all_pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages without the numbers of their lines, where two pages or more have them."""
    numbered = {page.number: found for page in all_pages if (found := _line_numbers(page))}
    if len(numbered) < 2:
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
