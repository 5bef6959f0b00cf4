"""Find the reference lists of a text: under their headings, by their numbers, or by what their paragraphs look like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from refcheck.parsing.headings import ending, heading
from refcheck.parsing.labels import Labelled, Mark, runs
from refcheck.parsing.likeness import LONGEST, STRONG, WEAK, bibliographic, likeness, prose
from refcheck.parsing.page import Entry, Line, lines, printed
from refcheck.parsing.segment import by_labels, entries

MOSTLY = 0.6  # share of references from which a stretch is a list, the rest of it included
HALF = 0.5  # the same where numbers are evidence by themselves
SURE = 0.3  # share of references beyond doubt that a text has which is nothing but a list
PROSE = 600  # code points after which text under a heading is no longer its list
UNWRAPPED = 130  # code points; a longer line is a paragraph by itself
WRAPPED = 3  # lines; a paragraph of more is wrapped
FAR = 40  # lines; labels further apart do not belong to one list
LONGEST_ENTRY = 20_000  # code points; papers with thousands of authors have references of this length


@dataclass(frozen=True, slots=True)
class _Rated:
    """An entry and how much it looks like a reference."""

    entry: Entry
    points: int


@dataclass(frozen=True, slots=True)
class _Region:
    """Lines that a heading announces as a list, or that none does."""

    lines: list[Line]
    headed: bool


def locate(text: str) -> Iterator[Entry]:
    """The entries of every reference list in a text, in order."""
    end = 0
    for found in sorted(_found(text), key=lambda e: (e.start, -e.end)):
        if found.start >= end and found.end - found.start <= LONGEST_ENTRY:
            yield found
            end = found.end


def _found(text: str) -> Iterator[Entry]:
    full = printed(lines(text))
    listed: list[Entry] = []
    rest: list[list[Line]] = []
    for region in _regions(full):
        cut = _prose(region.lines) if region.headed else 0
        kept = _kept(text, region.lines[:cut])
        listed += kept
        rest.append(region.lines[cut:] if kept else region.lines)
    yield from listed
    if not listed and (alone := _alone(text, full)):
        yield from alone
    else:
        # beside a list with a heading, one reference by itself is the paper's own, or a footnote
        yield from (e for part in rest for e in _loose(text, part, 2 if listed else 1))


def _regions(full: Iterable[Line]) -> Iterator[_Region]:
    """The text parted at the headings that begin and end lists."""
    held: list[Line] = []
    headed = False
    for line in full:
        found = heading(line.text)
        if found is not None and not line.gap and line.text.lstrip()[:1].islower():
            found = None  # the rest of a sentence: "… of the qualitative literature. International Journal …"
        if found is None and not ending(line.text):
            held.append(line)
            continue
        yield _Region(held, headed)
        held, headed = [], found is not None
        if found is not None and found < len(line.text):
            held.append(replace(line, text=line.text[found:], start=line.start + found))
    yield _Region(held, headed)


def _prose(full: Sequence[Line]) -> int:
    """Where text begins under a heading that is no list any more."""
    at, amount, begun = 0, 0, 0
    for unit in _units(full):
        if bibliographic(unit):
            amount = 0
        elif prose(unit):
            begun = begun if amount else at
            amount += sum(len(line.text) for line in unit)
        if begun and amount > PROSE:
            return begun
        at += len(unit)
    return len(full)


def _units(full: Iterable[Line]) -> Iterator[list[Line]]:
    """Paragraphs: lines between gaps, and lines that are not wrapped."""
    unit: list[Line] = []
    for line in full:
        if unit and (line.gap or max(len(line.text), len(unit[-1].text)) > UNWRAPPED):
            yield unit
            unit = []
        unit.append(line)
    if unit:
        yield unit


def _rated(text: str, found: Iterable[Entry]) -> list[_Rated]:
    return [_Rated(e, likeness(text[e.body : e.end]) if e.end - e.start <= LONGEST else 0) for e in found]


def _kept(text: str, full: Sequence[Line]) -> list[Entry]:
    """The entries under a heading; none if the heading does not keep its word."""
    rated = _rated(text, entries(full))
    if not any(r.points >= STRONG for r in rated):
        return []
    return [r.entry for r in _trimmed(_in_order(rated), 1)]


def _in_order(rated: Sequence[_Rated]) -> list[_Rated]:
    """What stands without a label in a list with labels must be a reference beyond doubt."""
    labels = sum(bool(r.entry.label) for r in rated)
    return [r for r in rated if r.entry.label or not labels or r.points >= STRONG]


def _trimmed(rated: Sequence[_Rated], least: int) -> Sequence[_Rated]:
    """The entries from the first to the last that looks like a reference."""
    likely = [i for i, r in enumerate(rated) if r.points >= least]
    return rated[likely[0] : likely[-1] + 1] if likely else ()


def _share(rated: Sequence[_Rated], least: int) -> float:
    return sum(r.points >= least for r in rated) / len(rated) if rated else 0.0


def _alone(text: str, full: Sequence[Line]) -> list[Entry]:
    """The entries of a text that is a list and nothing else."""
    rated = _in_order(_rated(text, entries(full)))
    listed = sum(r.entry.end - r.entry.start for r in rated if r.points >= WEAK)
    if listed < MOSTLY * sum(line.end - line.start for line in full) or _share(rated, STRONG) < SURE:
        return []
    return [r.entry for r in _trimmed(rated, 1)]


def _loose(text: str, full: Sequence[Line], least: int) -> Iterator[Entry]:
    """The entries of lists without headings, of so many sure references at least."""
    numbered = [e for run in _runs(full) for e in _run(text, run)]
    yield from numbered
    taken = {e.start for e in numbered}
    free = _outside(full, numbered) if taken else full
    for zone in _zones(free):
        rated = _rated(text, entries(zone))
        if sum(r.points >= STRONG for r in rated) >= least:
            yield from (r.entry for r in _likely(rated))


def _runs(full: Sequence[Line]) -> Iterator[Labelled]:
    """Runs of labels that count up, none far from the next."""
    for found in runs(full):
        run: list[Mark] = []
        for mark in found.marks:
            if run and (mark.line - run[-1].line > FAR or int(mark.label) <= int(run[-1].label)):
                yield _sliced(found.lines, run)
                run = []
            run.append(mark)
        yield _sliced(found.lines, run)


def _sliced(full: list[Line], run: Sequence[Mark]) -> Labelled:
    """The run by itself; its last entry may be twice as long as the longest before it, up to the next gap."""
    first = run[0].line
    longest = max((b.line - a.line for a, b in pairwise(run)), default=2)
    end = min(len(full), run[-1].line + 2 * longest + 1)
    return Labelled(full[first:end], [replace(m, line=m.line - first) for m in run])


def _run(text: str, run: Labelled) -> Iterator[Entry]:
    """The entries of the run, from its first to its last that is a reference, if half of them are."""
    if len(run.marks) > 1:
        kept = _trimmed(_rated(text, (e for e in by_labels(run) if e.label)), STRONG)
        if _share(kept, STRONG) >= HALF and len(kept) > 1:
            yield from (r.entry for r in kept)


def _outside(full: Sequence[Line], found: Sequence[Entry]) -> Iterator[Line]:
    """The lines that no entry touches."""
    spans = sorted((e.start, e.end) for e in found)
    at = 0
    for line in full:
        while at < len(spans) and spans[at][1] <= line.start:
            at += 1
        if at == len(spans) or line.end <= spans[at][0]:
            yield line


def _zones(full: Iterable[Line]) -> Iterator[list[Line]]:
    """Paragraphs that follow one another and look like references; one that does not may stand between two that do."""
    zone: list[Line] = []
    doubtful: list[Line] = []
    for unit in _units(full):
        likely = bibliographic(unit)
        over = not likely and (doubtful or prose(unit))
        if zone and (over or _another_setting(zone, unit)):
            yield zone
            zone, doubtful = [], []
        if likely:
            zone += doubtful + unit
            doubtful = []
        elif zone:
            doubtful = unit
    if zone:
        yield zone


def _another_setting(zone: Sequence[Line], unit: Sequence[Line]) -> bool:
    """Whether a wrapped list follows paragraphs that are not wrapped, or they a wrapped list."""
    return len(unit) > WRAPPED and (len(zone[-1].text) > UNWRAPPED) != (len(unit[0].text) > UNWRAPPED)


def _likely(rated: Sequence[_Rated]) -> Iterator[_Rated]:
    """All of a zone most of which are references, but for long prose; else those that are, and their neighbours that nearly are."""
    if _share(rated, STRONG) >= MOSTLY:
        yield from (r for r in _trimmed(rated, WEAK) if r.points or r.entry.end - r.entry.start < UNWRAPPED)
        return
    for i, r in enumerate(rated):
        beside = max((n.points for n in (*rated[max(0, i - 1) : i], *rated[i + 1 : i + 2])), default=0)
        if r.points >= STRONG or (r.points >= WEAK and beside >= STRONG):
            yield r
