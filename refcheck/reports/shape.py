"""The report as plain data and as JSON, version 1: fields are added, never changed."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version

from refcheck import csl
from refcheck.finding import Checked, Finding, Fix, Report
from refcheck.model import Case, Match, Reference, Silent, Span, State
from refcheck.parsing import cited_item
from refcheck.reading import Place, Places
from refcheck.text import printable_json

Data = dict[str, object]
NEAREST = 5  # candidates told


def written(data: Data, indent: int | None = None) -> str:
    """The data as JSON, on one line unless it is indented; what could steer a terminal is escaped."""
    return printable_json(json.dumps(data, ensure_ascii=False, indent=indent)) + "\n"


def report(whole: Report) -> Data:
    """The whole report, as `refcheck check --output-format json` prints it."""
    counts = {str(state): whole.count(state) for state in State}
    return {
        "version": 1,
        "refcheck": installed(),
        "documents": [document(c) for c in whole.checked],
        "findings": [f for c in whole.checked for f in findings(c)],
        "allowed": [f for c in whole.checked for f in allowed(c)],
        "silences": [{**silence(s), "references": n} for s, n in whole.silences.items()],
        "summary": {
            "references": len(whole.cases),
            **counts,
            "findings": len(whole.findings),
            "allowed": len(whole.allowed),
        },
        "complete": whole.complete,
    }


def installed() -> str:
    """The version of refcheck that runs, "0" from a source tree that is not installed."""
    try:
        return version("refcheck-bib")
    except PackageNotFoundError:
        return "0"


def document(checked: Checked) -> Data:
    """One document with every reference read from it."""
    places = Places(checked.document)
    return {
        "path": checked.document.path,
        "format": checked.document.format,
        "citations": len(checked.document.citations),
        "notes": list(checked.document.notes),
        "references": [
            {
                **match(case),
                "label": case.reference.label,
                "csl": cited_item(case.reference),
                "span": span(case.reference.span, places),
            }
            | {"recorded": csl.item(case.recorded) if case.match else None, "notices": notices(case)}
            | {"manager": manager(case.reference)}
            for case in checked.cases
        ],
    }


def manager(reference: Reference) -> Data | None:
    """What the author's own reference manager holds of it."""
    own = reference.witness
    return {"name": own.source, "csl": csl.item(own.work)} if own else None


def notices(case: Case) -> list[Data]:
    """What was published about the matched work, also what no rule tells of."""
    known = case.match.record.notices if case.match else ()
    return [{"kind": n.kind, "date": n.date, "doi": n.DOI or None, "source": n.source} for n in known]


def parsed(reference: Reference, path: str, places: Places) -> Data:
    """One reference as `refcheck parse` prints it; offsets are code points in `raw`."""
    return {
        "n": reference.n,
        "path": path,
        "label": reference.label,
        "span": span(reference.span, places),
        "raw": reference.raw,
        "csl": cited_item(reference),
        "fields": [
            {"name": f.name, "text": f.text, "start": f.start, "end": f.end, "confidence": round(f.confidence, 3)}
            for f in reference.fields
        ],
    }


def match(case: Case, most: int = NEAREST, *, explained: bool = False) -> Data:
    """One reference as `refcheck match` prints it, with so many candidates; a DOI is given only for a match.

    `explained` gives the evidence of all candidates.
    """
    found = case.match
    shown = (found, *case.rivals) if found else case.rivals
    return {
        "n": case.reference.n,
        "raw": case.reference.raw,
        "state": str(case.state),
        "doi": (found.record.work.DOI or None) if found else None,
        "source": found.record.source if found else None,
        "probability": round(found.probability, 4) if found else None,
        "evidence": _evidence(found) if found else [],
        "candidates": [_candidate(m) | ({"evidence": _evidence(m)} if explained else {}) for m in shown[:most]],
        "silent": [silence(s) for s in dict.fromkeys(case.silences)],
    }


def _evidence(found: Match) -> list[Data]:
    return [{"field": e.field, "level": e.level, "bits": e.bits} for e in found.evidence]


def _candidate(found: Match) -> Data:
    work = found.record.work
    return {
        "doi": work.DOI or None,
        "title": work.title,
        "source": found.record.source,
        "probability": round(found.probability, 4),
    }


def findings(checked: Checked) -> list[Data]:
    """The findings in one document, each with its place and its fix."""
    places = Places(checked.document)
    return [_finding(found, checked.document.path, places) for found in checked.findings]


def allowed(checked: Checked) -> list[Data]:
    """The findings in one document that the settings allow, each with the reason."""
    places = Places(checked.document)
    return [{**_finding(a.finding, checked.document.path, places), "reason": a.reason} for a in checked.allowed]


def _finding(found: Finding, path: str, places: Places) -> Data:
    return {
        "code": found.code,
        "name": found.name,
        "severity": str(found.severity),
        "confidence": str(found.confidence),
        "path": path,
        "n": found.n or None,
        "span": span(found.span, places),
        "message": found.message,
        "fix": _fix(found.fix) if found.fix else None,
        "url": f"docs/rules/{found.name}.md",
    }


def _fix(fix: Fix) -> Data:
    changes = [{"field": c.field, "old": c.old, "new": c.new} for c in fix.changes]
    return {"title": fix.title, "safety": str(fix.safety), "changes": changes}


def silence(silent: Silent) -> Data:
    """Who stayed silent, and why."""
    return {"source": silent.source, "reason": silent.reason}


def span(place: Span, places: Places) -> Data:
    """A place as lines and columns counted from 1, and as page, paragraph and run where the file has no lines."""
    start, end = places.span(place)
    return {"start": _place(start), "end": _place(end)}


def _place(place: Place) -> Data:
    return {"line": place.line, "column": place.column, **{mark.kind: mark.number for mark in place.landmarks}}
