"""The numbers that Word prints before paragraphs of lists, counted as it counts them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from refcheck.trees import Element, attribute, local

DEEPEST = 9  # levels
_PLACE = re.compile(r"%([1-9])")
_ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
                   ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"), strict=True))  # fmt: skip
_SUFFIXES = {"nothing": "", "space": " "}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    after: str = "\t"
    restart: int = -1  # the level whose number begins it anew, counted from 1; 0 for none, -1 for any above
    legal: bool = False  # all its numbers are printed as 1, 2, 3
    style: str = ""  # paragraphs of this style stand on it


@dataclass(slots=True)
class _List:
    """A numbered list: what counts it together with others, its levels, and where it begins anew."""

    counted: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The labels of paragraphs, asked for in the order of the document."""

    def __init__(self, root: Element | None) -> None:
        children = [c for c in root if isinstance(c.tag, str)] if root is not None else []
        kinds = {attribute(c, "abstractNumId"): _levels(c) for c in children if local(c) == "abstractNum"}
        self._lists = {attribute(c, "numId"): _list(c, kinds) for c in children if local(c) == "num"}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def level_of(self, number: str, style: str) -> int:
        """The level of a list on which paragraphs of a style stand."""
        found = self._lists.get(number)
        return next((at for at, level in found.levels.items() if level.style == style), 0) if found and style else 0

    def label(self, number: str, level: int) -> str:
        """What is printed before the next paragraph of that list on that level, with what parts the two."""
        found = self._lists.get(number)
        if not found or level not in found.levels:
            return ""
        counts = self._count(number, found, level)
        own = found.levels[level]
        if own.form in ("bullet", "none"):
            return ""

        def printed(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            other = found.levels.get(at, Level())
            return numeral(counts.get(at, other.start), "decimal" if own.legal else other.form)

        said = _PLACE.sub(printed, own.text)
        return said + own.after if said else ""

    def _count(self, number: str, found: _List, level: int) -> Mapping[int, int]:
        counts = self._counts.setdefault(found.counted, {})
        anew = found.starts.get(level) if (number, level) not in self._begun else None
        self._begun.add((number, level))
        if anew is not None:
            counts[level] = anew
        else:
            counts[level] = counts[level] + 1 if level in counts else found.levels[level].start
        for deeper in range(level + 1, DEEPEST):
            restart = found.levels.get(deeper, Level()).restart
            if restart == -1 or restart > level:
                counts.pop(deeper, None)
        return counts


def _levels(kind: Element) -> dict[int, Level]:
    return {_whole(attribute(c, "ilvl")): _level(c) for c in kind if local(c) == "lvl"}


def _level(element: Element) -> Level:
    said = {local(c): attribute(c, "val") for c in element if isinstance(c.tag, str)}
    return Level(
        form=said.get("numFmt", "decimal"),
        text=said.get("lvlText", ""),
        start=_whole(said.get("start", ""), 1),
        after=_SUFFIXES.get(said.get("suff", ""), "\t"),
        restart=_whole(said.get("lvlRestart", ""), -1),
        legal="isLgl" in said and said["isLgl"] not in ("0", "false"),
        style=said.get("pStyle", ""),
    )


def _list(number: Element, kinds: Mapping[str, dict[int, Level]]) -> _List:
    kind = next((attribute(c, "val") for c in number if local(c) == "abstractNumId"), "")
    found = _List(kind, dict(kinds.get(kind, {})))
    for override in (c for c in number if local(c) == "lvlOverride"):
        at = _whole(attribute(override, "ilvl"))
        for said in override:
            if local(said) == "lvl":
                found.levels[at] = _level(said)
            elif local(said) == "startOverride":
                found.starts[at] = _whole(attribute(said, "val"), 1)
    return found


def _whole(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise


def numeral(number: int, form: str) -> str:
    """A number in one of Word's forms; in one that is not known as it is."""
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < 5000:
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    if form == "decimalZero":
        return f"{number:02}"
    if form.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    return str(number)


def _roman(number: int) -> str:
    parts = []
    for value, sign in _ROMAN:
        parts.append(sign * (number // value))
        number %= value
    return "".join(parts)
