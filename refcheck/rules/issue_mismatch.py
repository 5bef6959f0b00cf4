"""Issue that is not the recorded one.

What it checks: the cited issue against the recorded one. A reference without an issue is in order: many styles
leave it out. Where it and the volume changed places, volume-mismatch speaks.

Why it matters: in journals that number the pages of each issue anew, the issue is needed to find the page.

What to do: compare with the work itself.

Fix safety: the recorded issue, for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.slips import slip
from refcheck.model import Case
from refcheck.text import number


def check(case: Case) -> Iterator[Slip]:
    """A matched reference with another issue."""
    cited = case.reference.field("issue")
    if cited is None or case.match is None or case.match.level("issue") != "different":
        return
    recorded = case.recorded.issue
    if number(cited.text) == number(case.recorded.volume) and number(case.reference.work.volume) == number(recorded):
        return  # volume and issue changed places: volume-mismatch speaks for both
    explained = slip(cited.text, recorded)
    yield Slip(
        case=case,
        message=f"cited issue {cited.text}, recorded {recorded}" + (f" ({explained})" if explained else ""),
        # registries hold "6 Pt 1", "S1" and cut-off words as issues
        confidence=Confidence.HIGH if cited.text.isdigit() and recorded.isdigit() else Confidence.LOW,
        fix=Fix(
            "put the recorded issue",
            Safety.REVIEW,
            (Change(case.reference.n, "issue", cited.text, recorded),),
        ),
        field="issue",
    )


RULE = Rule(
    code="RC205",
    name="issue-mismatch",
    severity=Severity.WARNING,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
