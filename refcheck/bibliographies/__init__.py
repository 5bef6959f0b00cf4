"""Bibliography files as CSL-JSON items: BibTeX, RIS, MEDLINE, EndNote's and PubMed's XML, each entry with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from refcheck.bibliographies.entry import Entry, Unread

__all__ = ["HEAD", "KINDS", "Entry", "Unread", "kind", "read"]
KINDS = {".bib": "bibtex", ".ris": "ris", ".nbib": "nbib", ".xml": "pubmed"}
ENDNOTE = b"<records>"  # stands within the first bytes of what EndNote exports, after <xml>
HEAD = 4096  # bytes from which one XML is told from another
Reader = Callable[[bytes, int], Iterator[Entry | Unread]]


def kind(suffix: str, head: bytes) -> str:
    """The kind of a file with one of the suffixes of KINDS that begins so: of XML there are two."""
    return "endnote" if suffix == ".xml" and ENDNOTE in head[:HEAD] else KINDS[suffix]


def read(data: bytes, kind: str, line: int = 1) -> Iterator[Entry | Unread]:
    """The entries of a file of one of the KINDS, or of "endnote", and what of it could not be read; never raises.

    `line` is the line of the file that the bytes begin on.
    """
    # each is imported where it is needed: a check of a text against Crossref waits for no library of these
    reader: Reader = import_module(f"refcheck.bibliographies.{kind}").read
    return reader(data, line)
