"""What LaTeX does not print: definitions, environments that are no text, what \\iffalse hides."""

from __future__ import annotations

import re

from refcheck.latex.braces import HIDDEN, Braces

_IF = re.compile(r"\\(if[a-zA-Z]*|fi)(?![A-Za-z])")
_DEFINED = re.compile(r"\s*\\[A-Za-z@]+[^{}\\]{0,40}(?=\{)")
_LET = re.compile(r"\s*\\[A-Za-z@]+\s*=?\s*(?:\\[A-Za-z@]+|\\?.)")
_BEGUN = re.compile(r"\s*\{([^{}]*)\}")
DEFINITIONS = ("def", "gdef", "edef", "xdef")


class Hidden:
    """Tells where it ends, macro by macro."""

    def __init__(self, text: str, end: int, braces: Braces) -> None:
        self._text = text
        self._end = end
        self._braces = braces
        self._unclosed: set[str] = set()  # what was never closed hides nothing, and no other of it is looked for

    def behind(self, name: str, at: int) -> int | None:
        """Where what a macro hides ends, which goes on behind its name; None where it hides nothing."""
        if name == "iffalse" and name not in self._unclosed:
            after = self._behind_fi(at)
            if after is None:
                self._unclosed.add(name)
            return after
        if name == "let":
            found = _LET.match(self._text, at, self._end)
            return found.end() if found else None
        if name in DEFINITIONS:
            found = _DEFINED.match(self._text, at, self._end)
            body = self._braces.argument(found.end(), self._end) if found else None
            return body.end + 1 if body else None
        if name == "begin" and (begun := _BEGUN.match(self._text, at, self._end)) and begun[1] in HIDDEN:
            return self._behind_end(begun[1], begun.end())
        return None

    def _behind_end(self, environment: str, at: int) -> int | None:
        """Where an environment ends."""
        end = f"\\end{{{environment}}}"
        close = self._text.find(end, at, self._end) if environment not in self._unclosed else -1
        if close < 0:
            self._unclosed.add(environment)
            return None
        return close + len(end)

    def _behind_fi(self, at: int) -> int | None:
        """Where the \\fi ends that belongs to the \\if before."""
        depth = 1
        while found := _IF.search(self._text, at, self._end):
            at = found.end()
            depth += -1 if found[1] == "fi" else 1
            if not depth:
                return at
        return None
