"""Find the identifiers printed in a reference: DOI, arXiv, PMID, PMCID, ISBN, ISSN, URL, date of access."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refcheck.model import Field
from refcheck.text import ANGLED, closed

# what a language is called where a reference says that the work is in it, and its code
LANGUAGES = {
    "arabic": "ar",
    "chinese": "zh",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "french": "fr",
    "german": "de",
    "hungarian": "hu",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "norwegian": "no",
    "persian": "fa",
    "polish": "pl",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "swedish": "sv",
    "turkish": "tr",
    "ukrainian": "uk",
}
SPOILT = "spoilt DOI"
_CHUNK = r"[^\s\"“”<>]+"
# A DOI or URL broken by a blank or a line end goes on after a sign that ends neither, if what follows looks like the
# rest of one: it holds a digit, and it is no year, page, or other identifier. Those of some journals end in a year:
# "10.1152/jn.00019. 2012".
_OTHER = r"(?!https?:|doi\b|pmc?id|pmc\d|pubmed|epub|pp?\b|vol\b|no\b|arxiv|isbn)"
_REST = r"(?=(?-i:[a-z\d])\S*\d|\d|[a-z]\d{6})(?!(?:1[5-9]|20)\d\d\b(?![.-]\w))"
_GOES_ON = rf"(?:(?<=[-/_(])\s+(?=\S*\d){_OTHER}|(?<=\.)\s+{_REST}{_OTHER}|(?<=\.\d{{5}}\.)\s+(?=20\d\d\b))"
_OF_DOI = rf"(?:[^\s\"“”<>]|{ANGLED})+"
_SUFFIX = rf"\s?/\s?{_OF_DOI}(?:{_GOES_ON}{_OF_DOI})*"
_LINK_GOES_ON = rf"(?:(?:(?<=[/_=&?-])\s+(?=(?-i:[a-z\d])\S*[/._=&?%-]\S)|\s(?=\.(?-i:[a-z\d]))){_OTHER}{_CHUNK})*"
# a host is broken behind its first dot where more of a host follows: "http://www. who.int/data"
_HOST_GOES_ON = r"\s(?=(?-i:(?:[a-z\d-]+\.)+[a-z]{2,6}(?:/|[.,;)\]>]*(?:\s|$))|(?:com|org|net|edu|gov|int)\b(?!\.\w)))"
_SLASHES = r"\s?:\s?/\s?/\s?"

# A book's or serial's number after what announces it: its digits, parted or not. What has another number of them, or a
# letter for one, is taken too, so that it can be told what is wrong with it.
_KIND = r"(?:-?1[03])?(?:\s?\([^\s()]{1,20}\))?[\s:.]{0,9}"
_ISBN, _ISSN = rf"\be?-?ISBN{_KIND}", rf"\b[ep]?-?ISSN(?:-L)?{_KIND}"
_PART, _NUMERAL = r"[-–‐\s]{0,2}", r"[\dOIlX]"

_ACCESSED = "accessed|retrieved|cited|viewed|checked|zugriff|abgerufen|consulté|stand".split("|")
_IN = tuple(opening + word for opening in "[(" for word in ("in", "article", "paper", "text", "abstract"))

# In order: what an earlier pattern took, a later one does not see. Group 1 is the value. Most references hold none of the
# words before the pattern, of which there must be one: to look for words takes no time beside trying patterns.
_PATTERNS = tuple(
    (name, words, re.compile(pattern, re.IGNORECASE))
    for name, words, pattern in (
        # an old DOI of Wiley and others holds "<" and ">"
        ("DOI", ("(sici)",), r"\b(10\.\d{4,9}/\(sici\)[^\s\"“”]+)"),
        ("DOI", ("doi",), rf"(?:doi\.org/|\bdoi\s*[:=.]?)\s*(10\.\s?\d{{4,9}}(?:\.\d+)*{_SUFFIX})"),
        ("DOI", ("10.",), rf"(?<![\w.])(10\.\d{{4,9}}(?:\.\d+)*{_SUFFIX})"),
        # what is announced as a DOI is one, however it is spoilt, where there is no sound one
        (
            SPOILT,
            ("doi",),
            r"\bdoi\s*[:=]\s*(?!10\.\d{4,9}/\S)(?:https?://[^\s/]{0,80}org/)?([^\s\"“”<>]*\d[^\s\"“”<>]*[^\s\"“”<>.,;:])",
        ),
        (SPOILT, ("doi.org/",), r"https?://(?:dx\.)?doi\.org/([^\s\"“”<>]+[^\s\"“”<>.,;:])"),
        (
            "arXiv",
            ("arxiv",),
            r"\barxiv(?:[\s:]{1,9}|,\s?(?=abs/))(?:abs/)?"
            r"((?:[a-z-]+(?:\.[a-z]{2})?/)?\d{4}(?:[.,]?\d{3,5}|\.\d{6})(?:v\d+)?)",
        ),
        ("PMCID", ("pmc",), r"\b((?:PMC){1,2}\d{3,12})\b"),
        ("PMCID", ("pmc",), r"\bPMC\s?ID\s?:?\s?(\d{4,9})\b"),
        ("PMID", ("pmid", "pubmed"), r"\b(?:PMID|PubMed)(?:\s{0,9}ID)?[\s:]{1,9}(\d{4,9})\b"),
        ("PMID", ("pmid",), r"\bPMID\s{0,9}:\s{0,9}((?:WOS:\s?)?[^\W_]*\d[^\W_]*)"),
        ("ISBN", ("isbn",), rf"{_ISBN}(97[89](?:{_PART}\d){{10}})(?!\d)"),
        ("ISBN", ("isbn",), rf"{_ISBN}((?!97[89]{_PART}\d)\d(?:{_PART}\d){{8}}{_PART}[\dX])(?![-–]?\w)"),
        ("ISBN", ("isbn",), rf"{_ISBN}({_NUMERAL}(?:[-–]?{_NUMERAL}){{7,16}})(?![-–]?\w)"),
        ("ISSN", ("issn",), rf"{_ISSN}(\d{{4}}{_PART}\d{{3}}[\dX])(?!\w)"),
        ("ISSN", ("issn",), rf"{_ISSN}({_NUMERAL}(?:[-–]?{_NUMERAL}){{5,9}})(?![-–]?\w)"),
        (
            "ORCID",
            ("orcid",),
            rf"\borcid(?:\.org/|(?:\s?id)?\s?:?\s?)({_NUMERAL}(?:[-–]?{_NUMERAL}){{12,17}})(?![-–]?\w)",
        ),
        (
            "URL",
            ("tp:", "tps:", "www. "),
            rf"((?:https?{_SLASHES}[\w-]+|\bwww)\.{_HOST_GOES_ON}{_CHUNK}{_LINK_GOES_ON})",
        ),
        # a scheme with a letter or sign too few or too many, before what is a host by its look
        (
            "URL",
            ("tp", "http"),
            rf"\b((?!(?:https?|ftp){_SLASHES})(?:h{{1,2}}t{{1,3}}p{{1,2}}s{{0,2}}|ttps?|hpps?)\s?(?:[:;]\s?/{{0,3}}|/{{2,3}})\s?"
            rf"(?:www\s?\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{{2,6}}(?=[/\s])){_CHUNK}{_LINK_GOES_ON})",
        ),
        (
            "URL",
            ("http", "ftp", "www."),
            rf"((?:https?|ftp){_SLASHES}{_CHUNK}{_LINK_GOES_ON}|\bwww\.{_CHUNK}{_LINK_GOES_ON})",
        ),
        (
            "accessed",
            tuple(_ACCESSED),
            r"\b(?:accessed|retrieved|cited|viewed|last\s+checked|zugriff(?:\s+am)?|abgerufen(?:\s+am)?|consulté\s+le|stand)"
            r"\s*(?:on\s+|:\s*)?((?:[^\W\d_]{3,9}\.?\s+\d{1,2},?\s+\d{4})|(?:\d{1,2}\.?\s+[^\W\d_]{3,9}\.?,?\s+\d{4})"
            r"|(?:\d{4}[-/ ][^\W_]{1,9}[-/ ]\d{1,2})|(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}))",
        ),
        (
            "language",
            _IN,
            rf"[\[(](?:(?:article|paper|text|abstract)\s+)?(?:in\s+)({'|'.join(LANGUAGES)})\b[^\])]{{0,40}}[\])]",
        ),
    )
)
# what follows a DOI without a blank and is none of it
_GLUED = re.compile(
    r"\[(?!\d[^\s\]]*\])|[,.;](?=(?:arxiv|hep|pmc?id|url(?:https?)?|epub|https?|available)\b)|\((?:in[a-z]|(?:19|20)\d\d\)?[.,;]*$)",
    re.IGNORECASE,
)


def identifiers(raw: str) -> Iterator[Field]:
    """The identifiers of a reference, none overlapping another, each with the span of its bare value."""
    lower = raw.lower()
    taken: list[tuple[int, int]] = []
    sound = False
    for kind, words, pattern in _PATTERNS:
        if (kind == SPOILT and sound) or not any(word in lower for word in words):
            continue
        name = "DOI" if kind == SPOILT else kind
        for found in pattern.finditer(raw):
            start = found.start(1)
            text = found[1]
            if name in ("DOI", "URL"):
                text = closed(_GLUED.split(text, maxsplit=1)[0]).rstrip("([{")
            if text and not any(a < found.end() and start < b for a, b in taken):
                taken.append((found.start(), found.end()))
                sound = sound or kind == "DOI"
                yield Field(name, text, start, start + len(text))


_ANNOUNCED = re.compile(
    r"(?:(?:https?://(?:dx\.)?(?:doi|orcid)\.org/|\b(?:doi|arxiv|pmcid|pmid|pubmed|isbn(?:-1[03])?|issn|orcid|available\s+(?:from|at|online)|retrieved\s+from"
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
