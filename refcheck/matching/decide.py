"""Decide which candidate is the cited work, if any; the thresholds are stated, the rest is a sum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2

from refcheck.matching import people, titles
from refcheck.matching.compare import CONFLICTING, compare
from refcheck.matching.containers import Kinship, compare_containers
from refcheck.matching.printed import telling
from refcheck.matching.title_ladder import FEW_LETTERS, NEAR, few_words
from refcheck.model import Evidence, Match, Record, Reference, Work
from refcheck.text import letters, number, page_range

ACCEPT = 0.75  # probability from which a record is the work; below it a person decides
DOUBT = 0.25  # … that the work is among the candidates at all, from which a person is asked
WORTH_NAMING = 0.1  # … of the best of them, below which none is: what a search brings up adds up to something
LIKELY = 0.5  # … from which the record of a cited DOI is not said to be another work
CONFLICTS = 2  # of volume, page and year, from which a person decides
VETOES = ("different", "another-part", "container")  # titles that do, whatever the rest says
TELLS = 0.05  # bits; what rivals take from a match below that is not worth a line
FAR = 12.0  # bits behind the best, from which a candidate takes nothing from it
ALIKE = 4.0  # bits; among the records of one work that are so near each other, the publisher's is preferred
SHARED = 0.6  # of the words of the shorter title
MIRRORS = ("10.2307/", "10.13140/", "10.6084/", "10.5281/")  # JSTOR, ResearchGate, figshare, Zenodo


@dataclass(frozen=True, slots=True)
class Decision:
    """The record that is the work (or None), and the other candidates, best first."""

    match: Match | None
    rivals: tuple[Match, ...]
    ambiguous: bool


def weigh(reference: Reference, record: Record) -> Match:
    """The record beside the reference, with the evidence, as if there were no other."""
    return Match(record, compare(reference.work, record.work, reference.raw))


def decide(reference: Reference, records: Iterable[Record]) -> Decision:
    """Weigh every candidate; accept the best if it is likely beside the others, and its numbers agree."""
    weighed = _distinct(sorted((weigh(reference, record) for record in records), key=lambda m: -m.score))
    if not weighed:
        return Decision(None, (), False)
    scores = [m.score for m in weighed]
    # what is far behind takes nothing from the best, whichever work it is of
    near = sum(scores[0] - score <= FAR for score in scores)
    works = [*numbered([m.record for m in weighed[:near]]), *range(near, len(weighed))]
    ranked = [_beside(m, bits) for m, bits in zip(weighed, outweighed(scores, works), strict=True)]
    alike = [n for n, work in enumerate(works) if work == works[0] and scores[0] - scores[n] <= ALIKE]
    accepted = [n for n in alike if ranked[n].probability >= ACCEPT and not doubt(ranked[n])]
    if accepted:
        best = ranked.pop(min(accepted, key=lambda n: _preference(reference.work, weighed[n].record.work)))
        return Decision(best, tuple(ranked), False)
    likely = among(scores, works) >= DOUBT and ranked[0].probability >= WORTH_NAMING
    return Decision(None, tuple(ranked), likely)


def outweighed(scores: Sequence[float], works: Sequence[int]) -> list[float]:
    """The bits that each candidate loses to the others: exactly one of the works is meant, or none of them.

    A candidate of score s (log2 odds against none) is the work with probability 2^s / (1 + sum of 2^s over the works).
    """
    odds = _odds(scores, works)
    return [-log2(1 + sum(other for work, other in odds.items() if work != own)) for own in works]


def among(scores: Sequence[float], works: Sequence[int]) -> float:
    """The probability that the work is among the candidates at all."""
    whole = sum(_odds(scores, works).values())
    return whole / (1 + whole)


def _odds(scores: Sequence[float], works: Sequence[int]) -> dict[int, float]:
    """The odds of each work against none, by its best record."""
    odds: dict[int, float] = {}
    for score, work in zip(scores, works, strict=True):
        odds[work] = max(odds.get(work, 0.0), 2.0 ** min(score, 100.0))
    return odds


def numbered(records: Sequence[Record]) -> list[int]:
    """A number for each record, equal for those of one work."""
    works: list[int] = []
    for n, record in enumerate(records):
        works.append(next((works[i] for i in range(n) if same(records[i], record)), n))
    return works


def _beside(match: Match, bits: float) -> Match:
    """The match with what the other candidates take from it."""
    if bits > -TELLS:
        return match
    return Match(match.record, (*match.evidence, Evidence("rivals", "other works fit too", round(bits, 2))))


def doubt(match: Match) -> str:
    """Why a person decides however likely the record is, in words: "" where there is no such reason."""
    if match.level("title") in VETOES:
        return "the record has another title"
    conflicts = [field for field in CONFLICTING if match.level(field) == "different"]
    numbers = len(conflicts) >= CONFLICTS and match.level("DOI") != "leads to this title"
    return f"{' and '.join(conflicts)} are others" if numbers else ""


def refutes(reference: Reference, found: Match) -> bool:
    """Whether the record that a cited DOI leads to is another work: its fields contradict, and no title is printed."""
    named = found.record.work
    compared = {e.field for e in found.evidence} & {"title", "volume", "page"}
    if found.probability >= LIKELY or not compared or not named.title:
        return False
    return not any(titles.appears(title, reference.raw) for title in named.titles)


def _preference(cited: Work, work: Work) -> tuple[bool, bool, bool, str]:
    """Of records of one work: the cited DOI, the published before the preprint, the publisher before a mirror."""
    return not (cited.DOI and work.DOI == cited.DOI), work.type == "article", work.DOI.startswith(MIRRORS), work.DOI


def _distinct(ranked: Iterable[Match]) -> list[Match]:
    """The best of each DOI: one source may know more of a work than another."""
    best: dict[object, Match] = {}
    for match in ranked:
        best.setdefault(match.record.work.DOI or match.record.work, match)
    return list(best.values())


def same(a: Record, b: Record) -> bool:
    """Whether two records are of one work: a registry relates them, or they say so themselves."""
    related = a.work.DOI in b.versions or b.work.DOI in a.versions
    return related or same_work(a.work, b.work)


def same_work(a: Work, b: Work) -> bool:
    """Whether two records are one work under two identifiers: years near, no coordinates in conflict, and equal titles.

    Where the first page is the same, the titles may differ by slips, and one may be the beginning of the other. Where
    first author, container, volume and page are, they need only share most words of the shorter.
    Another first author is another work.
    """
    if a.DOI and a.DOI == b.DOI:
        return True
    places = _coordinates(a, b)
    if any(x and y and x != y for x, y in places):
        return False
    if a.years and b.years and min(abs(x - y) for x in a.years for y in b.years) > 1:
        return False
    if _in_one_place(a, b, places):
        return True
    if not _of_one_author(a, b, places):
        return False
    alike = _alike if places[-1][0] and places[-1][1] else titles.same
    return any(alike(x, y) for x in a.titles for y in b.titles)


def _of_one_author(a: Work, b: Work, places: Sequence[tuple[str, str]]) -> bool:
    """Whether nobody else is named as the author; under a title like "Editorial" somebody or some page must be."""
    if a.author and b.author:
        return people.same_person(a.author[0], b.author[0]) or people.near_family(a.author[0], b.author[0])
    on_one_page = bool(places[-1][0]) and places[-1][0] == places[-1][1]
    return on_one_page or not any(map(few_words, (*a.titles, *b.titles)))


def _in_one_place(a: Work, b: Work, places: Sequence[tuple[str, str]]) -> bool:
    """Whether one author stands on one page of one volume of one journal, with most words of the shorter title in both.

    Reviews are recorded under the title of the book, with and without its author, year and pages.
    """
    said, also = (frozenset().union(*map(telling, work.titles)) for work in (a, b))
    if len(said & also) < max(2, SHARED * min(len(said), len(also))):
        return False
    if not (a.author and b.author and a.container_title and all(x and y for x, y in places)):
        return False
    named = people.same_person(a.author[0], b.author[0])
    return named and compare_containers(a.container_title, b.container_titles) is Kinship.SAME


def _alike(a: str, b: str) -> bool:
    short, long = sorted((letters(a), letters(b)), key=len)
    begun = len(short) >= FEW_LETTERS and long.startswith(short)
    return begun or (not titles.numbered_apart(a, b) and titles.similarity(a, b) >= NEAR)


def _coordinates(a: Work, b: Work) -> Sequence[tuple[str, str]]:
    return ((number(a.volume), number(b.volume)), (page_range(a.page)[0], page_range(b.page)[0]))
