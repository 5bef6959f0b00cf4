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
from dataclasses import replace

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.titles import Difference, appears, differences
from refcheck.model import Case, Field
from refcheck.rewrapping import rewrapped
from refcheck.text import letters, mentions, unbroken

_SILENT = ("", "same", "printed", "same-short", "without-subtitle", "without-subtitle-short", "beginning")
# what becomes of Greek letters where a font or a keyboard has none
_LATIN = {"α": "a", "β": "b", "γ": "g", "δ": "d", "ε": "e", "κ": "k", "μ": "m", "µ": "m", "ω": "w"}
FEW, MOST = 2, 0.34  # stretches, and the share of the words, that may differ where the titles are not near
_ASIDE = re.compile(r"[\[(][^\])]*[\])]")


def check(case: Case) -> Iterator[Slip]:
    """A matched reference whose title differs from the record's in at least one word."""
    cited = case.reference.field("title")
    if case.match is None or cited is None or case.match.level("title") in _SILENT:
        return
    if any(mentions(case.reference.raw, title) for title in case.recorded.titles):
        return  # it stands there whole; the parser began or ended it elsewhere
    printed = unbroken(cited.text)
    recorded = min(case.recorded.titles, key=lambda title: _weight(_differences(printed, title)))
    found = _differences(printed, recorded)
    if not case.match.level("title").startswith("near") and not _few(found, printed):
        yield from _unlike(case, cited)
    elif found:
        yield _slip(case, cited, found, recorded)


def _few(found: list[Difference], printed: str) -> bool:
    """Whether one or two stretches differ, and the greater part of the words do not."""
    differing = sum(max(len(d.cited.split()), len(d.recorded.split())) for d in found)
    return 0 < len(found) <= FEW and differing <= MOST * len(printed.split())


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


def _slip(case: Case, cited: Field, found: list[Difference], recorded: str) -> Slip:
    slight = all(d.slight for d in found)
    new = _mended(cited.text, found, recorded)
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
        following = cited[d.end :].split()
        return f'recorded "{d.recorded}" is missing' + (f' before "{following[0]}"' if following else " at the end")
    if not d.recorded:
        return f'cited "{d.cited}" is not recorded'
    greek = " (a Latin letter for a Greek one)" if _LATIN.get(d.recorded) == d.cited else ""
    return f'cited "{d.cited}", recorded "{d.recorded}"{greek}'


def _mended(printed: str, found: list[Difference], recorded: str) -> str:
    """The printed title with the recorded words; it keeps its line ends, or is left to the reader."""
    if unbroken(printed) != printed:
        return rewrapped(printed, _mended(unbroken(printed), found, recorded))
    capitals = _title_case(printed)
    for d in reversed(found):
        proper = not _title_case(recorded) and not recorded.startswith(d.recorded)
        if capitals and proper:
            d = replace(d, recorded=_titled(d.recorded))
        printed = _put(printed, d, recorded, keeps=proper or capitals)
    return printed


def _titled(words: str) -> str:
    """The words with capitals, as a title in title case has them."""
    return " ".join(w[:1].upper() + w[1:] if len(w) > 3 else w for w in words.split(" "))


def _title_case(title: str) -> bool:
    """Whether most longer words of a title have capitals."""
    longer = [w for w in title.split()[1:] if len(w) > 3 and w.isalpha()]
    return 2 * sum(map(str.islower, longer)) < len(longer)


def _put(printed: str, d: Difference, recorded: str, *, keeps: bool) -> str:
    """The title with one difference mended; `keeps` says that recorded capitals are names, or in the title's manner."""
    before, after = printed[: d.start], printed[d.end :]
    if not d.recorded:
        return before.rstrip() + after if before.strip() else after.lstrip()
    opens = not before.strip() or before.rstrip()[-1:] in ":.?!"
    if d.cited:
        return before + _cased(d.recorded, d.cited, opens=opens, keeps=keeps) + after
    first = after.split(" ")[0]
    if opens and first.istitle():  # what is put in takes the capital of what now comes second
        second = first.lower() if first.lower() in recorded.split() else first
        return f"{before}{d.recorded[:1].upper()}{d.recorded[1:]} {second}{after[len(first) :]}"
    new = _cased(d.recorded, "", opens=False, keeps=keeps)
    if not after.strip() or (before and (before[-1].isalnum() or before[-1] in ",;")):
        return f"{before.rstrip()} {new}{after}"
    return f"{before}{new} {after}"


def _cased(recorded: str, replaced: str, *, opens: bool, keeps: bool) -> str:
    """The recorded words in the case of what they replace; acronyms and formulas keep theirs."""
    first = recorded.split(" ")[0]
    if not first[:1].isalpha() or not (first.islower() or first.istitle()):
        return recorded
    if not keeps:  # capitals of a title in title case are no names
        recorded = re.sub(r"[^\W\d_]+", lambda m: m[0].lower() if m[0].istitle() and len(m[0]) > 1 else m[0], recorded)
    capital = replaced[:1].isupper() and (opens or replaced[:2].istitle())
    capital = capital or (keeps and first.istitle())
    return (recorded[:1].upper() if capital else recorded[:1].lower()) + recorded[1:]


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
