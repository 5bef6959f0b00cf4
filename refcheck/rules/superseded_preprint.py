"""Preprint that has been published.

What it checks: the reference matches the record of a preprint, and that record says that it was published under
another DOI. Supplements that are registered as preprints stay silent, and so do references
that name the published work.

Why it matters: the published version was reviewed, and may say something else. Many journals ask for it.

What to do: see whether the published version still says what is cited, and cite that. Who means the preprint, for the
history or for what was left out later, keeps it: this is a note.

Fix safety: there is no fix: journal, year, volume and pages would change with the DOI.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Confidence, Severity
from refcheck.matching import kin
from refcheck.model import Case

SUPPLEMENTS = ("supplement", "supporting", "additional")  # how titles of what is no preprint begin


def check(case: Case) -> Iterator[Slip]:
    """A matched preprint of which the registry knows the published version."""
    record = case.match.record if case.match else None
    if record is None or record.work.type != "article" or record.work.title.lower().startswith(SUPPLEMENTS):
        return
    published = ", ".join(record.related("is-preprint-of"))
    if published and not kin(case.reference, record, case.match):
        yield Slip(case=case, message=f"the preprint was published as {published}", confidence=Confidence.HIGH)


RULE = Rule(
    code="RC404",
    name="superseded-preprint",
    severity=Severity.NOTE,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
