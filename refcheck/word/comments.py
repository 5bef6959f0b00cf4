"""Comments of a Word file: what they say in a part of its own, and in the text where they begin and end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from refcheck.trees import Element, attribute, local, tree, writable
from refcheck.word.document import Word
from refcheck.word.text import Piece

_PRESERVED = "{http://www.w3.org/XML/1998/namespace}space"


class Comments:
    """Adds comments to a file; each has a number of its own."""

    def __init__(self, word: Word, author: str, now: str) -> None:
        self._word, self._said = word, {"author": author, "date": now, "initials": "rc"}
        body = word.roots[word.package.main]
        self._space = body.tag[: body.tag.rfind("}") + 1]

    def add(self, remarks: Iterable[tuple[Sequence[Piece], str]]) -> set[str]:
        """Put what is said beside the runs of those pieces; the names of the parts that change."""
        placed = [(pieces, said) for pieces, said in remarks if pieces]
        if not placed:
            return set()
        name, root = self._part()
        number = max((int(n) for c in root if (n := attribute(c, "id")).isdecimal()), default=-1)
        changed = {name}
        for pieces, said in placed:
            number += 1
            root.append(self._comment(str(number), said))
            _surround(pieces[0].run, pieces[-1].run, str(number))
            changed |= {n for n, r in self._word.roots.items() if r is pieces[0].run.getroottree().getroot()}
        return changed

    def _part(self) -> tuple[str, Element]:
        package = self._word.package
        name = package.part("comments")
        root = package.tree(name)
        if root is None:
            root = tree(f'<w:comments xmlns:w="{self._space[1:-1]}"/>'.encode(), "comments")
            name = package.add("comments", root)
        return name, root

    def _comment(self, number: str, said: str) -> Element:
        made = self._element("comment", id=number, **self._said)
        for line in said.splitlines():
            text = self._element("t")
            text.text = writable(line)
            text.set(_PRESERVED, "preserve")
            run, paragraph = self._element("r"), self._element("p")
            run.append(text)
            paragraph.append(run)
            made.append(paragraph)
        return made

    def _element(self, name: str, **said: str) -> Element:
        body = self._word.roots[self._word.package.main]
        return body.makeelement(self._space + name, {self._space + key: value for key, value in said.items()})


def _surround(first: Element, last: Element, number: str) -> None:
    """Begin a comment before a run and end it behind another."""
    space = first.tag[: first.tag.rfind("}") + 1]
    begin, end, run, mark = (
        first.makeelement(space + name) for name in ("commentRangeStart", "commentRangeEnd", "r", "commentReference")
    )
    for element in (begin, end, mark):
        element.set(f"{space}id", number)
    run.append(mark)
    _outermost(first).addprevious(begin)
    after = _outermost(last)
    run.tail, after.tail = after.tail, None
    after.addnext(end)
    end.addnext(run)


def _outermost(run: Element) -> Element:
    """The child of a paragraph that a run is, or stands in: a link, an insertion, a content control.

    A run that stands in none, as broken files have it, is taken as it stands.
    """
    found = run
    while (parent := found.getparent()) is not None:
        if local(parent) == "p":
            return found
        found = parent
    return run
