"""RIS as CSL-JSON items; the only importer of rispy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import rispy

from refcheck.bibliographies.entry import Entry, Unread, decoded
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
    "title": ("TI", "T1", "CT", "BT"),
    "original-title": ("OP", "TT"),
    "volume": ("VL",),
    "issue": ("IS", "CP"),
    "publisher": ("PB",),
    "issued": ("PY", "Y1", "DA"),
}
CONTAINERS = ("JF", "T2", "JO", "BT")
SHORT = ("J2", "JA", "J1", "JO")
# tags of the older description of the format, which rispy does not know
OLDER = ("BT", "CP", "CT", "ED", "J1", "L3", "T4", "U1", "U2", "U3", "U4", "U5", "AV", "Y3")
TAGS = {tag: tag for tag in (*rispy.TAG_KEY_MAPPING, *OLDER)}
# rispy wants two blanks and a dash; one blank or none is common, but "HT-29 cells" in an abstract is no tag
_TAG = re.compile(r"^\s?([A-Z][A-Z0-9])(?:  ?-|[ \t]{0,2}- |[ \t]{0,2}-$)\s*(.*)$", re.DOTALL)
_ARTICLE_NUMBER = re.compile(r"^(?:article\s*)?([A-Za-z]{0,2}\d+)$", re.IGNORECASE)


@dataclass(slots=True)
class Draft:
    """The lines of a record in rispy's form, each with those it goes on in, and the line it begins on."""

    line: int
    lines: list[list[str]] = field(default_factory=list)
    begun: bool = True  # with its TY
    tagged: bool = True  # else it is what databases write above their records

    def written(self) -> str:
        """The record as rispy wants it."""
        return "\n".join([*map(" ".join, self.lines), "ER  - "])


def read(data: bytes, line: int) -> Iterator[Entry | Unread]:
    """The records of a RIS file, and what stands in none; never raises."""
    lines, guessed = decoded(data)
    yield from (replace(g, line=g.line + line - 1) for g in guessed)
    # what is said twice is kept as a list; by default rispy drops it
    parser = rispy.RisParser(mapping=TAGS, enforce_list_tags=False)
    drafts = [draft for draft in _drafts(lines, line) if draft.tagged]
    if not drafts and any(text.strip() for text in lines):
        yield Unread(line, "no record in it; one begins with TY")
    for draft in drafts:
        records = parser.parse(draft.written()) if draft.begun else []
        if records:
            yield Entry(draft.line, _item(records[0]))
        else:
            yield Unread(draft.line, f"stands in no record, for no TY is before it: {draft.lines[0][0].strip()[:60]}")


def _drafts(lines: list[str], first: int) -> Iterator[Draft]:
    """The records: each begins with TY and ends with ER, or before the next TY where ER is missing."""
    draft: Draft | None = None
    for number, text in enumerate(lines, first):
        tagged = _TAG.match(text)
        tag = tagged[1] if tagged and tagged[1] in TAGS else ""
        if tag in ("TY", "ER"):
            if draft:
                yield draft
            draft = Draft(number) if tag == "TY" else None
        if tag == "ER" or not text.strip():
            continue
        if not draft:
            draft = Draft(number, begun=False, tagged=False)
        draft.tagged |= bool(tag)
        if tagged and tag:
            draft.lines.append([f"{tag}  - {tagged[2].strip()}"])
        elif draft.lines:
            draft.lines[-1].append(text.strip())  # a line goes on: rispy would make another author of it
        else:
            draft.lines.append([text])
    if draft:
        yield draft


def _texts(record: Mapping[str, object], tag: str) -> list[str]:
    value = record.get(tag)
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, str) and v]


def _first(record: Mapping[str, object], tags: tuple[str, ...]) -> str:
    return next((text for tag in tags for text in _texts(record, tag)), "")


def _item(record: Mapping[str, object]) -> dict[str, object]:
    kind = _first(record, ("TY",)).upper()
    found: dict[str, object] = {name: _first(record, tags) for name, tags in TEXTS.items()}
    own = found["title"]
    containers = [text for tag in CONTAINERS for text in _texts(record, tag) if text != own]
    found |= {
        "type": TYPES.get(kind, ""),
        "author": [_name(text) for tag in ("AU", "A1") for text in _texts(record, tag)],
        "container-title": [] if kind in BOOKS else containers,
        "container-title-short": [] if kind in BOOKS else [text for tag in SHORT for text in _texts(record, tag)],
        "page": _page(record),
        "DOI": _doi(record),
        "ISSN": [number for text in _texts(record, "SN") for number in text.split()],
    }
    return {name: value for name, value in found.items() if value}


def _name(text: str) -> dict[str, str]:
    """A name as "Family, Given, Suffix"; without a comma it is not parted."""
    family, *rest = (part.strip() for part in text.split(","))
    if not any(rest):
        return {"literal": family}
    return {"family": family, "given": rest[0], "suffix": ", ".join(rest[1:])}


def _page(record: Mapping[str, object]) -> str:
    """First and last page; failing these the number of the article, which EndNote writes as C7."""
    first, last = _first(record, ("SP",)), _first(record, ("EP",))
    if not first:
        number = _ARTICLE_NUMBER.match(_first(record, ("C7",)))
        return number[1] if number else last
    return f"{first}-{last}" if last and last != first and "-" not in first else first


def _doi(record: Mapping[str, object]) -> str:
    """The DOI of its own tag; failing that, of a link to the resolver or what some databases write in M3 and L3."""
    links = (text for tag in ("UR", "M3", "L3") for text in _texts(record, tag))
    return _first(record, ("DO",)) or next((doi for text in links if (doi := bare_doi(text))), "")
