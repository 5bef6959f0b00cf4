"""BibTeX and BibLaTeX as CSL-JSON items; the only importer of bibtexparser."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import Block, ImplicitComment, ParsingFailedBlock, String
from bibtexparser.model import Entry as Stored

from refcheck.bibliographies.entry import Entry, Unread, decoded
from refcheck.bibliographies.latex import LONGEST, plain

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it logs what is told as Unread
Fields = Mapping[str, str]

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
# of several fields that say the same the first that is filled counts
TEXTS = {
    "title": ("title",),
    "subtitle": ("subtitle",),
    "original-title": ("origtitle",),
    "container-title": ("journal", "journaltitle", "booktitle"),
    "container-title-short": ("shortjournal",),
    "volume": ("volume",),
    "publisher": ("publisher", "institution", "school", "organization"),
}
MONTHS = {m: m for m in "jan feb mar apr may jun jul aug sep oct nov dec".split()}
FROM_PARENT = {"booktitle": ("booktitle", "title")} | {
    name: (name,) for name in ("year", "date", "publisher", "volume", "number", "journal", "issn")
}
_ABORTED = re.compile(r"^[ \t]*@(?!comment\b)\w.*", re.MULTILINE | re.IGNORECASE)
_LEFT_OVER = re.compile(r"[,})]|\w+\s*=")  # how what stands behind a bracket too many begins
_PIECE = re.compile(r"(?<!\\)[{}\"#]")
# in a DOI dashes and tildes mean themselves; "$<$" is how "<" has to be typed
_DOI_ESCAPE = re.compile(r"\\(?=[^A-Za-z])|[{}]|\$(?=[<>])|(?<=[<>])\$")
_BLANKS = re.compile(r"\s+")


def read(data: bytes, line: int) -> Iterator[Entry | Unread]:
    """The entries of a BibTeX file, and each that is broken; never raises."""
    lines, guessed = decoded(data)
    yield from (replace(g, line=g.line + line - 1) for g in guessed)
    blocks = parse_string("\n".join(lines), parse_stack=[]).blocks
    entries = [stored for block in blocks if isinstance(stored := _whole(block), Stored)]
    macros = _macros(blocks)
    fields = [_fields(stored, macros) for stored in entries]
    parents = {stored.key.lower(): f for stored, f in zip(entries, fields, strict=True)}
    for stored, own in zip(entries, fields, strict=True):
        parent = parents.get(own.get("crossref", "").strip().lower(), {})
        yield Entry(_line(stored, line), _item(stored.entry_type.lower(), _inherited(own, parent)))
    yield from _unread(blocks, line)
    if not entries and any(text.strip() for text in lines) and not any(_whole(b) is None for b in blocks):
        yield Unread(line, "no entry in it")


def _line(block: Block, first: int) -> int:
    return first + (block.start_line or 0)


def _whole(block: Block) -> Block | None:
    """The block itself, or the one in what is told as a fault but is none: a key or a field that comes twice."""
    while isinstance(block, ParsingFailedBlock):
        if not block.ignore_error_block:
            return None
        block = block.ignore_error_block
    return block


def _unread(blocks: list[Block], line: int) -> Iterator[Unread]:
    """What was passed over, each with its reason in few words."""
    before: Block | None = None
    for block in blocks:
        if _whole(block) is None and isinstance(block, ParsingFailedBlock):
            yield Unread(_line(block, line), f"a broken entry: {_named(block.raw)}: {_reason(block.error)}")
        elif isinstance(block, ImplicitComment):
            if before and _whole(before) and _LEFT_OVER.match(block.comment):
                said = _BLANKS.sub(" ", block.comment[:60])
                yield Unread(_line(block, line), f"what follows an entry's last bracket is not read: {said}")
            at, done = _line(block, line), 0
            for found in _ABORTED.finditer(block.comment):
                at, done = at + block.comment.count("\n", done, found.start()), found.start()
                yield Unread(at, f"a broken entry: {_named(found[0])}: no bracket after its type")
        before = block


def _named(raw: str | None) -> str:
    return _BLANKS.sub(" ", (raw or "").partition(",")[0]).strip()[:60]


def _reason(error: Exception) -> str:
    said = _BLANKS.sub(" ", str(getattr(error, "abort_reason", "") or error)).strip().rstrip(".")
    return said[:1].lower() + said[1:160]


def _macros(blocks: list[Block]) -> dict[str, str]:
    """The texts that @string names, and the months."""
    known = dict(MONTHS)
    for block in map(_whole, blocks):
        if isinstance(block, String):
            # one may be made of others, and they of others: what grows without end is cut
            known[block.key.lower()] = _value(block.value, known)[:LONGEST]
    return known


def _fields(stored: Stored, macros: Fields) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in stored.fields:
        found.setdefault(field.key.lower(), _value(str(field.value), macros))
    return found


def _value(raw: str, macros: Fields) -> str:
    """A value as BibTeX has it: pieces joined by "#", each in braces, in quotes, a number or a macro."""
    return "".join(_piece(piece.strip(), macros) for piece in _pieces(raw))


def _pieces(raw: str) -> Iterator[str]:
    if "#" not in raw:
        yield raw
        return
    depth, quoted, start = 0, False, 0
    for mark in _PIECE.finditer(raw):
        if mark[0] == '"':
            quoted ^= not depth
        elif mark[0] != "#":
            depth = max(0, depth + (1 if mark[0] == "{" else -1))
        elif not depth and not quoted:
            yield raw[start : mark.start()]
            start = mark.end()
    yield raw[start:]


def _piece(piece: str, macros: Fields) -> str:
    if len(piece) > 1 and (piece[0], piece[-1]) in (("{", "}"), ('"', '"')):
        return piece[1:-1]
    return macros.get(piece.lower(), piece)


def _inherited(own: Fields, parent: Fields) -> Fields:
    """The fields with those that the entry named by `crossref` adds."""
    given = {name: parent[k] for name, keys in FROM_PARENT.items() for k in reversed(keys) if k in parent}
    return {**given, **own}


def _item(kind: str, fields: Fields) -> dict[str, object]:
    found: dict[str, object] = {"type": TYPES.get(kind, "")}
    for name, keys in TEXTS.items():
        found[name] = next((text for k in keys if (text := plain(fields.get(k, "")))), "")
    number = plain(fields.get("number", ""))
    found |= {
        "author": list(_names(fields.get("author", ""))),
        "issued": plain(fields.get("year", "")) or plain(fields.get("date", "")),
        "issue": plain(fields.get("issue", "")) or (number if kind not in ("techreport", "report", "patent") else ""),
        "page": plain(fields.get("pages", "")).replace("–", "-").replace("—", "-") or plain(fields.get("eid", "")),
        "DOI": _DOI_ESCAPE.sub("", fields.get("doi", "")).strip(),
        "ISSN": re.split(r"[\s,;]+", fields.get("issn", "").strip()),
    }
    return {name: value for name, value in found.items() if value}


def _names(text: str) -> Iterator[dict[str, str]]:
    """Each author in its parts; one in braces is an institution."""
    for name in split_multiple_persons_names(_BLANKS.sub(" ", text)):
        if name.strip().lower() == "others":
            continue
        parts = parse_single_name_into_parts(name, strict=False)
        whole = [*parts.first, *parts.von, *parts.last, *parts.jr]
        if len(whole) == 1 and whole[0].startswith("{") and not whole[0].startswith("{\\"):
            yield {"literal": plain(name)}
            continue
        found = {
            "family": plain(" ".join(parts.last)),
            "non-dropping-particle": plain(" ".join(parts.von)),
            "given": plain(" ".join(parts.first)),
            "suffix": plain(" ".join(parts.jr)),
        }
        yield {key: value for key, value in found.items() if value}
