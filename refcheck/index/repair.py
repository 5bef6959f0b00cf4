"""Guess the words of a badly printed reference: blanks lost and added, a letter wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

LONG = 4  # letters from which a part of a word is taken for a word
RARE = 3  # works; a word that no more of them hold may be half of another

_PARTS = re.compile(r"\d+|[^\W\d_]+")
_CASES = re.compile(r"[A-ZÀ-ÖØ-Þ]+(?![a-zß-öø-ÿ])|[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+|[a-zß-öø-ÿ]+")
Frequency = Callable[[str], int]


def cased(text: str) -> str:
    """The text with a blank wherever a capital follows a small letter, and between letters and digits."""
    return " ".join(w for part in _PARTS.findall(text) for w in _CASES.findall(part) or [part])


def guesses(terms: Sequence[str], frequency: Frequency) -> Iterator[str]:
    """Words that works hold, made of the terms: neighbours joined, what no work holds parted."""
    for size in (2, 3):
        for i in range(len(terms) - size + 1):
            parts = terms[i : i + size]
            joined = "".join(parts)
            if len(joined) >= LONG and min(map(frequency, parts)) <= RARE and frequency(joined):
                yield joined
    for term in terms:
        if not frequency(term):
            yield from _parted(term, frequency)


def _parted(term: str, frequency: Frequency) -> Iterator[str]:
    """The parts of a term that are words: letters and digits, else two words, the longer ones first."""
    parts = _PARTS.findall(term)
    if len(parts) > 1:
        yield from (p.lstrip("0") for p in parts if frequency(p.lstrip("0")))
        return
    at = max(
        range(LONG - 1, len(term) - 1),
        key=lambda i: min(frequency(term[:i]), frequency(term[i:])),
        default=0,
    )
    if at:
        yield from (p for p in (term[:at], term[at:]) if len(p) > 1 and frequency(p))
