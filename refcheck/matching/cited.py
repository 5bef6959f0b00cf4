"""Put the citations of a text beside its reference list: what they cite, and which of them lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from refcheck.model import Document, LabelCitation, NameCitation, Reference
from refcheck.parsing.listed import distinct, lookup

MOST = 50  # works of one author that are looked at
ALL = "*"  # is cited where a text asks for everything that its bibliographies have


@dataclass(frozen=True, slots=True)
class Astray:
    """A citation by name that the list has no work for, in the first place that it stands.

    `likely` are the works of the cited author that nothing else cites, `known` all of them.
    """

    citation: NameCitation
    times: int
    likely: tuple[Reference, ...]
    known: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Labels that are cited and that the list does not have, in the first place that they stand.

    They are one, or as many as follow one another in a range.
    """

    citation: LabelCitation
    labels: tuple[str, ...]
    times: int

    @property
    def shown(self) -> str:
        """The label, or the ends of the range."""
        return "–".join(dict.fromkeys((self.labels[0], self.labels[-1])))


class Cited:
    """What a document's citations mean in its list."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.listed = lookup(document.references)
        self.by_label = [c for c in document.citations if isinstance(c, LabelCitation)]
        self.by_name = [c for c in document.citations if isinstance(c, NameCitation)]

    @cached_property
    def sure(self) -> frozenset[int]:
        """The references that are cited as they are printed, by label or by first author and year."""
        labels = self.document.cited.union(*{c.labels for c in self.by_label})
        if ALL in labels:
            return frozenset(r.n for r in self.document.references)
        labelled = {r.n for label in labels for r in self.listed.labels.get(label, ())}
        return frozenset(labelled | {r.n for c in distinct(self.by_name) for r in self.listed.works(c)})

    @cached_property
    def perhaps(self) -> frozenset[int]:
        """Those, and the references that a citation can mean if the list, or it, was not read well."""
        other = {r.n for c in distinct(self.by_name) for r in self.listed.perhaps(c)}
        return self.sure | other | {r.n for a in self.astray for r in a.likely}

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """The labels that are cited and not in the list; none where most of the list has none of the kind."""
        places: dict[str, list[LabelCitation]] = {}
        known = {*self.listed.labels, *self.document.elsewhere, ALL}
        keyed = bool(self.document.elsewhere) or any(r.keyed for r in self.document.references)
        for citation in (c for c in self.by_label if not known >= set(c.labels)):
            for label in dict.fromkeys(citation.labels):
                kind = self.listed.numbers if label.isdecimal() else self.listed.keys
                if label not in known and (keyed or kind):
                    places.setdefault(label, []).append(citation)
        overlooked = set(_overlooked(self.document, places))
        return tuple(_missing({label: c for label, c in places.items() if label not in overlooked}))

    @cached_property
    def astray(self) -> tuple[Astray, ...]:
        """The citations by name that the list has no work for, each once."""
        found = (self._astray(c, times) for c, times in self._shown if not self.listed.works(c))
        # a name that stands with the year anywhere in a reference may be its first author, had it been read right
        return tuple(a for a in found if a.likely or not self.listed.perhaps(a.citation))

    @cached_property
    def unlettered(self) -> tuple[tuple[NameCitation, tuple[Reference, ...]], ...]:
        """The citations whose letter behind the year the list does not have, each once, with the works of that year."""
        return tuple(self._unlettered())

    def _unlettered(self) -> Iterator[tuple[NameCitation, tuple[Reference, ...]]]:
        for citation, _ in self._shown:
            works = tuple(r for r in self.listed.works(citation) if fits(citation, r))
            letters = {letter for r in works for letter in self.listed.letters(r, citation.year)}
            if letters and citation.suffix not in letters:
                yield citation, works

    @cached_property
    def _shown(self) -> tuple[tuple[NameCitation, int], ...]:
        """The citations by name, those that are shown alike once, with how many they are."""
        alike: dict[str, list[NameCitation]] = {}
        for citation in self.by_name:
            alike.setdefault(citation.shown, []).append(citation)
        return tuple((c[0], len(c)) for c in alike.values())

    def _astray(self, citation: NameCitation, times: int) -> Astray:
        known = self.listed.of_author(citation)[:MOST]
        likely = [r for r in known if r.n not in self.sure and fits(citation, r)]
        return Astray(citation, times, tuple(likely), tuple(known))


@lru_cache(maxsize=1)  # several rules ask about one document after the other
def compared(document: Document) -> Cited:
    """What a document's citations mean in its list."""
    return Cited(document)


def _missing(places: Mapping[str, Sequence[LabelCitation]]) -> Iterator[Missing]:
    """The missing labels with the places where they are cited; those of one range that follow one another as one."""
    held: Missing | None = None
    for label, (first, *others) in places.items():
        times = 1 + len(others)
        if held and held.citation is first and held.times == times and _follows(held.labels[-1], label):
            held = replace(held, labels=(*held.labels, label))
            continue
        if held:
            yield held
        held = Missing(first, (label,), times)
    if held:
        yield held


def _follows(label: str, other: str) -> bool:
    """Whether one is the number behind the other."""
    return label.isdecimal() and other.isdecimal() and int(other) == int(label) + 1


def fits(citation: NameCitation, reference: Reference) -> bool:
    """Whether a reference has as many authors as are cited, as far as both of them tell."""
    people = reference.work.author
    if reference.work.et_al or not people or people[0].literal:
        return True
    if citation.et_al:
        return len(people) > 1
    return len(people) == len(citation.authors)


def _overlooked(document: Document, labels: Iterable[str]) -> Iterator[str]:
    """The labels that stand before something in a list or behind it: then it was not read as a reference."""
    begin = document.references[0].span.start if document.references else len(document.text)
    printed = set(_BEGINS.findall(document.text, begin))
    inner = {m[1] for r in document.references for m in _INNER.finditer(r.raw, len(r.label) + 2)}
    yield from (label for label in labels if label in printed or label in inner)


_BEGINS = re.compile(r"(?:^|[\r\n])[^\S\r\n]{0,20}[\[(]?(\w{1,12})[\]).:\s]")
_INNER = re.compile(r"[.\])]\s{1,3}\[?(\d{1,4})(?:\]|[.)])\s{1,3}(?=[^\W\d_a-z])")
