"""Edits of an article's file: DOIs put in as the tags that its other references have, names only where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from refcheck.finding import Change
from refcheck.jats.article import citations
from refcheck.jats.tags import ALTERNATIVES, CITATIONS, STRUCTURED
from refcheck.links import Form, behind
from refcheck.markup import Element, Event, Open, Text, element
from refcheck.model import Document, Edit, Reference, Span
from refcheck.reading import Unplaced

_NEW = '<pub-id pub-id-type="doi">\0</pub-id>'
_BEHIND = frozenset({"pub-id", "ext-link", "object-id", "uri"})  # what may follow a DOI


def dois(document: Document, changes: Sequence[Change], form: Form | None, events: Iterator[Event]) -> Iterator[Edit]:
    """The edits that put in DOIs."""
    places = [c for ref in _refs(events) for c in citations(ref)] if changes else []
    for change in changes:
        reference = document.references[change.n - 1]
        at = _middle(document, reference)
        citation = next((c for c in places if c.tag.at <= at < c.end), None)
        if citation is None:
            raise Unplaced(reference.span)
        place, stopped = _end(document.written, citation)
        if form is None:
            lead = "" if citation.name in STRUCTURED else " " if stopped else ". "
            yield Edit(Span(place, place), lead + Form("", _NEW, "").of(change.new))
        else:
            yield behind(document, form, change.new, place)


def twice_told(document: Document, changes: Iterable[Change], events: Iterator[Event]) -> None:
    """Raise Unplaced where a reference is to be changed that the file holds in two ways: they must stay alike."""
    changed = {c.n: document.references[c.n - 1] for c in changes}
    places = {_middle(document, reference): reference for reference in changed.values()}
    for ref in _refs(events) if places else ():
        ways = [e for e in ref.elements if e.name in CITATIONS]
        if any(e.name in ALTERNATIVES for e in ref.elements) or len(ways) > len(citations(ref)):
            for at, reference in places.items():
                if ref.tag.at <= at < ref.end:
                    raise Unplaced(reference.span)


def _middle(document: Document, reference: Reference) -> int:
    """A place of the file within a reference: it begins with a label, which stands outside its citation."""
    middle = (reference.span.start + reference.span.end) // 2
    return document.located(Span(middle, middle + 1)).start


def _refs(events: Iterator[Event]) -> Iterator[Element]:
    for event in events:
        if isinstance(event, Open) and event.name == "ref":
            yield element(event, events)


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
