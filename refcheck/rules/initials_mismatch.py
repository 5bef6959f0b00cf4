"""Initials that are not those of the recorded author.

What it checks: the initials of a cited author whose family name is the recorded one. Fewer or more initials (M for MZ),
and those of a nickname or of a second given name, are no difference. A first initial that agrees beside another second
one (JB for JD), initials in another order, and letters that stand for one another between scripts and languages (C for
K, Y for J) are notes.

Why it matters: it names another person of the same family name, and author searches miss the work.

What to do: compare with the work itself.

Fix safety: the recorded initials, written as the list writes them, for review; of a note they are only shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.authors import Kin, differing
from refcheck.matching.given import may_be_one
from refcheck.model import Case, Name
from refcheck.parsing.author_list import printed_authors, written


def check(case: Case) -> Iterator[Slip]:
    """A matched reference with a recorded family name under other initials."""
    cited, recorded = case.reference.work, case.recorded
    if not printed_authors(case.reference):
        return
    for step in differing(cited, recorded, case.reference.raw):
        if step.kin is not Kin.INITIALS:
            continue
        printed, name = printed_authors(case.reference)[step.cited].text, cited.author[step.cited]
        meant = Name(name.family, recorded.author[step.recorded].given, name.suffix)
        new = written(case.reference, step.cited, meant, case.manner)
        change = Change(case.reference.n, "author", printed, new)
        unsure = may_be_one(name.given, meant.given)
        yield Slip(
            case=case,
            message=f"cited author {printed}, recorded {new}",
            confidence=Confidence.LOW if unsure else Confidence.HIGH,
            severity=Severity.NOTE if unsure else None,
            fix=Fix("put the recorded initials", Safety.DISPLAY if unsure else Safety.REVIEW, (change,)),
            field="author",
        )


RULE = Rule(
    code="RC211",
    name="initials-mismatch",
    severity=Severity.WARNING,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
