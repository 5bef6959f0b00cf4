"""BibTeX and BibLaTeX as CSL-JSON items: what each entry says, with what it takes from the entry it refers to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from refcheck.bibliographies import scan
from refcheck.bibliographies.entry import Entry, Unread, decoded
from refcheck.bibliographies.latex import LONGEST, SPECIAL, Run, plain, runs
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
# in a DOI dashes and tildes mean themselves; "$<$" is how "<" has to be typed
ESCAPES = re.compile(r"\\(?=[^A-Za-z])|[{}]|\$(?=[<>])|(?<=[<>])\$")
DOI_LINK = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(?=10\.)", re.IGNORECASE)


class Author(NamedTuple):
    """An author as CSL has one, and where in the value; "others" have no name."""

    start: int
    end: int
    name: dict[str, str]


@dataclass(slots=True, eq=False)
class Value:
    """What a field says, in LaTeX and as it reads; `pieces` are where it stands, of another entry's nowhere.

    `said` is what each piece says, where one of them is a number or a macro, or there are several.
    """

    latex: str
    pieces: tuple[scan.Piece, ...] = ()
    said: tuple[str, ...] = ()
    _runs: tuple[Run, ...] | None = None
    _text: str | None = None
    _as_typed: bool | None = None

    @property
    def as_typed(self) -> bool:
        """Whether it stands in one piece and reads as it is typed, but for blanks round it."""
        if self._as_typed is None:
            self._as_typed = not self.said and bool(self.pieces) and not SPECIAL.search(self.latex)
        return self._as_typed

    @property
    def runs(self) -> tuple[Run, ...]:
        """What it says as it reads, stretch by stretch."""
        if self._runs is None:
            self._runs = runs(self.latex)
        return self._runs

    @property
    def text(self) -> str:
        """The same as one text."""
        if self._text is None:
            self._text = self.latex.strip() if self.as_typed else "".join([run.text for run in self.runs])
        return self._text

    @property
    def verbatim(self) -> str:
        """A DOI or a link, in which next to everything means itself."""
        return self.text if self.as_typed else ESCAPES.sub("", self.latex).strip()


NOTHING = Value("")


@dataclass(slots=True, eq=False)
class Stated:
    """An entry and what its fields say, those it takes from another entry among them."""

    entry: scan.Entry
    key: str
    fields: Mapping[str, scan.Field]
    _file: _File
    given: Mapping[str, Value] = field(default_factory=dict)  # by the entries it refers to
    _values: dict[str, Value] = field(default_factory=dict)

    def value(self, name: str) -> Value:
        """What a field says; nothing where there is none of that name."""
        if not (found := self._values.get(name)):
            if not (own := self.fields.get(name)):
                return self.given.get(name, NOTHING)
            found = self._values[name] = self._file.value(own)
        return found

    def text(self, *names: str) -> str:
        """What the first of these fields says that says something."""
        return found.text if (found := self.first(names)) else ""

    def first(self, names: Iterable[str]) -> Value | None:
        """The first of these fields that says something."""
        for name in names:
            if (name in self.fields or name in self.given) and (found := self.value(name)).text:
                return found
        return None

    def names_for(self, csl: str) -> tuple[str, ...]:
        """The fields that may say what CSL calls so."""
        return ("issue",) if csl == "issue" and self.entry.kind in NUMBERED else TEXTS[csl]

    def authors(self, name: str = "author") -> tuple[Author, ...]:
        """The people that a field names, in their parts; one in braces is an institution."""
        text = self.value(name).latex
        return tuple([Author(start, end, _name(text[start:end])) for start, end in names(text)]) if text else ()

    def doi(self) -> tuple[str, str]:
        """The field that holds the DOI, and what it says; a link may be one. Empty where none does."""
        if doi := self.value("doi").verbatim:
            return "doi", doi
        link = self.value("url").verbatim
        return ("url", link) if DOI_LINK.match(link) else ("", "")

    def item(self, authors: Sequence[Author]) -> dict[str, object]:
        """The entry as a CSL-JSON item."""
        texts = {name: said.text for name in TEXTS if (said := self.first(self.names_for(name)))}
        found: dict[str, object] = {
            "type": TYPES.get(self.entry.kind, ""),
            **texts,
            "author": [author.name for author in authors if author.name],
            "page": texts.get("page", "").replace("–", "-").replace("—", "-"),
            "DOI": self.doi()[1],
            "ISSN": self.value("issn").latex.replace(",", " ").replace(";", " ").split(),
        }
        return {name: value for name, value in found.items() if value}


class _File:
    """The text of a file, the texts that its @string entries name so far, and its entries by their keys."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._macros = dict(MONTHS)
        self._by_key: dict[str, Stated] | None = None

    def value(self, one: scan.Field) -> Value:
        """A value as BibTeX has it: pieces joined by "#", each in braces, in quotes, a number or a macro."""
        if len(one.pieces) == 1 and one.pieces[0].mark:
            start, end, _ = one.pieces[0]
            return Value(self.text[start:end], one.pieces)
        own = [self.text[piece.start : piece.end] for piece in one.pieces]
        said = [t if p.mark else self._macros.get(t.lower(), t) for p, t in zip(one.pieces, own, strict=True)]
        return Value("".join(said), one.pieces, tuple(said))

    def define(self, entry: scan.Entry) -> None:
        """Keep the texts that a @string names."""
        for one in entry.fields:
            # one may be made of others, and they of others: what grows without end is cut
            self._macros[one.name] = self.value(one).latex[:LONGEST]

    def stated(self, entry: scan.Entry) -> Stated:
        """What an entry says itself; of two fields of one name the first counts, as for BibTeX."""
        fields = {one.name: one for one in reversed(entry.fields)}
        return Stated(entry, self.text[entry.key.start : entry.key.end], fields, self)

    def of_key(self, key: str) -> Stated | None:
        """The first entry of that key, which may stand behind those that refer to it."""
        if self._by_key is None:
            entries = [e for e in scan.scan(self.text) if isinstance(e, scan.Entry)]
            listed = [self.stated(e) for e in reversed(entries)]
            self._by_key = {s.key.lower(): s for s in listed if s.key}
        return self._by_key.get(key.strip().lower())


