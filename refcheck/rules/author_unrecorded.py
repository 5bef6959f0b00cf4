"""Author whom the record does not name.

What it checks: whether anybody is cited beside the recorded authors who is nowhere among them. A record that stops
where lists are cut (at three authors, six or more) may be an incomplete one: then it is a note. A record that names no
more than half of those cited says nothing.

Why it matters: somebody gets credit for a work of others, and the reference looks made up.

What to do: compare with the work itself.

Fix safety: the list without the author, for review; where the record may be incomplete, it is only shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.authors import UNCUT, Step, added
from refcheck.model import Case, Name
from refcheck.parsing.author_list import listed_like, printed_authors, whole_list


def check(case: Case) -> Iterator[Slip]:
    """A matched reference with an author who is nowhere in the record."""
    if not printed_authors(case.reference):
        return
    for step in added(case.reference.work, case.recorded, case.reference.raw):
        yield _slip(case, step)


def _slip(case: Case, step: Step) -> Slip:
    reference, recorded = case.reference, case.recorded.author
    old, new = whole_list(reference), listed_like(reference, _without(case, step.cited), case.manner)
    # who stands before the last of the recorded was not lost where a list was cut
    whole = len(recorded) in UNCUT or step.before < len(recorded)
    return Slip(
        case=case,
        message=f"cited author {printed_authors(reference)[step.cited].text}, not among the {len(recorded)} recorded",
        confidence=Confidence.MEDIUM if whole else Confidence.LOW,
        severity=None if whole else Severity.NOTE,
        fix=Fix(
            "leave the author out",
            Safety.REVIEW if whole else Safety.DISPLAY,
            (Change(reference.n, "author", old, new),),
        ),
        field="author",
    )


def _without(case: Case, place: int) -> list[int | Name]:
    """The cited authors without that one; in a list that is cut short, the next recorded one comes in."""
    cited = case.reference.work
    kept: list[int | Name] = [i for i in range(len(cited.author)) if i != place]
    following = case.recorded.author[len(kept) : len(kept) + 1] if cited.et_al else ()
    return [*kept, *following]


RULE = Rule(
    code="RC210",
    name="author-unrecorded",
    severity=Severity.ERROR,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
