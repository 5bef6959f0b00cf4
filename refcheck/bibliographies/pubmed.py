"""PubMed's XML as CSL-JSON items, an article at a time; the only importer of defusedxml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from refcheck.bibliographies.entry import Entry, Unread
from refcheck.bibliographies.stretches import ARTICLE, DELETED, END
from refcheck.text import bare_doi

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # the type alone; defusedxml parses

NOTICES = {
    "RetractionIn": "retraction",
    "PartialRetractionIn": "partial_retraction",
    "RetractedandRepublishedIn": "retraction",
    "ErratumIn": "correction",
    "CorrectedandRepublishedIn": "correction",
    "ExpressionOfConcernIn": "expression_of_concern",
}
PASSED = (b"Abstract", b"ReferenceList", b"MeshHeadingList", b"ChemicalList", b"AffiliationInfo", b"History")
# where things stand in an article
WITHIN = "MedlineCitation/Article/"
JOURNAL = f"{WITHIN}Journal/"
ISSUE = f"{JOURNAL}JournalIssue/"
LISTED = "MedlineCitation/MedlineJournalInfo/"
NO_TITLE = "not available"  # what PubMed writes where it knows the original title only
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_BLANKS = re.compile(r"\s+")
# an article's number; what publishers call "pii" may also be a string that nobody prints
_NUMBER = re.compile(r"^[A-Za-z]{0,4}\d{1,8}$")


def read(data: bytes, line: int) -> Iterator[Entry | Unread]:
    """The articles in a stretch of a file, and what of it is none; never raises.

    Each is parsed by itself, so that a broken one does not take its neighbours along, and nothing that a document type
    declares is ever in force.
    """
    if data.strip() and not (ARTICLE.search(data) or END.search(data) or DELETED in data):
        yield Unread(line, "no PubmedArticle in it; of XML only PubMed's is read, in UTF-8")
    done = 0
    for end in END.finditer(data):
        piece = data[done : end.end()]
        starts = [m.start() for m in ARTICLE.finditer(piece)]
        yield from _cut(piece, starts[:-1], line)
        at = starts[-1] if starts else len(piece) - len(end[0])
        yield from _told(piece[: starts[0] if starts else at], line)
        yield _article(piece[at:], line + piece.count(b"\n", 0, at))
        done, line = end.end(), line + piece.count(b"\n")
    rest = data[done:]
    yield from _cut(rest, [m.start() for m in ARTICLE.finditer(rest)], line)
    yield from _told(rest, line)


def _cut(piece: bytes, starts: Iterable[int], line: int) -> Iterator[Unread]:
    """The articles of which only the beginning stands there."""
    done = 0
    for start in starts:
        line, done = line + piece.count(b"\n", done, start), start
        yield Unread(line, "an article without its end")


def _told(between: bytes, line: int) -> Iterator[Unread]:
    """What stands between articles and is more than wrapping: the works that an update takes out."""
    at = between.find(DELETED)
    if at >= 0:
        count = between.count(b"<PMID", at)
        said = f"{count} works that PubMed deleted stay, for they are named by PMID only; take them out with --delete"
        yield Unread(line + between.count(b"\n", 0, at), said)


def _lighter(data: bytes) -> bytes:
    """The article without what is not asked for, which is most of it: it parses in a third of the time."""
    for name in PASSED:
        opening, closing = b"<%s>" % name, b"</%s>" % name
        kept, done = [], 0
        while (start := data.find(opening, done)) >= 0 and (end := data.find(closing, start)) >= 0:
            kept.append(data[done:start])
            done = end + len(closing)
        data = b"".join([*kept, data[done:]]) if kept else data
    return data


def _article(data: bytes, line: int) -> Entry | Unread:
    try:
        root = _parsed(data)
    except ParseError as error:
        return Unread(line + error.position[0] - 1, f"not XML: {str(error).partition(':')[0]}")
    except DefusedXmlException:
        return Unread(line, "an article that declares entities")
    except (ValueError, LookupError, RecursionError) as error:
        return Unread(line, f"not XML: {error}")
    if root.tag == "PubmedBookArticle":
        return Entry(line, _book(root))
    return Entry(line, _item(root))


def _parsed(data: bytes) -> Element:
    root: Element
    try:
        root = fromstring(_lighter(data))
    except ParseError:  # a list within a list was cut in two, or it is broken, and then its line is asked for
        root = fromstring(data)
    return root


def _text(element: Element | None) -> str:
    """The text of an element, that of inline tags in it kept."""
    return _BLANKS.sub(" ", "".join(element.itertext())).strip() if element is not None else ""


def _item(root: Element) -> dict[str, object]:
    kinds = {_text(e) for e in root.iterfind(f"{WITHIN}PublicationTypeList/PublicationType")}
    short = (root.find(f"{JOURNAL}ISOAbbreviation"), root.find(f"{LISTED}MedlineTA"))
    numbers = (root.find(f"{JOURNAL}ISSN"), root.find(f"{LISTED}ISSNLinking"))
    found: dict[str, object] = {
        "type": "article" if "Preprint" in kinds else "article-journal",
        **_titles(_text(root.find(f"{WITHIN}ArticleTitle")), _text(root.find(f"{WITHIN}VernacularTitle"))),
        "author": list(_authors(root.find(f"{WITHIN}AuthorList"))),
        "container-title": _text(root.find(f"{JOURNAL}Title")),
        "container-title-short": [_text(e) for e in short if e is not None],
        "ISSN": [_text(e) for e in numbers if e is not None],
        "volume": _text(root.find(f"{ISSUE}Volume")),
        "issue": _text(root.find(f"{ISSUE}Issue")),
        "page": _page(root),
        "issued": _year(root.find(f"{ISSUE}PubDate")),
        "published-online": _year(root.find(f"{WITHIN}ArticleDate")),
        "DOI": _doi(root, "PubmedData/ArticleIdList/ArticleId", f"{WITHIN}ELocationID"),
        "updated-by": list(_notices(root, kinds)),
    }
    return {name: value for name, value in found.items() if value}


def _book(root: Element) -> dict[str, object]:
    """A book, or a chapter of one, on the Bookshelf."""
    book = "BookDocument/Book/"
    chapter, title = _text(root.find("BookDocument/ArticleTitle")), _text(root.find(f"{book}BookTitle"))
    names = root.find("BookDocument/AuthorList")
    found: dict[str, object] = {
        "type": "chapter" if chapter else "book",
        **_titles(chapter or title, ""),
        "author": list(_authors(names if names is not None else root.find(f"{book}AuthorList"))),
        "container-title": title if chapter else "",
        "volume": _text(root.find(f"{book}Volume")),
        "page": _text(root.find("BookDocument/Pagination/MedlinePgn")),
        "publisher": _text(root.find(f"{book}Publisher/PublisherName")),
        "issued": _year(root.find(f"{book}PubDate")),
        "DOI": _doi(root, "BookDocument/ArticleIdList/ArticleId", "PubmedBookData/ArticleIdList/ArticleId"),
    }
    return {name: value for name, value in found.items() if value}


def _titles(title: str, original: str) -> dict[str, object]:
    """The title without PubMed's own final stop, and the brackets that say it is translated."""
    bare = title.removesuffix(".") if not title.endswith("..") else title
    if bare.startswith("[") and bare.endswith("]"):
        bare = bare[1:-1].removesuffix(".")
    if bare.lower() in ("", NO_TITLE):
        return {"title": original.removesuffix(".")}
    return {"title": bare, "original-title": original.removesuffix(".")}


