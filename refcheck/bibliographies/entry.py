"""What a bibliography file holds: entries, what could not be read, and the text they stand in."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass

MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as a CSL-JSON item, and the line it begins on."""

    line: int
    item: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read, or only as a guess, and the line it begins on."""

    line: int
    said: str


def decoded(data: bytes) -> tuple[list[str], tuple[Unread, ...]]:
    """The lines of a file, and the first that is not UTF-8; it and others of the kind are read as Windows-1252.

    Lines are decoded one by one, for libraries are put together from files of several hands.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _lines(data[len(mark) :].decode(encoding, "replace")), ()
    try:
        return _lines(data.removeprefix(codecs.BOM_UTF8).decode()), ()
    except UnicodeDecodeError:
        pass
    found: list[str] = []
    guessed = 0
    for n, line in enumerate(data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").split(b"\n"), 1):
        try:
            found.append(line.decode())
        except UnicodeDecodeError:
            guessed = guessed or n
            found.append(line.decode("cp1252", "replace"))
    return found, (Unread(guessed, "not UTF-8, read as Windows-1252"),)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
