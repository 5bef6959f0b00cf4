"""Numbers that skip, repeat or go back.

What it checks: in a numbered list each number follows the one before it. A list that starts again at 1 is a new list,
and so is one whose first number was lost and that counts on from 2. Letters behind a number (4a, 4b) and entries under
letters between two numbers belong to the number before them. A number that stands within the entry before it is not
missing: then it was not seen where it was read. Keys, by which a file knows its references, are no numbers.

Why it matters: citations by number point to the wrong entry, or to none.

What to do: find the reference that was lost, or number the list anew.

Fix safety: there is no fix: the citations in the text have to move too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from refcheck.contracts import ListRule, Needs, Slip
from refcheck.finding import Confidence, Severity
from refcheck.model import Case

_LABEL = re.compile(r"(\w+?)([a-z]?)")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A reference with the number printed before it, and the letter behind that."""

    case: Case
    number: int
    letter: str


def check(cases: Sequence[Case]) -> Iterator[Slip]:
    """Each number that does not follow the one before it."""
    for part in _lists(list(_runs(cases))):
        stated = {entry.number for entry in part}
        for before, entry in pairwise(part):
            if message := _said(before, entry, stated):
                yield Slip(case=entry.case, message=message, confidence=Confidence.HIGH, field="citation-number")


def _runs(cases: Sequence[Case]) -> Iterator[list[_Entry]]:
    """The numbered references, parted where one has no label at all: there a number may have been lost."""
    run: list[_Entry] = []
    for case in cases:
        label = case.reference.label
        if entry := _entry(case):
            run.append(entry)
        elif not (len(label) == 1 and label.isalpha()):
            yield run
            run = []
    yield run


def _entry(case: Case) -> _Entry | None:
    found = None if case.reference.keyed else _LABEL.fullmatch(case.reference.label)
    number = _number(found[1]) if found else None
    return _Entry(case, number, found[2] or case.reference.part) if found and number is not None else None


def _number(text: str) -> int | None:
    """The number in digits of any kind, raised and circled ones among them."""
    if len(text) == 1:
        value = unicodedata.numeric(text, -1.0)
        return int(value) if value >= 0 and value == int(value) else None
    digits = [unicodedata.digit(c, None) for c in text]
    return int("".join(map(str, digits))) if None not in digits else None


def _lists(runs: Sequence[list[_Entry]]) -> Iterator[list[_Entry]]:
    """The lists of the runs: one begins where the numbers begin anew."""
    for run in runs:
        starts = [0, *(i for i in range(1, len(run)) if _anew(run, i)), len(run)]
        yield from (run[a:b] for a, b in pairwise(starts))


def _anew(run: Sequence[_Entry], i: int) -> bool:
    """Whether a list begins here: with 1, or with 2 if 3 follows and the numbers before were beyond both."""
    number, before = run[i].number, run[i - 1].number
    if number == 1:
        return True
    return number == 2 < before - 1 and i + 1 < len(run) and run[i + 1].number == 3


def _said(before: _Entry, entry: _Entry, stated: set[int]) -> str:
    """What is wrong with a number behind another, "" where nothing is."""
    last, current = before.number, entry.number
    if current == last:
        return "" if entry.letter > before.letter else f"number {current}{entry.letter} is given twice"
    if current < last:
        return f"number {current} comes after {last}"
    lost = [n for n in range(last + 1, current) if n not in stated and not _within(before.case, n)]
    if not lost:
        return ""
    if len(lost) == 1:
        return f"number {lost[0]} is missing: {last} is followed by {current}"
    missing = f"{lost[0]} to {lost[-1]}" if lost[-1] - lost[0] < len(lost) else ", ".join(map(str, lost))
    return f"numbers {missing} are missing: {last} is followed by {current}"


def _within(case: Case, number: int) -> bool:
    """Whether a number stands in an entry like a label."""
    return bool(re.search(rf"(?<!\w)[\[(]?{number}[.)\]]\s*[^\W\d]", case.reference.raw))


RULE = ListRule(
    code="RC502", name="numbering", severity=Severity.WARNING, needs=Needs.PRINT, since="0.1.0", check=check
)
