"""Every reference with its state, the evidence behind it, and what was found: for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.finding import Checked, Finding, Report, Safety, Severity
from refcheck.model import Case, State
from refcheck.reports import wording

NAME = "full"

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_STATE_COLOURS = {State.MATCHED: "32", State.DIFFERS: "33", State.AMBIGUOUS: "35"}
_WIDTH = 100


def render(report: Report, *, colour: bool) -> str:
    """The references of each document in order, then what is allowed, the silences and the counts."""
    lines = [line for checked in report.checked for line in _document(checked, colour)]
    return "".join(f"{line}\n" for line in [*lines, *_end(report)])


def _end(report: Report) -> Iterator[str]:
    yield from (*wording.allowances(report), *wording.silences(report), wording.counts(report))


def _document(checked: Checked, colour: bool) -> Iterator[str]:
    place = wording.places(checked.document)
    for case in checked.cases:
        shown = wording.shown(case.reference.raw)
        yield _paint(
            f"{wording.shown(place(case.reference.span))}: {_state(case)}",
            _STATE_COLOURS.get(case.state, ""),
            colour,
        )
        yield f"    {shown if len(shown) <= _WIDTH else shown[: _WIDTH - 1] + '…'}"
        for found in checked.findings:
            if found.n == case.reference.n:
                yield from _finding(found, colour)
        yield ""


def _state(case: Case) -> str:
    if not case.match:
        return str(case.state)
    work = case.match.record.work
    fields = ", ".join(f"{e.field} {e.level} {e.bits:+g}" for e in case.match.evidence)
    name = work.DOI or f'"{work.title}"'
    return wording.shown(
        f"{case.state} {name} ({case.match.record.source}, probability {case.match.probability:.3f}: {fields})"
    )


def _finding(found: Finding, colour: bool) -> Iterator[str]:
    code = _paint(f"{found.code} {found.name}", _COLOURS[found.severity], colour)
    yield f"  {code} {wording.star(found)}{wording.shown(found.message)}"
    if found.fix:
        aside = {Safety.SAFE: "", Safety.REVIEW: " (for review)", Safety.DISPLAY: " (not applied)"}[found.fix.safety]
        for change in found.fix.changes:
            old, new = (wording.shown(text) for text in (change.old, change.new))
            yield f"      {found.fix.title}{aside}: " + (f"{old} → {new}" if old else new)


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour and code else text
