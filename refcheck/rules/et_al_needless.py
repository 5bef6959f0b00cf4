""" "et al." where nobody is left out.

What it checks: an author list that ends in "et al." and names all recorded authors before it. A record that stops where
lists are cut (at one author, three, six or more) may be an incomplete one, and says nothing.

Why it matters: readers look for co-authors that there are none of.

What to do: take "et al." away, or look whether an author is missing from both.

Fix safety: the list without "et al.", for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.authors import UNCUT, Kin, aligned
from refcheck.model import Case
from refcheck.parsing.author_list import printed_authors, whole_list


def check(case: Case) -> Iterator[Slip]:
    """A matched reference with "et al." behind all of its authors."""
    cited, recorded = case.reference.work, case.recorded.author
    if not cited.et_al or len(recorded) not in UNCUT or len(cited.author) != len(recorded):
        return
    if not printed_authors(case.reference) or any(s.kin is not Kin.SAME for s in aligned(cited.author, recorded)):
        return
    old, new = whole_list(case.reference, et_al=True), whole_list(case.reference)
    if old == new:
        return  # it says so in some other way
    if new.endswith(".") and case.reference.raw.find(f"{old}.") >= 0:
        old += "."  # one stop is enough
    change = Change(case.reference.n, "author", old, new)
    yield Slip(
        case=case,
        message=f"cited with et al., but all {len(recorded)} recorded authors are named",
        confidence=Confidence.MEDIUM,
        fix=Fix("take et al. away", Safety.REVIEW, (change,)),
        field="author",
    )


RULE = Rule(
    code="RC213",
    name="et-al-needless",
    severity=Severity.NOTE,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
