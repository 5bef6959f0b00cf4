"""EndNote's XML: each record is a reference; changes are spliced into its elements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from refcheck import csl
from refcheck.bibliographies import endnote
from refcheck.bibliographies.tagged import cut_short
from refcheck.encoding import decode_markup, glimpse
from refcheck.errors import UnreadableDocument
from refcheck.finding import Change
from refcheck.markup import Element
from refcheck.model import Document, Span
from refcheck.parsing import filed, xml_records
from refcheck.parsing.filed import Author, Filed, Notation, byline, written_back
from refcheck.parsing.records import Item, Passed, Value
from refcheck.parsing.values import doi, links, person, serials, year

NAME = "endnote"
SUFFIXES: tuple[str, ...] = (".xml",)
_SNIFFED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<xml>\s*<records>", re.DOTALL)
TEXTS = ("title", "container-title", "publisher", "volume", "issue", "page")
VERBATIM = ("DOI", "URL")  # in which "<" begins no tag
NOTHING = Value("")


def sniff(head: bytes) -> bool:
    """Whether EndNote's list of records begins there."""
    return bool(_SNIFFED.match(glimpse(head)))


def read(data: bytes, path: str) -> Document:
    """The document with each record as one reference; raises UnreadableDocument where entities are declared."""
    found = decode_markup(data, path)
    if endnote.declares(found.text):
        raise UnreadableDocument(f"{path}: declares XML entities, which are not read; export it anew")
    if not endnote.BEGINS.search(found.text):
        raise UnreadableDocument(f"{path}: no references in it; of XML that of JATS, PubMed and EndNote is read")
    return filed.document(path, NAME, found, _records(found.text))


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changed characters spliced in; authors that come and go are elements."""
    notation = Notation(xml_records.written, xml_records.replaced, _fresh, xml_records.between)
    return written_back(document, changes, _records, notation)


def _records(text: str) -> Iterator[Filed | Passed]:
    for start, end in endnote.pieces(text):
        try:
            record = endnote.record(text, start, end)
        except UnreadableDocument as error:
            yield Passed(Span(start, end), f"a broken record: {endnote.broken(error)}")
            continue
        if any(record.elements):
            yield _filed(text, start, record)
        else:
            yield Passed(Span(start, end), "a broken record: no field in it")


def _filed(text: str, at: int, record: Element) -> Filed:
    stated = endnote.stated(record)
    shown = {
        name: [xml_records.said(e, at, markup=name not in VERBATIM) for e in found] for name, found in stated.items()
    }
    one = {name: values[0] for name, values in shown.items() if values}
    authors = tuple(
        Author(person(value), at + e.tag.at, at + e.end)
        for e, value in zip(stated["author"], shown["author"], strict=True)
    )
    people = tuple(a for a in authors if not cut_short(a.value.text))
    et_al = len(people) < len(authors)
    work = csl.work(endnote.item(stated, endnote.kind(record)))
    values = {
        "author": byline(people, et_al=et_al),
        **{name: one.get(name, NOTHING) for name in TEXTS},
        "issued": year(one.get("issued", NOTHING)),
        "DOI": doi(one.get("DOI", NOTHING)),
        **serials(shown["serial"]),
        "URL": links(shown["URL"], work.DOI),
    }
    item = Item(work=replace(work, et_al=et_al), values=values)
    return Filed(item=item, authors=authors, doi=_new_doi(text, at, record))


def _fresh(example: str, name: str) -> str | None:
    """A new author's element; EndNote takes what has no comma for given and family name."""
    return xml_records.refilled(example, name if "," in name else f"{name},")


def _new_doi(text: str, at: int, record: Element) -> tuple[int, int, str, str]:
    """Where a DOI goes: into its element, if that is there and empty, else into a new one behind the others."""
    empty = next(iter(endnote.at(record, endnote.DOI)), None)
    if not empty:
        return xml_records.behind(text, at, record, endnote.DOI)
    return at + empty.tag.at, at + empty.end, f"<{endnote.DOI}>", f"</{endnote.DOI}>"
