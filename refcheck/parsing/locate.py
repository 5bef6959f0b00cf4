"""Find the reference lists of a text: under a heading, by their numbers, or by what their paragraphs look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from refcheck.parsing.names import authors
from refcheck.parsing.segment import Entry, Line, entries, entry, label, labelled, lines, without_trailer
from refcheck.text import DASHES, DOI

_HEADING = re.compile(
    r"^[\s#*_=]*(?:\d{1,2}\.?\d*\.?\s+|[IVX]+\.\s+)?(?:"
    r"references?(?:\s+(?:and\s+notes|cited|list))?|list\s+of\s+references|bibliograph(?:y|ies)|works\s+cited|literature(?:\s+cited)?|cited\s+literature"
    r"|literatur(?:verzeichnis|angaben)?|quellen(?:verzeichnis)?|références(?:\s+bibliographiques)?|bibliographie|referencias(?:\s+bibliográficas)?|bibliografía"
    r"|referências(?:\s+bibliográficas)?|bibliografia|riferimenti\s+bibliografici|литература|список\s+литературы|参考文献|參考文獻|referenser|litteratur|kirjallisuus|referenties"
    r")[\s:.*_=#]*$",
    re.IGNORECASE,
)
_END = re.compile(
    r"^[\s#*_=]*(?:\d{1,2}\.?\s+|[IVX]+\.\s+)?(?:appendi(?:x|ces)\b.{0,60}|acknowledge?ments?|author\s+contributions?|funding|conflicts?\s+of\s+interests?"
    r"|(?:competing|declaration\s+of)\s+interests?|figure\s+(?:legends?|captions?)|figures?|tables?|supplement(?:ary|al)\b.{0,40}|supporting\s+information\b.{0,40}"
    r"|(?:figure|table)\s+\d+[.:].*|about\s+the\s+authors?|keywords.{0,30}:|abbreviations|additional\s+information|data\s+availability.{0,20}|anhang|annexe?s?|received\b.{0,40}\d{4}.*)"
    r"[\s:.*_=#]*$",
    re.IGNORECASE,
)
_D = f"[{re.escape(DASHES)}]"
_YEAR = re.compile(r"(?<![\d./-])(?:1[4-9]|20)\d\d[a-z]?(?![\d./]\d)")
_COORDINATES = re.compile(
    rf"[12]\d{{3}}[^;\d]{{0,12}};\s*\w+\s*(?:\([^)]{{1,20}}\))?\s*:|\b\d+\s*\(\d[^)]{{0,12}}\)\s*[,:]?\s*\w?\d+|\b\w?\d{{1,4}}\s*:\s*\w?\d+\s*{_D}\s*\d+"
    rf"|\bvol\.?\s*\d+.{{0,40}}pp?\.|\b\d+,\s*\d+\s*{_D}\s*\d+|\bpp?\.\s*\d+|\b\d{{1,4}}\s*\((?:19|20)\d\d\)",
    re.IGNORECASE,
)
_LINK = re.compile(rf"{DOI.pattern}|https?://|\barxiv:", re.IGNORECASE)
_DATED_END = re.compile(r"(?:19|20)\d\d[a-z]?[\s.)]*$")
_BULLET = re.compile(r"^\s*(?:[•●▪‣*]|[-–—]\s)")

STRONG = 3  # points at which a paragraph is a reference, wherever it stands
WEAK = 2  # points at which it is one if its neighbour is
MOSTLY = 0.6  # share of references from which a text or paragraph is a list, the rest of it included
LONGEST = 5000  # code points; a longer paragraph is prose


def likeness(text: str) -> int:
    """Points for looking like a reference: a year, coordinates, a link, authors; prose loses some."""
    text = without_trailer(text.strip()) if len(text) <= LONGEST else ""
    if len(text) < 20:
        return 0
    _, start = label(text)
    points = bool(_YEAR.search(text)) + 2 * bool(_COORDINATES.search(text)) + 2 * bool(_LINK.search(text))
    points += 2 * bool(authors(text, start))
    points += bool(_DATED_END.search(text) and len(re.findall(r"\.\s", text)) >= 2 and len(text) < 300)
    count = len(text.split())
    return points - 2 * bool(_BULLET.match(text)) - 2 * (count > 110) - (count > 60)


def locate(text: str) -> Iterator[Entry]:
    """The entries of every reference list in a text, in order."""
    all_lines = lines(text)
    if headed := list(_headed(all_lines)):
        yield from (found for block in headed for found in entries(block))
        return
    numbered = [found for block in _numbered(all_lines) for found in entries(block)]
    loose = list(_loose(all_lines))
    # a stray number in a list without numbers must not hide the list
    yield from numbered if 2 * len(numbered) >= len(loose) else loose


def _headed(all_lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines under each heading that announces references and keeps its word."""
    at = 0
    while at < len(all_lines):
        if not (len(all_lines[at].text) < 60 and _HEADING.match(all_lines[at].text)):
            at += 1
            continue
        end = at + 1
        while end < len(all_lines) and not (
            _END.match(all_lines[end].text[:120]) or _HEADING.match(all_lines[end].text[:60])
        ):
            end += 1
        block = [line for line in all_lines[at + 1 : end] if not _running(line)]
        if (
            any(likeness(line.text) >= STRONG for line in block)
            or likeness(" ".join(line.text for line in block[:4])) >= STRONG
        ):
            yield _until_prose(block)
        at = end


