"""Journal that is not the recorded one.

What it checks: the cited journal against every name of the recorded one: full and abbreviated, with and without
acronym and place. Only names that share no telling word are reported, and only for journal articles: the names of
proceedings are legion.

Why it matters: the reader goes to the wrong journal.

What to do: compare with the work itself; a journal may have been renamed.

Fix safety: shown, never applied. Journal names are not guessed.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.model import Case
from refcheck.text import mentions


def check(case: Case) -> Iterator[Slip]:
    """A matched journal article cited from another journal."""
    cited = case.reference.field("container-title")
    if cited is None or case.match is None or case.match.level("container-title") != "different":
        return
    recorded = case.recorded.container_titles
    if case.recorded.type not in ("article-journal", "") or any(
        mentions(case.reference.raw, name) for name in recorded
    ):
        return
    yield Slip(
        case=case,
        message=f"cited journal {cited.text}, recorded {recorded[0]}",
        confidence=Confidence.MEDIUM,
        fix=Fix(
            "compare with the recorded journal",
            Safety.DISPLAY,
            (Change(case.reference.n, "container-title", cited.text, recorded[0]),),
        ),
        field="container-title",
    )


RULE = Rule(
    code="RC207",
    name="container-mismatch",
    severity=Severity.WARNING,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
