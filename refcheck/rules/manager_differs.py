"""Reference that is printed otherwise than the author's reference manager holds it, or with a slip that is there, too.

What it checks: year, volume, issue, pages and DOI of a reference against the record that Zotero, Mendeley or EndNote
keeps in the document's own fields, and against the record of the registry where there is one.

Why it matters: a reference manager writes the list anew. A slip that is mended in the document comes back with the next
refresh, and so does one that somebody has mended by hand.

What to do: mend the record in the reference manager, then refresh the list.

Fix safety: no fix; the slip is in the reference manager, not in the document.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Confidence, Severity
from refcheck.matching.ladders import LADDERS
from refcheck.model import Case, Work
from refcheck.parsing import unread

# where two works differ: what a manager holds is what it prints, what a registry holds may be another year's
PRINTED = {
    "issued": ("near", "different"),
    "volume": ("slip", "different"),
    "issue": ("different",),
    "page": ("first", "slip", "different"),
}
RECORDED = PRINTED | {"issued": ("different",), "page": ("slip", "different")}
NAMES = {"issued": "year", "page": "pages"}


def check(case: Case) -> Iterator[Slip]:
    """A reference beside the author's own record of it."""
    witness = case.reference.witness
    if witness is None:
        return
    sure = Confidence.HIGH if case.match else Confidence.MEDIUM
    for field in PRINTED:
        cited = case.reference.field(field)
        if cited is None or any(unread(case.reference, value) for value in _values(witness.work, field)):
            continue
        if said := _said(case, witness.work, witness.source, field):
            message = f"cited {NAMES.get(field, field)} {cited.text}, {said}"
            yield Slip(case=case, message=message, confidence=sure, field=field)
    doi, own = case.reference.work.DOI, witness.work.DOI
    if doi and own and doi != own:
        message = f"cited {doi}, {witness.source} has {own}"
        yield Slip(case=case, message=message, confidence=sure, field="DOI")


def _said(case: Case, own: Work, manager: str, field: str) -> str:
    """What the manager has, and the record, where they do not all agree; "" where they do."""
    cited, recorded = case.reference.work, case.recorded
    known = _shown(recorded, field) if case.match else ""
    if LADDERS[field](cited, own) in PRINTED[field]:
        return f"{manager} has {_shown(own, field)}" + (f", recorded {known}" if known else "")
    slips = known and all(LADDERS[field](work, recorded) in RECORDED[field] for work in (cited, own))
    return f"recorded {known}; {manager} has the slip, too: mend it there" if slips else ""


def _values(work: Work, field: str) -> tuple[str, ...]:
    """What a work states in a field."""
    values = {"issued": tuple(map(str, work.years)), "volume": (work.volume,), "issue": (work.issue,)}
    return values.get(field, (work.page,))


def _shown(work: Work, field: str) -> str:
    return " or ".join(_values(work, field))


RULE = Rule(
    code="RC515",
    name="manager-differs",
    severity=Severity.NOTE,
    needs=Needs.TEXT,
    since="0.1.0",
    check=check,
)
