"""Decide which candidate is the cited work, if any; the thresholds are stated, the rest is a sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from refcheck.matching import titles
from refcheck.matching.compare import compare
from refcheck.model import Match, Record, Reference, Work
from refcheck.text import number, page_range

ACCEPT = 0.9  # probability from which a record is the work; below it a person decides
DOUBT = 0.5  # … from which it is shown as a candidate
LEAD = 4.0  # bits: 16 times likelier than the next


@dataclass(frozen=True, slots=True)
class Decision:
    """The record that is the work (or None), and the other candidates, best first."""

    match: Match | None
    rivals: tuple[Match, ...]
    ambiguous: bool


def weigh(reference: Reference, record: Record) -> Match:
    """The record beside the reference, with the evidence."""
    return Match(record, compare(reference.work, record.work, reference.raw))


def decide(reference: Reference, records: Iterable[Record]) -> Decision:
    """Weigh every candidate; accept the best if it is likely enough and leads the next other work."""
    ranked = sorted((weigh(reference, record) for record in _distinct(records)), key=_rank(reference.work))
    if not ranked or ranked[0].probability < DOUBT:
        return Decision(None, tuple(ranked), False)
    best, rest = ranked[0], tuple(ranked[1:])
    others = [m for m in rest if not same_work(m.record.work, best.record.work)]
    clear = not others or best.score - others[0].score >= LEAD
    if best.probability >= ACCEPT and clear:
        return Decision(best, rest, False)
    return Decision(None, tuple(ranked), True)


def refutes(reference: Reference, found: Match) -> bool:
    """Whether the record that a cited DOI leads to is another work: its fields contradict, and no title is printed."""
    named = found.record.work
    compared = {e.field for e in found.evidence} & {"title", "volume", "page"}
    if found.probability >= DOUBT or not compared or not named.title:
        return False
    return not any(titles.appears(title, reference.raw) for title in named.titles)


def _rank(cited: Work) -> Callable[[Match], tuple[float, bool, bool, str]]:
    """Best first; at equal evidence the cited DOI, the published before the preprint, and then the DOI decide."""

    def key(match: Match) -> tuple[float, bool, bool, str]:
        work = match.record.work
        return (-match.score, not (cited.DOI and work.DOI == cited.DOI), work.type == "article", work.DOI)

    return key


def _distinct(records: Iterable[Record]) -> list[Record]:
    """The records without those that repeat a DOI, or are the same in every field."""
    seen: dict[object, Record] = {}
    for record in records:
        seen.setdefault(record.work.DOI or record.work, record)
    return list(seen.values())


def same_work(a: Work, b: Work) -> bool:
    """Whether two records are one work under two identifiers: equal title, years near, no coordinates in conflict."""
    if a.DOI and a.DOI == b.DOI:
        return True
    if not (a.title and b.title and any(titles.same(x, y) for x in a.titles for y in b.titles)):
        return False
    conflict = any(x and y and x != y for x, y in _coordinates(a, b))
    return not conflict and (not a.years or not b.years or min(abs(x - y) for x in a.years for y in b.years) <= 1)


def _coordinates(a: Work, b: Work) -> Sequence[tuple[str, str]]:
    return ((number(a.volume), number(b.volume)), (page_range(a.page)[0], page_range(b.page)[0]))
