"""Numbers that skip or repeat.

What it checks: in a numbered list each number follows the one before it. A list that starts again at 1 is a new list.

Why it matters: citations by number point to the wrong entry, or to none.

What to do: find the reference that was lost, or number the list anew.

Fix safety: there is no fix: the citations in the text have to move too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from refcheck.contracts import ListRule, Slip
from refcheck.finding import Confidence, Severity
from refcheck.model import Case


def check(cases: Sequence[Case]) -> Iterator[Slip]:
    """Each number that does not follow the one before it."""
    previous: int | None = None
    for case in cases:
        if not case.reference.label.isdecimal():
            previous = None
            continue
        current = int(case.reference.label)
        if previous is not None and current not in (previous + 1, 1):
            yield Slip(
                case=case,
                message=_said(previous, current),
                confidence=Confidence.HIGH,
                field="citation-number",
            )
        previous = current


def _said(previous: int, current: int) -> str:
    if current == previous:
        return f"number {current} is given twice"
    if current < previous:
        return f"number {current} comes after {previous}"
    lost = str(previous + 1) if current == previous + 2 else f"{previous + 1} to {current - 1}"
    return f"number {lost} is missing: {previous} is followed by {current}"


RULE = ListRule(code="RC502", name="numbering", severity=Severity.WARNING, since="0.1.0", check=check)
