"""Bibliography files as CSL-JSON items: BibTeX, RIS and PubMed's XML, each entry with its line."""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.bibliographies.entry import Entry, Unread

__all__ = ["KINDS", "Entry", "Unread", "read"]
KINDS = {".bib": "bibtex", ".ris": "ris", ".xml": "pubmed"}


def read(data: bytes, kind: str, line: int = 1) -> Iterator[Entry | Unread]:
    """The entries of a file of one of the KINDS, and what of it could not be read; never raises on any bytes.

    `line` is the line of the file that the bytes begin on.
    """
    # each is imported where it is needed: a check of a text against Crossref waits for no library of these
    if kind == "bibtex":
        from refcheck.bibliographies import bibtex

        return bibtex.read(data, line)
    if kind == "ris":
        from refcheck.bibliographies import ris

        return ris.read(data, line)
    from refcheck.bibliographies import pubmed

    return pubmed.read(data, line)
