"""Work that was corrected afterwards.

What it checks: a correction, corrigendum or erratum of the cited work was published as a notice of its own, or a part
of the work was retracted. One event is told once, whoever tells of it. Addenda, clarifications, new versions and new
editions are not told, nor what a publisher corrected in place; the JSON report lists all notices. A work that is
retracted is told by retracted-work only, and a reference that mentions the correction itself stays silent.

Why it matters: a figure or a dose may have changed after publication. Registries do not say what was corrected, so most
corrections turn out to be of no matter here, and this is a note; a partial retraction is a warning.

What to do: look at the notice, and cite what it corrects as corrected.

Fix safety: there is no fix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Confidence, Severity
from refcheck.model import Case
from refcheck.notices import PARTLY, corrections, dated, mentioned

_SAID = re.compile(r"\b(?:correct|corrig|errat|retract)", re.IGNORECASE)


def check(case: Case) -> Iterator[Slip]:
    """A matched work with corrections that the reference does not mention."""
    found = corrections(case.match.record) if case.match else ()
    if case.match is None or not found or mentioned(case.reference, case.match.record, _SAID):
        return
    partly = any(n.kind == PARTLY for n in found)
    done = (f"{_done(n.kind)}{dated(n, case.match.record)}" for n in found)
    yield Slip(
        case=case,
        message=f"the work was {' and '.join(done)}",
        confidence=Confidence.HIGH,
        severity=Severity.WARNING if partly else None,
    )


def _done(kind: str) -> str:
    return "partly retracted" if kind == PARTLY else "corrected"


RULE = Rule(
    code="RC403",
    name="corrected-work",
    severity=Severity.NOTE,
    needs=Needs.NOTICES,
    since="0.1.0",
    check=check,
)
