"""A .docx file as its parts: which of them is the document, what they are related to, and how parts are added."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from refcheck.errors import UnreadableDocument
from refcheck.trees import Element, tree, written
from refcheck.zipped import Archive

KIND = "Word (.docx)"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


class Package:
    """The parts of a file, each parsed once; what is changed in their trees is what `rewritten` writes."""

    def __init__(self, data: bytes, path: str) -> None:
        self._archive = Archive(data, path, KIND)
        self._path = path
        self._trees: dict[str, Element] = {}
        self._more: set[str] = set()  # parts that change because one was added
        self.main = next(self._named("", "officeDocument"), "word/document.xml")
        if self.main not in self._archive.names:
            raise UnreadableDocument(
                f"{path}: is no {KIND} file: it holds no {self.main}; open it and save it as .docx"
            )

    def tree(self, name: str) -> Element | None:
        """The tree of a part, None where there is no such part."""
        if name not in self._trees and name in self._archive.names:
            self._trees[name] = tree(self._archive.read(name), f"{self._path}: {name}")
        return self._trees.get(name)

    def part(self, kind: str) -> str:
        """The name of the document's part of that kind ("footnotes"), "" where it has none."""
        found = (name for name in self._named(self.main, kind) if name in self._archive.names)
        return next(found, "")

    def targets(self, part: str) -> Mapping[str, str]:
        """Where the links of a part lead, by their ids."""
        links = (r for r in self._relations(part) if r.get("Type", "").endswith("/hyperlink"))
        return {r.get("Id", ""): r.get("Target", "") for r in links}

    def _named(self, part: str, kind: str) -> Iterator[str]:
        for relation in self._relations(part):
            if relation.get("Type", "").endswith(f"/{kind}"):
                yield posixpath.normpath(posixpath.join("/", posixpath.dirname(part), relation.get("Target", "")))[1:]

    def _relations(self, part: str) -> Iterator[Element]:
        root = self.tree(_beside(part))
        yield from (r for r in root if isinstance(r.tag, str)) if root is not None else ()

    def add(self, kind: str, root: Element) -> str:
        """Put a part beside the document, and say so where a package says what it holds; its name."""
        name = posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")
        self._trees[name] = root
        beside = _beside(self.main)
        relations = self.tree(beside)
        if relations is None:
            relations = self._trees[beside] = tree(b'<Relationships xmlns="%s"/>' % _RELATIONS.encode(), "")
        known = {r.get("Id", "") for r in relations}
        number = next(n for n in range(1, len(known) + 2) if f"rId{n}" not in known)
        said = {"Id": f"rId{number}", "Type": f"{_RELATED}/{kind}", "Target": f"{kind}.xml"}
        relations.append(relations.makeelement(f"{{{_RELATIONS}}}Relationship", said))
        types = self.tree("[Content_Types].xml")
        if types is None:
            raise UnreadableDocument(f"{self._path}: does not say what it holds ([Content_Types].xml); save it again")
        said = {"PartName": f"/{name}", "ContentType": f"{_TYPE}.{kind}+xml"}
        types.append(types.makeelement(f"{{{_TYPES}}}Override", said))
        self._more |= {name, beside, "[Content_Types].xml"}
        return name

    def rewritten(self, changed: Iterable[str]) -> bytes:
        """The file with these parts written anew, and those that say what it holds where that is more."""
        return self._archive.rewritten({name: written(self._trees[name]) for name in {*changed, *self._more}})


def _beside(part: str) -> str:
    """The part that tells what a part is related to; the package's own for ""."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
