"""What is said in the comments of a corrected document: each finding, what would mend it, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.finding import Checked, Finding, Remark
from refcheck.reports import wording


def remarks(checked: Checked) -> Iterator[Remark]:
    """A remark for each finding, in their order."""
    known = {case.reference.n: wording.known(case) for case in checked.cases}
    for found in checked.findings:
        yield Remark(
            found.span, "\n".join((_finding(found), *wording.mending(found), *filter(None, (known.get(found.n),))))
        )


def _finding(found: Finding) -> str:
    return f"{found.code} {found.name}: {wording.shown(found.message)}"
