"""Volume that is not the recorded one.

What it checks: the cited volume against the recorded one, roman numbers, leading zeros and "vol." aside. Where one slip
explains the difference (a glyph misread, two digits swapped, one lost), the message says which. Where all else agrees
and the two are far apart, in an issue that is counted through all volumes or in an old journal, the volumes may be
counted in two ways (Lancet 1986;1(8476) is volume 327): a note.

Why it matters: volume and page are what a reader without a DOI finds the work by, and no spelling checker sees them.

What to do: compare with the work itself.

Fix safety: the recorded volume, for review; a note is only shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.slips import slip
from refcheck.model import Case, Field
from refcheck.parsing import unread
from refcheck.text import number

THROUGH = 4  # digits of an issue that is counted through all volumes
NUMBERED_ANEW = 1950  # until when journals began new series of volumes
FAR = 50  # volumes apart
_WORD = re.compile(r"[^\W\d_]+\W+\d")


def check(case: Case) -> Iterator[Slip]:
    """A matched reference with another volume."""
    cited = case.reference.field("volume")
    if cited is None or case.match is None or case.match.level("volume") not in ("slip", "different"):
        return
    recorded = case.recorded.volume
    if unread(case.reference, recorded) or recorded in cited.text.split():
        return
    if _WORD.match(recorded):
        recorded = number(recorded)  # the registry's "Vol. 13"; the list prints its own words
    if _swapped(case):
        yield _both(case, cited)
        return
    explained = slip(cited.text, recorded)
    if not explained and cited.text == case.recorded.issue:
        explained = "that is the issue"
    twice = not explained and _counted_twice(case)
    if twice:
        explained = "perhaps counted in two ways"
    yield Slip(
        case=case,
        message=f"cited volume {cited.text}, recorded {recorded}" + (f" ({explained})" if explained else ""),
        confidence=Confidence.LOW if twice else Confidence.HIGH,
        severity=Severity.NOTE if twice else None,
        fix=Fix(
            "put the recorded volume",
            Safety.DISPLAY if twice else Safety.REVIEW,
            (Change(case.reference.n, "volume", cited.text, recorded),),
        ),
        field="volume",
    )


def _counted_twice(case: Case) -> bool:
    """Whether all else agrees, and the two volumes are so far apart that a journal may count them in two ways.

    "Lancet 1986;1(8476):307" is volume 327, "Ann Phys 1905;17:891" volume 322.
    """
    if case.match is None or any(case.match.level(name) != "same" for name in ("issued", "page")):
        return False
    a, b = number(case.reference.work.volume), number(case.recorded.volume)
    if not (a.isdecimal() and b.isdecimal()):
        return False
    in_one_issue = len(case.reference.work.issue) >= THROUGH and case.match.level("issue") == "same"
    old = max(case.recorded.years) < NUMBERED_ANEW
    return abs(int(a) - int(b)) >= FAR and (in_one_issue or old)


def _swapped(case: Case) -> bool:
    """Whether volume and issue have changed places."""
    cited, recorded = case.reference.work, case.recorded
    both = number(cited.issue) == number(recorded.volume) and number(cited.volume) == number(recorded.issue)
    return both and case.reference.field("issue") is not None


def _both(case: Case, volume: Field) -> Slip:
    issue = case.reference.field("issue")
    shown = issue.text if issue else ""
    changes = (
        Change(case.reference.n, "volume", volume.text, case.recorded.volume),
        Change(case.reference.n, "issue", shown, case.recorded.issue),
    )
    return Slip(
        case=case,
        message=f"cited volume {volume.text} and issue {shown}, "
        f"recorded {case.recorded.volume} and {case.recorded.issue} (they changed places)",
        confidence=Confidence.HIGH,
        fix=Fix("put volume and issue in their places", Safety.REVIEW, changes),
        field="volume",
    )


RULE = Rule(
    code="RC204",
    name="volume-mismatch",
    severity=Severity.ERROR,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
