"""JSON as values that know where they stand in the file; of an object only the members that are wanted are kept."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

_BLANKS = re.compile(r"[ \t\r\n]*+")
_BLANK = ("", " ", "\t", "\r", "\n")
_LINE = re.compile(r"[^\r\n]*+")
_string = json.decoder.scanstring  # type: ignore[attr-defined]  # in C where it can be; JSONDecoder reads by it, too
_DECODER = json.JSONDecoder()
LISTS = ("items", "references")  # what some programs put round the list


class Node(NamedTuple):  # a library has hundreds of thousands
    """A value, `start` and `end` with its quotes or brackets; the members of an object, the items of a list.

    `key` is where an object's member begins; `style` is how a scalar is written: its quotes, "" for none.
    """

    value: object
    start: int
    end: int
    members: Mapping[str, Node] | None = None
    items: Sequence[Node] | None = None
    key: int = -1
    style: str = ""


class Fault(NamedTuple):
    """What stands where an item should, and why it is none."""

    start: int
    end: int
    said: str


class Malformed(ValueError):
    """A text is not what it should be; `at` is where that shows."""

    def __init__(self, at: int, said: str) -> None:
        super().__init__(said)
        self.at = at


def plain(node: Node) -> object:
    """The value without its places."""
    if node.members is not None:
        return {name: plain(member) for name, member in node.members.items()}
    if node.items is not None:
        return [plain(item) for item in node.items]
    return node.value


def items(text: str, wanted: Collection[str]) -> Iterator[Node | Fault]:
    """The items of a list, of {"items": […]}, or one in each line; raises Malformed where none of these is there.

    A line that is broken is told, and the others are read.
    """
    first = Json(text, wanted)
    at = first.blank(0)
    if text.startswith("[", at):
        yield from first.listed(at)
        return
    node = first.any(at, deep=True)
    rest = first.blank(node.end)
    listed = next((m for name in LISTS if (m := (node.members or {}).get(name)) and m.value == "["), None)
    if listed and rest == len(text):
        yield from first.listed(listed.start, whole=False)
        return
    yield _item(node)
    yield from _lines(text, rest, wanted)


def _lines(text: str, at: int, wanted: Collection[str]) -> Iterator[Node | Fault]:
    """The items of the lines that follow."""
    reader = Json(text, wanted)
    while (at := reader.blank(at)) < len(text):
        found = _LINE.match(text, at)
        end = found.end() if found else len(text)
        try:
            node = reader.any(at, deep=True)
        except Malformed as error:
            yield Fault(at, end, f"not JSON: {error}")
            at = end
            continue
        yield _item(node)
        at = node.end
        if text[at:end].strip() and not text.startswith("{", reader.blank(at)):
            yield Fault(at, end, "not JSON: something stands behind the item")
            at = end


def _item(node: Node) -> Node | Fault:
    return node if node.members is not None else Fault(node.start, node.end, "no reference: an object is expected")


class Json:
    """Reads values; those that are not wanted are passed over as fast as may be."""

    def __init__(self, text: str, wanted: Collection[str] = ()) -> None:
        self._text = text
        self._wanted = {*wanted, *LISTS}

    def blank(self, at: int) -> int:
        """Where blanks end."""
        if self._text[at : at + 1] not in _BLANK:
            return at
        found = _BLANKS.match(self._text, at)
        return found.end() if found else at

    def listed(self, at: int, *, whole: bool = True) -> Iterator[Node | Fault]:
        """The items of the list that begins there; if it is the whole text, nothing may stand behind it."""
        at = self.blank(at + 1)
        while not self._text.startswith("]", at):
            node = self.any(at, deep=True)
            yield _item(node)
            at = self._next(node.end, "]")
        if whole and self.blank(at + 1) < len(self._text):
            raise Malformed(self.blank(at + 1), "something stands behind the list")

    def any(self, at: int, *, deep: bool = False, key: int = -1) -> Node:
        """The value that begins there; `deep` is the object of an item."""
        opening = self._text[at : at + 1]
        try:
            if opening == '"':
                said, end = _string(self._text, at + 1, True)
                return Node(said, at, end, None, None, key, '"')
            if opening == "{":
                return self._object(at, key, deep=deep)
            if opening == "[":
                return self._list(at, key)
            value, end = _DECODER.raw_decode(self._text, at)
        except json.JSONDecodeError as error:
            raise Malformed(error.pos, error.msg) from None
        except RecursionError:
            raise Malformed(at, "brackets within one another too deep") from None
        except Malformed:
            raise
        except ValueError as error:  # a number of thousands of digits
            raise Malformed(at, str(error)) from None
        return Node(value, at, end, None, None, key)

    def _object(self, start: int, own: int, *, deep: bool) -> Node:
        members: dict[str, Node] = {}
        at = self.blank(start + 1)
        while not self._text.startswith("}", at):
            if not self._text.startswith('"', at):
                raise Malformed(at, "a name in quotes is expected")
            key, colon = _string(self._text, at + 1, True)
            colon = self.blank(colon)
            if not self._text.startswith(":", colon):
                raise Malformed(colon, "a colon is expected")
            begin = self.blank(colon + 1)
            passed = deep and (key not in self._wanted or key in LISTS)
            members[key] = node = self._passed(begin, at) if passed else self.any(begin, key=at)
            at = self._next(node.end, "}")
        return Node(None, start, at + 1, members, key=own)

    def _passed(self, at: int, key: int) -> Node:
        """A value that nobody asks for, known by its first character."""
        value, end = _DECODER.raw_decode(self._text, at)
        return Node(self._text[at] if isinstance(value, list | dict) else None, at, end, None, None, key)

    def _list(self, start: int, own: int) -> Node:
        found: list[Node] = []
        at = self.blank(start + 1)
        while not self._text.startswith("]", at):
            found.append(self.any(at))
            at = self._next(found[-1].end, "]")
        return Node(None, start, at + 1, items=found, key=own)

    def _next(self, at: int, closing: str) -> int:
        """Where the next value begins, or the bracket stands that closes."""
        at = self.blank(at)
        if self._text.startswith(closing, at):
            return at
        if not self._text.startswith(",", at):
            raise Malformed(at, f"a comma or {closing} is expected")
        after = self.blank(at + 1)
        if self._text.startswith(closing, after):
            raise Malformed(after, f"a value is expected, not {closing}")
        return after
