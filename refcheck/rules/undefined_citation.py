"""Citation of what is not in the list.

What it checks: every number, every key, every author with a year that the text cites stands in the reference list.
Where the list has other works of the author, their years are told. refcheck is silent where the name stands anywhere in
the list with that year, and where it is not clear how the text cites; docs/citations.md tells when that is. A key may
stand in a bibliography that the text names; where a file that it names is not to be had, nothing is told.

Why it matters: the reader cannot find the work.

What to do: add the reference, or correct the citation.

Fix safety: there is no fix: only the author knows which work was meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from refcheck.contracts import DocumentRule, TextSlip
from refcheck.finding import Confidence, Severity
from refcheck.matching.cited import Astray, Cited, Missing, compared
from refcheck.model import Case, Document, Reference

TOLD = 5  # years of other works of the author


def check(document: Document, cases: Sequence[Case]) -> Iterator[TextSlip]:
    """Each label, and each author with a year, that the list does not have, where it is first cited."""
    found = compared(document)
    labels = [label for label, bearers in found.listed.labels.items() if label.isdecimal() and not bearers[0].keyed]
    numbers = sorted(map(int, labels))
    for missing in found.missing:
        message = f"cited {missing.shown}{_times(missing)}, {_nearest(missing.labels, numbers)}"
        yield TextSlip(span=missing.citation.span, message=message, confidence=Confidence.HIGH)
    for astray in found.astray:
        if said := _said(found, astray):
            message = f"cited {astray.citation.shown}{_times(astray)}, {said}"
            yield TextSlip(span=astray.citation.span, message=message, confidence=Confidence.MEDIUM)


def _times(found: Missing | Astray) -> str:
    return f" ({found.times} times)" if found.times > 1 else ""


def _nearest(labels: Sequence[str], numbers: Sequence[int]) -> str:
    """What the list has where the labels should stand."""
    if not labels[0].isdecimal() or not numbers:
        return "not in the list"
    before = max((n for n in numbers if n < int(labels[0])), default=None)
    after = min((n for n in numbers if n > int(labels[-1])), default=None)
    if before is None:
        return f"the list begins with {after}"
    return f"the list ends with {before}" if after is None else f"the list has {before} and {after}"


def _said(cited: Cited, astray: Astray) -> str:
    """What the list has in place of it; "" where it can be there all the same."""
    if astray.likely:
        return ""  # citation-year says it
    if not astray.known:
        return "not in the list"
    if not astray.citation.year.isdigit():
        return ""
    return f"the list has {_others(cited, astray.known)} of {astray.citation.authors[0]}"


def _others(cited: Cited, known: Sequence[Reference]) -> str:
    years = sorted({date for reference in known for date in cited.listed.dates(reference)})
    return ", ".join(years[:TOLD]) + (" …" if len(years) > TOLD else "")


RULE = DocumentRule(code="RC510", name="undefined-citation", severity=Severity.WARNING, since="0.1.0", check=check)
