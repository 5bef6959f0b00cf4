"""Manuscripts on disk: the files that paths name, read, and the files beside them that they call for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from refcheck import formats
from refcheck.errors import UnreadableDocument
from refcheck.model import Document, LabelCitation
from refcheck.reading import limited

LARGEST = 100_000_000  # bytes of a document; a library of 20,000 entries has 20 million
ALL = "*"  # is cited where a text asks for every entry of its bibliographies


def read(path: str, kind: str = "") -> Document:
    """The document at a path, as `parse` reads it; raises UnreadableDocument where there is none, or no text."""
    try:
        if Path(path).stat().st_size > LARGEST:
            raise UnreadableDocument(
                f"{path}: has more than {LARGEST // 1_000_000} MB; refcheck reads smaller documents: "
                "take the reference list out, or build an index of it (refcheck index build)"
            )
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise UnreadableDocument(f"{path}: no such file") from None
    except (OSError, ValueError) as error:  # ValueError: a path that no system can hold
        said = getattr(error, "strerror", None) or str(error)
        raise UnreadableDocument(f"{path}: cannot be read: {said.lower()}") from None
    return parse(data, path, kind)


def parse(data: bytes, path: str = "-", kind: str = "") -> Document:
    """The document in these bytes, with its references.

    `kind` names a format that no suffix tells: "lines" (each line is a reference), "fields" (JSON, each item is one).
    """
    return (formats.named(kind) if kind else formats.of(data, path)).read(data, path)


def expand(paths: Iterable[str]) -> Iterator[str]:
    """The files that paths name: folders are searched by suffix, hidden ones and links left out.

    Raises UnreadableDocument for a path that is not there, and for a folder without documents.
    """
    for path in paths:
        if not Path(path).is_dir():
            yield path
            continue
        found = sorted(_documents(path))
        if not found:
            raise UnreadableDocument(
                f"{path}: no documents in this folder; refcheck reads {', '.join(sorted(formats.suffixes()))}"
            )
        yield from found


def _documents(folder: str) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith(".")]
        for name in files:
            if not name.startswith(".") and formats.readable(Path(parent) / name):
                yield str(Path(parent) / name)


def joined(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents, and after each the files beside it that it takes in, or that hold its references.

    Of those the references are kept that are cited. A file that is among the documents is not read again, and only
    files in the folder of the document, or below it, are: what a document names is not to be trusted.
    """
    given = {Path(d.path).resolve(): d for d in documents}
    made: list[Document] = []
    for document in documents:
        made += _Group(document, given).documents() if document.inputs or document.bibliographies else [document]
    # two documents may share a bibliography: what either cites is looked at
    return tuple(_united(made))


class _Group:
    """A document with the files that are parts of it, and the bibliographies of all of them."""

    def __init__(self, document: Document, given: dict[Path, Document]) -> None:
        self._folder = Path(document.path).parent
        self._given = given
        self._notes: list[str] = []
        self._main = document
        self._parts = self._taken_in(document)
        names = dict.fromkeys(name for part in self._parts for name in part.bibliographies)
        self._bibliographies = [found for name in names if (found := self._file(name))]
        self._lacking = len(self._bibliographies) < len(names)

    def documents(self) -> Iterator[Document]:
        """The document, its parts, and what of its bibliographies it cites."""
        cited = {label for p in self._parts for c in p.citations if isinstance(c, LabelCitation) for label in c.labels}
        listed = frozenset(r.label for d in (*self._parts, *self._bibliographies) for r in d.references)
        for part in self._parts:
            # where a bibliography could not be read nobody knows what is lacking
            told = () if self._lacking else part.citations
            notes = (*part.notes, *self._notes) if part is self._main else part.notes
            if part is self._main or Path(part.path).resolve() not in self._given:
                yield replace(part, elsewhere=listed, citations=told, notes=notes)
        for found in self._bibliographies:
            if Path(found.path).resolve() not in self._given:
                yield limited(found, None if ALL in cited else frozenset(cited))

    def _taken_in(self, document: Document) -> list[Document]:
        """The document and the files that are parts of it, each once, however deep."""
        parts, seen = [document], {Path(document.path).resolve()}
        for part in parts:  # which grows
            for name in part.inputs:
                if (found := self._file(name)) and Path(found.path).resolve() not in seen:
                    seen.add(Path(found.path).resolve())
                    parts.append(found)
        return parts

    def _file(self, name: str) -> Document | None:
        """A file beside the document; None, and a note, where it is not to be had."""
        try:
            path = self._folder / name
            whole = path.resolve()
            if whole in self._given:
                return self._given[whole]
            if not whole.is_relative_to(self._folder.resolve()):
                raise UnreadableDocument(f"{path}: lies outside the folder of {self._main.path}; name it as well")
            return read(str(path))
        except (UnreadableDocument, OSError, ValueError) as error:
            self._notes.append(f"{self._main.path}: {error}")
            return None


def _united(documents: Iterable[Document]) -> Iterator[Document]:
    """The documents, each file once: of one that several cite, all that they cite."""
    held: dict[Path, Document] = {}
    for document in documents:
        path = Path(document.path).resolve()
        if path in held and held[path].only is not None:
            held[path] = _both(held[path], document)
        else:
            held.setdefault(path, document)
    yield from held.values()


def _both(one: Document, other: Document) -> Document:
    only = None if one.only is None or other.only is None else one.only | other.only
    return limited(read(one.path), only)
