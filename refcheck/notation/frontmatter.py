"""The block of metadata that a Markdown file may begin with: where it ends, and the files and keys that it names.

Only the two settings that tell where the references are get read, by hand: a block that no YAML reader would take (and
pandoc does) is no hindrance, and aliases, tags and the like mean nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from refcheck.model import Span

_BLOCK = re.compile(
    r"(?:---[ \t\r]*\n(?=[^\S\n]*\S)(?P<yaml>(?:(?!(?:---|\.\.\.)[ \t\r]*$).*\n)*)(?:---|\.\.\.)[ \t\r]*$"
    r"|\+\+\+[ \t\r]*\n(?:(?!\+\+\+[ \t\r]*$).*\n)*\+\+\+[ \t\r]*$)",
    re.MULTILINE,
)
_SETTING = re.compile(r"[\"']?(?P<key>[A-Za-z][\w-]*)[\"']?[ \t]*:(?=\s|\Z)")
_KEY = re.compile(r"^[\"']?(?P<key>bibliography|nocite|references)[\"']?[ \t]*:(?=\s|\Z)", re.MULTILINE)
_VALUE = re.compile(r"[^\n]*(?:\n(?:[ \t]+[^\n]*|-[ \t][^\n]*|[ \t]*(?=\n)|#[^\n]*))*")
_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*")
_ITEM = re.compile(r"\"(?P<double>[^\"\n]+)\"|'(?P<single>[^'\n]+)'|(?P<plain>[^\s\[\],\"'`][^\n,\]]*)")
_OWN = re.compile(r"(?:^|[-{,])[ \t]*id:[ \t]*([^\s,}]+)", re.MULTILINE)
LONGEST = 100_000  # code points of a block; a longer one is text


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The lines it takes up, the files that it names, and where it says what is cited though no text does."""

    lines: int = 0
    bibliographies: tuple[str, ...] = ()
    nocite: Span | None = None
    own: frozenset[str] = frozenset()  # the keys of references that stand in the block itself


def front_matter(text: str) -> FrontMatter:
    """The block of metadata at the beginning of a text; an empty one where there is none."""
    found = _BLOCK.match(text[:LONGEST])
    if not found or (found["yaml"] is not None and not _SETTING.search(found["yaml"])):
        return FrontMatter()
    lines = found[0].count("\n") + 1
    settings = {m["key"]: _value(text, m.end(), found.end("yaml")) for m in _KEY.finditer(text, *found.span("yaml"))}
    named, nocite = settings.get("bibliography"), settings.get("nocite")
    own = settings.get("references", Span(0, 0))
    keys = frozenset(key.strip("\"'") for key in _OWN.findall(text, own.start, own.end))
    return FrontMatter(lines, tuple(_items(text[named.start : named.end])) if named else (), nocite, keys)


def _value(text: str, start: int, end: int) -> Span:
    """Where a setting's value stands: the rest of its line, and the lines after it that are set in, or are items."""
    found = _VALUE.match(text, start, end)
    return Span(start, found.end() if found else start)


def _items(value: str) -> Iterator[str]:
    """The strings in a value: one, a list in brackets, or a line for each."""
    for line in _COMMENT.sub("", value).splitlines():
        line = re.sub(r"^\s*(?:-\s+|[>|][+-]?\s*$)?", "", line)
        for item in _ITEM.finditer(line):
            # what R makes of a call is not known
            if (said := (item["double"] or item["single"] or item["plain"]).strip()) and not said.startswith("`r "):
                yield said
