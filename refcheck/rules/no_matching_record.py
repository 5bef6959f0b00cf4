"""No record of the cited work where it was looked for.

What it checks: every source that was asked answered, none of them holds a record that the reference could mean,
and works of its kind are registered there. A source that stayed silent makes the reference "not checked" instead.

Why it matters: it may be a slip so large that nothing fits, or a work that these sources do not hold: old, regional,
a report, a book. Only a person can tell.

What to do: look the work up elsewhere. The finding says where refcheck looked, and what was nearest; where that has the
very title and other authors, it names them.

Fix safety: there is no fix.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Confidence, Severity
from refcheck.matching.authors import names, of_others
from refcheck.matching.titles import similarity
from refcheck.model import Answered, Case, Match, State

NEAREST = 0.75  # share of the title's letters from which a record is worth naming


def check(case: Case) -> Iterator[Slip]:
    """A reference that every source answered for, and none knows."""
    if case.state is not State.NOT_FOUND:
        return
    asked = dict.fromkeys(a.source for a in case.answers + case.doi_answers if isinstance(a, Answered))
    message = f"no matching record in {' or '.join(asked)}"
    nearest = max(case.rivals, key=lambda m: _likeness(case, m), default=None)
    if nearest and _likeness(case, nearest) < NEAREST:
        nearest = None
    yield Slip(
        case=case,
        message=message + (f"; nearest {_named(nearest)}" if nearest else ""),
        confidence=Confidence.LOW,
    )


def _likeness(case: Case, match: Match) -> float:
    cited = case.reference.work.title
    return 1.0 if "without-subtitle" in match.level("title") else similarity(cited, match.record.work.title)


def _named(match: Match) -> str:
    work = match.record.work
    year = f" ({min(work.years)})" if work.years else ""
    by = f" by {names(work)}" if of_others(match) else ""
    return f'"{work.title}"{by}{year}{" " + work.DOI if work.DOI else ""}'


RULE = Rule(
    code="RC301",
    name="no-matching-record",
    severity=Severity.WARNING,
    needs=Needs.ANSWERS,
    since="0.1.0",
    check=check,
)
