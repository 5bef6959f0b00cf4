"""Find the identifiers printed in a reference: DOI, arXiv, PMID, PMCID, ISBN, ISSN, URL, date of access."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refcheck.model import Field
from refcheck.text import DOI, closed

# In order: what an earlier pattern took, a later one does not see. Group 1 is the value.
# A line end or a blank inside a DOI is taken as an accident of printing only right after its "/", "." or "-".
_PATTERNS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("DOI", rf"({DOI.pattern}(?:(?<=[-./_(])[ \t]*(?:\r\n|\r|\n)[ \t]*[^\s\"“”<>]*[^\s\"“”<>.,;:])?)"),
        # what is announced as a DOI is one, however it is spoilt
        (
            "DOI",
            r"\bdoi\s*[:=]\s*(?!10\.\d{4,9}/\S)(?:https?://\S*?org/)?([^\s\"“”<>]*\d[^\s\"“”<>]*[^\s\"“”<>.,;:])",
        ),
        ("DOI", r"https?://(?:dx\.)?doi\.org/([^\s\"“”<>]+[^\s\"“”<>.,;:])"),
        ("arXiv", r"\barxiv\s*[:\s]\s*((?:[a-z-]+(?:\.[a-z]{2})?/)?\d{4}\.?\d{3,5}(?:v\d+)?)"),
        ("PMCID", r"\b(PMC\d{3,9})\b"),
        ("PMID", r"\b(?:PMID|PubMed)\s*(?:ID)?\s*[:\s]\s*(\d{4,9})\b"),
        ("ISBN", r"\bISBN(?:-1[03])?\s*[:\s]\s*([\d][\d\- ]{8,15}[\dX])\b"),
        ("ISSN", r"\bISSN\s*[:\s]\s*(\d{4}-\d{3}[\dX])\b"),
        ("URL", r"((?:https?|ftp)://[^\s\"“”<>]*[^\s\"“”<>.,;:]|\bwww\.[^\s\"“”<>]*[^\s\"“”<>.,;:])"),
        (
            "accessed",
            r"\b(?:accessed|retrieved|cited|viewed|last\s+checked|zugriff(?:\s+am)?|abgerufen(?:\s+am)?|consulté\s+le)"
            r"\s*(?:on\s+|:\s*)?((?:[^\W\d_]{3,9}\.?\s+\d{1,2},?\s+\d{4})|(?:\d{1,2}\.?\s+[^\W\d_]{3,9}\.?,?\s+\d{4})"
            r"|(?:\d{4}[-/ ][^\W_]{1,9}[-/ ]\d{1,2})|(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}))",
        ),
    )
)


def identifiers(raw: str) -> Iterator[Field]:
    """The identifiers of a reference, none overlapping another, each with the span of its bare value."""
    taken: list[tuple[int, int]] = []
    for name, pattern in _PATTERNS:
        for found in pattern.finditer(raw):
            start = found.start(1)
            text = closed(found[1]) if name in ("DOI", "URL") else found[1]
            if text and not any(a < found.end() and start < b for a, b in taken):
                taken.append((found.start(), found.end()))
                yield Field(name, text, start, start + len(text))


_ANNOUNCED = re.compile(
    r"(?:(?:https?://(?:dx\.)?doi\.org/|\b(?:doi|arxiv|pmcid|pmid|pubmed|isbn(?:-1[03])?|issn|available\s+(?:from|at|online)|retrieved\s+from"
    r"|url|accessed|retrieved|cited))(?:\s+on\b)?[\s:.=]*|[\[(<]\s*){1,4}$",
    re.IGNORECASE,
)
_CLOSED_BY = {"[": "]", "(": ")", "<": ">"}


def outside(raw: str, fields: tuple[Field, ...]) -> str:
    """The reference with its identifiers and what announces them blanked out, every offset kept."""
    for field in fields:
        lead = _ANNOUNCED.search(raw, max(0, field.start - 40), field.start)
        start = lead.start() if lead else field.start
        shut = {_CLOSED_BY[c] for c in raw[start : field.start] if c in _CLOSED_BY}
        end = field.end + (raw[field.end : field.end + 1] in shut)
        raw = raw[:start] + " " * (end - start) + raw[end:]
    return raw
