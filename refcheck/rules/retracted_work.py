"""Work that was retracted.

What it checks: a retraction, withdrawal or removal of the cited work is in force. Notices are looked for in both
directions: those that the work's record names, and those that say they are about it. Among retractions, withdrawals,
removals and reinstatements the newest counts; a correction or an expression of concern after a retraction changes
nothing. Where no notice is recorded, a recorded title that begins "RETRACTED:", "WITHDRAWN:" or "REMOVED:" counts. A
reference that says so itself ("[retracted]", "Retraction in: …") stays silent.

Why it matters: citing a retracted work as if it stood is an error that reviewers and editors look for.

What to do: take the reference out, or say in it that the work is retracted. A work that is cited because it was
retracted can be allowed with a reason (`allow` in the settings).

Fix safety: there is no fix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Confidence, Severity
from refcheck.model import Case
from refcheck.notices import dated, mentioned, withdrawn

DONE = {"retraction": "retracted", "withdrawal": "withdrawn", "removal": "removed"}
# as references say it, also in French, Spanish, Italian, Portuguese and German
_SAID = re.compile(r"retract|rétract|withdr[ae]w|\bremoved|ritratta|retirad|zur[üu]ckgezogen", re.IGNORECASE)


def check(case: Case) -> Iterator[Slip]:
    """A matched work with a retraction in force that the reference does not mention."""
    notice = withdrawn(case.match.record) if case.match else None
    if case.match is None or notice is None or mentioned(case.reference, case.match.record, _SAID):
        return
    message = f"the work was {DONE[notice.kind]}{dated(notice, case.match.record)}"
    yield Slip(case=case, message=message, confidence=Confidence.HIGH)


RULE = Rule(
    code="RC401",
    name="retracted-work",
    severity=Severity.ERROR,
    needs=Needs.NOTICES,
    since="0.1.0",
    check=check,
)
