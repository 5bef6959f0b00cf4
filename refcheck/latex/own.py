"""The macros that an author defines: what those without arguments print, and which stand for others."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from refcheck.latex.scan import Piece, scan
from refcheck.model import Span

LONGEST = 300  # code points of a definition that is read
_DEFINITION = re.compile(
    r"\\(?:(?:(?:re|provide)?new|renew|provide)command\*?\s*(?:\{\s*\\([A-Za-z]+)\s*\}|\\([A-Za-z]+))|def\s*\\([A-Za-z]+))"
    r"\s*(?:\[(1)\]|(#1))?\s*\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\}){0,300}+)\}"
)
_ALIAS = re.compile(r"\s*\\([A-Za-z]+)\*?\s*")
_CITING = re.compile(r"\\([A-Za-z]*cite[a-zA-Z]*)\*?\s*(?:\[[^\[\]]*\]\s*){0,2}\{\s*#1\s*\}")
_COMMENT = re.compile(r"(?<!\\)%[^\r\n]*")


@dataclass(slots=True)
class Own:
    """What the macros of a file print, by name, and the known macros that others stand for."""

    prints: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)


def own(text: str, known: Callable[[str], str | None]) -> Own:
    """The macros that a file defines in few characters; `known` tells which macros have a meaning already."""
    found = Own()
    for definition in _DEFINITION.finditer(_COMMENT.sub("", text)):
        name, body = definition[1] or definition[2] or definition[3], definition[6]
        if known(name) is not None or len(body) > LONGEST:
            continue
        citing = _CITING.search(body)
        if definition[4] or definition[5]:
            if citing:
                found.aliases[name] = citing[1]
        elif (alias := _ALIAS.fullmatch(body)) and known(alias[1]) is not None:
            found.aliases[name] = alias[1]
        elif "#" not in body and "\\" + name not in body:
            read = scan(body, Span(0, len(body)))
            found.prints[name] = "".join(piece.text for piece in read if isinstance(piece, Piece))
    return found
