"""PubMed's XML: each article is a reference; changes are spliced into its elements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from refcheck import bibliographies, csl
from refcheck.bibliographies import Entry
from refcheck.bibliographies.endnote import at as found_at
from refcheck.encoding import decode_markup, glimpse
from refcheck.errors import UnreadableDocument
from refcheck.finding import Change
from refcheck.markup import Element, Open, element, escaped, xml
from refcheck.model import Document, Span
from refcheck.parsing import filed, xml_records
from refcheck.parsing.filed import Author, Filed, Notation, byline, written_back
from refcheck.parsing.records import Item, Passed, Value
from refcheck.parsing.values import part, serials, together, year

NAME = "pubmed"
SUFFIXES: tuple[str, ...] = (".xml",)
_SNIFFED = re.compile(r"<Pubmed(?:Book)?Article(?:Set)?(?=[\s>])")
_BEGINS = re.compile(r"<(Pubmed(?:Book)?Article)(?=[\s>])")
_ENDS = re.compile(r"</Pubmed(?:Book)?Article\s*+>")
_DECLARED = re.compile(r"<!ENTITY\b")
ARTICLE = "MedlineCitation/Article/"
ISSUE = f"{ARTICLE}Journal/JournalIssue/"
BOOK = "BookDocument/Book/"
# where things stand; of several the first that is filled counts
PLACES = {
    "title": (f"{ARTICLE}ArticleTitle", "BookDocument/ArticleTitle", f"{BOOK}BookTitle"),
    "container-title": (f"{ARTICLE}Journal/Title", f"{ARTICLE}Journal/ISOAbbreviation", f"{BOOK}BookTitle"),
    "volume": (f"{ISSUE}Volume", f"{BOOK}Volume"),
    "issue": (f"{ISSUE}Issue",),
    "page": (f"{ARTICLE}Pagination/MedlinePgn", "BookDocument/Pagination/MedlinePgn", f"{ARTICLE}Pagination/StartPage"),
    "publisher": (f"{BOOK}Publisher/PublisherName",),
    "issued": (f"{ISSUE}PubDate/Year", f"{ISSUE}PubDate/MedlineDate", f"{BOOK}PubDate/Year"),
    "PMID": ("MedlineCitation/PMID", "BookDocument/PMID"),
}
DOIS = (
    "PubmedData/ArticleIdList/ArticleId",
    f"{ARTICLE}ELocationID",
    "BookDocument/ArticleIdList/ArticleId",
    "PubmedBookData/ArticleIdList/ArticleId",
)
AUTHORS = (f"{ARTICLE}AuthorList/Author", "BookDocument/AuthorList/Author", f"{BOOK}AuthorList/Author")
SERIALS = (f"{ARTICLE}Journal/ISSN", f"{BOOK}Isbn")
NOTHING = Value("")


def sniff(head: bytes) -> bool:
    """Whether an article, or a set of them, begins there."""
    return bool(_SNIFFED.search(glimpse(head)))


def read(data: bytes, path: str) -> Document:
    """The document with each article as one reference; raises UnreadableDocument where entities are declared."""
    found = decode_markup(data, path)
    begins = _BEGINS.search(found.text)
    if _DECLARED.search(found.text, 0, begins.start() if begins else len(found.text)):
        raise UnreadableDocument(f"{path}: declares XML entities, which are not read; download it anew")
    return filed.document(path, NAME, found, _records(found.text))


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changed characters spliced in; authors that come and go are elements."""
    return written_back(
        document, changes, _records, Notation(xml_records.written, _renamed, _fresh, xml_records.between)
    )


def _records(text: str) -> Iterator[Filed | Passed]:
    begun = [m.start() for m in _BEGINS.finditer(text)]
    for start, following in zip(begun, [*begun[1:], len(text)], strict=False):
        closed = _ENDS.search(text, start, following)
        yield _record(text, start, closed.end() if closed else following)


def _record(text: str, start: int, end: int) -> Filed | Passed:
    piece = text[start:end]
    told = next(bibliographies.read(piece.encode("utf-8", "replace"), "pubmed"), None)
    if not isinstance(told, Entry):
        return Passed(Span(start, end), told.said if told else "no article")
    try:
        events = xml(piece, "")
        begun = next(events)
        whole = element(begun, events) if isinstance(begun, Open) else None
    except UnreadableDocument:
        whole = None
    return _filed(text, start, whole, told) if whole else Passed(Span(start, end), "not XML")


