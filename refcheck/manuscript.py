"""Manuscripts on disk: the files that paths name, read, and the files beside them that they call for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from refcheck import formats
from refcheck.errors import UnreadableDocument
from refcheck.model import Document, LabelCitation
from refcheck.reading import limited

LARGEST = 100_000_000  # bytes of a document; a library of 20,000 entries has 20 million
LIST = ".bbl"  # of the file that BibTeX makes of a manuscript's bibliographies
MOST = 20  # bibliographies that are looked through for what a text cites
LONGEST = 200  # characters of a name that is told
ALL = "*"  # is cited where a text asks for every entry of its bibliographies


def read(path: str, kind: str = "") -> Document:
    """The document at a path, as `parse` reads it; raises UnreadableDocument where there is none, or no text."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise UnreadableDocument(f"{path}: no such file") from None
    except (OSError, ValueError) as error:  # ValueError: a path that no system can hold
        said = getattr(error, "strerror", None) or str(error)
        raise UnreadableDocument(f"{path}: cannot be read: {said.lower()}") from None
    return parse(data, path, kind)


def parse(data: bytes, path: str = "-", kind: str = "") -> Document:
    """The document in these bytes, with its references.

    `kind` names a format that no suffix tells: "lines" (each line is a reference), "fields" (JSON, each item is one).
    Raises UnreadableDocument where they are more than LARGEST, or hold no text.
    """
    if len(data) > LARGEST:
        raise UnreadableDocument(
            f"{path}: has more than {LARGEST // 1_000_000} MB; refcheck reads smaller documents: "
            "take the reference list out, or build an index of it (refcheck index build)"
        )
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
            path = Path(parent) / name
            # a list that BibTeX made is read with the manuscript, where its bibliography lacks
            made = path.suffix == LIST and path.with_suffix(".tex").name in files
            if not name.startswith(".") and not made and not path.is_symlink() and formats.readable(path):
                yield str(path)


