"""Reference that the text does not cite.

What it checks: every reference is cited somewhere: in the text, in a table, in a caption. refcheck says so only where
nine of ten references of the list are cited, so that the whole text must be there; where the number, or the author
near the year, stands nowhere else in the text; not of a text that speaks of tables and has none, for they may cite it;
and not of several at the end of a numbered list, which figures and supplements may cite.

Why it matters: journals ask that everything in the list is cited, and a reference without a citation is often what is
left of a claim that lost its source.

What to do: cite the work where it is used, or take it out of the list.

Fix safety: there is no fix: only the author knows whether a citation is missing or the reference too much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from refcheck.contracts import DocumentRule, Slip
from refcheck.finding import Confidence, Severity
from refcheck.matching.cited import compared
from refcheck.matching.uncited import uncited
from refcheck.model import Case, Document


def check(document: Document, cases: Sequence[Case]) -> Iterator[Slip]:
    """Each reference that is not cited, in a list of which nearly everything is."""
    known = {case.reference.n: case for case in cases}
    for reference in uncited(compared(document)):
        yield Slip(case=known[reference.n], message="not cited in the text", confidence=Confidence.MEDIUM)


RULE = DocumentRule(code="RC511", name="uncited-reference", severity=Severity.WARNING, since="0.1.0", check=check)
