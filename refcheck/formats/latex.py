"""LaTeX: the lists of \\bibitem or those made by hand, what the text cites, and the bibliographies that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from refcheck.encoding import decode
from refcheck.finding import Change
from refcheck.latex.links import added, exchanged
from refcheck.latex.manuscript import Manuscript, manuscript
from refcheck.latex.writing import notation
from refcheck.model import Document, Edit, NameCitation, Reference
from refcheck.parsing import Entry, references, references_of
from refcheck.parsing.citations import Cited, citations
from refcheck.parsing.edits import edits
from refcheck.reading import Unplaced, rewritten

NAME = "latex"
SUFFIXES: tuple[str, ...] = (".tex", ".ltx", ".bbl")
_BEGINNING = re.compile(
    rb"(?:\s|%[^\r\n]*+)*+\\(?:documentclass|documentstyle|begin\s*\{(?:document|thebibliography)\})(?![A-Za-z])"
)


def sniff(head: bytes) -> bool:
    """Whether it begins as a document of LaTeX does, or as a list that BibTeX made."""
    return _BEGINNING.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def read(data: bytes, path: str) -> Document:
    """The document with the references of its lists, what it cites, and the files that it calls for."""
    found = decode(data, path)
    made = manuscript(found.text)
    listed = _references(made)
    return _cited(made, listed).of(
        Document(
            path=path,
            format=NAME,
            text=made.text,
            references=listed,
            encoding=found.encoding,
            bom=found.bom,
            notes=found.notes,
            origin=made.origin,
            bibliographies=tuple(dict.fromkeys(made.bibliographies)),
            inputs=tuple(dict.fromkeys(made.inputs)),
        )
    )


def _references(made: Manuscript) -> tuple[Reference, ...]:
    """The entries of the lists that LaTeX knows, else those of a list made by hand, if there is one."""
    if not made.entries:
        return () if made.bibliographies else references(made.text)
    listed = references_of(made.text, [Entry("", e.start, e.start, e.end) for e in made.entries])
    named = zip(listed, made.entries, strict=True)
    return tuple(replace(reference, label=entry.key, keyed=bool(entry.key)) for reference, entry in named)


def _cited(made: Manuscript, listed: tuple[Reference, ...]) -> Cited:
    """What is cited by key; where nothing is, what is typed: of a list with keys, only authors and years."""
    if made.citations or not listed:
        return Cited(tuple(made.citations))
    typed = citations(made.text, listed)
    if not made.entries:
        return typed
    return Cited(tuple(c for c in typed.citations if isinstance(c, NameCitation)))


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changes spliced in; a DOI is added in the form that the list has.

    A DOI is exchanged wherever its entry has it: in what is printed, and in what a link leads to.
    """
    for change in changes:
        if not change.old and change.field != "DOI":
            raise Unplaced(document.references[change.n - 1].span)
    more: list[Edit] = []
    rest: list[Change] = []
    for change in changes:
        reference = document.references[change.n - 1]
        if change.field != "DOI":
            rest.append(change)
        elif not change.old:
            more += added(document, reference, change.new)
        elif found := exchanged(document, reference, change.old, change.new):
            more += found
        else:
            rest.append(change)
    return rewritten(document, edits(document, rest), notation(document), more)
