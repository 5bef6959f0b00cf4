"""CSL-YAML, as pandoc writes it: each item is a reference; changes are spliced into its scalars."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence

from refcheck.bibliographies.nodes import Malformed, Node
from refcheck.encoding import decode, glimpse
from refcheck.errors import UnreadableDocument
from refcheck.finding import Change
from refcheck.model import Document, Span
from refcheck.parsing import filed
from refcheck.parsing.csl_items import Style, parts, records, renamed
from refcheck.parsing.filed import Filed, Notation, Unwritable, written_back
from refcheck.parsing.records import Passed, Value
from refcheck.parsing.values import Piece, parted_at, value
from refcheck.reading import Unplaced
from refcheck.text import line_end

NAME = "cslyaml"
SUFFIXES: tuple[str, ...] = (".yaml", ".yml")
_LIST = re.compile(r"^(?:references:[ \t]*(?:#.*)?[\r\n]+)?[ \t]*- ", re.MULTILINE)
_ITEM = re.compile(
    r"^[ \t]*(?:- )?[ \t]*type:[ \t]*[\"']?(?:article|book|chapter|paper-conference|thesis|report|webpage|dataset"
    r"|software|entry|post|manuscript|patent|standard|legislation|document)\b",
    re.MULTILINE,
)
_FIELD = re.compile(r"^[ \t]*(?:- )?[ \t]*(?:title|author|issued|container-title):", re.MULTILINE)
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:[^:#,\[\]{}\r\n]*[^\s:#,\[\]{}])?")  # needs no quotes anywhere
_INNER = re.compile(r"[^:#,\[\]{}\r\n]*")
WHOLE = "whole"  # the kind of a scalar that cannot be edited


def sniff(head: bytes) -> bool:
    """Whether there is a list of items with types of CSL's."""
    text = glimpse(head)
    return bool(_LIST.search(text) and _ITEM.search(text) and _FIELD.search(text))


def read(data: bytes, path: str) -> Document:
    """The document with each item as one reference; raises UnreadableDocument for what is no YAML, or no list."""
    found = decode(data, path)
    try:
        return filed.document(path, NAME, found, _records(found.text))
    except Malformed as error:
        line = found.text.count("\n", 0, error.at) + 1
        raise UnreadableDocument(f"{path}: not CSL-YAML: line {line}: {error}; mend it there") from None


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changed characters spliced in; scalars over several lines stay as they are."""
    notation = Notation(_written, _renamed, _fresh, _between)
    data = written_back(document, changes, _records, notation)
    try:
        list(_documents(decode(data, document.path).text))
    except Malformed:  # its rules for what needs quotes are many
        raise Unplaced(document.references[changes[0].n - 1].span if changes else Span(0, 0)) from None
    return data


def _records(text: str) -> Iterator[Filed | Passed]:
    from refcheck.bibliographies import yaml  # is slow to load, and seldom needed

    return records(yaml.items(text), Style(_scalar(text), lambda node: _doi(text, node)))


def _documents(text: str) -> Iterator[Node]:
    from refcheck.bibliographies import yaml

    return yaml.documents(text)


def _scalar(text: str) -> Callable[[Node], Value]:
    def scalar(node: Node) -> Value:
        quotes = len(node.style) if node.style in _ESCAPES else 0
        start, end = node.start + quotes, node.end - quotes
        pieces = [Piece(text[start:end], start, end)]
        if quotes and text[start:end] != node.value:
            pieces = parted_at(text, start, end, *_ESCAPES[node.style])
        if "".join(p.text for p in pieces) == node.value:
            return value([p for p in pieces if p.text], node.style or "plain")
        return value([Piece(str(node.value), start, end, False)], WHOLE)

    return scalar


def _unescaped(escape: str) -> str:
    try:
        return str(json.loads(f'"{escape}"')).encode("utf-8", "replace").decode()
    except ValueError:  # YAML has more of them
        return escape


_ESCAPES = {"'": (re.compile("''"), lambda _: "'"), '"': (re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)"), _unescaped)}


def _written(text: str, kind: str) -> str:
    if kind == "'":
        return text.replace("'", "''")
    if kind == '"':
        return json.dumps(text, ensure_ascii=False)[1:-1]
    if kind == "DOI":
        return _quoted(text)
    if kind == WHOLE or not _INNER.fullmatch(text):
        raise Unwritable
    return text


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _doi(text: str, node: Node) -> tuple[int, int, str, str] | None:
    """Where a DOI goes: on a line of its own behind the last scalar of one line, or into the braces of the item."""
    members = list((node.members or {}).values())
    empty = (node.members or {}).get("DOI")
    if empty:
        lead = "" if text[empty.start - 1 : empty.start] in (" ", "\t") else " "
        return empty.start, empty.end, lead, ""
    scalars = [m for m in members if m.members is None and m.items is None and "\n" not in text[m.start : m.end]]
    last = next((m for m in reversed(scalars) if m.style in ("", "'", '"') and m.start < m.end), None)
    if not last:
        return None
    if text.startswith("{", node.start):
        return last.end, last.end, ", DOI: ", ""
    begin = text.rfind("\n", 0, last.key) + 1
    indent = re.sub(r"[^\s]", " ", text[begin : last.key])
    return last.end, last.end, f"{line_end(text)}{indent}DOI: ", ""


def _renamed(written: str, old: str, new: str) -> str | None:
    """The lines of an author under another name; the first of them stands without what is before it."""
    indent = _indent(written)
    block = f"{indent}{written}"
    try:
        (person,) = _documents(block)
    except ValueError:
        return None
    made = renamed(block, person, _scalar(block), new, _requoted) if person.members is not None else None
    return made[len(indent) :] if made is not None else _fresh(written, new)


def _requoted(node: Node, text: str) -> str:
    if node.style in ("'", '"'):
        return f"{node.style}{_written(text, node.style)}{node.style}"
    return _quoted(text)


def _indent(written: str) -> str:
    found = re.search(r"[\r\n]([ \t]*)\S", written)
    return found[1] if found else ""


def _fresh(example: str, name: str) -> str | None:
    """An author as a map, written as another is: in braces, or on lines of its own."""
    said = [f"{key}: {_quoted(text)}" for key, text in parts(name).items()]
    if example.startswith("{"):
        return f"{{{', '.join(said)}}}"
    if len(said) > 1 and not _indent(example):
        return None
    return f"{line_end(example)}{_indent(example)}".join(said)


def _between(text: str, start: int, end: int) -> str:
    """What parts two maps: a comma, or a line end and a dash."""
    if text.startswith("{", start):
        return ", "
    begin = text.rfind("\n", 0, start) + 1
    return f"{line_end(text)}{text[begin:start]}"
