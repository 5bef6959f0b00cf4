"""The labels before references: numbers in all forms, keys, letters, bullets; which of them make up a list."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from refcheck.parsing.openings import opening, tail
from refcheck.parsing.page import Line
from refcheck.text import CAPITAL


@dataclass(frozen=True, slots=True)
class _Form:
    """One way of labelling: at the beginning of a line, and, for running text, within one."""

    first: re.Pattern[str]
    inner: re.Pattern[str] | None = None


def _form(first: str, inner: str = "") -> _Form:
    return _Form(re.compile(rf"\s*{first}"), re.compile(inner) if inner else None)


_AFTER = r"(?<=[.)\]”\"\d;]\s)"  # what a reference ends with before the next one begins on the same line
_NUMBERED = (
    _form(r"\[(?P<label>\d{1,6})\][.:]?(?:\s*|$)", r"(?<=\s)\[(?P<label>\d{1,6})\][.:]?\s*(?=\S)"),
    _form(r"(?P<label>\d{1,6})[.)](?:\s+|(?=[^\W\d])|$)", rf"{_AFTER}(?P<label>\d{{1,4}})[.)]\s+(?={CAPITAL})"),
    _form(r"\((?P<label>\d{1,6})\)(?:\s*|$)", rf"{_AFTER}\((?P<label>\d{{1,3}})\)\s+(?={CAPITAL})"),
)
_KEYED = _form(rf"\[(?P<label>{CAPITAL}[\w+&\- ]{{1,20}}?\d{{2,4}}[a-z]?)\]\s*")
_FORMS = (
    *_NUMBERED,
    _KEYED,
    _form(rf"(?P<label>\d{{1,4}})\s+(?=[\"“‘*_]?{CAPITAL}|(?:van|von|de|da|del|di|al|el|la|le)\s)"),
    _form(rf"(?P<label>\d{{1,3}})(?={CAPITAL}[\w’'\-]+(?:,|\s{CAPITAL}))"),
    _form(r"(?P<label>[①-⑳])\s*"),
    _form(r"(?P<label>[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3})\s*(?=\S)"),
    _form(r"\(?(?P<label>[a-z])\)\s+(?=\S)"),
    _form(r"\[\^(?P<label>\w{1,20})\]:\s+"),
    _form(rf"\[(?P<label>{CAPITAL}[^\[\]]{{1,60}}?(?:\(?\d{{4}}[a-z]?\)?)?)\]\s*"),
    _form(r"(?P<label>)(?:[•●▪‣◦∙·*+]|[-–—](?=\s))\s+"),
)
_RAISED = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")


@dataclass(frozen=True, slots=True)
class Mark:
    """A label that begins an entry, in the line of that index; its body begins at `body` in the text."""

    line: int
    label: str
    body: int


@dataclass(frozen=True, slots=True)
class Labelled:
    """A list with labels: its lines, cut where a label stands within one, and its marks in order."""

    lines: list[Line]
    marks: list[Mark]


def label(text: str) -> tuple[str, int]:
    """The label a line begins with, "" if none, and where what it labels begins."""
    for form in (*_NUMBERED, _KEYED):
        if (found := form.first.match(text)) and found.end() < len(text):
            return found["label"], found.end()
    return "", len(text) - len(text.lstrip())


def labelled(full: Sequence[Line]) -> Labelled | None:
    """The lines as a list with labels in the form that fits best, None if none does."""
    best, most = None, 0.0
    for form in _FORMS:
        cut = list(_cut(full, form))
        candidates = list(_candidates(cut, form))
        worth, chain = _chain(candidates)
        # two numbers in a row can be chance; a label that says nothing of order must stand at the very beginning
        ordered = sum(c.number is not None for c in chain) > 0.5 * len(chain)
        enough = len(chain) >= max(2, len(full) / 15) or (len(chain) == 1 and len(full) <= 3)
        begins = bool(chain) and chain[0].mark.line <= (len(full) / 3 if ordered else 1)
        if enough and begins and worth > most:
            best, most = Labelled(cut, [c.mark for c in chain]), worth
    return best


def runs(full: Sequence[Line]) -> Iterator[Labelled]:
    """For text that is not all list: every form's chain of numbers, however far it is from the beginning."""
    for form in _NUMBERED + _FORMS[4:6]:
        cut = list(_cut(full, form))
        _, chain = _chain(list(_candidates(cut, form)))
        if chain:
            yield Labelled(cut, [c.mark for c in chain])


