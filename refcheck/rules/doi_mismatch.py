"""DOI that is not the recorded one.

What it checks: the cited DOI against that of the matched record, where no source asked knows the cited one. A work may
be registered under several DOIs (a preprint, a mirror, another edition): those that a record names are in order, and
one that differs by more than a slip is only a note.

Why it matters: the link leads nowhere, or to another work.

What to do: follow the cited DOI; if it does not lead to the work, take the recorded one.

Fix safety: the recorded DOI, for review where one slip explains the difference; otherwise it is only shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.slips import apart
from refcheck.model import Answered, Case
from refcheck.text import letters

MOST = 2  # characters apart: one wrong, lost or too many, or two that changed places


def check(case: Case) -> Iterator[Slip]:
    """A matched reference with a DOI that no source knows, and that is not its record's."""
    field, cited, recorded = case.reference.field("DOI"), case.reference.work.DOI, case.recorded.DOI
    if field is None or case.match is None or not cited or not recorded or cited == recorded:
        return
    known = any(isinstance(a, Answered) and (a.records or a.agency is not None) for a in case.doi_answers)
    if known or cited in case.match.record.versions or letters(recorded) in letters(case.reference.raw):
        return
    near = apart(cited, recorded) <= MOST or recorded.startswith(cited) or cited.startswith(recorded)
    yield Slip(
        case=case,
        message=f"cited DOI {cited}, recorded {recorded}",
        confidence=Confidence.HIGH if near else Confidence.LOW,
        severity=None if near else Severity.NOTE,
        fix=Fix(
            "put the recorded DOI",
            Safety.REVIEW if near else Safety.DISPLAY,
            (Change(case.reference.n, "DOI", field.text, recorded),),
        ),
        field="DOI",
    )


RULE = Rule(code="RC112", name="doi-mismatch", severity=Severity.ERROR, needs=Needs.MATCH, since="0.1.0", check=check)
