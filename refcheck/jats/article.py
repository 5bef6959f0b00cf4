"""An article as it reads: its title, abstract and text in lines, a line for each reference, and what cites which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from refcheck.flow import Flow
from refcheck.jats.citation import Printed, printed
from refcheck.jats.tags import ALTERNATIVES, CITATIONS, STRUCTURED
from refcheck.markup import Close, Element, Event, Open, Text, element, xml
from refcheck.reading import Reader

BLOCKS = frozenset(
    "article-title subtitle trans-title book-title title p label caption table-wrap table tr fig boxed-text list"
    " list-item def-item term def disp-quote disp-formula verse-line sec abstract trans-abstract ack app fn"
    " fn-group ref-list back body front attrib speech speaker statement sub-article response glossary".split()
)
# what is beside one another in these is parted by a line end alone: a caption belongs to its label
TIGHT = frozenset({"fig", "table-wrap", "boxed-text", "supplementary-material", "disp-formula", "def-item"})
CELLS = frozenset({"td", "th"})
PASSED = frozenset(
    "graphic inline-graphic media tex-math math alt-text long-desc object-id journal-meta processing-meta"
    " custom-meta-group contrib-group kwd-group permissions inline-formula".split()
)
META = frozenset({"article-meta", "book-meta", "book-part-meta", "front-stub"})
OF_META = frozenset({"title-group", "book-title-group", "abstract", "trans-abstract"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A reference as it reads: its label without stops, the ids by which it is cited, where it stands in the text."""

    printed: Printed
    label: str
    ids: tuple[str, ...]
    start: int
    body: int
    end: int


class Call(NamedTuple):
    """A place in the text that cites references by their ids."""

    ids: tuple[str, ...]
    start: int
    end: int


class Article:
    """Reads an article from beginning to end."""

    def __init__(self, written: str, path: str) -> None:
        self.reader = Reader(written)
        self.entries: list[Entry] = []
        self.calls: list[Call] = []
        self.known: set[str] = set()  # ids of elements that are no references
        self._written = written
        self._line = Flow(written)
        self._within: list[str] = []
        self._calling: list[Call] = []  # in the line that is being read
        self._open: tuple[tuple[str, ...], int] | None = None  # a citation whose end is still to come
        self._read(xml(written, path))

    def _read(self, events: Iterator[Event]) -> None:
        for event in events:
            if isinstance(event, Text):
                self._line.text(event, raised="sup" in self._within[-2:])
            elif isinstance(event, Close):
                self._close(event.name)
            elif event.name == "ref":
                self._reference(element(event, events))
            elif event.name in PASSED or (self._within and self._within[-1] in META and event.name not in OF_META):
                _pass(events)
            else:
                self._begin(event)
        self._flush()

    def _begin(self, tag: Open) -> None:
        if tag.name in BLOCKS:
            self._flush()
        elif tag.name in CELLS and self._line.length:
            self._line.add("\t")
        elif tag.name == "break":
            self._line.blank(tag.at, tag.end)
        elif tag.name == "xref" and tag.get("ref-type") in ("bibr", "ref"):
            self._open = tuple(tag.get("rid").split()), self._line.length + self._line.waiting
        self.known.add(tag.get("id"))
        self._within.append(tag.name)

    def _close(self, name: str) -> None:
        self._within.pop()
        if name in BLOCKS:
            self._flush()
        elif name == "xref" and self._open:
            ids, start = self._open
            if self._line.length > start:
                self._calling.append(Call(ids, start, self._line.length))
            self._open = None

    def _flush(self) -> None:
        """The line is at its end."""
        if self._line.length:
            begin = self._append(self._line)
            self.calls += (Call(c.ids, c.start + begin, c.end + begin) for c in self._calling)
        self._line, self._calling, self._open = Flow(self._written), [], None

    def _append(self, line: Flow) -> int:
        """Where a line begins in the text."""
        if self.reader.length:
            self.reader.add("\n" if TIGHT.intersection(self._within[:-1]) else "\n\n")
        begin = self.reader.length
        line.into(self.reader)
        return begin

    def _reference(self, ref: Element) -> None:
        """The citations of a reference, each on a line of its own; nearly always it is one."""
        self._flush()
        label = next((e for e in ref.elements if e.name == "label"), None)
        found = citations(ref)
        for i, citation in enumerate(found):
            line = Flow(self._written)
            first = _label(line, label) if i == 0 else ""
            own = _label(line, next((e for e in citation.elements if e.name == "label"), None))
            body = line.length
            made = printed(line, citation)
            if line.length == body:
                continue
            number = first or (_label(Flow(self._written), label) if own or i else "")
            letter = own or (chr(ord("a") + i) if i and number and i < 26 else "")
            begin = self._append(line)
            inner = (e.tag.get("id") for e in (citation, *citation.within(*CITATIONS)))
            ids = tuple(filter(None, (ref.tag.get("id"), *inner)))
            self.entries.append(Entry(made, number + letter, ids, begin, begin + body, begin + line.length))


def citations(ref: Element) -> list[Element]:
    """The citations in a reference; a remark among them is none, but where nothing else is there.

    What is there both as it prints and in tags is one.
    """
    found = [e for e in ref.elements if e.name in CITATIONS or e.name in ALTERNATIVES]
    works = [e for e in found if e.name not in ("note", "p")]
    tagged = [e for e in works if e.name in STRUCTURED]
    if tagged and 2 * len(tagged) == len(works):
        works = tagged
    return works or found or [ref]


def _label(line: Flow, label: Element | None) -> str:
    """Read a label; what it is without brackets and stops."""
    text = " ".join(label.text.split()) if label else ""
    bare = text.strip("[]().: ")
    if not label or not bare:
        return ""
    at = line.length
    for part in label.texts:
        line.text(part)
    line.add(" " if str(line)[at:].endswith((".", ")", "]", ":")) else ". ")
    return bare


def _pass(events: Iterator[Event]) -> None:
    """Go behind the end of the element that has just begun."""
    depth = 1
    for event in events:
        depth += isinstance(event, Open) - isinstance(event, Close)
        if not depth:
            return
