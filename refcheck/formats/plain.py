"""Plain text: the reference lists are found in it, and what the rest of it cites."""

from __future__ import annotations

from collections.abc import Sequence

from refcheck.encoding import decode
from refcheck.finding import Change
from refcheck.model import Document
from refcheck.parsing import references
from refcheck.parsing.citations import citations
from refcheck.parsing.edits import edits
from refcheck.reading import rewritten

NAME = "plain"
SUFFIXES: tuple[str, ...] = (".txt", ".text")


def sniff(head: bytes) -> bool:
    """Never: a text shows no sign of being one."""
    return False


def read(data: bytes, path: str) -> Document:
    """The document with the references of all its lists, and the citations in the rest of it."""
    found = decode(data, path)
    listed = references(found.text)
    cited = citations(found.text, listed)
    document = Document(
        path=path,
        format=NAME,
        text=found.text,
        references=listed,
        encoding=found.encoding,
        bom=found.bom,
        notes=found.notes,
    )
    return cited.of(document)


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changed characters spliced in."""
    return rewritten(document, edits(document, changes))