def _cut(full: Sequence[Line], form: _Form) -> Iterator[Line]:
    """The lines, those that hold further labels within them cut there."""
    for line in full:
        if not form.inner or len(line.text) < 80:
            yield line
            continue
        places = [0, *(m.start() for m in form.inner.finditer(line.text)), len(line.text)]
        if len(places) == 2:
            yield line
            continue
        for i, (a, b) in enumerate(itertools.pairwise(places)):
            if line.text[a:b].strip():
                yield Line(line.text[a:b], line.start + a, line.gap and i == 0)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A possible mark: its number, if it is one, what speaks for it, and whether it stands within a line."""

    mark: Mark
    number: int | None
    gain: float
    inner: bool


_UNLIKELY = {"small": -1.2, "number": -1.5, "link": -0.3, "sign": -0.3, "connective": -0.3}  # openings after a label
_OPEN = {"comma": -0.8, "connective": -0.8, "hyphen": -1.0, "word": -0.5, "initial": -0.3}  # ends before one


def _candidates(full: Sequence[Line], form: _Form) -> Iterator[_Candidate]:
    for i, line in enumerate(full):
        if not (found := form.first.match(line.text)):
            continue
        inner = i > 0 and full[i - 1].end == line.start
        gain = 1.0 + _UNLIKELY.get(opening(line.text[found.end() :]), 0.2)
        if i and not line.gap:
            gain += _OPEN.get(tail(full[i - 1].text), 0.0)
        blank = found.end() == len(line.text.rstrip()) or found.end() == len(line.text)
        body = (
            full[i + 1].end - len(full[i + 1].text.lstrip())
            if blank and i + 1 < len(full)
            else line.start + found.end()
        )
        yield _Candidate(Mark(i, found["label"], body), _number(found["label"]), gain, inner)


def _number(label: str) -> int | None:
    """The place in the order that a label states."""
    if label.isdecimal():
        return int(label)
    if len(label) == 1 and "①" <= label <= "⑳":
        return ord(label) - ord("①") + 1
    if len(label) == 1 and "a" <= label <= "z":
        return ord(label) - ord("a") + 1
    raised = label.translate(_RAISED)
    return int(raised) if raised != label and raised.isdecimal() else None


# What a step from one number to another costs: a list counts by one; it may repeat, leave out, and begin anew.
_STEPS = {0: -1.0, 1: 0.0, 2: -1.0, 3: -1.2, 4: -1.4, 5: -1.6}
_ANEW = -1.0  # a new list that begins with 1
_ELSE = -4.0


def _chain(candidates: Sequence[_Candidate]) -> tuple[float, list[_Candidate]]:
    """The candidates that make the best sequence, and what that is worth; linear in their number."""
    worth: list[float] = []
    before: list[int] = []
    last: dict[int | None, int] = {}  # the best sequence that ends with a number
    top = -1
    for i, candidate in enumerate(candidates):
        value, at = _best_step(candidate, worth, last, top)
        worth.append(value + candidate.gain)
        before.append(at)
        held = last.get(candidate.number)
        if held is None or worth[i] >= worth[held]:
            last[candidate.number] = i
        if top < 0 or worth[i] > worth[top]:
            top = i
    chain = []
    at = top
    while at >= 0:
        chain.append(candidates[at])
        at = before[at]
    return (worth[top] if top >= 0 else 0.0), chain[::-1]


def _best_step(
    candidate: _Candidate, worth: Sequence[float], last: dict[int | None, int], top: int
) -> tuple[float, int]:
    """The best sequence that the candidate can follow, as its worth with the step and its last index; -1 for none."""
    number = candidate.number
    if number is None:
        return (worth[last[None]], last[None]) if None in last else (0.0, -1)
    if candidate.inner:
        at = last.get(number - 1)
        return (worth[at], at) if at is not None else (-9.0, -1)
    options = [(0.0 if number <= 1 else -1.0, -1)]
    options += [
        (worth[last[number - step]] + cost, last[number - step])
        for step, cost in _STEPS.items()
        if number - step in last
    ]
    if top >= 0:
        options.append((worth[top] + (_ANEW if number == 1 else _ELSE), top))
    return max(options)