def _authors(names: Element | None) -> Iterator[dict[str, str]]:
    for author in names if names is not None else ():
        if author.get("ValidYN") == "N":
            continue  # a name that was misspelt; the right one stands beside it
        family, given = _text(author.find("LastName")), _text(author.find("ForeName"))
        parts = {
            "family": family,
            "given": given or _text(author.find("Initials")),
            "suffix": _text(author.find("Suffix")),
            "literal": "" if family else _text(author.find("CollectiveName")),
        }
        if any(parts.values()):
            yield {key: value for key, value in parts.items() if value}


def _page(root: Element) -> str:
    pages = _text(root.find(f"{WITHIN}Pagination/MedlinePgn"))
    first, last = _text(root.find(f"{WITHIN}Pagination/StartPage")), _text(root.find(f"{WITHIN}Pagination/EndPage"))
    number = (_text(e) for e in root.iterfind(f"{WITHIN}ELocationID") if e.get("EIdType") == "pii")
    ranged = f"{first}-{last}" if first and last else first
    return pages or ranged or next((text for text in number if _NUMBER.match(text)), "")


def _year(date: Element | None) -> str:
    """The year of a date; of a free one ("1998 Dec-1999 Jan") the first."""
    if date is None:
        return ""
    return _text(date.find("Year")) or _text(date.find("MedlineDate"))[:4]


def _doi(root: Element, *places: str) -> str:
    """The article's own DOI; the references in its list have such elements as well, and are not looked at."""
    for place in places:
        for element in root.iterfind(place):
            if "doi" in (element.get("IdType"), element.get("EIdType")) and element.get("ValidYN") != "N":
                return _text(element)
    return ""


def _notices(root: Element, kinds: set[str]) -> Iterator[dict[str, object]]:
    """What was said of the article later: retractions, corrections, concerns, each with its year and DOI if told."""
    told: set[str] = set()
    for comment in root.iterfind("MedlineCitation/CommentsCorrectionsList/CommentsCorrections"):
        if kind := NOTICES.get(comment.get("RefType", "")):
            told.add(kind)
            source = _text(comment.find("RefSource"))
            year = _YEAR.search(source)
            date = {"date-parts": [[int(year[0])]]} if year else {}
            yield {"type": kind, "updated": date, "DOI": bare_doi(source)}
    if "Retracted Publication" in kinds and "retraction" not in told:
        yield {"type": "retraction"}
