"""MEDLINE's tagged text, in which PubMed exports citations (.nbib), as CSL-JSON items, and which tags state what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from refcheck.bibliographies.entry import Entry, Unread, decoded
from refcheck.bibliographies.tagged import Dialect, Draft, Tagged, cut_short, drafts, every, first, person
from refcheck.text import bare_doi

TEXTS = {
    "title": ("TI", "CTI", "BTI"),
    "original-title": ("TT",),
    "volume": ("VI",),
    "issue": ("IP",),
    "page": ("PG",),
    "publisher": ("PB",),
    "issued": ("DP", "DEP"),
    "PMID": ("PMID",),
    "PMCID": ("PMC",),
}
CONTAINERS, SHORT = ("JT", "BTI"), ("TA",)
NOTICES = {
    "RIN": "retraction",
    "PRIN": "partial_retraction",
    "RPI": "retraction",
    "EIN": "correction",
    "CRI": "correction",
    "ECI": "expression_of_concern",
}
ESSENTIAL = ("TI", "BTI", "CTI", "TT", "JT", "TA", "LID", "AID")  # what a record is found by: one of them
_TAG = re.compile(r"([A-Z]{2,4}) {0,3}-(?: |$)\s*(.*)", re.DOTALL)
DIALECT = Dialect(_TAG, "PMID", "", parted_by_blanks=True)
_DOI = re.compile(r"(\S+)\s*\[doi\]", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_SUFFIX = r"(?:Jr|Sr|II|III|IV|\d(?:st|nd|rd|th))\.?"
_SHORT = re.compile(rf"([^,]+) ([^\W\d_a-z]{{1,4}})(?: ({_SUFFIX}))?")
_SUFFIXED = re.compile(rf"(.+) ({_SUFFIX})")
NO_TITLE = "not available"  # what PubMed writes where it knows the original title only
Stated = Mapping[str, list[Tagged]]  # by the names of CSL


def read(data: bytes, line: int) -> Iterator[Entry | Unread]:
    """The records of a file, and what is none; never raises."""
    lines, guessed = decoded(data)
    yield from (replace(g, line=g.line + line - 1) for g in guessed)
    text, at, empty = "\n".join(lines), 0, True
    for draft in drafts(text, DIALECT):
        line, at, empty = line + text.count("\n", at, draft.start), draft.start, False
        yield Entry(line, item(stated(draft))) if is_record(draft) else Unread(line, astray(text, draft))
    if empty and text.strip():
        yield Unread(line, "no record in it; one begins with PMID")


def is_record(draft: Draft) -> bool:
    """Whether there is anything in it that a work is found by."""
    record = draft.by_tag
    return any(tag in record for tag in ESSENTIAL)


def astray(text: str, draft: Draft) -> str:
    """What is said of tags that make no record."""
    begun = text[draft.start : draft.start + 60].splitlines()[0].strip()
    return f"no record: neither a title nor a journal is stated: {begun}"


def stated(draft: Draft) -> Stated:
    """What a record states, under the names of CSL."""
    record = draft.by_tag
    found = {name: first(record, tags) for name, tags in TEXTS.items()}
    own = found["title"][0] if found["title"] else None
    short = every(record, SHORT)
    return found | {
        "author": people(draft),
        "container-title": [t for t in every(record, CONTAINERS) if t is not own] or short[:1],
        "container-title-short": short,
        "DOI": [t for tag in ("LID", "AID") for t in record.get(tag, ()) if _DOI.search(t.text)],
        "serial": every(record, ("IS", "ISBN")),
        "kinds": every(record, ("PT",)),
        "notices": every(record, NOTICES),
    }


def people(draft: Draft) -> list[Tagged]:
    """The authors, each by the tag that tells most: in full, or with initials; groups among them."""
    full = any(tagged.tag == "FAU" and tagged.text for tagged in draft.tags)
    return [t for t in draft.tags if t.tag in ("FAU" if full else "AU", "CN") and t.text]


def item(stated: Stated) -> dict[str, object]:
    """The record as a CSL-JSON item."""
    found: dict[str, object] = {name: " ".join(t.text for t in stated[name][:1]) for name in TEXTS}
    title, original = bare_title(str(found["title"])), str(found["original-title"]).removesuffix(".")
    kinds = {t.text for t in stated["kinds"]}
    found |= {
        "type": _type(stated, kinds),
        "title": original if title.lower() in ("", NO_TITLE) else title,
        "original-title": "" if title.lower() in ("", NO_TITLE) else original,
        "author": [name(t) for t in stated["author"] if not cut_short(t.text)],
        "container-title": [t.text for t in stated["container-title"]],
        "container-title-short": [t.text for t in stated["container-title-short"]],
        "issued": str(found["issued"])[:4] if str(found["issued"])[:4].isdecimal() else found["issued"],
        "DOI": next(map(doi_of, stated["DOI"]), ""),
        "ISSN": [t.text.split()[0] for t in stated["serial"] if t.tag == "IS"],
        "updated-by": list(_notices(stated["notices"], kinds)),
    }
    return {key: value for key, value in found.items() if value}


def bare_title(title: str) -> str:
    """The title without PubMed's own final stop, and the brackets that say it is translated."""
    bare = title.removesuffix(".") if not title.endswith("..") else title
    return bare[1:-1].removesuffix(".") if bare.startswith("[") and bare.endswith("]") else bare


def name(tagged: Tagged) -> dict[str, str]:
    """A name as "Adams, Bo C" (FAU), "Adams BC" (AU), or a group (CN)."""
    if tagged.tag == "AU" and (short := _SHORT.fullmatch(tagged.text)):
        return {"family": short[1], "given": short[2], "suffix": short[3] or ""}
    found = person(tagged.text)
    given = _SUFFIXED.fullmatch(found.get("given", ""))
    return found | {"given": given[1], "suffix": given[2]} if given else found


def doi_of(tagged: Tagged) -> str:
    """The DOI that LID or AID states."""
    found = _DOI.search(tagged.text)
    return found[1] if found else ""


def _type(stated: Stated, kinds: set[str]) -> str:
    if "Preprint" in kinds:
        return "article"
    if stated["title"] and stated["title"][0].tag == "BTI":
        return "book"
    book = any(t.tag == "BTI" for t in stated["container-title"])
    return "chapter" if book else "article-journal"


def _notices(told: list[Tagged], kinds: set[str]) -> Iterator[dict[str, object]]:
    """What was said of the article later, each with its year and DOI if told."""
    for tagged in told:
        year = _YEAR.search(tagged.text)
        date = {"date-parts": [[int(year[0])]]} if year else {}
        yield {"type": NOTICES[tagged.tag], "updated": date, "DOI": bare_doi(tagged.text)}
    if "Retracted Publication" in kinds and not any(NOTICES[t.tag] == "retraction" for t in told):
        yield {"type": "retraction"}
