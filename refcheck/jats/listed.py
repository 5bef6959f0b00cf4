"""The references of an article: what its tags tell is the author's own word, what they leave out the parser reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from refcheck.jats.article import Article
from refcheck.jats.citation import Printed
from refcheck.jats.tags import BY_SOURCE, IDENTIFIERS, TYPES
from refcheck.model import Field, Reference, Work
from refcheck.parsing import Entry, references_of
from refcheck.parsing.fields import cited_work

MOSTLY = 0.8  # share of references with a label from which a list has them
# what a reference that is nothing but tags may hold in a comment or a link
BESIDE = frozenset({*IDENTIFIERS.values(), "URL", "accessed"})


def references(text: str, article: Article) -> tuple[Reference, ...]:
    """The references; of a list without labels they bear their ids, which is what they are cited by."""
    entries = article.entries
    labelled = sum(bool(e.label) for e in entries) >= MOSTLY * len(entries)
    printed = [Entry("", e.start, e.body, e.end) for e in entries]
    read = references_of(text, printed)
    return tuple(
        _reference(reference, entry.printed, entry.start, entry.label if labelled else _key(entry.ids))
        for reference, entry in zip(read, entries, strict=True)
    )


def _key(ids: Sequence[str]) -> str:
    return ids[0] if ids else ""


def _reference(read: Reference, printed: Printed, start: int, label: str) -> Reference:
    told = tuple(_told(read.raw, printed))
    fields, work = read.fields, read.work
    if any(f.name not in BESIDE for f in told):
        fields = tuple(sorted((*told, *_filled(read, told, printed)), key=lambda f: f.start))
        work = _work(read.raw, fields, printed)
    elif told:
        fields = tuple(sorted((*told, *(f for f in fields if _free(f, told))), key=lambda f: f.start))
        work = cited_work(read.raw, fields)
    return replace(read, label=label, fields=(*_number(read.raw, label), *fields), work=work)


def _number(raw: str, label: str) -> Iterator[Field]:
    """The label where it is printed."""
    at = raw.find(label, 0, len(label) + 2) if label else -1
    if at >= 0:
        yield Field("citation-number", label, at, at + len(label))


def _told(raw: str, printed: Printed) -> Iterator[Field]:
    """The fields that tags tell; the source of a book is its title, where it has no other."""
    names = {t.name for t in printed.told}
    book = printed.kind in BY_SOURCE or (not printed.kind and "publisher" in names and "volume" not in names)
    renamed = {"container-title": "title"} if printed.by_source and book else {}
    at = 0
    for told in sorted(printed.told, key=lambda t: t.start):
        if told.start >= at:
            yield Field(renamed.get(told.name, told.name), raw[told.start : told.end], told.start, told.end)
            at = told.end


def _filled(read: Reference, told: Sequence[Field], printed: Printed) -> Iterator[Field]:
    """What the parser read besides."""
    names = {f.name for f in told}
    names |= {"contributor"} if "author" in names else set()
    for field in read.fields:
        if field.name not in names and _free(field, told) and (field.name in BESIDE or not printed.structured):
            yield field


def _free(field: Field, told: Sequence[Field]) -> bool:
    return not any(field.start < t.end and t.start < field.end for t in told) and field.name not in {
        t.name for t in told
    }


def _work(raw: str, fields: Sequence[Field], printed: Printed) -> Work:
    """The work with names and kind as the tags tell them."""
    work = cited_work(raw, fields)
    kind = TYPES.get(printed.kind, work.type)
    if kind == "book" and work.container_title:
        kind = "chapter"
    return replace(
        work,
        type=kind,
        author=tuple(printed.authors) if printed.authors else work.author,
        et_al=work.et_al or printed.et_al,
        other_titles=tuple(printed.other_titles),
    )
