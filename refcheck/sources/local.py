"""A bibliography file as a source, searched in memory: CSL-JSON, as one document or one item a line, BibTeX, RIS …"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import islice
from math import log
from pathlib import Path

from refcheck import csl
from refcheck.bibliographies import KINDS, Entry, Unread, csljson, kind, read
from refcheck.errors import UnusableSource
from refcheck.model import Answer, Answered, Notice, Record, Reference, Told, Work
from refcheck.text import page_range, printable, words

MOST = 20  # candidates
RAREST = 24  # words of a reference that are looked up; the common ones tell nothing
COMMON = 0.05  # of the records: a word in more of them is not looked up where a rarer one found something
FEW = 100  # records that are quickly gone through, whatever share they are
LONG, HEAD = 8, 6  # long words are also found by their beginning, so that a slip in them does no harm
SUFFIXES = (".json", ".jsonl")
SHOWN = 5  # entries of a library that could not be read, told one by one
_log = logging.getLogger("refcheck")


class Local:
    """The records of one file, kept in memory. Raises UnusableSource where the file cannot be used."""

    at_once = 1

    def __init__(self, path: str) -> None:
        self.name = path
        self._records = tuple(_records(path))
        self._by_doi = {r.work.DOI: r for r in reversed(self._records) if r.work.DOI}
        self._about: defaultdict[str, tuple[Notice, ...]] = defaultdict(tuple)
        for update in (u for r in self._records for u in r.updates):
            self._about[update.of] += (update.notice,)
        self._index = _Index.of(self._records)

    def registers(self, kind: str) -> bool:
        """A file may hold works of any kind."""
        return True

    def by_doi(self, doi: str) -> Answer:
        """The record with that DOI; of a DOI it does not list a file knows nothing."""
        found = self._by_doi.get(doi)
        return Answered(self.name, (found,) if found else ())

    def by_work(self, reference: Reference) -> Answer:
        """The records that share the rarest words with the reference."""
        return Answered(self.name, tuple(self._records[i] for i in self._index.nearest(reference.raw)))

    def further(self, reference: Reference) -> None:
        """Nothing: `by_work` gives all."""

    def usage(self, phrases: Collection[str]) -> Mapping[str, int]:
        """Nothing: a file of one's own is too small to tell a rare word from a wrong one."""
        return {}

    def notices(self, dois: Sequence[str]) -> Mapping[str, Told]:
        """The notices among the records that name these works."""
        return {doi: self._about.get(doi, ()) for doi in dois}


@dataclass(frozen=True, slots=True)
class _Index:
    """Which records hold a word, and how many records there are."""

    postings: Mapping[str, list[int]]
    size: int

    @classmethod
    def of(cls, records: tuple[Record, ...]) -> _Index:
        postings: defaultdict[str, list[int]] = defaultdict(list)
        for i, record in enumerate(records):
            for key in _keys(_printed(record.work)):
                postings[key].append(i)
        return cls(dict(postings), len(records))

    def nearest(self, text: str) -> list[int]:
        """The records that share words with a text, those with the most telling ones first."""
        scores: defaultdict[int, float] = defaultdict(float)
        for holders in islice(self._rarest(text), RAREST):
            if scores and len(holders) > max(FEW, COMMON * self.size):
                break
            weight = log(1 + self.size / len(holders))
            for i in holders:
                scores[i] += weight
        return nlargest(MOST, scores, key=lambda i: (scores[i], -i))

    def _rarest(self, text: str) -> Iterator[list[int]]:
        found = (self.postings[key] for key in sorted(_keys(text)) if key in self.postings)
        yield from sorted(found, key=len)


def _printed(work: Work) -> str:
    """What a reference to the work would print."""
    names = " ".join(n.known_as for n in work.author)
    numbers = " ".join([*map(str, work.years), work.volume, page_range(work.page)[0]])
    return " ".join([*work.titles, names, *work.container_titles, numbers, work.DOI])


def _keys(text: str) -> set[str]:
    """What a text is found by."""
    return {key for chunk in text.split() for key in _keys_of(chunk)}


@lru_cache(maxsize=100_000)  # names, years and common words come again and again
def _keys_of(chunk: str) -> tuple[str, ...]:
    folded = [w.folded for w in words(chunk)]
    heads = (f"{word[:HEAD]}…" for word in folded if len(word) >= LONG)
    return (*(word for word in folded if len(word) > 1 or word.isdigit()), *heads)


def _records(path: str) -> Iterator[Record]:
    """The records of a file, those left out that name neither title nor DOI nor container."""
    suffix = Path(path).suffix.lower()
    if suffix not in (*SUFFIXES, *KINDS):
        hint = "use CSL-JSON (.json or .jsonl), BibTeX (.bib), RIS (.ris), PubMed's .nbib or .xml, or EndNote's .xml"
        raise UnusableSource(f"{path}: this kind of bibliography file is not read; {hint}")
    empty = True
    for item in _entries(path, suffix) if suffix in KINDS else _items(path):
        if not isinstance(item, Mapping):
            continue
        record = csl.record(item, path)
        if record.work.title or record.work.DOI or record.work.container_title:
            empty = False
            yield record
    if empty:
        raise UnusableSource(f"{path}: holds no {'entries' if suffix in KINDS else 'CSL-JSON items'}")


def _entries(path: str, suffix: str) -> Iterator[object]:
    """The entries of a library; what cannot be read is told, and the rest is used."""
    unread: list[Unread] = []
    data = _bytes(path)
    for found in read(data, kind(suffix, data)):
        if isinstance(found, Entry):
            yield found.item
        else:
            unread.append(found)
    for remark in unread[:SHOWN]:
        _log.warning("%s", printable(f"{path}:{remark.line}: {remark.said}"))
    if len(unread) > SHOWN:
        _log.warning("%s", printable(f"{path}: {len(unread) - SHOWN} more could not be read"))


def _text(path: str) -> str:
    try:
        return _bytes(path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise UnusableSource(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from None


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise UnusableSource(f"{path}: no such file") from None
    except (OSError, ValueError) as error:  # ValueError: a path that no system can hold
        said = getattr(error, "strerror", None) or str(error)
        raise UnusableSource(f"{path}: cannot be read: {said.lower()}") from None


def _items(path: str) -> Iterator[object]:
    """What stands in a CSL-JSON file where its items should."""
    try:
        yield from (item for _, item in csljson.items(_text(path), lines=path.lower().endswith(".jsonl")))
    except csljson.NotJson as error:
        raise UnusableSource(f"{path}: {error}") from None
