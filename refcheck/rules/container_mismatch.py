"""Journal that is not the recorded one.

What it checks: the cited journal against every name of the recorded one: full and abbreviated, with and without
acronym, place, section and subtitle. Names are reported that share no telling word, of which each says something that
the other does not (Psychological Bulletin, Psychological Review), or of which one says more than the other in front or
in the middle, or more than its one word (Clinical Cancer Research, Cancer Research, Cancer). The names of proceedings
are legion, so those are reported only where both meetings are of a known series (ICML, OSDI, CVPR …) and not of the
same, or where a meeting is cited that shares no word with the recorded one of such a series. Workshops are left alone.
A meeting whose papers are recorded in a journal is a note: some are printed there.

Why it matters: the reader goes to the wrong journal, and a work gets the standing of a meeting that never saw it.

What to do: compare with the work itself; a journal may have been renamed, and a work presented twice.

Fix safety: the recorded name, for review where it is recorded in the form that the reference uses, abbreviated or in
full; otherwise, and for proceedings, it is only shown: abbreviations are not guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.containers import Kinship, compare_containers, conflicting, tokens
from refcheck.matching.meetings import is_meeting, of_another, unheard_of
from refcheck.model import Case, Field
from refcheck.parsing.journal_names import form
from refcheck.text import DOI, letters, mentions


def check(case: Case) -> Iterator[Slip]:
    """A matched reference cited from another journal, or from another meeting."""
    cited, recorded = case.reference.field("container-title"), case.recorded.container_titles
    if cited is None or not recorded:
        return
    kinship = compare_containers(cited.text, recorded)
    # a blank may be lost
    if kinship is Kinship.SAME or letters(cited.text) in map(letters, recorded):
        return
    other = case.recorded.type in ("article-journal", "") and conflicting(cited.text, recorded)
    if _printed(case, cited, recorded, within=not other):
        return
    if of_another(cited.text, recorded) or unheard_of(cited.text, recorded):
        yield _meeting(case, cited)
    elif other or (kinship is Kinship.OTHER and case.recorded.type in ("article-journal", "")):
        yield _journal(case, cited, sure=kinship is Kinship.OTHER)


def _printed(case: Case, cited: Field, recorded: Sequence[str], *, within: bool) -> bool:
    """Whether a recorded name is printed, however the reference was read.

    Where the cited name is another journal's, not `within` it ("Cancer Cell" is not Cell), and a name of one word not
    in the title, which may be about cells.
    """
    raw = case.reference.raw
    rest = raw if within else f"{raw[: cited.start]} {raw[cited.end :]}"
    title = case.reference.field("title")
    untitled = rest.replace(title.text, " ") if title and not within else rest
    return any(mentions(DOI.sub(" ", rest if len(tokens(name)) > 1 else untitled), name) for name in recorded)


def _meeting(case: Case, cited: Field) -> Slip:
    """Of proceedings no name is put: what they are called is a matter of the list's style."""
    name = case.recorded.container_title
    change = Change(case.reference.n, "container-title", cited.text, name)
    return Slip(
        case=case,
        message=f"cited {cited.text}, recorded {name}",
        confidence=Confidence.MEDIUM,
        fix=Fix("compare with the recorded proceedings", Safety.DISPLAY, (change,)),
        field="container-title",
    )


def _journal(case: Case, cited: Field, *, sure: bool) -> Slip:
    recorded = case.recorded.container_titles
    name, same_form = _written(form(cited.text) or case.manner.container_title, recorded)
    printed_in_a_journal = is_meeting(cited.text) and not any(map(is_meeting, recorded))
    return Slip(
        case=case,
        message=f"cited journal {cited.text}, recorded {name}",
        confidence=Confidence.MEDIUM if sure and not printed_in_a_journal else Confidence.LOW,
        severity=Severity.NOTE if printed_in_a_journal else None,
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
