"""Edits of an article's file: DOIs put in as the tags that its other references have, names only where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from refcheck.finding import Change
from refcheck.jats.article import citations
from refcheck.jats.tags import STRUCTURED
from refcheck.links import Form, behind
from refcheck.markup import Element, Event, Open, Text, element
from refcheck.model import Document, Edit, Reference, Span
from refcheck.reading import Unplaced

_NEW = '<pub-id pub-id-type="doi">\0</pub-id>'
_BEHIND = frozenset({"pub-id", "ext-link", "object-id", "uri"})  # what may follow a DOI


def dois(document: Document, changes: Sequence[Change], form: Form | None, events: Iterator[Event]) -> Iterator[Edit]:
    """The edits that put in DOIs."""
    places = list(_citations(events)) if changes else []
    for change in changes:
        reference = document.references[change.n - 1]
        middle = (reference.span.start + reference.span.end) // 2  # it begins with a label, which stands outside
        at = document.located(Span(middle, middle + 1)).start
        citation = next((c for c in places if c.tag.at <= at < c.end), None)
        if citation is None:
            raise Unplaced(reference.span)
        place, stopped = _end(document.written, citation)
        if form is None:
            lead = "" if citation.name in STRUCTURED else " " if stopped else ". "
            yield Edit(Span(place, place), lead + Form("", _NEW, "").of(change.new))
        else:
            yield behind(document, form, change.new, place)


def _citations(events: Iterator[Event]) -> Iterator[Element]:
    for event in events:
        if isinstance(event, Open) and event.name == "ref":
            ref = element(event, events)
            yield from citations(ref)


def _end(written: str, citation: Element) -> tuple[int, bool]:
    """Where what a citation prints ends, before its other identifiers; and whether a stop stands there."""
    at = citation.tag.end
    for part in citation.parts:
        if isinstance(part, Text):
            said = written[part.at : part.end].rstrip()
            at = part.at + len(said) if said else at
        elif part.name not in _BEHIND:
            at = part.end
    return at, written[:at].endswith((".", "?", "!"))


def named_apart(document: Document, changes: Iterable[Change]) -> None:
    """Raise Unplaced where a list of authors is to be changed that stands in tags: names are no text there."""
    for change in changes:
        reference = document.references[change.n - 1]
        authors = [f for f in reference.fields if f.name == "author"]
        if change.field != "author" or change.old in [f.text for f in authors] or len(authors) < 2:
            continue
        if "<" in document.written[slice(*_span(document, reference, authors[0].start, authors[-1].end))]:
            raise Unplaced(reference.span)


def _span(document: Document, reference: Reference, start: int, end: int) -> tuple[int, int]:
    found = document.located(Span(reference.span.start + start, reference.span.start + end))
    return found.start, found.end
