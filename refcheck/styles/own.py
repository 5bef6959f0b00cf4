"""The reference list in its own style: every entry as it is printed in the document."""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.model import Document
from refcheck.parsing import FIRST

NAME = "own"


def render(document: Document) -> str:
    """The entries of all lists, each on a line of its own, without what a web page prints after them.

    Of a bibliography file the file as it should be.
    """
    if document.listing:
        return document.written
    return "".join(_entries(document))


def _entries(document: Document) -> Iterator[str]:
    """What is printed of each reference; those that share an entry stand on its line."""
    at = 0
    for reference in document.references:
        if reference.part > FIRST:
            yield document.text[at : reference.span.start]
        elif at:
            yield "\n"
        yield reference.raw
        at = reference.span.end
    yield "\n" if at else ""
