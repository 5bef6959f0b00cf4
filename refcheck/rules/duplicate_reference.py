"""Work that is listed twice.

What it checks: whether two references of one list are of one work: they cite one DOI or arXiv number, or match
one record; or title, volume and first page agree; or volume and all pages, under one author in one journal; or
title, author and year, where nothing else that is printed speaks against it. The journal may be abbreviated otherwise,
initials may be fuller, a word of the title may be misspelt. A preprint and its published version are told as such.
Parts of a series, other editions and years, a correction and its article, chapters of a book, a conference paper and
the article that came of it are other works, and the lists of two chapters may cite one work. Where two articles of
journals cite one DOI and cannot be one work, that is told.

Why it matters: the two get two numbers, and citations of one work are counted as two.

What to do: keep one, and point its citations there. Of a preprint and what was published, cite what you mean. Where two
works share a DOI, look both up.

Fix safety: there is no fix: the citations in the text have to move too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from refcheck.contracts import ListRule, Slip
from refcheck.finding import Confidence, Severity
from refcheck.matching import people, refutes, titles
from refcheck.matching.containers import Kinship, compare_containers
from refcheck.matching.title_ladder import NEAR, PART, few_words
from refcheck.model import Case, Reference
from refcheck.rules.lists import lists
from refcheck.rules.minority import in_journal
from refcheck.text import letters, number, page_range

HEAD = 20  # letters of a title that two references of one work share, if they share neither author nor place
MOSTLY = 0.8  # of what is printed from the title to the container
LATER = 3  # years from a preprint to what is published
_PREPRINT = re.compile(r"\b(?:\w*rxiv|ssrn|preprints?|research square|osf)\b", re.IGNORECASE)
# of bioRxiv and medRxiv, arXiv, Preprints.org, SSRN, Research Square, PsyArXiv, OSF, ChemRxiv
_PREPRINT_DOI = ("10.1101/", "10.48550/", "10.20944/", "10.2139/", "10.21203/", "10.31234/", "10.31219/", "10.26434/")
_EDITION = ("edition", "number", "genre", "ISBN", "URL", "arXiv")  # where two state others, they are two works
_VERSION = re.compile(r"v\d+$")
_NUMBER = re.compile(r"\d+")

Key = tuple[str, ...]


def check(cases: Sequence[Case]) -> Iterator[Slip]:
    """Each reference that repeats an earlier one, told at the later."""
    for part in lists(cases):
        yield from _repeated(part)


def _repeated(cases: Sequence[Case]) -> Iterator[Slip]:
    seen: defaultdict[Key, list[Case]] = defaultdict(list)
    for case in cases:
        keys = list(_keys(case))
        earlier = {c.reference.n: c for key in keys for c in seen[key]}
        told = (slip for n in sorted(earlier) if (slip := _compared(earlier[n], case)))
        yield from islice(told, 1)  # of several the first
        for key in keys:
            seen[key].append(case)


def _keys(case: Case) -> Iterator[Key]:
    """What two references of one work have in common, one of these at least."""
    work = case.reference.work
    yield from (("doi", doi) for doi in {work.DOI, case.recorded.DOI, *_versions(case)} if doi)
    if arxiv := case.reference.field("arXiv"):
        yield "arXiv", _VERSION.sub("", arxiv.text)
    if work.title:
        yield "title", letters(work.title)[:HEAD]
    if work.author:
        yield "author", "".join(people.family_words(work.author[0])), *map(str, work.years)
    if work.volume and work.page:
        yield "place", number(work.volume), page_range(work.page)[0]


def _versions(case: Case) -> tuple[str, ...]:
    return case.match.record.versions if case.match else ()


def _compared(a: Case, b: Case) -> Slip | None:
    """What is to be told of two references, if anything."""
    shown = a.reference.label or str(a.reference.n)
    shared = _shared(a, b)
    if _other_works(a.reference, b.reference):
        if not (shared and in_journal(a.reference) and in_journal(b.reference)):
            return None
        message = f"{shared} is also that of reference {shown}, which is another work"
        return Slip(case=b, message=message, confidence=Confidence.MEDIUM, field="DOI")
    if shared:
        return _same(b, shown, f"both cite {shared}")
    if (recorded := a.recorded.DOI) and recorded == b.recorded.DOI:
        return _same(b, shown, f"both match {recorded}")
    if _preprint_of(a, b):
        preprint = f"a preprint of the work of reference {shown}"
        message = preprint if _is_preprint(b.reference) else f"the work of which reference {shown} is a preprint"
        return Slip(case=b, message=message, confidence=Confidence.MEDIUM, severity=Severity.NOTE)
    reason = _reason(a.reference, b.reference)
    return _same(b, shown, reason) if reason else None


def _same(case: Case, shown: str, reason: str) -> Slip:
    return Slip(case=case, message=f"the same work as reference {shown}: {reason}", confidence=Confidence.HIGH)


def _shared(a: Case, b: Case) -> str:
    """The DOI that both cite, if it leads to what they describe as far as that is known, or the arXiv number."""
    doi = a.reference.work.DOI
    if doi and doi == b.reference.work.DOI:
        return "" if any(c.doi_match and refutes(c.reference, c.doi_match) for c in (a, b)) else f"DOI {doi}"
    arxiv = [_VERSION.sub("", f.text) for c in (a, b) if (f := c.reference.field("arXiv"))]
    return f"arXiv {arxiv[0]}" if len(arxiv) == 2 and arxiv[0] == arxiv[1] else ""


def _other_works(a: Reference, b: Reference) -> bool:
    """Whether two references cannot be of one work, whatever they share."""
    one, other = a.work.title, b.work.title
    if titles.notice(one) != titles.notice(other) or (one and other and titles.numbered_apart(one, other)):
        return True
    if not one or not other or titles.appears(one, b.raw) or titles.appears(other, a.raw):
        # of one title, on other pages of another volume: a column, a yearbook
        return all(_differ(a, b)) and bool(one and other)
    return titles.similarity(one, other) < PART and not _in_one_place(a, b)


def _differ(a: Reference, b: Reference) -> tuple[bool, bool]:
    """Whether the volumes differ, and whether the first pages do; what is not stated does not.

    An article with a number may also be cited by its pages, counted from 1.
    """
    volumes = number(a.work.volume), number(b.work.volume)
    (first, last), (other, end) = page_range(a.work.page), page_range(b.work.page)
    counted = (first == "1" and not end) or (other == "1" and not last)
    return "" not in volumes and volumes[0] != volumes[1], "" not in (first, other) and first != other and not counted


def _reason(a: Reference, b: Reference) -> str:
    """Why two references are of one work, going by what is printed, or ""."""
    if any(_differ(a, b)):
        return ""
    placed = all((a.work.volume, b.work.volume, a.work.page, b.work.page))
    near = titles.similarity(a.work.title, b.work.title) >= NEAR and titles.similarity(_up_to(a), _up_to(b)) >= MOSTLY
    if placed and near and (_one_author(a, b) or not few_words(a.work.title)):
        return "title, volume and page agree" if _years_apart(a, b) <= 1 else ""
    if placed and _in_one_place(a, b):
        return "volume and pages agree"
    if near and a.work.volume and b.work.volume and not few_words(a.work.title) and _one_author(a, b):
        return "title, author and volume agree" if _years_apart(a, b) <= 1 else ""
    alike = near and titles.same(a.work.title, b.work.title) and not few_words(a.work.title)
    if alike and _one_author(a, b) and a.work.years == b.work.years != () and not _apart(a, b):
        return "title, author and year agree"
    return ""


def _up_to(reference: Reference) -> str:
    """What is printed from the title to the container: titles of parts are read only as far as they are alike."""
    title, container = reference.field("title"), reference.field("container-title")
    if not title or not container or container.start < title.end:
        return reference.work.title
    return reference.raw[title.start : container.start]


def _one_author(a: Reference, b: Reference) -> bool:
    if not a.work.author or not b.work.author:
        return False
    one, other = a.work.author[0], b.work.author[0]
    return people.same_person(one, other) or people.near_family(one, other)


def _years_apart(a: Reference, b: Reference) -> int:
    return min((abs(x - y) for x in a.work.years for y in b.work.years), default=0)


def _in_one_place(a: Reference, b: Reference) -> bool:
    """Whether one author stands on the same pages of one journal: on one page there may be two of their works."""
    pages = page_range(a.work.page)
    whole = bool(pages[1]) and pages[0] != pages[1]
    untitled = not a.work.title and not b.work.title
    if not (whole or untitled) or not a.work.volume or pages != page_range(b.work.page) or any(_differ(a, b)):
        return False
    return _one_author(a, b) and _years_apart(a, b) <= 1 and _containers(a, b) is not Kinship.OTHER


def _containers(a: Reference, b: Reference) -> Kinship:
    if not a.work.container_title or not b.work.container_title:
        return Kinship.PART
    return compare_containers(a.work.container_title, (b.work.container_title,))


def _apart(a: Reference, b: Reference) -> bool:
    """Whether anything printed speaks against one work, where no volume and pages speak for it."""
    if _containers(a, b) in (Kinship.OTHER, Kinship.PART) and a.work.container_title and b.work.container_title:
        return True
    stated = [[f.text.casefold() for f in r.fields if f.name in _EDITION] for r in (a, b)]
    if any(stated[0]) and any(stated[1]) and stated[0] != stated[1]:
        return True
    # a volume, a version, a number of a series that only one of them states says nothing, another one does
    left = [set(_NUMBER.findall(_without_dates(r))) for r in (a, b)]
    return not (left[0] <= left[1] or left[1] <= left[0])


def _without_dates(reference: Reference) -> str:
    """The reference without its label, and when it was looked at."""
    raw = reference.raw
    for field in reversed(reference.fields):
        if field.name in ("citation-number", "accessed"):
            raw = raw[: field.start] + raw[field.end :]
    return raw


def _is_preprint(reference: Reference) -> bool:
    container = reference.work.container_title
    if _PREPRINT.search(container) or reference.work.DOI.startswith(_PREPRINT_DOI):
        return True
    return not container and bool(_PREPRINT.search(reference.raw))


def _preprint_of(a: Case, b: Case) -> bool:
    """Whether one is a preprint of the other, as the registry relates them, or by title and author."""
    if (a.recorded.DOI and a.recorded.DOI in _versions(b)) or (b.recorded.DOI and b.recorded.DOI in _versions(a)):
        return _is_preprint(a.reference) is not _is_preprint(b.reference)
    one, other = a.reference, b.reference
    if _is_preprint(one) is _is_preprint(other) or few_words(one.work.title) or not _one_author(one, other):
        return False
    return titles.similarity(one.work.title, other.work.title) >= NEAR and _years_apart(one, other) <= LATER


RULE = ListRule(code="RC501", name="duplicate-reference", severity=Severity.WARNING, since="0.1.0", check=check)
