"""References in fields: JSON, an item each; chosen by `--fields`, never by suffix.

An item is CSL-JSON, or a line that `refcheck parse` prints. The document's text is the references, printed one after
the other, which is what rewriting it gives.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from refcheck.encoding import decode
from refcheck.errors import UnreadableDocument
from refcheck.finding import Change
from refcheck.model import Document
from refcheck.parsing.edits import edits, splice
from refcheck.parsing.structured import references_in_fields

NAME = "fields"
SUFFIXES: tuple[str, ...] = ()


def read(data: bytes, path: str) -> Document:
    """The document with each item as one reference; raises UnreadableDocument for what is no JSON, or no item."""
    found = decode(data, path)
    text, listed = references_in_fields(_items(found.text, path))
    return Document(path=path, format=NAME, text=text, references=listed, notes=found.notes)


def _items(text: str, path: str) -> Iterator[Mapping[str, object]]:
    """The items of a list, of {"items": […]}, of one item, or of one item a line."""
    for line, value in _values(text, path):
        inside = value.get("items") if isinstance(value, dict) else None
        listed = inside if isinstance(inside, list) else value if isinstance(value, list) else [value]
        for item in listed:
            if not isinstance(item, dict):
                raise UnreadableDocument(f"{path}:{line}: no reference in fields: an object is expected")
            yield item


def _values(text: str, path: str) -> Iterator[tuple[int, object]]:
    try:
        yield 1, json.loads(text)
        return
    except RecursionError:
        raise UnreadableDocument(f"{path}: nested too deep to be references in fields") from None
    except ValueError as error:
        whole = error  # a JSON text a line, then
    first = True
    # not splitlines(), for a text in JSON may hold other line ends than "\n"
    for n, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield n, json.loads(line)
            except (ValueError, RecursionError) as error:
                # the first line may be that of one text over many
                told, at = (whole, getattr(whole, "lineno", 1)) if first else (error, n)
                raise UnreadableDocument(f"{path}:{at}: not JSON: {getattr(told, 'msg', told)}") from None
            first = False


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The references as printed, with the changed characters spliced in."""
    return splice(document.text, edits(document, changes)).encode("utf-8", "surrogatepass")
