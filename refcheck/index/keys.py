"""Keys under which a work is filed, and a printed reference is looked up: numbers and names in pairs and threes.

A key is a hash of what a reference to the work is likely to print whole: first author, year and first page; volume,
first page and year; three words of the title in a row. A reference is looked up under all keys that its words and
numbers can make, without being parsed. What was measured of them is in docs/local-index.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from refcheck.index.table import Keys
from refcheck.index.terms import STOP, family, first_page, hashed, number
from refcheck.model import Work

Places = npt.NDArray[np.int64]

TRIPLES = 3  # of a title that are kept: those with the smallest hashes, which any reference to the work makes too
SHORT_TITLE = 4  # words that carry meaning, up to which author and title make a key
NUMBERS = 14  # of a reference that are looked at: the first four, and the last
WORDS = 200  # of a reference that are looked at
WORDS_WITH_AUTHOR = 24

_ALL = (1 << 64) - 1
_PARTS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_LAST = 0xBF58476D1CE4E5B9
_AS_ARRAY = np.array([*_PARTS, _LAST], np.uint64)
_YEAR = re.compile(r"(1[5-9]\d\d|20[0-3]\d)[a-z]?")
_NUMBER = re.compile(r"[a-z]{0,3}\d+[a-z]?")

_AUTHOR_YEAR_PAGE, _AUTHOR_VOLUME_PAGE, _VOLUME_PAGE_YEAR, _AUTHORS_YEAR, _TRIPLE, _AUTHOR_TITLE, _DOI = range(1, 8)


def _key(kind: int, a: int, b: int = 0, c: int = 0) -> int:
    """One key of three hashes, which count by their order."""
    x = (a * _PARTS[0] ^ (b * _PARTS[1] + kind) ^ c * _PARTS[2]) & _ALL
    x = ((x ^ (x >> 29)) * _LAST) & _ALL
    return x ^ (x >> 32)


def of_doi(doi: str) -> int:
    """The key of a DOI, in lower case."""
    return _key(_DOI, hashed(doi))


def of_work(work: Work, titles: Iterable[Sequence[str]]) -> set[int]:
    """The keys of a work, five to ten of them; `titles` are the terms of each of its titles."""
    found: set[int] = set()
    authors = [hashed(f) for name in work.author[:2] if (f := family(name.known_as))]
    volume, page = number(work.volume), first_page(work)
    v, p = hashed(volume) if volume else 0, hashed(page) if page else 0
    years = [hashed(str(y)) for y in work.years]
    for author in authors[:1]:
        found |= {_key(_AUTHOR_YEAR_PAGE, author, y, p) for y in years if p}
        if v and p:
            found.add(_key(_AUTHOR_VOLUME_PAGE, author, v, p))
    found |= {_key(_VOLUME_PAGE_YEAR, v, p, y) for y in years if v and p}
    if len(authors) == 2:
        found |= {_key(_AUTHORS_YEAR, authors[0], authors[1], y) for y in years}
    for title in titles:
        found.update(_of_title(title, authors[0] if authors else 0))
    return found


def _of_title(title: Sequence[str], author: int) -> Iterator[int]:
    telling = [hashed(t) for t in title if t not in STOP and len(t) > 1]
    threes = {_key(_TRIPLE, *three) for three in zip(telling, telling[1:], telling[2:], strict=False)}
    yield from sorted(threes)[:TRIPLES]
    if author and 0 < len(telling) <= SHORT_TITLE:
        yield _key(_AUTHOR_TITLE, author, telling[0], telling[1] if len(telling) > 1 else 0)


def of_reference(found: Sequence[str]) -> Keys:
    """The keys that the terms of a printed reference can make, some two hundred of them, in order."""
    told = [_told(term) for term in found]
    years = list(dict.fromkeys(t.year for t in told if t.year))[:3]
    numbers = [t.number for t in told if t.number]
    if len(numbers) > NUMBERS:
        numbers = numbers[:4] + numbers[4 - NUMBERS :]
    words = [t.telling for t in told if t.is_word][:8]
    names = [w for w in words if w][:5]
    telling = [t.telling for t in told if t.telling][:WORDS]
    kinds, a, b, c = _combined(len(names), len(years), len(numbers), len(telling))
    hashes = np.array([0, *names, *years, *numbers, *telling], np.uint64)
    # the same sums as in `_key`, of all at once
    x = hashes[a] * _AS_ARRAY[0] ^ (hashes[b] * _AS_ARRAY[1] + kinds) ^ hashes[c] * _AS_ARRAY[2]
    x = (x ^ (x >> np.uint64(29))) * _AS_ARRAY[3]
    return np.unique(x ^ (x >> np.uint64(32)))


class _Told(NamedTuple):
    """What a term may be: hashes, 0 where it is no such thing."""

    year: int
    number: int
    telling: int
    is_word: bool


@lru_cache(maxsize=200_000)  # years, numbers and common words come again and again
def _told(term: str) -> _Told:
    number = term.lstrip("0") if term[0].isdigit() or (len(term) < 12 and _NUMBER.fullmatch(term)) else ""
    return _Told(
        year=hashed(term[:4]) if _YEAR.fullmatch(term) else 0,
        number=hashed(number) if number else 0,
        telling=hashed(term) if len(term) > 1 and term not in STOP else 0,
        is_word=len(term) > 1 and not term[0].isdigit(),
    )


@lru_cache(maxsize=4_000)  # references have about as many names, years, numbers and words
def _combined(names: int, years: int, numbers: int, telling: int) -> tuple[Keys, Places, Places, Places]:
    """The kinds of all keys of so many terms, and the places of their three hashes; at place 0 is nothing."""
    starts = [1, 1 + names, 1 + names + years, 1 + names + years + numbers]
    n, y, v, t = (range(a, a + size) for a, size in zip(starts, (names, years, numbers, telling), strict=True))
    rows = np.array([*_of_numbers(n, y, v), *_of_words(n, t)], np.int64).reshape(-1, 4)
    return rows[:, 0].astype(np.uint64), rows[:, 1].copy(), rows[:, 2].copy(), rows[:, 3].copy()


def _of_numbers(names: range, years: range, numbers: range) -> Iterator[tuple[int, int, int, int]]:
    for author in names[:4]:
        yield from ((_AUTHOR_YEAR_PAGE, author, y, n) for y in years for n in numbers)
    for i, volume in enumerate(numbers):
        # the page stands a few numbers behind the volume
        for page in numbers[i + 1 : i + 4]:
            yield from ((_AUTHOR_VOLUME_PAGE, author, volume, page) for author in names[:4])
            yield from ((_VOLUME_PAGE_YEAR, volume, page, y) for y in years)
    for gap in (1, 2):
        yield from ((_AUTHORS_YEAR, a, b, y) for a, b in zip(names, names[gap:], strict=False) for y in years)


def _of_words(names: range, telling: range) -> Iterator[tuple[int, int, int, int]]:
    yield from ((_TRIPLE, *three) for three in zip(telling, telling[1:], telling[2:], strict=False))
    for author in names[:3]:
        for first, second in pairwise(telling[1 : WORDS_WITH_AUTHOR + 1]):
            yield _AUTHOR_TITLE, author, first, second
            yield _AUTHOR_TITLE, author, first, 0
