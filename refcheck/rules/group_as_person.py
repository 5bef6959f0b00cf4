"""Group printed as if it were a person.

What it checks: a cited author whose family name is a word of the recorded group, and whose initials are those of its
other words: "Organization WH" for the World Health Organization.

Why it matters: nobody looks for the group under such a name; reference managers make it of groups that were typed
into a person's field.

What to do: write the group's name out.

Fix safety: the recorded name of the group, for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.authors import is_group
from refcheck.model import Case, Name
from refcheck.parsing.author_list import printed_authors
from refcheck.parsing.names import initials
from refcheck.text import SILENT, folded, letters


def check(case: Case) -> Iterator[Slip]:
    """A matched reference with a recorded group taken apart into family name and initials."""
    groups = [name for name in case.recorded.author if is_group(name)]
    for field, cited in zip(printed_authors(case.reference), case.reference.work.author, strict=False):
        group = next((g for g in groups if _taken_apart(cited, g)), None)
        if group is None or letters(field.text) == letters(group.known_as):
            continue
        change = Change(case.reference.n, "author", field.text, group.known_as)
        yield Slip(
            case=case,
            message=f"cited author {field.text}, recorded {group.known_as}",
            confidence=Confidence.HIGH,
            fix=Fix("put the group's name", Safety.REVIEW, (change,)),
            field="author",
        )


def _taken_apart(cited: Name, group: Name) -> bool:
    """Whether the last word of a group's name is cited as a family name, with the initials of those before it."""
    words = folded(group.literal or f"{group.given} {group.family}")
    family, first = folded(cited.family), initials(cited.given)
    before = words[: len(words) - len(family)]
    if not family or not first or len(words) < 2 or words[-len(family) :] != family:
        return False
    told = "".join(w[0] for w in before if w not in SILENT), "".join(w[0] for w in before)
    return any(t.startswith(first) for t in told)


RULE = Rule(
    code="RC214",
    name="group-as-person",
    severity=Severity.WARNING,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
