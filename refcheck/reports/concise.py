"""One line a finding, one for each silence, one for the counts."""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.finding import Checked, Report
from refcheck.reports import wording

NAME = "concise"


def render(report: Report, *, colour: bool) -> str:
    """`path:line:column: code name: message`, [*] where a safe fix exists."""
    lines = [line for checked in report.checked for line in _lines(checked)]
    return "".join(f"{line}\n" for line in [*lines, *wording.silences(report), wording.counts(report)])


def _lines(checked: Checked) -> Iterator[str]:
    place = wording.places(checked.document)
    for found in checked.findings:
        yield wording.shown(f"{place(found.span)}: {found.code} {wording.star(found)}{found.name}: {found.message}")
