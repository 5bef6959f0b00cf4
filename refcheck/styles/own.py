"""The reference list in its own style: every entry as it is printed in the document."""

from __future__ import annotations

from refcheck.model import Document

NAME = "own"


def render(document: Document) -> str:
    """The entries of all lists, each on a line of its own, without what a web page prints after them.

    Of a bibliography file the file as it should be.
    """
    if document.listing:
        return document.written
    return "".join(f"{reference.raw}\n" for reference in document.references)
