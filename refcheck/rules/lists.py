"""The lists of a document, one after the other: those of its chapters, of its supplement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from refcheck.model import Case

FAR = 500  # code points between two references; what stands there is text, and no running head or caption


def lists(cases: Sequence[Case]) -> Iterator[Sequence[Case]]:
    """The references of each list: the next begins where the numbers begin anew, or behind a stretch of text.

    A heading does not part them, as it does where prose is looked for (`refcheck.parsing.prose.lists`): "Books" and
    "Articles" of one list may hold one work twice.
    """
    starts = [0, *(i for i in range(1, len(cases)) if _anew(cases[i - 1], cases[i])), len(cases)]
    yield from (cases[a:b] for a, b in pairwise(starts))


def _anew(before: Case, case: Case) -> bool:
    # some number every entry with 1, and leave the counting to a program
    numbered = case.reference.label == "1" and before.reference.label not in ("", "1")
    return numbered or case.reference.span.start - before.reference.span.end > FAR
