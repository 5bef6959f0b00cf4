"""Author list cut short without "et al.".

What it checks: the record names more authors than the reference, and the reference does not say that it leaves any
out.

Why it matters: the reader takes the cited authors for all of them, and co-authors lose their credit.

What to do: name all authors, or as many as the style asks for followed by "et al.".

Fix safety: the missing authors at their places, written as the list writes its names, for review. Of more than six
authors the first six are named, followed by "et al.", as NLM and ICMJE recommend. A list that
names more than six already is completed, or ends in "et al." where it names less than half. In a bibliography file all
authors are named, however many: how many are printed is for the style to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.authors import aligned, left_out
from refcheck.matching.people import same_person
from refcheck.model import Case, Name
from refcheck.parsing.author_list import cut_after, listed_like, printed_authors, whole_list

MOST = 6  # authors named before "et al.": NLM, "Citing Medicine", and the ICMJE recommendations


def check(case: Case) -> Iterator[Slip]:
    """A matched reference with fewer authors than recorded and no "et al."."""
    cited, recorded = case.reference.work.author, case.recorded.author
    if not cited or not any(same_person(a, b) for a in cited for b in recorded[:2]):
        return
    missing = [recorded[s.recorded] for s in left_out(case.reference.work, case.recorded, case.reference.raw)]
    if not missing:
        return
    names = ", ".join(n.known_as for n in missing[:MOST]) + (", …" if len(missing) > MOST else "")
    yield Slip(
        case=case,
        message=f"{len(cited)} of {len(recorded)} recorded authors cited, without et al.; missing {names}",
        confidence=Confidence.HIGH,
        fix=_fix(case) if printed_authors(case.reference) else None,
        field="author",
    )


def _fix(case: Case) -> Fix:
    reference, recorded = case.reference, case.recorded.author
    names: list[int | Name] = [
        s.cited if s.cited >= 0 else recorded[s.recorded] for s in aligned(reference.work.author, recorded)
    ]
    new = listed_like(reference, names, case.manner)
    cited = len(reference.work.author)
    if not case.manner.uncut and len(names) > (MOST if cited <= MOST else 2 * cited):
        new = cut_after(reference, names[: max(MOST, cited)], case.manner)
    change = Change(reference.n, "author", whole_list(reference), new)
    return Fix("add the missing authors", Safety.REVIEW, (change,))


RULE = Rule(
    code="RC208",
    name="authors-truncated",
    severity=Severity.WARNING,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
