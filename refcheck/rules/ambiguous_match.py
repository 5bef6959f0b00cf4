"""Several records that could be the cited work, or one that is not likely enough.

What it checks: the best record is likely, but not likely enough to be taken for the work, or another work is
nearly as likely. That is a note, but for a single record with the whole title and another first author: if it is the
work, its authors are wrong in the reference, and if not, the work is in no record.

Why it matters: refcheck does not compare the reference with a record it is not sure of, so this one was not checked
field by field.

What to do: look at the candidates; adding the DOI of the right one settles it.

Fix safety: there is no fix.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Confidence, Severity
from refcheck.matching import WORTH_NAMING
from refcheck.matching.authors import names, of_others
from refcheck.model import Case, Match, State


def check(case: Case) -> Iterator[Slip]:
    """A reference with a likely record, none of them certain."""
    if case.state is not State.AMBIGUOUS:
        return
    likely = [m for m in case.rivals if m.probability >= WORTH_NAMING][:3]
    others = len(likely) == 1 and of_others(likely[0])
    yield Slip(
        case=case,
        message="could be " + " or ".join(map(_named, likely)),
        confidence=Confidence.LOW,
        severity=Severity.WARNING if others else None,
    )


def _named(match: Match) -> str:
    work, by = match.record.work, names(match.record.work) if of_others(match) else ""
    said = f'"{work.title}" by {by}' if by else f'"{work.title}"'
    return f"{work.DOI or match.record.source} {said} (probability {match.probability:.2f})"


RULE = Rule(
    code="RC302",
    name="ambiguous-match",
    severity=Severity.NOTE,
    needs=Needs.ANSWERS,
    since="0.1.0",
    check=check,
)
