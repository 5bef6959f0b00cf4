"""Texts in LaTeX's notation."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from refcheck.latex.macros import macro
from refcheck.latex.scan import plain
from refcheck.model import Document
from refcheck.reading import Written

_SPECIAL = {"&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "~": r"\~{}"}
_SPECIAL |= {"^": r"\^{}", "\\": r"\textbackslash{}", "\u00a0": "~"}
_TYPED = {"–": "--", "—": "---", "“": "``", "”": "''", "‘": "`"}
_MARKS = "-'`"  # of which several in a row mean something else


def escaped(text: str, *, ascii_only: bool = False, typed: bool = True) -> str:
    """A text so that LaTeX prints it.

    With `ascii_only` all other characters become macros, as far as there are any; with `typed` dashes and quotation
    marks are written as they are typed: "--", "``".
    """
    known = _SPECIAL | (_TYPED if typed or ascii_only else {})
    made = ""
    for character in unicodedata.normalize("NFC", text) if ascii_only else text:
        new = known.get(character) or (_macro(character) if ascii_only and not character.isascii() else character)
        made += "{}" + new if made[-1:] == new[0] and new[0] in _MARKS else new
    return made


@cache
def _macro(character: str) -> str:
    """The macro that prints a character; the character itself where there is none that is read as it."""
    typed = macro(character)
    return typed if plain(typed) == character else character


def notation(document: Document) -> Written:
    """How a file writes: its letters as they are where it has such beyond ASCII, dashes as it has most of them."""
    file = document.written
    ascii_only = file.isascii() and _UNICODE.search(file) is None
    typed = ascii_only or file.count("–") <= len(_DASH.findall(file))

    def written(text: str, kind: str) -> str:
        if kind in ("url", "key"):
            return text
        made = escaped(text, ascii_only=ascii_only, typed=typed)
        try:
            made.encode(document.encoding)
        except UnicodeEncodeError:
            return escaped(text, ascii_only=True)
        return made

    return written


_UNICODE = re.compile(r"\\usepackage\s*\[[^\]]*utf-?8[^\]]*\]\s*\{inputenc\}|\{(?:fontspec|xltxtra|unicode-math)\}")
_DASH = re.compile(r"(?<=[\dA-Za-z])--(?=[\dA-Za-z])")
