"""Work about which concern was expressed.

What it checks: an expression of concern about the cited work was published, and no later retraction or reinstatement
has overtaken it. A reference that mentions the concern itself stays silent.

Why it matters: an editor doubts what the work reports, and an inquiry may be open. Who builds on it should know.

What to do: read the notice; look whether the work still carries what it is cited for.

Fix safety: there is no fix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Confidence, Severity
from refcheck.model import Case
from refcheck.notices import concern, dated, mentioned

_SAID = re.compile(r"concern", re.IGNORECASE)


def check(case: Case) -> Iterator[Slip]:
    """A matched work about which concern was expressed last."""
    notice = concern(case.match.record) if case.match else None
    if case.match is None or notice is None or mentioned(case.reference, case.match.record, _SAID):
        return
    message = f"an expression of concern was published{dated(notice, case.match.record)}"
    yield Slip(case=case, message=message, confidence=Confidence.HIGH)


RULE = Rule(
    code="RC402",
    name="expression-of-concern",
    severity=Severity.WARNING,
    needs=Needs.NOTICES,
    since="0.1.0",
    check=check,
)
