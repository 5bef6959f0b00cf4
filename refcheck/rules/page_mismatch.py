"""Pages that are not the recorded ones.

What it checks: first and last page, or the article number, against the record. Abbreviated ranges (630-4) are
written out first; a reference that gives the first page only is in order.

Why it matters: with a wrong first page the work cannot be found in print, and automatic linking fails.

What to do: compare with the work itself. For a last page that differs alone the registry may be wrong: low confidence.

Fix safety: the recorded pages, written as the reference writes its range, for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.slips import slip
from refcheck.model import Case
from refcheck.parsing import unread
from refcheck.text import page_like, page_range


def check(case: Case) -> Iterator[Slip]:
    """A matched reference with other pages."""
    cited = case.reference.field("page")
    level = case.match.level("page") if case.match else ""
    if cited is None or level not in ("first", "slip", "different"):
        return
    if level != "first" and unread(case.reference, page_range(case.recorded.page)[0]):
        return
    new = page_like(cited.text, case.recorded.page)
    explained = (
        slip(page_range(cited.text)[0], page_range(case.recorded.page)[0]) if level != "first" else "the last page"
    )
    yield Slip(
        case=case,
        message=f"cited pages {cited.text}, recorded {new}" + (f" ({explained})" if explained else ""),
        confidence=Confidence.LOW if level == "first" else Confidence.HIGH,
        fix=Fix("put the recorded pages", Safety.REVIEW, (Change(case.reference.n, "page", cited.text, new),)),
        field="page",
    )


RULE = Rule(
    code="RC206",
    name="page-mismatch",
    severity=Severity.WARNING,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
