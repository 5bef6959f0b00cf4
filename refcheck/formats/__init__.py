"""The document formats: FORMATS is all there is to register."""

from __future__ import annotations

from pathlib import Path, PurePath

from refcheck.contracts import Format
from refcheck.formats import (
    biblatex,
    bibtex,
    csljson,
    cslyaml,
    docx,
    endnote,
    fields,
    html,
    jats,
    latex,
    lines,
    markdown,
    nbib,
    odt,
    pdf,
    plain,
    pubmed,
    ris,
    rst,
)
from refcheck.model import Document

# fmt: off
FORMATS: tuple[Format, ...] = (
    plain, markdown, html, rst, latex, biblatex, jats, docx, odt, pdf,
    bibtex, ris, nbib, csljson, cslyaml, endnote, pubmed,
    lines, fields,
)
# fmt: on
PACKED: tuple[Format, ...] = (docx, odt, pdf)
SHARED = (".json", ".xml", ".yaml", ".yml")  # suffixes of much that is no document: what is in it decides
HEAD = 4096  # bytes from which a format is told


def of(data: bytes, path: str) -> Format:
    """The format of a file: by what it holds where that can be told, else by its suffix, else plain text."""
    suffix, head = PurePath(path).suffix.lower(), data[:HEAD]
    own = [f for f in FORMATS if suffix in f.SUFFIXES]
    for part in (*own, *(f for f in FORMATS if f not in own)):
        if part.sniff(head):
            return part
    return own[0] if own else plain


def named(name: str) -> Format:
    """The format of that name."""
    return next(f for f in FORMATS if name == f.NAME)


def writable(document: Document, path: str) -> bool:
    """Whether the document can be written to that path: a file that is no text to one of its format only."""
    return not document.data or PurePath(path).suffix.lower() in named(document.format).SUFFIXES


def packed(path: str) -> bool:
    """Whether a file of that name is expected to hold no text, but what an office program or a PDF viewer opens."""
    return any(PurePath(path).suffix.lower() in f.SUFFIXES for f in PACKED)


def suffixes() -> frozenset[str]:
    """The suffixes by which a folder is searched."""
    return frozenset(s for f in FORMATS for s in f.SUFFIXES)


def readable(path: Path) -> bool:
    """Whether a file in a folder is a document: by its suffix, and by what it holds where much has that suffix."""
    suffix = path.suffix.lower()
    if suffix not in SHARED:
        return suffix in suffixes()
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return False
    return any(f.sniff(head) for f in FORMATS if suffix in f.SUFFIXES)
