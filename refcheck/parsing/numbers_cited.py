"""Citations by number, in each of the ways of printing them: [1,2], (3–5), ¹²⁻¹⁴, "shown.12,13"; and by key, [Smi01]."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from refcheck.model import LabelCitation, Span
from refcheck.parsing.brackets import NUMBERED, doubtful, interval, no_citation
from refcheck.text import DASHES

LONGEST = 200  # code points between two brackets
WIDEST = 100  # numbers that a range may span
_DASH = f"[{re.escape(DASHES)}⁻]"
_ITEM = re.compile(
    rf"([1-9]\d{{0,3}})(?!\d)(?:\s{{0,2}}{_DASH}{{1,2}}\s{{0,2}}([1-9]\d{{0,3}})(?!\d))?(?![\w%°.]*[\w%°])"
)
_SEPARATOR = re.compile(
    r"\s{0,3}[,;]\s{0,3}(?:(?:and|und|et|y)\s{1,3}|&\s{0,3})?|\s{1,3}(?:(?:and|und|et|y)\s{1,3}|&\s{0,3})"
)
_LEAD = re.compile(
    r"\s{0,3}(?:(?:see|cf|e\.g|also|for example|reviewed in|review in|in|from|refs?|references?|and references therein)\b[.,:]{0,2}\s{0,3}){0,3}",
    re.IGNORECASE,
)
_LOCATOR = re.compile(
    r"\s{0,3}(?:[,;:]\s{0,3}(?!\d)[^\d\s].*|(?:p|pp|and|in|for|see|fig|table|chap|ch|sec|section|§)\b.*)?",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Item:
    """A number, or a range of numbers, as it stands in the text."""

    first: int
    last: int
    start: int
    end: int


def _items(text: str, start: int, end: int) -> tuple[list[_Item], int]:
    """The numbers that follow one another from `start`, and where they end."""
    found: list[_Item] = []
    at = start
    while item := _ITEM.match(text, at, end):
        found.append(_Item(int(item[1]), int(item[2] or item[1]), item.start(), item.end()))
        if not (sign := _SEPARATOR.match(text, item.end(), end)):
            return found, item.end()
        at = sign.end()
    return found, found[-1].end if found else start


def _citations(text: str, items: Iterable[_Item], within: Span, *, sure: bool = True) -> Iterator[LabelCitation]:
    for item in items:
        if item.last - item.first < WIDEST:
            span = Span(item.start, item.end)
            labels = _labels(item.first, item.last)
            yield LabelCitation(span=span, raw=text[item.start : item.end], labels=labels, within=within, sure=sure)


@lru_cache(maxsize=10_000)  # so that a text of ranges takes no more room than its length
def _labels(first: int, last: int) -> tuple[str, ...]:
    return tuple(map(str, range(first, last + 1))) or (str(first), str(last))


_SQUARE = re.compile(rf"\[([^\[\]\0]{{1,{LONGEST}}})\]")


def square(text: str) -> list[LabelCitation]:
    """What stands in square brackets: [1, 3–5], [see 12], [12, p. 34], [1]–[5]."""
    return list(_joined(text, _bracketed(text)))


@dataclass(frozen=True, slots=True)
class _Bracket:
    """A bracket with its numbers; not `sure` where they may be no citation."""

    span: Span
    items: list[_Item]
    sure: bool


def _bracketed(text: str) -> Iterator[_Bracket]:
    brackets = [(b.span(), items) for b in _SQUARE.finditer(text) if (items := _content(text, b))]
    # "arr[3]" is an element, unless the text has no blank before its citations
    glued = sum(text[start - 1 : start].isalnum() for (start, _), _ in brackets) * 2 > len(brackets)
    other = -1  # the end of the last that cites nothing, or may cite nothing: "Eq. [2] and [3]"
    for (start, end), items in brackets:
        pair = len(items) == 2 or (len(items) == 1 and items[0].first != items[0].last)
        if no_citation(text, start, end):
            other = end
            continue
        if pair and interval(text, start):
            continue
        sure = (glued or not text[start - 1 : start].isalnum()) and not doubtful(
            text, start, end, 2 if pair else len(items)
        )
        sure = sure and not (other >= 0 and _GOES_ON.fullmatch(text, other, start))
        other = other if sure else end
        yield _Bracket(Span(start, end), items, sure)


_GOES_ON = re.compile(r"\s{0,2}(?:[,;&]|and|or|to|[–-])?\s{0,2}")


def _content(text: str, bracket: re.Match[str]) -> list[_Item]:
    """The numbers in a bracket; none where they are not what it is about."""
    start, end = bracket.span(1)
    lead = _LEAD.match(text, start, end)
    items, at = _items(text, lead.end() if lead else start, end)
    return items if _LOCATOR.fullmatch(text, at, end) else []


def _joined(text: str, brackets: Iterable[_Bracket]) -> Iterator[LabelCitation]:
    """The citations of all brackets, [1]–[5] read as one range."""
    held = _Bracket(Span(0, 0), [], True)
    for bracket in brackets:
        if len(held.items) == len(bracket.items) == 1 and _TO.fullmatch(text, held.span.end, bracket.span.start):
            (first,), (last,) = held.items, bracket.items
            item = _Item(first.first, last.last, first.start, last.end)
            held = _Bracket(Span(held.span.start, bracket.span.end), [item], held.sure and bracket.sure)
            continue
        yield from _citations(text, held.items, held.span, sure=held.sure)
        held = bracket
    yield from _citations(text, held.items, held.span, sure=held.sure)


_TO = re.compile(rf"\s{{0,2}}{_DASH}\s{{0,2}}")


_ROUND = re.compile(rf"\(([^()\0]{{1,{LONGEST}}})\)")
_COUNTED = re.compile(
    rf"(?:\b(?:{NUMBERED}|articles?|paragraphs?|chapters?|items?|parts?|phases?|groups?|days?|types?|models?|experiments?"
    r"|study|studies|hypothesis|question|grades?|stages?|levels?|scores?|n|problem)"
    r"\.?|(?<![\w.,/])\d[\d.,]*|[%=+*/×·<>≤≥−-])\s{0,2}$",
    re.IGNORECASE,
)


def round_(text: str) -> list[LabelCitation]:
    """What stands in round brackets behind a word and does not count it: (12), (2, 3), (ref. 4)."""
    return [c for b in _ROUND.finditer(text) if _behind(text, b.start()) for c in _whole(text, b)]


def _whole(text: str, bracket: re.Match[str]) -> Iterator[LabelCitation]:
    start, end = bracket.span(1)
    lead = _LEAD.match(text, start, end)
    items, at = _items(text, lead.end() if lead else start, end)
    if items and not text[at:end].strip() and not text[bracket.end() : bracket.end() + 1].isalnum():
        yield from _citations(text, items, Span(*bracket.span()))


def _behind(text: str, start: int) -> bool:
    """Whether a bracket follows a word of a sentence, and is neither the number of what follows nor part of a word."""
    before = text[max(0, start - 14) : start]
    word = before.rstrip()
    if not word or before[-1].isalnum() or _COUNTED.search(before) or "\n\n" in before[len(word) :]:
        return False
    return word[-1] not in ".,;:!?—–-([{" and not re.search(r"(?:^|\s)(?:and|or|by|to|into|are|is|of)$", word)


_RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = re.compile(
    rf"(?:(?<=[^\W\d_][^\W_]{{2}})|(?<=[A-Z]{{2}})|(?<=[.,;:)\]”’\"»]))[{_RAISED_DIGITS[1:]}][{_RAISED_DIGITS}⁻,;˒‚{re.escape(DASHES)}]{{0,60}}"
)
_LOWERED = str.maketrans(_RAISED_DIGITS + "˒‚", "0123456789,,")


def raised(text: str) -> list[LabelCitation]:
    """What stands raised behind a word of three letters or a stop: ¹²,¹⁴⁻¹⁶."""
    return [c for run in _RAISED.finditer(text) for c in _run(text, run.start(), run.end())]


def _run(text: str, start: int, end: int) -> Iterator[LabelCitation]:
    lowered = text[start:end].translate(_LOWERED)
    items, at = _items(lowered, 0, len(lowered))
    moved = [_Item(i.first, i.last, i.start + start, i.end + start) for i in items]
    yield from _citations(text, moved, Span(start, start + at))


_GLUED = re.compile(
    rf"(?:(?<=[^\W\d_][.,;:)\]”’\"])|(?<=[^\W\d_A-Z]{{3}}))[1-9]\d{{0,2}}(?:[,–‐‑−⁻-]\s?[1-9]\d{{0,2}})*(?![\w%°/]|[.,:]\d|{_DASH}\w)"
)
_COUNT_WORDS = frozenset(
    "fig figs figure table tab eq no nos vol p pp sec e.g i.e vs cf ca approx ver column group day week step chr type level rev".split()
)


def glued(text: str) -> list[LabelCitation]:
    """Raised numbers of which nothing is left but that no blank stands before them: "as shown.12,13"."""
    runs = (r for r in _GLUED.finditer(text) if _last_word(text, r.start()) not in _COUNT_WORDS)
    return [c for run in runs for c in _citations(text, _items(text, run.start(), run.end())[0], Span(*run.span()))]


def _last_word(text: str, end: int) -> str:
    words = text[max(0, end - 14) : end].split()
    return words[-1].strip(".,;:()[]").lower() if words else ""


_NAMED = re.compile(r"\b(?:[Rr]efs?\.?|references?)[^\S\r\n]{1,3}(?=\d)")


def named(text: str) -> list[LabelCitation]:
    """Numbers that the text calls references: "see refs. 3 and 4"."""
    found = ((m, _items(text, m.end(), m.end() + LONGEST)) for m in _NAMED.finditer(text))
    return [c for m, (items, at) in found if items for c in _citations(text, items, Span(m.start(), at))]


def keyed(text: str, keys: Container[str]) -> list[LabelCitation]:
    """Brackets that hold keys of the list, or what looks like them, and nothing else: [Smi01, Jon99]."""
    found: list[LabelCitation] = []
    for bracket in _SQUARE.finditer(text):
        parts = list(re.finditer(r"[^\s,;](?:[^,;]*[^\s,;])?", bracket[1]))
        if all(part[0] in keys or _KEY.fullmatch(part[0]) for part in parts):
            found += (_key(part, bracket) for part in parts)
    return found


def _key(part: re.Match[str], bracket: re.Match[str]) -> LabelCitation:
    start = bracket.start(1)
    span = Span(start + part.start(), start + part.end())
    return LabelCitation(span=span, raw=part[0], labels=(part[0],), within=Span(*bracket.span()))


_KEY = re.compile(r"[^\W\d_a-z][\w+]{2,20}?\d{2,4}[a-z]?")


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way of printing numbers, and what must be true before it is believed.

    `sound` is the share of the numbers read that the list must have, `covered` that of the list which they must cite;
    where `loose`, a number that the list does not have may be no citation.
    """

    name: str
    read: Callable[[str], list[LabelCitation]]
    sound: float
    covered: float
    loose: bool


SCHEMES = (
    Scheme("numbers in square brackets", square, 0.8, 0.0, False),
    Scheme("raised numbers", raised, 0.8, 0.3, False),
    Scheme("numbers in round brackets", round_, 0.9, 0.6, True),
    Scheme("numbers glued to words", glued, 0.85, 0.7, True),
)
