"""DOI of something about the work, around it or of it, in place of the work's own.

What it checks: the record of the cited DOI is a correction, a retraction notice, a reply, a review, a peer review or a
supplement of the work that the words describe; a figure of it; the book of the chapter or a chapter of the book; the
issue it is in; or the preprint of an article that is cited with the journal and the volume or page in which it was
published. Its title, its type and what it says it is related to decide. Where the reference says in words that it
means a correction, a reply or a review, this stays silent. What has nothing to do with the work is doi-of-another-work.

Why it matters: readers end beside the work, and citations are counted for the wrong one.

What to do: take the DOI of the work itself; or, if the notice is meant, cite it by its own title.

Fix safety: the DOI of the work itself, for review, where a record of it was found or the cited one names it.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching import kin
from refcheck.model import Case


def check(case: Case) -> Iterator[Slip]:
    """A cited DOI whose record is related to the work that the words describe."""
    cited, found = case.reference.field("DOI"), case.doi_match
    related = kin(case.reference, found.record, case.match) if found else None
    if not cited or not found or not related:
        return
    named = found.record.work
    title = f', "{named.title}"' if named.title else ""
    itself = f"; the work itself is {related.DOI}" if related.DOI else ""
    fix = Fix("put the DOI of the work", Safety.REVIEW, (Change(case.reference.n, "DOI", cited.text, related.DOI),))
    yield Slip(
        case=case,
        message=f"DOI {named.DOI} is {related.what}{title}{itself}",
        confidence=Confidence.HIGH if related.DOI and related.DOI == case.recorded.DOI else Confidence.MEDIUM,
        fix=fix if related.DOI else None,
        field="DOI",
    )


RULE = Rule(
    code="RC105",
    name="doi-of-related-work",
    severity=Severity.WARNING,
    needs=Needs.ANSWERS,
    since="0.1.0",
    check=check,
)
