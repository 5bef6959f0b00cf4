"""What a line looks like at its ends: the classes by which the first line of a reference is told."""

from __future__ import annotations

import re

from refcheck.text import CAPITAL

_SMALL = r"[a-zß-öø-ÿα-ωа-ё]"
_WORD = rf"{CAPITAL}[\w’'\-]+"
_PARTICLE = r"(?:(?:[Dd]e[lrn]?|[Dd]ella|[Dd]i|[Dd][aou]s?|[Vv][ao]n|[Ll][ae]s?|[Tt]en?|[Zz]u|[Aa]l|[Ee]l|[Bb]in)[ -])"
_FAMILY = rf"(?:{_PARTICLE}){{0,2}}{_WORD}(?:[ ](?:{_PARTICLE}){{0,2}}{_WORD}){{0,2}}"
_DOTTED = rf"(?:{CAPITAL}{_SMALL}?\.[ \-]?){{1,4}}"
_BLOCK = rf"{CAPITAL}(?:-?{CAPITAL}){{0,3}}\b"

HEAD, TAIL = 160, 60  # code points that are looked at

# In order: the first that matches the beginning of a line names its class.
_OPENINGS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("repeated", r"[-–—_]{2,20}[.,:]?\s"),
        ("link", r"(?:https?:|www\.|doi\b|DOI\b|10\.\d{4})"),
        (
            "connective",
            r"(?:In|Vol|Vols|Proc|Proceedings|Press|University|Univ|Journal|J|Int|Conference|Conf|Trans|Transactions|Eds?|Retrieved|Available|Accessed|Springer"
            r"|Elsevier|Wiley|IEEE|ACM|Academic|Cambridge|Oxford|New York|London|Berlin|Heidelberg|Lecture Notes|Annals|Annual|Phys|Rev|Lett|Research|Science|Sciences"
            r"|Review|Technical|Report|Thesis|Dissertation|PhD|Symposium|Workshop|International|American|National|January|February|March|April|May|June|July|August"
            r"|September|October|November|December)\b(?!, [A-Z]\b)",
        ),
        ("inverted", rf"{_FAMILY},\s*{_DOTTED}"),
        ("block", rf"{_FAMILY}\s+{_BLOCK}(?=[,.;:]|\s+(?:and|&|et)\s|\s*\(|\s+[12]\d{{3}}|\s*$)"),
        ("inverted block", rf"{_FAMILY},\s+{_BLOCK}(?!\.)"),
        ("inverted cut", rf"{_FAMILY},$"),
        ("inverted full", rf"{_FAMILY},\s+{_WORD}"),
        ("dotted", rf"{_FAMILY}\s+{_DOTTED}"),
        ("initials", rf"{_DOTTED}\s?{_FAMILY}\s*(?:[,;(“\"]|(?:and|und|et|y|&)\s)"),
        ("initials and stop", rf"{_DOTTED}\s?{_WORD}"),
        ("names", rf"{CAPITAL}{_SMALL}+(?: {CAPITAL}\.?)?(?: {_FAMILY})\s*(?:[,;.(]|(?:and|und|et|y|&)\s)"),
        ("family", rf"{_FAMILY}\s*(?:\(|et al|and |& )"),
        ("quoted", r"[\"“«„‘'`]"),
        ("small", rf"{_SMALL}"),
        ("number", r"\d"),
        ("capital", rf"{CAPITAL}"),
        ("sign", r""),
    )
)
# In order: the first that is found names the class of the end of a line.
_TAILS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("hyphen", r"[-‐\u00ad\u0002\ufffe]$"),
        ("comma", r"[,;:&(\[/=+–—]$"),
        (
            "connective",
            r"(?:^|[\s(.])(?:and|und|et|y|of|the|in|for|a|an|on|to|with|from|by|at|as|de|la|le|der|die|das|del|di|du|des|von|van|[Vv]ol\.?|[Nn]o\.?|pp?\.|[Ee]ds?\.|In|al|[Uu]niv\.|Proc\.|J\.)$",
        ),
        ("link", r"(?:https?:|www\.|doi:|10\.\d{4,9}/)\S*$"),
        ("pages", r"\d\s?[-–—]{1,2}\s?\w?\d+[.)]*$"),
        ("year", r"\b(?:1[89]|20)\d\d[a-z]?[).;]*$"),
        ("number", r"\d[.)\]]*$"),
        ("initial", rf"(?:^|[\s.\-]){CAPITAL}\.$"),
        ("short and stop", rf"(?:^|[\s(]){CAPITAL}?\w{{1,4}}\.$"),
        ("stop", r"[.?!][\"”’)\]]?$"),
        ("closed", r"[)\]\"”’»]$"),
        ("word", r""),
    )
)
_YEAR = re.compile(r"(?<![\d./-])(?:1[5-9]|20)\d\d[a-z]?(?![\d/-])|\b(?:in press|forthcoming|n\.\s?d\.)", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[](?:1[5-9]|20)\d\d[a-z]?[)\],]|\b(?:n\.\s?d\.)")
AUTHORS = {"repeated", "inverted", "inverted block", "block", "dotted", "initials"}  # openings that are author lists


def opening(text: str) -> str:
    """How a line begins."""
    head = text.lstrip()[:HEAD]
    return next(name for name, pattern in _OPENINGS if pattern.match(head))


def tail(text: str) -> str:
    """How a line ends."""
    end = text.rstrip()[-TAIL:]
    return next(name for name, pattern in _TAILS if pattern.search(end))


def dated(text: str) -> str:
    """Whether a line holds a year, and whether in brackets."""
    if _BRACKETED.search(text[:HEAD]):
        return "bracketed"
    return "year" if _YEAR.search(text[: 3 * HEAD]) else "none"
