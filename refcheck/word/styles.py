"""What Word's styles say of numbers and of raised characters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from refcheck.trees import Element, attribute, local

DEEPEST = 20  # styles that rest on one another


@dataclass(frozen=True, slots=True)
class Style:
    """A style: what it rests on, the list that its paragraphs stand in, whether its characters are raised."""

    rests_on: str = ""
    number: str = ""
    level: str = ""
    raised: str = ""


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: Element | None) -> None:
        found = (c for c in root if local(c) == "style") if root is not None else iter(())
        self._styles: Mapping[str, Style] = {attribute(s, "styleId"): _style(s) for s in found}

    def _chain(self, name: str) -> Iterator[Style]:
        for _ in range(DEEPEST):
            if name not in self._styles:
                return
            yield self._styles[name]
            name = self._styles[name].rests_on

    def numbered(self, name: str) -> tuple[str, str]:
        """The list and the level of a style's paragraphs, "" where it states none."""
        number = next((s.number for s in self._chain(name) if s.number), "")
        return number, next((s.level for s in self._chain(name) if s.level), "")

    def raised(self, name: str) -> bool:
        """Whether the characters of a style are raised."""
        return next((s.raised for s in self._chain(name) if s.raised), "") == "superscript"


def _style(element: Element) -> Style:
    number, level = numbered(child(element, "pPr"))
    return Style(value(element, "basedOn"), number, level, value(child(element, "rPr"), "vertAlign"))


def numbered(properties: Element | None) -> tuple[str, str]:
    """The list and the level that the properties of a paragraph state."""
    said = child(properties, "numPr")
    return value(said, "numId"), value(said, "ilvl")


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name."""
    return next((c for c in element if local(c) == name), None) if element is not None else None


def value(element: Element | None, name: str) -> str:
    """What the first child of that name says, "" where it is not there."""
    found = child(element, name)
    return attribute(found, "val") if found is not None else ""
