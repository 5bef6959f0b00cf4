"""BibTeX, in UTF-8, as every LaTeX of today reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from refcheck import csl
from refcheck.model import Name

NAME = "bibtex"
TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "entry-encyclopedia": "incollection",
    "entry-dictionary": "incollection",
    "paper-conference": "inproceedings",
    "thesis": "phdthesis",
    "report": "techreport",
    "manuscript": "unpublished",
}
CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
PUBLISHERS = {"phdthesis": "school", "techreport": "institution"}
# CSL's other fields under BibTeX's names
FIELDS = {
    "volume": "volume",
    "issue": "number",
    "edition": "edition",
    "collection-title": "series",
    "publisher-place": "address",
    "ISBN": "isbn",
    "ISSN": "issn",
    "genre": "type",
    "note": "note",
}
_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_ESCAPED |= {sign: f"\\{sign}" for sign in "&%$#_{}"}
_WORD = re.compile(r"[^\s\-–—/]+")
_DASH = re.compile(r"(?<=\w)\s?[-–—]\s?(?=\w)")
PROPER = 0.5  # share of words with a capital from which a title is in title case, and its capitals say nothing


def render(items: Sequence[Mapping[str, object]]) -> str:
    """An entry for each item."""
    return "\n".join(_entry(item) for item in items)


def _entry(item: Mapping[str, object]) -> str:
    kind = TYPES.get(str(item.get("type", "")), "misc")
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(item, kind) if value)
    return f"@{kind}{{{item['id']},\n{fields}}}\n"


def _fields(item: Mapping[str, object], kind: str) -> Iterator[tuple[str, str]]:
    work = csl.work(item)
    people = [_name(name) for name in work.author]
    yield "author", " and ".join([*people, *(["others"] if item.get("et-al") and people else [])])
    editors = item.get("editor")
    yield "editor", " and ".join(_name(name) for name in csl.work({"author": editors}).author) if editors else ""
    yield "title", _protected(work.title)
    yield CONTAINERS.get(kind, "howpublished"), _escaped(work.container_title)
    yield "year", str(work.years[0]) if work.years else ""
    yield from ((name, _escaped(str(item.get(key) or ""))) for key, name in FIELDS.items())
    yield "pages", _escaped(_DASH.sub("--", work.page))
    yield PUBLISHERS.get(kind, "publisher"), _escaped(work.publisher)
    yield "doi", _address(work.DOI)
    yield "url", "" if work.DOI else _address(str(item.get("URL") or ""))
    if item.get("archive") == "arXiv":
        yield "eprint", _address(str(item.get("archive_location") or ""))
        yield "archiveprefix", "arXiv"
    if not work.years:
        issued = item.get("issued")
        yield "note", _escaped(str(issued.get("literal", ""))) if isinstance(issued, Mapping) else ""


def _name(name: Name) -> str:
    if name.literal:
        return f"{{{_escaped(name.literal)}}}"
    return ", ".join(_escaped(part) for part in (name.family, name.suffix, name.given) if part)


def _protected(title: str) -> str:
    """A title whose capitals stay what they are: in braces, those of names and acronyms."""
    words = _WORD.findall(title)
    capitals = sum(w[0].isupper() for w in words[1:])
    names = capitals < PROPER * max(1, len(words) - 1)
    first = True

    def braced(found: re.Match[str]) -> str:
        nonlocal first
        word, begins = found[0], first
        first = False
        inner = any(c.isupper() for c in word[1:])
        text = _escaped(word)
        return f"{{{text}}}" if inner or (names and not begins and word[0].isupper()) else text

    return _WORD.sub(braced, title)


def _address(text: str) -> str:
    """An address, in which next to everything means itself; a brace or a backslash would end the value elsewhere."""
    return "".join(text.split()).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _escaped(text: str) -> str:
    return "".join(_ESCAPED.get(c, c) for c in text)
