"""DOI that no agency has registered.

What it checks: a registry was asked for the cited DOI, answered, and knows it neither itself nor from another
registration agency.

Why it matters: the link is dead. Most often one character was lost or added in copying.

What to do: look the work up and copy its DOI again. A DOI printed on a work may also not be registered yet.

Fix safety: where the reference matches a record by its other fields, the recorded DOI is offered for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.model import Answered, Case


def check(case: Case) -> Iterator[Slip]:
    """A cited DOI of which a registry said that no agency has it, and no other source knows it."""
    cited = case.reference.field("DOI")
    answered = [a for a in case.doi_answers if isinstance(a, Answered)]
    unregistered = [a.source for a in answered if a.agency == ""]
    if not cited or not unregistered or any(a.records for a in answered):
        return
    recorded = case.recorded.DOI
    fix = (
        Fix("put the recorded DOI", Safety.REVIEW, (Change(case.reference.n, "DOI", cited.text, recorded),))
        if recorded
        else None
    )
    message = f"DOI {case.reference.work.DOI} is registered with no agency known to {', '.join(unregistered)}"
    yield Slip(
        case=case,
        message=message + (f", recorded {recorded}" if recorded else ""),
        confidence=Confidence.MEDIUM,
        fix=fix,
        field="DOI",
    )


RULE = Rule(
    code="RC103",
    name="doi-unresolved",
    severity=Severity.ERROR,
    needs=Needs.ANSWERS,
    since="0.1.0",
    check=check,
)
