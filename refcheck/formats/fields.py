"""References in fields: JSON, an item each; chosen by `--fields`, never by suffix.

An item is CSL-JSON, or a line that `refcheck parse` prints. The document's text is the references, printed one after
the other, which is what rewriting it gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from refcheck.bibliographies import csljson
from refcheck.encoding import decode
from refcheck.errors import UnreadableDocument
from refcheck.finding import Change
from refcheck.model import Document
from refcheck.parsing.edits import edits
from refcheck.parsing.structured import references_in_fields
from refcheck.reading import splice

NAME = "fields"
SUFFIXES: tuple[str, ...] = ()


def sniff(head: bytes) -> bool:
    """Never: it is chosen by name only."""
    return False


def read(data: bytes, path: str) -> Document:
    """The document with each item as one reference; raises UnreadableDocument for what is no JSON, or no item."""
    found = decode(data, path)
    text, listed = references_in_fields(_items(found.text, path))
    return Document(path=path, format=NAME, text=text, references=listed, notes=found.notes)


def _items(text: str, path: str) -> Iterator[Mapping[str, object]]:
    """The items of one JSON document, or of one item a line."""
    for line, item in _found(text, path):
        if not isinstance(item, dict):
            raise UnreadableDocument(f"{path}: line {line}: no reference in fields: an object is expected")
        yield item


def _found(text: str, path: str) -> list[tuple[int, object]]:
    try:
        return list(csljson.items(text, lines=False))
    except csljson.NotJson as error:
        whole = error
    try:
        return list(csljson.items(text, lines=True))
    except csljson.NotJson as error:
        # which of the two it was meant to be, the one says that makes sense further down
        raise UnreadableDocument(f"{path}: {max(error, whole, key=lambda e: e.line)}") from None


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The references as printed, with the changed characters spliced in."""
    return splice(document.text, edits(document, changes)).encode("utf-8", "surrogatepass")
