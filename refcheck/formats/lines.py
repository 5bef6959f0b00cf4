"""One reference a line: nothing is located and nothing is segmented; chosen by `--lines`, never by suffix."""

from __future__ import annotations

from collections.abc import Sequence

from refcheck.encoding import decode
from refcheck.finding import Change
from refcheck.model import Document
from refcheck.parsing import references_by_line
from refcheck.parsing.edits import edits
from refcheck.reading import rewritten

NAME = "lines"
SUFFIXES: tuple[str, ...] = ()


def sniff(head: bytes) -> bool:
    """Never: it is chosen by name only."""
    return False


def read(data: bytes, path: str) -> Document:
    """The document with each line that is not blank as one reference."""
    found = decode(data, path)
    listed = references_by_line(found.text)
    return Document(
        path=path,
        format=NAME,
        text=found.text,
        references=listed,
        encoding=found.encoding,
        bom=found.bom,
        notes=found.notes,
    )


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changed characters spliced in."""
    return rewritten(document, edits(document, changes))
