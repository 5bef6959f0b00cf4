"""A reference as printed: whether what is recorded stands in it, wherever the parser put it, with slips."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from refcheck.matching.given import may_be_one
from refcheck.matching.people import family_words
from refcheck.model import Work
from refcheck.text import DOI, SILENT, folded, letters, number, page_range

HEAD = 80  # code points of a reference in which its first author stands
LONG_FAMILY, LONG_NAME = 5, 12  # letters that are no accident
ALIKE = 85.0  # percent that the name of a container may differ by slips
GARBLED = 78.0  # … and that of an author: one letter of five
UNSAID = SILENT | frozenset("volume nr pages page pmid pmcid url available accessed retrieved".split())
_NUMBER = re.compile(r"(?<![\w.])[a-zA-Z]?\d+(?!\w)")
_FOUR = re.compile(r"(?<!\w)(?=\w?\d)(?=\d*[^\W\d]\d*(?!\w))\w{4}(?!\w)")  # of four signs, one a letter


@dataclass(frozen=True)
class Printed:
    """The text of a reference, and what of it is asked for each candidate; each is worked out once."""

    raw: str

    @cached_property
    def letters(self) -> str:
        """Its letters and digits in one piece."""
        return letters(self.raw)

    @cached_property
    def head(self) -> str:
        """Those of its beginning, where the first author stands."""
        return letters(self.raw[:HEAD])

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Its numbers without zeros in front, also those that a blank parts ("4 44")."""
        return _numbers(self.raw)

    @cached_property
    def numbers_beside_the_doi(self) -> frozenset[str]:
        """The same, but for those in a DOI: many hold year, volume and page of the work that they are of."""
        return _numbers(DOI.sub(" | ", self.raw))

    @cached_property
    def garbled(self) -> tuple[str, ...]:
        """What may be a year with one digit read as a letter ("19x4")."""
        return tuple(_FOUR.findall(self.raw))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words and numbers that say something."""
        return frozenset(self.in_order)

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """The same, as they stand."""
        return tuple(w for w in folded(self.raw) if len(w) > 1 and w not in UNSAID)

    def free(self, cited: Work, own: object) -> frozenset[str]:
        """The numbers that may be a field's; `own` is what the parser read as it.

        If it read another number, what other fields state is no sign that it was wrong.
        """
        if not own:
            return self.numbers
        stated = {*map(str, cited.years), number(cited.volume), number(cited.issue), *page_range(cited.page)}
        return self.numbers_beside_the_doi - stated

    def before(self, title: str) -> str:
        """The letters before a title, in which its authors stand where two references were taken for one."""
        wanted = letters(title)
        at = self.letters.find(wanted) if len(wanted) >= LONG_NAME else -1
        return self.letters[max(0, at - HEAD) : max(0, at)]

    def holds(self, phrase: str) -> bool:
        """Whether a phrase stands in it letter for letter, however it is parted."""
        wanted = letters(phrase)
        return bool(wanted) and wanted in self.letters


def _numbers(text: str) -> frozenset[str]:
    found = list(_NUMBER.finditer(text))
    parted = (a[0] + b[0] for a, b in pairwise(found) if text[a.end() : b.start()] == " " and b[0].isdigit())
    return frozenset(n.lower().lstrip("0") for n in (*(m[0] for m in found), *parted))


@lru_cache(maxsize=256)  # a reference is compared with each of its candidates
def seen(raw: str) -> Printed:
    """The reference printed so."""
    return Printed(raw)


@lru_cache(maxsize=10_000)
def telling(text: str) -> frozenset[str]:
    """The words and numbers of a text that say something."""
    return frozenset(w for w in folded(text) if len(w) > 1 and w not in UNSAID)


def author(cited: Work, recorded: Work, printed: Printed) -> str:
    """Whether the first author's family name does, blanks or none: at the beginning, or before the title."""
    family = "".join(family_words(recorded.author[0])) if recorded.author else ""
    if len(family) < LONG_FAMILY or family in letters(cited.title):
        return ""
    if family in printed.head or family in printed.before(recorded.title):
        return "printed"
    # what was read as another person may be this one, spoilt, unless their given names differ
    if cited.author and not may_be_one(cited.author[0].given, recorded.author[0].given):
        return ""
    return "garbled" if fuzz.partial_ratio(family, printed.head, score_cutoff=GARBLED) else ""


def year(cited: Work, recorded: Work, printed: Printed) -> str:
    """Whether one of the years does, or one digit of it is a letter."""
    years = [str(y) for y in recorded.years]
    numbers = printed.free(cited, cited.years)
    if any(y in numbers for y in years):
        return "printed"
    near = (sum(a == b for a, b in zip(y, g, strict=False)) == len(y) - 1 for y in years for g in printed.garbled)
    return "garbled" if any(near) else ""


def container(_: Work, recorded: Work, printed: Printed) -> str:
    """Whether a name of the container does, with slips."""
    names = (letters(name) for name in recorded.container_titles)
    found = any(len(n) >= LONG_NAME and fuzz.partial_ratio(n, printed.letters, score_cutoff=ALIKE) for n in names)
    return "printed" if found else ""


def volume(cited: Work, recorded: Work, printed: Printed) -> str:
    """Whether the volume does, if it has two digits."""
    found = number(recorded.volume)
    return "printed" if len(found) > 1 and found in printed.free(cited, cited.volume) else ""


def page(cited: Work, recorded: Work, printed: Printed) -> str:
    """Whether the first page does, if it has two digits."""
    first = page_range(recorded.page)[0].lstrip("0")
    return "printed" if len(first) > 1 and first in printed.free(cited, cited.page) else ""


PRINTED: dict[str, Callable[[Work, Work, Printed], str]] = {
    "author": author,
    "issued": year,
    "container-title": container,
    "volume": volume,
    "page": page,
}
