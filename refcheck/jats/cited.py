"""What an article's text cites: by the ids of references, ranges filled in, else as any text does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from refcheck.flow import lowered
from refcheck.jats.article import Article
from refcheck.model import LabelCitation, Reference, Span
from refcheck.parsing.citations import Cited, citations
from refcheck.parsing.numbers_cited import WIDEST
from refcheck.text import DASHES

LINKED = 0.5  # share of a list that ids must cite; else they tell too little
BROKEN = 0.1  # share of ids that may lead nowhere; where more do, the list is not all there
_TO = re.compile(rf"\s?[\])]?\s?[{re.escape(DASHES)}⁻]\s?[\[(]?\s?")
_AND = re.compile(r"[\s,;˒]{1,4}")
_NUMBERS = re.compile(rf"\d{{1,4}}(?:\s?[{re.escape(DASHES)}⁻,]\s?\d{{1,4}})*")
_RANGE = re.compile(rf"(\d{{1,4}})(?:\s?[{re.escape(DASHES)}⁻]\s?(\d{{1,4}}))?")
_BRACKETS = {"[": "]", "(": ")"}


def cited(text: str, references: Sequence[Reference], article: Article) -> Cited:
    """The citations of the text, in its order."""
    found = list(_by_ids(text, [r.label for r in references], article))
    linked = {label for c in found for label in c.labels}
    by_text = citations(text, tuple(references))
    if sum(r.label in linked for r in references) < LINKED * len(references):
        return by_text
    taken = {at for c in found for at in range(c.span.start, c.span.end)}
    labels = {r.label for r in references}
    further = (
        replace(c, sure=False) if isinstance(c, LabelCitation) else c
        for c in by_text.citations
        if not taken.intersection(range(c.span.start, c.span.end))
        and (not isinstance(c, LabelCitation) or labels.issuperset(c.labels))
    )
    return Cited(tuple(sorted((*found, *further), key=lambda c: (c.span.start, c.span.end))))


class _Found(NamedTuple):
    """A call, or two that are the ends of a range, and the places in the list that it cites."""

    start: int
    end: int
    places: tuple[int, ...]
    broken: tuple[str, ...] = ()
    ranged: bool = False


def _by_ids(text: str, labels: Sequence[str], article: Article) -> Iterator[LabelCitation]:
    found = list(_ranges(text, _found(text, labels, article)))
    lost = sum(bool(f.broken) for f in found) > max(1, BROKEN * len(found))
    for run in _runs(text, found):
        within = _bracket(text, run[0].start, run[-1].end)
        for one in run:
            named = (*(labels[i] for i in one.places), *(() if lost else one.broken))
            if named:
                raw = text[one.start : one.end]
                yield LabelCitation(
                    span=Span(one.start, one.end), raw=raw, labels=tuple(dict.fromkeys(named)), within=within
                )


def _found(text: str, labels: Sequence[str], article: Article) -> Iterator[_Found]:
    """What each call cites: what its ids name, and the numbers that it prints; "3–7" may name only the third."""
    by_id: dict[str, list[int]] = {}
    for i, entry in enumerate(article.entries):
        for one in entry.ids:
            by_id.setdefault(one, []).append(i)
    by_label = {label: i for i, label in reversed(list(enumerate(labels)))}
    for call in article.calls:
        said = text[call.start : call.end]
        places = [i for one in call.ids for i in by_id.get(one, ())]
        places += (by_label[n] for n in _numbers(lowered(said)) if n in by_label)
        lead_nowhere = [one for one in call.ids if one not in by_id and one not in article.known]
        broken = lead_nowhere if not places else ()
        yield _Found(call.start, call.end, tuple(dict.fromkeys(places)), tuple(broken))


def _numbers(said: str) -> Iterator[str]:
    """The numbers that a call prints, where it prints nothing else; one by itself is what its id names."""
    if _NUMBERS.fullmatch(said.strip()) and not said.strip().isdecimal():
        for first, last in _RANGE.findall(said):
            yield from map(str, range(int(first), min(int(last or first), int(first) + WIDEST) + 1))


def _ranges(text: str, found: Iterable[_Found]) -> Iterator[_Found]:
    """The calls, two with a dash between them made one that cites what lies between as well."""
    held: _Found | None = None
    for one in found:
        if held and not held.ranged and held.places and one.places and _TO.fullmatch(text, held.end, one.start):
            inner = range(max(held.places) + 1, min(one.places))
            places = (*held.places, *(inner if len(inner) < WIDEST else ()), *one.places)
            held = _Found(held.start, one.end, places, ranged=True)
            continue
        if held:
            yield held
        held = one
    if held:
        yield held


def _runs(text: str, found: Iterable[_Found]) -> Iterator[list[_Found]]:
    """Calls with nothing but signs between them."""
    run: list[_Found] = []
    for one in found:
        if run and not _AND.fullmatch(text, run[-1].end, one.start):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _bracket(text: str, start: int, end: int) -> Span:
    """The calls, with the brackets round them if there are any."""
    closing = _BRACKETS.get(text[start - 1 : start])
    return Span(start - 1, end + 1) if closing and text.startswith(closing, end) else Span(start, end)
