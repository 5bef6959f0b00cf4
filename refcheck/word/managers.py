"""What reference managers keep in the fields of a document: which of them writes a field, and the works it cites."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from refcheck import csl
from refcheck.bibliographies import endnote
from refcheck.bibliographies.entry import Entry
from refcheck.model import Record

WORD = "Word's own list of sources"
# how the instruction of a field begins; who writes what it shows; whether that is the list of references
_WRITERS = (
    (r"ADDIN ZOTERO_BIBL", "Zotero", True),
    (r"ADDIN ZOTERO_", "Zotero", False),
    (r"ADDIN Mendeley Bibliography|ADDIN CSL_BIBLIOGRAPHY", "Mendeley", True),
    (r"ADDIN Mendeley|ADDIN CSL_CITATION", "Mendeley", False),
    (r"ADDIN EN\.REFLIST", "EndNote", True),
    (r"ADDIN EN\.", "EndNote", False),
    (r"ADDIN Citavi\S*Bibl", "Citavi", True),
    (r"ADDIN Citavi", "Citavi", False),
    (r"ADDIN PAPERS2_CITATIONS.*<papers2_bibliography", "Papers", True),
    (r"ADDIN PAPERS2_", "Papers", False),
    (r"ADDIN RW\.BIB", "RefWorks", True),
    (r"ADDIN RW\.", "RefWorks", False),
    (r"BIBLIOGRAPHY\b", WORD, True),
    (r"CITATION\b", WORD, False),
)
_KNOWN = tuple(
    (re.compile(rf"\s*(?:{begins})", re.IGNORECASE | re.DOTALL), who, lists) for begins, who, lists in _WRITERS
)
_CSL = re.compile(r"CSL_CITATION\s*(?=\{)")
_ENDNOTE = ("<EndNote>", "</EndNote>")
MENDELEY_CITE, MENDELEY_LIST = "MENDELEY_CITATION_v3_", "MENDELEY_BIBLIOGRAPHY"  # tags of content controls
CITAVI = ("CitaviPlaceholder#", "CitaviBibliography")


@dataclass(frozen=True, slots=True)
class Writer:
    """The program that writes anew what a field shows, and whether that is the list of references."""

    name: str
    lists: bool


def writer(instruction: str) -> Writer | None:
    """Who writes what a field of that instruction shows; None where it is Word itself that nobody need wait for."""
    return next((Writer(who, lists) for begins, who, lists in _KNOWN if begins.match(instruction)), None)


def of_control(tag: str) -> Writer | None:
    """Who writes what a content control of that tag shows."""
    if tag.startswith(MENDELEY_CITE) or tag == MENDELEY_LIST:
        return Writer("Mendeley", tag == MENDELEY_LIST)
    if tag.startswith(CITAVI):
        return Writer("Citavi", tag.startswith(CITAVI[1]))
    return None


def records(instruction: str, data: str = "") -> Iterator[Record]:
    """The works that a field cites, as the manager holds them; `data` is what the field keeps beside it."""
    if found := _CSL.search(instruction):
        who = writer(instruction)
        yield from _items(instruction[found.end() :], who.name if who else "")
    for said in (instruction, _decoded(data)):
        begin, end = said.find(_ENDNOTE[0]), said.rfind(_ENDNOTE[1])
        if 0 <= begin < end:
            yield from _endnote(said[begin : end + len(_ENDNOTE[1])])


def of_tag(tag: str) -> Iterator[Record]:
    """The works that a content control of Mendeley Cite cites."""
    if tag.startswith(MENDELEY_CITE):
        yield from _items(_decoded(tag.removeprefix(MENDELEY_CITE)), "Mendeley")


def _decoded(text: str) -> str:
    """The text that is kept in base64, "" where it is none."""
    packed = "".join(text.split())
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _items(text: str, name: str) -> Iterator[Record]:
    """The items in the JSON that a text begins with."""
    try:
        cited, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return
    items = cited.get("citationItems") if isinstance(cited, dict) else None
    for item in items if isinstance(items, list) else ():
        data = item.get("itemData") if isinstance(item, dict) else None
        if isinstance(data, dict) and data.get("title"):
            yield Record(source=name, work=csl.work(data))


def _endnote(text: str) -> Iterator[Record]:
    """The records that EndNote keeps with a citation."""
    for entry in endnote.read(text.encode("utf-8", "replace"), 1):
        if isinstance(entry, Entry) and (work := csl.work(entry.item)).title:
            yield Record(source="EndNote", work=work)
