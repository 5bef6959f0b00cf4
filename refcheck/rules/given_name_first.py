"""Given name printed as the family name.

What it checks: a cited author whose given and family name have changed places against the record ("Sureyya C" for
"Cerci S"). Where the cited family name is not known as a given name, the record may be the one that turned them: then
it is a note; where the recorded family name is known as one, the record is taken to be wrong, and nothing is said.

Why it matters: lists are sorted and searched by family names, and nobody finds the author under the given one.

What to do: compare with the work itself; in some languages the family name comes first.

Fix safety: the recorded name, written as the list writes its names, for review; where the record may be the one that is
turned, it is only shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.authors import Kin, Step, differing
from refcheck.matching.given import is_given_name
from refcheck.model import Case
from refcheck.parsing.author_list import printed_authors, written
from refcheck.text import fold


def check(case: Case) -> Iterator[Slip]:
    """A matched reference with an author whose names are turned."""
    cited = case.reference.work
    if not printed_authors(case.reference):
        return
    for step in differing(cited, case.recorded, case.reference.raw):
        if step.kin is Kin.TURNED and not _in_order(case, step):
            yield _slip(case, step, sure=is_given_name(cited.author[step.cited].family))


def _in_order(case: Case, step: Step) -> bool:
    """Whether given name and family name are printed in this order, and only capitals were taken for initials."""
    recorded = case.recorded.author[step.recorded]
    in_order = fold(printed_authors(case.reference)[step.cited].text) == fold(f"{recorded.given} {recorded.family}")
    return in_order and case.reference.work.author[step.cited].given.isupper()


def _slip(case: Case, step: Step, *, sure: bool) -> Slip:
    printed = printed_authors(case.reference)[step.cited].text
    recorded = case.recorded.author[step.recorded]
    sure = sure and not is_given_name(recorded.family)
    new = written(case.reference, step.cited, recorded, case.manner)
    change = Change(case.reference.n, "author", printed, new)
    return Slip(
        case=case,
        message=f"cited author {printed}, recorded {new} (the given name for the family name)",
        confidence=Confidence.MEDIUM if sure else Confidence.LOW,
        severity=None if sure else Severity.NOTE,
        fix=Fix("put the recorded author", Safety.REVIEW if sure else Safety.DISPLAY, (change,)),
        field="author",
    )


RULE = Rule(
    code="RC212",
    name="given-name-first",
    severity=Severity.WARNING,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
