"""The report formats: REPORTS is all there is to register."""

from __future__ import annotations

from refcheck.contracts import Renderer
from refcheck.reports import concise, full, json

REPORTS: tuple[Renderer, ...] = (full, concise, json)


def named(name: str) -> Renderer:
    """The report of that name."""
    return next(r for r in REPORTS if name == r.NAME)
