"""Authors in another order than recorded.

What it checks: all cited authors are recorded, and stand in another order there; or the list is cut short ("et al.")
and does not begin with the first of them. Where the recorded order is that of
the alphabet, the registry may have sorted them, and the finding is a note.

Why it matters: the first author is whom the work is cited by, and the place in the list says who did what.

What to do: compare with the work itself.

Fix safety: the cited names in the recorded order, written as the list writes them, for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.authors import first_left_out, is_group, reordered
from refcheck.model import Case, Name
from refcheck.parsing.author_list import listed_like, printed_authors, whole_list
from refcheck.text import fold


def check(case: Case) -> Iterator[Slip]:
    """A matched reference whose authors are recorded in another order."""
    cited, recorded = case.reference.work.author, case.recorded.author
    places = reordered(cited, recorded)
    if not printed_authors(case.reference):
        return
    if first_left_out(case.reference.work, case.recorded):
        yield _not_first(case)
    if not places:
        return
    order = _reordered(cited, places)
    new = listed_like(case.reference, order, case.manner)
    shown = [", ".join(n.known_as for n in names) for names in (cited, [cited[i] for i in order])]
    change = Change(case.reference.n, "author", whole_list(case.reference), new)
    yield Slip(
        case=case,
        message=f"cited author order {shown[0]}, recorded {shown[1]}",
        confidence=Confidence.MEDIUM,
        severity=Severity.NOTE if _sorted(recorded) and not _sorted(cited) else None,
        fix=Fix("put the authors in the recorded order", Safety.REVIEW, (change,)),
        field="author",
    )


def _reordered(cited: tuple[Name, ...], places: list[int]) -> list[int]:
    """The cited authors in the recorded order; groups stay where they are."""
    people = [i for i, name in enumerate(cited) if not is_group(name)]
    sorted_people = iter(sorted(range(len(people)), key=places.__getitem__))
    return [i if is_group(name) else people[next(sorted_people)] for i, name in enumerate(cited)]


def _not_first(case: Case) -> Slip:
    """Of a list that is cut short, only those it names are known: the first recorded ones take their places."""
    cited, recorded = case.reference.work.author, case.recorded.author
    new = listed_like(case.reference, list(recorded[: len(cited)]), case.manner)
    change = Change(case.reference.n, "author", whole_list(case.reference), new)
    return Slip(
        case=case,
        message=f"cited first author {cited[0].known_as}, recorded {recorded[0].known_as}",
        confidence=Confidence.MEDIUM,
        severity=Severity.NOTE if _sorted(recorded) else None,
        fix=Fix("put the first recorded authors", Safety.REVIEW, (change,)),
        field="author",
    )


def _sorted(names: tuple[Name, ...]) -> bool:
    """Whether there are enough names in the order of the alphabet for that to be no accident."""
    known = [fold(name.known_as) for name in names]
    return len(known) > 3 and known == sorted(known)


RULE = Rule(
    code="RC209",
    name="author-order",
    severity=Severity.ERROR,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
