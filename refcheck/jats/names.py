"""The names that the tags of a reference tell."""

from __future__ import annotations

from refcheck.jats.tags import GROUPS
from refcheck.markup import Element
from refcheck.model import Name
from refcheck.parsing.people import named


def name(part: Element, text: str) -> Name:
    """A name as its tags tell it."""
    said = {p.name: " ".join(p.text.split()).strip(" ,;") for p in part.within("surname", "given-names", "suffix")}
    if part.name in GROUPS:
        return Name(literal=" ".join(text.split()).strip(" ,;:"))
    if not said.get("surname"):
        return named(text.strip(" ,;:"))
    return Name(family=said["surname"], given=said.get("given-names", ""), suffix=said.get("suffix", ""))
