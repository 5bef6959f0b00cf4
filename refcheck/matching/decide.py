"""Decide which candidate is the cited work, if any; the thresholds are stated, the rest is a sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from refcheck.matching import titles
from refcheck.matching.compare import FEW_LETTERS, NEAR_TITLE, compare
from refcheck.model import Match, Record, Reference, Work
from refcheck.text import letters, number, page_range

ACCEPT = 0.9  # probability from which a record is the work; below it a person decides
DOUBT = 0.5  # … from which it is shown as a candidate
CONFLICTS = 2  # of volume, page and year, from which a person decides, whatever the title says
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
    """Weigh every candidate; accept the best if it is likely, leads the next other work, and its numbers agree."""
    ranked = sorted((weigh(reference, record) for record in _distinct(records)), key=_rank(reference.work))
    if not ranked or ranked[0].probability < DOUBT:
        return Decision(None, tuple(ranked), False)
    best, rest = ranked[0], tuple(ranked[1:])
    others = [m for m in rest if not same_work(m.record.work, best.record.work)]
    clear = not others or best.score - others[0].score >= LEAD
    if best.probability >= ACCEPT and clear and _conflicts(best) < CONFLICTS:
        return Decision(best, rest, False)
    return Decision(None, tuple(ranked), True)


def _conflicts(match: Match) -> int:
    return sum(e.level == "different" for e in match.evidence if e.field in ("volume", "page", "issued"))


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
    """Whether two records are one work under two identifiers: years near, no coordinates in conflict, and equal titles.

    Where the first page is the same, the titles may differ by slips, and one may be the beginning of the other.
    """
    if a.DOI and a.DOI == b.DOI:
        return True
    places = _coordinates(a, b)
    if any(x and y and x != y for x, y in places):
        return False
    if a.years and b.years and min(abs(x - y) for x in a.years for y in b.years) > 1:
        return False
    alike = _alike if places[-1][0] and places[-1][1] else titles.same
    return any(alike(x, y) for x in a.titles for y in b.titles)


def _alike(a: str, b: str) -> bool:
    short, long = sorted((letters(a), letters(b)), key=len)
    begun = len(short) >= FEW_LETTERS and long.startswith(short)
    return begun or (not titles.numbered_apart(a, b) and titles.similarity(a, b) >= NEAR_TITLE)


def _coordinates(a: Work, b: Work) -> Sequence[tuple[str, str]]:
    return ((number(a.volume), number(b.volume)), (page_range(a.page)[0], page_range(b.page)[0]))
