"""Which references a text does not cite; said only where it is clear that the whole text is there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from itertools import groupby

from refcheck.matching.cited import Cited
from refcheck.model import Document, Reference
from refcheck.parsing.listed import WORD, name_keys
from refcheck.parsing.prose import DATED, lacks_tables, lists
from refcheck.text import DASHES

MOSTLY = 0.9  # share of a list that must be cited before what is not is told: else the text is not all there
FEW = 4  # references; of fewer it is not clear that a text cites them all
TAIL = 3  # references at the end of a list; tables and figures that are not there may cite them


def uncited(cited: Cited) -> Iterator[Reference]:
    """The references that nothing cites; none where the text lacks its tables, which may cite them."""
    if not cited.sure or lacks_tables(cited.document.text):
        return
    stray = _stray_labels(cited) if cited.by_label else _stray_names(cited)
    for references in _lists(cited.document):
        if len(references) < FEW:
            continue
        others = [r for r in references if r.n not in cited.sure]
        if len(others) <= max(1, (1 - MOSTLY) * len(references)):
            yield from (r for r in _untailed(references, cited.sure) if r.n not in cited.perhaps and not stray(r))


def _lists(document: Document) -> Iterator[list[Reference]]:
    """The references list by list."""
    ends = [span.end for span in lists(document.text, document.references)]
    for _, listed in groupby(document.references, key=lambda r: bisect_left(ends, r.span.end)):
        yield list(listed)


def _untailed(references: Sequence[Reference], cited: Container[int]) -> Sequence[Reference]:
    """The references without those at the end that nothing cites, where they are several."""
    last = max((i for i, r in enumerate(references) if r.n in cited), default=-1)
    numbered = references[-1].label.isdecimal()
    return references[: last + 1] if numbered and len(references) - last > TAIL else references


def _rest(document: Document) -> str:
    """The text outside the lists."""
    at, parts = 0, []
    for span in lists(document.text, document.references):
        parts.append(document.text[at : span.start])
        at = span.end
    return "\n\n".join((*parts, document.text[at:]))


_BRACKETS = {"[": re.compile(r"\[[^\[\]]{1,300}"), "(": re.compile(r"\([^()]{1,300}")}
_NUMBERS = re.compile(rf"(\d{{1,4}})(?:\s?[{re.escape(DASHES)}⁻]\s?(\d{{1,4}}))?")
_GLUED = re.compile(rf"(?<=[^\s\d]){_NUMBERS.pattern}")
_ENDS = re.compile(r"(?<=[^\W\d_])\d{2,6}")
_CALLED = re.compile(r"\b(?:refs?\.?|references?)\s[^()\[\]\n]{1,60}", re.IGNORECASE)
_RAISED = re.compile("[⁰¹²³⁴-⁹]+")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
WIDEST = 200  # numbers of a range


def _stray_labels(cited: Cited) -> Callable[[Reference], bool]:
    """Whether a label stands anywhere where it could be a citation, though none was read there."""
    rest = _RAISED.sub(lambda m: f",{m[0].translate(_LOWERED)}", _rest(cited.document))
    begins = Counter(cited.document.text[c.within.start] for c in cited.by_label)
    if bracket := _BRACKETS.get(begins.most_common(1)[0][0]):
        found = _numbers(_NUMBERS, (m[0] for m in bracket.finditer(rest)))
    else:
        found = _numbers(_GLUED, [rest])
        # what is glued to a number cannot be told from it: Bs325 may be Bs3 and 25
        found |= {m[0][i:] for m in _ENDS.finditer(rest) for i in range(1, len(m[0]))}
    found |= _numbers(_NUMBERS, (m[0] for m in _CALLED.finditer(rest)))
    return lambda reference: reference.label in found if reference.label.isdecimal() else reference.label in rest


def _numbers(pattern: re.Pattern[str], places: Iterable[str]) -> set[str]:
    """The numbers in these places, with all that a range spans."""
    ranges = (m for place in places for m in pattern.finditer(place))
    return {str(n) for m in ranges for n in range(int(m[1]), min(int(m[2] or m[1]), int(m[1]) + WIDEST) + 1)}


NEAR = 120  # code points before a year in which its authors stand


def _stray_names(cited: Cited) -> Callable[[Reference], bool]:
    """Whether a first author stands near the year anywhere; also where it is not clear who that is."""
    rest = _rest(cited.document)
    near = {
        (key, year[0])
        for year in DATED.finditer(rest)
        for word in WORD.findall(rest, max(0, year.start() - NEAR), year.start())
        for key in name_keys(word)
    }

    def stray(reference: Reference) -> bool:
        people = reference.work.author
        if not people or people[0].literal or people[0].known_as[:4] not in reference.raw[:40]:
            return True
        dates = cited.listed.dates(reference)
        return any((key, date[:4]) in near for key in name_keys(people[0].known_as) for date in dates)

    return stray
