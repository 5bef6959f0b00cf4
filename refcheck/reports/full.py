"""What was found in the text, then every reference with its state and its findings: for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.finding import Checked, Finding, Report, Severity
from refcheck.model import Span, State
from refcheck.reports import wording

NAME = "full"

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_STATE_COLOURS = {State.MATCHED: "32", State.DIFFERS: "33", State.AMBIGUOUS: "35"}
_WIDTH = 100


def render(report: Report, *, colour: bool) -> str:
    """What is found in the text of each document, its references in order, what is allowed, silences and counts."""
    lines = [line for checked in report.checked for line in _document(checked, colour)]
    return "".join(f"{line}\n" for line in [*lines, *_end(report)])


def _end(report: Report) -> Iterator[str]:
    yield from (*wording.allowances(report), *wording.silences(report), wording.counts(report))


def _document(checked: Checked, colour: bool) -> Iterator[str]:
    place = wording.places(checked.document)
    for found in (f for f in checked.findings if not f.n):
        yield wording.shown(place(found.span))
        yield f"    {_around(checked.document.text, found.span)}"
        yield from _finding(found, colour)
        yield ""
    for case in checked.cases:
        shown = wording.shown(case.reference.raw)
        yield _paint(
            f"{wording.shown(place(case.reference.span))}: {wording.known(case)}",
            _STATE_COLOURS.get(case.state, ""),
            colour,
        )
        yield f"    {shown if len(shown) <= _WIDTH else shown[: _WIDTH - 1] + '…'}"
        for found in checked.findings:
            if found.n == case.reference.n:
                yield from _finding(found, colour)
        yield ""


def _around(text: str, span: Span) -> str:
    """A place in the text with the words around it."""
    room = max(0, _WIDTH - (span.end - span.start)) // 2
    start, end = max(0, span.start - room), min(len(text), span.start + _WIDTH - room)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return wording.shown(f"{before}{text[start:end].strip()}{after}")


def _finding(found: Finding, colour: bool) -> Iterator[str]:
    code = _paint(f"{found.code} {found.name}", _COLOURS[found.severity], colour)
    yield f"  {code} {wording.star(found)}{wording.shown(found.message)}"
    yield from (f"      {line}" for line in wording.mending(found))


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour and code else text
