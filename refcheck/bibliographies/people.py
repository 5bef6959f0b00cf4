"""Names as BibTeX has them: "First von Last", "von Last, First", "von Last, Jr, First", joined by "and"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_AND = re.compile(r"[{}]|(?<=\s)and(?=\s)", re.IGNORECASE)
_MARK = re.compile(r"\\.|[{},]|[\s~]+", re.DOTALL)
_CASE = re.compile(r"\{\\(?:[A-Za-z]+|.)|[{}]|[^\W\d_]", re.DOTALL)
_PLAIN = re.compile(r"[^\\{}~]*")


class Person(NamedTuple):
    """A name in its parts, in LaTeX; `whole` says that it is one word in braces, which an institution is."""

    first: str
    von: str
    last: str
    jr: str
    whole: bool


def names(text: str) -> Iterator[tuple[int, int]]:
    """Where each name stands in a list of them."""
    start, depth = 0, 0
    for mark in _AND.finditer(text):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth = max(0, depth - 1)
        elif not depth:
            yield from _stripped(text, start, mark.start())
            start = mark.end()
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    name = text[start:end]
    if bare := name.strip():
        start += name.index(bare)
        yield start, start + len(bare)


@lru_cache(maxsize=50_000)  # people write more than one paper
def person(name: str) -> Person:
    """A name in its parts, as BibTeX parts it; a comma too many is passed over."""
    sections = [words for words in _sections(name) if words]
    if not sections:
        return Person("", "", "", "", False)
    if len(sections) == 1:
        (words,) = sections
        whole = len(words) == 1 and words[0].startswith("{") and not words[0].startswith("{\\")
        small = [i for i, word in enumerate(words[:-1]) if _small(word)]
        first, last = (small[0], small[-1] + 1) if small else (len(words) - 1, len(words) - 1)
        return Person(_line(words[:first]), _line(words[first:last]), _line(words[last:]), "", whole)
    family, *rest = sections
    last = max((i + 1 for i, word in enumerate(family[:-1]) if _small(word)), default=0)
    jr, *given = rest if len(rest) > 1 else [[], *rest]
    first_names = [word for words in given for word in words]
    return Person(_line(first_names), _line(family[:last]), _line(family[last:]), _line(jr), False)


def _line(words: list[str]) -> str:
    return " ".join(words)


def _sections(name: str) -> list[list[str]]:
    """The words of each part between commas; what stands in braces is not parted."""
    if _PLAIN.fullmatch(name):
        return [section.split() for section in name.split(",")]
    sections: list[list[str]] = [[]]
    word, depth, at = "", 0, 0
    for mark in _MARK.finditer(name):
        word, at = word + name[at : mark.start()], mark.end()
        sign = mark[0]
        depth = max(0, depth + {"{": 1, "}": -1}.get(sign, 0))
        if depth or sign == "}" or sign.startswith("\\"):
            word += sign
            continue
        if word:
            sections[-1].append(word)
            word = ""
        if sign == ",":
            sections.append([])
    word += name[at:]
    return [*sections[:-1], [*sections[-1], word]] if word else sections


def _small(word: str) -> bool:
    """Whether the first letter of a word is a small one; what stands in braces has none, unless it is a macro's."""
    depth, special = 0, False
    for sign in _CASE.finditer(word):
        if sign[0].startswith("{"):
            special = special or (not depth and len(sign[0]) > 1)
            depth += 1
        elif sign[0] == "}":
            depth = max(0, depth - 1)
            special = special and depth > 0
        elif special or not depth:
            return sign[0].islower()
    return False
