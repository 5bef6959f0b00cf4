"""The list that Biber makes for BibLaTeX (.bbl): each entry is a record of fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from refcheck import csl
from refcheck.encoding import decode
from refcheck.finding import Change
from refcheck.latex import Piece, scan
from refcheck.latex.braces import Braces
from refcheck.latex.writing import notation
from refcheck.model import Document, Span
from refcheck.parsing.edits import edits
from refcheck.parsing.records import Item, Value, listed
from refcheck.reading import Reader, Unplaced, rewritten

NAME = "biblatex"
SUFFIXES: tuple[str, ...] = (".bbl",)
TYPES = {
    "article": "article-journal", "periodical": "article-journal", "book": "book", "mvbook": "book",
    "collection": "book", "proceedings": "book", "inbook": "chapter", "incollection": "chapter",
    "inproceedings": "paper-conference", "thesis": "thesis", "phdthesis": "thesis", "mastersthesis": "thesis",
    "report": "report", "techreport": "report", "online": "webpage", "dataset": "dataset", "software": "software",
    "patent": "patent",
}  # fmt: skip
# the fields that are read, by their CSL names; of several that say the same the first counts
FIELDS = {
    "title": "title", "journaltitle": "container-title", "booktitle": "container-title", "year": "issued",
    "date": "issued", "volume": "volume", "number": "issue", "issue": "issue", "pages": "page", "eid": "page",
    "publisher": "publisher", "institution": "publisher", "doi": "DOI", "url": "URL", "isbn": "ISBN",
}  # fmt: skip
_ENTRY = re.compile(r"\\entry\{([^{}\r\n]+)\}\{([^{}\r\n]*)\}\{[^{}\r\n]*\}")
_END = re.compile(r"\\endentry(?![A-Za-z])")
_PART = re.compile(
    r"\\(?P<kind>name|list|field|true)\s*\{(?P<name>[a-z]+)\}"
    r"|\\verb\s*\{(?P<verb>[a-z]+)\}\s*\\verb[ \t]+(?P<text>[^\r\n]*?)[ \t]*\r?\n\s*\\endverb"
)
_NAMED = re.compile(r"(family|given|prefix|suffix)\s*=\s*(?=\{)")
_GROUP = re.compile(r"\s*(?:%[^\r\n]*)?\s*\{")
# where Biber puts the parts of a name that it does not call by their names
PLACES = {"family": 1, "given": 3, "prefix": 5, "suffix": 7}


def sniff(head: bytes) -> bool:
    """Whether it begins as Biber's lists do."""
    return b"biblatex auxiliary file" in head[:200] or (b"\\entry{" in head and b"\\field{" in head)


