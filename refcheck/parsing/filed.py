"""Records that can be written back: what stands for each author, where a DOI goes, and changes as edits of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from refcheck.bibliographies.tagged import cut_short
from refcheck.encoding import Decoded
from refcheck.finding import Change
from refcheck.model import Document, Edit, Span
from refcheck.parsing.edits import edits
from refcheck.parsing.records import Item, Listed, Passed, Value, listed_with
from refcheck.parsing.values import parted, together
from refcheck.reading import Unplaced, Written, in_file, rewritten

JOINT = "; "  # between two authors as they are printed
ET_AL = "et al."


class Author(NamedTuple):
    """An author as printed, and the characters of the file that go with the author: lines, an element, an object."""

    value: Value
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A record with what is needed to write it back.

    `doi` is what of the file a missing DOI takes the place of, with what stands before and behind it; `twins` are the other places that say
    the same as a field.
    """

    item: Item
    authors: tuple[Author, ...] = ()
    doi: tuple[int, int, str, str] | None = None
    twins: tuple[tuple[str, Span], ...] = ()


class Notation(NamedTuple):
    """How a format writes: a text; an author's characters under another name; those of a new author; two authors.

    `renamed` and `fresh` are given an author's characters (of any author, for `fresh`), and give None where they cannot
    do it. `between` tells what parts two authors where there is only one, whose place in the file it is given.
    """

    written: Written
    renamed: Callable[[str, str, str], str | None]
    fresh: Callable[[str, str], str | None]
    between: Callable[[str, int, int], str]


class Unwritable(ValueError):
    """A format has no notation for a text where it would stand."""


def document(path: str, name: str, found: Decoded, parts: Iterable[Filed | Passed]) -> Document:
    """The document of that format, each record of which is a reference."""
    made = _listed(found.text, parts)
    return Document(
        path=path,
        format=name,
        text=made.text,
        references=made.references,
        encoding=found.encoding,
        bom=found.bom,
        notes=found.notes,
        unread=made.unread,
        origin=made.origin,
        listing=True,
        joint=JOINT,
    )


def _listed(written: str, parts: Iterable[Filed | Passed]) -> Listed:
    return listed_with(written, (one.item if isinstance(one, Filed) else one for one in parts))


def byline(authors: Sequence[Author], *, et_al: bool = False) -> Value:
    """The authors as they are printed."""
    parts, spans, at = list[Value | str](), list[tuple[int, int]](), 0
    for author in authors:
        parts += [JOINT, author.value] if parts else [author.value]
        at += len(JOINT) if spans else 0
        spans.append((at, at + len(author.value.text)))
        at = spans[-1][1]
    return parted(together(*parts, *([f"{JOINT}{ET_AL}"] if et_al and authors else [])), spans)


def written_back(
    document: Document,
    changes: Sequence[Change],
    read: Callable[[str], Iterable[Filed | Passed]],
    notation: Notation,
) -> bytes:
    """The bytes of the file with the changes made; raises Unplaced for what its format cannot hold."""
    if not changes:
        return rewritten(document, ())
    parts = list(read(document.written))
    found = [f for f in parts if isinstance(f, Filed)]
    if document.only is None:
        of = dict(enumerate(found, 1))
    else:  # some references were left out, and the others counted anew
        starts = {r.span.start: f for r, f in zip(_listed(document.written, parts).references, found, strict=True)}
        of = {r.n: starts[r.span.start] for r in document.references}
    more = [e for n in dict.fromkeys(c.n for c in changes) for e in _edits(document, changes, n, of[n], notation)]
    return rewritten(document, (), notation.written, more)


def _edits(document: Document, changes: Sequence[Change], n: int, filed: Filed, notation: Notation) -> Iterator[Edit]:
    """The edits of the file that make the changes of one reference."""
    own = [c for c in changes if c.n == n]
    reference = document.references[n - 1]
    try:
        if authors := [c for c in own if c.field == "author"]:
            yield from _authors(document.written, filed, _list(filed, authors), notation)
        for change in own:
            if change.field == "DOI" and not change.old:
                yield _doi(filed, notation.written(change.new, "DOI"))
        placed = [c for c in own if c.field != "author" and c.old]
        yield from in_file(document, edits(document, placed), notation.written)
        for change in placed:
            yield from (Edit(s, notation.written(change.new, f)) for f, s in filed.twins if f == change.field)
    except Unwritable:
        raise Unplaced(reference.span) from None


