"""DOI that is not one.

What it checks: whatever is announced as a DOI ("doi:", "https://doi.org/") has the form of a DOI: "10.", a
registrant of four to nine digits, "/", and a suffix.

Why it matters: a reader cannot follow it, and registries that link references automatically drop it.

What to do: copy the DOI again from the work itself. A letter O for a zero and a lost slash are the usual slips.

Fix safety: the recorded DOI is offered for review where the reference matches a record; otherwise there is no fix.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.model import Case
from refcheck.text import bare_doi


def check(case: Case) -> Iterator[Slip]:
    """A DOI field in which no DOI can be read."""
    cited = case.reference.field("DOI")
    if not cited or bare_doi("".join(cited.text.split())):
        return
    recorded = case.recorded.DOI
    fix = (
        Fix("put the recorded DOI", Safety.REVIEW, (Change(case.reference.n, "DOI", cited.text, recorded),))
        if recorded
        else None
    )
    message = f'"{cited.text}" does not have the form of a DOI' + (f", recorded {recorded}" if recorded else "")
    yield Slip(case=case, message=message, confidence=Confidence.HIGH, fix=fix, field="DOI")


RULE = Rule(code="RC101", name="doi-malformed", severity=Severity.ERROR, needs=Needs.TEXT, since="0.1.0", check=check)
