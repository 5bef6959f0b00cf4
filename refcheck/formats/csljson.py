"""CSL-JSON, one document or an item a line: each item is a reference; changes are spliced into its strings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence

from refcheck import csl
from refcheck.bibliographies.nodes import Json, Malformed, Node, items
from refcheck.encoding import decode, glimpse
from refcheck.errors import UnreadableDocument
from refcheck.finding import Change
from refcheck.model import Document
from refcheck.parsing import filed
from refcheck.parsing.csl_items import WANTED, Style, parts, records, renamed
from refcheck.parsing.filed import Filed, Notation, Unwritable, written_back
from refcheck.parsing.records import Passed, Value
from refcheck.parsing.values import Piece, parted_at, value

NAME = "csljson"
SUFFIXES: tuple[str, ...] = (".json", ".jsonl")
_BEGINS = re.compile(r'\s*(?:\{\s*"(?:items|references)"\s*:\s*)?(?:\[\s*)?(?=\{)')
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}:,]')
ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_NUMBER, _STRING = "number", "string"  # kinds of scalars
_TYPES = (
    frozenset(
        """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
    document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
    manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage
    """.split()
    )
    | csl.TYPES.keys()
)
_ITS_OWN = ("author", "issued", "container-title", "DOI", "publisher", "page", "ISBN", "URL", "id")


def sniff(head: bytes) -> bool:
    """Whether a reference begins there: a title, and a type of CSL's or a field that no other JSON has in its form."""
    found = dict(_members(glimpse(head)))
    if "title" not in found and "container-title" not in found:
        return False
    told = found.get("type", "").strip('"') in _TYPES and any(name in found for name in _ITS_OWN)
    return told or (found.get("author") == "[" and found.get("issued") == "{") or "container-title" in found


def _members(text: str) -> Iterator[tuple[str, str]]:
    """The names in the first object, each with the first sign of its value."""
    begin = _BEGINS.match(text)
    depth, name, before = 0, "", ""
    for token in _TOKEN.finditer(text, begin.end()) if begin else ():
        sign = token[0]
        if depth == 1 and before == ":":
            yield name, sign
        depth += (sign in "[{") - (sign in "]}")
        if not depth:
            return
        if depth == 1 and sign.startswith('"') and before in ("{", ","):
            name = sign[1:-1]
        before = sign


def read(data: bytes, path: str) -> Document:
    """The document with each item as one reference; raises UnreadableDocument for what is no JSON."""
    found = decode(data, path)
    try:
        return filed.document(path, NAME, found, _records(found.text))
    except Malformed as error:
        line = found.text.count("\n", 0, error.at) + 1
        raise UnreadableDocument(f"{path}: not CSL-JSON: line {line}: {error}; mend it there") from None


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changed characters spliced in; authors that come and go are objects."""
    escaped = document.written.isascii() and "\\u" in document.written

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=escaped)

    def written(text: str, kind: str) -> str:
        if kind == _NUMBER and not text.isdecimal():
            raise Unwritable
        return text if kind == _NUMBER else quoted(text)[1:-1]

    def another(block: str, old: str, new: str) -> str | None:
        person = Json(block).any(0)
        return renamed(block, person, _scalar(block), new, lambda _, text: quoted(text)) or _fresh(block, new, quoted)

    notation = Notation(written, another, lambda block, name: _fresh(block, name, quoted), _between)
    return written_back(document, changes, _records, notation)


def _records(text: str) -> Iterator[Filed | Passed]:
    return records(items(text, WANTED), Style(_scalar(text), lambda node: _doi(text, node)))


def _scalar(text: str) -> Callable[[Node], Value]:
    def scalar(node: Node) -> Value:
        if node.style:
            return value(_pieces(text, node), _STRING)
        return value([Piece(text[node.start : node.end], node.start, node.end)], _NUMBER)

    return scalar


def _pieces(text: str, node: Node) -> list[Piece]:
    """A string, parted at its escapes."""
    start, end = node.start + 1, node.end - 1
    if len(str(node.value)) == end - start:
        return [Piece(text[start:end], start, end)] if start < end else []
    return parted_at(text, start, end, ESCAPE, _unescaped)


def _unescaped(escape: str) -> str:
    # JSON can hold half a character
    return str(json.loads(f'"{escape}"')).encode("utf-8", "replace").decode()


def _doi(text: str, node: Node) -> tuple[int, int, str, str] | None:
    """Where a DOI goes: behind the last member, parted from it as that is from the one before."""
    members = list((node.members or {}).values())
    empty = (node.members or {}).get("DOI")
    if empty:
        return empty.start, empty.end, '"', '"'
    last, before = members[-1], members[-2] if len(members) > 1 else None
    parted = text[before.end : last.key] if before else ", "
    colon = re.compile(r'"(?:[^"\\]|\\.)*+"(\s*:\s*)').match(text, last.key)
    return last.end, last.end, f'{parted}"DOI"{colon[1] if colon else ": "}"', '"'


def _fresh(example: str, name: str, quoted: Callable[[str], str]) -> str:
    """An author as an object, written as another is."""
    opens, closes = re.match(r"\{(\s*)", example), re.search(r"(\s*)\}$", example)
    colon = re.search(r'"(\s*:\s*)', example)
    blank = opens[1] if opens else ""
    between = (
        f",{blank}" if "\n" in blank else ", " if '", "' in example or not colon or colon[1].endswith(" ") else ","
    )
    said = between.join(f'"{key}"{colon[1] if colon else ": "}{quoted(text)}' for key, text in parts(name).items())
    return f"{{{blank}{said}{closes[1] if closes else ''}}}"


def _between(text: str, start: int, end: int) -> str:
    """What parts two objects: a line end where the one stands on lines of its own."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    if line.strip() or "\n" not in text[:start]:
        return ", " if ", " in text else ","
    return f",\n{line}"