def joined(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents, and after each the files beside it that it takes in, or that hold its references.

    Of those the references are kept that are cited. A file that is among the documents is not read again, and only
    files in the folder of the document, or below it, are: what a document names is not to be trusted. One that cites
    keys, and names no file that has them, is read with the bibliographies beside it; one that another takes in, as its
    part.
    """
    given = {Path(d.path).resolve(): d for d in documents}
    groups = {path: _Group(d, given) for path, d in given.items() if _calls(d)}
    taken = _taken(groups)
    made: list[Document] = []
    for path, document in given.items():
        if path not in taken:
            made += groups[path].documents() if path in groups else [document]
    # two documents may share a bibliography: what either cites is looked at
    return tuple(_united(made))


def _calls(document: Document) -> bool:
    """Whether a document calls for other files, by their names or by the keys that it cites."""
    keys = not document.references and any(isinstance(c, LabelCitation) for c in document.citations)
    return bool(document.inputs or document.bibliographies or keys)


def _taken(groups: Mapping[Path, _Group]) -> set[Path]:
    """The documents that are parts of another; of two that take in one another the second."""
    taken: set[Path] = set()
    for path, group in sorted(groups.items(), key=lambda item: -len(item[1].parts)):
        if path not in taken:
            taken |= group.parts - {path}
    return taken


class _Group:
    """A document with the files that are parts of it, and the bibliographies of all of them."""

    def __init__(self, document: Document, given: dict[Path, Document]) -> None:
        self._folder = Path(document.path).parent
        self._given = given
        self._read: dict[Path, Document | None] = {}  # each file once, however many parts name it
        self._main = document
        self._notes: list[str] = []
        self._lacking: list[str] = []
        self._parts = self._taken_in(document)
        self._cited = cited_labels(self._parts)
        self._bibliographies = self._named() or self._guessed()
        if self._lacking:
            files = ", ".join(
                dict.fromkeys(name if len(name) < LONGEST else f"{name[:LONGEST]}…" for name in self._lacking)
            )
            self._notes.append(f"{document.path}: names files that are not there, or cannot be read: {files}")

    @property
    def parts(self) -> set[Path]:
        """The files of the document and of its parts."""
        return {self._whole(part) for part in self._parts}

    def documents(self) -> Iterator[Document]:
        """The document, its parts, and what of its bibliographies it cites."""
        listed = labels(*self._parts, *self._bibliographies)
        for part in self._parts:
            told = replace(part, elsewhere=listed, notes=(*part.notes, *(self._notes if part is self._main else ())))
            # where a file could not be read nobody knows what it lists and cites
            yield replace(told, citations=()) if self._lacking else replace(told, cited=self._cited)
        for found in self._bibliographies:
            if self._whole(found) not in self._given:
                yield limited(found, self._wanted(found))

    def _wanted(self, bibliography: Document) -> frozenset[str] | None:
        """The references of a bibliography that are looked at; what BibTeX made of the others is theirs."""
        if Path(bibliography.path).suffix == LIST:
            return labels(bibliography) - labels(*(b for b in self._bibliographies if b is not bibliography))
        return None if ALL in self._cited else self._cited

    def _taken_in(self, document: Document) -> list[Document]:
        """The document and the files that are parts of it, each once, however deep."""
        parts, seen = [document], {self._whole(document)}
        for part in parts:  # which grows
            for name in part.inputs:
                if (found := self._file(name, part)) and self._whole(found) not in seen:
                    seen.add(self._whole(found))
                    parts.append(found)
        return parts

    def _named(self) -> list[Document]:
        """The bibliographies that are named; where one lacks, with the list that BibTeX made of them."""
        before = len(self._lacking)
        named = dict.fromkeys((name, part.path) for part in self._parts for name in part.bibliographies)
        parts = {part.path: part for part in self._parts}
        found = [read for name, path in named if (read := self._file(name, parts[path]))]
        if len(self._lacking) > before and (made := self._beside(Path(self._main.path).with_suffix(LIST))):
            del self._lacking[before:]
            found.append(made)
        return list({self._whole(d): d for d in found}.values())

    def _guessed(self) -> list[Document]:
        """Of a text that names no bibliography the files beside it that have what it cites, the fewest."""
        if self._lacking or any(part.references or part.bibliographies for part in self._parts):
            return []
        beside = sorted(self._folder.glob("*.bib"))[:MOST]
        read = [d for path in (*beside, Path(self._main.path).with_suffix(LIST)) if (d := self._beside(path))]
        chosen: list[Document] = []
        lacking = self._cited - {ALL}
        while best := max(read, key=lambda d: len(lacking & labels(d)), default=None):
            if not lacking & labels(best):
                break
            chosen.append(best)
            lacking -= labels(best)
        if chosen:
            files = ", ".join(d.path for d in chosen)
            self._notes.append(f"{self._main.path}: names no bibliography; what it cites is looked for in {files}")
            self._parts = [replace(p, citations=()) if lacking else p for p in self._parts]
            self._main = self._parts[0]
        return chosen

    def _file(self, name: str, part: Document) -> Document | None:
        """A file beside the document, or beside the part of it that names it; None where it is not to be had."""
        for folder in dict.fromkeys((self._folder, Path(part.path).parent)):
            if found := self._beside(folder / name):
                return found
        # one that lies elsewhere may have been put beside the document
        found = self._beside(self._folder / Path(name).name) if ".." in name or Path(name).is_absolute() else None
        if not found:
            self._lacking.append(name)
        return found

    def _beside(self, path: Path) -> Document | None:
        """The document at a path in the folder; None where there is none, and a note where it cannot be read."""
        try:
            whole = path.resolve()
            if whole in self._given:
                return self._given[whole]
            if whole not in self._read:
                self._read[whole] = None
                if whole.is_relative_to(self._folder.resolve()) and whole.is_file():
                    self._read[whole] = read(str(path))
            return self._read[whole]
        except UnreadableDocument as error:
            self._notes.append(f"{self._main.path}: {error}")
        except (OSError, ValueError, RuntimeError):  # names that no system can hold, and links that lead to themselves
            pass
        return None

    @staticmethod
    def _whole(document: Document) -> Path:
        return Path(document.path).resolve()


def labels(*documents: Document) -> frozenset[str]:
    """The labels of all their references."""
    return frozenset(r.label for d in documents for r in d.references if r.label)


def cited_labels(documents: Iterable[Document]) -> frozenset[str]:
    """The labels that they cite."""
    cited = (c for d in documents for c in d.citations if isinstance(c, LabelCitation))
    return frozenset(label for c in cited for label in c.labels)


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
