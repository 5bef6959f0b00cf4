"""Citation that cannot be meant as it is printed.

What it checks: a range of numbers that runs backwards, [7–3], and a work that is cited twice in one bracket: [3, 5, 3],
[3–7, 5], (Smith, 2001; Smith, 2001).

Why it matters: one of the numbers is a slip, and points to another work than was meant.

What to do: see which works the sentence needs.

Fix safety: there is no fix: only the author knows which number was meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from refcheck.contracts import DocumentRule, TextSlip
from refcheck.finding import Confidence, Severity
from refcheck.model import Case, Citation, Document, LabelCitation


def check(document: Document, cases: Sequence[Case]) -> Iterator[TextSlip]:
    """Each range that runs backwards, and each work that a bracket repeats."""
    for _, bracket in groupby(document.citations, key=lambda c: c.within):
        seen: set[str] = set()
        for citation in bracket:
            if _backwards(citation):
                message = f"cited {citation.raw}, a range that runs backwards"
                yield TextSlip(span=citation.span, message=message, confidence=Confidence.HIGH)
                continue
            cited = citation.labels if isinstance(citation, LabelCitation) else (citation.shown,)
            if twice := next((c for c in cited if c in seen), None):
                message = f"cited {twice} twice in one bracket"
                yield TextSlip(span=citation.span, message=message, confidence=Confidence.HIGH)
            seen.update(cited)


def _backwards(citation: Citation) -> bool:
    if not isinstance(citation, LabelCitation) or len(citation.labels) != 2:
        return False
    first, last = citation.labels
    return first.isdecimal() and last.isdecimal() and int(first) > int(last)


RULE = DocumentRule(code="RC514", name="malformed-citation", severity=Severity.WARNING, since="0.1.0", check=check)
