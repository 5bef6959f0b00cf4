"""Author list cut short without "et al.".

What it checks: the record names more authors than the reference, and the reference does not say that it leaves any
out.

Why it matters: the reader takes the cited authors for all of them, and co-authors lose their credit.

What to do: name all authors, or as many as the style asks for followed by "et al.".

Fix safety: the missing authors, written as the list writes its names, for review. Of more than six authors the
first six are named, followed by "et al.", as NLM and ICMJE recommend.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.people import family_words, same_person
from refcheck.model import Case, Field, Name
from refcheck.parsing.names import written_like
from refcheck.text import mentions

MOST = 6  # authors named before "et al.": NLM, "Citing Medicine", and the ICMJE recommendations


def check(case: Case) -> Iterator[Slip]:
    """A matched reference with fewer authors than recorded and no "et al."."""
    cited, recorded = case.reference.work.author, case.recorded.author
    if not cited or case.reference.work.et_al or len(cited) >= len(recorded) or not same_person(cited[0], recorded[0]):
        return
    missing = [name for name in recorded if not any(same_person(a, name) for a in cited)]
    missing = missing[: len(recorded) - len(cited)] if len(missing) > len(recorded) - len(cited) else missing
    # a name that is printed but was not understood is not missing
    if not missing or any(mentions(case.reference.raw, " ".join(family_words(name))) for name in missing):
        return
    names = ", ".join(n.known_as for n in missing[:MOST]) + (", …" if len(missing) > MOST else "")
    yield Slip(
        case=case,
        message=f"{len(cited)} of {len(recorded)} recorded authors cited, without et al.; missing {names}",
        confidence=Confidence.HIGH,
        fix=_fix(case, missing),
        field="author",
    )


def _fix(case: Case, missing: list[Name]) -> Fix:
    printed = [f for f in case.reference.fields if f.name == "author"]
    last = printed[-1]
    separator = _separator(case.reference.raw, printed)
    added = [written_like(last.text, name) for name in missing]
    new = separator.join([last.text, *added])
    if len(printed) + len(added) > MOST:
        new = separator.join([last.text, *added[: max(0, MOST - len(printed))]]) + f"{separator}et al"
    # an ampersand before the last author means that the list would have to be joined anew
    safety = Safety.DISPLAY if "&" in separator or re.search(r"\band\b", separator) else Safety.REVIEW
    return Fix("add the missing authors", safety, (Change(case.reference.n, "author", last.text, new),))


def _separator(raw: str, printed: list[Field]) -> str:
    """What stands between the last two authors, or a comma where there is one author only."""
    return raw[printed[-2].end : printed[-1].start] if len(printed) > 1 else ", "


RULE = Rule(
    code="RC208",
    name="authors-truncated",
    severity=Severity.WARNING,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
