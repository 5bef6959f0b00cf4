"""Slips in references, made by chance: what an author mistypes must not make another work of the one cited.

And chimeras: the title of one work beside the authors, journal and numbers of another, which cite no work.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable

from refcheck.model import Reference

Edit = Callable[[str, random.Random], str]


def slipped(reference: Reference, dice: random.Random) -> str:
    """The reference with one slip in one of its fields, or "" where no field takes one."""
    fields = [f for f in reference.fields if f.name in _EDITS and f.text]
    if not fields:
        return ""
    field = dice.choice(fields)
    new = dice.choice(_EDITS[field.name])(field.text, dice)
    raw = reference.raw
    return raw[: field.start] + new + raw[field.end :] if new != field.text else ""


def chimera(reference: Reference, other: Reference) -> str:
    """The reference with the title of another, or "" where either has none."""
    own, title = reference.field("title"), other.work.title
    if not own or not title or len(own.text) < 20 or len(title) < 20:
        return ""
    return reference.raw[: own.start] + title + reference.raw[own.end :]


def _digit(text: str, dice: random.Random) -> str:
    """One digit another."""
    at = [m.start() for m in re.finditer(r"\d", text)]
    if not at:
        return text
    i = dice.choice(at)
    return text[:i] + dice.choice(string.digits) + text[i + 1 :]


def _swapped(text: str, dice: random.Random) -> str:
    """Two signs that stand side by side swapped."""
    at = [m.start() for m in re.finditer(r"(?=\w\w)", text) if text[m.start()] != text[m.start() + 1]]
    if not at:
        return text
    i = dice.choice(at)
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def _lost(text: str, dice: random.Random) -> str:
    """A sign lost."""
    i = dice.randrange(len(text))
    return text[:i] + text[i + 1 :] if len(text) > 1 else text


def _near_year(text: str, dice: random.Random) -> str:
    """A year that is one or some off."""
    off = dice.choice([-1, 1, -1, 1, -2, 2, dice.randint(-10, 10)])
    return re.sub(r"\d{4}", lambda m: str(int(m[0]) + off), text, count=1)


def _other_number(text: str, dice: random.Random) -> str:
    """Another number of about the size."""
    return re.sub(r"\d+", lambda m: str(dice.randint(1, 2 * int(m[0]) + 2)), text, count=1)


def _word_lost(text: str, dice: random.Random) -> str:
    """A word lost."""
    words = text.split()
    if len(words) > 2:
        words.pop(dice.randrange(len(words)))
    return " ".join(words)


def _first_lost(text: str, dice: random.Random) -> str:
    """The first of several authors lost."""
    parts = re.split(r"(?<=[a-zA-Z.]), (?=[A-Z][a-z])", text)
    return ", ".join(parts[1:]) if len(parts) > 1 else text


def _turned(text: str, dice: random.Random) -> str:
    """The first two authors swapped."""
    parts = re.split(r"(?<=[a-zA-Z.]), (?=[A-Z][a-z])", text)
    return ", ".join([parts[1], parts[0], *parts[2:]]) if len(parts) > 2 else text


_LETTERS: tuple[Edit, ...] = (_swapped, _lost)
_NUMBERS: tuple[Edit, ...] = (_digit, _swapped, _lost, _other_number)
_EDITS: dict[str, tuple[Edit, ...]] = {
    "title": (*_LETTERS, _word_lost),
    "author": (*_LETTERS, _first_lost, _turned),
    "container-title": (_word_lost, _lost),
    "issued": (_near_year, _digit),
    "volume": _NUMBERS,
    "issue": _NUMBERS,
    "page": (*_NUMBERS, _other_number),
}
