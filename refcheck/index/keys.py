"""Keys under which a work is filed, and a printed reference is looked up: numbers and names in pairs and threes.

A key is a hash of what a reference to the work is likely to print whole: first author, year and first page; volume,
first page and year; three words of the title in a row. A reference is looked up under all keys that its words and
numbers can make, without being parsed. What was measured of them is in docs/local-index.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from refcheck.index.terms import STOP, family, first_page, hashed, number
from refcheck.model import Work

TRIPLES = 3  # of a title that are kept: those with the smallest hashes, which any reference to the work makes too
SHORT_TITLE = 4  # words that carry meaning, up to which author and title make a key
NUMBERS = 14  # of a reference that are looked at: the first four, and the last
WORDS_WITH_AUTHOR = 24

_ALL = (1 << 64) - 1
_PARTS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_YEAR = re.compile(r"(1[5-9]\d\d|20[0-3]\d)[a-z]?")
_NUMBER = re.compile(r"[a-z]{0,3}\d+[a-z]?")

_AUTHOR_YEAR_PAGE, _AUTHOR_VOLUME_PAGE, _VOLUME_PAGE_YEAR, _AUTHORS_YEAR, _TRIPLE, _AUTHOR_TITLE, _DOI = range(1, 8)


def _key(kind: int, a: int, b: int = 0, c: int = 0) -> int:
    """One key of three hashes, which count by their order."""
    x = (a * _PARTS[0] ^ (b * _PARTS[1] + kind) ^ c * _PARTS[2]) & _ALL
    x = ((x ^ (x >> 29)) * 0xBF58476D1CE4E5B9) & _ALL
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


def of_reference(found: Sequence[str]) -> set[int]:
    """The keys that the terms of a printed reference can make, some two hundred of them."""
    years = list(dict.fromkeys(t[:4] for t in found if _YEAR.fullmatch(t)))[:3]
    numbers = [n for t in found if (n := _as_number(t))]
    if len(numbers) > NUMBERS:
        numbers = numbers[:4] + numbers[4 - NUMBERS :]
    words = [t for t in found if len(t) > 1 and not t[0].isdigit()]
    names = [hashed(t) for t in words[:8] if t not in STOP][:5]
    telling = [hashed(t) for t in found if t not in STOP and len(t) > 1]
    return {*_of_numbers(names, [hashed(y) for y in years], [hashed(n) for n in numbers]), *_of_words(names, telling)}


def _as_number(term: str) -> str:
    """The term as a number is filed: without zeros in front; "" for a word."""
    if term[0].isdigit() or (len(term) < 12 and _NUMBER.fullmatch(term)):
        return term.lstrip("0")
    return ""


def _of_numbers(names: Sequence[int], years: Sequence[int], numbers: Sequence[int]) -> Iterator[int]:
    for author in names[:4]:
        yield from (_key(_AUTHOR_YEAR_PAGE, author, y, n) for y in years for n in numbers)
    for i, volume in enumerate(numbers):
        # the page stands a few numbers behind the volume
        for page in numbers[i + 1 : i + 4]:
            yield from (_key(_AUTHOR_VOLUME_PAGE, author, volume, page) for author in names[:4])
            yield from (_key(_VOLUME_PAGE_YEAR, volume, page, y) for y in years)
    for a, b in (*pairwise(names), *zip(names, names[2:], strict=False)):
        yield from (_key(_AUTHORS_YEAR, a, b, y) for y in years)


def _of_words(names: Sequence[int], telling: Sequence[int]) -> Iterator[int]:
    yield from (_key(_TRIPLE, *three) for three in zip(telling, telling[1:], telling[2:], strict=False))
    for author in names[:3]:
        for first, second in pairwise(telling[1 : WORDS_WITH_AUTHOR + 1]):
            yield _key(_AUTHOR_TITLE, author, first, second)
            yield _key(_AUTHOR_TITLE, author, first)
