"""RIS as CSL-JSON items, and which of its tags state what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from refcheck.bibliographies.entry import Entry, Unread, decoded
from refcheck.bibliographies.tagged import Dialect, Draft, Tagged, cut_short, drafts, every, first, names, person
from refcheck.text import bare_doi

TYPES = {
    "JOUR": "article-journal",
    "EJOUR": "article-journal",
    "INPR": "article-journal",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "ENCYC": "entry-encyclopedia",
    "DICT": "entry-dictionary",
    "THES": "thesis",
    "RPRT": "report",
    "GOVDOC": "report",
    "STAND": "standard",
    "PAT": "patent",
    "DATA": "dataset",
    "COMP": "software",
    "ELEC": "webpage",
    "BLOG": "webpage",
    "UNPB": "manuscript",
    "PREPRINT": "article",
}
BOOKS = ("BOOK", "EBOOK", "EDBOOK")  # whose T2 is their series
# of several tags that say the same the first that is filled counts
TEXTS = {
    "type": ("TY",),
    "title": ("TI", "T1", "CT", "BT"),
    "original-title": ("OP", "TT"),
    "volume": ("VL",),
    "issue": ("IS", "CP"),
    "publisher": ("PB",),
    "issued": ("PY", "Y1", "DA"),
    "id": ("ID",),
}
CONTAINERS = ("JF", "T2", "JO", "BT")
SHORT = ("J2", "JA", "J1", "JO")
TAGS = frozenset(
    """
    TY A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DO DP ED EP ER ET ID IS J1 J2 JA JF JO
    KW L1 L2 L3 L4 LA LB M1 M3 N1 N2 NV OP PB PY RI RN RP SE SN SP ST T1 T2 T3 T4 TA TI TT U1 U2 U3 U4 U5 UK
    UR VL Y1 Y2 Y3
    """.split()
)
# two blanks and a dash; one blank or none is common, but "HT-29 cells" in an abstract is no tag
_TAG = re.compile(r"\s?([A-Z][A-Z0-9])(?:  ?-|[ \t]{0,2}- |[ \t]{0,2}-$)\s*(.*)", re.DOTALL)
DIALECT = Dialect(_TAG, "TY", "ER", TAGS)
_ARTICLE_NUMBER = re.compile(r"^(?:article\s*)?([A-Za-z]{0,2}\d+)$", re.IGNORECASE)
Stated = Mapping[str, list[Tagged]]  # by the names of CSL


def read(data: bytes, line: int) -> Iterator[Entry | Unread]:
    """The records of a RIS file, and what stands in none; never raises."""
    lines, guessed = decoded(data)
    yield from (replace(g, line=g.line + line - 1) for g in guessed)
    text, at, empty = "\n".join(lines), 0, True
    for draft in drafts(text, DIALECT):
        line, at, empty = line + text.count("\n", at, draft.start), draft.start, False
        yield Entry(line, item(stated(draft))) if draft.begun else Unread(line, astray(text, draft))
    if empty and text.strip():
        yield Unread(line, "no record in it; one begins with TY")


def astray(text: str, draft: Draft) -> str:
    """What is said of tags that stand before any record."""
    begun = text[draft.start : draft.start + 60].splitlines()[0].strip()
    return f"stands in no record, for no TY is before it: {begun}"


def stated(draft: Draft) -> Stated:
    """What a record states, under the names of CSL."""
    record = draft.by_tag
    found = {name: first(record, tags) for name, tags in TEXTS.items()}
    book = bool(found["type"]) and found["type"][0].text.upper() in BOOKS
    own = found["title"][0].text if found["title"] else ""
    short = [] if book else every(record, SHORT)
    containers = [] if book else [t for t in every(record, CONTAINERS) if t.text != own]
    return found | {
        "author": every(record, ("AU", "A1")),
        "container-title": containers or short[:1],
        "container-title-short": short,
        "page": _pages(record),
        "DOI": _doi(record),
        "serial": every(record, ("SN",)),
        "URL": every(record, ("UR",)),
    }


def item(stated: Stated) -> dict[str, object]:
    """The record as a CSL-JSON item."""
    found: dict[str, object] = {name: " ".join(t.text for t in stated[name][:1]) for name in TEXTS}
    found |= {
        "type": TYPES.get(str(found["type"]).upper(), ""),
        "author": [person(name) for name in names(stated["author"]) if not cut_short(name)],
        "container-title": [t.text for t in stated["container-title"]],
        "container-title-short": [t.text for t in stated["container-title-short"]],
        "page": page([t.text for t in stated["page"]]),
        "DOI": " ".join(doi_of(t) for t in stated["DOI"]),
        "ISSN": [number for t in stated["serial"] for number in t.text.split()],
    }
    return {name: value for name, value in found.items() if value}


def page(parts: list[str]) -> str:
    """First and last page; failing these the number of the article, which EndNote writes as C7."""
    number = _ARTICLE_NUMBER.match(parts[0]) if len(parts) == 1 else None
    return number[1] if number else "-".join(parts)


def doi_of(tagged: Tagged) -> str:
    """The DOI that a tag states: all of it in its own, or what stands in a link."""
    return tagged.text if tagged.tag == "DO" else bare_doi(tagged.text)


def _pages(record: Mapping[str, list[Tagged]]) -> list[Tagged]:
    begin, end = first(record, ("SP",)), first(record, ("EP",))
    if not begin:
        number = first(record, ("C7",))
        return number if number and _ARTICLE_NUMBER.match(number[0].text) else end
    ranged = end and end[0].text != begin[0].text and "-" not in begin[0].text
    return [*begin, *end] if ranged else begin


def _doi(record: Mapping[str, list[Tagged]]) -> list[Tagged]:
    """The DOI of its own tag; failing that, of a link to the resolver or what some databases write in M3 and L3."""
    own = first(record, ("DO",))
    return own or next(([t] for t in every(record, ("UR", "M3", "L3")) if bare_doi(t.text)), [])
