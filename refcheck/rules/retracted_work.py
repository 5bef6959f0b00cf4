"""Work that was retracted.

What it checks: the record of the cited work carries a notice of retraction, withdrawal or removal, and no later
reinstatement. All notices are read, the newest decisive one counts: a correction after a retraction changes nothing.

Why it matters: citing a retracted work as if it stood is an error that reviewers and editors look for.

What to do: take the reference out, or say in the text that the work is retracted.

Fix safety: there is no fix.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Confidence, Severity
from refcheck.matching.titles import notice
from refcheck.model import Case, Notice

DECISIVE = ("retraction", "withdrawal", "removal", "reinstatement")


def check(case: Case) -> Iterator[Slip]:
    """A matched work with a retraction in force that the reference does not mention."""
    notices = [n for n in (case.match.record.notices if case.match else ()) if n.kind in DECISIVE]
    newest = max(notices, key=lambda n: n.date, default=None)
    if (
        newest is None
        or newest.kind == "reinstatement"
        or notice(case.reference.work.title).startswith(("retract", "withdraw"))
    ):
        return
    yield Slip(case=case, message=_said(newest), confidence=Confidence.HIGH)


def _said(newest: Notice) -> str:
    verb = {"retraction": "retracted", "withdrawal": "withdrawn", "removal": "removed"}[newest.kind]
    return (
        f"the work was {verb}"
        + (f" on {newest.date}" if newest.date else "")
        + (f", notice {newest.DOI}" if newest.DOI else "")
    )


RULE = Rule(
    code="RC401",
    name="retracted-work",
    severity=Severity.ERROR,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
