"""Numbers that are not first cited in their order.

What it checks: where a list is numbered in the order of citation, each number is first cited after all smaller ones.
A list is taken to be numbered so if nine of ten numbers are in order; an alphabetical list is no fault. What captions,
tables and footnotes cite is left out, for where they stand in a file says nothing of where they stand in print; so are
the abstract, several numbers out of order in one place, and a text that speaks of tables and has none.

Why it matters: Vancouver, IEEE and most medical journals number in the order of citation, and copy-editors renumber
by hand.

What to do: exchange the numbers, in the text and in the list.

Fix safety: there is no fix: text and list have to be changed together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from refcheck.contracts import DocumentRule, TextSlip
from refcheck.finding import Confidence, Severity
from refcheck.model import Case, Document, LabelCitation
from refcheck.parsing.prose import lacks_tables

FEW = 5  # numbers; fewer show no order
PARAGRAPH = 3_000  # code points back to the beginning of one
HEADING = 40  # code points before a paragraph in which its heading stands
NEAR = 4  # numbers, in the order in which they are first cited
TOGETHER = 2  # numbers out of order near one another that are slips
IN_ORDER = 0.9  # share of numbers in order from which the list is numbered by citation
_CAPTION = re.compile(
    r"\s*(?:fig|figure|table|tab|box|scheme|chart|supplement\w*|abb|abbildung|tabelle|tableau)\b\.?\s*\w{0,3}\d",
    re.IGNORECASE,
)

_ABSTRACT = r"(?:abstract|summary|zusammenfassung|résumé|resumen|synopsis)"
_ABSTRACT_BEGINS = re.compile(rf"\s*{_ABSTRACT}\b", re.IGNORECASE)
_ABSTRACT_ABOVE = re.compile(rf"(?:^|\n)\W{{0,5}}{_ABSTRACT}\W{{0,5}}$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\s*[¹²³⁴-⁹*†‡§]")


def check(document: Document, cases: Sequence[Case]) -> Iterator[TextSlip]:
    """Each number out of order, where it is first cited."""
    first = _first_places(document)
    numbers = list(first)
    kept = _ascending(numbers)
    if len(numbers) < FEW or len(kept) < min(IN_ORDER * len(numbers), len(numbers) - 1) or lacks_tables(document.text):
        return
    place = {number: i for i, number in enumerate(numbers)}
    for number in _alone([n for n in numbers if n not in kept], place):
        smaller = min((n for n in kept if n < number and place[n] > place[number]), default=None)
        larger = max((n for n in kept if n > number and place[n] < place[number]), default=None)
        message = f"cited {number} before {smaller}" if smaller else f"cited {number} after {larger}"
        yield TextSlip(span=first[number].span, message=message, confidence=Confidence.MEDIUM)


def _alone(numbers: Sequence[int], place: Mapping[int, int]) -> Iterator[int]:
    """The numbers out of order that are not many in one place: those are cited in a table, or in moved text."""
    for number in numbers:
        if sum(abs(place[n] - place[number]) <= NEAR for n in numbers) <= TOGETHER:
            yield number


def _first_places(document: Document) -> dict[int, LabelCitation]:
    """Each number with the place in which it is first cited, in the order of the text."""
    found: dict[int, LabelCitation] = {}
    aside: set[int] = set()
    seen: set[tuple[tuple[str, ...], bool]] = set()
    for citation in document.citations:
        if not isinstance(citation, LabelCitation) or not "".join(citation.labels).isdecimal():
            continue
        beside = not citation.sure or _aside(document.text, citation.span.start)
        if (citation.labels, beside) in seen:
            continue
        seen.add((citation.labels, beside))
        for number in sorted(map(int, citation.labels)):
            if beside:
                aside.add(number)
            else:
                found.setdefault(number, citation)
    if any(r.keyed for r in document.references):
        return {}  # which number a key is printed as, only the printed list tells
    listed = {r.label for r in document.references if r.label}  # of what it does not have undefined-citation speaks
    return {n: place for n, place in found.items() if n not in aside and (not listed or str(n) in listed)}


def _aside(text: str, at: int) -> bool:
    """Whether a place is in a caption, a table, an abstract or a footnote."""
    begin = max(text.rfind("\n\n", max(0, at - PARAGRAPH), at), 0)
    paragraph, above = text[begin:at], text[max(0, begin - HEADING) : begin]
    line = paragraph[paragraph.rfind("\n") + 1 :]
    if "\t" in line or "|" in line or _ABSTRACT_ABOVE.search(above):
        return True
    return any(aside.match(paragraph) for aside in (_CAPTION, _ABSTRACT_BEGINS, _FOOTNOTE))


def _ascending(numbers: Sequence[int]) -> frozenset[int]:
    """As many of the numbers as there are that count up in their order."""
    tops: list[int] = []  # the least number with which a run of each length can end
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tops, number)
        before[number] = tops[at - 1] if at else None
        tops[at : at + 1] = [number]
    kept: list[int] = []
    last = tops[-1] if tops else None
    while last is not None:
        kept.append(last)
        last = before[last]
    return frozenset(kept)


RULE = DocumentRule(code="RC512", name="citation-order", severity=Severity.WARNING, since="0.1.0", check=check)
