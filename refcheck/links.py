"""Edits of marked-up text beyond what reads: the address of a link whose DOI changes, a DOI put in as a link."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from refcheck.finding import Change
from refcheck.markup import Attribute, Close, Event, Open, escaped
from refcheck.model import Document, Edit, Reference, Span
from refcheck.text import bare_doi

_LEAD = re.compile(r"[.,;]?[\s|\[(]*(?:\bdoi:?\s*)?$", re.IGNORECASE)
_ANNOUNCED = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_TAIL = re.compile(r"[\])]?\.?")
NEAR = 300  # characters before a reference in which the tag of a link round it begins
FAR = 5_000  # … behind it in which its links stand
AROUND = 40  # characters beside a link in which its signs stand


class Link(NamedTuple):
    """An element that shows a DOI or leads to one: where it stands, and the tag that begins it."""

    at: int
    end: int
    tag: Open


def links(events: Iterable[Event], names: frozenset[str]) -> list[Link]:
    """The elements of these names, in the order in which they end; one within another counts by itself."""
    found: list[Link] = []
    begun: list[Open] = []
    for event in events:
        if isinstance(event, Open) and event.name in names:
            begun.append(event)
        elif isinstance(event, Close) and event.name in names and begun:
            tag = begun.pop()
            found.append(Link(tag.at, event.end, tag))
    return found


def holding(found: Sequence[Link], document: Document) -> dict[int, Link]:
    """The link that shows, or leads to, the DOI of each reference, by its number."""
    held: dict[int, Link] = {}
    ordered = sorted(found)
    at = 0
    for reference in document.references:
        place = _place(document, reference)
        if place is None:
            continue
        while at < len(ordered) and ordered[at].end < place.start:
            at += 1
        inner = [link for link in ordered[at : at + 3] if link.at <= place.start and place.end <= link.end]
        if inner:
            held[reference.n] = inner[-1]
    return held


def _place(document: Document, reference: Reference) -> Span | None:
    field = reference.field("DOI")
    if field is None:
        return None
    start = reference.span.start
    return document.located(Span(start + field.start, start + field.end))


def addresses(document: Document, changes: Iterable[Change], found: Sequence[Link]) -> Iterator[Edit]:
    """The edits of the addresses of a reference's links that lead to the DOI that is changed."""
    ordered = sorted(found)
    for change in changes:
        old = bare_doi(change.old)
        if change.field != "DOI" or not old:
            continue
        own = _place(document, document.references[change.n - 1])
        begin, end = _reach(document, change.n)
        for link in ordered[bisect_left(ordered, (begin,)) : bisect_left(ordered, (end,))]:
            href = link.tag.attributes.get("href")
            if href and not (own and href.at <= own.start < href.end):
                yield from _address(document.written, href, old, _plain(change.new))


def _reach(document: Document, n: int) -> tuple[int, int]:
    """Where in the file a reference begins, and where the next one does, or it is far from it."""
    reference = document.references[n - 1]
    begin, end = document.located(reference.span).start, document.located(reference.span).end + FAR
    if n < len(document.references):
        end = min(end, document.located(document.references[n].span).start)
    return max(0, begin - NEAR), end


def _address(written: str, href: Attribute, old: str, new: str) -> Iterator[Edit]:
    for form in (str, _quoted):
        place = re.compile(rf"{re.escape(escaped(form(old), attribute=True))}(?![\w/-])", re.IGNORECASE)
        if found := place.search(written, href.at, href.end):
            yield Edit(Span(*found.span()), escaped(form(new), attribute=True))
            return


def _quoted(doi: str) -> str:
    return quote(doi, safe="")


def _plain(doi: str) -> str:
    """A DOI as it is given, without what announces it."""
    return _ANNOUNCED.sub("", doi)


class Form(NamedTuple):
    """How a list gives its DOIs: a link, of which `\\0` stands for the DOI, with what stands before and behind it."""

    lead: str
    link: str
    tail: str

    def of(self, doi: str) -> str:
        """The link to a DOI."""
        doi = _plain(doi)
        return self.link.replace("\0", escaped(doi, attribute=True)).replace("\1", _quoted(doi))


def usual(document: Document, held: dict[int, Link]) -> Form | None:
    """The form of most DOIs of a list; None where most are no links."""
    forms: Counter[Form | None] = Counter()
    for reference in document.references:
        if reference.work.DOI:
            forms[_form(document, reference, held.get(reference.n))] += 1
    return forms.most_common(1)[0][0] if forms else None


def _form(document: Document, reference: Reference, link: Link | None) -> Form | None:
    place = _place(document, reference)
    if link is None or place is None:
        return None
    written = document.written
    shown = written[link.at : link.end]
    for form, sign in ((str, "\0"), (_quoted, "\1")):
        doi = re.escape(escaped(form(reference.work.DOI), attribute=True))
        shown = re.sub(doi, sign, shown, flags=re.IGNORECASE)
    lead = _LEAD.search(written, max(0, link.at - AROUND), link.at)
    tail = _TAIL.match(written, link.end)
    # ids and labels of the element would be given twice
    shown = re.sub(r"\s(?:id|title|aria-label|data-[\w-]+)=(?:\"[^\"]*\"|'[^']*')", "", shown)
    return Form(lead[0] if lead else "", shown, tail[0] if tail else "") if re.search("[\0\1]", shown) else None


def added(changes: Iterable[Change]) -> tuple[list[Change], list[Change]]:
    """The changes that put in a DOI where there is none, and the others."""
    every = list(changes)
    new = [c for c in every if c.field == "DOI" and not c.old]
    return new, [c for c in every if c not in new]


def behind(document: Document, form: Form, doi: str, at: int) -> Edit:
    """The edit that puts a link to a DOI in at a place of the file, with the signs that stand round the others."""
    lead, tail = form.lead, form.tail
    before = document.written[:at].rstrip()[-1:]
    if lead.lstrip()[:1] in (".", ",", ";") and before == lead.lstrip()[:1]:
        lead = lead.lstrip()[1:]
    return Edit(Span(at, at), f"{lead}{form.of(doi)}{tail}")
