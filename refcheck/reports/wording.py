"""The sentences that reports for people share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from refcheck.finding import Finding, Report, Safety
from refcheck.model import Case, Document, Span, State
from refcheck.reading import Places
from refcheck.text import printable


def shown(text: str) -> str:
    """Text for a terminal on one line: what comes from a document cannot steer it."""
    return printable(" ".join(text.split()))


def places(document: Document) -> Callable[[Span], str]:
    """A function from spans to `path:line:column`, or `path:page 3` where the file has no lines."""
    found = Places(document)

    def place(span: Span) -> str:
        start = found.span(span)[0]
        marks = [mark for mark in start.landmarks if mark.kind in SHOWN]
        return f"{document.path}:" + (f"{marks[0].kind} {marks[0].number}" if marks else f"{start.line}:{start.column}")

    return place


SHOWN = ("page", "paragraph")  # where in a file a person would look


def known(case: Case) -> str:
    """The state of a reference; of a match also the work, who holds it, and what speaks for it."""
    if not case.match:
        return str(case.state)
    work = case.match.record.work
    fields = ", ".join(f"{e.field} {e.level} {e.bits:+g}" for e in case.match.evidence)
    name = work.DOI or f'"{work.title}"'
    return shown(
        f"{case.state} {name} ({case.match.record.source}, probability {case.match.probability:.3f}: {fields})"
    )


def mending(found: Finding) -> Iterator[str]:
    """What would mend a finding, change by change."""
    if found.fix:
        aside = {Safety.SAFE: "", Safety.REVIEW: " (for review)", Safety.DISPLAY: " (not applied)"}[found.fix.safety]
        for change in found.fix.changes:
            old, new = (shown(text) for text in (change.old, change.new))
            yield f"{found.fix.title}{aside}: " + (f"{old} → {new}" if old else new)


def star(found: Finding) -> str:
    """The mark of a finding that `--fix` mends."""
    return "[*] " if found.fix and found.fix.safety is Safety.SAFE else ""


def silences(report: Report) -> Iterator[str]:
    """Which sources stayed silent, why, and for how many references."""
    for silent, n in report.silences.items():
        yield shown(f"{silent.source} stayed silent for {counted(n, 'reference')}: {silent.reason}")


def allowances(report: Report) -> Iterator[str]:
    """What was found and is allowed, each with its place and its reason."""
    for checked in report.checked:
        place = places(checked.document)
        for allowed in checked.allowed:
            found = allowed.finding
            yield shown(f"{place(found.span)}: {found.code} {found.name}: {found.message}; allowed: {allowed.reason}")


def counts(report: Report) -> str:
    """How many references are in each state, how many findings there are, and what can be fixed."""
    states = ", ".join(f"{n} {state}" for state in State if (n := report.count(state)))
    by_safety = [sum(bool(f.fix and f.fix.safety is s) for f in report.findings) for s in (Safety.SAFE, Safety.REVIEW)]
    fixes = ", ".join(
        f"{n} {how}" for n, how in zip(by_safety, ("fixable with --fix", "more with --unsafe-fixes"), strict=True) if n
    )
    return (
        f"{counted(len(report.cases), 'reference')}"
        + (f": {states}" if states else "")
        + f"; {counted(len(report.findings), 'finding')}"
        + (f" ({fixes})" if fixes else "")
        + (f", {len(report.allowed)} allowed" if report.allowed else "")
    )


def counted(n: int, noun: str) -> str:
    """A number with its noun: "1 reference", "2 references"."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
