"""How an entry of BibTeX is laid out, so that a field that is added looks like its others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from refcheck.bibliographies.scan import Entry, Field
from refcheck.model import Edit, Span

_EQUALS = re.compile(r"([^\S\r\n]*)=([^\S\r\n]*)")
_JOINT = re.compile(r"\s*,\s*")
_REST = re.compile(r"([^\S\r\n]*,)?[^\S\r\n]*%[^\r\n]*")
_INDENT = re.compile(r"(\r\n|\n|\r|^)([^\S\r\n]*)$")


class _Shown(NamedTuple):
    """What stands round the "=" of a field."""

    name: str
    before: str
    after: str


def field_added(text: str, entry: Entry, name: str, value: str) -> Iterator[Edit]:
    """The edits that add a field behind the last one, or fill it where it stands there empty; none without fields."""
    if empty := next((f for f in entry.fields if f.name == name and len(f.pieces) == 1), None):
        piece = empty.pieces[0]
        yield Edit(Span(piece.start, piece.end), value)
        return
    last = entry.fields[-1]
    end = last.pieces[-1].outer[1]
    added = _written(text, entry, name, value)
    rest = _REST.match(text, end)
    if rest:  # a comment behind the last value stays with it
        line, indent = _line_of(text, last)
        comma = "" if rest[1] else ","
        yield Edit(Span(end, end), comma)
        yield Edit(Span(rest.end(), rest.end()), f"{line}{indent}{added}{rest[1] or ''}".replace(" ,", ","))
        return
    yield Edit(Span(end, end), _joint(text, entry) + added)


def _joint(text: str, entry: Entry) -> str:
    """What stands between the last two fields, or, where that is more than a comma, a comma and a line end."""
    last = entry.fields[-1]
    before = entry.fields[-2].pieces[-1].outer[1] if len(entry.fields) > 1 else entry.key.end
    between = text[before : last.start]
    if _JOINT.fullmatch(between):
        return between
    line, indent = _line_of(text, last)
    return f",{line}{indent}" if line else ", "


def _line_of(text: str, field: Field) -> tuple[str, str]:
    """The line end before a field, and its indent; nothing where it stands behind something else."""
    start = max(text.rfind("\n", 0, field.start), text.rfind("\r", 0, field.start))
    found = _INDENT.search(text, max(0, start - 1), field.start)
    return (found[1], found[2]) if found else ("\n", "  ")


def _written(text: str, entry: Entry, name: str, value: str) -> str:
    """The field in the form of the others."""
    shown = [
        _Shown(text[f.start : f.start + len(f.name)], *found.groups())
        for f in entry.fields
        if (found := _EQUALS.match(text, f.start + len(f.name)))
    ]
    cased = _case([s.name for s in shown])(name)
    before, after = _gaps(shown, len(name))
    mark = next((p.mark for f in reversed(entry.fields) for p in f.pieces if p.mark), "{")
    return f"{cased}{before}={after}{mark}{value}{'}' if mark == '{' else mark}"


def _case(names: list[str]) -> Callable[[str], str]:
    """How most of the names are written: in capitals, with one, in small letters."""
    if sum(n.isupper() for n in names) * 2 > len(names):
        return str.upper
    return str.capitalize if sum(n[:1].isupper() for n in names) * 2 > len(names) else str


def _gaps(shown: list[_Shown], length: int) -> tuple[str, str]:
    """What stands before and behind the "=" of a name of that length: as the others have it, or under theirs."""
    if not shown:
        return " ", " "
    before, after = shown[-1].before, shown[-1].after
    signs = {len(s.name) + len(s.before) for s in shown}
    values = {len(s.name) + len(s.before) + len(s.after) for s in shown}
    aligned = len({len(s.name) for s in shown}) > 1
    if aligned and len(signs) == 1 and len({s.before for s in shown}) > 1:
        before = " " * max(0, signs.pop() - length)
    elif aligned and len(values) == 1 and len({s.after for s in shown}) > 1 and "\t" not in after:
        after = " " * max(0, values.pop() - length - len(before))
    return before, after
