"""The words that works are found by: of a record, and of a reference as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

from refcheck.model import Work
from refcheck.text import SILENT, fold, page_range, unbroken

AUTHORS = 10  # of a work whose names are looked for
STOP = SILENT | frozenset("is e using via its their into between or not be are this that these than".split())
_TERM = re.compile(r"[^\W_]+")


def terms(text: str) -> list[str]:
    """The words and numbers of a text in order: folded, apostrophes left out, what a line end breaks joined."""
    return _TERM.findall(fold(unbroken(text)).replace("'", "").replace("’", ""))


@lru_cache(maxsize=200_000)  # names, years and common words come again and again
def folded(text: str) -> tuple[str, ...]:
    """The terms of a short text that comes again and again."""
    return tuple(terms(text))


def number(text: str) -> str:
    """The first term of a volume, issue or page, without zeros in front."""
    found = folded(text)
    return found[0].lstrip("0") if found else ""


def family(known_as: str) -> str:
    """The last word of a family name, which stands in every way of citing it."""
    found = folded(known_as)
    return next((t for t in reversed(found) if len(t) > 1), found[-1] if found else "")


def first_page(work: Work) -> str:
    """The first page or article number."""
    return number(page_range(work.page)[0]) if work.page else ""


def beside_titles(work: Work) -> Iterator[str]:
    """What a reference to the work may print beside a title, the given names left out."""
    for name in work.author[:AUTHORS]:
        yield from folded(name.known_as)
    for container in work.container_titles:
        yield from folded(container)
    yield from map(str, work.years)
    yield from (n for n in (number(work.volume), number(work.issue), first_page(work)) if n)


@lru_cache(maxsize=500_000)
def hashed(term: str) -> int:
    """64 bits of a term, the same in every process."""
    return int.from_bytes(blake2b(term.encode("utf-8", "replace"), digest_size=8).digest(), "little")
