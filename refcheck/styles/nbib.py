"""NBIB, the tagged format of MEDLINE and PubMed."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from refcheck import csl
from refcheck.model import Name

NAME = "nbib"
WIDTH = 88


def render(items: Sequence[Mapping[str, object]]) -> str:
    """A record for each item; long fields go on in the next line, as PubMed writes them."""
    return "\n".join("".join(_line(tag, value) for tag, value in _fields(item) if value) for item in items)


def _line(tag: str, value: str) -> str:
    return (
        textwrap.fill(
            value,
            WIDTH,
            initial_indent=f"{tag:4}- ",
            subsequent_indent="      ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        + "\n"
    )


def _fields(item: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    work = csl.work(item)
    yield "PMID", str(item.get("PMID") or "")
    yield "TI", work.title
    for name in work.author:
        yield ("CN", name.literal) if name.literal else ("FAU", ", ".join(filter(None, (name.family, name.given))))
        yield "AU", _short(name)
    yield "PB", work.publisher
    yield "JT" if item.get("type") == "article-journal" else "BTI", work.container_title
    yield "DP", str(work.years[0]) if work.years else ""
    yield "VI", work.volume
    yield "IP", work.issue
    yield "PG", work.page
    yield "LID", f"{work.DOI} [doi]" if work.DOI else ""
    yield "IS", str(item.get("ISSN") or "")
    yield "ISBN", str(item.get("ISBN") or "")
    yield "PMC", str(item.get("PMCID") or "")


def _short(name: Name) -> str:
    """ "Koch BL": the family name and the initials without stops."""
    parts = name.given.replace(".", " ").replace("-", " ").split()
    given = "".join(p if p.isupper() and len(p) < 4 else p[0] for p in parts)
    return " ".join(filter(None, (name.family, given, name.suffix)))
