"""EndNote's XML as CSL-JSON items, a record at a time, and which of its elements state what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from refcheck.bibliographies.entry import Entry, Unread, decoded
from refcheck.bibliographies.tagged import cut_short, person
from refcheck.errors import UnreadableDocument
from refcheck.markup import Element, Open, element, xml
from refcheck.text import bare_doi

TYPES = {
    "journal article": "article-journal",
    "electronic article": "article-journal",
    "magazine article": "article-magazine",
    "newspaper article": "article-newspaper",
    "book": "book",
    "edited book": "book",
    "electronic book": "book",
    "book section": "chapter",
    "electronic book section": "chapter",
    "conference proceedings": "paper-conference",
    "conference paper": "paper-conference",
    "encyclopedia": "entry-encyclopedia",
    "dictionary": "entry-dictionary",
    "thesis": "thesis",
    "report": "report",
    "government document": "report",
    "standard": "standard",
    "patent": "patent",
    "dataset": "dataset",
    "computer program": "software",
    "web page": "webpage",
    "blog": "webpage",
    "manuscript": "manuscript",
    "unpublished work": "manuscript",
}
BOOKS = ("book", "edited book", "electronic book")  # whose secondary title is their series
# where things stand in a record; of several that say the same the first that is filled counts
TEXTS = {
    "title": ("titles/title",),
    "original-title": ("titles/translated-title",),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "page": ("pages",),
    "publisher": ("publisher",),
    "issued": ("dates/year", "dates/pub-dates/date"),
}
CONTAINERS = ("periodical/full-title", "titles/secondary-title")
SHORT = ("periodical/abbr-1", "alt-periodical/abbr-1", "titles/alt-title")
AUTHORS = "contributors/authors/author"
DOI, LINK = "electronic-resource-num", "urls/related-urls/url"
BEGINS = re.compile(r"<record(?=[\s>])")
ENDS = re.compile(r"</record\s*+>")
_DECLARED = re.compile(r"<!ENTITY\b")
_WHY = re.compile(r".*?: not XML at line \d+: (.*); mend .*", re.DOTALL)
_BLANKS = re.compile(r"\s+")
Stated = Mapping[str, list[Element]]


def read(data: bytes, line: int) -> Iterator[Entry | Unread]:
    """The records of a file, and each that is broken; never raises."""
    lines, guessed = decoded(data)
    yield from (replace(g, line=g.line + line - 1) for g in guessed)
    text, at, empty = "\n".join(lines), 0, True
    if declares(text):
        yield Unread(line, "the file declares entities; it is not read")
        return
    for start, end in pieces(text):
        line, at, empty = line + text.count("\n", at, start), start, False
        try:
            found = record(text, start, end)
        except UnreadableDocument as error:
            yield Unread(line, f"not XML: {broken(error)}")
        else:
            yield Entry(line, item(stated(found), kind(found)))
    if empty and text.strip():
        yield Unread(line, "no record in it; one begins with <record>")


def declares(text: str) -> bool:
    """Whether it declares entities, which a text could be made of that is not there."""
    begins = BEGINS.search(text)
    return bool(_DECLARED.search(text, 0, begins.start() if begins else len(text)))


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where each record begins and ends; one that does not end, before the next."""
    begun = [m.start() for m in BEGINS.finditer(text)]
    closed = [m.end() for m in ENDS.finditer(text)]
    i = 0
    for start, following in zip(begun, [*begun[1:], len(text)], strict=False):
        while i < len(closed) and closed[i] <= start:
            i += 1
        yield start, min(closed[i] if i < len(closed) else following, following)


def record(text: str, start: int, end: int) -> Element:
    """The element between two places; its own places are counted from the first. Raises UnreadableDocument."""
    events = xml(text[start:end], "")
    begun = next(events)
    if not isinstance(begun, Open):
        raise UnreadableDocument(": not XML at line 1: no tag; mend it")
    return element(begun, events)


def broken(error: UnreadableDocument) -> str:
    """Why a record could not be read, in few words."""
    return _WHY.sub(r"\1", str(error))


def stated(record: Element) -> Stated:
    """What a record states, under the names of CSL."""
    found = {name: _filled(record, places)[:1] for name, places in TEXTS.items()}
    book = kind(record) in BOOKS
    short = [] if book else _filled(record, SHORT)
    containers = [] if book else _filled(record, CONTAINERS)
    links = _filled(record, (LINK,))
    return found | {
        "author": _filled(record, (AUTHORS,)),
        "container-title": containers or short[:1],
        "container-title-short": short,
        "DOI": (_filled(record, (DOI,)) or [e for e in links if bare_doi(said(e))])[:1],
        "serial": _filled(record, ("isbn",)),
        "URL": links,
    }


def item(stated: Stated, kind: str = "") -> dict[str, object]:
    """The record as a CSL-JSON item."""
    found: dict[str, object] = {name: " ".join(map(said, stated[name])) for name in TEXTS}
    found |= {
        "type": TYPES.get(kind, ""),
        "author": [person(name) for e in stated["author"] if not cut_short(name := said(e))],
        "container-title": list(map(said, stated["container-title"])),
        "container-title-short": list(map(said, stated["container-title-short"])),
        "DOI": " ".join(doi_of(e) for e in stated["DOI"]),
        "ISSN": [number for e in stated["serial"] for number in said(e).split()],
    }
    return {name: value for name, value in found.items() if value}


def kind(record: Element) -> str:
    """The type that EndNote calls the record by."""
    return next((e.tag.get("name").lower() for e in record.elements if e.name == "ref-type"), "")


def doi_of(stated: Element) -> str:
    """The DOI that an element states: all of it in its own, or what stands in a link."""
    return said(stated) if stated.name == DOI else bare_doi(said(stated))


def said(stated: Element) -> str:
    """What an element says, on one line."""
    return _BLANKS.sub(" ", stated.text).strip()


def _filled(record: Element, places: tuple[str, ...]) -> list[Element]:
    """The elements at these places that say something."""
    return [e for place in places for e in at(record, place) if e.text.strip()]


def at(whole: Element, place: str) -> list[Element]:
    """The elements at a place: "titles/title"."""
    found = [whole]
    for name in place.split("/"):
        found = [e for outer in found for e in outer.elements if e.name == name]
    return found
