"""Which of the works in the author's own reference manager each printed reference was made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from refcheck.matching.decide import decide
from refcheck.model import Record, Reference
from refcheck.text import fold, letters

TELLING = 30  # letters of a title that no other work's begins with


@dataclass(frozen=True, slots=True)
class _Own:
    """A record and what of it is looked for in references."""

    record: Record
    title: str
    family: str


def witnessed(references: Sequence[Reference], own: Sequence[Record]) -> tuple[Reference, ...]:
    """The references, each with the author's own record of the work that it cites, where there is one."""
    if not own:
        return tuple(references)
    known = [_Own(r, letters(r.work.title)[:TELLING], _family(r)) for r in own]
    return tuple(replace(r, witness=_witness(r, known)) for r in references)


def _witness(reference: Reference, own: Sequence[_Own]) -> Record | None:
    found = decide(reference, list(_likely(reference, own))).match
    return found.record if found else None


def _likely(reference: Reference, own: Sequence[_Own]) -> Iterator[Record]:
    """The records that share the DOI, the beginning of the title, or the first author and the year."""
    printed, spelt, cited = letters(reference.raw), fold(reference.raw), reference.work
    for one in own:
        work = one.record.work
        same = bool(cited.DOI) and cited.DOI == work.DOI
        dated = bool(one.family) and bool(set(work.years) & set(cited.years)) and one.family in spelt
        if same or (one.title and one.title in printed) or dated:
            yield one.record


def _family(record: Record) -> str:
    return fold(record.work.author[0].known_as) if record.work.author else ""
