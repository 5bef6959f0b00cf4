"""Year that cannot be one.

What it checks: a year that is not four digits where only a year can stand (2O05, 19994), one before printing
(1400), and one more than a year ahead. Where the year is one and a record states it, year-mismatch speaks instead.

Why it matters: such a year is a slip, and hides the work.

What to do: compare with the work itself.

Fix safety: the recorded year, or the number it was probably meant to be, for review.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.model import Case
from refcheck.text import read_as_digits

EARLIEST = 1400  # before it nothing was printed


def check(case: Case) -> Iterator[Slip]:
    """A year field that holds no possible year."""
    cited = case.reference.field("issued")
    # an article in press may carry next year's date
    latest = datetime.datetime.now(datetime.UTC).year + 1
    if (
        cited is None
        or _possible(cited.text.rstrip("abcdefgh"), latest)
        or (case.recorded.years and case.reference.work.years)
    ):
        return
    likely = str(min(case.recorded.years)) if case.recorded.years else read_as_digits(cited.text)
    possible = _possible(likely, latest)
    fix = (
        Fix(f"read it as {likely}", Safety.REVIEW, (Change(case.reference.n, "issued", cited.text, likely),))
        if possible
        else None
    )
    message = f'"{cited.text}" is no year' + (
        f"; {'recorded' if case.recorded.years else 'perhaps'} {likely}" if possible else ""
    )
    yield Slip(case=case, message=message, confidence=Confidence.HIGH, fix=fix, field="issued")


def _possible(text: str, latest: int) -> bool:
    return len(text) == 4 and text.isdigit() and EARLIEST <= int(text) <= latest


RULE = Rule(
    code="RC603",
    name="malformed-year",
    severity=Severity.WARNING,
    needs=Needs.TEXT,
    since="0.1.0",
    check=check,
)
