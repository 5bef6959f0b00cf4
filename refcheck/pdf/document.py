"""The pages of a PDF, with their rows of text and their links."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_int, create_string_buffer
from threading import Lock
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from refcheck.pdf.rows import Row
from refcheck.pdf.shown import Shown

MOST_PAGES = 3_000  # of a document; the longest books have half of them
MOST_SIGNS = 100_000  # of a page; a full one of a newspaper has 50,000
LONGEST = 15_000_000  # signs of a document
MOST_LINKS = 2_000  # of a page
LONGEST_LINK = 2_000  # bytes

_lock = Lock()  # PDFium is not made for threads


class NoPdf(Exception):
    """The bytes cannot be read as a PDF; the message says what to do."""


class Link(NamedTuple):
    """What a place on a page leads to."""

    target: str
    x: float
    y: float


class Page(NamedTuple):
    """A page: its number from 1, its height in points, its rows in the order in which they are read, and its links."""

    number: int
    height: float
    rows: tuple[Row, ...]
    links: tuple[Link, ...] = ()
    damaged: bool = False  # nothing of it could be read


def pages(data: bytes) -> tuple[Page, ...]:
    """The pages of a PDF, in order; raises NoPdf."""
    with _lock:
        document = _opened(data)
        try:
            count = len(document)
            if not count:
                raise NoPdf(f"has no pages; {_DAMAGED}")
            if count > MOST_PAGES:
                raise NoPdf(f"has {count:,} pages, and refcheck reads up to {MOST_PAGES:,}; {_CUT}")
            return tuple(_pages(document))
        finally:
            document.close()


_CUT = "make a PDF of the pages that hold the references"
_DAMAGED = "it is damaged, or no PDF: open it in a viewer, and save it anew"


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        code = pdfium.FPDF_GetLastError()
        if code == pdfium.FPDF_ERR_PASSWORD:
            raise NoPdf("is encrypted; save it without its password (qpdf --password=… --decrypt)") from None
        if code == pdfium.FPDF_ERR_SECURITY:
            raise NoPdf("is encrypted in a way that cannot be read; print it into a new PDF") from None
        raise NoPdf(f"cannot be read as PDF; {_DAMAGED}") from None


def _pages(document: pypdfium2.PdfDocument) -> Iterator[Page]:
    signs = 0
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            shown = page.get_textpage()
        except pypdfium2.PdfiumError:  # one page that is broken; the others can be read
            yield Page(number, 0.0, (), damaged=True)
            continue
        count = shown.count_chars()
        signs += count
        if count > MOST_SIGNS or signs > LONGEST:
            raise NoPdf(f"holds more text than a manuscript has (page {number}); {_CUT}")
        yield Page(number, page.get_height(), tuple(Shown(shown, count).rows()), tuple(_links(document, page)))
        shown.close()
        page.close()


def _links(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[Link]:
    """The links of a page to other places than its own document."""
    if not pdfium.FPDFPage_GetAnnotCount(page):
        return
    at, link, box = c_int(), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    for _ in range(MOST_LINKS):
        if not pdfium.FPDFLink_Enumerate(page, byref(at), byref(link)):
            return
        target = _target(document, link)
        if target and pdfium.FPDFLink_GetAnnotRect(link, box):
            yield Link(target, (box.left + box.right) / 2, (box.bottom + box.top) / 2)


def _target(document: pypdfium2.PdfDocument, link: pdfium.FPDF_LINK) -> str:
    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return ""
    size = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    if not 0 < size <= LONGEST_LINK:
        return ""
    buffer = create_string_buffer(size)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode("utf-8", "replace")
