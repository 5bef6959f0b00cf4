"""The text of an OpenDocument file in the order in which it is read, and the places in it that can be written.

Paragraphs are lines, list items have their numbers, notes follow the text. What a tracked change deleted is not read,
nor are comments. A reference manager marks what it writes by names of marks and sections.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from refcheck.errors import UnreadableDocument
from refcheck.model import Record
from refcheck.trees import Element, local, tree
from refcheck.word import managers
from refcheck.word.managers import Writer
from refcheck.word.numbering import numeral
from refcheck.zipped import Archive

CONTENT, STYLES, MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
KIND = "OpenDocument (.odt)"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_PASSED = frozenset(("tracked-changes", "annotation", "ruby-text", "forms", "sequence-decls", "desc", "title"))
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BLANKS = re.compile(r"[ \t\r\n]+")
MOST = 100  # blanks that one sign may stand for; a page has no more in a line


@dataclass(slots=True)
class Piece:
    """A text of an element, or behind one (`tail`); where `fixed` it is a sign, and stands for what is read."""

    element: Element
    text: str
    tail: bool = False
    fixed: bool = False
    start: int = 0
    writer: Writer | None = None


@dataclass(slots=True)
class Line:
    """A paragraph: what is printed before it, its pieces, the links under them, whether it stands in a note."""

    label: str = ""
    pieces: list[Piece] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    note: bool = False


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered; "" for one that is not."""

    form: str = ""
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1  # levels whose numbers are printed


@dataclass(slots=True)
class _List:
    """A list that is being read: its style, its level, and how many items it has had."""

    style: str
    level: int
    count: int


