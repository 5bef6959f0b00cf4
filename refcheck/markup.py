"""XML and HTML as tags and texts that know where they stand in the file; nothing is ever expanded or fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from typing import NamedTuple

from refcheck.errors import UnreadableDocument

MOST = 1_000_000  # tags of a document; an article has 20,000
DEEPEST = 200  # elements within one another; what is deeper is no document


class Attribute(NamedTuple):
    """The value of an attribute as it reads, and where it stands in the file."""

    value: str
    at: int
    end: int


class Open(NamedTuple):
    """A tag that begins an element: its name without a prefix, and where it stands."""

    name: str
    attributes: Mapping[str, Attribute]
    at: int
    end: int

    def get(self, name: str) -> str:
        """The value of an attribute, "" where it has none."""
        found = self.attributes.get(name)
        return found.value if found else ""


class Close(NamedTuple):
    """A tag that ends an element; of one that holds nothing it has no length."""

    name: str
    at: int
    end: int


class Text(NamedTuple):
    """A stretch of text as it reads; other than it is written where an entity stands there."""

    text: str
    at: int
    end: int


Event = Open | Close | Text

_NAME = r"[^\W\d][\w.:-]*"
_OPENS = re.compile(rf"<({_NAME})")
_CLOSES = re.compile(rf"</({_NAME})\s*+>")
_VALUE_OR_END = re.compile(r">|=\s*+([\"'])")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});")
_NOTHING: dict[str, Attribute] = {}

# HTML: elements that hold nothing, and elements whose text holds no tags
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())


def html(written: str) -> Iterator[Event]:
    """The tags and texts of an HTML file, names in small letters; whatever it holds, in time that grows with it."""
    for event in _Scan(written, RAW).events():
        if isinstance(event, Text):
            yield event
            continue
        yield event._replace(name=event.name.lower())
        if isinstance(event, Open) and event.name.lower() in VOID:
            yield Close(event.name.lower(), event.end, event.end)


def xml(written: str, path: str) -> Iterator[Event]:
    """The tags and texts of an XML file, names without prefixes; entities that nobody knows read as they are written.

    Raises UnreadableDocument where tags do not match, at the line where that shows.
    """
    within: list[Open] = []
    for event in _Scan(written).events():
        if isinstance(event, Open):
            if len(within) >= DEEPEST:
                raise broken(written, event.at, f"elements within one another {DEEPEST} deep", path)
            yield event
            if written[event.end - 2] == "/":
                yield Close(event.name, event.end, event.end)
            else:
                within.append(event)
        elif isinstance(event, Close):
            opened = within.pop() if within else None
            if opened is None or opened.name != event.name:
                said = f"</{event.name}> where {f'<{opened.name}> is open' if opened else 'nothing is open'}"
                raise broken(written, event.at, said, path)
            yield event
        else:
            yield event
    if within:
        begun = written.count("\n", 0, within[-1].at) + 1
        said = f"the file ends within <{within[-1].name}>, which begins in line {begun}"
        raise broken(written, len(written), said, path)


def bounded(written: str, path: str) -> str:
    """The text of a file again; raises UnreadableDocument where it has more tags than any document."""
    if written.count("<") > MOST:
        raise UnreadableDocument(
            f"{path}: has more than {MOST:,} tags; refcheck reads smaller documents: take the reference list out"
        )
    return written


def broken(written: str, at: int, said: str, path: str) -> UnreadableDocument:
    """What is raised for XML that is none."""
    line = written.count("\n", 0, at) + 1
    return UnreadableDocument(f"{path}: not XML at line {line}: {said}; mend the file, or save it anew")


class _Scan:
    """Goes through a file once, from tag to tag; the text of `raw` elements holds none."""

    def __init__(self, written: str, raw: frozenset[str] = frozenset()) -> None:
        self._written = written
        self._raw = raw
        self._last = written.rfind(">")  # behind it nothing is a tag
        self._unquoted: set[str] = set()  # quotation marks, and openings, that nothing closes any more

    def events(self) -> Iterator[Event]:
        """The tags and texts, in the order of the file."""
        at = done = 0
        while 0 <= (at := self._written.find("<", at, max(0, self._last))):
            event, end = self._tag(at)
            if not end:
                at += 1  # a sign that stands for itself
                continue
            yield from self._text(done, at)
            if event:
                yield event
            at = done = end
            if isinstance(event, Open) and event.name.lower() in self._raw and self._written[end - 2] != "/":
                at = done = self._raw_end(event.name, end)
                yield from self._text(end, at)
        yield from self._text(done, len(self._written))

    def _raw_end(self, name: str, at: int) -> int:
        found = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(self._written, at)
        return found.start() if found else len(self._written)

    def _tag(self, at: int) -> tuple[Event | None, int]:
        """The tag that begins there, None for what is no text either, and where it ends, 0 where none does."""
        if closes := _CLOSES.match(self._written, at):
            return Close(_bare(closes[1]), at, closes.end()), closes.end()
        if opens := _OPENS.match(self._written, at):
            end = self._end(opens.end())
            return Open(_bare(opens[1]), self._attributes(opens.end(), end - 1), at, end), end
        for opening, closing in _ASIDES:
            if self._written.startswith(opening, at):
                return self._aside(at, opening, closing)
        return None, 0

    def _aside(self, at: int, opening: str, closing: str) -> tuple[Text | None, int]:
        start = at + len(opening)
        end = self._written.find(closing, start) if opening not in self._unquoted else -1
        if end < 0:
            self._unquoted.add(opening)
            return None, self._written.find(">", at) + 1
        if opening == "<![CDATA[":
            return Text(self._written[start:end], start, end), end + len(closing)
        if opening == "<!":
            end = self._declared(at, end)
        return None, end + len(closing)

    def _declared(self, at: int, end: int) -> int:
        """Where a document type ends that declares things of its own, none of which is ever in force."""
        inner = self._written.find("[", at, end)
        if inner < 0 or not self._written.startswith("DOCTYPE", at + 2):
            return end
        closed = _SUBSET_END.search(self._written, inner) if "[" not in self._unquoted else None
        if not closed:
            self._unquoted.add("[")
        return closed.end() - 1 if closed else end

    def _end(self, at: int) -> int:
        """Where a tag ends: at the first ">" that stands in no value."""
        start = at
        while found := _VALUE_OR_END.search(self._written, at):
            mark = found[1]
            if not mark:
                return found.end()
            at = self._written.find(mark, found.end()) + 1 if mark not in self._unquoted else 0
            if not at:
                self._unquoted.add(mark)
                break
        return self._written.find(">", start) + 1 or len(self._written)

    def _attributes(self, at: int, end: int) -> Mapping[str, Attribute]:
        if end - at < 3:
            return _NOTHING
        found: dict[str, Attribute] = {}
        for attribute in _ATTRIBUTE.finditer(self._written, at, end):
            which = attribute.lastindex or 1
            low, high = attribute.span(which) if which > 1 else (attribute.end(), attribute.end())
            value = self._written[low:high]
            value = unescape(value) if "&" in value else value
            found.setdefault(_bare(attribute[1].lower()), Attribute(value, low, high))
        return found

    def _text(self, at: int, end: int) -> Iterator[Text]:
        """What stands there, parted at its entities."""
        for entity in _ENTITY.finditer(self._written, at, end):
            read = unescape(entity[0])
            if read != entity[0]:
                if at < entity.start():
                    yield Text(self._written[at : entity.start()], at, entity.start())
                yield Text(read, *entity.span())
                at = entity.end()
        if at < end:
            yield Text(self._written[at:end], at, end)


_ASIDES = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", ">"), ("<!", ">"), ("</", ">"))
_SUBSET_END = re.compile(r"\]\s*+>")


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


class Element:
    """An element with what it holds."""

    __slots__ = ("end", "inner", "parts", "tag")

    def __init__(self, tag: Open) -> None:
        self.tag = tag
        self.parts: list[Element | Text] = []
        self.inner = tag.end  # where what it holds ends
        self.end = tag.end

    @property
    def name(self) -> str:
        """Its tag's name."""
        return self.tag.name

    @property
    def text(self) -> str:
        """All the text in it, that of its elements too."""
        return "".join(part.text for part in self.texts)

    @property
    def elements(self) -> Iterator[Element]:
        """The elements in it, without those in them."""
        return (part for part in self.parts if isinstance(part, Element))

    @property
    def texts(self) -> Iterator[Text]:
        """All the texts in it, those of its elements too."""
        for part in self.parts:
            if isinstance(part, Text):
                yield part
            else:
                yield from part.texts

    def within(self, *names: str) -> Iterator[Element]:
        """Every element of these names in it, however deep, in the order of the file."""
        for element in self.elements:
            if element.name in names:
                yield element
            yield from element.within(*names)


def element(tag: Open, events: Iterator[Event]) -> Element:
    """The element that a tag of XML began, taken from the events that follow it."""
    whole = Element(tag)
    within = [whole]
    for event in events:
        if isinstance(event, Open):
            within.append(Element(event))
            within[-2].parts.append(within[-1])
        elif isinstance(event, Text):
            within[-1].parts.append(event)
        else:
            closed = within.pop()
            closed.inner, closed.end = event.at, event.end
            if not within:
                break
    return whole


def escaped(text: str, *, attribute: bool = False) -> str:
    """A text in the notation of XML and HTML, of the value of an attribute if it is one."""
    return escape(text, quote=attribute).replace("&#x27;", "&#39;")