def _filed(text: str, at: int, record: Element, entry: Entry) -> Filed:
    found = {name: next(_filled(record, places), None) for name, places in PLACES.items()}
    one = {name: xml_records.said(e, at) for name, e in found.items() if e}
    if found["container-title"] is found["title"]:
        one.pop("container-title", None)  # a book is in no other
    authors = tuple(_authors(record, at))
    dois = [e for e in _filled(record, DOIS) if _is_doi(e)]
    values = {
        "author": byline(authors),
        **{name: one.get(name, NOTHING) for name in PLACES},
        "title": _title(one.get("title", NOTHING), str(entry.item.get("title", ""))),
        "issued": year(one.get("issued", NOTHING)),
        "DOI": xml_records.said(dois[0], at, markup=False) if dois else NOTHING,
        **serials([xml_records.said(e, at) for e in _filled(record, SERIALS)]),
    }
    twins = (xml_records.said(e, at).stretches for e in dois[1:] if e.text.lower() == dois[0].text.lower())
    return Filed(
        item=Item(work=csl.work(entry.item), values=values),
        authors=authors,
        doi=_new_doi(text, at, record),
        twins=tuple(("DOI", Span(s[0].at, s[-1].until)) for s in twins if s),
    )


def _filled(record: Element, places: Sequence[str]) -> Iterator[Element]:
    return (e for place in places for e in found_at(record, place) if e.text.strip())


def _is_doi(found: Element) -> bool:
    return "doi" in (found.tag.get("idtype"), found.tag.get("eidtype")) and found.tag.get("validyn") != "N"


def _title(shown: Value, title: str) -> Value:
    """The title without PubMed's own final stop and brackets."""
    start = shown.text.find(title) if title else -1
    return part(shown, start, start + len(title)) if start >= 0 else shown


def _authors(record: Element, at: int) -> Iterator[Author]:
    found = next((some for place in AUTHORS if (some := found_at(record, place))), [])
    for author in found:
        shown = _name(author, at)
        if author.tag.get("validyn") != "N" and shown.text:
            yield Author(shown, at + author.tag.at, at + author.end)


def _name(author: Element, at: int) -> Value:
    """A name as "Adams, Bo C, Jr", or the group's."""
    said = {e.name: xml_records.said(e, at) for e in author.elements if e.text.strip()}
    if "LastName" not in said:
        return said.get("CollectiveName", NOTHING)
    rest = [said[name] for name in ("ForeName" if "ForeName" in said else "Initials", "Suffix") if name in said]
    return together(said["LastName"], *(piece for value in rest for piece in (", ", value)))


def _new_doi(text: str, at: int, record: Element) -> tuple[int, int, str, str] | None:
    """Where a DOI goes: behind the other numbers of the article."""
    lists = [e for place in DOIS for e in found_at(record, place.rpartition("/")[0]) if e.name == "ArticleIdList"]
    for numbers in lists:
        if any(numbers.elements):
            start, end, before, _ = xml_records.behind(text, at, numbers, 'ArticleId IdType="doi"')
            return start, end, before, "</ArticleId>"
    return None


def _renamed(block: str, old: str, new: str) -> str | None:
    """An author's element under another name, in all the forms that stand there."""
    family, *given = new.split(", ")
    if "<CollectiveName" in block:
        return xml_records.replaced(block, old, new)
    if len(given) != 1 or old.count(", ") != 1:
        return None
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", given[0])).upper()
    for name, text in (("LastName", family), ("ForeName", given[0]), ("Initials", initials)):
        block = re.sub(rf"(?<=<{name}>)[^<]*(?=</{name}>)", escaped(text).replace("\\", r"\\"), block)
    return block


def _fresh(example: str, name: str) -> str | None:
    """A new author's element, as another's is, but for what is about that one."""
    bare = re.sub(r"\s*<(AffiliationInfo|Identifier|Suffix)\b.*?</\1>", "", example, flags=re.DOTALL)
    person = ", " in name
    if person != ("<LastName" in bare):
        return None
    return _renamed(bare, "x, y" if person else "", name) if person else xml_records.refilled(bare, name)
