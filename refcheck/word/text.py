"""The text of a Word file in the order in which it is read: paragraphs, and the pieces of them that can be edited.

Tables are read cell by cell, a text box after the paragraph that it hangs on. Tracked insertions are read and deletions
are not; `rejected` reads what there was before them. Comments, instructions of fields and hidden text are not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from refcheck.model import Record
from refcheck.trees import Element, attribute, local
from refcheck.word import managers
from refcheck.word.managers import Writer
from refcheck.word.numbering import DEEPEST, Numbering
from refcheck.word.styles import Styles, child, numbered, value

_PRESERVED = "{http://www.w3.org/XML/1998/namespace}space"
_RELATED = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
# what holds no text, or the same text again
_PASSED = frozenset(
    """
    pPr rPr sectPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr Fallback rt instrText delInstrText
    """.split()
)
_GONE, _NEW = frozenset(("del", "moveFrom")), frozenset(("ins", "moveTo"))
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF = ("0", "false", "off")
NESTED = 100  # fields within one another; Word takes 20
# the font Symbol from 0x61 on, in which Greek letters were set; and its signs that titles hold
_GREEK = dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_SYMBOLS = {**_GREEK, 0x2D: "−", 0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0x44: "Δ", 0x57: "Ω", 0x53: "Σ"}


@dataclass(slots=True)
class Piece:
    """What one element of a run shows; `start` is its place among all pieces of the document."""

    element: Element
    run: Element
    text: str
    number: int  # of the run, counted from 1 through the document
    start: int = 0
    raised: bool = False
    writer: Writer | None = None  # who writes it anew, whatever is edited there
    free: bool = True  # it is a run's, and can be edited there
    note: str = ""  # it is the mark of that note


@dataclass(slots=True)
class Paragraph:
    """A paragraph as it is printed: the number before it, its pieces, the links under them."""

    label: str = ""
    pieces: list[Piece] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    number: int = 0  # counted from 1 through the document
    note: str = ""  # it stands in that note


@dataclass(slots=True, eq=False)
class _Field:
    """A field or content control that is being read: its instruction, what it keeps beside it, whether that is over."""

    instruction: str = ""
    data: str = ""
    shown: bool = False
    writer: Writer | None = None
    signed: bool = False  # it begins and ends with signs, not with an element


class Text:
    """Reads parts of a document, one after the other."""

    def __init__(self, styles: Styles, numbering: Numbering, *, rejected: bool = False) -> None:
        self.paragraphs: list[Paragraph] = []
        self.records: list[Record] = []
        self._styles, self._numbering = styles, numbering
        self._hidden = _PASSED | (_NEW if rejected else _GONE)
        self._rejected = rejected
        self._targets: Mapping[str, str] = {}
        self._fields: list[_Field] = []
        self._open: set[Element] = set()  # beginnings of fields that never end
        self._boxes: list[Element] = []
        self._runs = 0
        self._count = 0
        self._note = ""
        self._paragraph = Paragraph()
        self._goes_on = False  # the mark at the end of the last paragraph is deleted
        self._handlers = {
            "p": self._read_paragraph,
            "r": self._read_run,
            "tr": self._read_row,
            "sdt": self._read_control,
            "hyperlink": self._read_link,
            "fldSimple": self._read_simple,
            "txbxContent": self._boxes.append,
            "AlternateContent": self._read_choice,
        }

    def read(self, root: Element, targets: Mapping[str, str], note: str = "") -> None:
        """The paragraphs of a part, or of one note of it."""
        self._targets, self._note = targets, note
        self._open = set(_unended(root))
        self._fields.clear()
        self._goes_on = False
        self._children(root)

    def _children(self, element: Element) -> None:
        for part in element:
            name = _name(part.tag)
            if name not in self._hidden:
                self._handlers.get(name, self._children)(part)

    def _read_paragraph(self, element: Element) -> None:
        properties = child(element, "pPr")
        self._count += 1
        if not self._goes_on or not self.paragraphs:
            self._paragraph = Paragraph(self._label(properties), number=self._count, note=self._note)
            self.paragraphs.append(self._paragraph)
        self._goes_on = self._unmarked(properties)
        self._children(element)
        boxes, self._boxes[:] = list(self._boxes), []
        fields, self._fields = self._fields, []
        for box in boxes:
            self._goes_on, goes_on = False, self._goes_on
            self._children(box)
            self._goes_on = goes_on
        self._fields = fields

    def _unmarked(self, properties: Element | None) -> bool:
        """Whether the mark that ends a paragraph is not there, as tracked changes have it."""
        mark = child(properties, "rPr")
        return any(child(mark, name) is not None for name in (_NEW if self._rejected else _GONE))

    def _label(self, properties: Element | None) -> str:
        style = value(properties, "pStyle")
        own, from_style = numbered(properties), self._styles.numbered(style)
        number = own[0] or from_style[0]
        said = own[1] or (from_style[1] if not own[0] else "")
        level = int(said) if said.isdecimal() and len(said) == 1 else self._numbering.level_of(number, style)
        return self._numbering.label(number, min(level, DEEPEST - 1)) if number else ""

    def _read_row(self, element: Element) -> None:
        properties = child(element, "trPr")
        if not any(child(properties, name) is not None for name in (self._hidden & (_GONE | _NEW))):
            self._children(element)

    def _read_choice(self, element: Element) -> None:
        """The first of several forms of the same thing."""
        for choice in [c for c in element if isinstance(c.tag, str)][:1]:
            self._children(choice)

    def _read_control(self, element: Element) -> None:
        tag = value(child(element, "sdtPr"), "tag")
        self.records += managers.of_tag(tag)
        self._within(_Field(shown=True, writer=managers.of_control(tag)), element)

    def _read_simple(self, element: Element) -> None:
        instruction = attribute(element, "instr")
        self.records += managers.records(instruction)
        self._within(_Field(instruction, shown=True, writer=managers.writer(instruction)), element)

    def _within(self, held: _Field, element: Element) -> None:
        self._fields.append(held)
        self._children(element)
        if held in self._fields:
            self._fields.remove(held)

    def _read_link(self, element: Element) -> None:
        named = next((n for n in _RELATED if f"{{{n}}}id" in element.attrib), "")
        self._target(self._targets.get(element.get(f"{{{named}}}id", ""), ""))
        self._children(element)

    def _target(self, target: str) -> None:
        if target:
            self._paragraph.targets.append(target)

    def _read_run(self, run: Element) -> None:
        self._runs += 1
        properties = child(run, "rPr")
        said = child(properties, "vanish")
        if said is not None and attribute(said, "val") not in _OFF:
            return
        raised = value(properties, "vertAlign") or ("superscript" if self._styled(properties) else "")
        for element in run:
            self._read_piece(run, element, raised == "superscript")

    def _styled(self, properties: Element | None) -> bool:
        style = value(properties, "rStyle")
        return bool(style) and self._styles.raised(style)

    def _read_piece(self, run: Element, element: Element, raised: bool) -> None:
        name = _name(element.tag)
        if name == "fldChar":
            self._turn(element)
        elif name in ("instrText", "delInstrText"):
            if (held := self._signed()) and not held.shown:
                held.instruction += element.text or ""
        elif name in ("footnoteReference", "endnoteReference"):
            note = f"{name.removesuffix('Reference')} {attribute(element, 'id')}"
            self._add(Piece(element, run, "", self._runs, free=False, note=note))
        elif name == "t" or (name == "delText" and self._rejected):
            self._add(Piece(element, run, _shown(element), self._runs, raised=raised))
        elif name in _SIGNS:
            self._add(Piece(element, run, _SIGNS[name], self._runs))
        elif name == "sym":
            self._add(Piece(element, run, _symbol(element), self._runs, raised=raised))
        elif name not in self._hidden:
            self._handlers.get(name, self._children)(element)

    def _add(self, piece: Piece) -> None:
        if all(f.shown for f in self._fields) and (piece.text or piece.note):
            piece.free = piece.free and not _is_math(piece.run.tag)
            piece.writer = next((f.writer for f in self._fields if f.writer), None)
            self._paragraph.pieces.append(piece)

    def _turn(self, element: Element) -> None:
        """A sign that a field begins, that its instruction is over, or that it ends."""
        kind, held = attribute(element, "fldCharType"), self._signed()
        if kind == "begin" and element not in self._open and len(self._fields) < NESTED:
            data = next((c.text or "" for c in element if local(c) == "fldData"), "")
            self._fields.append(_Field(data=data, signed=True))
        elif kind == "separate" and held:
            held.shown, held.writer = True, managers.writer(held.instruction)
            self._follow(held.instruction)
        elif kind == "end" and held:
            self._fields.remove(held)
            self.records += managers.records(held.instruction, held.data)

    def _signed(self) -> _Field | None:
        """The innermost field that began with a sign."""
        return next((f for f in reversed(self._fields) if f.signed), None)

    def _follow(self, instruction: str) -> None:
        """The target of a link that is a field."""
        kind, _, rest = instruction.strip().partition(" ")
        if kind.upper() == "HYPERLINK" and rest.strip().startswith('"'):
            self._target(rest.strip()[1:].partition('"')[0])


_SPACES = ("wordprocessingml", "/math", "markup-compatibility")  # what is read, in namespaces old and new


@lru_cache(maxsize=2_000)
def _name(tag: object) -> str:
    """The name of an element of Word's, "" for every other: what it holds may be Word's again."""
    space, _, name = tag.rpartition("}") if isinstance(tag, str) else ("", "", "")
    return name if any(part in space for part in _SPACES) else ""


def _is_math(tag: str) -> bool:
    return "/math" in tag


def _unended(root: Element) -> Iterator[Element]:
    """The beginnings of fields that never end; what follows them is text."""
    held: list[Element] = []
    for element in root.iter("{*}fldChar"):
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            held.append(element)
        elif kind == "end" and held:
            held.pop()
    yield from held


def _shown(element: Element) -> str:
    """The text of an element; blanks around it count where it says so."""
    text = element.text or ""
    return text if element.get(_PRESERVED) == "preserve" else text.strip(" \t\r\n")


def _symbol(element: Element) -> str:
    """A character of a font; of a font that has signs of its own only those of Symbol are known."""
    try:
        code = int(attribute(element, "char"), 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code - 0xF000, "") if attribute(element, "font").lower() == "symbol" else ""
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
