"""What of a text is the author's own sentences: all but its reference lists, links, and what it says of itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from refcheck.model import Reference, Span
from refcheck.parsing.headings import heading
from refcheck.parsing.page import lines

WALL = "\0"  # stands for what is left out, so that nothing is read across it
BETWEEN = 200  # code points; what stands between two references of a list belongs to the list
LONGEST = 100  # code points of a running head
OFTEN = 3  # times; a line that comes so often is printed on every page
_LINK = re.compile(r"(?:https?://|www\.|\bdoi:|\b10\.\d{4,9}/)[^\s\0]+", re.IGNORECASE)
_ITSELF = re.compile(
    r"[^\S\r\n]*(?:(?:to|how to|please)\s+cite\b|citation\s*:|cite\s+(?:this|as)\b|recommended\s+citation|copyright\b|©|\(c\)\s)",
    re.IGNORECASE,
)
DATED = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_NO_LETTERS = re.compile(r"[\W\d_]+")


def prose(text: str, references: Sequence[Reference]) -> str:
    """The text with everything else blanked, so that offsets stay true."""
    left_out = sorted((span.start, span.end) for span in (*_asides(text), *lists(text, references)))
    parts: list[str] = []
    at = 0
    for start, end in left_out:
        if end > at:
            parts += [text[at : max(at, start)], WALL * (end - max(at, start))]
            at = end
    return _LINK.sub(lambda m: WALL * len(m[0]), "".join((*parts, text[at:])))


def lists(text: str, references: Sequence[Reference]) -> Iterator[Span]:
    """The stretches that reference lists take up, what little stands between two references included.

    A heading parts two lists, and more text than stands between two references of one. Rules that compare entries with
    their neighbours (`refcheck.rules.lists`) part them less readily, for a page may end within a list, and also where
    the numbers begin anew, whatever stands there.
    """
    held: Span | None = None
    for span in (r.span for r in references):
        if held and _apart(text, held.end, span.start):
            yield held
            held = None
        held = Span(held.start if held else span.start, span.end)
    if held:
        yield held


_TABLES = re.compile(r"\b(?:tables?|tab\.|tabellen?|tableaux?)\s{1,3}(?:\d|[IVX])", re.IGNORECASE)
_CAPTIONS = re.compile(
    r"(?:^|[\r\n])[^\w\r\n]{0,20}(?:tables?|tab\.|tabelle|tableau)\s{1,3}(?:\d|[IVX])", re.IGNORECASE
)


def lacks_tables(text: str) -> bool:
    """Whether a text speaks of tables and holds none: what they cite is not known then."""
    return _TABLES.search(text) is not None and _CAPTIONS.search(text) is None


def _apart(text: str, end: int, start: int) -> bool:
    """Whether two references stand in different lists."""
    return start - end > BETWEEN or any(heading(line.text) is not None for line in lines(text[end:start]))


def _asides(text: str) -> Iterator[Span]:
    """The lines in which a paper tells how to cite it, and running heads that do the same."""
    full = [line for line in lines(text) if DATED.search(line.text)]
    heads = Counter(_NO_LETTERS.sub("", line.text) for line in full if len(line.text) < LONGEST)
    for line in full:
        often = len(line.text) < LONGEST and heads[_NO_LETTERS.sub("", line.text)] >= OFTEN
        if often or _ITSELF.match(line.text):
            yield Span(line.start, line.end)
