"""A stream of PubMed's XML in stretches of whole articles, so that a file of many gigabytes is never in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from refcheck.bibliographies.entry import Unread

ARTICLE = re.compile(rb"<Pubmed(?:Book)?Article(?=[\s>])")
END = re.compile(rb"</Pubmed(?:Book)?Article\s*>")
DELETED = b"<DeleteCitation>"
ARTICLES = 2_000  # of a stretch
BYTES = 1 << 25  # of a stretch, where articles are long
LONGEST = 1 << 26  # bytes of an article
OVERLAP = 64  # bytes of a tag that may be cut by the end of a chunk


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some articles with what stands between them, and the line they begin on."""

    line: int
    data: bytes


def stretches(chunks: Iterable[bytes]) -> Iterator[Stretch | Unread]:
    """The stretches of a file in order; together they are the file, but for what is longer than an article can be."""
    held = bytearray()
    line, whole, seen, count, passing, empty = 1, 0, 0, 0, False, True
    for chunk in chunks:
        held += chunk
        while end := END.search(held, max(whole, seen - OVERLAP)):
            whole, count, passing = end.end(), count + 1, False
            if count >= ARTICLES or whole >= BYTES:
                yield Stretch(line, bytes(held[:whole]))
                line += held.count(b"\n", 0, whole)
                del held[:whole]
                whole, seen, count, empty = 0, 0, 0, False
        seen = len(held)
        if seen - whole > LONGEST:
            if whole:
                yield Stretch(line, bytes(held[:whole]))
            line += held.count(b"\n", 0, whole)
            if not passing:  # told once, however far it goes
                yield Unread(line, f"more than {LONGEST >> 20} MB without the end of an article are passed over")
            line += held.count(b"\n", whole, seen - OVERLAP)
            del held[: seen - OVERLAP]
            whole, seen, count, passing, empty = 0, OVERLAP, 0, True, False
    if count or empty or ARTICLE.search(held) or DELETED in held:
        yield Stretch(line, bytes(held))
