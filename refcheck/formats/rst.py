"""reStructuredText: the lists that it prints, its notes that are references, and the keys that its roles cite."""

from __future__ import annotations

from collections.abc import Sequence

from refcheck.encoding import decode
from refcheck.finding import Change
from refcheck.model import Document
from refcheck.notation.citekeys import role_keys
from refcheck.notation.restructured import Restructured
from refcheck.notation.restructured_written import RESTRUCTURED
from refcheck.parsing.blocks import references_of_blocks
from refcheck.parsing.edits import edits
from refcheck.parsing.marked import marked_citations
from refcheck.reading import Reader, rewritten

NAME = "rst"
SUFFIXES: tuple[str, ...] = (".rst", ".rest")


def sniff(head: bytes) -> bool:
    """Never: nearly any text can be reStructuredText."""
    return False


def read(data: bytes, path: str) -> Document:
    """The document with the references of all its lists and notes, and the bibliographies that its keys are of."""
    found = decode(data, path)
    reader = Reader(found.text)
    reading = Restructured(reader)
    text, origin = reader.text, reader.origin
    listed = references_of_blocks(text, reading.blocks)
    # keys are of a bibliography; of one that a configuration names nothing is known
    keyed = role_keys(text, origin.stretches) if reading.bibliographies else ()
    cited = marked_citations(text, origin, listed, keyed)
    document = Document(
        path=path,
        format=NAME,
        text=text,
        references=listed,
        encoding=found.encoding,
        bom=found.bom,
        notes=found.notes,
        origin=origin,
        bibliographies=tuple(reading.bibliographies),
    )
    return cited.of(document)


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changed characters spliced in, written so that they read as they are."""
    others = [c for c in changes if c.old]
    added = [RESTRUCTURED.added(document, e) for e in edits(document, [c for c in changes if not c.old])]
    more = (*RESTRUCTURED.targets(document, others), *added)
    return rewritten(document, edits(document, others), RESTRUCTURED.written, more)
