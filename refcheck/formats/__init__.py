"""The document formats: FORMATS is all there is to register."""

from __future__ import annotations

from pathlib import PurePath

from refcheck.contracts import Format
from refcheck.formats import fields, lines, plain

FORMATS: tuple[Format, ...] = (plain, lines, fields)


def for_path(path: str) -> Format:
    """The format of a file by its suffix; what is not known is read as plain text."""
    suffix = PurePath(path).suffix.lower()
    return next((f for f in FORMATS if suffix in f.SUFFIXES), plain)


def named(name: str) -> Format:
    """The format of that name."""
    return next(f for f in FORMATS if name == f.NAME)


def suffixes() -> frozenset[str]:
    """The suffixes by which a folder is searched."""
    return frozenset(s for f in FORMATS for s in f.SUFFIXES)
