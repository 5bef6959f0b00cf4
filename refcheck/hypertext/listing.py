"""The references of a page: where its blocks part them, no reference goes on into the next block that is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refcheck.model import Reference
from refcheck.parsing import Entry, references_of
from refcheck.parsing.labels import label
from refcheck.parsing.likeness import STRONG, WEAK, likeness
from refcheck.parsing.locate import locate
from refcheck.parsing.page import Line, entry

GAP = "\n\n"  # parts two blocks
_NUMBER = re.compile(r"(\d{1,4})\s+(?=\S)")


def references(text: str) -> tuple[Reference, ...]:
    """The references of what is read of a page; never raises."""
    return references_of(text, tuple(entries(text)))


def entries(text: str) -> Iterator[Entry]:
    """The entries of its lists, those over several blocks parted where a block is an entry by itself."""
    found = [part for whole in locate(text) for part in _parts(text, whole)]
    marks = [label(text[e.start : e.end]) for e in found]
    if any(e.label for e in found) or not all(mark for mark, _ in marks):
        yield from found
        return
    for whole, (mark, body) in zip(found, marks, strict=True):  # numbers that count down are none to who reads a text
        yield Entry(mark, whole.start, whole.start + body, whole.end)


def _parts(text: str, found: Entry) -> Iterator[Entry]:
    if GAP not in text[found.start : found.end]:
        yield found
        return
    last, at, start = found, found.start, found.start
    sure = False  # whether one of the blocks is an entry beyond doubt
    for block in text[found.start : found.end].split(GAP):
        line = Line(block, start)
        start = line.end + len(GAP)
        mark, body = _label(block, last.label)
        points = likeness(block)
        if line.start == at or not (points >= STRONG or (mark and points >= WEAK)):
            continue
        if before := _cut(text, last, line.start):
            yield before
        last = Entry(mark, line.start, line.start + body, found.end)
        sure = True
    whole = _cut(text, last, found.end)
    if whole and (sure or last is found):
        yield whole


def _label(block: str, before: str) -> tuple[str, int]:
    """The number or key that a block begins with; a bare number is one where it is the next."""
    found = _NUMBER.match(block)
    if found and before.isdecimal() and int(found[1]) == int(before) + 1:
        return found[1], found.end()
    return label(block)


def _cut(text: str, whole: Entry, end: int) -> Entry | None:
    """The entry up to there, without the blocks behind it that show nothing of a reference."""
    kept = text[whole.start : end].rstrip()
    blocks = kept.split(GAP)
    while len(blocks) > 1 and likeness(blocks[-1]) <= 0:
        blocks.pop()
    kept = GAP.join(blocks)
    if len(blocks) > 1 and likeness(kept) < WEAK:
        return None
    return entry([Line(kept, whole.start)], whole.label, whole.body)
