"""The blocks of an HTML page in their order: what each reads, of which items it is part, to which DOIs it links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from refcheck.flow import VALUE, Flow, Piece
from refcheck.hypertext.tags import ASIDES, BLOCKS, CELLS, LIMITS, ended, figure, item, labels, unmarked, unseen
from refcheck.markup import Attribute, Close, Open, Text, escaped, html

DEEPEST = 30  # items within one another; what is deeper is no list of references
_DOI = re.compile(
    r"(?:doi\.org/|[?&]key=)(10\.\d{4,9}(?:/|%2F)[^\s?#&\"<>]+(?:&(?!\w+=)[^\s?#&\"<>]+)*)",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"(?:%[0-9A-F]{2})+|&\w+;|[^%&]+|[%&]", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{1,4}(?:[\s,;–−‑-]{1,3}\d{1,4})*")


@dataclass(slots=True)
class Block:
    """A stretch of the page that stands on lines of its own.

    `tight`: nothing but a line end parts it from the one before; `aside`: it stands beside the text. `number` is that
    of the list item it begins.
    """

    flow: Flow
    items: tuple[int, ...] = ()
    tight: bool = False
    aside: bool = False
    number: str = ""
    links: list[tuple[Piece, ...]] = field(default_factory=list)


@dataclass(slots=True)
class _Element:
    """An element that is open."""

    name: str
    hidden: bool
    item: int = 0  # its number, if it is an item
    count: int | None = None  # of a list, the number of its next item
    step: int = 1
    kind: str = ""  # how its items are numbered
    linked: bool = False  # leads to another place of the page
    label: bool = False  # holds the number of an entry
    figure: bool = False


class Blocks:
    """Reads a page from beginning to end."""

    def __init__(self, written: str) -> None:
        self.blocks: list[Block] = []
        self._written = written
        self._open: list[_Element] = []
        self._names: Counter[str] = Counter()
        self._hidden = 0
        self._figures = 0
        self._items: list[int] = []
        self._seen = 0  # items
        self._block = Block(Flow(written))
        self._number = ""
        self._raised = 0  # elements that raise what stands in them
        self._begun: int | None = None  # where the numbers begin that are raised
        self._linked = False
        for event in html(written):
            if isinstance(event, Open):
                self._begin(event)
            elif isinstance(event, Close):
                self._end(event.name)
            elif not self._hidden:
                self._text(event)
        self._flush()

    def _begin(self, tag: Open) -> None:
        if tag.name == "body" or (tag.name in BLOCKS and self._names["head"]):
            self._end("head")
        if ends := ended(tag.name):
            self._end_nearest(ends)
        hidden = unseen(tag)
        element = _Element(tag.name, hidden)
        self._hidden += hidden
        if not self._hidden:
            self._shown(tag, element)
        self._open.append(element)
        self._names[tag.name] += 1

    def _shown(self, tag: Open, element: _Element) -> None:
        if tag.name in BLOCKS:
            self._flush()
        elif tag.name in CELLS and self._block.flow.length:
            self._block.flow.add("\t")
        elif tag.name == "br":
            self._break(tag)
        elif tag.name == "sup":
            self._raise()
        elif tag.name == "a":
            element.linked = tag.get("href").startswith("#") or "#" in tag.get("href")[-40:]
            self._linked |= element.linked and bool(self._raised)
            self._block.links += _dois(self._written, tag.attributes.get("href"))
        element.label, element.figure = labels(tag), figure(tag)
        self._figures += element.figure
        if tag.name == "ol":
            _numbered(tag, element)
        elif tag.name == "li":
            self._number = self._numbers(tag)
        if item(tag) and len(self._items) < DEEPEST:
            self._seen += 1
            element.item = self._seen
            self._items.append(self._seen)
            self._block.items = tuple(self._items)

    def _end_nearest(self, names: set[str]) -> None:
        """End the nearest of these elements that is open in the list or table that is being read."""
        if not any(self._names[name] for name in names):
            return
        for element in reversed(self._open[-DEEPEST:]):
            if element.name in names:
                self._end(element.name)
                return
            if element.name in LIMITS:
                return

    def _end(self, name: str) -> None:
        """End an element with all that is open in it."""
        if not self._names[name]:
            return
        while True:
            element = self._open.pop()
            if element.name in BLOCKS and not self._hidden:
                self._flush()
            self._names[element.name] -= 1
            if element.name == "sup" and not self._hidden:
                self._lower()
            if element.label and self._block.flow.ending.isdecimal() and not self._hidden:
                self._block.flow.add(" ")
            self._hidden -= element.hidden
            self._figures -= element.figure
            if element.item:
                self._items.pop()
                self._block.items = tuple(self._items)
            if element.name == name:
                return

    def _text(self, text: Text) -> None:
        if self._names["pre"] and self._written[text.at : text.end] == text.text:
            at = text.at
            for end in (m.end() for m in re.finditer(r"\r\n?|\n", text.text)):
                self._block.flow.text(Text(self._written[at : text.at + end].rstrip("\r\n"), at, text.at + end))
                at = text.at + end
                self._flush(tight=bool(self._block.flow.length))
            self._block.flow.text(Text(self._written[at : text.end], at, text.end))
            return
        self._block.flow.text(text, raised=bool(self._raised))

    def _break(self, tag: Open) -> None:
        """A line end: in an item its lines belong together, else they may be entries, which a second one parts."""
        if self._items:
            self._block.flow.blank(tag.at, tag.end)
        else:
            self._flush(tight=bool(self._block.flow.length))

    def _raise(self) -> None:
        flow = self._block.flow
        if not self._raised and self._begun is None:
            self._begun = flow.length + flow.waiting
        self._raised += 1
        self._linked |= any(element.linked for element in self._open[-3:])

    def _lower(self) -> None:
        """Raised numbers that lead to a list are read as citations; those that a line begins with, as its number."""
        self._raised -= 1
        begun, flow = self._begun, self._block.flow
        if self._raised or begun is None:
            return
        self._begun = None
        linked, self._linked = self._linked, False
        if not (linked or begun == 0):
            return
        flow.unraise(begun, _NUMBERS, ("[", "]") if begun else ("", ". "))

    def _flush(self, *, tight: bool = False) -> None:
        """The block is at its end; `tight`: the next one follows it closely."""
        block = self._block
        if block.flow.length:
            if not block.number:
                block.number, self._number = self._number, ""
            block.aside = any(self._names[name] for name in ASIDES)
            self.blocks.append(block)
            tight = tight or bool(self._figures)
        links = [] if block.flow.length else block.links
        kept = tight if block.flow.length else block.tight and bool(self._figures)
        self._block = Block(Flow(self._written), tuple(self._items), kept, links=links)
        self._begun, self._linked = None, False

    def _numbers(self, tag: Open) -> str:
        """The number that is shown before a list item."""
        held = next((e for e in reversed(self._open[-DEEPEST:]) if e.name in LIMITS), None)
        if held is None or held.count is None:
            return ""
        if tag.get("value").lstrip("-").isdecimal():
            held.count = int(tag.get("value")[:9])
        number = held.count
        held.count += held.step
        return _shape(number, held.kind)


def _numbered(tag: Open, element: _Element) -> None:
    """How the items of a list are numbered; where they count down from what is not told, they are not."""
    start = tag.get("start")
    down = "reversed" in tag.attributes
    known = start.lstrip("-").isdecimal()
    if not unmarked(tag) and (known or not down):
        element.count = int(start[:9]) if known else 1
        element.step = -1 if down else 1
        element.kind = tag.get("type")


_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _shape(number: int, kind: str) -> str:
    """A number as a list shows it: 4, d, D, iv, IV."""
    if kind.lower() == "a" and 0 < number <= 26:
        shown = chr(ord("a") + number - 1)
    elif kind.lower() == "i" and 0 < number < 400:
        shown, rest = "", number
        for value, sign in _ROMAN:
            shown += sign * (rest // value)
            rest %= value
    else:
        shown = str(number)
    return shown.upper() if kind.isupper() else shown


def _dois(written: str, href: Attribute | None) -> Iterator[tuple[Piece, ...]]:
    """The DOI that a link leads to, where it stands in the address; signs that are escaped there by themselves."""
    found = _DOI.search(href.value) if href else None
    for said in dict.fromkeys((found[1], escaped(found[1], attribute=True))) if found else ():
        if href and (start := written.find(said, href.at, href.end)) >= 0:
            parts = _ESCAPED.finditer(written, start, start + len(said))
            yield tuple(Piece(unquote(unescape(part[0])), *part.span(), VALUE) for part in parts)
            return
