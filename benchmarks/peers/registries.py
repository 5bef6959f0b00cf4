"""What registries on the web would say, were the works of an index all that there is: Crossref, OpenAlex and others.

Only as much of each as reference checkers ask. A search is generous: words that are written wrongly cost a work its
place, not its being found. Registries that hold other works than articles with a DOI know of nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qs, unquote, urlsplit

from records import ROWS, Records, crossref_item, natural, openalex_work, semantic_scholar_paper, words

from refcheck.text import fold

JSON, HTML, XML, CSV = "application/json", "text/html; charset=utf-8", "application/xml", "text/csv"
LANDING = "https://publisher.example/"  # where DOIs lead
LIKE = 0.6  # of the words of a title, for Semantic Scholar's one best match
Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """An answer."""

    status: int
    body: str = ""
    type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(records: Records, url: str, accept: str = "") -> Said:
    """What the registry of that address says."""
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    host, path = parts.hostname or "", unquote(parts.path)
    if host in REGISTRIES:
        return REGISTRIES[host](records, path, query, accept)
    if host in NOTHING:
        kind, body = NOTHING[host]
        return Said(404, "{}") if ONE.search(path) else Said(200, body, kind)
    return Said(404, "{}")


def _crossref(records: Records, path: str, query: Query, _: str) -> Said:
    if path.rstrip("/") == "/works":
        if dois := _filtered(query, "doi"):
            found = [(1.0, w) for w in map(records.by_doi, dois) if w]
        else:
            asked = " ".join(v for k, v in query.items() if k.startswith("query"))
            found = records.search(asked, int(query.get("rows", ROWS))) if asked else []
        items = [crossref_item(w) | {"score": s} for s, w in found]
        listed = {"facets": {}, "total-results": len(items), "items": items, "items-per-page": len(items)}
        return _crossref_said("work-list", listed)
    doi = path.removeprefix("/works/").removesuffix("/agency")
    work = records.by_doi(doi) if path.startswith("/works/") else None
    if work is None:
        return Said(404, "Resource not found.", "text/plain")
    if path.endswith("/agency"):
        return _crossref_said("work-agency", {"DOI": doi, "agency": {"id": "crossref", "label": "Crossref"}})
    return _crossref_said("work", crossref_item(work))


def _crossref_said(kind: str, message: object) -> Said:
    return _json({"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message})


def _openalex(records: Records, path: str, query: Query, _: str) -> Said:
    if path.rstrip("/") == "/sources":
        asked = query.get("search", "")
        names = {w.container_title for _, w in records.search(asked) if fold(w.container_title) == fold(asked)}
        return _openalex_listed(
            [{"id": "https://openalex.org/S1", "display_name": n, "type": "journal"} for n in names]
        )
    if name := path.partition("/works/")[2]:
        numbered = re.fullmatch(r"(?:https://openalex\.org/)?W(\d+)", name)
        work = records.by_number(int(numbered[1])) if numbered else records.by_doi(_bare(name))
        return _json(openalex_work(work, records.number(work))) if work else Said(404, '{"error": "Not Found"}')
    if dois := _filtered(query, "doi"):
        works = [w for one in dois for d in one.split("|") if (w := records.by_doi(_bare(d)))]
        return _openalex_listed([openalex_work(w, records.number(w)) for w in works])
    text = query.get("search") or query.get("search.title") or query.get("filter", "").partition("search:")[2]
    rows = int(query.get("per-page") or query.get("per_page") or ROWS)
    found = [openalex_work(w, records.number(w)) | {"relevance_score": s} for s, w in records.search(text, rows)]
    return _openalex_listed(found)


def _openalex_listed(found: Sequence[object]) -> Said:
    meta = {"count": len(found), "page": 1, "per_page": ROWS, "db_response_time_ms": 1}
    return _json({"meta": meta, "results": found, "group_by": []})


def _semantic_scholar(records: Records, path: str, query: Query, _: str) -> Said:
    name = path.partition("/paper/")[2]
    asked = query.get("query", "")
    if name == "search/match":
        best = next((w for _, w in records.search(asked) if _shared(asked, w.title) >= LIKE), None)
        if best is None:
            return Said(404, '{"error": "Title match not found"}')
        return _json({"data": [semantic_scholar_paper(best, records.number(best)) | {"matchScore": 200.0}]})
    if name in ("search", "search/bulk"):
        works = [w for _, w in records.search(asked, int(query.get("limit", ROWS)))]
        found = [semantic_scholar_paper(w, records.number(w)) for w in works]
        return _json({"total": len(found), "offset": 0, "data": found})
    numbered = re.fullmatch(r"[0-9a-f]{40}", name)
    work = records.by_number(int(name, 16)) if numbered else records.by_doi(_bare(name))
    if work is None:
        return Said(404, '{"error": "Paper not found"}')
    return _json(semantic_scholar_paper(work, records.number(work)))


def _doi_org(records: Records, path: str, _: Query, accept: str) -> Said:
    if path.startswith(("/doiRA/", "/ra/")):
        doi = path.split("/", 2)[2]
        said = {"RA": "Crossref"} if records.by_doi(doi) else {"status": "DOI does not exist"}
        return _json([{"DOI": doi} | said])
    doi = path.removeprefix("/api/handles/").lstrip("/")
    work = records.by_doi(doi)
    if path.startswith("/api/handles/"):
        value = {"index": 1, "type": "URL", "data": {"format": "string", "value": LANDING + doi}}
        found = {"responseCode": 1, "values": [value]} if work else {"responseCode": 100}
        return Said(200 if work else 404, json.dumps(found | {"handle": doi}))
    if work is None:
        return Said(404, "<title>Error: DOI Not Found</title>", HTML)
    if "csl+json" in accept or "citationstyles" in accept:
        return _json({**crossref_item(work), "title": work.title, "container-title": work.container_title})
    return Said(302, headers={"Location": LANDING + doi})


def _publisher(records: Records, path: str, _: Query, __: str) -> Said:
    """The page that a DOI leads to, with the tags that search engines read."""
    work = records.by_doi(path.lstrip("/"))
    if work is None:
        return Said(404, "", HTML)
    told = [("title", work.title), *(("author", natural(n)) for n in work.author), ("doi", work.DOI)]
    tags = "".join(f'<meta name="citation_{name}" content="{escape(text)}">' for name, text in told)
    return Said(200, f"<html><head><title>{escape(work.title)}</title>{tags}</head></html>", HTML)


def _pubmed(_: Records, __: str, query: Query, ___: str) -> Said:
    """Nothing, in the form asked for."""
    if query.get("retmode") == "json":
        return _json({"esearchresult": {"count": "0", "idlist": []}, "result": {"uids": []}})
    return Said(200, "<eSearchResult><Count>0</Count><IdList/></eSearchResult>", XML)


Registry = Callable[[Records, str, Query, str], Said]
REGISTRIES: dict[str, Registry] = {
    "api.crossref.org": _crossref,
    "api.openalex.org": _openalex,
    "api.semanticscholar.org": _semantic_scholar,
    "eutils.ncbi.nlm.nih.gov": _pubmed,
    "doi.org": _doi_org,
    "dx.doi.org": _doi_org,
    "www.doi.org": _doi_org,
    "publisher.example": _publisher,
}
_ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><totalResults>0</totalResults></feed>'
NOTHING = {
    "aclanthology.org": (HTML, "<html></html>"),
    "api.archives-ouvertes.fr": (JSON, '{"response": {"numFound": 0, "docs": []}}'),
    "query.wikidata.org": (JSON, '{"results": {"bindings": []}}'),
    "api.biorxiv.org": (JSON, '{"collection": [], "messages": [{"status": "no posts found"}]}'),
    "api.datacite.org": (JSON, '{"data": [], "meta": {"total": 0}}'),
    "api.japanlinkcenter.org": (JSON, '{"status": "OK", "data": {"items": []}}'),
    "api.labs.crossref.org": (CSV, "Record ID,Title,OriginalPaperDOI,RetractionDOI,RetractionNature,Reason\n"),
    "api.unpaywall.org": (JSON, "{}"),
    "api.openreview.net": (JSON, '{"notes": [], "count": 0}'),
    "api2.openreview.net": (JSON, '{"notes": [], "count": 0}'),
    "dblp.org": (JSON, '{"result": {"hits": {"@total": "0", "@computed": "0", "@sent": "0"}}}'),
    "doaj.org": (JSON, '{"total": 0, "results": []}'),
    "export.arxiv.org": (XML, _ATOM),
    "inspirehep.net": (JSON, '{"hits": {"hits": [], "total": 0}}'),
    "openlibrary.org": (JSON, '{"numFound": 0, "docs": []}'),
    "opencitations.net": (JSON, "[]"),
    "www.ebi.ac.uk": (JSON, '{"hitCount": 0, "resultList": {"result": []}}'),
    "www.googleapis.com": (JSON, '{"totalItems": 0, "items": []}'),
    "zenodo.org": (JSON, '{"hits": {"hits": [], "total": 0}}'),
    "api.openaire.eu": (JSON, '{"response": {"results": null}}'),
    "api.base-search.net": (JSON, '{"response": {"docs": [], "numFound": 0}}'),
}
ONE = re.compile(r"/(dois|isbn|v2|details)/.")  # asks for one work, by a name it is not known under
HOSTS = (*REGISTRIES, *NOTHING)


def _json(said: object) -> Said:
    return Said(200, json.dumps(said))


def _bare(doi: str) -> str:
    return re.sub(r"(?i)^(https?://(dx\.)?doi\.org/|doi:)", "", doi)


def _filtered(query: Query, name: str) -> list[str]:
    parts = (part.partition(":") for part in query.get("filter", "").split(","))
    return [value for key, _, value in parts if key == name]


def _shared(text: str, title: str) -> float:
    wanted = words(title)
    return len(wanted & words(text)) / max(1, len(wanted))
