"""Run refcheck on lists with known slips, and count: found, on the right field, by the right rule, rightly mended."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from lists import Entry, Sheet, in_fields

from refcheck import api, csl
from refcheck.contracts import Source
from refcheck.finding import Checked, Finding, Safety, Severity
from refcheck.matching.containers import Kinship, compare_containers
from refcheck.model import State
from refcheck.parsing.edits import edits
from refcheck.reading import splice
from refcheck.rules import RULES
from refcheck.text import letters

FIELDS = {
    "RC101": "DOI", "RC103": "DOI", "RC104": "DOI", "RC105": "DOI", "RC112": "DOI", "RC201": "title",
    "RC202": "author", "RC203": "issued", "RC204": "volume", "RC205": "issue", "RC206": "page",
    "RC207": "container-title", "RC209": "author", "RC210": "author", "RC211": "author", "RC212": "author",
    "RC213": "author", "RC214": "author", "RC208": "author", "RC601": "volume", "RC602": "page", "RC603": "issued",
}  # fmt: skip
CHOSEN = tuple(r for r in RULES if r.code != "RC102")  # half of the lists give no DOIs, as their styles allow


@dataclass(slots=True)
class Counts:
    """What became of the references with one kind of slip."""

    made: int = 0
    found: int = 0  # a finding on the right field
    ruled: int = 0  # … by a rule that is right to speak
    proposed: int = 0  # … with the right correction
    offered: int = 0  # with a fix for review
    restored: int = 0  # by the fixes for review, to the letter
    matched: int = 0
    missed: list[str] = field(default_factory=list)
    unmended: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Score:
    """What became of all references."""

    kinds: dict[str, Counts] = field(default_factory=dict)
    clean: int = 0
    alarmed: int = 0  # without a slip, with a finding above note
    noted: int = 0  # … with notes only
    broken: int = 0  # … changed by the fixes for review
    unread: int = 0  # entries that are no reference of their own in what was read
    alarms: list[str] = field(default_factory=list)


def scored(sheets: Sequence[Sheet], source: Source, *, fields: bool) -> Score:
    """The score of the lists, read from their text, or given in fields."""
    score = Score()
    for sheet in sheets:
        checked = _checked(sheet, source, fields=fields)
        fixed = _fixed_lines(checked, sheet, fields=fields)
        own = _own(checked, sheet, fields=fields)
        for entry, n, line in zip(sheet.entries, own, fixed, strict=True):
            found = [f for f in checked.findings if f.n == n]
            score.unread += not n
            if entry.kind:
                _count(score, entry, checked, found, n, line, fields=fields)
            else:
                _count_clean(score, entry, found, line)
    return score


def _checked(sheet: Sheet, source: Source, *, fields: bool) -> Checked:
    if fields:
        items = "\n".join(json.dumps(csl.item(in_fields(e))) for e in sheet.entries)
        document = api.parse(items.encode(), "list.json", "fields")
    else:
        document = api.parse(sheet.text.encode(), "list.txt")
    return api.check([document], [source], CHOSEN).checked[0]


def _own(checked: Checked, sheet: Sheet, *, fields: bool) -> list[int]:
    """The number of the reference that each entry was read as, 0 where it was read as none of its own."""
    if fields:
        return [r.n for r in checked.document.references]
    begin = {r.span.start: r for r in checked.document.references}
    return [begin[a].n if a in begin and abs(begin[a].span.end - b) < 3 else 0 for a, b in sheet.spans()]


def _fixed_lines(checked: Checked, sheet: Sheet, *, fields: bool) -> list[str]:
    if fields:  # there is no document to rewrite
        return [e.original for e in sheet.entries]
    lines = api.fix(checked, unsafe=True).document.text.splitlines()[2:]
    return lines if len(lines) == len(sheet.entries) else [""] * len(sheet.entries)


def _count(
    score: Score, entry: Entry, checked: Checked, found: Sequence[Finding], n: int, line: str, *, fields: bool
) -> None:
    kind = entry.kind
    assert kind
    counts = score.kinds.setdefault(kind.letter, Counts())
    counts.made += 1
    case = checked.cases[n - 1] if n else None
    counts.matched += bool(case and case.match)
    if not kind.fields:
        counts.found += bool(found) and case is not None and case.match is None
        counts.ruled += any(f.code.startswith(kind.rules) for f in found)
        if case is None or case.match or not found:
            counts.missed.append(_shown(entry, found, case.state if case else None))
        return
    on_field = [f for f in found if FIELDS.get(f.code, "") in kind.fields or _changes(f) & set(kind.fields)]
    counts.found += bool(on_field)
    counts.ruled += any(f.code.startswith(kind.rules) for f in on_field)
    right = any(_right(f, checked, entry, fields=fields) for f in on_field)
    counts.proposed += right
    counts.offered += any(f.fix and f.fix.safety is Safety.REVIEW for f in found)
    counts.restored += line == entry.original
    if not on_field:
        counts.missed.append(_shown(entry, found, case.state if case else None))
    elif not right or line != entry.original:
        counts.unmended.append(
            _shown(entry, found, case.state if case else None) + f"\n     fixed: {line}\n     right: {entry.original}"
        )


def _changes(finding: Finding) -> set[str]:
    return {c.field for c in finding.fix.changes} if finding.fix else set()


def _right(finding: Finding, checked: Checked, entry: Entry, *, fields: bool) -> bool:
    """Whether the change that a finding proposes, applied or shown, gives the reference as it should be."""
    if not finding.fix:
        return False
    if fields:
        return False  # nothing is mended there
    named = next((c.new for c in finding.fix.changes if c.field == "container-title"), "")
    if named and compare_containers(named, entry.work.container_titles) is Kinship.SAME:
        return True  # in full, where the list may shorten it
    span = checked.document.references[finding.n - 1].span
    made = edits(checked.document, finding.fix.changes)
    text = splice(checked.document.text, made)[span.start :].split("\n")[0]
    return letters(text) == letters(entry.original)


def _count_clean(score: Score, entry: Entry, found: Sequence[Finding], line: str) -> None:
    score.clean += 1
    loud = [f for f in found if f.severity is not Severity.NOTE]
    score.alarmed += bool(loud)
    score.noted += bool(found) and not loud
    broken = line != entry.original and any(f.fix and f.fix.safety is Safety.REVIEW for f in found)
    score.broken += broken
    if loud or broken:
        score.alarms.append(_shown(entry, found, None))


def _shown(entry: Entry, found: Sequence[Finding], state: State | None) -> str:
    return f"{entry.printed}\n     {state or ''} {[f'{f.code} {f.severity} {f.message}' for f in found]}"
