"""A BibTeX file entry by entry: where each entry, field and value stands in it; nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Piece(NamedTuple):  # a library has hundreds of thousands
    """A piece of a value: `text[start:end]` without the braces or quotes, whose opening one is `mark`.

    "" is the mark of a number, and of the name of a macro.
    """

    start: int
    end: int
    mark: str

    @property
    def outer(self) -> tuple[int, int]:
        """Where it stands with its braces or quotes."""
        return self.start - len(self.mark), self.end + len(self.mark)


class Field(NamedTuple):
    """A field: its name in small letters, where it begins, and the pieces of its value, which "#" joins."""

    name: str
    start: int
    pieces: tuple[Piece, ...]


class Entry(NamedTuple):
    """An entry, its type in small letters; a @string or @preamble is one without a key, and @comment is none."""

    kind: str
    key: Piece
    start: int
    end: int
    fields: tuple[Field, ...] = ()
    closed: bool = True


class Broken(NamedTuple):
    """A stretch of a file that is no entry and was meant to be one, and why."""

    start: int
    end: int
    said: str


class _Fault(ValueError):
    """An entry cannot be read on."""


_BLANK = r"[\s,]*+(?:%[^\r\n]*+[\s,]*+)*+"
_WORD = r"[^\s,{}()\"#%'=]++"
_HEAD = re.compile(r"@[ \t]*+([^\W\d][\w.:+/-]*+)\s*+([{(])")
# where the next entry begins, whatever is open: at the beginning of a line, with a key and a comma
_START = re.compile(r"^[ \t]*+@[ \t]*+\w++\s*+[{(]\s*+[^\s,{}()\"=]*+\s*+,", re.MULTILINE)
_AGAIN = re.compile(r"^[ \t]*+@[ \t]*+\w", re.MULTILINE)  # where the reading goes on behind what is broken
_SKIPPED = re.compile(rf"{_BLANK}")
_KEY = {"}": re.compile(r"\s*+([^,\r\n={}\"#]*)"), ")": re.compile(r"\s*+([^,\r\n={}()\"#]*)")}
_NAME = re.compile(rf"({_WORD})\s*+=")
_SIMPLE = re.compile(rf"{_BLANK}({_WORD})\s*+=\s*+(?:\{{([^{{}}]*+)\}}|\"([^\"{{}}]*+)\"|({_WORD}))(?=\s*+[,}})])")
_MARKS = {2: "{", 3: '"', 4: ""}  # the group of the pattern, and what it tells
_VALUE = re.compile(_WORD)
_BRACES = {True: re.compile(r"[{}]"), False: re.compile(r"(?<!\\)[{}]")}
_QUOTES = {True: re.compile(r"[{}\"]"), False: re.compile(r"(?<!\\)[{}\"]")}
_PARENTHESES = {strict: re.compile(p.pattern.replace("{", "{)", 1)) for strict, p in _BRACES.items()}
_CLOSING = {"{": "}", "(": ")"}
_ABORTED = re.compile(r"^[ \t]*@(?!comment\b)\w.*", re.MULTILINE | re.IGNORECASE)
_SWALLOWED = re.compile(r"[\r\n]\s*+\w++\s*+=\s*+[{\"]")  # a field in the value of another
_LEFT_OVER = re.compile(r"[\s,})]*\w+\s*=")  # how what stands behind a bracket too many begins
_OLD_END = re.compile(r"\r(?!\n)")  # of an old Mac's line
_BLANKS = re.compile(r"\s+")
_SHOWN = 60  # characters


def scan(text: str) -> Iterator[Entry | Broken]:
    """The entries of a file and what is broken in it, in order; in time that grows with the text alone.

    An entry whose brackets do not close ends where the next one begins a line, which is read.
    """
    text = _OLD_END.sub("\n", text) if "\r" in text else text
    starts = _START.finditer(text)
    at = limit = endless = 0  # before `endless` a comment is not closed, and no other in it is looked at
    inside = False  # whether the last that was read was an entry
    while head := _HEAD.search(text, at):
        if commented := _commented(text, at, head.start()):
            at = commented
            continue
        if head.start() < endless and head[1].lower() == "comment":
            at = head.end()
            continue
        while limit <= head.start():
            limit = found.start() if (found := next(starts, None)) and found.start() > head.start() else limit
            if not found:
                limit = len(text)
        yield from _between(text, at, head.start(), behind=inside)
        at, inside = head.end(), False
        for read in _read(text, head, limit):
            yield read
            at, inside = read.end, isinstance(read, Entry)
        if at == head.end() and not inside:
            endless = limit
    yield from _between(text, at, len(text), behind=inside)


def _commented(text: str, at: int, start: int) -> int:
    """The end of the line that an "@" stands in behind a "%" that begins it; 0 where none does."""
    line = text.rfind("\n", at, start) + 1 or at
    if not text[line:start].lstrip().startswith("%"):
        return 0
    return end if (end := text.find("\n", start)) >= 0 else len(text)


def _between(text: str, start: int, end: int, *, behind: bool) -> Iterator[Broken]:
    """What is lost between two entries: fields behind a bracket too many, and what lacks its bracket."""
    if behind and _LEFT_OVER.match(text, start, end):
        said = _shown(text[start : min(end, start + _SHOWN)])
        yield Broken(start, end, f"what follows an entry's last bracket is not read: {said}")
    for found in _ABORTED.finditer(text, start, end):
        yield Broken(found.start(), found.end(), _broken(found[0], "no bracket after its type"))


def _broken(head: str, why: str) -> str:
    return f"a broken entry: {_shown(head.partition(',')[0])[:_SHOWN]}: {why}"


def _shown(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _read(text: str, head: re.Match[str], limit: int) -> Iterator[Entry | Broken]:
    """The entry that begins there, as BibTeX reads it, or else as it was meant, and what is wrong with it.

    Nothing for a comment without end. What lacks nothing but its last bracket is read, and told.
    """
    fault, unclosed = "", None
    for strict in (True, False):
        try:
            entry = _entry(text, head, limit, strict=strict)
        except _Fault as error:
            fault = fault or str(error)
            continue
        if entry.closed:
            yield entry
            return
        unclosed = unclosed or entry
    if unclosed and any(_SWALLOWED.search(text, *p.outer) for f in unclosed.fields for p in f.pieces):
        fault, unclosed = "a brace is not closed", None
    if unclosed:
        fault = "its last bracket is missing; what stands before it is read"
        yield unclosed
    if head[1].lower() != "comment":
        start = head.start()
        again = _AGAIN.search(text, head.end(), limit)
        shown = _broken(text[start : min(limit, head.end() + _SHOWN)], fault)
        yield Broken(start, again.start() if again else limit, shown)


def _entry(text: str, head: re.Match[str], limit: int, *, strict: bool) -> Entry:
    """The entry; raises _Fault. `strict` counts a brace behind a backslash, as BibTeX does, and TeX does not."""
    kind, closing, at = head[1].lower(), _CLOSING[head[2]], head.end()
    key = Piece(at, at, "")
    if kind in ("comment", "preamble"):
        end = _closed(text, at - 1, limit, strict=strict) if closing == "}" else _parted(text, at, limit, strict=strict)
        return Entry(kind, key, head.start(), end)
    if kind != "string":
        found = _KEY[closing].match(text, at, limit)
        if found and not text.startswith("=", found.end()):  # else the key is left out
            key, at = Piece(found.start(1), found.start(1) + len(found[1].rstrip()), ""), found.end()
    fields = tuple(_fields(text, at, limit, closing, strict=strict))
    at = fields[-1].pieces[-1].outer[1] if fields else at
    end = _skip(text, at, limit)
    closed = end < limit
    return Entry(kind, key, head.start(), end + 1 if closed else at, fields, closed)


def _fields(text: str, at: int, limit: int, closing: str, *, strict: bool) -> Iterator[Field]:
    """The fields up to the closing bracket."""
    while True:
        if simple := _SIMPLE.match(text, at, limit):
            group = simple.lastindex or 1
            piece = Piece(*simple.span(group), _MARKS[group])
            yield Field(simple[1].lower(), simple.start(1), (piece,))
            at = simple.end()
            continue
        at = _skip(text, at, limit)
        if at >= limit or text[at] == closing:
            return
        name = _NAME.match(text, at, limit)
        if not name:
            raise _Fault(f'no field is "{_shown(text[at : min(limit, at + _SHOWN)].partition(chr(10))[0])}"')
        pieces, at = _value(text, name.end(), limit, strict=strict)
        yield Field(name[1].lower(), name.start(), tuple(pieces))


def _skip(text: str, at: int, limit: int) -> int:
    """Where blanks, commas and comments end."""
    found = _SKIPPED.match(text, at, limit)
    return found.end() if found else at


def _value(text: str, at: int, limit: int, *, strict: bool) -> tuple[list[Piece], int]:
    """The pieces of a value, and where it ends."""
    pieces: list[Piece] = []
    while True:
        at = _skip(text, at, limit)
        mark = text[at : at + 1] if at < limit else ""
        if mark == "{":
            end = _closed(text, at, limit, strict=strict)
            pieces.append(Piece(at + 1, end - 1, mark))
        elif mark == '"':
            end = _quoted(text, at, limit, strict=strict)
            pieces.append(Piece(at + 1, end - 1, mark))
        elif word := _VALUE.match(text, at, limit):
            end = word.end()
            pieces.append(Piece(at, end, ""))
        else:
            raise _Fault("a field has no value")
        joint = _skip(text, end, limit)
        if joint >= limit or text[joint] != "#":
            return pieces, end
        at = joint + 1


def _closed(text: str, at: int, limit: int, *, strict: bool) -> int:
    """Where the brace that opens at `at` is closed."""
    depth = 0
    for mark in _BRACES[strict].finditer(text, at, limit):
        depth += 1 if mark[0] == "{" else -1
        if not depth:
            return mark.end()
    raise _Fault("a brace is not closed")


def _quoted(text: str, at: int, limit: int, *, strict: bool) -> int:
    """Where the quote that opens at `at` is closed; one in braces does not."""
    depth = 0
    for mark in _QUOTES[strict].finditer(text, at + 1, limit):
        if mark[0] == '"' and depth <= 0:
            return mark.end()
        depth += {"{": 1, "}": -1, '"': 0}[mark[0]]
    raise _Fault("a quote is not closed")


def _parted(text: str, at: int, limit: int, *, strict: bool) -> int:
    """Where the parenthesis before `at` is closed; one in braces does not."""
    depth = 0
    for mark in _PARENTHESES[strict].finditer(text, at, limit):
        if mark[0] == ")" and depth <= 0:
            return mark.end()
        depth += {"{": 1, "}": -1, ")": 0}[mark[0]]
    raise _Fault("a parenthesis is not closed")
