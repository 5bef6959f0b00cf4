"""What a file with markup cites: as its text does, by its notes, and by keys that are no text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence

from refcheck.model import LabelCitation, Origin, Reference, Span, Stretch
from refcheck.parsing.citations import Cited, citations

NO_TEXT = ("code", "math", "note")  # kinds of stretches


def marked_citations(
    text: str, origin: Origin, references: tuple[Reference, ...], keys: Iterable[LabelCitation]
) -> Cited:
    """The citations in a text of which stretches are code, formulas and the marks of notes."""
    found = citations(text, references)
    told = [c for c in found.citations if _kind(origin.stretches, c.span) not in NO_TEXT]
    noted = _noted(text, origin.stretches, {r.label for r in references if r.label})
    told += _outside([*noted, *keys], references)
    return Cited(tuple(sorted(told, key=lambda c: (c.span.start, c.span.end))), found.notes)


def _kind(stretches: Sequence[Stretch], span: Span) -> str:
    """The kind of the stretch in which a span begins."""
    i = bisect_right(stretches, span.start, key=lambda s: s.end)
    return stretches[i].kind if i < len(stretches) else ""


def _noted(text: str, stretches: Sequence[Stretch], labels: Container[str]) -> Iterator[LabelCitation]:
    """The marks of the notes that are references, "[^1]"."""
    for stretch in stretches:
        raw = text[stretch.start : stretch.end] if stretch.kind == "note" else ""
        if raw[1:-1] in labels:
            span = Span(stretch.start, stretch.end)
            yield LabelCitation(span=span, raw=raw, labels=(raw[1:-1],), within=span)


def _outside(cited: Iterable[LabelCitation], references: Sequence[Reference]) -> Iterator[LabelCitation]:
    """The citations that do not stand in a reference."""
    ends = [r.span.end for r in references]
    for citation in cited:
        i = bisect_right(ends, citation.span.start)
        if i == len(references) or citation.span.end <= references[i].span.start:
            yield citation
