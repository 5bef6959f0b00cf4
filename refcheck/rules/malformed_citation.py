"""Citation that cannot be meant as it is printed.

What it checks: a range of numbers that runs backwards, [7–3], and a work that is cited twice in one bracket: [3, 5, 3],
[3–7, 5], (Smith, 2001; Smith, 2001). Names with other initials are others, and of one work several places may be cited:
(Smith, 2001, p. 3; Smith, 2001, p. 7).

Why it matters: one of the numbers is a slip, and points to another work than was meant.

What to do: see which works the sentence needs.

Fix safety: there is no fix: only the author knows which number was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from refcheck.contracts import DocumentRule, TextSlip
from refcheck.finding import Confidence, Severity
from refcheck.model import Case, Citation, Document, LabelCitation, NameCitation


def check(document: Document, cases: Sequence[Case]) -> Iterator[TextSlip]:
    """Each range that runs backwards, and each work that a bracket repeats."""
    sure = (c for c in document.citations if isinstance(c, NameCitation) or c.sure)
    for _, bracket in groupby(sure, key=lambda c: c.within):
        seen: set[tuple[str, ...]] = set()
        for citation in bracket:
            if _backwards(citation):
                message = f"cited {citation.raw}, a range that runs backwards"
                yield TextSlip(span=citation.span, message=message, confidence=Confidence.HIGH)
                continue
            cited = list(_works(document.text, citation))
            if twice := next((c for c in cited if c in seen), None):
                message = f"cited {twice[0]} twice in one bracket"
                yield TextSlip(span=citation.span, message=message, confidence=Confidence.HIGH)
            seen.update(cited)


# what tells the place in a work: p. 3, : 4, Chapter 2, § 5
_LOCATOR = re.compile(r"\s*[,:]?\s*(?:[^\W\d_]+\.?\s*)?(?:§|(?!(?:1[5-9]|20)\d\d)\d)")
_CAPITALS = re.compile(r"(?<![^\W_])[^\W\d_]+(?![^\W_])")


def _works(text: str, citation: Citation) -> Iterator[tuple[str, ...]]:
    """What a citation cites, each as it is shown, with the initials; nothing where a place in the work is told."""
    if isinstance(citation, LabelCitation):
        yield from ((label,) for label in citation.labels)
    elif not _LOCATOR.match(text, citation.span.end):
        yield citation.shown, *(word for word in _CAPITALS.findall(citation.raw) if word.isupper())


def _backwards(citation: Citation) -> bool:
    if not isinstance(citation, LabelCitation) or len(citation.labels) != 2:
        return False
    first, last = citation.labels
    return first.isdecimal() and last.isdecimal() and int(first) > int(last)


RULE = DocumentRule(code="RC514", name="malformed-citation", severity=Severity.WARNING, since="0.1.0", check=check)
