"""Bracket or quotation mark without its other half.

What it checks: round, square and curly brackets, and double quotation marks. Labels of a list (a), 2)), half-open
intervals ([0, 1)), inches, apostrophes and single quotation marks, and whatever stands in a DOI or link are left alone.
A title that the record prints so too is silent.

Why it matters: where a bracket ends, a title, a date or an aside does; a half of one is what is left of words that
were lost, or a slip of the hand.

What to do: put the other half where it belongs, or take this one out.

Fix safety: there is no fix: where the other half belongs cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Confidence, Severity
from refcheck.model import Case, Reference
from refcheck.rules.flaws import recorded_text
from refcheck.text import unbroken

_PAIRS = {")": "(", "]": "[", "}": "{"}
_OPENING = frozenset(_PAIRS.values())
_NOT_TEXT = ("DOI", "URL")
_SHOWN = 20  # characters beside a bracket
_NUMBER = r"\s*[-−–+]?(?:\d+(?:\.\d+)?|∞|\w)\s*"
_HALF_OPEN = re.compile(rf"\[{_NUMBER}[,;]{_NUMBER}\)|\({_NUMBER}[,;]{_NUMBER}\]|\]{_NUMBER}[,;]{_NUMBER}\[")
_QUOTES = frozenset('"“”„‟«»')
# behind a digit it may be inches or seconds; within a word it is a prime, or abbreviates in Hebrew
_QUOTE = re.compile(r'[“”„‟«»]|(?<![\d½¼¾])"(?!(?<=\w")[\w-])')
_INCHES = re.compile(r'(?<=[\d½¼¾])"')
_CUT = re.compile(r"[(\[{]\s*(?:doi|eds?|pp?)?[\s.:]*$", re.IGNORECASE)  # what follows stood on another page
_LABEL = re.compile(r"(?:^|[\s;,.:(])(?:[A-Za-z]|\d{1,3}|[ivx]{1,4})$")  # before a bracket that only closes


def check(case: Case) -> Iterator[Slip]:
    """Brackets that are not closed or not opened, and an odd quotation mark."""
    text = _looked_at(case.reference)
    recorded = recorded_text(case)
    alone = sorted((*_unpaired(text), *_odd(text)))
    links = {at for f in case.reference.fields if f.name in _NOT_TEXT for at in range(f.start, f.end)}
    alone = [
        at
        for at in alone
        if at not in links and not _CUT.match(text, at) and unbroken(text[at : at + _SHOWN // 2]) not in recorded
    ]
    if alone:
        message = "; ".join(_said(text, at) for at in alone)
        yield Slip(case=case, message=message, confidence=Confidence.MEDIUM)


def _said(text: str, at: int) -> str:
    if text[at] in _QUOTES:
        return f"one quotation mark has no other: {unbroken(text[max(0, at - _SHOWN) : at + _SHOWN])}"
    if text[at] in _OPENING:
        return f'"{unbroken(text[at : at + _SHOWN])}" is not closed'
    return f'"{unbroken(text[max(0, at - _SHOWN) : at + 1])}" is not opened'


def _looked_at(reference: Reference) -> str:
    """The reference with its label, DOI, links and half-open intervals blanked out."""
    raw = reference.raw
    for field in reference.fields:
        if field.name in _NOT_TEXT:
            raw = raw[: field.start] + _blanked(field.text) + raw[field.end :]
    if label := reference.field("citation-number"):
        behind = re.compile(r"\s*[\])}.]*").match(raw, label.end)
        end = behind.end() if behind else label.end
        raw = " " * end + raw[end:]
    return _HALF_OPEN.sub(lambda m: " " * len(m[0]), raw)


def _blanked(link: str) -> str:
    """Nothing of a link but brackets that it does not close: they may belong to words glued to its end."""
    kept = {at for at in _unpaired(link) if link[at] in _OPENING}
    return "".join(c if at in kept else " " for at, c in enumerate(link))


def _unpaired(text: str) -> Iterator[int]:
    """Where the brackets stand that have no other half, those behind a label left out."""
    opened: list[int] = []
    for at, character in enumerate(text):
        if character in _OPENING:
            opened.append(at)
        elif opening := _PAIRS.get(character):
            if opened and text[opened[-1]] == opening:
                opened.pop()
            elif not _LABEL.search(text, max(0, at - 6), at):
                yield at
    yield from opened


def _odd(text: str) -> Iterator[int]:
    """Where the last of an odd number of quotation marks stands, whatever those behind digits are."""
    found = [m.start() for m in _QUOTE.finditer(text)]
    if len(found) % 2 and not len(_INCHES.findall(text)) % 2:
        yield found[-1]


RULE = Rule(
    code="RC608",
    name="unbalanced-bracket",
    severity=Severity.NOTE,
    needs=Needs.TEXT,
    since="0.1.0",
    check=check,
)
