"""Words of a text that is printed over several lines exchanged for others, and its line ends kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from refcheck.text import unbroken

_WORD = re.compile(r"\S+")
_ENDS = re.compile(r"[\r\n]")


def rewrapped(printed: str, new: str) -> str:
    """The printed text with the words of `new`, which is one line; as it was where a line end stands in the way.

    That is where what is exchanged goes over a line end, and where a word is to be left out between two of them.
    """
    places = list(_places(printed))
    old = _WORD.findall(unbroken(printed))
    if len(places) != len(old):
        return printed
    made, words = printed, new.split()
    for kind, a, b, c, d in reversed(SequenceMatcher(None, old, words, autojunk=False).get_opcodes()):
        if kind == "equal":
            continue
        start, end, put = _exchange(printed, places, (a, b), " ".join(words[c:d]))
        if _ENDS.search(printed[start:end]):
            return printed
        made = made[:start] + put + made[end:]
    return made


def _places(printed: str) -> Iterator[tuple[int, int]]:
    """Where each word of the unbroken text stands in the printed one; a word may go over a line end."""
    found = [m.span() for m in _WORD.finditer(printed)]
    while found:
        start, end = found.pop(0)
        while found and " " not in unbroken(printed[start : found[0][1]]):
            end = found.pop(0)[1]
        yield start, end


def _exchange(printed: str, places: list[tuple[int, int]], old: tuple[int, int], put: str) -> tuple[int, int, str]:
    """What is to be exchanged for what, where the words from one number up to another become others."""
    first, after = old
    if first == len(places):
        return places[-1][1], places[-1][1], f" {put}"
    if first == after:
        return places[first][0], places[first][0], f"{put} "
    if put:
        return places[first][0], places[after - 1][1], put
    if first and not _ENDS.search(printed[places[first - 1][1] : places[first][0]]):
        return places[first - 1][1], places[after - 1][1], ""
    return places[first][0], places[after][0] if after < len(places) else places[after - 1][1], ""
