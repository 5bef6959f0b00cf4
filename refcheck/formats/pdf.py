"""PDF: the text of its pages; the file is never rewritten, its corrected list is printed."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from refcheck.errors import UnreadableDocument
from refcheck.finding import Change
from refcheck.model import Document, Reference
from refcheck.parsing import references
from refcheck.parsing.citations import citations
from refcheck.pdf import NoPdf, Page, Printed, pages, printed
from refcheck.reading import Unplaced
from refcheck.text import bare_doi

NAME = "pdf"
SUFFIXES: tuple[str, ...] = (".pdf",)
BEGINNING = 1024  # bytes in which a PDF says what it is
FEWEST = 20  # signs of a page that has text; what scans them prints a line on each
BEHIND = 60  # signs after a reference in which its links may stand: "[CrossRef] [PubMed]"


def sniff(head: bytes) -> bool:
    """By the words that a PDF begins with; a few bytes may stand before them."""
    return b"%PDF-" in head[:BEGINNING]


def read(data: bytes, path: str) -> Document:
    """The document with the references of all its lists, and the citations in the rest of it."""
    try:
        found = pages(data)
        whole = printed(found)
        scanned = tuple(_scanned(found))
    except NoPdf as error:
        raise UnreadableDocument(f"{path}: {error}") from None
    listed = references(whole.text)
    cited = citations(whole.text, listed)
    return Document(
        path=path,
        format=NAME,
        text=whole.text,
        references=tuple(_linked(listed, found, whole)),
        citations=cited.citations,
        notes=tuple(f"{path}: {note}" for note in (*scanned, *cited.notes)),
        landmarks=whole.landmarks,
        data=data,
        read_only=True,
    )


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's own bytes; raises Unplaced for any change."""
    if changes:
        raise Unplaced(document.references[changes[0].n - 1].span)
    return document.data


def _scanned(found: Sequence[Page]) -> Iterator[str]:
    """What to tell about pages that are nothing but pictures; raises NoPdf where all of them are."""
    bare = [p.number for p in found if sum(len(row.text) for row in p.rows) < FEWEST]
    if not any(row.text for p in found for row in p.rows):
        raise NoPdf("has no text: it is scanned; let a text be recognised in it first (ocrmypdf in.pdf out.pdf)")
    if 2 * len(bare) > len(found):
        yield f"{len(bare)} of {len(found)} pages have no text: if they are scanned, run ocrmypdf on the file first"


def _linked(listed: Sequence[Reference], found: Sequence[Page], whole: Printed) -> Iterator[Reference]:
    """The references, those that print no DOI with the one that they are linked to."""
    dois = _dois(listed, found, whole)
    for reference in listed:
        linked = dois[reference.n]
        if not reference.work.DOI and len(linked) == 1:
            yield replace(reference, work=replace(reference.work, DOI=min(linked)))
        else:
            yield reference


def _dois(listed: Sequence[Reference], found: Sequence[Page], whole: Printed) -> defaultdict[int, set[str]]:
    """The DOIs that each reference is linked to."""
    dois: defaultdict[int, set[str]] = defaultdict(set)
    links = {p.number: [link for link in p.links if "doi.org/" in link.target] for p in found}
    for start, page, row in whole.places:
        for link in links[page]:
            if not (row.left <= link.x <= row.right and row.bottom - row.size / 2 < link.y < row.top + row.size / 2):
                continue
            i = bisect_right(listed, start + len(row.text) - 1, key=lambda r: r.span.start) - 1
            if i >= 0 and start < listed[i].span.end + BEHIND and (doi := bare_doi(unquote(link.target))):
                dois[listed[i].n].add(doi)
    return dois
