"""A reference that is printed over several lines as one line; what a line end did to its words is undone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from refcheck.model import Reference, Work
from refcheck.text import DASHES, fold

_BREAK = re.compile(r"[^\S\r\n]*(?:\r\n|\r|\n)\s*")
_DASH = re.compile(f"[{re.escape(DASHES)}]")
_BEFORE, _AFTER, _WORD = re.compile(r"\w+$"), re.compile(r"\w+"), re.compile(r"\w+")
_JOINT = re.compile(r"(?=(?<!\w)(\w+-\w+))")
_UNPARTED = ("DOI", "URL")  # fields that hold no blanks


class _Words(NamedTuple):
    """The words of a text, and those of them that a hyphen joins."""

    single: frozenset[str]
    joined: frozenset[str]


def unwrapped(reference: Reference, recorded: Work, text: str) -> str:
    """The text of a reference as one line.

    A hyphen at a line end is the word's own where the record has it so, or else the rest of the document; it is the
    typesetter's where they have the word without it, and where nobody knows.
    """
    whole = [(f.start, f.end) for f in reference.fields if f.name in _UNPARTED]
    witnesses = (_words(" \n".join(_printed(recorded))), _words(text))
    made, at = "", 0
    for found in _BREAK.finditer(reference.raw):
        made += reference.raw[at : found.start()]
        at = found.end()
        if any(start < found.start() < end for start, end in whole):
            continue
        before, after = _BEFORE.search(made[:-1]), _AFTER.match(reference.raw, at)
        if not _DASH.match(made[-1:]) or not before or not after:
            made += " "
        elif before[0][-1].isalpha() and after[0][0].islower() and _typeset(before[0], after[0], witnesses):
            made = made[:-1]
    return made + reference.raw[at:]


def _printed(recorded: Work) -> Iterator[str]:
    yield from (*recorded.titles, *recorded.container_titles, recorded.publisher)
    yield from (f"{name.given} {name.family} {name.literal}" for name in recorded.author)


@lru_cache(maxsize=1_000)  # a document is asked again and again
def _words(text: str) -> _Words:
    said = _DASH.sub("-", fold(text))
    return _Words(frozenset(_WORD.findall(said)), frozenset(_JOINT.findall(said)))


def _typeset(before: str, after: str, witnesses: Sequence[_Words]) -> bool:
    """Whether a hyphen between two parts of a word is there because the line ended."""
    first, second = fold(before), fold(after)
    for words in witnesses:
        if first + second in words.single:
            return True
        if f"{first}-{second}" in words.joined:
            return False
    return before[-1].islower()
