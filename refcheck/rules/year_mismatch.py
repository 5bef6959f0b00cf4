"""Year that is none of the recorded ones.

What it checks: the cited year against every year that the record holds. A registry knows a print and an online
year; either may be cited.

Why it matters: author-date citations are found by the year, and a wrong one hides the work.

What to do: compare with the work itself. Off by one is often the online year against the print year, where the
registry holds only one of them: such a finding has low confidence.

Fix safety: the recorded year, for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.model import Case
from refcheck.parsing import unread


def check(case: Case) -> Iterator[Slip]:
    """A matched reference whose year the record does not hold."""
    cited = case.reference.field("issued")
    level = case.match.level("issued") if case.match else ""
    if cited is None or level not in ("near", "different"):
        return
    years = case.recorded.years
    if any(unread(case.reference, str(year)) for year in years):
        return  # the parser took another number for it
    unsure = level == "near" and len(years) == 1  # print or online: the record does not tell which it holds
    nearest = min(years, key=lambda year: abs(year - case.reference.work.years[0]))
    changes = (Change(case.reference.n, "issued", cited.text, f"{nearest}{cited.text[4:]}"),)
    yield Slip(
        case=case,
        message=f"cited year {cited.text}, recorded {' or '.join(map(str, sorted(years)))}",
        confidence=Confidence.LOW if unsure else Confidence.HIGH,
        severity=Severity.NOTE if unsure else None,
        fix=Fix("put the recorded year", Safety.REVIEW, changes),
        field="issued",
    )


RULE = Rule(
    code="RC203",
    name="year-mismatch",
    severity=Severity.WARNING,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
