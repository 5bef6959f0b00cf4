"""The lines of a text without what pages print between them, and a reference as a stretch of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document without its line end: `text` stands at `start`; `gap`: a blank line stands before it."""

    text: str
    start: int
    gap: bool = False

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it."""
        return not self.text.strip()

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Entry:
    """One reference as a stretch of the document: its label, where it begins, where its body does, where it ends.

    `part` is the letter of one that shares an entry of the list with others.
    """

    label: str
    start: int
    body: int
    end: int
    part: str = ""


_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")

# What web pages print after a reference; it is neither cited nor checked.
_TRAILER = re.compile(
    r"[\s ]*(?:"
    r"Go to original source\.*|View in article|View article|Open in a new tab|Open URL"
    r"|\[?\b(?:PubMed|Cross[Rr]ef|Google Scholar|Medline|MEDLINE|Web of Science|ISI|CAS|PMC free article|Free Full Text|Full Text|Abstract)\b\]?"
    r"(?=[\s\]\[|.,;]*(?:\[?\b(?:PubMed|Cross[Rr]ef|Google|Medline|Web of|ISI|CAS|PMC free|Free Full|Full Text)|$))[|,;]?"
    r")[\s ]*$"
)


_BACK = re.compile(r"Back to cited text no\.?\s*\d+")  # whatever is glued to it


def lines(text: str) -> list[Line]:
    """The lines of a text, blank ones too."""
    return [Line(m[1], m.start()) for m in _LINE.finditer(text)]


def without_trailer(text: str) -> str:
    """The text up to what web pages print after a reference."""
    text = _BACK.split(text, maxsplit=1)[0].rstrip()
    while found := _TRAILER.search(text, max(0, len(text) - 60)):
        text = text[: found.start()].rstrip()
    return text


def entry(group: Sequence[Line], label: str = "", body: int = 0) -> Entry | None:
    """The lines of one reference as an entry, without what web pages print after it; the body may begin after a label."""
    first, kept = group[0], list(group)
    start = first.end - len(first.text.lstrip())
    while len(kept) > 1 and not without_trailer(kept[-1].text):
        kept.pop()
    end = kept[-1].start + len(without_trailer(kept[-1].text))
    return Entry(label, start, max(start, body), end) if end > max(start, body) else None


_NUMBER = re.compile(
    r"[\s\f]*(?:(?:page|p\.|seite|стр\.)\s*)?[-–—|]?\s*(?P<number>\d{1,4}|[ivxl]{1,6})\s*[-–—|]?(?:\s*(?:of|/|von|de)\s*\d{1,4})?[\s\f]*",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:\b10\.\d{4,9}/|https?://)\S{0,100}[-./_]\s*$|\d[-–]\s*$", re.IGNORECASE)
_RULE = re.compile(r"\s*(?:[-=_*~#—–]\s?){3,200}\s*")
_NO_LETTERS = re.compile(r"[\W\d_]+")
_HEADED = re.compile(
    r"\s*(?:(?P<before>\d{1,4})\s+(?P<head>[^\W\d_].{8,})|(?P<with>.{0,150}?)\s*\bPage\s+(?P<of>\d{1,4})\s+of\s+\d{1,4}\s*|(?P<tail>[^\W\d_].{8,}?)\s+(?P<after>\d{1,4})\s*)",
    re.IGNORECASE,
)
_HEADLINE = 200  # code points of a running head with all that it may state
_HEAD = 90  # code points; a running head is not longer
_YEARS = range(1500, 2100)  # a line that holds such a number may be the end of a reference


def printed(all_lines: Sequence[Line]) -> list[Line]:
    """The lines that hold text, without page numbers, running heads and rules; each knows whether it follows a gap."""
    dropped = _furniture(all_lines)
    kept: list[Line] = []
    gap, torn = False, False
    for i, line in enumerate(all_lines):
        if i in dropped:
            torn = True  # the blank lines around a page number part no references
        elif line.blank:
            gap = True
        else:
            kept.append(replace(line, gap=gap and not torn))
            gap = torn = False
    return kept


def _furniture(all_lines: Sequence[Line]) -> set[int]:
    """Where page numbers, the running heads beside them, and rules stand."""
    numbers = {i for i, line in enumerate(all_lines) if len(line.text) < _HEAD and _is_number(all_lines, i)}
    numbers |= set(_numbered_heads(all_lines))
    rules = {i for i, line in enumerate(all_lines) if _RULE.fullmatch(line.text[:_HEAD])}
    beside = {j for i in numbers for j in _neighbours(all_lines, i)}
    often = Counter(_words(all_lines[j]) for j in beside)
    # a head stands beside page numbers again and again; one by itself may be a line of a reference
    heads = {j for j in beside if often[_words(all_lines[j])] > 1 and len(_words(all_lines[j])) > 8}
    alone = {j for j in beside if len(all_lines[j].text) < _HEAD and _alone(all_lines, j, numbers)}
    return numbers | rules | heads | alone


def _words(line: Line) -> str:
    """What a running head says on every page, its numbers left out."""
    return _NO_LETTERS.sub("", line.text)


def _numbered_heads(all_lines: Sequence[Line]) -> Iterator[int]:
    """Where running heads stand with their page numbers: the same words again and again, with numbers that count up."""
    heads: dict[str, list[tuple[int, int]]] = {}
    for i, line in enumerate(all_lines):
        if len(line.text) > _HEADLINE or not (found := _HEADED.fullmatch(line.text)):
            continue
        number = int(found["before"] or found["after"] or found["of"])
        heads.setdefault(found["head"] or found["tail"] or found["with"], []).append((i, number))
        if found["of"]:
            yield i
    for places in heads.values():
        steps = [b - a for (_, a), (_, b) in pairwise(places)]
        if len(steps) > 1 and all(step in (1, 2) for step in steps):
            yield from (i for i, _ in places)


def _is_number(all_lines: Sequence[Line], i: int) -> bool:
    # the last digits of a link or a page range that the line end has broken are no page number
    if i and _GOES_ON.search(all_lines[i - 1].text[-_HEADLINE:]):
        return False
    found = _NUMBER.fullmatch(all_lines[i].text)
    if not found:
        return False
    if found["number"].isdecimal() and int(found["number"]) in _YEARS:
        return _blank(all_lines, i - 1) and _blank(all_lines, i + 1)
    return True


def _blank(all_lines: Sequence[Line], i: int) -> bool:
    return not 0 <= i < len(all_lines) or all_lines[i].blank


def _neighbours(all_lines: Sequence[Line], i: int) -> Iterator[int]:
    """The lines right before and after a page number, up to three each, blank ones skipped."""
    for step in (-1, 1):
        near = range(i + step, i + 6 * step, step)
        full = [j for j in near if 0 <= j < len(all_lines) and not all_lines[j].blank]
        yield from (j for j in full[:3] if len(all_lines[j].text) < _HEADLINE)


def _alone(all_lines: Sequence[Line], j: int, numbers: set[int]) -> bool:
    """Whether a line stands with a page number between blank lines, and with nothing else."""
    above, below = (k in numbers for k in (j - 1, j + 1))
    return (above and _blank(all_lines, j - 2) and _blank(all_lines, j + 1)) or (
        below and _blank(all_lines, j + 2) and _blank(all_lines, j - 1)
    )
