"""Decide for a whole list without labels which of its lines begin a reference.

A line is seen as a few classes: how it opens, how the line before it ends and how much room that left, its year, its
indent, the gap before it. How often each class begins a reference is known in general, from the tables; how often in
this list, where whoever made it was consistent, is learnt from the list itself, by parting it and counting in turns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from refcheck.parsing.openings import dated, opening, tail
from refcheck.parsing.page import Line

Features = tuple[str, ...]  # of one line, in the order of `GENERAL`
Odds = tuple[float, float]  # logarithms: for a line that begins a reference, and for one that goes on


@dataclass(frozen=True, slots=True)
class _Group:
    """The classes of one kind, in thousandths of the lines that begin a reference and of those that go on.

    `trust`: as many lines of the list count as much as what is known in general. A group without shares is different
    in every list: nothing is known of it in general.
    """

    trust: int
    shares: dict[str, tuple[int, int]]


# Counted in lists made of labelled references; `python benchmarks/segmenting.py --data DIR --tables` counts anew. What
# depends on the making (gaps; room, which is exact in lists made by a program) is set wider than it was counted.
GENERAL = {
    "opening": _Group(
        20,
        {
            "repeated": (6, 1),
            "inverted": (282, 11),
            "initials": (164, 4),
            "block": (205, 16),
            "inverted full": (196, 33),
            "initials and stop": (15, 2),
            "inverted block": (11, 4),
            "quoted": (5, 4),
            "dotted": (1, 1),
            "names": (28, 50),
            "family": (11, 22),
            "connective": (23, 65),
            "inverted cut": (1, 2),
            "capital": (47, 232),
            "sign": (5, 51),
            "link": (1, 12),
            "small": (3, 382),
            "number": (1, 111),
        },
    ),
    "tail": _Group(
        40,
        {
            "pages": (362, 8),
            "year": (313, 14),
            "link": (32, 5),
            "number": (99, 23),
            "stop": (105, 47),
            "short and stop": (43, 20),
            "closed": (6, 6),
            "initial": (1, 18),
            "comma": (12, 183),
            "word": (20, 452),
            "connective": (6, 194),
            "hyphen": (1, 31),
        },
    ),
    # letters of a typeface differ in width: a line may be full and hold fewer of them
    "room": _Group(
        20,
        {
            "more": (394, 3),
            "40": (247, 5),
            "20": (127, 8),
            "10": (61, 15),
            "5": (38, 30),
            "2": (37, 60),
            "none": (95, 880),
            "unwrapped": (990, 10),
        },
    ),
    "dated": _Group(20, {"bracketed": (217, 47), "none": (507, 594), "year": (277, 359)}),
    "gap": _Group(4, {"gap": (300, 20), "close": (700, 980)}),
    "indent": _Group(4, {}),
}
# Whether a year has come since the last beginning: so many thousandths of the lines begin the next reference.
_BEGIN = {False: 31, True: 660}
_BEGIN_TRUST = 20
_UNKNOWN = (2, 2)

ROUNDS = 4  # of parting and counting; most lists are settled after two
WIDEST = 140  # code points; lists with longer lines are not wrapped
DEEPEST = 12  # blanks; further indents are not told apart
_ROOMS = ((-1, "none"), (2, "2"), (5, "5"), (10, "10"), (20, "20"), (40, "40"))


@dataclass(frozen=True, slots=True)
class _Parted:
    """Which lines begin a reference, and how well that agrees with what is known and learnt."""

    marks: tuple[bool, ...]
    score: float


def begins(full: Sequence[Line]) -> tuple[bool, ...]:
    """For each line of a list whether a reference begins with it; the first always does."""
    if len(full) < 2:
        return (True,) * len(full)
    rows = list(features(full))
    years = [dated(line.text) != "none" for line in full]
    settled = (_settled(rows, years, guess) for guess in _guesses(full))
    return max(settled, key=lambda parted: parted.score).marks


def features(full: Sequence[Line]) -> Iterator[Features]:
    """What is seen of each line but the first."""
    widths = sorted(len(line.text.rstrip()) for line in full)
    width = widths[-1 - len(widths) // 20]  # a few lines hold a link that could not be broken
    for before, line in pairwise(full):
        yield (
            opening(line.text),
            tail(before.text),
            _room(width, before.text, line.text),
            dated(line.text),
            "gap" if line.gap else "close",
            str(min(DEEPEST, _indent(line))),
        )


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip())


def _room(width: int, before: str, text: str) -> str:
    """How much room was left on a line by not printing the first word of the next one there."""
    if width > WIDEST:
        return "unwrapped"
    left = width - len(before.rstrip()) - 1 - len(text[:WIDEST].split(None, 1)[0])
    return next((name for most, name in _ROOMS if left <= most), "more")


def _guesses(full: Sequence[Line]) -> Iterator[tuple[bool, ...]]:
    """What to begin with: what is known in general, one reference a line, hanging indents, and indented first lines."""
    yield ()
    yield (True,) * len(full)
    least = min(map(_indent, full))
    flush = tuple(_indent(line) == least for line in full)
    if not all(flush):
        yield (True, *flush[1:])
        yield (True, *(not f for f in flush[1:]))


def _settled(rows: Sequence[Features], years: Sequence[bool], marks: tuple[bool, ...]) -> _Parted:
    """The list parted by what a first guess teaches, until nothing changes."""
    parted = _Parted(marks, 0.0)
    for _ in range(ROUNDS):
        before = parted.marks
        parted = _part(rows, years, _learnt(rows, before), _beginnings(years, before))
        if parted.marks == before:
            break
    return parted


def _learnt(rows: Sequence[Features], marks: tuple[bool, ...]) -> dict[Features, Odds]:
    """What each kind of line says, from what is known in general and from what was counted in the list."""
    kinds = Counter(zip(rows, marks[1:], strict=True)) if marks else Counter((row, False) for row in rows)
    odds = [_odds(kinds, i, group, counted=bool(marks)) for i, group in enumerate(GENERAL.values())]
    return {
        row: (
            sum(o[c][0] for o, c in zip(odds, row, strict=True)),
            sum(o[c][1] for o, c in zip(odds, row, strict=True)),
        )
        for row in {row for row, _ in kinds}
    }


def _odds(kinds: Counter[tuple[Features, bool]], i: int, group: _Group, *, counted: bool) -> dict[str, Odds]:
    """What each class of a group says."""
    seen: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for (row, mark), n in kinds.items():
        seen[mark][row[i]] += n
    both = seen[True] + seen[False]
    alike = {c: (1000 * n // both.total(), 1000 * n // both.total()) for c, n in both.items()}
    known = group.shares or alike
    weight = int(counted)

    def share(c: str, mark: bool) -> float:
        general = max(1, known.get(c, _UNKNOWN)[not mark]) / 1000
        total = weight * seen[mark].total() + group.trust
        return log((weight * seen[mark][c] + group.trust * general) / total)

    return {c: (share(c, True), share(c, False)) for c in both}


def _beginnings(years: Sequence[bool], marks: Sequence[bool]) -> dict[bool, Odds]:
    """How often a reference begins where a year has come since the last beginning, and where none has."""
    counts = {False: [0, 0], True: [0, 0]}
    had = years[0]
    for mark, year in zip(marks[1:], years[1:], strict=False):
        counts[had][mark] += 1
        had = year if mark else had or year
    odds = {}
    for had, (no, yes) in counts.items():
        share = (yes + _BEGIN_TRUST * _BEGIN[had] / 1000) / (yes + no + _BEGIN_TRUST)
        odds[had] = (log(share), log(1 - share))
    return odds


def _part(
    rows: Sequence[Features], years: Sequence[bool], learnt: dict[Features, Odds], beginnings: dict[bool, Odds]
) -> _Parted:
    """The likeliest beginnings (Viterbi); the state is whether a year has come since the last one."""
    never = float("-inf")
    worth = {years[0]: 0.0, not years[0]: never}
    steps: list[dict[bool, tuple[bool, bool]]] = []
    for row, year in zip(rows, years[1:], strict=True):
        begin, go_on = learnt[row]
        after = {False: never, True: never}
        step = {}
        for had, value in worth.items():
            for mark, state, more in ((True, year, begin), (False, had or year, go_on)):
                reached = value + beginnings[had][not mark] + more
                if reached > after[state]:
                    after[state] = reached
                    step[state] = (had, mark)
        worth = after
        steps.append(step)
    state = max(worth, key=lambda s: worth[s])
    score = worth[state]
    marks = []
    for step in reversed(steps):
        state, mark = step[state]
        marks.append(mark)
    return _Parted((True, *reversed(marks)), score)
