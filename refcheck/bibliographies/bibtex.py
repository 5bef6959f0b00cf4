"""BibTeX and BibLaTeX as CSL-JSON items: what each entry says, with what it takes from the entry it refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from refcheck.bibliographies import latex, scan
from refcheck.bibliographies.entry import Entry, Unread, decoded
from refcheck.bibliographies.people import names, person

TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "book",
    "mvbook": "book",
    "collection": "book",
    "proceedings": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "bookinbook": "chapter",
    "suppbook": "chapter",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "online": "webpage",
    "electronic": "webpage",
    "unpublished": "manuscript",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
}
NO_WORKS = ("comment", "preamble", "string", "xdata", "set", "control", "bibnote", "ieeetranbstctl")  # types of entries
NUMBERED = ("techreport", "report", "patent", "standard")  # types whose `number` is their own, and no issue
# of several fields that say the same the first that is filled counts
TEXTS = {
    "title": ("title",),
    "subtitle": ("subtitle",),
    "original-title": ("origtitle",),
    "container-title": ("journal", "journaltitle", "booktitle"),
    "container-title-short": ("shortjournal",),
    "volume": ("volume",),
    "issue": ("issue", "number"),
    "page": ("pages", "eid"),
    "issued": ("year", "date"),
    "publisher": ("publisher", "institution", "school", "organization"),
}
MONTHS = {m: m for m in "jan feb mar apr may jun jul aug sep oct nov dec".split()}
FROM_PARENT = {"booktitle": ("booktitle", "title")} | {
    name: (name,) for name in ("year", "date", "publisher", "volume", "number", "journal", "issn")
}
LONGEST = latex.LONGEST  # characters of a macro
# in a DOI dashes and tildes mean themselves; "$<$" is how "<" has to be typed
ESCAPES = re.compile(r"\\(?=[^A-Za-z])|[{}]|\$(?=[<>])|(?<=[<>])\$")
DOI_LINK = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(?=10\.)", re.IGNORECASE)


class Part(NamedTuple):
    """A part of a value: where it begins in it, and where it stands in the file; `mark` is that of its piece.

    `same` says that it is the file's own characters, and not what a macro is short for.
    """

    start: int
    at: int
    until: int
    mark: str
    same: bool


class Value(NamedTuple):
    """What a field says, in LaTeX, and where each part of it stands; what comes from another entry, nowhere."""

    latex: str
    parts: tuple[Part, ...] = ()


NOTHING = Value("")


class Author(NamedTuple):
    """An author as CSL has one, and where in the value; "others" have no name."""

    start: int
    end: int
    name: dict[str, str]


@dataclass(frozen=True, slots=True)
class Stated:
    """An entry and what its fields say, those it takes from another entry among them."""

    entry: scan.Entry
    key: str
    values: Mapping[str, Value]
    _read: dict[str, tuple[latex.Run, ...]] = field(default_factory=dict, compare=False)

    def typed(self, name: str) -> str:
        """What a field says, in LaTeX."""
        return self.values.get(name, NOTHING).latex

    def runs(self, name: str) -> tuple[latex.Run, ...]:
        """What a field says, as it reads."""
        if name not in self._read:
            self._read[name] = latex.runs(self.typed(name)) if name in self.values else ()
        return self._read[name]

    def text(self, name: str) -> str:
        """What a field says, as it reads, without what it is made of."""
        found = self.runs(name)
        return found[0].text if len(found) == 1 else "".join([run.text for run in found])

    def named(self, csl: str) -> str:
        """The field that says what CSL calls so; "" where none does."""
        numbered = csl == "issue" and self.entry.kind in NUMBERED
        names = [n for n in TEXTS[csl] if n in self.values and not (numbered and n == "number")]
        return next((n for n in names if self.text(n)), "")

    def authors(self, name: str = "author") -> Iterator[Author]:
        """The people that a field names, in their parts; one in braces is an institution."""
        text = self.typed(name)
        for start, end in names(text):
            yield Author(start, end, _name(text[start:end]))

    def verbatim(self, name: str) -> str:
        """A DOI or a link, in which next to everything means itself."""
        return ESCAPES.sub("", self.typed(name)).strip()

    def doi(self) -> tuple[str, str]:
        """The field that holds the DOI, and what it says; a link may be one. Empty where none does."""
        if doi := self.verbatim("doi"):
            return "doi", doi
        link = self.verbatim("url")
        return ("url", link) if DOI_LINK.match(link) else ("", "")

    def item(self) -> dict[str, object]:
        """The entry as a CSL-JSON item."""
        found: dict[str, object] = {name: self.text(self.named(name)) for name in TEXTS}
        found |= {
            "type": TYPES.get(self.entry.kind, ""),
            "author": [author.name for author in self.authors() if author.name],
            "page": self.text(self.named("page")).replace("–", "-").replace("—", "-"),
            "DOI": self.doi()[1],
            "ISSN": re.split(r"[\s,;]+", self.typed("issn").strip()),
        }
        return {name: value for name, value in found.items() if value}


def read(data: bytes, line: int) -> Iterator[Entry | Unread]:
    """The entries of a BibTeX file, and each that is broken; never raises."""
    lines, guessed = decoded(data)
    yield from (replace(g, line=g.line + line - 1) for g in guessed)
    text = "\n".join(lines)
    found = tuple(scan.scan(text))
    line_of = _Lines(text, line)
    listed = stated(text, found)
    yield from (Entry(line_of(s.entry.start), s.item()) for s in listed)
    line_of = _Lines(text, line)
    broken = [b for b in found if isinstance(b, scan.Broken)]
    yield from (Unread(line_of(b.start), b.said) for b in broken)
    if not listed and not broken and text.strip():
        yield Unread(line, "no entry in it")


class _Lines:
    """The lines of offsets that are asked for in their order."""

    def __init__(self, text: str, first: int) -> None:
        self._text, self._at, self._line = text, 0, first

    def __call__(self, offset: int) -> int:
        self._line += self._text.count("\n", self._at, offset)
        self._at = offset
        return self._line


def stated(text: str, found: tuple[scan.Entry | scan.Broken, ...]) -> tuple[Stated, ...]:
    """What the entries say that are of works, in the order of the file."""
    entries = [e for e in found if isinstance(e, scan.Entry)]
    macros = _macros(text, entries)
    listed = [Stated(e, text[e.key.start : e.key.end], _values(text, e, macros)) for e in entries]
    by_key = {s.key.lower(): s for s in reversed(listed) if s.key}
    works = (s for s in listed if s.entry.kind not in NO_WORKS and (s.key or s.values))
    return tuple(_with_given(s, by_key) for s in works)


def _macros(text: str, entries: list[scan.Entry]) -> dict[str, str]:
    """The texts that @string names, and the months."""
    known = dict(MONTHS)
    for one in (f for e in entries if e.kind == "string" for f in e.fields):
        # one may be made of others, and they of others: what grows without end is cut
        known[one.name] = _value(text, one, known).latex[:LONGEST]
    return known


def _values(text: str, entry: scan.Entry, macros: Mapping[str, str]) -> dict[str, Value]:
    """What the fields say; of two of one name the first counts, as for BibTeX."""
    found: dict[str, Value] = {}
    for one in entry.fields:
        if one.name not in found:
            found[one.name] = _value(text, one, macros)
    return found


def _value(text: str, one: scan.Field, macros: Mapping[str, str]) -> Value:
    """A value as BibTeX has it: pieces joined by "#", each in braces, in quotes, a number or a macro."""
    parts: list[Part] = []
    said: list[str] = []
    length = 0
    for piece in one.pieces:
        own = text[piece.start : piece.end]
        meant = own if piece.mark else macros.get(own.lower(), own)
        parts.append(Part(length, piece.start, piece.end, piece.mark, bool(piece.mark) or own == meant))
        said.append(meant)
        length += len(meant)
    return Value("".join(said), tuple(parts))


def _with_given(one: Stated, by_key: Mapping[str, Stated]) -> Stated:
    """The entry with the fields that those it names in `crossref` and `xdata` add."""
    if "crossref" not in one.values and "xdata" not in one.values:
        return one
    given: dict[str, Value] = {}
    for key in one.typed("xdata").lower().split(","):
        if shared := by_key.get(key.strip()):
            given |= {name: Value(value.latex) for name, value in shared.values.items()}
    if parent := by_key.get(one.typed("crossref").strip().lower()):
        for name, keys in FROM_PARENT.items():
            if known := next((k for k in keys if k in parent.values), ""):
                given[name] = Value(parent.typed(known))
    return replace(one, values={**given, **one.values}, _read={})


def _name(text: str) -> dict[str, str]:
    if text.lower() == "others":
        return {}
    parts = person(text)
    if parts.whole:
        return {"literal": latex.plain(text)}
    found = {
        "family": latex.plain(parts.last),
        "non-dropping-particle": latex.plain(parts.von),
        "given": latex.plain(parts.first),
        "suffix": latex.plain(parts.jr),
    }
    return {key: value for key, value in found.items() if value}
