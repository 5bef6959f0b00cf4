"""Pages that no journal could have.

What it checks: a range that runs backwards once its last page is written out (630-4 is 630 to 634), and a page in
which a letter stands where a digit must. A page within an article number (083105-3) is no range. Where a record states
the pages, page-mismatch speaks instead.

Why it matters: such a page is a slip, and cannot be found.

What to do: compare with the work itself.

Fix safety: for a letter, the number it was probably meant to be, for review; for a range there is no fix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.model import Case
from refcheck.text import DASHES, LOOKALIKES, page_range

# a letter between digits; before or after them it may be part of the page (S12, 297a), but a small l before never is
_MISREAD = re.compile(r"(?<=\d)[iIlLoO|]+(?=\d)|(?<![\w.])l+(?=\d)|(?<=\d)l+(?!\w)(?!$)")
_WITHIN = re.compile(rf"(?:0\d{{4,}}|\d{{6,}})\s*[{re.escape(DASHES)}]\s*\d{{1,3}}")


def check(case: Case) -> Iterator[Slip]:
    """A page range that runs backwards, or a page with a letter for a digit."""
    cited = case.reference.field("page")
    if cited is None or case.recorded.page:
        return
    if _MISREAD.search(cited.text):
        likely = _MISREAD.sub(lambda m: "".join(LOOKALIKES.get(c, "1") for c in m[0]), cited.text)
        fix = Fix(f"read it as {likely}", Safety.REVIEW, (Change(case.reference.n, "page", cited.text, likely),))
        message = f'"{cited.text}" is no page; perhaps {likely}'
        yield Slip(case=case, message=message, confidence=Confidence.MEDIUM, fix=fix, field="page")
    elif _backwards(cited.text):
        first, last = page_range(cited.text)
        message = f'page range "{cited.text}" runs from {first} back to {last}'
        yield Slip(case=case, message=message, confidence=Confidence.MEDIUM, field="page")


def _backwards(page: str) -> bool:
    first, last = page_range(page)
    ranged = first.isdecimal() and last.isdecimal() and any(c in DASHES for c in page)
    return ranged and int(first) > int(last) and not _WITHIN.match(page)


RULE = Rule(
    code="RC602",
    name="malformed-page",
    severity=Severity.WARNING,
    needs=Needs.TEXT,
    since="0.1.0",
    check=check,
)
