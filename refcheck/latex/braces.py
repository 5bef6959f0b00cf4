"""Which bracket of a LaTeX text closes which, and what stands in them; in one pass, whatever is broken."""

from __future__ import annotations

import re

from refcheck.model import Span

LONGEST_OPTION = 20_000  # code points of an argument in brackets: the names of all authors may stand there
NARROW = 500  # … in other brackets
_PAIRS = {"[": "[]", "(": "()", "<": "<>"}
# what has its argument read as it stands, so that "%" begins no comment there
_VERBATIM = (
    r"\\(?:url|path|nolinkurl|href|doi|arxiv|arXiv|Eprint|Doi)\s*+(?:\[[^\[\]{}]*+\])?+\s*+"
    r"(\{)[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}"
)
# environments that are no text
HIDDEN = (
    "verbatim", "verbatim*", "Verbatim", "lstlisting", "minted", "comment", "filecontents", "filecontents*",
    "tikzpicture", "alltt",
)  # fmt: skip
_HIDDEN = "|".join(map(re.escape, HIDDEN))
VERB = re.compile(r"\\(?:verb|lstinline)\*?([^\sA-Za-z*{\[])([^\r\n]*?)\1")
_MARK = re.compile(
    rf"{_VERBATIM}|\\begin\s*\{{(?P<hidden>{_HIDDEN})\}}|\\verb\*?(?P<verb>[^\sA-Za-z*{{\[])[^\r\n]*?(?P=verb)"
    r"|\\bibitem(?![A-Za-z])|\\[\s\S]|[{}]|%[^\n\r]*+"
)
_BARE = re.compile(r"(?P<hidden>(?!))|\\bibitem(?![A-Za-z])|\\[\s\S]|[{}]")
_GAP = re.compile(r"(?:[ \t]*+(?:%[^\n\r]*+)?(?:\r\n?|\n))?[ \t]*+(?:%[^\n\r]*+(?:\r\n?|\n)[ \t]*+)*+")
_WORD = re.compile(r"[^\s\\{}%]+")
_IN_OPTION = re.compile(r"\\bibitem(?![A-Za-z])|\\[\s\S]|[{\]]|\n[ \t\r]*\n")
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n")


class Braces:
    """The brackets of a stretch of text."""

    def __init__(self, text: str, start: int, end: int, *, comments: bool) -> None:
        self.text = text
        self.closing: dict[int, int] = {}
        self._barren = range(0)  # no bracket closes there
        opened: list[int] = []
        unclosed: set[str] = set()  # environments that hide nothing, for they never end
        at, pattern = start, _MARK if comments else _BARE
        while found := pattern.search(text, at, end):
            at = found.end()
            if hidden := found["hidden"]:
                close = text.find(f"\\end{{{hidden}}}", at, end) if hidden not in unclosed else -1
                if close >= 0:
                    at = close
                else:
                    unclosed.add(hidden)
            elif comments and found[1]:
                if _PARAGRAPH.search(found[0]):  # never closed: what closes there belongs to something else
                    opened.append(found.start(1))
                    at = found.start(1) + 1
                else:
                    self.closing[found.start(1)] = found.end() - 1
            elif found[0] == "{":
                opened.append(found.start())
            elif found[0] == "}" and opened:
                self.closing[opened.pop()] = found.start()
            elif found[0] == "\\bibitem":  # a bracket that is open here was forgotten
                opened.clear()

    def gap(self, at: int, end: int) -> int:
        """Where what may stand between a macro and its argument ends: blanks, one line end, comments."""
        found = _GAP.match(self.text, at, end)
        return found.end() if found else at

    def argument(self, at: int, end: int) -> Span | None:
        """What stands in the braces that open here."""
        close = self.closing.get(at, end)
        return Span(at + 1, close) if at < end and self.text[at] == "{" and close < end else None

    def option(self, at: int, end: int, pair: str = "[]") -> Span | None:
        """What stands in the brackets that open here, those in braces left alone."""
        if at >= end or self.text[at] != pair[0]:
            return None
        last = min(end, at + LONGEST_OPTION)
        if pair != "[]":
            close = self.text.find(pair[1], at, min(last, at + NARROW))
            return Span(at + 1, close) if close > 0 else None
        i = at if at not in self._barren else last
        while found := _IN_OPTION.search(self.text, i, last):
            i = found.end()
            if found[0] == "{":
                i = self.closing.get(found.start(), i - 1) + 1
            elif found[0] == "]":
                return Span(at + 1, found.start())
            elif found[0][0] == "\n" or found[0] == "\\bibitem":
                break
        if at not in self._barren:
            self._barren = range(at, i if found else last)
        return None

    def arguments(self, takes: str, at: int, end: int) -> tuple[int, list[Span], list[Span]] | None:
        """Where the arguments of a macro end, those in braces and those in brackets; None where one lacks.

        A "+" at the end says that what is taken may come again, but for stars and round brackets.
        """
        found = self._once(takes.rstrip("+"), at, end)
        while found and takes.endswith("+") and (more := self._once(takes.strip("*(+"), found[0], end)):
            found = (more[0], found[1] + more[1], found[2] + more[2])
        return found

    def _once(self, takes: str, at: int, end: int) -> tuple[int, list[Span], list[Span]] | None:
        given: list[Span] = []
        options: list[Span] = []
        for kind in takes:
            begin = self.gap(at, end)
            if kind == "*":
                at = begin + 1 if self.text.startswith("*", begin, end) else at
            elif pair := _PAIRS.get(kind):
                if option := self.option(begin, end, pair):
                    options.append(option)
                    at = option.end + 1
            elif kind == "w" and (word := _WORD.match(self.text, begin, end)):
                given.append(Span(*word.span()))
                at = word.end()
            elif argument := self.argument(begin, end):
                given.append(argument)
                at = argument.end + 1 if kind != "!" else at
            else:
                return None
        return at, given, options
