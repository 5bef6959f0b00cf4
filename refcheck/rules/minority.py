"""What most references of a list do in one way, and the few that do it in another."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from refcheck.contracts import Slip
from refcheck.finding import Change, Confidence, Fix, Safety
from refcheck.model import Case, Field, Reference

ENOUGH = 5  # references that show how they do it, from which a list has a way of its own
FEW = 0.2  # of them may do it in another way; where more do, nobody can say which is the list's
_ET_AL = re.compile(r"\bet\.?\s+al\b", re.IGNORECASE)
_IN = re.compile(r"\bin\W*$", re.IGNORECASE)
SURE = 0.7  # probability that a field was read right, from which its form is looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How one reference does one thing: the form is what is compared, the text what is shown.

    `of` says what is done, and among which references: those of another kind may well do it in another way.
    """

    case: Case
    of: str
    form: str
    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Odd:
    """A form that few references have, an example of the usual one, and how many of all have that."""

    seen: Seen
    usual: Seen
    count: int
    total: int

    def __str__(self) -> str:
        what = self.seen.of.split("|")[0]
        return f'{what} "{self.seen.text}", in {self.count} of {self.total} references like "{self.usual.text}"'


def odd(seen: Iterable[Seen]) -> Iterator[Odd]:
    """The forms that few references of a list have, where most have one and the same."""
    things: defaultdict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        things[one.of].append(one)
    for alike in things.values():
        form, count = Counter(one.form for one in alike).most_common(1)[0]
        if len(alike) >= ENOUGH and len(alike) - count <= FEW * len(alike):
            usual = next(one for one in alike if one.form == form)
            yield from (Odd(one, usual, count, len(alike)) for one in alike if one.form != form)


def told(found: Iterable[Odd]) -> Iterator[Slip]:
    """One finding a reference, with all that is odd in it."""
    by_reference: defaultdict[int, list[Odd]] = defaultdict(list)
    for one in found:
        by_reference[one.seen.case.reference.n].append(one)
    for n in sorted(by_reference):
        first = by_reference[n][0].seen
        yield Slip(
            case=first.case,
            message="; ".join(map(str, by_reference[n])),
            confidence=Confidence.MEDIUM,
            field=first.field,
        )


def rewritten(found: Odd, field: str, old: str, new: str, *, safe: bool) -> Slip:
    """A finding with the same in the usual form, which changes nothing of what is said, if it is safe to apply."""
    case = found.seen.case
    return Slip(
        case=case,
        message=str(found),
        confidence=Confidence.MEDIUM,
        fix=Fix(f"print it as {new}", Safety.SAFE, (Change(case.reference.n, field, old, new),)) if safe else None,
        field=field,
    )


def sure(reference: Reference, name: str) -> Field | None:
    """The field of that name, if it is likely to have been read right."""
    field = reference.field(name)
    return field if field and field.confidence >= SURE else None


def between(reference: Reference, before: Field | None, behind: Field | None) -> str | None:
    """What is printed between two fields that follow each other, blanks as one; None where another is between them."""
    if not before or not behind or before.end > behind.start:
        return None
    if any(before.end <= f.start < behind.start for f in reference.fields):
        return None
    gap = reference.raw[before.end : behind.start]
    # at the end of a line nobody can tell which blanks are the list's
    return re.sub(r"\s+", " ", gap) if "\n" not in gap and "\r" not in gap else None


def in_journal(reference: Reference) -> bool:
    """Whether it is an article of a journal, and no chapter "in" a book."""
    container = reference.field("container-title")
    if reference.work.type != "article-journal" or not container:
        return False
    return not _IN.search(reference.raw, max(0, container.start - 6), container.start)


def people(reference: Reference) -> Sequence[Field]:
    """The names of the authors, if all are likely to have been read right."""
    names = [f for f in reference.fields if f.name == "author"]
    if not names or any(f.confidence < SURE for f in names):
        return ()
    # names behind "et al." are the first words of a title
    return () if _ET_AL.search(reference.raw, names[0].start, names[-1].end) else names
