"""Turn the fields printed in a reference into the Work it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from refcheck.model import Field, Work
from refcheck.parsing.names import person
from refcheck.text import bare_doi, unbroken

_YEAR = re.compile(r"^(\d{4})[a-z]?$")
_ET_AL = re.compile(
    r"[.,;\s]*(?:&\s*|and\s+)?(?:et\s+al\b|et\s+coll\b|others\b|colleagues\b|…|\.\s?\.\s?\.|и\s+др)", re.IGNORECASE
)
_DOTS = re.compile(r"…|\.\s?\.\s?\.")
_HANGING = re.compile(r"\.?,\s*(?:[.:;]|\d{4}\b)")


def cited_work(raw: str, fields: Sequence[Field]) -> Work:
    """The work that a reference cites, each field cleaned of line ends and hyphenation."""
    authors = [f for f in fields if f.name == "author"]
    texts = {f.name: unbroken(f.text) for f in reversed(fields)}
    year = _YEAR.match(texts.get("issued", ""))
    return Work(
        type=kind(texts, raw),
        title=texts.get("title", ""),
        author=tuple(person(unbroken(f.text)) for f in authors),
        et_al=_cut_short(raw, authors),
        container_title=texts.get("container-title", ""),
        years=(int(year[1]),) if year else (),
        volume=texts.get("volume", ""),
        issue=texts.get("issue", ""),
        page=texts.get("page", ""),
        publisher=texts.get("publisher", ""),
        DOI=bare_doi("".join(texts["DOI"].split())) if "DOI" in texts else "",
    )


def _cut_short(raw: str, authors: Sequence[Field]) -> bool:
    """Whether an author list says that it leaves names out: "et al.", dots between names, a comma that nothing follows."""
    if not authors:
        return False
    after = raw[authors[-1].end :]
    between = raw[authors[0].start : authors[-1].start]
    return bool(_ET_AL.match(after) or _DOTS.search(between) or _HANGING.match(after))


# The first line whose words are met decides; fields that must be there, then words that must be.
_KINDS: tuple[tuple[str, frozenset[str], str], ...] = (
    (
        "thesis",
        frozenset(),
        r"\b(?:ph\.?\s?d\.?|doctoral|master'?s?|diploma)\b.{0,20}\b(?:thesis|dissertation)\b|\bdissertation\b",
    ),
    ("patent", frozenset(), r"\b(?:US|EP|WO)\s?(?:patent|\d{6,})|\bpatent\b.{0,30}\d{5,}"),
    (
        "standard",
        frozenset(),
        r"^\W*(?:ISO|IEC|IEEE Std|DIN|ASTM|ANSI|RFC|BS EN)\b[\s/-]*\w*\d|\bRFC\s?\d{3,4}\b",
    ),
    (
        "software",
        frozenset(),
        r"\b(?:computer program|software|R package|version \d+\.\d+.{0,40}\[)\b|github\.com",
    ),
    ("dataset", frozenset(), r"\[data ?set\]|\bdata set\b.{0,30}(?:zenodo|dryad|figshare)"),
    ("article", frozenset({"arXiv"}), ""),
    (
        "paper-conference",
        frozenset(),
        r"\b(?:proceedings of|proc\.|conference on|symposium on|workshop on)\b.*\b(?:pp?\.|pages)",
    ),
    ("chapter", frozenset({"editor", "container-title"}), ""),
    ("article-journal", frozenset({"container-title", "volume"}), ""),
    ("article-journal", frozenset({"container-title", "page", "issued"}), ""),
    ("webpage", frozenset({"URL", "accessed"}), ""),
    ("book", frozenset({"publisher"}), ""),
    ("article-journal", frozenset({"container-title", "issued"}), ""),
    ("webpage", frozenset({"URL"}), ""),
)
_COMPILED = tuple((name, needed, re.compile(words, re.IGNORECASE)) for name, needed, words in _KINDS)


def kind(texts: dict[str, str], raw: str) -> str:
    """The CSL type that the fields and words of a reference speak for, or "" where nothing does."""
    for name, needed, words in _COMPILED:
        if needed <= texts.keys() and (not words.pattern or words.search(raw)):
            return name
    return ""
