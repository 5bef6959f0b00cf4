"""The reference list in its own style: every entry as it is printed in the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from refcheck.model import Document, Work
from refcheck.parsing import FIRST
from refcheck.unwrapping import unwrapped

NAME = "own"


UNRECORDED: Mapping[int, Work] = MappingProxyType({})


def render(document: Document, recorded: Mapping[int, Work] = UNRECORDED) -> str:
    """The entries of all lists, each on a line of its own, without what a web page prints after them.

    Where the lines are those of pages they are undone: `recorded`, the works by the number of their reference, tells
    with the document which hyphens are the words' own. Of a bibliography file the file as it should be.
    """
    if document.listing:
        return document.written
    return "".join(_entries(document, recorded))


def _entries(document: Document, recorded: Mapping[int, Work]) -> Iterator[str]:
    """What is printed of each reference; those that share an entry stand on its line."""
    at = 0
    for reference in document.references:
        if reference.part > FIRST:
            yield document.text[at : reference.span.start]
        elif at:
            yield "\n"
        paged = document.read_only
        yield unwrapped(reference, recorded.get(reference.n, Work()), document.text) if paged else reference.raw
        at = reference.span.end
    yield "\n" if at else ""
