"""The report as JSON, for scripts."""

from __future__ import annotations

import json

from refcheck.finding import Report
from refcheck.reports import shape

NAME = "json"


def render(report: Report, *, colour: bool) -> str:
    """The whole report as one JSON object."""
    return json.dumps(shape.report(report), ensure_ascii=False, indent=1) + "\n"
