"""PDF: the text of its pages; it is read, and never rewritten."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from refcheck.errors import UnreadableDocument
from refcheck.finding import Change
from refcheck.model import Document, Reference
from refcheck.parsing import references
from refcheck.parsing.citations import citations
from refcheck.pdf import NoPdf, pages, printed
from refcheck.reading import Unplaced
from refcheck.text import bare_doi

NAME = "pdf"
SUFFIXES: tuple[str, ...] = (".pdf",)


def sniff(head: bytes) -> bool:
    """By the words that a PDF begins with; a few bytes may stand before them."""
    return b"%PDF-" in head[:1024]


def read(data: bytes, path: str) -> Document:
    """The document with the references of all its lists, and the citations in the rest of it."""
    try:
        found = pages(data)
    except NoPdf as error:
        raise UnreadableDocument(f"{path}: {error}") from None
    whole = printed(found)
    listed = references(whole.text)
    cited = citations(whole.text, listed)
    return Document(
        path=path,
        format=NAME,
        text=whole.text,
        references=listed,
        citations=cited.citations,
        notes=tuple(f"{path}: {note}" for note in cited.notes),
        landmarks=whole.landmarks,
        data=data,
    )


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    return document.data
