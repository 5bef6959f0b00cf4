"""DOI that is announced in another way than the rest of the list.

What it checks: what stands before a DOI: "doi:", "https://doi.org/", "http://dx.doi.org/", nothing. It is told where
at least five references have a DOI, and at most a fifth of them announce it in another way. A reference without a DOI
is not spoken of.

Why it matters: journals ask for one form, and a DOI that is no link cannot be clicked.

What to do: announce the DOI as the rest of the list does.

Fix safety: safe; the same DOI in the form that the list uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from refcheck.contracts import ListRule, Needs, Slip
from refcheck.finding import Severity
from refcheck.model import Case
from refcheck.rules.minority import Seen, odd, rewritten
from refcheck.text import bare_doi

_LEAD = re.compile(r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|\bdoi\b[:.]?\s*){1,2}$", re.IGNORECASE)


def check(cases: Sequence[Case]) -> Iterator[Slip]:
    """Each DOI that is not announced as the others are."""
    for found in odd(_forms(cases)):
        old = found.seen.text
        doi = old.removeprefix(found.seen.form)
        recorded = found.seen.case.recorded.DOI
        # where another DOI is recorded, that is another finding's matter
        yield rewritten(found, "DOI", old, f"{found.usual.form}{doi}", safe=recorded in ("", doi.lower()))


def _forms(cases: Sequence[Case]) -> Iterator[Seen]:
    for case in cases:
        field = case.reference.field("DOI")
        # what is no DOI, or is broken over two lines, shows nothing
        if field and bare_doi(field.text) == field.text.lower():
            lead = _LEAD.search(case.reference.raw, max(0, field.start - 40), field.start)
            form = lead[0] if lead else ""
            if "\n" not in form:
                yield Seen(case=case, of="DOI", form=form, text=f"{form}{field.text}", field="DOI")


RULE = ListRule(
    code="RC507", name="mixed-doi-forms", severity=Severity.NOTE, needs=Needs.PRINT, since="0.1.0", check=check
)
