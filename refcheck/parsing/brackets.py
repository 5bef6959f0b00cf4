"""Square brackets with numbers that cite nothing: intervals, vectors, subscripts, numbers of equations; and the doubtful."""

from __future__ import annotations

import re

BEFORE = 24  # code points before a bracket that tell what it is
LINE = 120  # code points of a line that holds an equation
WORDS = 3  # from so many words on a line is no equation
# what is numbered itself
NUMBERED = (
    r"figs?|figures?|tables?|tab|eqs?|eqn|equations?|formulas?|schemes?|box|boxes|sections?|sec|steps?|versions?|numbers?|nos?"
    r"|appendix|lemma|theorem|proposition|corollary|definition|examples?|lines?|panels?|pages?|rows?|columns?|cases?"
    r"|conditions?|rules?|constraints?|inequality"
)
# before an interval stand a number, a unit, what it is an interval of
_INTERVAL = re.compile(
    r"(?:(?<![\w.,])(?!(?:19|20)\d\d\s)\d[\d.,]*\s?%?|[%=≈~<>±∈×]"
    r"|\b(?:ci|cis|iqr|range|ranges?d?|interval|intervals|median|mean|confidence\s+limits?)\b[\s:,=]*)\s*$",
    re.IGNORECASE,
)
# an array's name, the sign of an index or a power, what is itself numbered
_NO_CITATION = re.compile(
    r"(?:(?<![^\W_])[^\W\d_]|[\^_]|\b(?:eqs?|eqn|equations?|figs?|figures?|tables?|formulas?)\.?\s?)$", re.IGNORECASE
)
_NAMED_ON = re.compile(r"[^\W_]|[‐‑-][^\W\d_]")  # benzo[1,2]furan, [3,3]-sigmatropic
_DOUBTFUL = re.compile(rf"(?:[=≈±∈]|\b(?:{NUMBERED})\.?)\s{{0,2}}$", re.IGNORECASE)
_PAIR = re.compile(r"\b(?:in|within|between|integers?|sizes?|vectors?|lists?|tuples?|arrays?)\s{1,2}$", re.IGNORECASE)
_SERIES = re.compile(r"\b(?:vectors?|lists?|tuples?|arrays?)\s{1,2}$", re.IGNORECASE)
_ENDS_LINE = re.compile(r"[^\S\r\n]*(?:[\r\n]|$)")
_LONG_WORD = re.compile(r"[^\W\d_]{4}")


def interval(text: str, start: int) -> bool:
    """Whether two numbers in a bracket that begins there are the ends of an interval."""
    return _INTERVAL.search(text[max(0, start - BEFORE) : start]) is not None


def no_citation(text: str, start: int, end: int) -> bool:
    """Whether a bracket is part of a name or formula, benzo[1,2]furan, x[1], or the number of an equation."""
    before = text[max(0, start - BEFORE) : start]
    return _NAMED_ON.match(text, end) is not None or _NO_CITATION.search(before) is not None


def doubtful(text: str, start: int, end: int, count: int) -> bool:
    """Whether a bracket with so many numbers may be a set, a size, a vector, or the number of what stands before it."""
    before = text[max(0, start - BEFORE) : start]
    series = (_PAIR if count == 2 else _SERIES).search(before) if count > 1 else None
    return series is not None or _DOUBTFUL.search(before) is not None or _equation(text, start, end)


def _equation(text: str, start: int, end: int) -> bool:
    """Whether a bracket is the last of a line that holds an equation, and so its number."""
    if not _ENDS_LINE.match(text, end):
        return False
    line = text[max(0, start - LINE) : start].rpartition("\n")[2]
    return "=" in line and len(_LONG_WORD.findall(line)) < WORDS
