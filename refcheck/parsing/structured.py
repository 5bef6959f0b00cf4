"""References that come in fields: each is printed as one line, so that it is looked up and shown like any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from refcheck import csl
from refcheck.model import Field, Name, Reference, Span, Work
from refcheck.text import unbroken

Item = Mapping[str, object]
NOTHING = "(nothing)"  # is printed for an item without any field


def references_in_fields(items: Iterable[Item]) -> tuple[str, tuple[Reference, ...]]:
    """The references of CSL-JSON items, and the text in which each stands on a line of its own.

    An item may be what `refcheck parse` printed of a reference: then the reference is as it was printed.
    """
    found: list[Reference] = []
    at = 0
    for n, item in enumerate(items, 1):
        reference = _reference(n, at, item)
        found.append(reference)
        at += len(reference.raw) + 1
    return "".join(f"{r.raw}\n" for r in found), tuple(found)


def _reference(n: int, at: int, item: Item) -> Reference:
    told, raw = item.get("csl"), item.get("raw")
    known = told if isinstance(told, Mapping) else item
    # a list of authors that says of itself that it is cut short
    work = replace(csl.work(known), et_al=known.get("et-al") is True)
    if isinstance(told, Mapping) and isinstance(raw, str) and raw.strip():
        fields = tuple(_told_fields(item.get("fields"), raw))
    else:
        raw, fields = printed(work)
    label = item.get("label")
    said = label if isinstance(label, str) and label in raw else ""
    return Reference(n=n, label=said, span=Span(at, at + len(raw)), raw=raw, work=work, fields=fields)


def _told_fields(told: object, raw: str) -> Iterator[Field]:
    """The fields that were printed, those left out that do not stand where they say."""
    for field in told if isinstance(told, list) else ():
        name, text, start = (
            field.get(key) if isinstance(field, Mapping) else None for key in ("name", "text", "start")
        )
        if not (isinstance(name, str) and isinstance(text, str) and isinstance(start, int)):
            continue
        if text and start >= 0 and raw[start : start + len(text)] == text:
            yield Field(name, text, start, start + len(text))


def printed(work: Work) -> tuple[str, tuple[Field, ...]]:
    """A work as one line, in Vancouver's order, and where its fields stand in it."""
    raw = ""
    fields: list[Field] = []
    for name, text, end in _pieces(work):
        fields.append(Field(name, text, len(raw), len(raw) + len(text)))
        raw += text + end
    return raw.rstrip(" ,;:(") or NOTHING, tuple(fields)


def _pieces(work: Work) -> Iterator[tuple[str, str, str]]:
    """Field, text, and what follows it."""
    volume, issue, page = (unbroken(text) for text in (work.volume, work.issue, work.page))
    authors = [text for name in work.author if (text := _name(name))]
    ends = [", "] * (len(authors) - 1) + [" et al. " if work.et_al else ". "]
    pieces = (
        *(("author", text, end) for text, end in zip(authors, ends, strict=False)),
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
