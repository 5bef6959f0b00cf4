"""PDF: the text of its pages; the file is never rewritten, its corrected list is printed."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from refcheck.errors import UnreadableDocument
from refcheck.finding import Change
from refcheck.model import Document, Reference
from refcheck.parsing import references
from refcheck.parsing.citations import citations
from refcheck.reading import Unplaced
from refcheck.text import bare_doi

if TYPE_CHECKING:
    from refcheck.pdf import Link, Page, Printed, Row

NAME = "pdf"
SUFFIXES: tuple[str, ...] = (".pdf",)
BEGINNING = 1024  # bytes in which a PDF says what it is
FEWEST = 20  # signs of a page that has text; what scans them prints a line on each
HIGH = 20.0  # points within which a link and its line stand
SHOWN = 10  # damaged pages that are named
BEHIND = 60  # signs after a reference in which its links may stand: "[CrossRef] [PubMed]"


def sniff(head: bytes) -> bool:
    """By the words that a PDF begins with; a few bytes may stand before them."""
    return b"%PDF-" in head[:BEGINNING]


def read(data: bytes, path: str) -> Document:
    """The document with the references of all its lists, and the citations in the rest of it."""
    # loads PDFium, for which other documents shall not wait
    from refcheck.pdf import NoPdf, pages, printed

    try:
        found = pages(data)
        if not any(page.rows for page in found):
            raise NoPdf("has no text: it is scanned; let a text be recognised in it first (ocrmypdf in.pdf out.pdf)")
        whole = printed(found)
    except NoPdf as error:
        raise UnreadableDocument(f"{path}: {error}") from None
    listed = references(whole.text)
    cited = citations(whole.text, listed)
    document = Document(
        path=path,
        format=NAME,
        text=whole.text,
        references=tuple(_linked(listed, found, whole)),
        notes=tuple(f"{path}: {note}" for note in _scanned(found)),
        landmarks=whole.landmarks,
        data=data,
        read_only=True,
    )
    return cited.of(document)


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's own bytes; raises Unplaced for any change."""
    if changes:
        raise Unplaced(document.references[changes[0].n - 1].span)
    return document.data


def _scanned(found: Sequence[Page]) -> Iterator[str]:
    """What to tell about pages that may be nothing but pictures."""
    bare = [p.number for p in found if sum(len(row.text) for row in p.rows) < FEWEST]
    lost = [str(p.number) for p in found if p.damaged]
    if lost:
        yield f"{'page' if len(lost) == 1 else 'pages'} {', '.join(lost[:SHOWN])}: damaged, nothing of it could be read"
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
    links: defaultdict[tuple[int, int], list[Link]] = defaultdict(list)  # by page and height
    for page in found:
        for link in page.links:
            if "doi.org/" in link.target:
                links[page.number, int(link.y // HIGH)].append(link)
    for start, number, row in whole.places:
        for link in (near for step in (-1, 0, 1) for near in links.get((number, int(row.bottom // HIGH) + step), ())):
            i = bisect_right(listed, start + len(row.text) - 1, key=lambda r: r.span.start) - 1
            behind = i >= 0 and start < listed[i].span.end + BEHIND
            if behind and _stands_on(link, row) and (doi := bare_doi(unquote(link.target))):
                dois[listed[i].n].add(doi)
    return dois


def _stands_on(link: Link, row: Row) -> bool:
    below = row.bottom - row.size / 2
    return row.left <= link.x <= row.right and below < link.y < row.top + row.size / 2
