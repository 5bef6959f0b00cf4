"""Running text as words, numbers and signs, each of which knows the bracket that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from refcheck.model import Span
from refcheck.text import fold

_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:['’‐‑-](?:\r?\n)?[^\W\d_]+){0,4})|(?P<number>\d+[a-k]?(?![^\W_]))"
    r"|(?P<gap>\n[^\S\n]*\n\s*|\0+)|(?P<sign>[^\w\s\0]|\w+)"
)
_CLOSES = {")": "(", "]": "["}
FAR = 600  # tokens; a bracket that is open longer was never closed


class Token(NamedTuple):  # there are as many as words, and a dataclass takes twice the time to make
    """A word, number or sign: as printed, folded, and where it stands."""

    kind: str
    text: str
    folded: str
    start: int
    end: int
    capital: bool


class Running:
    """A text as tokens; what lies outside of it is nothing."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))

    def token(self, i: int) -> Token | None:
        """The token of that index, None outside."""
        return self.tokens[i] if 0 <= i < len(self.tokens) else None

    def folded(self, i: int) -> str:
        """The token of that index folded, "" outside."""
        return self.tokens[i].folded if 0 <= i < len(self.tokens) else ""

    def printed(self, i: int) -> str:
        """The token of that index as printed, "" outside."""
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def span(self, first: int, end: int) -> Span:
        """Where the tokens from `first` up to `end` stand."""
        return Span(self.tokens[first].start, self.tokens[end - 1].end)

    def within(self, i: int) -> Span | None:
        """The innermost bracket round a token; None where there is none, or it is not closed."""
        around, closed = self._brackets
        opening = around[i]
        closing = closed.get(opening)
        return self.span(opening, closing + 1) if closing is not None and closing - opening < FAR else None

    @cached_property
    def _brackets(self) -> tuple[list[int], dict[int, int]]:
        """For each token the bracket that is open there (-1: none), and for each bracket the one that closes it."""
        around: list[int] = []
        closed: dict[int, int] = {}
        stack: list[int] = []
        for i, token in enumerate(self.tokens):
            if token.kind == "gap":
                stack.clear()  # no bracket reaches over a paragraph
            if token.text in _CLOSES and stack and self.tokens[stack[-1]].text == _CLOSES[token.text]:
                closed[stack.pop()] = i
            around.append(stack[-1] if stack else -1)
            if token.text in _CLOSES.values():
                stack.append(i)
        return around, closed


def _tokens(text: str) -> Iterator[Token]:
    for m in _TOKEN.finditer(text):
        kind, printed = m.lastgroup or "", m[0]
        if kind == "word":
            yield Token(kind, printed, fold(printed), m.start(), m.end(), _capital(printed))
        else:
            yield Token(kind, printed, printed, m.start(), m.end(), False)


def _capital(word: str) -> bool:
    """Whether a word is written as a name is, also d'Alembert and al-Hassan."""
    return word[0].isupper() or (any(sign in word for sign in "'’-") and not word.islower())
