"""Turn the fields printed in a reference into the Work it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from refcheck import csl
from refcheck.model import Field, Reference, Work
from refcheck.parsing.identifiers import LANGUAGES
from refcheck.parsing.people import named
from refcheck.text import bare_doi, unbroken

_YEAR = re.compile(r"^(\d{4})[a-z]?$")
_ET_AL = re.compile(
    r"[.,;\s]*(?:&\s*|and\s+)?(?:et\s+al\b|et\s+coll\b|others\b|colleagues\b|…|\.\s?\.\s?\.|и\s+др)", re.IGNORECASE
)
_DOTS = re.compile(r"…|\.\s?\.\s?\.")
_HANGING = re.compile(r"\.?,\s*(?:[.:;]|\d{4}\b)")


def cited_work(raw: str, fields: Sequence[Field]) -> Work:
    """The work that a reference cites, each field cleaned of line ends and hyphenation."""
    authors = [f for f in fields if f.name in ("author", "contributor")]
    texts = {f.name: unbroken(f.text) for f in reversed(fields)}
    year = _YEAR.match(texts.get("issued", ""))
    return Work(
        type=kind(texts, raw, fields),
        title=texts.get("title", ""),
        author=tuple(named(f.text) for f in authors),
        et_al=_cut_short(raw, authors),
        container_title=texts.get("container-title", ""),
        years=(int(year[1]),) if year else (),
        volume=texts.get("volume", ""),
        issue=texts.get("issue", ""),
        page=texts.get("page", ""),
        publisher=texts.get("publisher", ""),
        DOI=bare_doi("".join(texts["DOI"].split())) if "DOI" in texts else "",
    )


# fields of a reference that are no part of a work that is compared, under their own names in CSL
_AS_PRINTED = (
    "collection-title",
    "publisher-place",
    "edition",
    "genre",
    "number",
    "PMID",
    "PMCID",
    "ISBN",
    "ISSN",
    "note",
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# months in German, French, Spanish and Italian that begin otherwise
_OTHER_MONTHS = {
    "mär": 3,
    "mai": 5,
    "okt": 10,
    "dez": 12,
    "fév": 2,
    "avr": 4,
    "jui": 6,
    "aoû": 8,
    "déc": 12,
    "ene": 1,
    "abr": 4,
    "ago": 8,
    "dic": 12,
}
_OTHER_MONTHS |= {"gen": 1, "mag": 5, "giu": 6, "lug": 7, "set": 9, "ott": 10, "juil": 7}
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_NOT_YET = re.compile(
    r"\b(?:in press|forthcoming|im erscheinen|im druck|to appear|sous presse|en prensa|submitted|n\.\s?d\.|o\.\s?j\.)",
    re.IGNORECASE,
)


def cited_item(reference: Reference) -> dict[str, object]:
    """All that a reference cites as a CSL-JSON item: the work, and what of it is never compared."""
    texts = {f.name: unbroken(f.text) for f in reversed(reference.fields)}
    item = csl.item(reference.work) | {name: texts[name] for name in _AS_PRINTED if name in texts}
    for role in ("editor", "translator"):
        if names := [named(f.text) for f in reference.fields if f.name == role]:
            item[role] = [csl.name(n) for n in names]
    if "URL" in texts:
        item["URL"] = "".join(texts["URL"].split())
    if "arXiv" in texts:
        item |= {"archive": "arXiv", "archive_location": texts["arXiv"]}
    if "accessed" in texts:
        item["accessed"] = {"raw": texts["accessed"]}
    if language := LANGUAGES.get(texts.get("language", "").lower()):
        item["language"] = language
    return item | _issued(reference, texts.get("issued", ""))


def _issued(reference: Reference, text: str) -> dict[str, object]:
    """The date with its month or season, the letter behind the year, or the words that stand in its place."""
    if not reference.work.years:
        words = _NOT_YET.search(unbroken(reference.raw))
        told = words[0] if words else text
        return {"issued": {"literal": told}} if told else {}
    parts: list[int] = [reference.work.years[0]]
    beside = _beside(reference)
    date: dict[str, object] = {"date-parts": [parts]}
    if month := _month(beside):
        parts.append(month)
    elif season := next((number for name, number in _SEASONS.items() if name in beside), 0):
        date["season"] = season
    suffix = text[4:] if text[4:].isalpha() else ""
    return {"issued": date} | ({"year-suffix": suffix} if suffix else {})


def _beside(reference: Reference) -> str:
    """What is printed before and behind the year, as far as no other field is."""
    year = next(f for f in reference.fields if f.name == "issued")
    before = max((f.end for f in reference.fields if f.end <= year.start), default=0)
    behind = min((f.start for f in reference.fields if f.start >= year.end), default=len(reference.raw))
    return f"{reference.raw[max(before, year.start - 20) : year.start]} {reference.raw[year.end : min(behind, year.end + 20)]}".lower()


def _month(text: str) -> int:
    for word in re.findall(r"[^\W\d_]{3,}", text):
        if word[:3] in _MONTHS:
            return _MONTHS.index(word[:3]) + 1
        if number := _OTHER_MONTHS.get(word[:4]) or _OTHER_MONTHS.get(word[:3]):
            return number
    return 0


def _cut_short(raw: str, authors: Sequence[Field]) -> bool:
    """Whether an author list says that it leaves names out: "et al.", dots between names, a comma that nothing follows."""
    if not authors:
        return False
    after = raw[authors[-1].end :]
    between = raw[authors[0].start : authors[-1].start]
    return bool(_ET_AL.match(after) or _DOTS.search(between) or _HANGING.match(after))


# The first line that is met decides: the fields that must be there, then words that must be in one of them, or in what
# is printed outside title, label and identifiers.
_KINDS: tuple[tuple[str, frozenset[str], str, str], ...] = (
    (
        "thesis",
        frozenset({"genre"}),
        "genre",
        r"thes[ie]s|dissertation|\bdiss\b|thèse|tesi|diplom|magister|habilitation",
    ),
    ("report", frozenset({"genre"}), "genre", r"report|working paper|discussion paper|arbeitspapier|memo"),
    # "Proc Natl Acad Sci" and "Proc R Soc" are journals
    (
        "paper-conference",
        frozenset({"container-title"}),
        "container-title",
        r"\bproc(?:eedings|\.)?\b(?!\.?\s+(?:of\s+the\s+)?(?:natl?|national|roy(?:al)?|r|ieee)\b(?!\s+(?:conf|int)))|\b(?:conference|conf\.|symposium|workshop|congress)",
    ),
    ("chapter", frozenset({"editor", "container-title"}), "", ""),
    ("article-journal", frozenset({"container-title", "volume"}), "", ""),
    ("article-journal", frozenset({"container-title", "page", "issued"}), "", ""),
    (
        "thesis",
        frozenset(),
        "",
        r"\b(?:ph\.?\s?d\.?|doctoral|master'?s?)\b.{0,20}\b(?:thesis|dissertation)\b|\bdissertation\b",
    ),
    ("patent", frozenset(), "", r"\b(?:US|EP|WO)\s?(?:patent|\d{6,})|\bpatent\b.{0,30}\d{5,}"),
    ("standard", frozenset(), "", r"^\W*(?:ISO|IEC|IEEE Std|DIN|ASTM|ANSI|RFC|BS EN)\b[\s/-]*\w*\d|\bRFC\s?\d{3,4}\b"),
    ("standard", frozenset({"title"}), "title", r"^\W*(?:ISO|IEC|IEEE Std|DIN|ASTM|ANSI|RFC|BS EN)\b[\s/-]*\w*\d"),
    ("software", frozenset(), "", r"\b(?:computer program|software|R package|version \d+\.\d+.{0,40}\[)\b"),
    ("software", frozenset({"URL"}), "URL", r"github\.com"),
    ("dataset", frozenset(), "", r"\[data ?set\]|\bdata set\b.{0,30}(?:zenodo|dryad|figshare)"),
    ("article", frozenset({"arXiv"}), "", ""),
    ("book", frozenset({"publisher", "publisher-place", "issued"}), "", ""),
    ("webpage", frozenset({"URL", "accessed"}), "", ""),
    ("book", frozenset({"publisher"}), "", ""),
    ("article-journal", frozenset({"container-title", "issued"}), "", ""),
    ("webpage", frozenset({"URL"}), "", ""),
)
_COMPILED = tuple((name, needed, where, re.compile(words, re.IGNORECASE)) for name, needed, where, words in _KINDS)
_TELLING = 1000  # code points of a reference that are looked at for such words


def kind(texts: dict[str, str], raw: str, fields: Sequence[Field]) -> str:
    """The CSL type that the fields and words of a reference speak for, or "" where nothing does."""
    rest = _outside(raw, fields)
    for name, needed, where, words in _COMPILED:
        if needed <= texts.keys() and (not words.pattern or words.search(texts[where] if where else rest)):
            return name
    return ""


def _outside(raw: str, fields: Sequence[Field]) -> str:
    """What is printed outside title, label and identifiers: a title about software makes no software."""
    parts, at = [], 0
    for field in fields:
        if field.name in ("title", "citation-number", "DOI", "URL"):
            parts.append(raw[at : field.start])
            at = field.end
    return unbroken(" ".join([*parts, raw[at:]])[:_TELLING])
