"""Punctuation that is not that of the rest of the list.

What it checks: in articles of journals, where the year stands and whether it is in brackets; what is printed between
authors and title, title and journal, journal or year and volume, volume and issue, and before the pages; quotes round
the title; and, in works of one kind that end with the same field, whether a full stop ends the reference. It is told
where at least five references show their way, and at most a fifth of them another one. Books, chapters and web pages
are punctuated otherwise in every good style, and are not compared with articles.

Why it matters: journals ask for one form, and copy editors have to mend the others; programs that link references go by
the punctuation.

What to do: punctuate the reference as the rest of the list is.

Fix safety: there is no fix.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from refcheck.contracts import ListRule, Needs, Slip
from refcheck.finding import Severity
from refcheck.model import Case, Field, Reference
from refcheck.rules.minority import SURE, Seen, between, in_journal, odd, people, sure, told
from refcheck.text import unbroken

_QUOTES = "\"'“”„«»‘’‚‹›"
_PAGES = re.compile(r"\b(?:pp?|s)\b\.?\s*$", re.IGNORECASE)
_VOLUME = re.compile(r"\b(?:vol(?:ume)?|v|bd|t)\b\.?\s*$", re.IGNORECASE)
_ISSUE = re.compile(r"\b(?:no|nr|n|issue|iss|h|heft|suppl)\b\.?\s*$", re.IGNORECASE)
_MONTHS = re.compile(r"^\W*(?:(?!epub)[^\W\d_]{3,9}\.?[\s/–-]*(?:\d{1,2}\b)?[\s–-]*)+", re.IGNORECASE)
END = 24  # code points of the end of a reference that are shown

Shown = tuple[str, str, str, str]  # what it is of, form, text, field


def check(cases: Sequence[Case]) -> Iterator[Slip]:
    """Each reference that is not punctuated as the others are."""
    yield from told(odd(seen for case in cases for seen in _seen(case)))


def _seen(case: Case) -> Iterator[Seen]:
    reference = case.reference
    ways: Sequence[Callable[[Reference], Iterator[Shown]]] = (_end,)
    if in_journal(reference):
        ways = (_authors_and_title, _quotes, _title_and_journal, _year, _volume, _issue, _pages, _end)
    for way in ways:
        for of, form, text, field in way(reference):
            yield Seen(case=case, of=of, form=form, text=unbroken(text), field=field)


def _authors_and_title(reference: Reference) -> Iterator[Shown]:
    names, title = people(reference), sure(reference, "title")
    gap = between(reference, names[-1] if names else None, title)
    if gap is None or not names or reference.work.et_al or any(c.isalnum() for c in gap):
        return
    # a stop may belong to the initials
    mark = (gap.strip(f" {_QUOTES}") or ("." if names[-1].text.endswith(".") else ""))[:1]
    if title and mark in ("", ".", ",", ":", ";"):
        shown = reference.raw[names[-1].start : title.start + 12]
        yield "authors and title", mark, f"{shown}…", "author"


def _quotes(reference: Reference) -> Iterator[Shown]:
    title = sure(reference, "title")
    if not title or not title.start:
        return
    before, behind = reference.raw[: title.start].rstrip()[-1:], reference.raw[title.end : title.end + 3]
    # a title may begin, or end, with a word in quotes
    opened, shut = before in _QUOTES, any(c in _QUOTES for c in behind)
    if opened is shut:
        yield "title", "quotes" if opened else "", f"{reference.raw[title.start - 1 : title.start + 12]}…", "title"


def _title_and_journal(reference: Reference) -> Iterator[Shown]:
    title, journal = sure(reference, "title"), sure(reference, "container-title")
    gap = between(reference, title, journal)
    if not title or not journal or gap is None or any(c.isalnum() for c in gap) or re.search(r"[?!…\[\]]", gap):
        return
    mark = gap.strip(f" {_QUOTES}*_/")
    # a title that ends with a mark of its own needs no other
    if len(mark) <= 1 and title.text[-1:] not in ("?", "!"):
        yield "title and journal", mark, f"…{reference.raw[max(title.start, title.end - 12) : journal.end]}", "title"


def _year(reference: Reference) -> Iterator[Shown]:
    year, title, journal = (sure(reference, name) for name in ("issued", "title", "container-title"))
    if not year or not title or not journal:
        return
    place = (
        "before the title"
        if year.start < title.start
        else "behind the title"
        if year.start < journal.start
        else "behind the journal"
    )
    before, behind = reference.raw[: year.start].rstrip()[-1:], reference.raw[year.end :].lstrip()[:1]
    # "(2005, June)" and "(June 2005)" are in brackets too, as far as one can see
    bracket = before if before in ("(", "[") else ""
    if bracket or behind not in (")", "]"):
        shut = behind if behind in (")", "]") else ""
        yield "year", f"{place} {bracket}", f"{bracket}{year.text}{shut} {place}", "issued"


def _volume(reference: Reference) -> Iterator[Shown]:
    volume = sure(reference, "volume")
    for name, of in (("issued", "year and volume"), ("container-title", "journal and volume")):
        before = sure(reference, name)
        gap = between(reference, before, volume)
        if gap is None or not before or not volume:
            continue
        # months may stand behind the year, and the stop of an abbreviation is none of the list's
        mark = _MONTHS.sub("", gap.lstrip(")]")).lstrip(")]") if name == "issued" else gap.lstrip(".")
        if not _words(_VOLUME.sub("", mark)):
            yield of, mark, reference.raw[before.start : volume.end], "volume"


def _issue(reference: Reference) -> Iterator[Shown]:
    volume, issue = sure(reference, "volume"), sure(reference, "issue")
    gap = between(reference, volume, issue)
    if gap is not None and volume and issue and not _words(_ISSUE.sub("", gap)):
        shut = reference.raw[issue.end : issue.end + 1] in (")", "]")
        yield "volume and issue", gap, reference.raw[volume.start : issue.end + shut], "issue"


def _pages(reference: Reference) -> Iterator[Shown]:
    pages = sure(reference, "page")
    before = sure(reference, "issue") or sure(reference, "volume")
    gap = between(reference, before, pages)
    if gap is None or not before or not pages:
        return
    mark = gap.lstrip(")]")
    if not _words(_PAGES.sub("", mark)):  # "Article", "art. no."
        start = min(before.start, (reference.field("volume") or before).start)
        yield f"volume and pages|{_locator(pages)}", mark, reference.raw[start : pages.end], "page"


def _end(reference: Reference) -> Iterator[Shown]:
    last = max(reference.fields, key=lambda f: f.end, default=None)
    if not last or last.confidence < SURE or _words(reference.raw[last.end :]):
        return
    raw = reference.raw.rstrip()
    of = f"end|{reference.work.type} {last.name} {_locator(last)}"
    yield of, "." if raw.endswith(".") else "", f"…{raw[-END:]}", last.name


def _locator(field: Field) -> str:
    """Article numbers may be printed otherwise than pages."""
    return "range" if re.search(r"\d\W+\w?\d", field.text) else "one"


def _words(text: str) -> bool:
    return any(c.isalnum() for c in text)


RULE = ListRule(
    code="RC506", name="mixed-punctuation", severity=Severity.NOTE, needs=Needs.PRINT, since="0.1.0", check=check
)
