"""Work that is listed twice.

What it checks: two references of one document with one DOI, with one matched record, with the same title, first
author and year, or with the same journal, volume, first page and year. A cited DOI that leads to another work than
the reference describes says nothing.

Why it matters: the two get two numbers, and citations of one work are counted as two.

What to do: keep one, and point its citations there.

Fix safety: there is no fix: the citations in the text have to move too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from refcheck.contracts import ListRule, Slip
from refcheck.finding import Confidence, Severity
from refcheck.matching import refutes
from refcheck.model import Case
from refcheck.text import fold, letters, number, page_range

Key = tuple[str, ...]


def check(cases: Sequence[Case]) -> Iterator[Slip]:
    """Each reference that repeats an earlier one, told at the later."""
    seen: dict[Key, Case] = {}
    for case in cases:
        found = next((seen[key] for key in _keys(case) if key in seen), None)
        if found:
            shown = found.reference.label or str(found.reference.n)
            yield Slip(case=case, message=f"the same work as reference {shown}", confidence=Confidence.HIGH)
        for key in _keys(case):
            seen.setdefault(key, case)


def _keys(case: Case) -> Iterator[Key]:
    """What two references of one work have in common."""
    work, year = case.reference.work, "".join(map(str, case.reference.work.years))
    if work.DOI and not (case.doi_match and refutes(case.reference, case.doi_match)):
        yield "doi", work.DOI
    if case.recorded.DOI:
        yield "doi", case.recorded.DOI
    author = fold(work.author[0].known_as) if work.author else ""
    # a short title ("Editorial", "Reply") says little: it must be long, or the coordinates must agree
    if len(work.title) > 25 and author and year and not (work.volume or work.page):
        yield "title", letters(work.title), author, year
    if len(work.title) > 25 and author and year and (work.volume or work.page):
        yield "title", letters(work.title), author, year, number(work.volume), page_range(work.page)[0]
    if work.volume and work.page and year and work.container_title:
        yield (
            "place",
            letters(work.container_title),
            number(work.volume),
            page_range(work.page)[0],
            author,
            year,
        )


RULE = ListRule(code="RC501", name="duplicate-reference", severity=Severity.WARNING, since="0.1.0", check=check)
