"""The words of the works in an inverted index, for references under whose keys nothing is filed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import tantivy

from refcheck.index.terms import STOP

RAREST = 14  # terms of a reference that are looked for, those that the fewest works hold
WORKS = 60_000  # that hold any of them: in a larger index fewer terms are looked for, and it takes no longer
FEW = 4  # terms that are looked for in any case
SHARE = 0.5  # of the best score, below which a work is not looked at
MEMORY = 128_000_000  # bytes that a writer may fill before it writes a part


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("work", stored=False, indexed=False, fast=True)
    builder.add_text_field("terms", stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class Writer:
    """Takes works in; what was added since the last commit is lost with the process."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(_schema(), path=str(folder))
        self._writer = self._index.writer(MEMORY, 1)

    def add(self, number: int, terms: str) -> None:
        """The terms of the work of that number, parted by blanks."""
        document = tantivy.Document()
        document.add_unsigned("work", number)
        document.add_text("terms", terms)
        self._writer.add_document(document)

    def commit(self) -> None:
        """Keep what was added."""
        self._writer.commit()

    def close(self) -> None:
        """Keep what was added, and wait until the parts are merged."""
        self._writer.commit()
        self._writer.wait_merging_threads()


class FullText:
    """The inverted index of a segment, open for reading."""

    def __init__(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder))
        index.config_reader("manual")  # a segment never changes, nobody need watch it
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()
        self.frequency = lru_cache(maxsize=200_000)(self._frequency)

    def _frequency(self, term: str) -> int:
        return int(self._searcher.doc_freq("terms", term))

    def holding(self, terms: Sequence[str]) -> int:
        """The number of works that hold all of the terms."""
        if len(terms) == 1:
            return self.frequency(terms[0])
        query = tantivy.Query
        clauses = [(tantivy.Occur.Must, query.term_query(self._schema, "terms", t, "basic")) for t in terms]
        result = self._searcher.search(query.boolean_query(clauses), 1, count=True)
        return int(getattr(result, "count", 0))  # which the types of tantivy do not know

    def rarest(self, terms: Iterable[str]) -> list[str]:
        """The terms that the fewest works hold, but some do: as many as can be looked for in about the same time."""
        known = sorted((self.frequency(t), t) for t in dict.fromkeys(terms) if t not in STOP)
        chosen: list[str] = []
        works = 0
        for count, term in known:
            works += count
            if len(chosen) == RAREST or (works > WORKS and len(chosen) >= FEW):
                break
            if count:
                chosen.append(term)
        return chosen

    def search(self, terms: Sequence[str], most: int) -> list[int]:
        """The works that hold most of the terms, the rarer ones counting more (BM25), best first."""
        query = tantivy.Query
        clauses = [(tantivy.Occur.Should, query.term_query(self._schema, "terms", t, "basic")) for t in terms]
        if not clauses:
            return []
        hits = self._searcher.search(query.boolean_query(clauses), most, count=False).hits
        hits = [(score, address) for score, address in hits if score >= SHARE * hits[0][0]]
        found = self._searcher.fast_field_values("work", [address for _, address in hits])
        return [int(n) for n in found if n is not None]
