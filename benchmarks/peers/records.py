"""The works of an index, as they are found and as registries write them."""

from __future__ import annotations

import re
import threading
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from refcheck import csl
from refcheck.index import Index
from refcheck.model import Name, Work
from refcheck.text import fold, page_range

ROWS = 20
Json = dict[str, Any]


class Records:
    """The works that the registries know, from an index or given."""

    def __init__(self, index: Path | None = None, works: Iterable[Work] = ()) -> None:
        self._index = Index.open(index) if index else None
        self._works = list(works)
        self._numbered: dict[int, Work] = {}
        self._turn = threading.Lock()

    def number(self, work: Work) -> int:
        """A number by which the work can be asked for afterwards."""
        number = zlib.crc32(work.DOI.encode())
        self._numbered[number] = work
        return number

    def by_number(self, number: int) -> Work | None:
        """The work that was given that number."""
        return self._numbered.get(number)

    def by_doi(self, doi: str) -> Work | None:
        """The work of a DOI."""
        with self._turn:
            found = [r.work for r in self._index.by_doi(doi.lower())] if self._index else self._works
        return next((w for w in found if w.DOI == doi.lower()), None)

    def search(self, text: str, rows: int = ROWS) -> list[tuple[float, Work]]:
        """The works that share most with a text, best first, with a score of about Crossref's size."""
        with self._turn:
            found = [r.work for r in self._index.candidates(text)] if self._index else self._works
        asked = words(text)
        scored = [(_likeness(asked, w), w) for w in found if w.DOI]
        return sorted((s for s in scored if s[0] > 0), key=lambda s: -s[0])[:rows]


def crossref_item(work: Work) -> Json:
    """A work as Crossref's REST API gives it."""
    date = {"date-parts": [[work.years[0] if work.years else None]]}
    authors: list[Json] = [
        csl.name(n) | {"sequence": "additional" if i else "first", "affiliation": []} for i, n in enumerate(work.author)
    ]
    where = {"volume": work.volume, "issue": work.issue, "page": work.page, "publisher": work.publisher}
    stated: Json = {name: text for name, text in where.items() if text}
    return stated | {
        "DOI": work.DOI, "URL": f"https://doi.org/{work.DOI}", "type": "journal-article", "title": [work.title],
        "author": authors, "container-title": [work.container_title] if work.container_title else [],
        "short-container-title": list(work.other_container_titles[:1]), "subtitle": [], "original-title": [],
        "issued": date, "published": date, "published-print": date, "prefix": work.DOI.split("/")[0],
        "source": "Crossref", "member": "1", "relation": {}, "ISSN": [], "is-referenced-by-count": 1,
        "references-count": 0,
    }  # fmt: skip


def openalex_work(work: Work, number: int) -> Json:
    """A work as OpenAlex gives it."""
    first, last = page_range(work.page)
    doi, name = f"https://doi.org/{work.DOI}", f"https://openalex.org/W{number}"
    place = {
        "landing_page_url": doi, "is_oa": False, "pdf_url": None, "version": "publishedVersion",
        "source": {"id": "https://openalex.org/S1", "display_name": work.container_title, "type": "journal"},
    }  # fmt: skip
    people: list[Json] = [
        {
            "author_position": "middle" if i else "first", "raw_author_name": natural(n),
            "author": {"id": "https://openalex.org/A1", "display_name": natural(n), "orcid": None}, "institutions": [],
        }
        for i, n in enumerate(work.author)
    ]  # fmt: skip
    year = work.years[0] if work.years else None
    return {
        "id": name, "doi": doi, "title": work.title, "display_name": work.title, "publication_year": year,
        "publication_date": f"{year}-01-01" if year else None, "ids": {"openalex": name, "doi": doi},
        "language": "en", "type": "article", "type_crossref": "journal-article", "primary_location": place,
        "locations": [place], "best_oa_location": None, "authorships": people, "cited_by_count": 1,
        "biblio": {"volume": work.volume, "issue": work.issue, "first_page": first, "last_page": last},
        "is_retracted": False, "is_paratext": False, "open_access": {"is_oa": False, "oa_url": None},
        "abstract_inverted_index": None, "referenced_works": [], "related_works": [],
    }  # fmt: skip


def semantic_scholar_paper(work: Work, number: int) -> Json:
    """A work as Semantic Scholar's graph gives it."""
    year = work.years[0] if work.years else None
    name = f"{number:040x}"
    return {
        "paperId": name, "externalIds": {"DOI": work.DOI}, "title": work.title, "year": year,
        "authors": [{"authorId": str(i), "name": natural(n)} for i, n in enumerate(work.author, 1)],
        "venue": work.container_title, "publicationVenue": {"name": work.container_title, "type": "journal"},
        "journal": {"name": work.container_title, "volume": work.volume, "pages": work.page}, "abstract": None,
        "publicationDate": None, "publicationTypes": ["JournalArticle"], "citationCount": 1, "isOpenAccess": False,
        "url": f"https://www.semanticscholar.org/paper/{name}", "openAccessPdf": None, "tldr": None,
    }  # fmt: skip


def natural(name: Name) -> str:
    """A name in the order in which it is spoken."""
    return name.literal or f"{name.given} {name.family} {name.suffix}".strip()


def words(text: str) -> set[str]:
    """The words of a text, without case and marks."""
    return set(re.findall(r"\w+", fold(text)))


def _likeness(asked: set[str], work: Work) -> float:
    """The letters of the words shared, less some for those of the title that were not asked for."""
    title = words(work.title)
    rest = {w for n in work.author for w in words(n.family)} | words(work.container_title)
    rest |= {*map(str, work.years), work.volume, *work.page.split("-")}
    return sum(map(len, asked & (title | rest))) - 0.3 * sum(map(len, title - asked))
