"""Year that cannot be one.

What it checks: a year that is not four digits where only a year can stand: a letter in it (2O05, 19n88), a digit too
few or too many (199, 20055), one more than a year ahead, one before printing. Words in its place (in press, n.d.),
dates with a month, Hebrew, Buddhist and Islamic years are in order, and a number is left alone where a possible
year stands elsewhere, or where nothing says that it is not the number of a box in an archive, or a year with the
edition behind it (1973²). Where the year is one and a record states it, year-mismatch speaks instead.

Why it matters: such a year is a slip, and hides the work.

What to do: compare with the work itself.

Fix safety: the recorded year, or the number it was probably meant to be, for review.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.model import Case, Field, Reference
from refcheck.text import read_as_digits

EARLIEST = 1400  # before it nothing was printed
# years of other calendars: Islamic and Iranian before 1400, Buddhist, Hebrew
ELSEWHERE = (range(1280, EARLIEST), range(2440, 2600), range(5500, 5900))
SURE = 0.85  # of the parser, that it is the year: a number at the beginning of a title is none
_MEANT = re.compile(r"(?=(?:.*\d){2})[\diIlLoO|]{3,6}[a-h]?|(?:1[4-9]|20)\d?[a-z]\d{1,2}")
_DOUBLED = re.compile(r"(?=(?:1[4-9]|20))\d*(\d)\1\d*(?<=\d{5})")
_NEAR = re.compile(r"[0-3]\d{3}|(?:1[4-9]|20)\d|2[01]\d|\d{6}")
_STRAY = re.compile(r"(?<=\d)[a-z](?=\d)")
_POSSIBLE = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
_NOT_ABOUT_IT = (
    "title",
    "container-title",
    "volume",
    "issue",
    "page",
    "DOI",
    "URL",
    "accessed",
    "ISBN",
    "ISSN",
    "PMID",
)
_BEFORE_VOLUME = re.compile(r"(?<![\w-])(\d{3}|\d{5})\s?;\s?\d{1,4}\s?(?:\([^()]{1,20}\))?\s?:\s?[A-Za-z]?\d")


def check(case: Case) -> Iterator[Slip]:
    """A year field that holds no possible year, or a number in its place."""
    if case.recorded.years and case.reference.work.years:
        return
    cited = case.reference.field("issued")
    if cited is None:
        yield from _in_its_place(case)
    elif _impossible(cited, case.reference) and not _another(case.reference, cited):
        yield _slip(case, cited)


def _slip(case: Case, cited: Field) -> Slip:
    recorded = str(min(case.recorded.years)) if case.recorded.years else ""
    likely = recorded or _read(cited.text.rstrip("abcdefgh"))
    told = f"; {'recorded' if recorded else 'perhaps'} {likely}" if _possible(likely) else ""
    change = Change(case.reference.n, "issued", cited.text, likely)
    return Slip(
        case=case,
        message=f'"{cited.text}" is no year{told}',
        confidence=Confidence.HIGH,
        fix=Fix(f"read it as {likely}", Safety.REVIEW, (change,)) if told else None,
        field="issued",
    )


def _read(text: str) -> str:
    """The year without letters: with digits for those that look like one, without others."""
    return read_as_digits(text) or _STRAY.sub("", text)


def _possible(text: str) -> bool:
    # an article in press may carry next year's date
    return len(text) == 4 and text.isdecimal() and EARLIEST <= int(text) <= datetime.datetime.now(datetime.UTC).year + 1


def _impossible(cited: Field, reference: Reference) -> bool:
    """Whether a text is meant for a year and is none, in any calendar."""
    bare = cited.text.rstrip("abcdefgh")
    if cited.confidence < SURE or _possible(bare) or not _MEANT.fullmatch(cited.text):
        return False
    if not bare.isdecimal():
        return _possible(_read(bare))
    if _DOUBLED.fullmatch(bare):
        return True
    return (
        _NEAR.fullmatch(bare) is not None
        and reference.field("container-title") is not None
        and not any(int(bare) in years for years in ELSEWHERE)
    )


def _another(reference: Reference, cited: Field) -> bool:
    """Whether a possible year stands elsewhere, outside the fields that hold numbers of their own."""
    raw = reference.raw
    for field in (cited, *(f for f in reference.fields if f.name in _NOT_ABOUT_IT)):
        raw = raw[: field.start] + " " * (field.end - field.start) + raw[field.end :]
    return bool(_POSSIBLE.search(raw))


def _in_its_place(case: Case) -> Iterator[Slip]:
    """A number of three or five digits before volume and pages, in a reference without a year."""
    found = _BEFORE_VOLUME.search(case.reference.raw)
    if found and not _POSSIBLE.search(case.reference.raw):
        yield Slip(case=case, message=f'"{found[1]}" is no year', confidence=Confidence.MEDIUM, field="volume")


RULE = Rule(
    code="RC603",
    name="malformed-year",
    severity=Severity.WARNING,
    needs=Needs.TEXT,
    since="0.1.0",
    check=check,
)
