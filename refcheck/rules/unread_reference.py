"""Reference that could not be read.

What it checks: whether every entry of a bibliography file could be read. One with a bracket that is never closed, or
without a type, is not; the entries before and after it are.

Why it matters: what is not read is not checked, and most programs drop such an entry without a word.

What to do: mend the entry at the line that is named.

Fix safety: none; what was meant cannot be known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from refcheck.contracts import DocumentRule, TextSlip
from refcheck.finding import Confidence, Severity
from refcheck.model import Case, Document


def check(document: Document, cases: Sequence[Case]) -> Iterator[TextSlip]:
    """The stretches of a document that hold a reference which could not be read."""
    for unread in document.unread:
        yield TextSlip(span=unread.span, message=unread.said, confidence=Confidence.HIGH)


RULE = DocumentRule(
    code="RC901",
    name="unread-reference",
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
