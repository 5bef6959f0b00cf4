"""Where a change goes in a printed reference: inside its field, or at the end in the list's own form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from refcheck.finding import Change
from refcheck.model import Document, Edit, Reference, Span

_DOI_LEAD = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)$", re.IGNORECASE)


def edits(document: Document, changes: Sequence[Change]) -> tuple[Edit, ...]:
    """The edits that make the changes, in the order of the text; of two that overlap the first is kept."""
    placed = sorted((e for c in changes if (e := _place(document, c))), key=lambda e: (e.span.start, e.span.end))
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


def splice(text: str, changes: Sequence[Edit]) -> str:
    """The text with the edits made; every other character stays."""
    parts, at = [], 0
    for edit in changes:
        parts += [text[at : edit.span.start], edit.new]
        at = edit.span.end
    return "".join([*parts, text[at:]])


def _place(document: Document, change: Change) -> Edit | None:
    reference = document.references[change.n - 1]
    if not change.old:
        return _added(document, reference, change)
    for field in reference.fields:
        if field.name == change.field and field.text == change.old:
            return _narrowed(reference.span.start + field.start, change.old, change.new)
        # what announces a DOI may change with it
        announced = field.name == change.field == "DOI" and change.old.endswith(field.text)
        if announced and reference.raw.endswith(change.old, 0, field.end):
            return _narrowed(reference.span.start + field.end - len(change.old), change.old, change.new)
    if change.field == "author":  # the whole list: its names and what stands between them
        first = reference.field("author")
        if first and reference.raw.startswith(change.old, first.start):
            return _narrowed(reference.span.start + first.start, change.old, change.new)
    return None


def _narrowed(start: int, old: str, new: str) -> Edit | None:
    """The edit without what both texts begin and end with."""
    head = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - head
    tail = next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)
    if old == new:
        return None
    return Edit(Span(start + head, start + len(old) - tail), new[head : len(new) - tail])


def _added(document: Document, reference: Reference, change: Change) -> Edit | None:
    """A new field; only a DOI has a place that every style agrees on: the end."""
    if change.field != "DOI":
        return None
    joint, lead, stop = _doi_form(document.references)
    end = reference.span.end
    if joint == ", " and reference.raw.endswith("."):  # the stop goes behind the DOI
        return Edit(Span(end - 1, end), f"{joint}{lead}{change.new}.")
    before = joint if joint == ", " else " " if reference.raw.endswith((".", ")", "?", "!")) else ". "
    return Edit(Span(end, end), f"{before}{lead}{change.new}{stop}")


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
