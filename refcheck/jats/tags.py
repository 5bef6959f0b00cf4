"""What the tags within a JATS reference say, and what is printed between two of them where nothing stands there."""

from __future__ import annotations

from collections.abc import Mapping

CITATIONS = frozenset({"mixed-citation", "element-citation", "nlm-citation", "citation", "product", "note", "p"})
STRUCTURED = frozenset({"element-citation", "nlm-citation"})  # print nothing but their tags

FIELDS: Mapping[str, str] = {
    "article-title": "title",
    "chapter-title": "title",
    "part-title": "title",
    "data-title": "title",
    "source": "container-title",
    "conf-name": "container-title",
    "year": "issued",
    "volume": "volume",
    "issue": "issue",
    "fpage": "page",
    "page-range": "page",
    "elocation-id": "page",
    "publisher-name": "publisher",
    "publisher-loc": "publisher-place",
    "series": "collection-title",
    "edition": "edition",
    "patent": "number",
    "isbn": "ISBN",
    "issn": "ISSN",
    "date-in-citation": "accessed",
}
IDENTIFIERS: Mapping[str, str] = {
    "doi": "DOI",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "pmc": "PMCID",
    "arxiv": "arXiv",
    "isbn": "ISBN",
    "issn": "ISSN",
}
# what is read as a whole though it has no field of its own
WHOLE = frozenset({"lpage", "trans-title", "conf-date", "conf-loc", "month", "day", "season", "supplement", "size"})
PASSED = frozenset({"graphic", "inline-graphic", "media", "tex-math", "math", "alt-text", "object-id", "annotation"})
ALTERNATIVES = frozenset({"citation-alternatives", "name-alternatives", "collab-alternatives", "alternatives"})
NAMES = frozenset({"name", "string-name"})
GROUPS = frozenset({"collab", "institution", "on-behalf-of"})
ROLES: Mapping[str, str] = {
    "": "author",
    "author": "author",
    "allauthors": "author",
    "all-authors": "author",
    "inventor": "author",
    "editor": "editor",
    "guest-editor": "editor",
    "translator": "translator",
}
TITLES = frozenset({"article-title", "chapter-title", "part-title", "data-title"})
# kinds of works of which the source is the title, where no other is given
BY_SOURCE = frozenset({"book", "report", "thesis", "dissertation", "web", "webpage", "website", "software", "data"})
TYPES: Mapping[str, str] = {
    "journal": "article-journal",
    "article-journal": "article-journal",
    "book": "book",
    "book-chapter": "chapter",
    "chapter": "chapter",
    "confproc": "paper-conference",
    "conference": "paper-conference",
    "thesis": "thesis",
    "dissertation": "thesis",
    "report": "report",
    "web": "webpage",
    "webpage": "webpage",
    "website": "webpage",
    "patent": "patent",
    "software": "software",
    "data": "dataset",
    "dataset": "dataset",
    "preprint": "article",
    "standard": "standard",
}
OPENING = {"issue": "("}
CLOSING = {"issue": ")"}
_ANNOUNCED = {"DOI": "doi:", "PMID": "PMID: ", "PMCID": "", "arXiv": "arXiv:", "ISBN": "ISBN ", "ISSN": "ISSN "}


_BETWEEN = {
    ("author", "author"): ", ",
    ("editor", "editor"): ", ",
    ("translator", "translator"): ", ",
    ("volume", "issue"): "",
    ("volume", "page"): ":",
    ("issue", "page"): ":",
    ("issued", "volume"): ";",
    ("container-title", "volume"): " ",
    ("collection-title", "volume"): " ",
    ("issued", "month"): " ",
    ("month", "day"): " ",
    ("publisher-place", "publisher"): ": ",
    ("publisher", "publisher-place"): ", ",
}
_LOOSE = {":": ", "}  # in a reference that prints signs of its own, an issue may stand there that is not printed


def between(before: str, field: str, *, structured: bool) -> str:
    """What parts two fields, given by their names, where nothing is written between them."""
    sign = "–" if field == "lpage" else _BETWEEN.get((before, field), ". ")
    return sign if structured else _LOOSE.get(sign, sign)


def announced(field: str) -> str:
    """What an identifier is announced by where nothing is written before it."""
    return _ANNOUNCED.get(field, "")