def read(data: bytes, line: int) -> Iterator[Entry | Unread]:
    """The entries of a BibTeX file, and each that is broken; never raises."""
    lines, guessed = decoded(data)
    yield from (replace(g, line=g.line + line - 1) for g in guessed)
    text = "\n".join(lines)
    at, empty, first = 0, bool(text.strip()), line
    for found in stated(text):
        start = found.start if isinstance(found, scan.Broken) else found.entry.start
        line, at, empty = line + text.count("\n", at, start), start, False
        if isinstance(found, scan.Broken):
            yield Unread(line, found.said)
        else:
            yield Entry(line, found.item(found.authors()))
    if empty:
        yield Unread(first, "no entry in it")


def stated(text: str) -> Iterator[Stated | scan.Broken]:
    """What the entries of a file say that are of works, and what is broken, in the order of the file."""
    file = _File(text)
    for found in scan.scan(text):
        if isinstance(found, scan.Broken):
            yield found
        elif found.kind == "string":
            file.define(found)
        elif found.kind not in NO_WORKS:
            one = file.stated(found)
            if one.key or one.fields:
                yield _with_given(one, file)


def _with_given(one: Stated, file: _File) -> Stated:
    """The entry with the fields that those it names in `crossref` and `xdata` add."""
    if "crossref" not in one.fields and "xdata" not in one.fields:
        return one
    given: dict[str, Value] = {}
    for key in one.value("xdata").latex.split(","):
        if shared := file.of_key(key):
            given |= {name: Value(shared.value(name).latex) for name in shared.fields}
    if parent := file.of_key(one.value("crossref").latex):
        for name, keys in FROM_PARENT.items():
            if known := next((k for k in keys if k in parent.fields), ""):
                given[name] = Value(parent.value(known).latex)
    return replace(one, given=given)


def _name(text: str) -> dict[str, str]:
    if text.lower() == "others":
        return {}
    first, von, last, jr, whole = person(text)
    if whole:
        return {"literal": plain(text)}
    found = {"family": last, "non-dropping-particle": von, "given": first, "suffix": jr}
    if SPECIAL.search(text):
        found = {key: plain(value) for key, value in found.items()}
    return {key: value for key, value in found.items() if value}
