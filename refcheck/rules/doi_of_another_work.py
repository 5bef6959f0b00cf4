"""DOI that leads to another work.

What it checks: the cited DOI was looked up, and the work it names is not the one the other fields describe: the
fields are compared as if there were no DOI, and speak against it. A title that stands in the reference in any
form is never called another work. What is about the work, or a part or a preprint of it, is doi-of-related-work.

Why it matters: readers and citation counts end at the wrong work, and no reader can tell which of the two is meant.

What to do: decide which is meant, the words or the DOI.

Fix safety: where the words match a record of their own, its DOI is offered for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching import kin, refutes
from refcheck.model import Case


def check(case: Case) -> Iterator[Slip]:
    """A cited DOI whose record contradicts the reference."""
    cited, found = case.reference.field("DOI"), case.doi_match
    if not cited or not found or not refutes(case.reference, found):
        return
    if kin(case.reference, found.record, case.match):
        return
    named = found.record.work
    other = case.recorded.DOI if case.recorded.DOI != named.DOI else ""
    fix = (
        Fix("put the recorded DOI", Safety.REVIEW, (Change(case.reference.n, "DOI", cited.text, other),))
        if other
        else None
    )
    message = f'DOI {named.DOI} is "{named.title}"' + (f"; the work cited is {other}" if other else "")
    yield Slip(
        case=case,
        message=message,
        confidence=Confidence.HIGH if other else Confidence.MEDIUM,
        fix=fix,
        field="DOI",
    )


RULE = Rule(
    code="RC104",
    name="doi-of-another-work",
    severity=Severity.ERROR,
    needs=Needs.ANSWERS,
    since="0.1.0",
    check=check,
)