def _doi(filed: Filed, doi: str) -> Edit:
    if not filed.doi:
        raise Unwritable
    start, end, before, behind = filed.doi
    return Edit(Span(start, end), f"{before}{doi}{behind}")


def _list(filed: Filed, changes: Sequence[Change]) -> list[str]:
    """The authors when the changes are made."""
    names = [a.value.text for a in filed.authors if not cut_short(a.value.text)]
    rest = [a.value.text for a in filed.authors if cut_short(a.value.text)]
    for change in changes:
        if change.old in names:
            at = names.index(change.old)
            names[at : at + 1] = change.new.split(JOINT)
        elif change.old == JOINT.join(names):
            names = change.new.split(JOINT)
        elif rest and change.old.rstrip(".") == JOINT.join([*names, ET_AL]).rstrip("."):
            names, rest = change.new.split(JOINT), []
        else:
            raise Unwritable
    if any(cut_short(name) for name in names):
        raise Unwritable  # a library names all authors
    return names + rest


def _authors(written: str, filed: Filed, names: Sequence[str], notation: Notation) -> Iterator[Edit]:
    """The edits that put these authors in place of those that there are; what does not change is not touched."""
    old = filed.authors
    head = next((i for i, (a, n) in enumerate(zip(old, names, strict=False)) if a.value.text != n), None)
    head = min(len(old), len(names)) if head is None else head
    most = min(len(old), len(names)) - head
    tail = next((i for i in range(most) if old[-1 - i].value.text != names[-1 - i]), most)
    gone, come = old[head : len(old) - tail], list(names[head : len(names) - tail])
    if len(gone) == len(come):
        yield from (
            Edit(Span(a.start, a.end), _one(written, filed, n, notation, a)) for a, n in zip(gone, come, strict=True)
        )
        return
    made = [_one(written, filed, name, notation) for name in come]
    joint = _joint(written, filed, notation)
    begin, end = (gone[0].start, gone[-1].end) if gone else (0, 0)
    if gone and not come:  # with what parts them from the one before, or from the one behind
        begin, end = (old[head - 1].end, end) if head else (begin, old[len(gone)].start)
    elif not gone:
        begin = end = old[head - 1].end if head else old[0].start
    if any(begin <= a.end < b.start <= end and not _parts(written[a.end : b.start]) for a, b in pairwise(old)):
        raise Unwritable  # something else stands between them
    text = joint.join(made)
    yield Edit(Span(begin, end), text if gone or not come else f"{joint}{text}" if head else f"{text}{joint}")


def _one(written: str, filed: Filed, name: str, notation: Notation, instead: Author | None = None) -> str:
    """The characters for an author of that name: those there are, elsewhere in the list or here, or new ones."""
    known = next((a for a in filed.authors if a.value.text == name), None)
    if known:
        return written[known.start : known.end]
    made = None
    if instead:
        made = notation.renamed(written[instead.start : instead.end], instead.value.text, name)
    elif filed.authors:
        made = notation.fresh(written[filed.authors[0].start : filed.authors[0].end], name)
    if made is None:
        raise Unwritable
    return made


def _joint(written: str, filed: Filed, notation: Notation) -> str:
    """What parts two authors; raises Unwritable where there is none."""
    if not filed.authors:
        raise Unwritable
    joints = (written[a.end : b.start] for a, b in pairwise(filed.authors))
    only = filed.authors[0]
    return next(filter(_parts, joints), None) or notation.between(written, only.start, only.end)


def _parts(between: str) -> bool:
    """Whether what stands between two authors does nothing but part them."""
    return not between.strip(" \t\r\n,;-")
