"""Citation with another year, or letter behind it, than the list has.

What it checks: a citation by author and year whose author the list has, but with another year only: "(Smith, 2001)"
where the list has Smith 2002, which nothing else cites. Also the letter behind the year: 2001 where the list has 2001a
and 2001b, 2001b where it has 2001 alone.

Why it matters: the reader looks for a work that is not there, or cannot tell which of two is meant.

What to do: see in the work itself which year is right, and change the text or the list.

Fix safety: there is no fix: the slip can be in the text or in the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from refcheck.contracts import DocumentRule, TextSlip
from refcheck.finding import Confidence, Severity
from refcheck.matching.cited import Cited, compared
from refcheck.model import Case, Document, NameCitation, Reference


def check(document: Document, cases: Sequence[Case]) -> Iterator[TextSlip]:
    """Each author cited with a year, or a letter, that the list does not have."""
    found = compared(document)
    for astray in found.astray:
        if astray.likely:
            yield _slip(found, astray.citation, astray.likely)
    for citation, works in found.unlettered:
        yield _slip(found, citation, works)


def _slip(cited: Cited, citation: NameCitation, works: Sequence[Reference]) -> TextSlip:
    dates = sorted({date for work in works for date in cited.listed.dates(work)})
    return TextSlip(
        span=citation.span,
        message=f"cited {citation.shown}, the list has {' and '.join(dates)}",
        confidence=Confidence.MEDIUM,
    )


RULE = DocumentRule(code="RC513", name="citation-year", severity=Severity.WARNING, since="0.1.0", check=check)
