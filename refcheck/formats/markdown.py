"""Markdown: the lists that it prints, its footnotes that are references, and the keys that it cites by."""

from __future__ import annotations

from collections.abc import Sequence

from refcheck.encoding import decode
from refcheck.finding import Change
from refcheck.model import Document, Span
from refcheck.notation.citekeys import cited_keys, keys
from refcheck.notation.frontmatter import front_matter
from refcheck.notation.markdown import Reading
from refcheck.notation.markdown_written import MARKDOWN
from refcheck.parsing.blocks import references_of_blocks
from refcheck.parsing.edits import edits
from refcheck.parsing.marked import marked_citations
from refcheck.reading import Reader, rewritten

NAME = "markdown"
SUFFIXES: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd")


def sniff(head: bytes) -> bool:
    """Never: any text is Markdown."""
    return False


def read(data: bytes, path: str) -> Document:
    """The document with the references of all its lists, and the bibliographies that its keys are of."""
    found = decode(data, path)
    front = front_matter(found.text)
    reader = Reader(found.text)
    if front.nocite:
        _nocite(reader, front.nocite)
    reading = Reading(reader, front.lines)
    text, origin = reader.text, reader.origin
    listed = references_of_blocks(text, reading.blocks)
    bibliographies = (*front.bibliographies, *reading.bibliographies)
    # keys are of a bibliography; of one that the command line names nothing is known
    keyed = cited_keys(text, origin.stretches, front.own) if bibliographies else ()
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
        bibliographies=bibliographies,
    )
    return cited.of(document)


def _nocite(reader: Reader, within: Span) -> None:
    """What is cited though no text does is read as a line of its own."""
    for n, span in enumerate(keys(reader.written, within)):
        reader.add(", " if n else "")
        reader.keep(span.start, span.end)


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changed characters spliced in, written so that Markdown reads them."""
    others = [c for c in changes if c.old]
    added = [MARKDOWN.added(document, e) for e in edits(document, [c for c in changes if not c.old])]
    more = (*MARKDOWN.targets(document, others), *added)
    return rewritten(document, edits(document, others), MARKDOWN.written, more)