def _running(line: Line) -> bool:
    """Page numbers and running heads."""
    return bool(re.fullmatch(r"\s*(?:page\s+)?\d{1,5}(?:\s*(?:of|/)\s*\d+)?\s*", line.text, re.IGNORECASE))


def _until_prose(block: list[Line]) -> list[Line]:
    """A labelled list ends where a paragraph follows that is long, has no label and is no reference."""
    pattern = labelled(block)
    if not pattern:
        return block
    for i, line in enumerate(block[1:], 1):
        if (
            block[i - 1].blank
            and not line.blank
            and not pattern.match(line.text)
            and likeness(line.text) <= 1
            and len(line.text) > 200
        ):
            return block[:i]
    return block


def _numbered(all_lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of numbered lines most of which look like references, when no heading tells."""
    run: list[Line] = []
    gap = 0
    for line in [*all_lines, Line("", -1)]:
        mark, start = label(line.text)
        if mark and start < len(line.text):
            run.append(line)
            gap = 0
        elif run and line.start >= 0 and gap < 6:
            run.append(line)
            gap += 0 if not line.blank else 1
        if line.start < 0 or gap >= 2:
            if kept := _likely(run):
                yield kept
            run, gap = [], 0


def _likely(run: Sequence[Line]) -> list[Line]:
    """The run, from its first to its last entry that looks like a reference, if half of its entries do."""
    groups = [
        [line for line in run if e.start <= line.start + len(line.text) and line.start < e.end] for e in entries(run)
    ]
    marks = [likeness(" ".join(line.text for line in group)) >= STRONG for group in groups]
    if not marks or sum(marks) < max(1, 0.5 * len(marks)):
        return []
    if len(groups) == 1 and not label(groups[0][0].text)[0]:
        return []
    first, last = marks.index(True), len(marks) - marks[::-1].index(True)
    return [line for group in groups[first:last] for line in group]


def _loose(all_lines: Sequence[Line]) -> Iterator[Entry]:
    """Paragraphs that look like references, and their neighbours that nearly do."""
    paragraphs = _stretches(all_lines)
    points = [likeness(" ".join(line.text for line in p)) for p in paragraphs]
    nothing_else = sum(p >= STRONG for p in points) > MOSTLY * len(points)
    for i, paragraph in enumerate(paragraphs):
        beside = max(points[max(0, i - 1) : i] + points[i + 1 : i + 2], default=0)
        each = [likeness(line.text) for line in paragraph]
        if len(paragraph) > 1 and max(each) >= STRONG and sum(p >= WEAK for p in each) >= MOSTLY * len(each):
            yield from entries(paragraph)
        elif nothing_else or points[i] >= STRONG or (points[i] >= WEAK and beside >= STRONG):
            yield from filter(None, [entry(paragraph, None)])


def _stretches(all_lines: Sequence[Line]) -> list[list[Line]]:
    found: list[list[Line]] = [[]]
    for line in all_lines:
        if line.blank:
            found.append([])
        else:
            found[-1].append(line)
    return [stretch for stretch in found if stretch]
