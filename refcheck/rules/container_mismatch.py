"""Journal that is not the recorded one.

What it checks: the cited journal against every name of the recorded one: full and abbreviated, with and without
acronym and place. Names are reported that share no telling word, or of which each says something that the other does
not; only for journal articles: the names of proceedings are legion.

Why it matters: the reader goes to the wrong journal.

What to do: compare with the work itself; a journal may have been renamed.

Fix safety: the recorded name, for review where it is recorded in the form that the reference uses, abbreviated or in
full; otherwise it is only shown: abbreviations are not guessed.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.containers import conflicting
from refcheck.model import Case
from refcheck.parsing.journal_names import form
from refcheck.text import DOI, mentions


def check(case: Case) -> Iterator[Slip]:
    """A matched journal article cited from another journal."""
    cited, recorded = case.reference.field("container-title"), case.recorded.container_titles
    level = case.match.level("container-title") if case.match else ""
    if (
        cited is None
        or level not in ("different", "part", "alike")
        or case.recorded.type not in ("article-journal", "")
    ):
        return
    if level != "different" and not conflicting(cited.text, recorded):
        return
    if any(mentions(DOI.sub(" ", case.reference.raw), name) for name in recorded):
        return
    name, same_form = _written(form(cited.text) or case.manner.container_title, recorded)
    yield Slip(
        case=case,
        message=f"cited journal {cited.text}, recorded {name}",
        confidence=Confidence.MEDIUM if level == "different" else Confidence.LOW,
        fix=Fix(
            "put the recorded journal" if same_form else "compare with the recorded journal",
            Safety.REVIEW if same_form else Safety.DISPLAY,
            (Change(case.reference.n, "container-title", cited.text, name),),
        ),
        field="container-title",
    )


def _written(wanted: str | None, recorded: tuple[str, ...]) -> tuple[str, bool]:
    """The recorded name in that form, abbreviated or in full, and whether there is one; one word has every form."""
    alike = [name for name in recorded if form(name) in (wanted, None)]
    return (alike or list(recorded))[0], bool(alike)


RULE = Rule(
    code="RC207",
    name="container-mismatch",
    severity=Severity.WARNING,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
