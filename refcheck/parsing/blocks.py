"""The references of a text whose blocks are known: its headings, its paragraphs, the items of its lists, its notes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from refcheck.model import Reference
from refcheck.notation.block import Block
from refcheck.parsing import references_of
from refcheck.parsing.headings import heading
from refcheck.parsing.likeness import STRONG, WEAK, evident, likeness
from refcheck.parsing.locate import locate
from refcheck.parsing.openings import dated
from refcheck.parsing.page import Entry

LOW = 9  # points; nothing has fewer
MOSTLY = 0.6  # share of the notes that are references beyond doubt from which others need less


def references_of_blocks(text: str, blocks: Sequence[Block]) -> tuple[Reference, ...]:
    """The references of a text, in its order: none holds more than a paragraph or list item, and a note is one or none.

    What stands under no heading that announces a list must show more of a reference: much that is written in Markdown
    is no paper, and full of links.
    """
    headed = list(_headed(text, blocks))
    notes = [b for b in blocks if b.note]
    listed = [e for found in locate(_without(text, notes)) for e in _cut(text, found, blocks)]
    under = [h for h, b in zip(headed, blocks, strict=True) if b.note]
    kept = [e for run in _runs(listed, headed, blocks) for e in _shown(text, run, headed, blocks)]
    return references_of(text, sorted([*kept, *_notes(text, notes, under)], key=lambda e: e.start))


def _runs(listed: Sequence[Entry], headed: Sequence[bool], blocks: Sequence[Block]) -> Iterator[list[Entry]]:
    """The entries under one heading, and of those under none the ones that follow one another."""
    run: list[Entry] = []
    last = 0
    for entry in listed:
        at = _block(blocks, entry.start)
        parted = any(b.level for b in blocks[last + 1 : at]) if headed[at] else at > last + 1
        if run and (headed[at] != headed[last] or parted):
            yield run
            run = []
        run.append(entry)
        last = at
    if run:
        yield run


def _shown(text: str, run: Sequence[Entry], headed: Sequence[bool], blocks: Sequence[Block]) -> Iterator[Entry]:
    """The entries that show enough of a reference for the place in which they stand."""
    places = [_block(blocks, e.start) for e in run]
    items = [blocks[at].item > 0 for at in places]
    known = any(item and evident(text[e.body : e.end]) for e, item in zip(run, items, strict=True))
    for entry, at, item in zip(run, places, items, strict=True):
        said = text[entry.body : entry.end]
        if headed[at]:
            kept = item or sum(items) < 2  # what follows a list of items is not of the list
        else:
            kept = item and known and likeness(said) >= STRONG and dated(said) != "none"
        if kept or evident(said):
            yield entry


def _block(blocks: Sequence[Block], at: int) -> int:
    return max(0, bisect_right(blocks, at, key=lambda b: b.start) - 1)


def _headed(text: str, blocks: Sequence[Block]) -> Iterator[bool]:
    """For each block whether it stands under a heading that announces a list, or one below that."""
    level = 0  # of that heading
    for block in blocks:
        if heading(text[block.body : block.end]) is not None:
            level = block.level or level or 9  # a line in bold type is deeper than any heading
        elif block.level and block.level <= level:
            level = 0
        yield level > 0


def _without(text: str, notes: Sequence[Block]) -> str:
    """The text with its notes blanked, so that offsets stay true."""
    parts, at = [], 0
    for note in notes:
        parts += [text[at : note.start], " " * (note.end - note.start)]
        at = note.end
    return "".join((*parts, text[at:]))


def _cut(text: str, entry: Entry, blocks: Sequence[Block]) -> Iterator[Entry]:
    """The entry, or where it goes over several paragraphs or list items, each that looks like a reference."""
    first = _block(blocks, entry.start)
    last = _block(blocks, entry.end - 1)
    numbered = enumerate(blocks[first : last + 1])
    if blocks and blocks[first].level and first == last:
        return
    units = [list(unit) for _, unit in groupby(numbered, key=lambda b: -b[1].item or b[0])]
    for n, unit in enumerate(units):
        block, end = unit[0][1], min(entry.end, unit[-1][1].end)
        if block.note:
            continue  # is looked at by itself
        if n == 0:
            piece = replace(entry, end=end)
        else:
            piece = Entry(text[block.start : block.body].strip(" .)"), block.start, block.body, end)
        if piece.body < piece.end and (len(units) == 1 or likeness(text[piece.body : piece.end]) >= WEAK):
            yield piece


def _notes(text: str, notes: Sequence[Block], headed: Sequence[bool]) -> Iterator[Entry]:
    """The notes that are references; marks tell Markdown's labels from the numbers of lists, "^1".

    A citation of reStructuredText, `.. [Smith2004]`, is one; a footnote if it looks like one, or stands in a list of
    which most do.
    """
    entries = [Entry(text[n.start + 1 : n.body].rstrip("]: "), n.start, n.body, n.end) for n in notes]
    points = [likeness(text[e.body : e.end]) for e in entries]
    mostly = sum(p >= STRONG for p in points) >= MOSTLY * len(points)
    least = [-LOW if mostly and under else WEAK if mostly else STRONG for under in headed]
    rated = zip(entries, points, least, strict=True)
    kept = [entry for entry, p, wanted in rated if p >= wanted or entry.label[0].isalpha()]
    # numbers of remarks are not missing
    counted = len(kept) == len(entries)
    yield from (e if counted or not e.label.isdecimal() else replace(e, label="") for e in kept)