def read(data: bytes, path: str) -> Document:
    """The document with each entry as a reference, the first of those that are sorted in several ways."""
    found = decode(data, path)
    text, origin, references = listed(found.text, _items(found.text))
    return Document(
        path=path,
        format=NAME,
        text=text,
        references=references,
        encoding=found.encoding,
        bom=found.bom,
        notes=found.notes,
        origin=origin,
        listing=True,
    )


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changes spliced in; a field is not added, for Biber would not keep it."""
    for change in changes:
        if not change.old:
            raise Unplaced(document.references[change.n - 1].span)
    return rewritten(document, edits(document, changes), notation(document))


def _items(written: str) -> Iterator[Item]:
    seen: set[str] = set()
    for entry in _ENTRY.finditer(written):
        following = _ENTRY.search(written, entry.end())
        limit = following.start() if following else len(written)
        end = _END.search(written, entry.end(), limit)
        stop = end.start() if end else limit
        if entry[1] not in seen:
            seen.add(entry[1])
            yield _item(written, entry, Span(entry.end(), stop))


def _item(written: str, entry: re.Match[str], span: Span) -> Item:
    braces = Braces(written, span.start, span.end, comments=True)
    values: dict[str, Value] = {}
    said: dict[str, object] = {"type": TYPES.get(entry[2], "")}
    cut = False
    for part in _PART.finditer(written, span.start, span.end):
        name = FIELDS.get(part["name"] or part["verb"], "")
        if part["kind"] == "true" and part["name"] == "moreauthor":
            cut = True
        elif part["kind"] == "name" and part["name"] == "author":
            said["author"], values["author"] = _names(written, braces, part.end(), span.end)
        elif not name or name in values:
            continue
        elif part["verb"]:
            reader = Reader(written)
            reader.keep(*part.span("text"), "url")
            values[name] = Value(reader.text, reader.origin.stretches)
        elif value := _field(written, braces, part, span.end):
            values[name] = value
    said |= {name: value.text for name, value in values.items() if name != "author"}
    key = Reader(written)
    key.keep(*entry.span(1), "key")
    return Item(work=replace(csl.work(said), et_al=cut), values=values, key=Value(key.text, key.origin.stretches))


def _field(written: str, braces: Braces, part: re.Match[str], end: int) -> Value | None:
    """What a field says; of a list, which counts its members first, the first."""
    given = braces.arguments("{{" if part["kind"] == "list" else "{", part.end(), end)
    if not given:
        return None
    argument = given[1][-1]
    if part["kind"] == "list":
        argument = next(_groups(braces, written, argument), argument)
    reader = Reader(written)
    _tell(reader, written, argument)
    return Value(reader.text, reader.origin.stretches) if reader.text.strip() else None


def _names(written: str, braces: Braces, at: int, end: int) -> tuple[list[Mapping[str, str]], Value]:
    """The authors, each with the parts of the name, and all of them as they are printed: "Smith J, Miller A"."""
    given = braces.arguments("{{{", at, end)
    people: list[Mapping[str, str]] = []
    parts: list[Span] = []
    reader = Reader(written)
    for person in _groups(braces, written, given[1][-1]) if given else ():
        known = _parts(written, braces, person)
        reader.add(", " if people else "")
        start = reader.length
        prefix = _text(written, known["prefix"]) if "prefix" in known else ""
        reader.add(f"{prefix} " if prefix else "")  # stands behind the name in the file
        for i, name in enumerate(n for n in ("family", "given") if n in known):
            reader.add(" " if i else "")
            _tell(reader, written, known[name])
        parts.append(Span(start, reader.length))
        people.append(
            {
                "family": " ".join(filter(None, (prefix, _text(written, known.get("family"))))),
                "given": _text(written, known.get("given")),
                "suffix": _text(written, known.get("suffix")),
            }
        )
    return people, Value(reader.text, reader.origin.stretches, tuple(parts))


def _parts(written: str, braces: Braces, person: Span) -> dict[str, Span]:
    """Where the parts of a name stand: under their names, or, in older files, in their places."""
    groups = list(_groups(braces, written, person))
    named = {
        m[1]: value
        for m in _NAMED.finditer(written, person.start, person.end)
        if (value := braces.argument(m.end(), person.end))
    }
    found = named or {name: groups[i] for name, i in PLACES.items() if i < len(groups)}
    return {name: span for name, span in found.items() if written[span.start : span.end].strip()}


def _groups(braces: Braces, written: str, span: Span) -> Iterator[Span]:
    """What stands in each of the braces that follow one another."""
    at = span.start
    while (opening := _GROUP.match(written, at, span.end)) and (group := braces.argument(opening.end() - 1, span.end)):
        yield group
        at = group.end + 1


def _text(written: str, span: Span | None) -> str:
    reader = Reader(written)
    if span:
        _tell(reader, written, span)
    return reader.text.strip()


def _tell(reader: Reader, written: str, span: Span) -> None:
    """Read what is printed of a stretch, blanks as one."""
    start = reader.length
    for piece in scan(written, span):
        if not isinstance(piece, Piece) or (piece.text.isspace() and (reader.length == start or reader.ending == " ")):
            continue
        if piece.start == piece.end:
            reader.add(piece.text)
        else:
            reader.put(piece.text, piece.start, piece.end, piece.kind)
