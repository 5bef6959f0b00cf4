"""The evidence for a match as a waterfall: each level, its bits, and what is known after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from refcheck.matching.titles import similarity
from refcheck.model import Evidence, Match, Reference, Work, probability
from refcheck.reports.wording import shown

HEADING = "   bits     sum  probability  (cited | recorded)"
_WIDTH = 60  # code points of a value


def lines(reference: Reference, match: Match) -> Iterator[str]:
    """A line for each level: its bits, the sum so far, the probability that this is, and what was compared."""
    yield HEADING
    total = 0.0
    for evidence in match.evidence:
        total += evidence.bits
        said = f"{evidence.field}: {evidence.level}{_values(evidence, reference.work, match.record.work)}"
        yield f"{evidence.bits:+7.2f} {total:+7.2f} {probability(total):12.3f}  {said}"


def _values(evidence: Evidence, cited: Work, recorded: Work) -> str:
    """What the reference says of a field, and what the record does; "" for what several fields say together."""
    if evidence.field not in _SAID:
        return ""
    if evidence.field == "title" and recorded.titles:
        # the one of its titles that was compared, which need not be the first
        recorded = replace(recorded, title=max(recorded.titles, key=lambda title: similarity(cited.title, title)))
    said, known = (_cut(_SAID[evidence.field](work)) for work in (cited, recorded))
    return f" ({said or 'not read'} | {known})"


def _cut(value: str) -> str:
    text = shown(value)
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


def _first_author(work: Work) -> str:
    return " ".join(filter(None, (work.author[0].known_as, work.author[0].given))) if work.author else ""


_SAID: Mapping[str, Callable[[Work], str]] = {
    "title": lambda work: work.title,
    "author": _first_author,
    "author-count": lambda work: str(len(work.author)),
    "issued": lambda work: ", ".join(map(str, work.years)),
    "container-title": lambda work: work.container_title,
    "volume": lambda work: work.volume,
    "issue": lambda work: work.issue,
    "page": lambda work: work.page,
    "DOI": lambda work: work.DOI,
}
