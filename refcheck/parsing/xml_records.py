"""Elements of XML as fields of a record, and authors in elements written anew."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refcheck.markup import Element, Text, escaped
from refcheck.parsing.records import Value
from refcheck.parsing.values import Piece, value

_TEXT = re.compile(r"(?<=>)(\s*)([^<>]*[^<>\s])(\s*)(?=<)")


def said(element: Element, at: int, *, markup: bool = True) -> Value:
    """What an element says, that of elements in it too; `at` is where the text begins in which its places count."""
    return value(list(_pieces(element, at)), markup=markup)


def _pieces(element: Element, at: int) -> Iterator[Piece]:
    for part in element.parts:
        if isinstance(part, Text):
            yield Piece(part.text, at + part.at, at + part.end, len(part.text) == part.end - part.at)
        else:
            yield from _pieces(part, at)


def written(text: str, kind: str) -> str:
    """A text in the notation of XML."""
    return escaped(text)


def replaced(block: str, old: str, new: str) -> str | None:
    """An element with another text in it, where the old one stands there once."""
    was = escaped(old)
    return block.replace(was, escaped(new)) if block.count(was) == 1 else None


def refilled(block: str, new: str) -> str | None:
    """An element with another text in it, whatever stands there, if that is one text."""
    if len(_TEXT.findall(block)) != 1:
        return None
    return _TEXT.sub(lambda m: f"{m[1]}{escaped(new)}{m[3]}", block)


def between(text: str, start: int, end: int) -> str:
    """What parts two elements: a line end where the one stands on lines of its own."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return "" if line.strip() or "\n" not in text[:start] else f"\n{line}"


def behind(text: str, at: int, record: Element, element: str) -> tuple[int, int, str, str]:
    """Where an element goes behind the last one of a record, parted from it as that is from what is before it."""
    *_, last = record.elements
    tag = element.partition(" ")[0]
    return at + last.end, at + last.end, f"{between(text, at + last.tag.at, at + last.end)}<{element}>", f"</{tag}>"
