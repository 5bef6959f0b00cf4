"""Several records that could be the cited work, or one that is not likely enough.

What it checks: the best record is likely, but not likely enough to be taken for the work, or another work is
nearly as likely.

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
from refcheck.model import Case, Match, State


def check(case: Case) -> Iterator[Slip]:
    """A reference with a likely record, none of them certain."""
    if case.state is not State.AMBIGUOUS:
        return
    likely = [m for m in case.rivals if m.probability >= WORTH_NAMING][:3]
    yield Slip(case=case, message="could be " + " or ".join(map(_named, likely)), confidence=Confidence.LOW)


def _named(match: Match) -> str:
    work = match.record.work
    return f'{work.DOI or match.record.source} "{work.title}" (probability {match.probability:.2f})'


RULE = Rule(
    code="RC302",
    name="ambiguous-match",
    severity=Severity.NOTE,
    needs=Needs.ANSWERS,
    since="0.1.0",
    check=check,
)
