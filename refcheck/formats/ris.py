"""RIS: each record is a reference; changes are spliced into its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from refcheck import csl
from refcheck.bibliographies import ris
from refcheck.bibliographies.tagged import Draft, Tagged, cut_short, drafts
from refcheck.encoding import decode, glimpse
from refcheck.finding import Change
from refcheck.model import Document, Span
from refcheck.parsing import filed
from refcheck.parsing.filed import Author, Filed, Notation, byline, written_back
from refcheck.parsing.records import Item, Passed, Value
from refcheck.parsing.values import doi, lines, links, part, person, serials, together, value, year
from refcheck.reading import as_it_is
from refcheck.text import line_end

NAME = "ris"
SUFFIXES: tuple[str, ...] = (".ris",)
_SNIFFED = re.compile(r"^\s?TY {0,2}- *[A-Z]*[ \t]*[\r\n]+\s?[A-Z][A-Z0-9] {0,2}-", re.MULTILINE)
_LINE = re.compile(r"(\s?[A-Z][A-Z0-9][ \t]*-[ \t]*)(.*)", re.DOTALL)
TEXTS = ("title", "container-title", "publisher", "volume", "issue", "issued")
NOTHING = Value("")
_NAMES = re.compile(r"[^;]+")


def sniff(head: bytes) -> bool:
    """Whether a record begins there."""
    return bool(_SNIFFED.search(glimpse(head)))


def read(data: bytes, path: str) -> Document:
    """The document with each record as one reference."""
    found = decode(data, path)
    return filed.document(path, NAME, found, _records(found.text))


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changed characters spliced in; authors that come and go are lines."""
    return written_back(document, changes, _records, Notation(as_it_is, _renamed, _fresh, _between))


def _records(text: str) -> Iterator[Filed | Passed]:
    for draft in drafts(text, ris.DIALECT):
        yield _filed(text, draft) if draft.begun else Passed(Span(draft.start, draft.end), ris.astray(text, draft))


def _filed(text: str, draft: Draft) -> Filed:
    stated = ris.stated(draft)
    item = ris.item(stated)
    authors = tuple(_authors(text, stated["author"]))
    people = tuple(a for a in authors if not cut_short(a.value.text))
    et_al = len(people) < len(authors)
    work = csl.work(item)
    first = {name: _value(text, found[0]) for name in TEXTS if (found := stated[name])}
    values = {
        "author": byline(people, et_al=et_al),
        **first,
        "issued": year(first.get("issued", NOTHING)),
        "page": _page(text, stated["page"]),
        "DOI": doi(_value(text, stated["DOI"][0], markup=False)) if stated["DOI"] else NOTHING,
        **serials([_value(text, t) for t in stated["serial"]]),
        "URL": links([_value(text, t, markup=False) for t in stated["URL"]], work.DOI),
    }
    key = _value(text, stated["id"][0]) if stated["id"] and not stated["id"][0].text.isdecimal() else NOTHING
    return Filed(
        item=Item(work=replace(work, et_al=et_al), values=values, key=key),
        authors=authors,
        doi=_place(text, draft),
    )


def _value(text: str, tagged: Tagged, *, markup: bool = True) -> Value:
    return value(lines(text, tagged.spans), markup=markup)


def _authors(text: str, tagged: Sequence[Tagged]) -> Iterator[Author]:
    """The authors, each with the line of its own, or with its part of a line that states several."""
    for one in tagged:
        whole = _value(text, one)
        found = [m for m in _NAMES.finditer(whole.text) if m[0].strip()]
        for name in found:
            shown = part(whole, name.end() - len(name[0].lstrip()), name.start() + len(name[0].rstrip()))
            if len(found) == 1:
                yield Author(person(shown), one.start, one.end)
            elif shown.stretches:
                yield Author(shown, shown.stretches[0].at, shown.stretches[-1].until)


def _page(text: str, tagged: Sequence[Tagged]) -> Value:
    """First and last page, which stand in two tags."""
    values = [_value(text, one) for one in tagged]
    if len(values) == 2:
        return together(values[0], "-", values[1])
    if not values:
        return NOTHING
    number = ris.page([values[0].text])
    at = values[0].text.rfind(number)
    return part(values[0], at, at + len(number))


def _place(text: str, draft: Draft) -> tuple[int, int, str, str]:
    """Where a DOI goes: on a line of its own behind the last one, in the manner of that."""
    empty = next((t for t in draft.tags if t.tag == "DO" and not t.text), None)
    if empty:
        return empty.end, empty.end, "" if text[empty.end - 1] in " \t" else " ", ""
    last = draft.tags[-1]
    lead = _LINE.match(text, last.start, last.end)
    tag = lead[1].replace(last.tag, "DO", 1) if lead and lead[1].endswith(" ") else "DO  - "
    return last.end, last.end, f"{line_end(text)}{tag}", ""


def _renamed(written: str, old: str, new: str) -> str | None:
    line = _LINE.fullmatch(written)
    lead, said = (line[1], line[2]) if line else ("", written)
    return f"{lead}{said.replace(old, new)}" if said.count(old) == 1 else None


def _fresh(example: str, name: str) -> str:
    line = _LINE.fullmatch(example)
    return f"{line[1]}{name}" if line else name


def _between(text: str, start: int, end: int) -> str:
    """The line end of the file; where several authors share a line, what parts them there is known."""
    return line_end(text)
