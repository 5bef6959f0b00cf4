"""LaTeX in the values of BibTeX as plain text that knows where it stands, and back."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from refcheck.macros import JOURNALS, OWN

if TYPE_CHECKING:  # pylatexenc is slow to load, and most values have no macros
    from pylatexenc.latex2text import LatexNodes2Text
    from pylatexenc.latexencode import UnicodeToLatexEncoder
    from pylatexenc.macrospec import LatexContextDb

logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)  # what it cannot print is left out, and not news
LONGEST = 20_000  # characters of a value; of what is longer the macros are left out
SIGNS = {"---": "—", "--": "–", "``": "“", "''": "”", "?`": "¿", "!`": "¡", "~": " ", "{": "", "}": ""}
SPECIAL = re.compile(r"\\|\$|[{}~]|---?|``|''|[?!]`|[^\S ]\s*|\s{2,}")
_MATH = re.compile(r"\$([^$]*)(?<!\\)\$")
_PARENTHESIZED = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)
_NAME = re.compile(r"\\(?:[A-Za-z]+|.?)", re.DOTALL)
_ALONE = re.compile(r"(?<!\\)[%&$]")  # in a bibliography they mean themselves far oftener than LaTeX's marks
_RAISED = re.compile(r"(?<!\\)[_^]|\\mathrm\b")
_BRACES = re.compile(r"(?<!\\)[{}]")
_BLANKS = re.compile(r"\s+")
_ARGUMENT = re.compile(r"\s*(?:\{|(\\(?:[A-Za-z]+\s*|.)|[^\s{}]))", re.DOTALL)
_OPTION = re.compile(r"\s*\[[^\]]*\]")
_PRINTS_NOTHING = ("begin", "end", "label", "cite")  # nor does what they are given


class Run(NamedTuple):
    """A stretch of text, and the characters of the value that it stands for; `same` says it is these characters."""

    text: str
    start: int
    end: int
    same: bool


def plain(value: str) -> str:
    """The text that LaTeX would print; never raises, what it makes no sense of is left out."""
    if not SPECIAL.search(value):
        return value.strip()
    return "".join(run.text for run in runs(value))


def runs(value: str) -> tuple[Run, ...]:
    """The text that LaTeX would print, as stretches that know what they stand for; blanks are one blank."""
    if not SPECIAL.search(value):
        text = value.strip()
        start = value.find(text)
        return (Run(text, start, start + len(text), True),) if text else ()
    return tuple(_unblanked(_decoded(value)))


def written(text: str) -> str:
    """A text as LaTeX has it, its letters as they are."""
    return "".join(_ESCAPED.get(c, c) for c in text)


def in_ascii(typed: str) -> str:
    """LaTeX with its letters beyond ASCII as macros; what no macro prints stays."""
    return typed if typed.isascii() else str(_encoder().unicode_to_latex(typed))


_ESCAPED = {c: f"\\{c}" for c in "&%$#_"} | {
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def _unblanked(found: Iterable[Run]) -> Iterator[Run]:
    """The runs without blanks at the beginning, at the end, and behind another blank."""
    blank, waiting = True, None
    for run in found:
        text, start, end, same = run
        if blank and text.startswith(" "):
            run = Run(text[1:], start + same, end, same)
            text, start = run.text, run.start
        if not text:
            continue
        if waiting:
            yield waiting
            waiting = None
        blank = text.endswith(" ")
        if not blank:
            yield run
        elif same and len(text) > 1:
            yield Run(text[:-1], start, end - 1, True)
            waiting = Run(" ", end - 1, end, True)
        else:
            waiting = run
    if waiting and len(waiting.text) > 1:
        yield waiting._replace(text=waiting.text[:-1])


def _decoded(value: str) -> Iterator[Run]:
    at = begun = 0
    closing = _Closing(value)
    while found := SPECIAL.search(value, at):
        start, at = found.span()
        text = SIGNS.get(found[0], " ")
        if found[0] == "\\":
            text, at = _macro(value, start, closing)
        elif found[0] == "$":
            if not (math := _MATH.match(value, start)):
                continue  # a sum of money
            # H$_2$O is printed as H2O
            text, at = _converted(rf"\({_RAISED.sub('', math[1])}\)"), math.end()
        elif found[0] == "{" and value.startswith("\\", at) and closing.of(start):
            text, end = _macro(value, at, closing)
            if end == closing.of(start):  # {\"u}: the braces are its own
                at = end + 1
            else:
                text = ""
        if start > begun:
            yield Run(value[begun:start], begun, start, True)
        if text:
            yield Run(text, start, at, text == value[start:at])
        begun = at
    if begun < len(value):
        yield Run(value[begun:], begun, len(value), True)


class _Closing:
    """Where each brace of a value is closed; looked for when it is first asked for."""

    def __init__(self, value: str) -> None:
        self._value = value
        self._pairs: dict[int, int] | None = None

    def of(self, start: int) -> int:
        """Where the brace at `start` is closed, 0 where it is not."""
        if self._pairs is None:
            self._pairs = {}
            opened: list[int] = []
            for brace in _BRACES.finditer(self._value):
                if brace[0] == "{":
                    opened.append(brace.start())
                elif opened:
                    self._pairs[opened.pop()] = brace.start()
        return self._pairs.get(start, 0)


def _macro(value: str, start: int, closing: _Closing) -> tuple[str, int]:
    """What a macro prints with what it is given, and where that ends; of one that only shows its text, nothing."""
    name = _NAME.match(value, start)
    if not name:
        return "", start + 1
    called, at = name[0][1:], name.end()
    if len(value) > LONGEST:
        return "", at
    if called in ("(", "["):
        math = _PARENTHESIZED.match(value, start)
        return (_converted(math[0]), math.end()) if math else ("", at)
    given, shows = _signature(called)
    if shows:
        return "", at
    if not given:  # TeX passes over the blanks behind a name of letters
        return _converted(name[0]), _behind(value, at) if called.isalpha() else at
    for kind in given:
        at = _given(value, at, kind, closing)
    return "" if called in _PRINTS_NOTHING else _converted(value[start:at]), at


def _behind(value: str, at: int) -> int:
    """Where the blanks end that begin there."""
    found = _BLANKS.match(value, at)
    return found.end() if found else at


def _given(value: str, at: int, kind: str, closing: _Closing) -> int:
    """Where what a macro is given ends: in braces, one sign, or what may stand in brackets."""
    if kind == "*":
        return at + value.startswith("*", at)
    if kind == "[":
        option = _OPTION.match(value, at)
        return option.end() if option else at
    argument = _ARGUMENT.match(value, at)
    if not argument:
        return at
    return argument.end() if argument[1] else (closing.of(argument.end() - 1) or len(value) - 1) + 1


@cache
def _signature(name: str) -> tuple[str, bool]:
    """What a macro is given, as pylatexenc has it ("[{"), and whether it shows it as it is: \\textit."""
    if name in ("begin", "end"):
        return "{", False
    spec = _walked().get_macro_spec(name)
    given = str(getattr(getattr(spec, "args_parser", None), "argspec", None) or "")
    return given, given == "{" and _converted(rf"\{name}{{xq}}") == "xq"


@lru_cache(maxsize=50_000)  # the same letters with the same accents come again and again
def _converted(value: str) -> str:
    """The value without macros; their names are dropped where they cannot be read."""
    if len(value) <= LONGEST:
        try:
            text = _printed(_ALONE.sub(r"\\\g<0>", value))
        # what it raises on macros without their arguments (LookupError, AttributeError …) and a thousand braces
        except (LookupError, AttributeError, TypeError, ValueError, RecursionError):
            text = ""
        for typed, meant in SIGNS.items():
            text = text.replace(typed, meant)
        return _BLANKS.sub(" ", text)
    return ""


def _printed(value: str) -> str:
    from pylatexenc.latexwalker import LatexWalker

    nodes = LatexWalker(value, latex_context=_walked(), tolerant_parsing=True).get_latex_nodes()[0]
    return str(_writer().nodelist_to_text(nodes))


@cache
def _walked() -> LatexContextDb:
    """The macros with their arguments; the library's own table does not know \\href."""
    from pylatexenc.latexwalker import get_default_latex_context_db
    from pylatexenc.macrospec import std_macro

    known = get_default_latex_context_db()
    known.add_context_category("own", prepend=True, macros=[std_macro("href", "{{"), std_macro("mbox", "{")])
    return known


@cache
def _writer() -> LatexNodes2Text:
    """What macros print; \\href prints its text, and \\url no brackets."""
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    known = get_default_latex_context_db()
    printed = [MacroTextSpec("href", "%(2)s"), MacroTextSpec("url", "%s"), MacroTextSpec("mbox", "%s")]
    names = [MacroTextSpec(name, name) for name in ("TeX", "LaTeX", "BibTeX")]
    # the names of journals as astronomers write them, and others that the library leaves out
    more = [MacroTextSpec(name, text) for name, text in ({"-": ""} | JOURNALS | OWN).items()]
    known.add_context_category("more", prepend=True, macros=more)
    known.add_context_category("own", prepend=True, macros=printed + names)
    return LatexNodes2Text(latex_context=known, math_mode="text")


@cache
def _encoder() -> UnicodeToLatexEncoder:
    """Letters as macros, each in braces; what stands in ASCII stays, and what no macro prints."""
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    return UnicodeToLatexEncoder(non_ascii_only=True, replacement_latex_protection="braces-all")
