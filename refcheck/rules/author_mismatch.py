"""Author who is not the recorded one.

What it checks: each cited author against the recorded author beside whom it stands once the two lists are laid side
by side. Particles and parts of a compound family name may be missing; groups are left alone; a recorded name that is
printed in the reference more often than cited authors bear it is not said to be missing. Initials, order, and authors
added or left out are the matter of other rules.

Why it matters: credit goes to somebody else, and author searches miss the work.

What to do: compare with the work itself.

Fix safety: the recorded name, written as the list writes its names, for review; where more than half of the
authors differ, it is shown and never applied.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.authors import Kin, Step, differing
from refcheck.model import Case
from refcheck.parsing.author_list import printed_authors, written
from refcheck.parsing.names import cased_like


def check(case: Case) -> Iterator[Slip]:
    """A matched reference with an author who is not recorded at that place."""
    cited = case.reference.work
    steps = [s for s in differing(cited, case.recorded, case.reference.raw) if s.kin in (Kin.NEAR, Kin.OTHER)]
    if not printed_authors(case.reference):
        return
    for step in steps:
        yield _slip(case, step, applied=2 * len(steps) <= max(2, len(cited.author)))


def _slip(case: Case, step: Step, *, applied: bool) -> Slip:
    printed = printed_authors(case.reference)[step.cited].text
    cited, recorded = case.reference.work.author[step.cited], case.recorded.author[step.recorded]
    new = written(case.reference, step.cited, recorded, case.manner)
    if step.kin is Kin.NEAR and cited.family in printed:  # the rest of the name is in order
        new = printed.replace(cited.family, cased_like(recorded.family, cited.family))
    safety = Safety.REVIEW if applied else Safety.DISPLAY
    return Slip(
        case=case,
        message=f"cited author {printed}, recorded {new}",
        confidence=Confidence.HIGH if step.kin is Kin.NEAR or step.cited else Confidence.MEDIUM,
        fix=Fix("put the recorded author", safety, (Change(case.reference.n, "author", printed, new),)),
        field="author",
    )


RULE = Rule(
    code="RC202",
    name="author-mismatch",
    severity=Severity.ERROR,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
