"""Put what is added to a reference where it belongs in a file with markup, a DOI as the link that a list has."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from refcheck.finding import Change
from refcheck.model import Document, Edit, Field, Span
from refcheck.reading import Unplaced
from refcheck.text import DOI

HERE = "\0"  # the DOI in the form of a link
RESOLVER = r"(?:https?://)?(?:dx\.|www\.)?doi\.org/"
NAMES = r"(?:doi|link|crossref|paper|url|pdf)[\s:.]*"  # what else a link is on, a title, is no name for a DOI
NEAR = 100  # code points before a DOI that can be its link's
_LEAD = re.compile(rf"(?:{RESOLVER}|doi:?\s*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """One way of linking a DOI: what stands before it and behind it, and a form for both with `HERE` for the DOI.

    `whole` says that the form holds what announces the DOI, too.
    """

    before: re.Pattern[str]
    form: str
    after: re.Pattern[str] | None = None
    whole: bool = True

    def at(self, text: str, start: int, end: int) -> str | None:
        """The form of the link that the DOI between two offsets is in, None where it is in no such link."""
        before = self.before.search(text[max(0, start - NEAR) : start])
        after = self.after.match(text, end) if self.after else None
        if not before or (self.after and not after):
            return None
        return self.form.format(*before.groups(), *(after.groups() if after else ()))


@dataclass(frozen=True, slots=True)
class Notation:
    """How a format writes: text for a kind of stretch, a DOI in a link's target, what closes markup, and links."""

    written: Callable[[str, str], str]
    target: Callable[[str], str]
    closing: re.Pattern[str]
    links: tuple[Link, ...]

    def added(self, document: Document, edit: Edit) -> Edit:
        """What is added to a reference, as an edit of the file: behind the markup that ends there."""
        stretches = document.origin.stretches if document.origin else ()
        i = bisect_right(stretches, edit.span.start - 1, key=lambda s: s.end)
        if i == len(stretches) or stretches[i].start >= edit.span.start:
            raise Unplaced(edit.span)
        stretch = stretches[i]
        if edit.span.start == stretch.end:
            found = self.closing.match(document.written, stretch.until)
            at = found.end() if found else stretch.until
        elif stretch.same:
            at = stretch.at + edit.span.start - stretch.start
        else:
            raise Unplaced(edit.span)
        return Edit(Span(at, at), self._linked(document, edit.new, stretch.kind if stretch.kind == "cell" else ""))

    def targets(self, document: Document, changes: Iterable[Change]) -> Iterator[Edit]:
        """Where a DOI that is changed is printed on a link to itself, the edits of the links."""
        for change in changes:
            reference = document.references[change.n - 1]
            field = reference.field("DOI") if change.field == "DOI" else None
            new = DOI.search(change.new)
            if not field or not new or new[0] == field.text:
                continue
            place = _place(document, reference.span.start, field)
            behind = {link.after.pattern + re.escape(field.text) for link in self.links if link.after}
            tried = (re.compile(to, re.IGNORECASE).match(document.written, place.end) for to in behind)
            if to := next(filter(None, tried), None):
                yield Edit(Span(to.end() - len(field.text), to.end()), self.target(new[0]))

    def _linked(self, document: Document, new: str, kind: str) -> str:
        """A text that ends with a DOI, which is a link where most of the DOIs in the document's lists are."""
        found, most = DOI.search(new), self._usual(document)
        if not found or not most:
            return self.written(new, kind)
        form, whole = most
        before = _LEAD.sub("", new[: found.start()]) if whole else new[: found.start()]
        linked = form.replace(HERE, self.target(found[0]))
        return self.written(before, kind) + linked + self.written(new[found.end() :], kind)

    def _usual(self, document: Document) -> tuple[str, bool] | None:
        """How most of the DOIs in the lists are linked; None where they are not."""
        forms: Counter[tuple[str, bool] | None] = Counter()
        for reference in document.references:
            if field := reference.field("DOI"):
                place = _place(document, reference.span.start, field)
                found = ((k.at(document.written, place.start, place.end), k.whole) for k in self.links)
                forms[next(((form, whole) for form, whole in found if form is not None), None)] += 1
        return forms.most_common(1)[0][0] if forms else None


def _place(document: Document, start: int, field: Field) -> Span:
    return document.located(Span(start + field.start, start + field.end))
