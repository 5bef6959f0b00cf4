"""How a list writes its references, where that is a matter of style: initials, signs between authors, page ranges."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from refcheck.model import Field, Manner, Reference
from refcheck.parsing.journal_names import form
from refcheck.text import page_range

_BLANK_BETWEEN = re.compile(r"[^\W\d_]\.\s+[^\W\d_]\.")
_NO_BLANK = re.compile(r"[^\W\d_]\.[^\W\d_]\.")


def manner(references: Iterable[Reference], joint: str = "") -> Manner:
    """The manner of most of the references that show one; `joint` is what always stands between two authors."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for reference in references:
        for name, shown in _shown(reference):
            told[name][shown] += 1
    common = defaultdict(str, {name: counts.most_common(1)[0][0] for name, counts in told.items()})
    return Manner(
        initials=common["initials"],
        two_authors=joint or common["two_authors"],
        last_author=joint or common["last_author"],
        authors=joint or common["authors"],
        container_title=common["container_title"],
        page=common["page"],
        uncut=bool(joint),
    )


def _shown(reference: Reference) -> Iterable[tuple[str, str]]:
    authors = [f for f in reference.fields if f.name == "author"]
    yield from (("initials", shown) for f in authors if (shown := _initials(f.text)))
    if not reference.work.et_al:
        yield from _joints(reference, authors)
    if (field := reference.field("container-title")) and (written := form(field.text)):
        yield "container_title", written
    if (field := reference.field("page")) and (shown := page_form(field.text)):
        yield "page", shown


def _initials(name: str) -> str:
    return "A. B." if _BLANK_BETWEEN.search(name) else "A.B." if _NO_BLANK.search(name) else ""


def _joints(reference: Reference, authors: Sequence[Field]) -> Iterable[tuple[str, str]]:
    signs = [reference.raw[a.end : b.start] for a, b in pairwise(authors)]
    if any(len(sign) > len("., and ") + 1 or not sign.strip() for sign in signs):
        return  # something else stands there
    if len(signs) == 1:
        yield "two_authors", signs[0]
    elif signs:
        yield "last_author", signs[-1]
        yield "authors", Counter(signs[:-1]).most_common(1)[0][0]


def page_form(page: str) -> str:
    """An example of how this range is written, for `text.page_like`: "630-4", "630-34" or "630-634", with its dash.

    "" where it could be either, or is a slip.
    """
    first, last = page_range(page)
    dash = re.search(r"[^\w\s]+|(?<=\d)\s+(?=\d)", page)
    if not dash or not first.isdecimal() or not last.isdecimal() or int(first) >= int(last) or len(first) != len(last):
        return ""
    if first[0] != last[0]:
        return ""
    printed = len(page.rstrip(" .,;")[dash.end() :])
    differing = sum(a != b for a, b in zip(first, last, strict=True))
    shown = "634" if printed >= len(first) else "34" if differing < printed else "4"
    return f"630{dash[0]}{shown}"
