"""RIS, as reference managers exchange it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from refcheck import csl
from refcheck.model import Name
from refcheck.text import pages

NAME = "ris"
TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "article": "PREPRINT",
    "book": "BOOK",
    "chapter": "CHAP",
    "paper-conference": "CONF",
    "entry-encyclopedia": "ENCYC",
    "entry-dictionary": "DICT",
    "thesis": "THES",
    "report": "RPRT",
    "standard": "STAND",
    "patent": "PAT",
    "dataset": "DATA",
    "software": "COMP",
    "webpage": "ELEC",
    "manuscript": "UNPB",
}
FIELDS = {"edition": "ET", "collection-title": "T3", "publisher-place": "CY", "ISBN": "SN", "ISSN": "SN", "note": "N1"}


def render(items: Sequence[Mapping[str, object]]) -> str:
    """A record for each item."""
    return "\n".join("".join(f"{tag}  - {value}\n" for tag, value in _lines(item)) for item in items)


def _lines(item: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    yield "TY", TYPES.get(str(item.get("type", "")), "GEN")
    yield from ((tag, value) for tag, value in _fields(item) if value)
    yield "ER", ""


def _fields(item: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    work = csl.work(item)
    yield "ID", str(item["id"])
    yield from (("AU", _name(name)) for name in work.author)
    editors = item.get("editor")
    yield from (("ED", _name(name)) for name in csl.work({"author": editors}).author if editors)
    first, last = pages(work.page)
    yield "TI", work.title
    yield "T2", work.container_title
    yield "PY", str(work.years[0]) if work.years else ""
    yield "VL", work.volume
    yield "IS", work.issue
    yield "SP", first if last else work.page
    yield "EP", last
    yield "PB", work.publisher
    yield from ((tag, str(item.get(key) or "")) for key, tag in FIELDS.items())
    yield "DO", work.DOI
    yield "UR", str(item.get("URL") or "")


def _name(name: Name) -> str:
    return name.literal or ", ".join(part for part in (name.family, name.given, name.suffix) if part)
