"""Title whose words are not those of the record.

What it checks: the cited title against every title of the record (with and without subtitle, translated), word by
word. Case, punctuation, hyphens, accents, tags, "and" for "&" and British for American spelling are no difference,
and a subtitle may be left out.

Why it matters: a wrong word makes a work hard to find, and is the commonest slip in published lists.

What to do: compare with the work itself; registries hold slips too.

Fix safety: the record's words in place of the cited ones, for review. Where less than the greater part of the title
agrees, the recorded title is shown and never applied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.titles import Difference, appears, differences
from refcheck.model import Case, Field
from refcheck.text import letters, unbroken

_SILENT = ("", "same", "printed", "same-short", "without-subtitle", "without-subtitle-short", "beginning")
_ASIDE = re.compile(r"[\[(][^\])]*[\])]")


def check(case: Case) -> Iterator[Slip]:
    """A matched reference whose title differs from the record's in at least one word."""
    cited = case.reference.field("title")
    if case.match is None or cited is None or case.match.level("title") in _SILENT:
        return
    near = case.match.level("title").startswith("near")
    if not near:
        yield from _unlike(case, cited)
        return
    printed = unbroken(cited.text)
    found = min((_differences(printed, title) for title in case.recorded.titles), key=_weight)
    if found:
        yield _slip(case, cited, found)


def _differences(cited: str, recorded: str) -> list[Difference]:
    """The differences, but for what is no part of the title proper."""
    return [d for d in differences(cited, recorded) if not (d.cited and not d.recorded and _aside(cited, d))]


def _aside(cited: str, d: Difference) -> bool:
    """Whether words that the record lacks are an aside, a subtitle, or words that the parser took from next door.

    They stand in brackets, after a stop at the end, or before all that is recorded.
    """
    if any(m.start() <= d.start and d.end <= m.end() for m in _ASIDE.finditer(cited)):
        return True
    if not cited[d.end :].strip(" .,;:"):
        return cited[: d.start].rstrip()[-1:] in (".", ":", "?", "!")
    return d.start == 0 and not d.slight


def _weight(found: list[Difference]) -> int:
    return sum(len(d.cited) + len(d.recorded) for d in found)


def _slip(case: Case, cited: Field, found: list[Difference]) -> Slip:
    slight = all(d.slight for d in found)
    new = _mended(cited.text, found)
    return Slip(
        case=case,
        message="; ".join(_said(d, unbroken(cited.text)) for d in found),
        confidence=Confidence.HIGH if len(found) <= 3 else Confidence.MEDIUM,
        severity=Severity.NOTE if slight else None,
        fix=Fix("put the recorded words", Safety.REVIEW, (Change(case.reference.n, "title", cited.text, new),))
        if new != cited.text
        else None,
        field="title",
    )


def _said(d: Difference, cited: str) -> str:
    if not d.cited:
        following = cited[d.end :].split(" ")[0]
        return f'recorded "{d.recorded}" is missing' + (f' before "{following}"' if following else " at the end")
    if not d.recorded:
        return f'cited "{d.cited}" is not recorded'
    return f'cited "{d.cited}", recorded "{d.recorded}"'


def _mended(printed: str, found: list[Difference]) -> str:
    """The printed title with the recorded words; a title broken over lines is left to the reader."""
    if unbroken(printed) != printed:
        return printed
    for d in reversed(found):
        printed = _put(printed, d)
    return printed


def _put(printed: str, d: Difference) -> str:
    before, after = printed[: d.start], printed[d.end :]
    if not d.recorded:
        return before.rstrip() + after if before.strip() else after.lstrip()
    opens = not before.strip() or before.rstrip()[-1:] in ":.?!"
    new = _cased(d.recorded, d.cited or after, opens)
    if d.cited:
        return before + new + after
    if not after.strip():
        return f"{before} {new}"
    if opens and after[:2].istitle():
        after = after[0].lower() + after[1:]
    return f"{before}{new} {after}"


def _cased(recorded: str, like: str, opens: bool) -> str:
    """The recorded words in the case of what they replace; acronyms and formulas keep theirs."""
    first = recorded.split(" ")[0]
    if not first[:1].isalpha() or not (first.islower() or first.istitle()):
        return recorded
    head = first.upper()[:1] if (like[:1].isupper() and opens) or like[:2].istitle() else first[:1].lower()
    return head + recorded[1:]


def _unlike(case: Case, cited: Field) -> Iterator[Slip]:
    """Titles that share little: said only where the recorded one is nowhere in the reference, however parsed."""
    recorded = case.recorded.title
    if appears(recorded, case.reference.raw) or letters(cited.text) in letters(recorded):
        return
    fix = Fix(
        "compare with the recorded title",
        Safety.DISPLAY,
        (Change(case.reference.n, "title", cited.text, recorded),),
    )
    message = f'cited "{unbroken(cited.text)}", recorded "{recorded}"'
    yield Slip(case=case, message=message, confidence=Confidence.MEDIUM, fix=fix, field="title")


RULE = Rule(
    code="RC201",
    name="title-mismatch",
    severity=Severity.WARNING,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
