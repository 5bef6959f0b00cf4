"""Pages that are not the recorded ones.

What it checks: first and last page, or the article number, against the record. Abbreviated ranges (630-4) are
written out first; a reference that gives the first page only is in order.

Why it matters: with a wrong first page the work cannot be found in print, and automatic linking fails.

What to do: compare with the work itself. For a last page that differs alone the registry may be wrong: low confidence.

Fix safety: the recorded pages, written as the reference writes its range, for review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.slips import slip
from refcheck.model import Case
from refcheck.parsing import unread
from refcheck.parsing.manner import page_form
from refcheck.text import page_like, page_range

LONGEST_PAGE = 4  # digits; a longer number is that of an article


def check(case: Case) -> Iterator[Slip]:
    """A matched reference with other pages."""
    cited = case.reference.field("page")
    level = case.match.level("page") if case.match else ""
    if cited is None or level not in ("first", "slip", "different"):
        return
    if level != "first" and unread(case.reference, page_range(case.recorded.page)[0]):
        return
    if _more_than_pages(cited.text) or (level == "first" and _only_longer(cited.text, case.recorded.page)):
        return
    # a range that is a slip does not show whether the list abbreviates its ranges
    form = cited.text if page_form(cited.text) or not case.manner.page else case.manner.page
    new = page_like(form, case.recorded.page)
    explained = _explained(cited.text, page_range(case.recorded.page))
    yield Slip(
        case=case,
        message=f"cited {_noun(case.recorded.page)} {cited.text}, recorded {new}"
        + (f" ({explained})" if explained else ""),
        confidence=Confidence.LOW if level == "first" else Confidence.HIGH,
        fix=Fix("put the recorded pages", Safety.REVIEW, (Change(case.reference.n, "page", cited.text, new),)),
        field="page",
    )


def _noun(recorded: str) -> str:
    """What the recorded number is: pages, or the number of an article that has none."""
    first, last = page_range(recorded)
    return "article number" if not last and (first[:1].isalpha() or len(first) > LONGEST_PAGE) else "pages"


def _more_than_pages(cited: str) -> bool:
    """Whether something else stands there: a date, or pages as a publisher numbers them online ("357–U54")."""
    return "/" in cited or bool(re.search(r"\d\W+U\d+$", cited))


def _only_longer(cited: str, recorded: str) -> bool:
    """Whether the last page is the recorded one with a publisher's item number behind it: "e873.00278-3"."""
    return page_range(cited)[1].startswith(page_range(recorded)[1] + ".")


def _explained(cited: str, recorded: tuple[str, str]) -> str:
    """The slip that made one range of the other, in words."""
    first, last = page_range(cited)
    if (first, last) == recorded[::-1]:
        return "the range is reversed"
    if first != recorded[0]:
        printed = re.match(r"\w*", cited)  # in its own letters: a G is a 6, and a g a 9
        return slip(printed[0] if printed else first, recorded[0])
    if last and recorded[1] and last != recorded[1] and _written_out(first, last, recorded[1]):
        return "the abbreviated range was written out wrongly"
    return f"the last page: {said}" if (said := slip(last, recorded[1])) else "the last page"


def _written_out(first: str, last: str, recorded: str) -> bool:
    """Whether the last page begins otherwise than the first, and ends as the recorded one: 630-604 for 630-634."""
    kept = next((i for i, (a, b) in enumerate(zip(first, recorded, strict=False)) if a != b), 0)
    return 0 < kept < len(recorded) and len(last) == len(recorded) and last[kept:] == recorded[kept:]


RULE = Rule(
    code="RC206",
    name="page-mismatch",
    severity=Severity.WARNING,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
