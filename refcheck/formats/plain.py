"""Plain text: the reference lists are found in it."""

from __future__ import annotations

from collections.abc import Sequence

from refcheck.encoding import decode, encode
from refcheck.finding import Change
from refcheck.model import Document
from refcheck.parsing import references
from refcheck.parsing.edits import edits, splice

NAME = "plain"
SUFFIXES: tuple[str, ...] = (".txt", ".text")


def read(data: bytes, path: str) -> Document:
    """The document with the references of all its lists."""
    found = decode(data, path)
    return Document(
        path=path,
        format=NAME,
        text=found.text,
        references=references(found.text),
        encoding=found.encoding,
        bom=found.bom,
        notes=found.notes,
    )


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changed characters spliced in."""
    return encode(splice(document.text, edits(document, changes)), document.encoding, document.bom)
