"""MEDLINE's tagged text (.nbib): each record is a reference; changes are spliced into its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from refcheck import csl
from refcheck.bibliographies import nbib
from refcheck.bibliographies.tagged import Draft, Tagged, cut_short, drafts
from refcheck.encoding import decode, glimpse
from refcheck.finding import Change
from refcheck.model import Document, Span
from refcheck.parsing import filed
from refcheck.parsing.filed import Author, Filed, Notation, byline, written_back
from refcheck.parsing.records import Item, Passed, Value
from refcheck.parsing.values import lines, part, serials, value, year
from refcheck.reading import as_it_is
from refcheck.text import line_end

NAME = "nbib"
SUFFIXES: tuple[str, ...] = (".nbib",)
_SNIFFED = re.compile(r"\s*PMID- *\d+[ \t]*[\r\n]+[A-Z]{2,4} {0,3}- ")
_PERSON = re.compile(r"(F?AU {1,2}- *)([^\r\n]*)")
AS_STATED = ("container-title", "publisher", "volume", "issue", "page", "PMID", "PMCID")
NOTHING = Value("")


def sniff(head: bytes) -> bool:
    """Whether a record begins there."""
    return bool(_SNIFFED.match(glimpse(head)))


def read(data: bytes, path: str) -> Document:
    """The document with each record as one reference."""
    found = decode(data, path)
    return filed.document(path, NAME, found, _records(found.text))


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changed characters spliced in; an author has two lines, in full and short."""
    notation = Notation(as_it_is, _renamed, _fresh, _between)
    return written_back(document, changes, _records, notation)


def _records(text: str) -> Iterator[Filed | Passed]:
    for draft in drafts(text, nbib.DIALECT):
        if nbib.is_record(draft):
            yield _filed(text, draft)
        else:
            yield Passed(Span(draft.start, draft.end), nbib.astray(text, draft))


def _filed(text: str, draft: Draft) -> Filed:
    stated = nbib.stated(draft)
    authors = tuple(_authors(text, draft))
    people = tuple(a for a in authors if not cut_short(a.value.text))
    et_al = len(people) < len(authors)
    wanted = (*AS_STATED, "title", "original-title", "issued")
    first = {name: _value(text, found[0]) for name in wanted if (found := stated[name])}
    values = {
        "author": byline(people, et_al=et_al),
        "title": _title(first.get("title", NOTHING), first.get("original-title", NOTHING)),
        **{name: first.get(name, NOTHING) for name in AS_STATED},
        "issued": year(first.get("issued", NOTHING)),
        "DOI": _doi(_value(text, stated["DOI"][0])) if stated["DOI"] else NOTHING,
        **serials([_value(text, t) for t in stated["serial"]]),
    }
    twins = (("DOI", _place(_doi(_value(text, t)))) for t in stated["DOI"][1:] if _same(t, stated["DOI"][0]))
    return Filed(
        item=Item(work=replace(csl.work(nbib.item(stated)), et_al=et_al), values=values),
        authors=authors,
        doi=_new_doi(text, draft),
        twins=tuple(twins),
    )


def _value(text: str, tagged: Tagged) -> Value:
    return value(lines(text, tagged.spans))


def _same(one: Tagged, other: Tagged) -> bool:
    return nbib.doi_of(one).lower() == nbib.doi_of(other).lower()


def _place(value: Value) -> Span:
    return Span(value.stretches[0].at, value.stretches[-1].until)


def _title(title: Value, original: Value) -> Value:
    """The title without PubMed's own final stop and brackets; the original one where it knows no other."""
    bare = nbib.bare_title(title.text)
    if bare.lower() in ("", nbib.NO_TITLE):
        return part(original, 0, len(original.text.removesuffix(".")))
    at = title.text.index(bare)
    return part(title, at, at + len(bare))


def _doi(value: Value) -> Value:
    """The DOI without what says that it is one."""
    end = value.text.index("[") if "[" in value.text else len(value.text)
    return part(value, 0, len(value.text[:end].rstrip()))


def _authors(text: str, draft: Draft) -> Iterator[Author]:
    """The authors, each with the lines about the author that follow."""
    chosen = {t.start for t in nbib.people(draft)}
    for i in (i for i, t in enumerate(draft.tags) if t.start in chosen):
        last = i
        while last + 1 < len(draft.tags) and _about(draft.tags[last + 1], draft.tags[i]):
            last += 1
        yield Author(_value(text, draft.tags[i]), draft.tags[i].start, draft.tags[last].end)


def _about(tagged: Tagged, author: Tagged) -> bool:
    """Whether a line is about the author before it: affiliation, identifier, the short form of the name."""
    return tagged.tag in ("AD", "AUID") or (tagged.tag == "AU" and author.tag == "FAU")


def _new_doi(text: str, draft: Draft) -> tuple[int, int, str, str]:
    """Where a DOI goes: on a line of its own, before the first AID or else last."""
    last = next((t for t in draft.tags if t.tag == "AID"), None)
    end = line_end(text)
    if last:
        return last.start, last.start, "AID - ", f" [doi]{end}"
    return draft.end, draft.end, f"{end}AID - ", " [doi]"


def _renamed(written: str, old: str, new: str) -> str | None:
    """The lines of an author under another name; the short one follows the full one."""
    if sum(m[2] == old for m in _PERSON.finditer(written)) != 1:
        return written.replace(old, new) if written.startswith("CN") and written.count(old) == 1 else None
    return _PERSON.sub(lambda m: f"{m[1]}{new if m[2] == old else _short(new)}", written)


def _fresh(example: str, name: str) -> str | None:
    """The lines of a new author, as those of another one are, but for what is about that one."""
    if not example.startswith(("FAU", "AU")) or ", " not in name:
        return f"CN  - {name}" if ", " not in name else None
    return line_end(example).join(
        f"{m[1]}{name if m[1].startswith('FAU') or ', ' in m[2] else _short(name)}" for m in _PERSON.finditer(example)
    )


def _short(name: str) -> str:
    """ "Adams, Bo C" as "Adams BC"."""
    family, _, given = name.partition(", ")
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", given))
    return f"{family} {initials.upper()}".strip()


def _between(text: str, start: int, end: int) -> str:
    return line_end(text)