class OpenDocument:
    """An opened file: its lines in order, those of the notes last."""

    def __init__(self, data: bytes, path: str) -> None:
        self._archive = Archive(data, path, KIND)
        if b"encryption-data" in self._archive.read(MANIFEST):
            raise UnreadableDocument(f"{path}: is protected with a password; save it without one")
        if CONTENT not in self._archive.names:
            raise UnreadableDocument(f"{path}: is no {KIND} file: it holds no {CONTENT}; open it and save it as .odt")
        self.root = tree(self._archive.read(CONTENT), f"{path}: {CONTENT}")
        self.records: list[Record] = []
        self._levels: dict[tuple[str, int], _Level] = {}
        if STYLES in self._archive.names:
            self._style(tree(self._archive.read(STYLES), f"{path}: {STYLES}"))
        self._style(self.root)
        self._lists: list[_List] = []
        self._counts: dict[tuple[str, int], int] = {}
        self._marks: dict[str, Writer] = {}
        self._sections: list[Writer] = []
        self._body: list[Line] = []
        self._notes: list[Line] = []
        self._line = Line()
        self._label = ""
        text = next((e for body in self.root.iter("{*}body") for e in body if local(e) == "text"), None)
        if text is None:
            raise UnreadableDocument(f"{path}: is no text, but another kind of OpenDocument; save it as .odt")
        self._children(text, outside=True)
        self.lines = [*self._body, *self._notes]
        self.pieces = [piece for line in self.lines for piece in line.pieces]
        at = 0
        for piece in self.pieces:
            piece.start = at
            at += len(piece.text) + 1

    @property
    def written(self) -> str:
        """The characters of all pieces, a line end between any two."""
        return "\n".join(piece.text for piece in self.pieces)

    def rewritten(self, content: bytes) -> bytes:
        """The file with another content, and all else as it was."""
        return self._archive.rewritten({CONTENT: content})

    def _style(self, root: Element) -> None:
        for style in root.iter(f"{_TEXT}list-style"):
            for level in (e for e in style if local(e) == "list-level-style-number"):
                number = _whole(level.get(f"{_TEXT}level"))
                self._levels[style.get(f"{_STYLE}name") or "", number] = _Level(
                    _FORMS.get(level.get(f"{_STYLE}num-format") or "", ""),
                    level.get(f"{_STYLE}num-prefix") or "",
                    level.get(f"{_STYLE}num-suffix") or "",
                    _whole(level.get(f"{_TEXT}start-value"), 1),
                    _whole(level.get(f"{_TEXT}display-levels"), 1),
                )

    def _children(self, element: Element, *, outside: bool = False) -> None:
        """Read what an element holds; outside of paragraphs there is no text."""
        if not outside:
            self._add(element, element.text)
        for part in element:
            name = local(part)
            if name and name not in _PASSED:
                _READERS.get(name, OpenDocument._within)(self, part, outside)
            if not outside:
                self._add(part, part.tail, tail=True)

    def _within(self, element: Element, outside: bool) -> None:
        self._children(element, outside=outside)

    def _paragraph(self, element: Element, outside: bool) -> None:
        held, self._line = self._line, Line(self._label, note=self._line.note)
        self._label = ""
        self._body.append(self._line) if not self._line.note else self._notes.append(self._line)
        self._children(element)
        self._line = held

    def _list(self, element: Element, outside: bool) -> None:
        above = self._lists[-1] if self._lists else None
        style = element.get(f"{_TEXT}style-name") or (above.style if above else "")
        level = above.level + 1 if above else 1
        goes_on = element.get(f"{_TEXT}continue-numbering") == "true" or element.get(f"{_TEXT}continue-list")
        before = self._levels.get((style, level), _Level()).start - 1
        self._lists.append(_List(style, level, self._counts.get((style, level), before) if goes_on else before))
        self._children(element, outside=True)
        self._counts[style, level] = self._lists.pop().count

    def _item(self, element: Element, outside: bool) -> None:
        if self._lists:
            own = self._lists[-1]
            own.count = _whole(element.get(f"{_TEXT}start-value"), own.count + 1)
            self._label = self._numbered()
        self._children(element, outside=True)
        self._label = ""

    def _numbered(self) -> str:
        own = self._lists[-1]
        level = self._levels.get((own.style, own.level), _Level())
        if not level.form:
            return ""
        shown = self._lists[-min(level.shown, len(self._lists)) :]
        forms = (self._levels.get((one.style, one.level), _Level()).form or "decimal" for one in shown)
        number = ".".join(numeral(one.count, form) for one, form in zip(shown, forms, strict=True))
        return f"{level.before}{number}{level.after}\t"

    def _note(self, element: Element, outside: bool) -> None:
        """A note is read after the text, with its number."""
        lists, self._lists = self._lists, []
        held, self._line = self._line, Line(note=True)
        number = next((e for e in element if local(e) == "note-citation"), None)
        self._label = f"{number.text}. " if number is not None and number.text else ""
        for body in (e for e in element if local(e) == "note-body"):
            self._children(body, outside=True)
        self._line, self._lists, self._label = held, lists, ""

    def _link(self, element: Element, outside: bool) -> None:
        self._line.targets.append(element.get(_LINK) or "")
        self._children(element)

    def _sign(self, element: Element, outside: bool) -> None:
        if not outside:
            many = min(_whole(element.get(f"{_TEXT}c"), 1), MOST)
            self._put(Piece(element, _SIGNS[local(element)] * many, fixed=True))

    def _mark(self, element: Element, outside: bool) -> None:
        """What stands between two marks of one name a reference manager may write."""
        name = element.get(f"{_TEXT}name") or ""
        if local(element) == "reference-mark-end":
            self._marks.pop(name, None)
        elif found := self._managed(name):
            self._marks[name] = found

    def _section(self, element: Element, outside: bool) -> None:
        found = self._managed(element.get(f"{_TEXT}name") or "")
        self._sections += [found] if found else []
        self._children(element, outside=True)
        if found:
            self._sections.pop()

    def _managed(self, name: str) -> Writer | None:
        said = f"ADDIN {name.strip()}"
        self.records += managers.records(said)
        return managers.writer(said)

    def _add(self, element: Element, text: str | None, *, tail: bool = False) -> None:
        if text:
            self._put(Piece(element, text, tail))

    def _put(self, piece: Piece) -> None:
        piece.writer = next(iter((*self._marks.values(), *self._sections)), None)
        self._line.pieces.append(piece)


_SIGNS = {"s": " ", "tab": "\t", "line-break": "\n"}
_READERS = {
    "p": OpenDocument._paragraph,
    "h": OpenDocument._paragraph,
    "list": OpenDocument._list,
    "list-item": OpenDocument._item,
    "note": OpenDocument._note,
    "a": OpenDocument._link,
    "section": OpenDocument._section,
    "reference-mark-start": OpenDocument._mark,
    "reference-mark-end": OpenDocument._mark,
} | dict.fromkeys(_SIGNS, OpenDocument._sign)


def shown(text: str, before: str) -> str:
    """A text as it is printed: blanks are one, and none where a line begins or behind another."""
    told = _BLANKS.sub(" ", text)
    return told.removeprefix(" ") if before in ("", " ", "\n", "\t") else told


def _whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else otherwise
