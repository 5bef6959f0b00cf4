"""One tagged reference as a line: what is printed, put together, and the fields that its tags tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from refcheck.flow import VALUE, Flow
from refcheck.jats.names import name
from refcheck.jats.tags import (
    ALTERNATIVES,
    CITATIONS,
    CLOSING,
    FIELDS,
    GROUPS,
    IDENTIFIERS,
    NAMES,
    OPENING,
    PASSED,
    ROLES,
    STRUCTURED,
    TITLES,
    WHOLE,
    announced,
    between,
)
from refcheck.markup import Element, Text
from refcheck.model import Name

DOI = re.compile(r"10\.\d{4,9}/[^\s?#&\"<>]+")
LINKS = ("ext-link", "uri")
RANGE = 5  # code points between the first page and the last
_EDGES = " \t\n,;:"
_QUOTES = "“”\"‘’'«»„"
_PEOPLE = ("author", "editor", "translator")
_NUMBERS = frozenset({"volume", "issue", "page", "issued"})
_NUMBERED = frozenset(IDENTIFIERS.values())
_SHOWN_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s?)?10\.\d{4,9}/\S+", re.IGNORECASE)
_SHOWN_URL = re.compile(r"(?:https?|ftp)://\S+|www\.\S+", re.IGNORECASE)


class Told(NamedTuple):
    """A field that a tag tells, as a stretch of the line."""

    name: str
    start: int
    end: int


@dataclass(slots=True)
class Printed:
    """A reference as it reads: the line, the fields and authors that its tags tell, and what they say of its kind."""

    flow: Flow
    told: list[Told] = field(default_factory=list)
    authors: list[Name] = field(default_factory=list)
    other_titles: list[str] = field(default_factory=list)
    et_al: bool = False
    structured: bool = False
    kind: str = ""
    by_source: bool = False  # nothing but its source is a title


def printed(flow: Flow, citation: Element) -> Printed:
    """The reference read into a line, which may hold its label already."""
    kind = citation.tag.get("publication-type") or citation.tag.get("citation-type")
    made = Printed(flow, kind=kind.lower())
    made.structured = citation.name in STRUCTURED or (citation.name in CITATIONS and not _loose(citation))
    _Printer(made).element(citation)
    made.by_source = not any(citation.within(*TITLES))
    _link(made, citation)
    return made


def _loose(element: Element) -> bool:
    """Whether something is written between the tags that tell fields."""
    return any(part.text.strip() if isinstance(part, Text) else _open(part) and _loose(part) for part in element.parts)


def _open(element: Element) -> bool:
    """Whether an element tells no field itself."""
    return element.name not in {*FIELDS, *NAMES, *GROUPS, *WHOLE, *PASSED, "pub-id", "etal", "label", "comment"}


class _Printer:
    """Reads the tags of a reference in their order."""

    def __init__(self, made: Printed) -> None:
        self._made = made
        self._flow = made.flow
        self._before = ""  # the field read last
        self._at = made.flow.length  # where it ended
        self._role = ""
        self._titled = False
        self._opened = False  # a bracket that the field puts in

    def element(self, element: Element) -> None:
        """Read what an element holds."""
        for part in element.parts:
            if isinstance(part, Text):
                # what stands between the tags of a structured reference is the layout of the file
                if not self._made.structured or part.text.strip():
                    self._flow.text(part)
                continue
            self._part(part)

    def _part(self, part: Element) -> None:
        name = part.name
        if name in PASSED or name == "label":
            return
        if name in ALTERNATIVES:
            self._alternative(part)
        elif name == "person-group":
            outer, self._role = self._role, part.tag.get("person-group-type") or "author"
            self.element(part)
            self._role = outer
        elif name in NAMES or (name in GROUPS and (self._role or name == "collab")):
            self._person(part)
        elif name == "etal":
            self._et_al(part)
        elif name == "pub-id":
            self._leaf(part, IDENTIFIERS.get(part.tag.get("pub-id-type").lower(), ""))
        elif name in FIELDS or name in WHOLE:
            self._leaf(part, FIELDS.get(name, ""))
        elif name in LINKS and (field := _shown(part)):
            self._leaf(part, field)
        elif name == "sup":
            self._raised(part)
        else:
            self._inner(part)

    def _alternative(self, part: Element) -> None:
        """One of several ways of saying the same: that with tags, if there is one."""
        ways = list(part.elements)
        tagged = [way for way in ways if way.name in STRUCTURED or way.name == "name"] or ways
        for way in tagged[:1]:
            if way.name in CITATIONS:
                self._made.structured = way.name in STRUCTURED or not _loose(way)
                self.element(way)
            else:
                self._part(way)

    def _raised(self, part: Element) -> None:
        for inner in part.parts:
            if isinstance(inner, Text):
                self._flow.text(inner, raised=True)
            else:
                self._part(inner)

    def _inner(self, part: Element) -> None:
        """What tells nothing: links, comments, italics."""
        if part.name in ("comment", *LINKS) and self._glued():
            self._flow.add(". ")
        self.element(part)

    def _glued(self) -> bool:
        """Whether nothing stands between what was read last and what comes."""
        return self._flow.length == self._at and bool(self._before) and (self._made.structured or not self._flow.parted)

    def _begin(self, field: str) -> int:
        """Put in what parts a field from the one before it; where it begins."""
        follows = self._flow.length == self._at and bool(self._before)
        self._opened = False
        if self._glued() or (follows and (field == "lpage" or (field == self._before and field in _PEOPLE))):
            sign = between(self._before, field, structured=self._made.structured)
            if sign.startswith(".") and self._flow.ending in tuple(".?!"):
                sign = sign[1:]
            self._flow.add(sign + OPENING.get(field, "") + announced(field))
            self._opened = field in OPENING
        elif field in _NUMBERED and self._flow.ending in tuple(".,;") and not self._flow.parted:
            self._flow.add(" " + announced(field))
        elif self._made.structured and not self._flow.parted:
            self._flow.add(". ")
        return self._flow.length + self._flow.waiting

    def _end(self, field: str) -> None:
        if self._opened and field in CLOSING:
            self._flow.add(CLOSING[field])
        self._before, self._at = field, self._flow.length

    def _leaf(self, part: Element, field: str) -> None:
        """A field, as one stretch."""
        if not part.text.strip() or (part.name == "page-range" and self._made.structured and self._told("page")):
            return
        name = field or part.name
        start = self._begin(name)
        _words(self._flow, part)
        self._titled = self._titled or name in ("title", "container-title")
        if part.name == "lpage":
            self._range()
        elif part.name == "trans-title":
            self._made.other_titles.append(" ".join(part.text.split()))
        elif field and not (field == "page" and self._told("page")):
            self._tell(field, start, self._flow.length)
        self._end(name)

    def _told(self, field: str) -> bool:
        return any(told.name == field for told in self._made.told)

    def _range(self) -> None:
        """The last page belongs to the field of the first."""
        for i, told in enumerate(self._made.told):
            if told.name == "page":
                since = str(self._flow)[told.end :]
                if len(since) <= RANGE + len(since.lstrip(" -–—‐‑−")):
                    self._made.told[i] = told._replace(end=self._flow.length)

    def _tell(self, field: str, start: int, end: int) -> None:
        text = str(self._flow)
        edges = _EDGES + (_QUOTES if field == "title" else " .()[]" if field in _NUMBERS else "")
        while end > start and text[end - 1] in edges:
            end -= 1
        while start < end and text[start] in edges:
            start += 1
        if field == "title" and text[end - 1 : end] == "." and text[end - 2 : end - 1] != ".":
            end -= 1
        if field == "DOI" and (bare := text.find("10.", start, end)) > 0:
            start = bare
        if field == "arXiv" and text[start:end].lower().startswith("arxiv:"):
            start += len("arxiv:")
        if start < end:
            self._made.told.append(Told(field, start, end))

    def _person(self, part: Element) -> None:
        """A name; without a group it is an author's where nothing stands before it that it wrote, else an editor's."""
        role = ROLES.get(self._role, "") if self._role else "editor" if self._titled else "author"
        if not part.text.strip():
            return
        start = self._begin(role or "others")
        kept = [p for p in part.elements if p.name in ("surname", "given-names", "suffix", "prefix")]
        if part.name in NAMES and kept:
            self._parts_of_name(part)
        else:
            _words(self._flow, part)
        end = self._flow.length
        text = str(self._flow)[start:end]
        if role:
            trimmed = text.rstrip(" ,;:")
            self._made.told.append(Told(role, start, start + len(trimmed)))
        if role == "author":
            self._made.authors.append(name(part, text))
        self._end(role or "others")

    def _parts_of_name(self, part: Element) -> None:
        """The parts of a name as they stand, with a blank between two that nothing parts."""
        at = self._flow.length
        for inner in part.parts:
            if isinstance(inner, Text):
                if inner.text.strip() or self._flow.length > at:
                    self._flow.text(inner)
                continue
            if self._flow.length > at and not self._flow.parted:
                self._flow.add(" ")
            _words(self._flow, inner)

    def _et_al(self, part: Element) -> None:
        self._made.et_al = True
        if self._glued() or not self._flow.parted:
            self._flow.add(", ")
        if part.text.strip():
            _words(self._flow, part)
        else:
            self._flow.add("et al.")
        self._before, self._at = "et al", self._flow.length


def _shown(link: Element) -> str:
    """The field that a link shows itself: the DOI or the address that it leads to."""
    said = link.text.strip()
    return "DOI" if _SHOWN_DOI.fullmatch(said) else "URL" if _SHOWN_URL.fullmatch(said) else ""


def _words(flow: Flow, element: Element) -> None:
    """All the text of an element."""
    for part in element.parts:
        if isinstance(part, Text):
            flow.text(part, raised=element.name == "sup")
        elif part.name not in PASSED:
            _words(flow, part)


def _link(made: Printed, citation: Element) -> None:
    """Read the DOI that only a link leads to."""
    text = str(made.flow).lower()
    for link in citation.within("ext-link", "uri", "pub-id"):
        href = link.tag.attributes.get("href")
        found = DOI.search(href.value) if href and link.tag.get("ext-link-type") != "google-scholar" else None
        if href and found and found[0].lower().rstrip(".,;") not in text:
            plain = href.end - href.at == len(href.value)
            low, high = found.span() if plain else (0, len(href.value))
            made.flow.add(" doi:" if made.flow.ending in tuple(".?!") else ". doi:")
            start = made.flow.length
            made.flow.put(href.value[low:high], href.at + low, href.at + high, VALUE)
            made.told.append(Told("DOI", start, made.flow.length))
            return
