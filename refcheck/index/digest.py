"""What a block of records becomes: works with their keys, packed records and words. Runs in processes of its own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

import msgspec
import numpy as np
import numpy.typing as npt

from refcheck import csl
from refcheck.bibliographies import Entry, read
from refcheck.index import keys
from refcheck.index.dialects import as_csl
from refcheck.index.inputs import JSON, Block, Problem
from refcheck.index.records import packed
from refcheck.index.terms import beside_titles, terms
from refcheck.model import Work

Item = Mapping[str, object]
ROUND = ("message", "items", "data", "results")  # what registries put round lists
TOLD = 20  # problems of a block that are told; the rest is counted


@dataclass(frozen=True, slots=True)
class Filter:
    """Which works are taken in; what is empty lets everything through."""

    types: frozenset[str] = frozenset()
    from_year: int = 0
    prefixes: tuple[str, ...] = ()
    issns: frozenset[str] = frozenset()

    def takes(self, item: Item, work: Work) -> bool:
        """Whether a work is wanted; `item` is the record that it is from."""
        return (
            (not self.types or work.type in self.types or item.get("type") in self.types)
            and (not self.from_year or any(y >= self.from_year for y in work.years))
            and (not self.prefixes or work.DOI.startswith(self.prefixes))
            and (not self.issns or bool(self.issns & set(_issns(item))))
        )


def _issns(item: Item) -> Iterator[str]:
    value = item.get("ISSN")
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, str):
            yield text.replace("-", "").upper()


@dataclass(slots=True)
class Digest:
    """The works of a block, numbered from 0: keys with their works; records and words in the order of the works.

    `named` are the keys of the DOIs that `notices` name.
    """

    keys: npt.NDArray[np.uint64]
    works: npt.NDArray[np.uint32]
    dois: npt.NDArray[np.uint64]
    of_dois: npt.NDArray[np.uint32]
    named: npt.NDArray[np.uint64]
    notices: npt.NDArray[np.uint32]
    records: list[bytes]
    words: list[str]
    problems: list[Problem]
    counts: Counter[str] = field(default_factory=Counter)
    reached: int = 0  # bytes of the file as it is stored


def digest(block: Block, wanted: Filter) -> Digest:
    """The works in a block; what is no record is counted and told, with its place."""
    counts: Counter[str] = Counter()
    problems: list[Problem] = []
    found: list[tuple[int, int]] = []
    dois: list[tuple[int, int]] = []
    named: list[tuple[int, int]] = []
    records: list[bytes] = []
    words: list[str] = []
    for line, item in _items(block, counts, problems):
        counts["read"] += 1
        record = csl.record(item, "")
        work = record.work
        if not _can_be_found(work):
            counts["without title"] += 1
            if len(problems) < TOLD:
                problems.append(Problem(block.path, line, f"no title, nothing to find it by: {work.DOI or 'no DOI'}"))
        elif not wanted.takes(item, work):
            counts["not wanted"] += 1
        else:
            number = len(records)
            titles = [terms(title) for title in work.titles]
            found += [(key, number) for key in keys.of_work(work, titles)]
            if work.DOI:
                dois.append((keys.of_doi(work.DOI), number))
            named += [(keys.of_doi(update.of), number) for update in record.updates]
            records.append(packed(record))
            words.append(" ".join(chain(*titles, beside_titles(work))))
    return Digest(*_arrays(found), *_arrays(dois), *_arrays(named), records, words, problems, counts, block.reached)


def _can_be_found(work: Work) -> bool:
    """Whether a reference to the work would print anything of it."""
    return bool(work.title or work.container_title or work.author or (work.volume and work.page))


def _arrays(pairs: list[tuple[int, int]]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32]]:
    return np.array([k for k, _ in pairs], np.uint64), np.array([n for _, n in pairs], np.uint32)


def _items(block: Block, counts: Counter[str], problems: list[Problem]) -> Iterator[tuple[int, Item]]:
    """The records of a block as CSL-JSON items with their lines."""
    for line, value in _values(block):
        if isinstance(value, Problem):
            counts["not JSON" if block.kind in JSON else "not read"] += 1
            if len(problems) < TOLD:
                problems.append(value)
            continue
        for item in _listed(value):
            if isinstance(item, Mapping):
                yield line, as_csl(item)
            else:
                counts["not JSON"] += 1
                if len(problems) < TOLD:
                    problems.append(Problem(block.path, line, "no record: an object is expected"))


def _values(block: Block) -> Iterator[tuple[int, object]]:
    """What a block holds, each with its line: values of JSON, items, problems."""
    if block.kind not in JSON:
        for found in read(block.data, block.kind, block.line):
            if isinstance(found, Entry):
                yield found.line, found.item
            else:
                yield found.line, Problem(block.path, found.line, found.said)
        return
    lines = enumerate(block.data.split(b"\n"), block.line) if block.kind == "lines" else [(block.line, block.data)]
    for line, text in lines:
        if text.strip():
            try:
                yield line, _decoded(text)
            except (ValueError, RecursionError) as error:
                at = line + error.lineno - 1 if isinstance(error, json.JSONDecodeError) else line
                yield at, Problem(block.path, at, f"not JSON: {error}")


def _decoded(text: bytes) -> object:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return json.loads(text)  # which knows half characters, and says on which line it fails


def _listed(value: object) -> Iterator[object]:
    """The records in a JSON value: one, a list, or what registries put round lists."""
    while isinstance(value, Mapping):
        inside = next((value[k] for k in ROUND if isinstance(value.get(k), list | dict)), None)
        if inside is None or "DOI" in value or "doi" in value:
            break
        value = inside
    yield from value if isinstance(value, list) else [value]
