"""How much a stretch of text looks like a reference, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from refcheck.parsing.labels import label
from refcheck.parsing.names import authors
from refcheck.parsing.openings import AUTHORS, dated, opening
from refcheck.parsing.page import Line, without_trailer
from refcheck.text import CAPITAL, DASHES, DOI

_D = f"[{re.escape(DASHES)}]"
_YEAR = re.compile(r"(?<![\d./-])(?:1[4-9]|20)\d\d[a-z]?(?![\d./]\d)")
_COORDINATES = re.compile(
    rf"[12]\d{{3}}[^;\d]{{0,12}};\s*\w{{1,20}}\s*(?:\([^)]{{1,20}}\))?\s*:|\b\d{{1,6}}\s*\(\d[^)]{{0,12}}\)\s*[,:]?\s*\w?\d+|\b\w?\d{{1,4}}\s*:\s*\w?\d+\s*{_D}\s*\d+"
    rf"|\bvol\.?\s*\d+.{{0,40}}pp?\.|\b\d{{1,6}},\s*\d{{1,6}}\s*{_D}\s*\d+|\bpp?\.\s*\d+|\b\d{{1,4}}\s*\((?:19|20)\d\d\)",
    re.IGNORECASE,
)
_LINK = re.compile(rf"{DOI.pattern}|https?://|\barxiv:", re.IGNORECASE)
_DATE = re.compile(r"(?<!\w)(?:1[4-9]|20)\d\d[a-k]?(?!\w)")  # "@smith2001" holds none
_ASKS = re.compile(r".{0,80}?\bcite\b", re.IGNORECASE)  # "If you use it, please cite"
_PAGED = re.compile(rf":|{_D}|\bvol")
_LINKED = re.compile(rf"https?://\S+|{DOI.pattern}", re.IGNORECASE)
_DATED_END = re.compile(
    r"(?:19|20)\d\d[a-z]?[\s.)]*(?:(?<=\.)\w{1,20}:)?$"
)  # the next file's first word may be glued on
_NAMES = {"inverted full", "inverted cut", "names"}  # openings that may be author lists
_EARLY = re.compile(r".{4,80}?[\s(\[](?:1[5-9]|20)\d\d[a-z]?[).,:\]]")  # "Smith, John. 1960."
_PUBLISHER = re.compile(
    rf"\b(?:Press|Publishers|Publishing|Verlag|Springer|Wiley|Elsevier|Routledge)\b|\([Ee]ds?\.\)|(?:^|[.,(]\s){CAPITAL}\w+(?: \w+)?\s?:\s{CAPITAL}"
)
_SENTENCE = re.compile(r"\.\s")
_BULLET = re.compile(r"\s*(?:[•●▪‣*+]|[-–—]\s)\s*")
# What letterheads and title pages print: it has names, years and numbers, and is none.
_NO_REFERENCE = re.compile(
    r"\b(?:tel|telephone|phone|fax|mobile)\b\.?\s*:?\s*[+(]?\d|\be-?mail\s*:|\S{1,60}@\w|\b\d{1,5}\w?\s+\w{1,30}\s+(?:street|st\.|avenue|ave\.|road)\b|\bp\.?\s?o\.?\s?box\b"
    r"|^\W*(?:citation|cite\s+this|how\s+to\s+cite|to\s+cite|correspondence|copyright|received|accepted|editors?|funding|keywords?|figure|fig|table|box)\b[^,]{0,40}[:.©]"
    r"|^\W*(?:©|copyright\b)",
    re.IGNORECASE,
)

STRONG = 3  # points at which a text is a reference, wherever it stands
WEAK = 2  # points at which it is one if its neighbour is
LONG = 200  # code points; a reference of this length shows more than a year
LONGEST = 5000  # code points; a longer text is prose


def likeness(text: str) -> int:
    """Points for looking like a reference: a year, coordinates, a link, authors; prose and letterheads lose some."""
    text = without_trailer(text.strip()) if len(text) <= LONGEST else ""
    if len(text) < 20:
        return 0
    start = _start(text)
    points = bool(_YEAR.search(text)) + 2 * bool(_COORDINATES.search(text)) + 2 * bool(_LINK.search(text))
    begins = opening(text[start:])
    named = authors(text, start) is not None
    points += 2 if named else begins in _NAMES
    points -= 2 * bool(_BULLET.match(text) and not named)
    points += bool(_EARLY.match(text, start)) and begins in AUTHORS | _NAMES
    points += bool(_PUBLISHER.search(text))
    points += bool(_DATED_END.search(text) and len(_SENTENCE.findall(text)) >= 2 and len(text) < 300)
    points -= 4 * bool(_NO_REFERENCE.search(text, start))
    count = len(text.split())
    if len(text) > LONG and not named and begins not in _NAMES and not _COORDINATES.search(text):
        points -= 2  # prose holds a year, too, and links
    return points - 2 * (count > 110) - (count > 60)


def _start(text: str) -> int:
    """Where a paragraph begins after its number or bullet."""
    bullet = _BULLET.match(text)
    return bullet.end() if bullet else label(text)[1]


def evident(text: str) -> bool:
    """Whether what looks like a reference shows more than a link and a name: a year, and who wrote it or where it stands."""
    if _ASKS.match(text):
        return False
    bare = _LINKED.sub(" ", text.strip())
    named = authors(bare, _start(bare)) is not None
    paged = any(_PAGED.search(found[0]) for found in _COORDINATES.finditer(bare))  # "Visual Studio 10 (2010)" is not
    return bool(_DATE.search(bare) and (named or paged))


DENSE = 0.12  # share of the lines of a list that hold a year, and of those that hold authors or coordinates
PARAGRAPH = 1000  # code points; a longer paragraph holds more than one reference


def prose(paragraph: Sequence[Line]) -> bool:
    """Whether a paragraph is too long for a reference that shows so little of one."""
    text = " ".join(line.text for line in paragraph) if sum(len(line.text) for line in paragraph) <= LONGEST else ""
    if not text:
        return len(paragraph) < 3
    return len(text) > LONG and opening(text[_start(text) :]) not in AUTHORS and likeness(text) < WEAK


def bibliographic(paragraph: Sequence[Line]) -> bool:
    """Whether a paragraph could be a reference or several."""
    size = sum(len(line.text) + 1 for line in paragraph)
    if size <= PARAGRAPH and likeness(" ".join(line.text for line in paragraph)) >= WEAK:
        return True
    if len(paragraph) == 1:
        return size <= LONGEST and likeness(paragraph[0].text) >= WEAK
    short = [line.text[:LONGEST] for line in paragraph]
    years = sum(dated(text) != "none" for text in short)
    marks = sum(
        opening(text[_start(text) :]) in AUTHORS or bool(_COORDINATES.search(text) or _LINK.search(text))
        for text in short
    )
    return min(years, marks) >= DENSE * len(paragraph)
