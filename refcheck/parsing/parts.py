"""References within one entry of a list: "4. (a) …; (b) …", and entries that only point to another reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from refcheck.parsing.likeness import LONGEST, WEAK, likeness
from refcheck.parsing.page import Entry

LEAD = 80  # code points that may stand before the first part: "For reviews, see: (a) …"
_LETTER = re.compile(r"(?:(?<=[.;,:)\]\d])\s+|^\s*|(?<=\s))\(?([a-z])\)\s*(?=\S)")
# "Ibid., p. 105", "ref. 2", "See note 14"; with more than that it is a reference in the same journal
_POINTER = re.compile(
    r"\W*(?:(?:see|cf\.?|siehe|vgl\.?|voir|in)\s+(?:also\s+)?)?"
    r"(?:ibid(?:em|\.)?|idem|op\.?\s*cit|loc\.?\s*cit|eb(?:d|enda)\b|там же|"
    r"(?:references?|refs?|footnotes?|notes?|nn?|anm|fn|сноска)\.?\s*\(?\d{1,4}[a-z]?\b)"
    r"[^\w]*(?:(?:(?:and|und|pp?|S|с|at|vol)\b\.?)?[\s,.:–—-]*(?:\d{1,5}|[ivxlc]{1,7})\b[\s,.;:–—-]*){0,4}(?:above|below)?\W*",
    re.IGNORECASE,
)


def points(text: str) -> bool:
    """Whether the text of an entry only points to another reference."""
    return len(text) < LEAD and _POINTER.fullmatch(text) is not None


def parts(text: str, entry: Entry) -> Iterator[Entry]:
    """The references of an entry: each lettered one by itself, or the entry as it is."""
    places = _places(text, entry)
    if len(places) < 2:
        yield entry
        return
    ends = [*(start for _, start, _ in places[1:]), entry.end]
    for i, ((letter, start, body), end) in enumerate(zip(places, ends, strict=True)):
        own = text[start:end].rstrip(" \t\r\n;,")
        begin = entry.start if i == 0 else start
        yield replace(entry, start=begin, body=body, end=start + len(own), part=letter)


def _places(text: str, entry: Entry) -> list[tuple[str, int, int]]:
    """The letters that count up in an entry, each with where it and what follows it begin."""
    found: list[tuple[str, int, int]] = []
    if entry.end - entry.body > LONGEST * 20:
        return found
    for mark in _LETTER.finditer(text, entry.body, entry.end):
        start = mark.end() - len(mark[0].lstrip())
        if mark[1] != chr(ord("a") + len(found)) or (not found and start - entry.body > LEAD):
            continue
        if found and not _whole(text[found[-1][2] : start]):
            continue
        found.append((mark[1], start, mark.end()))
    if found and not _whole(text[found[-1][2] : entry.end]):
        found.pop()
    return found


def _whole(text: str) -> bool:
    """Whether a part is a reference by itself, or points to one."""
    return likeness(text) >= WEAK or points(text)
