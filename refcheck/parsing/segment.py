"""Split a reference list into its entries: labels, line ends, blank lines, hanging indents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from refcheck.parsing.names import authors
from refcheck.text import CAPITAL


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document without its line end: `text` stands at `start`."""

    text: str
    start: int

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Entry:
    """One reference as a stretch of the document: its label, where it begins, where its body does, where it ends."""

    label: str
    start: int
    body: int
    end: int


_LINE = re.compile(r"[^\r\n]*")
_LABELS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\s*\[(?P<label>\d{1,6})\][.:]?\s*",
        r"\s*(?P<label>\d{1,6})[.)](?:\s+|(?=[^\W\d]))",
        r"\s*\((?P<label>\d{1,6})\)\s*",
        rf"\s*\[(?P<label>{CAPITAL}[\w+&\- ]{{1,20}}?\d{{2,4}}[a-z]?)\]\s*",
        rf"\s*(?P<label>\d{{1,3}})\s+(?={CAPITAL})",
        r"\s*(?P<label>[①-⑳])\s*",
        r"\s*(?P<label>)(?:[•●▪‣*]|[-–—](?=\s))\s+",
    )
)

# What web pages print after a reference; it is neither cited nor checked.
_TRAILER = re.compile(
    r"[\s ]*(?:"
    r"Back to cited text no\.?\s*\d+|Go to original source\.*|View in article|View article|Open in a new tab|Open URL"
    r"|\[?\b(?:PubMed|Cross[Rr]ef|Google Scholar|Medline|MEDLINE|Web of Science|ISI|CAS|PMC free article|Free Full Text|Full Text|Abstract)\b\]?"
    r"(?=[\s\]\[|.,;]*(?:\[?\b(?:PubMed|Cross[Rr]ef|Google|Medline|Web of|ISI|CAS|PMC free|Free Full|Full Text)|$))[|,;]?"
    r")[\s ]*$"
)


def lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The lines of a stretch of text, blank ones too."""
    found = (Line(m[0], m.start()) for m in _LINE.finditer(text, start, len(text) if end is None else end))
    return [line for line in found if line.text or text[line.start : line.start + 1] in "\r\n"]


def label(text: str) -> tuple[str, int]:
    """The label a line begins with, "" if none, and where what it labels begins."""
    for pattern in _LABELS[:4]:
        if (found := pattern.match(text)) and found.end() < len(text):
            return found["label"], found.end()
    return "", len(text) - len(text.lstrip())


def without_trailer(text: str) -> str:
    """The text up to what web pages print after a reference."""
    text = text.rstrip()
    while found := _TRAILER.search(text, max(0, len(text) - 60)):
        text = text[: found.start()].rstrip()
    return text


def entries(block: Sequence[Line]) -> Iterator[Entry]:
    """The entries of a list; every line that is not blank belongs to one of them."""
    pattern = labelled(block)
    groups = _labelled(block, pattern) if pattern else _unlabelled(block)
    for group in groups:
        if found := entry(group, pattern):
            yield found


def labelled(block: Sequence[Line]) -> re.Pattern[str] | None:
    """The way the entries are labelled, if at least half of what could begin one is."""
    full = [line for line in block if not line.blank]
    for pattern in _LABELS:
        marks = [(i, found) for i, line in enumerate(full) if (found := pattern.match(line.text))]
        if not marks or marks[0][0] > 1:
            continue
        numbers = [int(found["label"]) for _, found in marks if found["label"].isdecimal()]
        rising = sum(0 <= b - a <= 3 for a, b in pairwise(numbers))
        if len(marks) >= max(2, len(full) // 12) and (not numbers or rising >= 0.6 * (len(numbers) - 1)):
            return pattern
        if len(full) == 1 and numbers:
            return pattern
    return None


def _labelled(block: Sequence[Line], pattern: re.Pattern[str]) -> Iterator[list[Line]]:
    group: list[Line] = []
    previous: int | None = None
    for line in block:
        if line.blank:
            continue
        found = pattern.match(line.text)
        if found and _follows(found["label"], previous, line.text[found.end() :]):
            if group:
                yield group
            group, previous = [], int(found["label"]) if found["label"].isdecimal() else previous
        group.append(line)
    if group:
        yield group


def _follows(label: str, previous: int | None, rest: str) -> bool:
    """Whether a label opens an entry; "35. " at the start of a broken line does not."""
    if not label.isdecimal() or previous is None:
        return True
    step = int(label) - previous
    return 0 <= step <= 1 or (-3 <= step <= 30 and bool(authors(rest)))


def _unlabelled(block: Sequence[Line]) -> Iterator[list[Line]]:
    paragraphs = list(_paragraphs(block))
    full = [line for line in block if not line.blank]
    if len(paragraphs) > 1 and len(paragraphs) >= 0.2 * len(full):
        yield from _rejoined(paragraphs)
    elif _hanging(full):
        yield from _by(full, lambda line: not line.text[:1].isspace())
    elif full and sum(_opens(line.text) and _complete(line.text) for line in full) >= 0.5 * len(full):
        yield from ([line] for line in full)
    else:
        yield from _by(full, lambda line: _opens(line.text))


def _paragraphs(block: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in block:
        if not line.blank:
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _rejoined(paragraphs: Sequence[list[Line]]) -> Iterator[list[Line]]:
    """Paragraphs, each split where it holds one whole reference a line."""
    for paragraph in paragraphs:
        whole = [_opens(line.text) and _complete(line.text) for line in paragraph]
        if all(whole):
            yield from ([line] for line in paragraph)
        else:
            yield paragraph


def _hanging(full: Sequence[Line]) -> bool:
    indented = sum(line.text[:1].isspace() for line in full)
    return bool(full) and 0 < indented < len(full) and not full[0].text[:1].isspace()


def _by(full: Sequence[Line], opens: Callable[[Line], bool]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in full:
        if group and opens(line):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


_NATURAL_START = re.compile(rf"\s*(?:{CAPITAL}|[\"“‘])")
_YEAR = re.compile(r"\b(?:1[4-9]|20)\d\d[a-z]?\b")


def _opens(text: str) -> bool:
    """Whether a line could be the first of a reference."""
    return bool(_NATURAL_START.match(text)) and (authors(text.lstrip()) is not None or bool(_YEAR.search(text[:200])))


def _complete(text: str) -> bool:
    """Whether a line could be a whole reference."""
    return len(text) > 40 and bool(_YEAR.search(text)) and text.rstrip()[-1] in ".)]/0123456789"


def entry(group: Sequence[Line], pattern: re.Pattern[str] | None) -> Entry | None:
    """The lines of one reference as an entry, without what web pages print after it."""
    first = group[0]
    found = pattern.match(first.text) if pattern else None
    start = first.start + len(first.text) - len(first.text.lstrip())
    body = first.start + found.end() if found else start
    last = group[-1]
    while len(group) > 1 and not without_trailer(last.text):
        group = group[:-1]
        last = group[-1]
    end = last.start + len(without_trailer(last.text))
    return Entry(found["label"] if found else "", start, body, end) if end > body else None
