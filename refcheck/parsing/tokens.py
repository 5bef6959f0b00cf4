"""Cut a reference into tokens: runs of letters, runs of digits, single signs, and whole identifiers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from refcheck.model import Field

ATOMS = {"DOI": "doi", "URL": "url", "arXiv": "arxiv"}  # identifiers that are one token, whatever is printed in them
_TOKEN = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*|\d+|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a reference in order: what is printed, where, and which identifier a token is ("" for none)."""

    texts: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    atoms: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.texts)


def tokens(raw: str, identified: Sequence[Field] = (), start: int = 0) -> Tokens:
    """The tokens of `raw` from `start` on; each of the identifiers in ATOMS is one token."""
    found: list[tuple[int, int, str]] = []
    at = start
    for field in sorted((f for f in identified if f.name in ATOMS), key=lambda f: f.start):
        found += [(*m.span(), "") for m in _TOKEN.finditer(raw, at, max(at, field.start))]
        found.append((field.start, field.end, ATOMS[field.name]))
        at = field.end
    found += [(*m.span(), "") for m in _TOKEN.finditer(raw, at)]
    if not found:
        return Tokens((), (), (), ())
    starts, ends, atoms = zip(*found, strict=True)
    return Tokens(tuple([raw[a:b] for a, b, _ in found]), starts, ends, atoms)
