"""The report as JSON, for scripts."""

from __future__ import annotations

from refcheck.finding import Report
from refcheck.reports import shape

NAME = "json"


def render(report: Report, *, colour: bool) -> str:
    """The whole report as one JSON object."""
    return shape.written(shape.report(report), indent=1)
