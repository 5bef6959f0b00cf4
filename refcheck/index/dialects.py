"""Records of DataCite and OpenAlex as CSL-JSON items; Crossref's are such already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Item = Mapping[str, object]

DATACITE_TYPES = {
    "JournalArticle": "article-journal",
    "ConferencePaper": "paper-conference",
    "ConferenceProceeding": "paper-conference",
    "BookChapter": "chapter",
    "Book": "book",
    "Dataset": "dataset",
    "Software": "software",
    "Dissertation": "thesis",
    "Preprint": "article",
    "Report": "report",
}
OPENALEX_TYPES = {
    "article": "article-journal",
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "preprint": "article",
}


def as_csl(item: Item) -> Item:
    """The record as a CSL-JSON item, whichever registry it is from."""
    attributes = item.get("attributes")
    if isinstance(attributes, Mapping) and "titles" in attributes:
        return _datacite(attributes)
    if "titles" in item and "creators" in item:
        return _datacite(item)
    if "authorships" in item or str(item.get("id", "")).startswith("https://openalex.org/"):
        return _openalex(item)
    return item


def _maps(value: object) -> Iterator[Item]:
    yield from (v for v in (value if isinstance(value, list) else []) if isinstance(v, Mapping))


def _map(value: object) -> Item:
    return value if isinstance(value, Mapping) else {}


def _datacite(attributes: Item) -> Item:
    container, types = _map(attributes.get("container")), _map(attributes.get("types"))
    pages = "-".join(str(p) for k in ("firstPage", "lastPage") if (p := container.get(k)))
    return {
        "type": DATACITE_TYPES.get(str(types.get("resourceTypeGeneral")), str(types.get("citeproc") or "")),
        "DOI": attributes.get("doi"),
        "title": [t.get("title") for t in _maps(attributes.get("titles"))],
        "author": [_creator(c) for c in _maps(attributes.get("creators"))],
        "issued": attributes.get("publicationYear"),
        "container-title": container.get("title"),
        "volume": container.get("volume"),
        "issue": container.get("issue"),
        "page": pages,
        "publisher": _map(attributes.get("publisher")).get("name") or attributes.get("publisher"),
    }


def _creator(creator: Item) -> Item:
    if creator.get("familyName"):
        return {"family": creator["familyName"], "given": creator.get("givenName")}
    name = str(creator.get("name") or "")
    family, comma, given = name.partition(", ")
    return (
        {"family": family, "given": given}
        if comma and creator.get("nameType") != "Organizational"
        else {"literal": name}
    )


def _openalex(item: Item) -> Item:
    biblio, location = _map(item.get("biblio")), _map(item.get("primary_location"))
    pages = "-".join(str(p) for k in ("first_page", "last_page") if (p := biblio.get(k)))
    kind = str(item.get("type") or "")
    return {
        "type": OPENALEX_TYPES.get(kind, kind),
        "DOI": item.get("doi"),
        "title": item.get("title") or item.get("display_name"),
        "author": [_author(_map(a.get("author"))) for a in _maps(item.get("authorships"))],
        "issued": item.get("publication_year"),
        "container-title": _map(location.get("source")).get("display_name"),
        "ISSN": _map(location.get("source")).get("issn"),
        "volume": biblio.get("volume"),
        "issue": biblio.get("issue"),
        "page": pages,
        "updated-by": [{"type": "retraction"}] if item.get("is_retracted") is True else [],
    }


def _author(author: Item) -> Item:
    """A name that is not parted: its last word is taken for the family name."""
    given, _, family = str(author.get("display_name") or "").rpartition(" ")
    return {"family": family, "given": given}
