"""Where a change goes in a printed reference: inside its field, or at the end in the list's own form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

from refcheck.finding import Change
from refcheck.model import Document, Edit, Reference, Span
from refcheck.reading import splice

_DOI_LEAD = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)$", re.IGNORECASE)


def edits(document: Document, changes: Sequence[Change]) -> tuple[Edit, ...]:
    """The edits that make the changes, in the order of the text; of two that overlap the first is kept."""
    placed = sorted((e for c in changes for e in _place(document, c)), key=lambda e: (e.span.start, e.span.end))
    kept: list[Edit] = []
    for edit in placed:
        if not kept or edit.span.start >= kept[-1].span.end:
            kept.append(edit)
    return tuple(kept)


def combined(changes: Sequence[Change]) -> list[Change]:
    """The changes, those of the same text made one where they touch different characters of it."""
    groups: dict[tuple[int, str, str], list[Change]] = {}
    for change in dict.fromkeys(changes):
        groups.setdefault((change.n, change.field, change.old), []).append(change)
    return _in_lists([change for group in groups.values() for change in _as_one(group)])


def _in_lists(changes: Sequence[Change]) -> list[Change]:
    """The changes, those of single authors made within that of the whole list, where there is one."""
    lists = [c for c in changes if c.field == "author" and any(_within(other, c) for other in changes)]
    made = []
    for whole in lists:
        new = whole.new
        for one in (c for c in changes if _within(c, whole)):
            new = new.replace(one.old, one.new) if new.count(one.old) == 1 else new
        made.append(replace(whole, new=new))
    return [c for c in changes if c not in lists and not any(_within(c, whole) for whole in lists)] + made


def _within(one: Change, whole: Change) -> bool:
    """Whether one change is of an author in the list that the other changes as a whole."""
    return (
        one.n == whole.n
        and one.field == whole.field == "author"
        and len(one.old) < len(whole.old)
        and one.old in whole.old
    )


def _as_one(group: Sequence[Change]) -> Sequence[Change]:
    """One change that makes all of them, or all of them where they cannot be made together."""
    if len(group) == 1 or not group[0].old:
        return group
    edited = sorted({e for c in group for e in _differences(c.old, c.new)}, key=lambda e: (e.span.start, e.span.end))
    if any(b.span.start < a.span.end or b.span.start == a.span.start for a, b in pairwise(edited)):
        return group
    return [replace(group[0], new=splice(group[0].old, edited))]


def _differences(old: str, new: str) -> Iterator[Edit]:
    """The characters in which two texts differ."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, a, b in matcher.get_opcodes():
        if kind != "equal":
            yield Edit(Span(start, end), new[a:b])


def _place(document: Document, change: Change) -> Iterator[Edit]:
    reference = document.references[change.n - 1]
    if not change.old:
        yield from _added(document, reference, change)
    elif (start := _printed(reference, change)) is not None:
        yield from _narrowed(reference.span.start + start, change.old, change.new)


def _printed(reference: Reference, change: Change) -> int | None:
    """Where in a reference the text stands that is to be changed."""
    for field in reference.fields:
        if field.name == change.field and field.text == change.old:
            return field.start
        # what announces a DOI may change with it
        announced = field.name == change.field == "DOI" and change.old.endswith(field.text)
        if announced and reference.raw.endswith(change.old, 0, field.end):
            return field.end - len(change.old)
    first = reference.field("author") if change.field == "author" else None
    # the whole list: its names and what stands between them
    return first.start if first and reference.raw.startswith(change.old, first.start) else None


def _narrowed(start: int, old: str, new: str) -> Iterator[Edit]:
    """The edits of the words that differ, each without what both texts begin and end with.

    What stands between two of them stays as it is, and so does its markup.
    """
    home = Span(start, start + len(old))
    olds, news = _TOKEN.findall(old), _TOKEN.findall(new)
    begins = [0, *accumulate(map(len, olds))]
    for kind, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if kind != "equal":
            was, now = "".join(olds[a:b]), "".join(news[c:d])
            head, tail = _alike(was, now)
            span = Span(start + begins[a] + head, start + begins[b] - tail)
            yield Edit(span, now[head : len(now) - tail], home)


_TOKEN = re.compile(r"\w+|\W")


def _alike(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts begin with in common, and how many of the others they end with."""
    head = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - head
    return head, next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)


def _added(document: Document, reference: Reference, change: Change) -> Iterator[Edit]:
    """A new field; only a DOI has a place that every style agrees on: the end."""
    if change.field != "DOI":
        return
    joint, lead, stop = _doi_form(document.references)
    end = reference.span.end
    if joint == ", " and reference.raw.endswith("."):  # the stop goes behind the DOI
        yield Edit(Span(end - 1, end - 1), f"{joint}{lead}{change.new}", reference.span)
        return
    before = joint if joint == ", " else " " if reference.raw.endswith((".", ")", "?", "!")) else ". "
    yield Edit(Span(end, end), f"{before}{lead}{change.new}{stop}", reference.span)


def _doi_form(references: Sequence[Reference]) -> tuple[str, str, str]:
    """What stands before its DOIs in a list, how it announces them, and whether it ends them with a stop.

    As most of them do; "doi:" if there is none.
    """
    forms: Counter[tuple[str, str, str]] = Counter()
    for reference in references:
        field = reference.field("DOI")
        lead = _DOI_LEAD.search(reference.raw, 0, field.start) if field else None
        if field and lead:
            joint = ", " if reference.raw[: lead.start()].endswith(", ") else ". "
            forms[joint, lead[0], "." if reference.raw[field.end :].startswith(".") else ""] += 1
    return forms.most_common(1)[0][0] if forms else (". ", "doi:", "")
