"""Find the reference lists of a text, split them into references, split a reference into fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from refcheck.model import Field, Reference, Span
from refcheck.parsing.fields import cited_item, cited_work
from refcheck.parsing.identifiers import outside
from refcheck.parsing.labels import label
from refcheck.parsing.locate import locate
from refcheck.parsing.page import Entry, Line, lines, without_trailer
from refcheck.parsing.parts import parts, points
from refcheck.text import unbroken

__all__ = [
    "Entry",
    "cited_item",
    "located",
    "references",
    "references_by_line",
    "references_of",
    "searchable",
    "unread",
]

FEW = 3  # words; less is no reference
FIRST = "a"  # the letter of the part that the label of the entry stands before


def references(text: str) -> tuple[Reference, ...]:
    """The references of a text, wherever its lists stand; never raises."""
    return references_of(text, tuple(locate(text)))


def references_by_line(text: str) -> tuple[Reference, ...]:
    """Each line that is not blank as exactly one reference; never raises."""
    full = (line for line in lines(text) if not line.blank)
    return references_of(text, tuple(_whole_lines(full)))


def located(text: str, part: Span, known: Iterable[Span] = ()) -> list[Entry]:
    """The entries of the lists in a part of a text: one for each stretch that is known to be one, and all others."""
    spans = [s for s in known if part.start <= s.start < part.end and len(text[s.start : s.end].split()) >= FEW]
    given = list(_whole_lines(Line(text[s.start : s.end], s.start) for s in spans))
    taken = bytearray(part.end - part.start)
    for span in spans:
        taken[span.start - part.start : span.end - part.start] = b"\1" * (span.end - span.start)
    found = (e for e in locate(text[part.start : part.end]) if taken.find(1, e.start, e.end) < 0)
    at = part.start
    moved = (replace(e, start=e.start + at, body=e.body + at, end=e.end + at) for e in found)
    return sorted((*given, *moved), key=lambda e: e.start)


def _whole_lines(full: Iterable[Line]) -> Iterator[Entry]:
    for line in full:
        mark, start = label(line.text)
        end = len(without_trailer(line.text)) or len(line.text.rstrip())
        lead = len(line.text) - len(line.text.lstrip())
        yield Entry(mark, line.start + lead, line.start + (start if start < end else lead), line.start + end)


def references_of(text: str, entries: Sequence[Entry]) -> tuple[Reference, ...]:
    """The references of a list whose entries are known; it is read as a whole, for its references are alike."""
    # loads numpy and the weights, for which --help shall not wait
    from refcheck.parsing.tagger import split_all

    single = [part for entry in entries for part in parts(text, entry)]
    listed = split_all([(text[e.start : e.end], e.body - e.start) for e in single])
    numbered = enumerate(zip(single, listed, strict=True), 1)
    return tuple(_reference(text, n, entry, fields) for n, (entry, fields) in numbered)


def _reference(text: str, n: int, entry: Entry, fields: tuple[Field, ...]) -> Reference:
    raw = text[entry.start : entry.end]
    pointing = points(text[entry.body : entry.end])
    if pointing:
        fields = ()
    if entry.label and entry.part in ("", FIRST):
        fields = (_label_field(raw, entry), *fields)
    return Reference(
        n=n,
        label=entry.label,
        part=entry.part,
        points=pointing,
        span=Span(entry.start, entry.end),
        raw=raw,
        work=cited_work(raw, fields),
        fields=fields,
    )


def _label_field(raw: str, entry: Entry) -> Field:
    start = raw.index(entry.label)
    return Field("citation-number", entry.label, start, start + len(entry.label))


def unread(reference: Reference, value: str) -> bool:
    """Whether a number or word is printed where no field was read: what the parser missed is no slip of the author's."""
    covered = {i for f in reference.fields for i in range(f.start, f.end)}
    places = re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", reference.raw, re.IGNORECASE) if value else ()
    return any(not covered & set(range(*place.span())) for place in places)


def searchable(reference: Reference) -> str:
    """The reference as one line to search for: without its label, DOI and links."""
    kept = outside(reference.raw, tuple(f for f in reference.fields if f.name in ("DOI", "URL", "citation-number")))
    return unbroken(kept).strip(" []().")
