"""DOI left out.

What it checks: the record of the cited work has a DOI, and the reference gives none.

Why it matters: the DOI is what readers click and what publishers, Crossref and citation indexes link by; most
journals ask for it.

What to do: let refcheck add it, or leave the rule out (`--ignore doi-missing`) where the journal wants no DOIs.

Fix safety: safe where the match is certain (probability 0.99 or more, and no conflict between title and authors);
the same claim is only made easier to follow. Otherwise it is offered for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.model import Case

CERTAIN = 0.99  # probability


def check(case: Case) -> Iterator[Slip]:
    """A matched reference without a DOI whose record has one."""
    doi = case.recorded.DOI
    if case.match is None or not doi or case.reference.work.DOI or case.reference.field("DOI"):
        return
    certain = case.match.probability >= CERTAIN and case.recorded.type != "article"  # a preprint's DOI is a choice
    fix = Fix("add the DOI", Safety.SAFE if certain else Safety.REVIEW, (Change(case.reference.n, "DOI", "", doi),))
    yield Slip(
        case=case,
        message=f"no DOI cited, recorded {doi}",
        confidence=Confidence.HIGH if certain else Confidence.MEDIUM,
        fix=fix,
    )


RULE = Rule(code="RC102", name="doi-missing", severity=Severity.NOTE, needs=Needs.MATCH, since="0.1.0", check=check)
