"""Whether what is recorded stands in a reference as printed, wherever the parser put it, with slips."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from rapidfuzz import fuzz

from refcheck.matching.people import family_words
from refcheck.model import Work
from refcheck.text import letters, number, page_range

HEAD = 80  # code points of a reference in which its first author stands
LONG_FAMILY, LONG_NAME = 5, 12  # letters that are no accident
ALIKE = 85.0  # percent that the name of a container may differ by slips
_NUMBER = re.compile(r"(?<![\w.])[a-zA-Z]?\d+(?!\w)")


@lru_cache(maxsize=4_000)
def _numbers(raw: str) -> frozenset[str]:
    return frozenset(n.lower().lstrip("0") for n in _NUMBER.findall(raw))


@lru_cache(maxsize=4_000)
def _letters(raw: str) -> str:
    return letters(raw)


def unread(cited: Work, raw: str) -> str:
    """The reference without the numbers that its fields state."""
    stated = {*map(str, cited.years), number(cited.volume), number(cited.issue), *page_range(cited.page)}
    return _NUMBER.sub(lambda m: "" if m[0].lower().lstrip("0") in stated else m[0], raw)


def author(recorded: Work, raw: str) -> bool:
    """Whether the first author's family name does, blanks or none."""
    family = "".join(family_words(recorded.author[0])) if recorded.author else ""
    return len(family) >= LONG_FAMILY and family in _letters(raw[:HEAD])


def year(recorded: Work, raw: str) -> bool:
    """Whether one of the years does."""
    return any(str(y) in _numbers(raw) for y in recorded.years)


def container(recorded: Work, raw: str) -> bool:
    """Whether a name of the container does, with slips."""
    names = (letters(name) for name in recorded.container_titles)
    return any(len(n) >= LONG_NAME and fuzz.partial_ratio(n, _letters(raw)) >= ALIKE for n in names)


def volume(recorded: Work, raw: str) -> bool:
    """Whether the volume does, if it has two digits."""
    found = number(recorded.volume)
    return len(found) > 1 and found in _numbers(raw)


def page(recorded: Work, raw: str) -> bool:
    """Whether the first page does, if it has two digits."""
    first = page_range(recorded.page)[0].lstrip("0")
    return len(first) > 1 and first in _numbers(raw)


PRINTED: dict[str, Callable[[Work, str], bool]] = {
    "author": author,
    "issued": year,
    "container-title": container,
    "volume": volume,
    "page": page,
}
