"""Find how a text cites, and what: the scheme is decided from the text and its reference list together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from refcheck.model import Citation, Document, NameCitation, Reference
from refcheck.parsing.listed import Listed, distinct, lookup
from refcheck.parsing.names_cited import Reading, by_names
from refcheck.parsing.numbers_cited import SCHEMES, keyed, named
from refcheck.parsing.prose import prose

FEW = 3  # references; a text that cites fewer shows no scheme
SOME = 5  # citations from which it is told that they are not understood
MOST = 0.7  # share of citations by name that the list must have; else the list, or the text, was read wrong
TWICE = 2.0  # so many times as much of the list must one scheme cite as the next
UNPRINTED = 0.5  # share of a list without numbers that numbers must cite
BEYOND = 20  # numbers after the last that a citation can still have


@dataclass(frozen=True, slots=True)
class Cited:
    """The citations of a text, in its order, and what is to be told of how they were read."""

    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, document: Document) -> Document:
        """The document with its citations; why they are not known is told only where a rule asks for them."""
        told = tuple(f"{document.path}: {note}" for note in self.notes)
        return replace(document, citations=self.citations, uncompared=told)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way in which a text may cite: what it reads, the share of the list that is, whether it may be believed."""

    name: str
    citations: Sequence[Citation]
    share: float
    clear: bool
    why: str = ""  # it may not, where that is to be told


def citations(text: str, references: tuple[Reference, ...]) -> Cited:
    """The citations of a text outside its reference lists; none, and a note, where it is not clear how it cites."""
    own = prose(text, references) if len(references) >= FEW else ""
    if not own.strip("\0 \t\r\n"):
        return Cited()
    known = lookup(references)
    ways = [*_by_number(own, known, loose=False), _by_key(own, known), _by_name(own, known)]
    clear = [way for way in ways if way.clear] or [way for way in _by_number(own, known, loose=True) if way.clear]
    if not clear:
        return Cited(notes=tuple(way.why for way in ways if way.why)[:1])
    best, *others = sorted(clear, key=lambda way: -way.share)
    if others and others[0].share * TWICE > best.share:
        return Cited(notes=(f"cited both by {best.name} and by {others[0].name}; {_ABSTAINS}",))
    return Cited(tuple(sorted(best.citations, key=lambda c: (c.span.start, c.span.end))))


_ABSTAINS = "text and list are not compared"


def _by_number(text: str, listed: Listed, *, loose: bool) -> Iterator[_Way]:
    """The ways of citing by number; in a list without numbers they are the places in it."""
    printed = bool(listed.numbers)
    labels = listed.numbers or {str(n) for n in range(1, len(listed.references) + 1)}
    calls = named(text)
    last = max(map(int, labels))
    for scheme in (s for s in SCHEMES if s.loose is loose):
        found = scheme.read(text)
        sure = [c.labels for c in found if c.sure]
        # of a range the ends speak for all; a higher number is a year, a count, a measure
        ends = {n for c in sure for n in (c[0], c[-1]) if loose or int(n) <= last + BEYOND}
        cited = labels & {label for c in sure for label in c}
        share = len(cited) / len(labels)
        sound = len(labels & ends) >= scheme.sound * len(ends)
        clear = len(cited) >= FEW and sound and share >= (scheme.covered if printed else UNPRINTED)
        all_found = (replace(c, sure=c.sure and not loose) for c in (*calls, *found))
        # what is not sure is no citation where the list does not have it
        kept = {  # "(ref. 7)" is read twice
            c.span: c
            for c in all_found
            if all(label in labels or (c.sure and int(label) <= last + BEYOND) for label in c.labels)
        }
        unsound = not loose and len(cited) >= SOME and not sound
        why = f"many of the {scheme.name} are not in the list; {_ABSTAINS}" if unsound else ""
        yield _Way(scheme.name, list(kept.values()), share, clear, why)


def _by_key(text: str, listed: Listed) -> _Way:
    found = keyed(text, listed.keys) if listed.keys else []
    cited = listed.keys.intersection(label for c in found for label in c.labels)
    return _Way("keys", found, len(cited) / len(listed.references), len(cited) >= FEW)


def _by_name(text: str, listed: Listed) -> _Way:
    """The citations by author and year: what is printed as nothing else is, and what the list has the author of."""
    found = [(reading, _settled(reading, listed)) for reading in by_names(text)]
    commas = Counter(_comma(c) for _, c in found if listed.works(c))
    usual = commas[True] >= commas[False]
    sure = [c for reading, c in found if reading.sure and (_several(c) or listed.works(c) or _comma(c) is usual)]
    taken = set(sure)
    dated = [c for c in sure if c.year.isdigit()]  # what was in press may be out by now
    known = sum(bool(listed.works(c) or listed.perhaps(c)) for c in dated)
    cited = {r.n for c in distinct(c for _, c in found) for r in listed.works(c)}
    sound = known >= MOST * len(dated)
    why = f"{len(dated) - known} of {len(dated)} citations by author and year are not in the list; {_ABSTAINS}"
    return _Way(
        "author and year",
        [c for _, c in found if c in taken or listed.of_author(c)],
        len(cited) / len(listed.references),
        len(cited) >= FEW and sound,
        why if len(dated) >= SOME and not sound else "",
    )


def _settled(reading: Reading, listed: Listed) -> NameCitation:
    """The reading with as many of its names as the list has a work of, or the least there can be."""
    ways = [reading.of(count) for count in range(len(reading.citation.authors), min(reading.least, 2) - 1, -1)]
    return next((c for c in ways if listed.works(c)), reading.of(reading.least))


def _several(citation: NameCitation) -> bool:
    """Whether more than one author is cited."""
    return citation.et_al or len(citation.authors) > 1


def _comma(citation: NameCitation) -> bool:
    """Whether a comma stands between the author and the year; where one does, "NanoDrop 2000" is no citation."""
    return _BEFORE_YEAR.search(citation.raw) is not None


_BEFORE_YEAR = re.compile(r",\s*\w+(?:\s\w+)?$")
