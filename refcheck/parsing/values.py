"""The fields of a record as they read, put together of pieces that know where they stand in the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import unescape
from itertools import accumulate, islice
from typing import NamedTuple

from refcheck.model import Span, Stretch
from refcheck.parsing.records import Value
from refcheck.text import bare_doi

LONGEST = 20_000  # characters; a longer text is no title, and read as it is written
ROUNDS = 3  # what is in databases is escaped twice at times, and holds tags then
_UNCLEAN = re.compile(r"[<&]|\s\s|[^\S ]|^\s|\s$")
_MARK = re.compile(r"</?[A-Za-z][^<>]{0,200}>|&#?\w{1,31};|\s+")
_BLANKS = re.compile(r"\s+")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]?(?![\d-])")
_ISBN = re.compile(r"[\dXx][\dXx-]{8,16}")
_LINK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s;]+")


class Piece(NamedTuple):
    """A text, and the characters of the file that it stands for; `same` says that it is these characters."""

    text: str
    at: int
    until: int
    same: bool = True


def lines(written: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    """What stands on several lines, as one: a blank for each line end with what is round it."""
    pieces: list[Piece] = []
    for start, end in spans:
        if start == end:
            continue
        if pieces:
            pieces.append(Piece(" ", pieces[-1].until, start, False))
        pieces.append(Piece(written[start:end], start, end))
    return pieces


def parted_at(written: str, start: int, end: int, escape: re.Pattern[str], read: Callable[[str], str]) -> list[Piece]:
    """What stands there, parted at its escapes, which are read as what they stand for."""
    pieces, at = list[Piece](), start
    for found in escape.finditer(written, start, end):
        if at < found.start():
            pieces.append(Piece(written[at : found.start()], at, found.start()))
        pieces.append(Piece(read(found[0]), *found.span(), False))
        at = found.end()
    return [*pieces, Piece(written[at:end], at, end)] if at < end else pieces


def value(pieces: Sequence[Piece], kind: str = "", *, markup: bool = True) -> Value:
    """The pieces as one text; tags in it are not read, entities and runs of blanks are what they stand for."""
    text = "".join(p.text for p in pieces)
    for _ in range(ROUNDS):
        if not _UNCLEAN.search(text) or len(text) > LONGEST:
            break
        pieces = list(_clean(pieces, _MARK if markup else _BLANKS))
        text, before = "".join(p.text for p in pieces), text
        if text == before:
            break
    stretches, length = [], 0
    for piece in pieces:
        stretches.append(Stretch(length, length + len(piece.text), piece.at, piece.until, piece.same, kind))
        length += len(piece.text)
    return Value(text, tuple(stretches))


def _clean(pieces: Iterable[Piece], marks: re.Pattern[str]) -> Iterator[Piece]:
    """The pieces without markup, and without blanks at either end."""
    single = list(_apart(pieces))
    text = "".join(p.text for p in single)
    at = 0
    made: list[Piece] = []
    for mark in marks.finditer(text):
        if mark.start() < at:
            continue
        made += single[at : mark.start()]
        at = mark.end()
        if read := _read(mark[0]):
            same = read == mark[0] and all(p.same for p in single[mark.start() : at])
            made.append(Piece(read, single[mark.start()].at, single[at - 1].until, same))
    made += single[at:]
    first = next((i for i, p in enumerate(made) if p.text != " "), len(made))
    last = next((i for i in range(len(made), first, -1) if made[i - 1].text != " "), first)
    yield from _together(made[first:last])


def _read(mark: str) -> str:
    if mark.startswith("<"):
        return ""
    return unescape(mark) if mark.startswith("&") else " "


def _apart(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces letter by letter; of what stands for other characters, the first letter does."""
    for text, at, until, same in pieces:
        for i, letter in enumerate(text):
            if same:
                yield Piece(letter, at + i, at + i + 1)
            else:
                yield Piece(letter, at if i == 0 else until, until, False)


def _together(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, those one that follow each other in the file as they do in the text."""
    whole: Piece | None = None
    for piece in pieces:
        if whole and whole.same and piece.same and whole.until == piece.at:
            whole = Piece(whole.text + piece.text, whole.at, piece.until)
            continue
        if whole:
            yield whole
        whole = piece
    if whole:
        yield whole


def part(value: Value, start: int, end: int) -> Value:
    """A part of a value: what of it is printed."""
    if (start, end) == (0, len(value.text)):
        return value
    stretches = (_part(s, max(start, s.start), min(end, s.end), start) for s in value.stretches)
    return Value(value.text[start:end], tuple(s for s in stretches if s))


def _part(stretch: Stretch, low: int, high: int, start: int) -> Stretch | None:
    if low >= high:
        return None
    if not stretch.same:
        return stretch._replace(start=low - start, end=high - start)
    at = stretch.at + low - stretch.start
    return Stretch(low - start, high - start, at, at + high - low, True, stretch.kind)


def together(*parts: Value | str) -> Value:
    """Values and what is printed between them as one; a text stands nowhere in the file."""
    if len(parts) == 1 and isinstance(parts[0], Value):
        return parts[0]
    texts, stretches, length = [], list[Stretch](), 0
    for one in parts:
        text = one if isinstance(one, str) else one.text
        texts.append(text)
        if isinstance(one, Value):
            for start, end, at, until, same, kind in one.stretches:
                stretches.append(Stretch(start + length, end + length, at, until, same, kind))
        length += len(text)
    return Value("".join(texts), tuple(stretches))


def parted(value: Value, spans: Iterable[tuple[int, int]]) -> Value:
    """The value with what of it are fields of their own."""
    return Value(value.text, value.stretches, tuple(Span(*span) for span in spans))


def year(value: Value) -> Value:
    """The year of a date; all of it where it has none."""
    found = _YEAR.search(value.text)
    return part(value, *found.span()) if found else value


def person(value: Value) -> Value:
    """A name without the comma behind it, by which EndNote tells groups from people."""
    return part(value, 0, len(value.text.rstrip(", ")) or len(value.text))


def doi(value: Value) -> Value:
    """A DOI with what announces it, of which it is a field of its own."""
    bare = bare_doi(value.text)
    at = value.text.lower().find(bare) if bare else 0
    return parted(value, [(max(at, 0), len(value.text))]) if value.text else value


def serials(values: Sequence[Value]) -> dict[str, Value]:
    """The ISSNs and ISBNs among the words of some values; what is neither is not printed."""
    found: dict[str, list[Value]] = {}
    for one in values:
        for word in re.finditer(r"[^\s;,()]+", one.text):
            name = "ISSN" if _ISSN.fullmatch(word[0]) else "ISBN" if _ISBN.fullmatch(word[0]) else ""
            if name:
                found.setdefault(name, []).append(part(one, *word.span()))
    return {name: _listed(some) for name, some in found.items()}


def links(values: Sequence[Value], doi: str) -> Value:
    """The links among some values, but for those that lead to the DOI, which is printed as such."""
    found = [part(one, *m.span()) for one in values for m in _LINK.finditer(one.text)]
    return _listed([link for link in found if not doi or doi.lower() not in link.text.lower()])


def _listed(values: Sequence[Value]) -> Value:
    """Several values of one field, each of them a field."""
    joined = together(*(piece for i, one in enumerate(values) for piece in ((" ", one) if i else (one,))))
    ends = accumulate(values, lambda at, one: at + 1 + len(one.text), initial=-1)
    return parted(joined, [(end - len(one.text), end) for one, end in zip(values, islice(ends, 1, None), strict=True)])
