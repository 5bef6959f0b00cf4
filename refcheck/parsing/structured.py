"""A reference that comes in fields: printed as one line, so that it is looked up and shown like any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from refcheck import csl
from refcheck.model import Field, Name, Reference, Span, Work
from refcheck.text import unbroken


def references_in_fields(items: Iterator[Mapping[str, object]]) -> tuple[str, tuple[Reference, ...]]:
    """The references of CSL-JSON items, and the text in which each stands on a line of its own."""
    found: list[Reference] = []
    at = 0
    for n, item in enumerate(items, 1):
        work = replace(csl.work(item), et_al=item.get("et-al") is True)
        raw, fields = printed(work)
        span = Span(at, at + len(raw))
        found.append(Reference(n=n, label="", span=span, raw=raw, work=work, fields=fields))
        at += len(raw) + 1
    return "".join(f"{r.raw}\n" for r in found), tuple(found)


def printed(work: Work) -> tuple[str, tuple[Field, ...]]:
    """A work as one line, in Vancouver's order, and where its fields stand in it."""
    raw = ""
    fields: list[Field] = []
    for name, text, end in _pieces(work):
        fields.append(Field(name, text, len(raw), len(raw) + len(text)))
        raw += text + end
    return raw.rstrip(" ,;:(") or "(nothing)", tuple(fields)


def _pieces(work: Work) -> Iterator[tuple[str, str, str]]:
    """Field, text, and what follows it."""
    volume, issue = unbroken(work.volume), unbroken(work.issue)
    page = unbroken(work.page)
    authors = ", ".join(filter(None, map(_name, work.author)))
    pieces = (
        ("author", authors, " et al. " if work.et_al else ". "),
        ("title", unbroken(work.title), ". "),
        ("container-title", unbroken(work.container_title), ". "),
        ("publisher", unbroken(work.publisher), "; "),
        ("issued", str(work.years[0]) if work.years else "", ";" if volume or issue or page else ". "),
        ("volume", volume, "(" if issue else ":" if page else ". "),
        ("issue", issue, "):" if page else "). "),
        ("page", page, ". "),
        ("DOI", work.DOI, ""),
    )
    yield from (piece for piece in pieces if piece[1])


def _name(name: Name) -> str:
    return unbroken(" ".join(filter(None, (name.family, name.given, name.suffix, name.literal))))
