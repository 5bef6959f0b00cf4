"""Issue that no journal could have.

What it checks: an issue in which a letter stands where a digit must (1O, l2, l), and a double issue that runs
backwards (4-3; 12-1 goes over the turn of a year). Letters that journals do use (S1, 2A, Pt 3), names (Spring, Suppl)
and roman numbers are in order. Where a record states the issue, issue-mismatch speaks instead.

Why it matters: such an issue is a misread or mistyped number, and cannot be found.

What to do: compare with the work itself.

Fix safety: the number it was probably meant to be, for review: nothing but the look of the letters speaks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Confidence, Severity
from refcheck.model import Case
from refcheck.rules.flaws import misread_number

_DOUBLE = re.compile(r"(\d{1,2})\s?[-–/]\s?(\d{1,2})")


def check(case: Case) -> Iterator[Slip]:
    """An issue of digits and letters that look like digits, or a double one that runs backwards."""
    cited = case.reference.field("issue")
    if cited is None or case.recorded.issue:
        return
    yield from misread_number(case, "issue")
    double = _DOUBLE.fullmatch(cited.text)
    if double and int(double[1]) > int(double[2]) > 1:
        message = f'double issue "{cited.text}" runs from {double[1]} back to {double[2]}'
        yield Slip(case=case, message=message, confidence=Confidence.MEDIUM, field="issue")


RULE = Rule(
    code="RC609",
    name="malformed-issue",
    severity=Severity.WARNING,
    needs=Needs.TEXT,
    since="0.1.0",
    check=check,
)
