"""Read the markup within a block of reStructuredText: what it says, without the signs, and where each character is."""

from __future__ import annotations

import re
from collections.abc import Callable

from refcheck.notation.content import Content
from refcheck.notation.linked import RESOLVER
from refcheck.reading import Reader
from refcheck.text import DOI

LONGEST = 2000  # code points between two signs
_SOME = rf"[\s\S]{{0,{LONGEST}}}?"
_SAID = rf"(?:\\[\s\S]|[^\\]){{1,{LONGEST}}}?"
_ROLE = r"[\w.+:-]{1,80}"  # without a bound, each colon of a long line would be tried with all behind it
_BEGIN = r"(?<![^\s'\"(\[{<\-/:‘’“”«»–—¿¡])"
_END = r"(?=$|[\s'\")\]}>\-/:.,;!?\\‘’“”«»–—…])"
_MARKUP = re.compile(
    r"(?P<escape>\\(?:[\s\S]|$))|(?P<line>[ \t]*\n[ \t]*)|(?P<url>\b(?:https?|ftp)://[^\s`<>]+)"
    rf"|{_BEGIN}(?:``(?P<code>(?!\s){_SOME}(?<!\s))``|(?P<sign>\*\*|\*)(?P<strong>(?![\s*]){_SAID}(?<![\s\\]))(?P=sign)"
    rf"|(?::(?P<role>{_ROLE}):|_)?`(?P<text>(?![\s`])[^`]+)`(?::(?P<behind>{_ROLE}):|__?)?"
    rf"|\[(?P<note>[^\[\]\s]+)\]_|\|(?P<named>(?![\s|])[^|\n]*(?<!\s))\|_{{0,2}}){_END}"
    rf"|(?<=\w)(?P<reference>__?){_END}"
)
_TARGET = re.compile(r"(?P<said>[\s\S]*?)\s*<(?P<target>[^<>]+)>\s*$")
_DOI_URL = re.compile(rf"(?:{RESOLVER}|doi:)(?P<doi>{DOI.pattern})", re.IGNORECASE)
_UNSAID = ("raw", "index", "download", "numref", "eq")
_KINDS = {"math": "math", "code": "code", "file": "code", "samp": "code", "py:func": "code"}
CITING = re.compile(r"(?:foot)?cite(?:[:p]\w*|al\w*)?$")


class Roles:
    """Reads the text of one block; `apart` says that its lines are lines, and not wrapped text."""

    def __init__(self, reader: Reader, content: Content, *, apart: bool = False) -> None:
        self._reader, self._content = reader, content
        self._between = "\n" if apart else " "
        self._read(0, len(content.text))

    def _read(self, start: int, end: int, kind: str = "") -> None:
        at = start
        for found in _MARKUP.finditer(self._content.text, start, end):
            self._content.keep(self._reader, at, found.start(), kind)
            _READS[found.lastgroup or ""](self, found, kind)
            at = found.end()
        self._content.keep(self._reader, at, end, kind)

    def _plain(self, start: int, end: int, kind: str) -> None:
        """What holds no markup but escapes."""
        at = start
        for found in _ESCAPES.finditer(self._content.text, start, end):
            self._content.keep(self._reader, at, found.start(), kind)
            _READS[found.lastgroup or ""](self, found, kind)
            at = found.end()
        self._content.keep(self._reader, at, end, kind)

    def _escape(self, found: re.Match[str], kind: str) -> None:
        self._content.put(self._reader, found[0][1:].strip(), *found.span(), kind)

    def _line(self, found: re.Match[str], kind: str) -> None:
        self._content.put(self._reader, self._between, *found.span())

    def _url(self, found: re.Match[str], kind: str) -> None:
        self._content.keep(self._reader, *found.span(), kind)

    def _code(self, found: re.Match[str], kind: str) -> None:
        self._content.keep(self._reader, *found.span("code"), "code")

    def _inner(self, found: re.Match[str], kind: str) -> None:
        self._plain(*found.span("strong"), kind)

    def _named(self, found: re.Match[str], kind: str) -> None:
        self._plain(*found.span("named"), kind)

    def _note(self, found: re.Match[str], kind: str) -> None:
        self._content.keep(self._reader, found.start(), found.end() - 1, "note")

    def _nothing(self, found: re.Match[str], kind: str) -> None:
        pass

    def _role(self, found: re.Match[str], kind: str) -> None:
        role = found["role"] or found["behind"] or ""
        start, end = found.span("text")
        if role in _UNSAID:
            return
        if CITING.match(role):
            self._content.keep(self._reader, start, end, "keys")
            return
        linked = _TARGET.match(self._content.text, start, end)
        self._plain(start, linked.end("said") if linked else end, _KINDS.get(role, kind))
        doi = _DOI_URL.match(self._content.text, *linked.span("target")) if linked else None
        if doi and doi["doi"].lower() not in self._content.text[start : doi.start()].lower():
            self._reader.add(" ")
            self._content.keep(self._reader, *doi.span(), "url")


_ESCAPES = re.compile(r"(?P<escape>\\(?:[\s\S]|$))|(?P<line>[ \t]*\n[ \t]*)")
_READS: dict[str, Callable[[Roles, re.Match[str], str], None]] = {
    "escape": Roles._escape,
    "line": Roles._line,
    "url": Roles._url,
    "code": Roles._code,
    "strong": Roles._inner,
    "text": Roles._role,
    "behind": Roles._role,
    "named": Roles._named,
    "note": Roles._note,
    "reference": Roles._nothing,
}
